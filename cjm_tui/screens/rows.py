"""Behind a number's SQL: the rows of its denominator."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from cjm_tui.domain import summary_words
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.rows import Rows
from cjm_tui.domain.touchpoint import Figure
from cjm_tui.screens.boards import Session
from cjm_tui.screens.contact import ContactScreen
from cjm_tui.screens.data_screen import Basis, PanelQuestion
from cjm_tui.screens.evidence_screen import EvidenceScreen
from cjm_tui.screens.words import WordsBehindScreen
from cjm_tui.widgets.board import Board, Notice, Outcome
from cjm_tui.widgets.rows_board import RowsBoard

LIMIT = 500


class RowsScreen(EvidenceScreen[Rows]):
    """The rows behind a number with what is known of each; enter opens the contact of one.

    Whether they are as many as the number's denominator says stands above them.
    """

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("open", "the contact"),
        ("words", "words"),
        ("screen.query", "its SQL"),
        ("copy.line", "copy the row"),
        ("back", "back"),
        ("keys", "keys"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "words", "the words behind this number", id="words"),
    ]

    board: RowsBoard

    def __init__(
        self,
        session: Session,
        figure: Figure,
        value: str,
        *,
        crumbs: tuple[str, ...],
        basis: Basis,
    ) -> None:
        self.figure = figure
        self.value = value
        super().__init__(session, figure.touchpoint_id, crumbs=crumbs, basis=basis)

    def make_board(self) -> Board:
        """Return the pane for rows."""
        return RowsBoard()

    def fetch(self, query: Cancellation, _period: str) -> Rows:
        """Fetch the first rows and the count of all."""
        return self.session.boards.figure_rows(self.figure, LIMIT, query)

    def present(self, data: Rows) -> None:
        """Hand the rows to the pane with their reckoning above them."""
        self.board.reckoning = self._reckoning(data)
        self.board.rows = data

    def _reckoning(self, rows: Rows) -> str:
        cut = "" if len(rows.rows) == rows.total else f", the first {len(rows.rows):,} shown"
        said = summary_words.reckoning(rows.total, self.figure, self.value, shown=cut)
        if rows.total + self.figure.totalled == self.figure.n:
            return said
        return f"{said}: somebody has written since; esc and r show the new number"

    def crumbs(self, _data: Rows | None) -> tuple[str, ...]:
        """Where the number stands."""
        return (*self.opened_from, "rows")

    def empty(self, data: Rows) -> Notice | None:
        """No rows is an answer too."""
        if data.total:
            return None
        return Notice(Outcome.EMPTY, self._reckoning(data))

    def on_board_opened(self, _: Board.Opened) -> None:
        """Show the contact to which the row belongs."""
        row = self.board.chosen
        if "source_table" in row and "source_id" in row:
            self.app.push_screen(
                ContactScreen(
                    self.session,
                    self.touchpoint_id,
                    (str(row["source_table"]), str(row["source_id"])),
                    crumbs=self.opened_from,
                    basis=self.opened_on,
                )
            )

    def panel_question(self) -> PanelQuestion | None:
        """The SQL of all these rows with what is known of each."""
        if self.data is None or not self.data.sql:
            return None
        name, sql = f"{self.figure.kpi} rows", self.data.sql
        return lambda _query: (name, sql)

    def action_words(self) -> None:
        """Show what the customers behind the number said."""
        self.app.push_screen(
            WordsBehindScreen(
                self.session,
                self.figure,
                self.value,
                crumbs=self.opened_from,
                basis=self.opened_on,
            )
        )
