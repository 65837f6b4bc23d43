"""A list of paths: a name that gives way, and figures on the right, the last ones dropped first."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from cjm_tui.widgets.picture import Ink, Line, Span, gap, left, line, right

_LEAST_NAME = 22


@dataclass(frozen=True, slots=True)
class PathRow:
    """One line: the cursor's key, the name, the figures, and all of it in words."""

    key: str
    name: str
    cells: tuple[str, ...]
    words: str
    ink: Ink = Ink.PLAIN  # of the whole line
    marked: Ink = Ink.PLAIN  # of the figure that was told apart from chance


@dataclass(frozen=True, slots=True)
class PathTable:
    """The columns that a width has room for."""

    name: str
    heads: tuple[str, ...]
    widths: tuple[int, ...]
    name_width: int
    marked: int  # the column whose figure is coloured

    @classmethod
    def fitted(
        cls,
        name: str,
        heads: Sequence[str],
        rows: Sequence[PathRow],
        width: int,
        *,
        keep: int,
        marked: int = -1,
    ) -> "PathTable":
        """Return the table for this width; the first `keep` figures always stay."""
        widths = [
            2 + max([cell_len(head), *(cell_len(row.cells[i]) for row in rows)])
            for i, head in enumerate(heads)
        ]
        while len(widths) > keep and width - 2 - sum(widths) < _LEAST_NAME:
            widths.pop()
        shown = len(widths)
        room = max(8, width - 2 - sum(widths))
        return cls(name, tuple(heads[:shown]), tuple(widths), room, marked)

    def heading(self) -> Line:
        """Return the line above."""
        heads = [
            right(head, width, Ink.DIM) for head, width in zip(self.heads, self.widths, strict=True)
        ]
        return line(gap(), left(self.name.upper(), self.name_width, Ink.HEADING), *heads)

    def row(self, one: PathRow) -> Line:
        """Return a line of figures."""
        spans: list[Span] = [gap(), left(one.name, self.name_width, one.ink)]
        for index, (text, width) in enumerate(zip(one.cells, self.widths, strict=False)):
            ink = one.marked if index == self.marked else one.ink
            spans.append(right(text, width, ink))
        return line(*spans)
