"""The map's touchpoints as rows of a table: which columns have room, how wide each is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.cells import cell_len

from cjm_tui.domain.comparison import Comparison
from cjm_tui.domain.journey import JourneyMap
from cjm_tui.domain.journey_order import Order
from cjm_tui.widgets.journey_cells import NEW, Cells
from cjm_tui.widgets.journey_fields import Column, Fields
from cjm_tui.widgets.picture import Ink, Line, Span, clip, gap, left, line, right

_LEAD = 3  # cells of the cursor, the mark of a moment of truth, and that of new figures
_NAME = (13, 40)  # cells of a name: fewer only where nothing is left to give up; at most


@dataclass(frozen=True, slots=True)
class Table:
    """The columns that fit a width, behind the name."""

    name: int
    columns: tuple[tuple[Column, int], ...]  # each with its cells

    @property
    def head(self) -> Line:
        """The headings; neighbours with the same one share it."""
        spans = [left("", _LEAD, Ink.DIM), left("touchpoint", self.name, Ink.DIM)]
        for heading, group in groupby(self.columns, key=lambda each: each[0].heading):
            members = list(group)
            width = sum(cells + 1 for _, cells in members) - 1
            alone = len(members) == 1 and members[0][0].at_right
            words = heading
            while cell_len(words) > width and " " in words:
                words = words.partition(" ")[2]  # the last word is the one that tells
            spans += [gap(), (right if alone else left)(words, width, Ink.DIM)]
        return line(*spans)

    def row(self, cells: Cells) -> Line:
        """Draw one touchpoint."""
        spans = [
            Span(f" {cells.mark}"),
            Span(NEW if cells.is_new else " ", Ink.STRONG),
            left(cells.name, self.name, cells.name_ink),
        ]
        for column, width in self.columns:
            words = column.words(cells, width)
            align = right if column.at_right else left
            spans += [gap(), align(words.text, width, words.ink)]
        return line(*spans)


def table(rows: Sequence[Cells], board: JourneyMap, order: Order, width: int) -> Table:
    """Return the columns for these rows, as many as fit.

    Figures have the cells they need; then names, signals, owners and trends take what is left.
    """
    columns = [column for column in _chosen(Fields(rows, board), board, order) if column.most]
    wanted = max([10, *(cell_len(clip(row.name, _NAME[1])) for row in rows)])
    name = min(wanted, _NAME[0])
    while _total(name, columns) > width and any(column.rank for column in columns):
        columns.remove(min((c for c in columns if c.rank), key=lambda column: column.rank))
    name = max(8, min(name, width - _total(0, columns)))
    room = max(0, width - _total(name, columns))
    more = min(room, wanted - name)
    name, room = name + more, room - more
    widths = []
    for column in columns:
        extra = min(room, column.most - column.least)
        widths.append(column.least + extra)
        room -= extra
    return Table(name, tuple(zip(columns, widths, strict=True)))


def _total(name: int, columns: Iterable[Column]) -> int:
    return _LEAD + name + sum(column.least + 1 for column in columns)


def _chosen(of: Fields, board: JourneyMap, order: Order) -> list[Column]:
    """Return the columns of an order: a heading no longer says the stage, a gap says the target."""
    where = [] if order is Order.STAGE else [of.stage]
    if order is Order.GAP:
        change = [of.short, of.goal_beside, of.signal_alone]
    elif board.comparison is Comparison.BASELINE:
        change = [of.change, of.signal, of.target]
    else:
        change = [of.change._replace(rank=0), of.around, of.signal_alone, of.target]
    rest = [of.trend, of.actions, of.owner]
    extra = [] if order is Order.GAP else [of.goal]
    return [*where, of.n, of.kpi, of.now, of.interval, *change, *rest, *extra]
