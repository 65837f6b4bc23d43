"""What breaks a rule in the front matter of a stored query, said with the file's name."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from cjm_tui.errors import CatalogError

_WORD = TypeVar("_WORD", bound=StrEnum)


class Rules:
    """Raises CatalogError, naming the file, where front matter breaks a rule."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def broken(self, rule: str) -> NoReturn:
        """Raise CatalogError for the rule that is broken."""
        raise CatalogError(f"{self.path}: {rule}.", hint="See docs/adding-a-kpi.md.")

    def keys(self, found: Mapping[str, Any], known: frozenset[str], where: str = "") -> None:
        """Refuse keys that are not known."""
        if unknown := sorted(found.keys() - known):
            self.broken(f"unknown key {where}{', '.join(unknown)}")

    def text(self, found: Mapping[str, Any], key: str, *, needed: bool = False) -> str:
        """Return a text; "" where there is none and none is needed."""
        value = found.get(key, "")
        if not isinstance(value, str):
            self.broken(f"{key} is not a text")
        if needed and not str(value).strip():
            self.broken(f"{key} is missing")
        return str(value)

    def one_of(self, found: Mapping[str, Any], key: str, words: type[_WORD]) -> _WORD:
        """Return which of some words it is."""
        value = found.get(key)
        if value not in list(words):
            self.broken(f"{key} = {value!r} is none of {', '.join(words)}")
        return words(str(value))
