"""Why no mapping reads a file, in plain words: the nearest one, and what the file lacks for it."""

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass

from cjm_tui.importers.dialect import UTF16_MARKS, Dialect
from cjm_tui.importers.head import Head
from cjm_tui.importers.json_rows import why_no_object
from cjm_tui.importers.mapping import Mapping
from cjm_tui.importers.unpacking import GZIP, ZIP

_NEAR = 0.5
_DELIMITERS = (",", ";", "\t", "|")
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\{\s*[\"}]|\[\s*[][{}\"\d-])")  # and no table's header
_UTF32_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)


@dataclass(frozen=True, slots=True)
class Unfit:
    """A mapping that does not fit a file, whether the file's name fits, and why it does not."""

    mapping: Mapping
    named: bool
    why: str


def why_none(head: Head, unfit: Sequence[Unfit]) -> str:
    """Return why none of the mappings fits."""
    if head.content.startswith(_UTF32_MARKS):
        return "it is UTF-32, which is not read: save it as UTF-8"
    if head.content.startswith(UTF16_MARKS):
        return "it is UTF-16, which no mapping of its name declares"
    if head.content.startswith((GZIP, ZIP)):
        return "it is not text but packed once more: unpack it once"
    if b"\0" in head.content[:4096]:
        return "it is not text"
    if _JSON.match(head.content) and (
        why := why_no_object(head.text("utf-8"), complete=head.complete)
    ):
        return why
    near = [(_nearness(one, head), one) for one in unfit]
    if near:
        score, one = max(near, key=lambda pair: pair[0])
        if score >= _NEAR:
            why = separated(one.mapping, head) or f"nearest is {one.mapping.name}: {one.why}"
            return f"no mapping fits: {why}"
    return "no mapping fits its header (or it has none)"


def separated(mapping: Mapping, head: Head) -> str:
    """Return that the file is cut by another delimiter than the mapping's, "" where it is not."""
    own, likely = mapping.dialect.delimiters, _likely_delimiter(mapping, head)
    if likely in own:
        return ""
    return (
        f"it looks separated by {_said(likely)} while the mapping {mapping.name}"
        f" expects {' or '.join(_said(delimiter) for delimiter in own)}"
    )


def _nearness(one: Unfit, head: Head) -> float:
    """Return how near a mapping is: its share of required columns, the file's of known ones."""
    mapping = one.mapping
    if mapping.dialect.header_rows == 0:
        return 1.0 if one.named else 0.0
    names = head.names(_dialect(mapping, head).cut_by(_likely_delimiter(mapping, head)))
    positions = names.positions(mapping.columns, mapping.aliases)
    if not positions:
        return 0.0
    required = sum(name in positions for name in mapping.required) / len(mapping.required)
    by_name = one.named and "*" not in mapping.patterns
    return required + len(positions) / len(names.cells) + by_name


def _likely_delimiter(mapping: Mapping, head: Head) -> str:
    """Return the delimiter with which the header shows most of the mapping's columns."""
    dialect = _dialect(mapping, head)
    declared = head.declared_delimiter(dialect.encoding)
    tried: tuple[str, ...] = (*mapping.dialect.delimiters, *_DELIMITERS, *declared)
    return max(
        tried,
        key=lambda d: len(
            head.names(dialect.cut_by(d)).positions(mapping.columns, mapping.aliases)
        ),
    )


def _dialect(mapping: Mapping, head: Head) -> Dialect:
    return mapping.dialect.of(head.content)


def _said(delimiter: str) -> str:
    return "tabs" if delimiter == "\t" else delimiter
