"""Every column that the map's table can have, measured on the rows that it shows."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from rich.cells import cell_len

from cjm_tui.domain import comparison_words
from cjm_tui.domain.journey import JourneyMap
from cjm_tui.widgets.journey_cells import Cells
from cjm_tui.widgets.picture import Ink, Span


class Column(NamedTuple):
    """A column: its heading, its words in so many cells, and when it gives way."""

    heading: str
    words: Callable[[Cells, int], Span]
    least: int
    most: int  # cells that it can use; 0 where it has nothing to say
    rank: int = 0  # the lowest gives way first; 0 never does
    at_right: bool = False


class Fields:
    """The columns for these rows; what gives way first has the lowest rank."""

    def __init__(self, rows: Sequence[Cells], board: JourneyMap) -> None:
        self._rows = rows
        against = comparison_words.against(board.comparison, board.period)
        self._against = "" if board.segment else against

    @property
    def stage(self) -> Column:
        """Where it stands, in an order that is not by stage."""
        most = min(20, self._longest(lambda row: row.stage, 8))
        return Column("stage", lambda row, _: Span(row.stage, Ink.DIM), min(most, 8), most, 10)

    @property
    def n(self) -> Column:
        """How many rows."""
        return self._figure("n", lambda row: row.n, at_right=True)

    @property
    def kpi(self) -> Column:
        """The KPI's short name."""
        return self._figure("kpi", lambda row: row.kpi)

    @property
    def now(self) -> Column:
        """The value."""
        width = self._longest(lambda row: row.now, 3)
        return Column("now", lambda row, _: Span(row.now, row.now_ink), width, width, 0, True)

    @property
    def interval(self) -> Column:
        """The value's interval."""
        return self._figure("range", lambda row: row.interval)

    @property
    def change(self) -> Column:
        """The change against the baseline, or from other days."""
        width = self._longest(lambda row: row.change)
        words = lambda row, _: Span(row.change, row.change_ink)  # noqa: E731  a column's words
        return Column(self._against, words, width, width, 4, True)

    @property
    def signal(self) -> Column:
        """The signal beside the change: twelve cells say "▲ better 39d" or "▲ better 17w"."""
        most = self._longest(lambda row: row.signal(40), 8)
        words = lambda row, width: Span(row.signal(width), row.signal_ink)  # noqa: E731
        return Column(self._against, words, min(most, 12), min(most, 20))

    @property
    def signal_alone(self) -> Column:
        """The signal where something else stands beside it."""
        return self.signal._replace(heading="signal", rank=5)

    @property
    def around(self) -> Column:
        """The interval of the change from other days."""
        most = self._longest(lambda row: row.around(40), 8)
        words = lambda row, width: Span(row.around(width), row.change_ink)  # noqa: E731
        return Column(self._against, words, min(most, 13), most)

    @property
    def short(self) -> Column:
        """How far from the target."""
        most = self._longest(lambda row: row.short(40), 8)
        least = self._longest(lambda row: row.short(0), 8)
        words = lambda row, width: Span(row.short(width), row.target_ink)  # noqa: E731
        return Column("short of", words, least, most, 0, True)

    @property
    def target(self) -> Column:
        """The state of the target."""
        return Column("target", lambda row, _: Span(row.target, row.target_ink), 6, 6, 7)

    @property
    def goal(self) -> Column:
        """The target's value, behind everything else."""
        return self._figure("goal", lambda row: row.goal, at_right=True)._replace(rank=1)

    @property
    def goal_beside(self) -> Column:
        """The target's value, beside what is short of it."""
        return self._figure("target", lambda row: row.goal, at_right=True)._replace(rank=6)

    @property
    def trend(self) -> Column:
        """The sparkline."""
        return Column("trend", lambda row, width: row.trend(width), 5, 14, 3)

    @property
    def actions(self) -> Column:
        """How many actions are open."""
        return self._figure("acts", lambda row: row.actions, at_right=True)._replace(rank=2)

    @property
    def owner(self) -> Column:
        """Who answers for it."""
        most = min(30, self._longest(lambda row: row.owner, 8))
        return Column("owner", lambda row, _: Span(row.owner, row.owner_ink), 8, most, 8)

    def _figure(
        self, heading: str, words: Callable[[Cells], str], *, at_right: bool = False
    ) -> Column:
        """A column without more or fewer cells than its widest words and its heading take."""
        longest = self._longest(words)
        width = max(cell_len(heading), longest) if longest else 0
        return Column(heading, lambda row, _: Span(words(row), Ink.DIM), width, width, 0, at_right)

    def _longest(self, words: Callable[[Cells], str], least: int = 0) -> int:
        return max([least, *(cell_len(words(row)) for row in self._rows)])
