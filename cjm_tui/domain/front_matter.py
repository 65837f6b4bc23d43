"""The TOML metadata that a stored query or a mapping carries in its leading SQL comment."""

import re
import tomllib
from typing import Any

from cjm_tui.errors import CatalogError

_FRONT = re.compile(r"\A\s*/\*---\r?\n(?P<toml>.*?)^---\*/[ \t]*\r?\n?", re.DOTALL | re.MULTILINE)


def split_front_matter(text: str, name: str) -> tuple[dict[str, Any], str]:
    """Return the metadata and the SQL below it.

    Raises CatalogError where the comment is missing or is not TOML; `name` is for the message.
    """
    match = _FRONT.match(text)
    if match is None:
        raise CatalogError(
            f"{name}: no front matter", hint="It begins with /*--- and ends with ---*/."
        )
    try:
        metadata = tomllib.loads(match["toml"])
    except tomllib.TOMLDecodeError as error:
        raise CatalogError(f"{name}: its front matter is not TOML: {error}") from error
    return metadata, text[match.end() :]
