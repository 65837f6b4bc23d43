"""A screenful as values: lines of inked words and the spots that a cursor can stand on.

Comparing two pictures is what keeps an unchanged screen silent.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from cjm_tui.domain.text import shown

_TONES = range(0x1F3FB, 0x1F400)
_UNCOUNTABLE = dict.fromkeys([0x200D, 0xFE0E, 0xFE0F, *_TONES])


class Ink(StrEnum):
    """What a word is; the theme decides how that looks."""

    PLAIN = "plain"
    DIM = "dim"  # context
    STRONG = "strong"  # changed
    HEADING = "heading"
    BETTER = "better"
    WORSE = "worse"
    ALERT = "alert"  # nobody's name, stale data
    SHADE_1 = "shade-1"  # grey behind a number of a table, from weak …
    SHADE_2 = "shade-2"
    SHADE_3 = "shade-3"
    SHADE_4 = "shade-4"  # … to strong


class Span(NamedTuple):
    """Words in one ink, free of anything that could act on a terminal."""

    text: str
    ink: Ink = Ink.PLAIN


Line = tuple[Span, ...]


WIDE_FROM = 120  # cells of a terminal from which there is room for things side by side


@dataclass(frozen=True, slots=True)
class Spot:
    """A rectangle of the picture that the cursor can stand on.

    `kind` and `key` say what it is of and outlive a refresh: the cursor follows them.
    """

    key: str
    x: int
    y: int
    width: int
    height: int = 1
    group: str = ""
    words: str = ""  # what `y` sends to the clipboard
    kind: str = ""  # what of the thing that `key` names, where a picture has several

    def same(self, other: "Spot") -> bool:
        """Whether both are of the same thing, wherever they stand."""
        return (self.kind, self.key) == (other.kind, other.key)


@dataclass(frozen=True, slots=True)
class Picture:
    """Lines below a head that does not scroll, and the spots in reading order."""

    lines: tuple[Line, ...] = ()
    head: tuple[Line, ...] = ()
    spots: tuple[Spot, ...] = field(default=())


def key_of(kind: str, *parts: object) -> str:
    """Return a key of several parts that no other parts have, whatever characters are in them."""
    return f"{kind}:{parts!r}"


def flat(text: str) -> str:
    """Return untrusted text on one line, as it can be counted in cells.

    Joiners, variation selectors and skin tones go: terminals disagree on how many cells they
    leave, and a family of emoji becomes its members.
    """
    return shown(text).translate(_UNCOUNTABLE)


def clip(text: str, width: int) -> str:
    """Return untrusted text on one line in at most `width` cells, "…" where it was cut."""
    safe = flat(text)
    if cell_len(safe) <= width:
        return safe
    return set_cell_size(safe, width - 1).rstrip() + "…" if width > 0 else ""


def left(text: str, width: int, ink: Ink = Ink.PLAIN) -> Span:
    """Return the text clipped and padded to exactly `width` cells."""
    return Span(set_cell_size(clip(text, width), max(width, 0)), ink)


def right(text: str, width: int, ink: Ink = Ink.PLAIN) -> Span:
    """Return the text clipped and aligned on the right of `width` cells."""
    clipped = clip(text, width)
    return Span(" " * (width - cell_len(clipped)) + clipped, ink)


def gap(width: int = 1) -> Span:
    """Return blank cells."""
    return Span(" " * max(width, 0))


def line(*spans: Span) -> Line:
    """Join spans to a line; neighbours of one ink become one span and blanks join either."""
    merged: list[Span] = []
    for span in spans:
        if not span.text:
            continue
        if merged and (merged[-1].ink is span.ink or span.text.isspace()):
            merged[-1] = Span(merged[-1].text + span.text, merged[-1].ink)
        else:
            merged.append(span)
    return tuple(merged)


def width_of(spans: Line) -> int:
    """Return the cells that a line takes."""
    return sum(cell_len(span.text) for span in spans)


def both_ends(start: Line, end: Line, width: int) -> Line:
    """Set one line at the left and one at the right edge; the left one is clipped if need be."""
    room = width - width_of(end)
    kept = fit(start, max(0, room - 1))
    return line(*kept, gap(room - width_of(kept)), *end)


def fit(spans: Line, width: int) -> Line:
    """Return the line in at most `width` cells."""
    if width_of(spans) <= width:
        return spans
    kept: list[Span] = []
    for span in spans:
        room = width - width_of(tuple(kept))
        if cell_len(span.text) >= room:
            kept.append(Span(clip(span.text + " ", room), span.ink))
            break
        kept.append(span)
    return tuple(kept)


def beside(columns: Iterable[tuple[list[Line], int]], space: int = 1) -> list[Line]:
    """Set blocks of lines side by side, each padded to its width."""
    blocks = list(columns)
    height = max((len(lines) for lines, _ in blocks), default=0)
    spaces = [space] * (len(blocks) - 1) + [0]
    return [
        line(
            *(
                part
                for (lines, width), after in zip(blocks, spaces, strict=True)
                for part in _padded(lines[row] if row < len(lines) else (), width, after)
            )
        )
        for row in range(height)
    ]


def _padded(spans: Line, width: int, space: int) -> tuple[Span, ...]:
    kept = fit(spans, width)
    return (*kept, gap(width - width_of(kept) + space))


def wrap(text: str, width: int, most: int = 0) -> list[str]:
    """Break untrusted text into lines of at most `width` cells, at most `most` of them if given."""
    lines = [""]
    for word in flat(text).split(" "):
        for piece in pieces(word, width):
            joined = f"{lines[-1]} {piece}" if lines[-1] else piece
            if cell_len(joined) <= width:
                lines[-1] = joined
            else:
                lines.append(piece)
    if most and len(lines) > most:
        return [*lines[: most - 1], clip(f"{lines[most - 1]} {lines[most]}…", width)]
    return lines


def pieces(word: str, width: int) -> list[str]:
    """Cut a word that is longer than a line; a word that fits stays whole."""
    parts, at = [], 0
    while cell_len(ahead := _ahead(word, at, width)) > width:
        head = set_cell_size(ahead, width).rstrip()
        if not head or not ahead.startswith(head):
            head = ahead[:1]
        parts.append(head)
        at += len(head)
    return [*parts, word[at:]]


def _ahead(word: str, at: int, width: int) -> str:
    """Return more than a line of the word from there on, or all that is left."""
    size = max(width, 0) + 1
    while cell_len(word[at : at + size]) <= width and at + size < len(word):
        size *= 2
    return word[at : at + size]
