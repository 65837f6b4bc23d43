"""The pane that says what changed most between two stretches of days."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from cjm_tui.domain.breakdown import Cut
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.comparison import Comparison
from cjm_tui.domain.summary_words import change_summary
from cjm_tui.domain.what_changed import WhatChanged
from cjm_tui.screens.kpi_pane import KpiPane
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.changed_board import ChangedBoard


class WhatChangedPane(KpiPane[WhatChanged]):
    """A KPI's change in words and by each dimension: what grew or shrank, and what is another."""

    NAME = "what changed"
    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("sql", "SQL"),
        ("kpi.next", "KPI"),
        ("period", "days"),
        ("pane.next", "pane"),
        ("words", "words"),
        ("copy.summary", "copy"),
        ("keys", "keys"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("Y", "copy_summary", "copy a two-line summary", id="copy.summary"),
    ]

    board: ChangedBoard

    def make_board(self) -> Board:
        """Return the board of a change."""
        return ChangedBoard()

    def fetch(self, query: Cancellation, period: str) -> WhatChanged:
        """Fetch the change, against what the session compares with."""
        return self.session.boards.what_changed(
            self.touchpoint_id, self.chosen.name, period, query, self.session.comparison
        )

    def present(self, data: WhatChanged) -> None:
        """Hand the change to the board."""
        self.board.found = data

    def behind(self, data: WhatChanged) -> tuple[Cut, Comparison | None] | str:
        """The rows of both stretches of days, of the group under the cursor or of all."""
        part = self.board.part
        if part is not None and part.totalled:
            return "these came as daily totals, which have no rows"
        return (part.cut if part else Cut()), data.comparison

    def action_copy_summary(self) -> None:
        """Send the change or the group under the cursor in two lines to the clipboard."""
        if (data := self.data) is not None and self.board.notice is None:
            self.copy(change_summary(data, self.board.part))
