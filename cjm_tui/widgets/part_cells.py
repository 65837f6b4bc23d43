"""A part of a breakdown on one line: name, n, share, value, interval, gap to the others, harm."""

from dataclasses import dataclass

from rich.cells import cell_len

from cjm_tui.domain import breakdown_words as words
from cjm_tui.domain import display
from cjm_tui.domain.breakdown import Part
from cjm_tui.domain.kpi import Kpi, Signal
from cjm_tui.widgets.picture import Ink, Line, Span, clip, gap, left, line, right

_HEAD = ("n", "share", "now", "95% range", "vs others", "hurt")
_LEAST_NAME = 14


def ink_of(part: Part) -> Ink:
    """Return a colour only where the part differs by more than chance, on enough rows."""
    return {Signal.BETTER: Ink.BETTER, Signal.WORSE: Ink.WORSE}.get(part.signal, Ink.PLAIN)


@dataclass(frozen=True, slots=True)
class PartColumns:
    """Which columns there is room for, and how wide they are, for all lists of a breakdown."""

    kept: tuple[int, ...]
    widths: tuple[int, ...]  # with the blanks before them
    name: int

    @classmethod
    def fitted(cls, parts: list[Part], kpi: Kpi, width: int) -> "PartColumns":
        """Return columns for these parts; the share gives way first, the interval last."""
        columns = list(zip(_HEAD, *(_texts(part, kpi) for part in parts), strict=True))
        cells = [max(cell_len(text) for text in column) for column in columns]
        kept = [i for i, column in enumerate(columns) if any(column[1:])]
        for space, dropped in ((2, ()), (2, (1,)), (1, (1,)), (1, (1, 3))):
            left_over = [i for i in kept if i not in dropped]
            name = width - 2 - sum(cells[i] + space for i in left_over)
            if name >= _LEAST_NAME:
                break
        return cls(tuple(left_over), tuple(size + space for size in cells), max(8, name))

    def heading(self, title: str) -> Line:
        """Return the head of a list."""
        texts = (right(_HEAD[i], self.widths[i], Ink.DIM) for i in self.kept)
        return line(gap(), left(title.upper(), self.name, Ink.HEADING), *texts)

    def row(self, part: Part, kpi: Kpi) -> Line:
        """Return a part's line; only a signal has an ink of its own."""
        texts, ink = _texts(part, kpi), ink_of(part)
        known = part.cut.known
        inks = (Ink.DIM, Ink.DIM, ink, Ink.DIM, ink if ink is not Ink.PLAIN else Ink.DIM, Ink.PLAIN)
        spans: list[Span] = [left(words.name(part), self.name, Ink.PLAIN if known else Ink.DIM)]
        spans += [right(texts[i], self.widths[i], inks[i]) for i in self.kept]
        return line(gap(), *spans)


def _texts(part: Part, kpi: Kpi) -> tuple[str, ...]:
    return (
        display.count(part.estimate.n),
        words.share(part),
        words.value(part, kpi),
        clip(display.interval(part.estimate, kpi.unit, fine=True), 20),
        words.gap(part, kpi),
        words.hurt(part, kpi),
    )
