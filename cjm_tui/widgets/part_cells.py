"""A part of a breakdown on one line: name, n, share, value, interval, gap to the others, harm."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from cjm_tui.domain import breakdown_words as words
from cjm_tui.domain import display
from cjm_tui.domain.breakdown import Part
from cjm_tui.domain.kpi import Kpi, Signal
from cjm_tui.widgets.picture import Ink, Line, Span, clip, gap, left, line, right

_HEAD = ("n", "share", "now", "95% range", "vs others", "hurt")
_LEAST_NAME, _MOST_NAME = 14, 28
# Blanks between columns, columns that give way, whether ▲ and ▼ stand without their words.
_ROOM = (
    *((2, (), False), (2, (1,), False), (1, (1,), False)),
    *((1, (1,), True), (1, (1, 5), True)),
)


def ink_of(part: Part) -> Ink:
    """Return a colour only where the part differs by more than chance, on enough rows."""
    return {Signal.BETTER: Ink.BETTER, Signal.WORSE: Ink.WORSE}.get(part.signal, Ink.PLAIN)


@dataclass(frozen=True, slots=True)
class PartColumns:
    """Which columns there is room for, and how wide they are, for all lists of a breakdown."""

    kept: tuple[int, ...]
    brief: bool  # ▼ without "worse"
    widths: tuple[int, ...]  # with the blanks before them
    name: int

    @classmethod
    def fitted(cls, parts: list[Part], kpi: Kpi, width: int) -> "PartColumns":
        """Return columns for these parts; the share gives way first, the interval never."""
        wanted = _told_apart([words.name(part) for part in parts])
        for space, dropped, brief in _ROOM:
            columns = list(zip(_HEAD, *(_texts(p, kpi, brief=brief) for p in parts), strict=True))
            cells = [max(cell_len(text) for text in column) for column in columns]
            left_over = [i for i, c in enumerate(columns) if any(c[1:]) and i not in dropped]
            name = width - 2 - sum(cells[i] + space for i in left_over)
            if name >= wanted:
                break
        widths = tuple(size + space for size in cells)
        return cls(tuple(left_over), brief, widths, max(8, name))

    def heading(self, title: str) -> Line:
        """Return the head of a list."""
        texts = (right(_HEAD[i], self.widths[i], Ink.DIM) for i in self.kept)
        return line(gap(), left(title.upper(), self.name, Ink.HEADING), *texts)

    def row(self, part: Part, kpi: Kpi) -> Line:
        """Return a part's line; only a signal has an ink of its own."""
        texts, ink = _texts(part, kpi, brief=self.brief), ink_of(part)
        known = part.cut.known
        inks = (Ink.DIM, Ink.DIM, ink, Ink.DIM, ink if ink is not Ink.PLAIN else Ink.DIM, Ink.PLAIN)
        spans: list[Span] = [left(words.name(part), self.name, Ink.PLAIN if known else Ink.DIM)]
        spans += [right(texts[i], self.widths[i], inks[i]) for i in self.kept]
        return line(gap(), *spans)


def _told_apart(names: Sequence[str]) -> int:
    """Return how many cells it takes to tell different names from each other."""
    different = len(set(names))
    for width in range(_LEAST_NAME, _MOST_NAME):
        if len({clip(name, width) for name in set(names)}) == different:
            return width
    return _MOST_NAME


def _texts(part: Part, kpi: Kpi, *, brief: bool) -> tuple[str, ...]:
    gap = words.gap(part, kpi)
    return (
        display.count(part.estimate.n),
        words.share(part),
        words.value(part, kpi),
        clip(display.interval(part.estimate, kpi.unit, fine=True), 20),
        gap.replace(" better", "").replace(" worse", "") if brief else gap,
        words.hurt(part, kpi),
    )
