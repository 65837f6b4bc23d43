"""A picture under construction: lines one below the other, some of them spots for the cursor."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from cjm_tui.widgets.picture import (
    Ink,
    Line,
    Picture,
    Span,
    Spot,
    beside,
    flat,
    gap,
    pieces,
    width_of,
    wrap,
)


@dataclass
class Sheet:
    """Lines of one width, and the spots among them."""

    width: int
    lines: list[Line] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)

    def add(self, *spans: Span) -> None:
        """Add a line that the cursor passes over."""
        self.lines.append(spans)

    def blank(self) -> None:
        """Add an empty line, unless there is one already."""
        if self.lines and self.lines[-1]:
            self.lines.append(())

    def heading(self, title: str, rest: str = "") -> None:
        """Begin a section: its title in capitals, and context behind it."""
        self.blank()
        behind = Span(f"  {rest}" if rest else "", Ink.DIM)
        self.flow((Span(title.upper(), Ink.HEADING), behind))

    def spot(self, key: str, lines: Iterable[Line], words: str = "") -> None:
        """Add lines that the cursor stands on as one."""
        block = list(lines)
        group = key.split(":", maxsplit=1)[0]
        self.spots.append(
            Spot(key, *(0, len(self.lines), self.width), len(block), group=group, words=words)
        )
        self.lines += block

    def flow(self, spans: Iterable[Span], indent: int = 1, hang: int = 1) -> None:
        """Add spans as running text, broken between words."""
        self.lines += flowed(spans, self.width, indent, hang)

    def text(self, words: str, ink: Ink = Ink.PLAIN, indent: int = 1, most: int = 0) -> None:
        """Add untrusted text as a paragraph."""
        for part in wrap(words, self.width - indent - 1, most):
            self.add(gap(indent), Span(part, ink))

    def append(self, other: "Sheet") -> None:
        """Add another sheet below, its spots included."""
        down = len(self.lines)
        self.lines += other.lines
        self.spots += [replace(spot, y=spot.y + down) for spot in other.spots]

    def picture(self, head: tuple[Line, ...] = ()) -> Picture:
        """Return what has been drawn."""
        return Picture(tuple(self.lines), head, tuple(self.spots))


def flowed(spans: Iterable[Span], width: int, indent: int = 1, hang: int = 1) -> list[Line]:
    """Break untrusted spans between words into lines of `width` cells; each word keeps its ink."""
    lines: list[list[Span]] = [[gap(indent)]]
    for span in spans:
        for index, word in enumerate(flat(span.text).split(" ")):
            for part, piece in enumerate(pieces(word, max(8, width - max(indent, hang)))):
                joint = " " if index and not part else ""
                fits = width_of((*lines[-1], Span(joint + piece))) <= width
                if not fits and len(lines[-1]) > 1:
                    lines.append([gap(hang)])
                    joint = ""
                if joint + piece:
                    lines[-1].append(Span(joint + piece, span.ink))
    return [_joined(parts) for parts in lines]


def _joined(parts: list[Span]) -> Line:
    merged: list[Span] = []
    for part in parts:
        if merged and merged[-1].ink is part.ink:
            merged[-1] = Span(merged[-1].text + part.text, part.ink)
        else:
            merged.append(part)
    return tuple(merged)


def side_by_side(one: Sheet, other: Sheet, space: int = 3) -> Sheet:
    """Join two sheets to one of two panes; the cursor goes from one to the other by h and l."""
    offset = one.width + space
    joined = Sheet(offset + other.width)
    joined.lines = beside([(one.lines, one.width), (other.lines, other.width)], space)
    joined.spots = one.spots + [replace(spot, x=spot.x + offset) for spot in other.spots]
    return joined
