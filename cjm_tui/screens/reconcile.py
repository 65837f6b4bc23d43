"""Pane and pages of the reconciliation: the report, one measure line by line, the calls behind."""

from typing import ClassVar

from cjm_tui.domain import acd_words as words
from cjm_tui.domain.acd_report import Reconciliation
from cjm_tui.domain.acd_variants import Measure
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.imports_board import ledger_period
from cjm_tui.domain.reconciliation import Cell
from cjm_tui.domain.rows import Rows
from cjm_tui.screens.boards import Session
from cjm_tui.screens.contact import ContactScreen
from cjm_tui.screens.data_screen import Basis
from cjm_tui.screens.imports_pages import LedgerScreen
from cjm_tui.screens.pane import Pane
from cjm_tui.widgets.board import Board, Notice, Outcome
from cjm_tui.widgets.imports_reconcile import MeasureBoard, ReconcileBoard
from cjm_tui.widgets.rows_board import RowsBoard

_CALLS = 500


class ReconcilePane(Pane[Reconciliation]):
    """The ACD's report beside ours."""

    NAME = "reconcile"
    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("open", "line by line"),
        ("pane.next", "next pane"),
        ("copy.line", "copy"),
        ("keys", "keys"),
    )

    board: ReconcileBoard

    def make_board(self) -> Board:
        """Return the board."""
        return ReconcileBoard()

    def fetch(self, query: Cancellation, _period: str) -> Reconciliation:
        """Fetch what the newest reports say beside ours."""
        return self.session.boards.imports.reconciliation(query)

    def present(self, data: Reconciliation) -> None:
        """Hand it to the board."""
        self.board.found = data

    def empty(self, data: Reconciliation) -> Notice | None:
        """Say how to read a report."""
        if data.report is not None:
            return None
        return Notice(
            Outcome.EMPTY,
            "No report of the ACD has been read yet.",
            "cjm reconcile FILE reads its own daily report and sets it beside these figures.",
        )

    def basis(self, data: Reconciliation) -> Basis | None:
        """The title stays that of the ledger."""
        return Basis(data.state, ledger_period(data.state))

    def on_board_opened(self, _: Board.Opened) -> None:
        """Open the measure line by line."""
        if (result := self.board.result) is not None:
            self.app.push_screen(MeasureScreen(self.session, result.measure))


class MeasureScreen(LedgerScreen[Reconciliation]):
    """One measure: each line of the report beside ours."""

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (("open", "calls"), *LedgerScreen.HINTS)

    board: MeasureBoard

    def __init__(self, session: Session, measure: Measure) -> None:
        self.measure = measure
        super().__init__(session)

    def make_board(self) -> Board:
        """Return the board."""
        return MeasureBoard()

    def fetch(self, query: Cancellation, _period: str) -> Reconciliation:
        """Fetch the reconciliation."""
        return self.session.boards.imports.reconciliation(query)

    def present(self, data: Reconciliation) -> None:
        """Hand the measure to the board."""
        self.board.found = data
        self.board.result = next(r for r in data.results if r.measure is self.measure)

    def empty(self, data: Reconciliation) -> Notice | None:
        """The report may have been taken back meanwhile."""
        if any(result.measure is self.measure for result in data.results):
            return None
        return Notice(Outcome.EMPTY, "No report says this any more.")

    def crumbs(self, _data: Reconciliation | None) -> tuple[str, ...]:
        """The measure."""
        return ("Imports", "reconcile", words.name(self.measure))

    def basis(self, data: Reconciliation) -> Basis:
        """The state of the data alone."""
        return Basis(data.state, None, concerned=False)

    def on_board_opened(self, _: Board.Opened) -> None:
        """Open the calls behind the line."""
        cell, found = self.board.cell, self.data
        if cell is not None and found is not None:
            self.app.push_screen(CallsScreen(self.session, cell, self.measure, found))


class CallsScreen(LedgerScreen[Rows]):
    """The calls behind a line of the report, six hours on both sides of its day."""

    LIVE: ClassVar[bool] = False

    board: RowsBoard

    def __init__(
        self, session: Session, cell: Cell, measure: Measure, found: Reconciliation
    ) -> None:
        self.cell = cell
        self.measure = measure
        self.found = found
        super().__init__(session)

    def make_board(self) -> Board:
        """Return the table."""
        return RowsBoard()

    def fetch(self, query: Cancellation, _period: str) -> Rows:
        """Fetch the calls."""
        return self.session.boards.imports.report_legs(
            self.cell.day, self.cell.place, _CALLS, query
        )

    def present(self, data: Rows) -> None:
        """Hand them to the table, the line of the report above it."""
        cut = "" if len(data.rows) == data.total else f", the first {len(data.rows):,} shown"
        said = words.cell(self.cell, self.measure, self.found.now.date())
        self.board.reckoning = (
            f"{said}. {data.total:,} calls{cut}, those of the evening before and the night after"
            " as well (on_day: whether it is ours of that day)"
        )
        self.board.rows = data

    def crumbs(self, _data: Rows | None) -> tuple[str, ...]:
        """The line."""
        where = words.where(self.cell.day, self.cell.place, self.found.now.date())
        return ("Imports", "reconcile", words.name(self.measure), where)

    def basis(self, _data: Rows) -> Basis:
        """The state of the data when the line was read."""
        return Basis(self.found.state, None, concerned=False)

    def on_board_opened(self, _: Board.Opened) -> None:
        """Show the contact to which the call belongs."""
        if (leg := self.board.chosen.get("interaction_id")) is not None and self.data is not None:
            self.app.push_screen(
                ContactScreen(
                    self.session,
                    "",
                    ("interaction", str(leg)),
                    crumbs=self.crumbs(self.data),
                    basis=self.basis(self.data),
                )
            )
