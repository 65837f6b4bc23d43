"""Proposing an action from an answer of the query panel: its SQL is the evidence."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from cjm_tui.domain.action_start import Start
from cjm_tui.domain.panel import Ask
from cjm_tui.screens.form_opener import FormOpener
from cjm_tui.widgets.result_copies import cell_in_full
from cjm_tui.widgets.result_pane import ResultPane


class QueryAction(FormOpener):
    """The key for it; the panel's screen says what was answered last."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "propose an action, with this answer", id="action"),
    ]

    results: ResultPane
    answered: Ask | None = None

    def action_add(self) -> None:
        """Propose an action; the SQL, its parameters and the cell under the cursor come along."""
        if self.answered is None or self.results.result is None:
            self.say("run a query first: its answer comes along")
        else:
            self.open_form("action", about=Start(sql=self.answered.again, said=self._cell()).text)

    def _cell(self) -> str:
        table, shown = self.results.table, self.results.shown
        if table is None or shown is None or table.place is None:
            return ""
        row, column = table.place
        name = shown.result.columns[shown.columns[column]]
        return f"{name} {cell_in_full(shown.cell(row, column))}"
