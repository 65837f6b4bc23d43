"""Screen 7: files expected and received, batches, refused files, quarantine, reconciliation."""

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal

from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.imports_board import Batches, FilesBoard, Quarantine, ledger_period
from cjm_tui.screens.boards import Session
from cjm_tui.screens.data_screen import Basis
from cjm_tui.screens.imports_pages import BatchScreen, DeliveriesScreen, QuarantineRowsScreen
from cjm_tui.screens.pane import Pane
from cjm_tui.screens.panes import PanesScreen
from cjm_tui.screens.reconcile import ReconcilePane
from cjm_tui.widgets.board import Board, Notice, Outcome
from cjm_tui.widgets.imports_batches import BatchesBoard
from cjm_tui.widgets.imports_files import ExpectedFilesBoard
from cjm_tui.widgets.imports_line import ImportingLine
from cjm_tui.widgets.imports_quarantine import QuarantineBoard

_HINTS = (("open", "open"), ("pane.next", "next pane"), ("copy.line", "copy"), ("keys", "keys"))


class ImportsScreen(PanesScreen):
    """What came, what should have come, and what was not taken."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._importing = ImportingLine()

    def make_panes(self) -> tuple[Pane[Any], ...]:
        """Files first: what is missing is the news of the morning."""
        return (
            FilesPane(self.session),
            BatchesPane(self.session),
            RefusedPane(self.session),
            QuarantinePane(self.session),
            ReconcilePane(self.session),
        )

    def compose(self) -> ComposeResult:
        """The bar of a running import stands under the names of the panes."""
        yield self._title
        yield self._notice
        yield self._tabs
        yield self._importing
        yield Horizontal(*self.panes)
        yield self._hints

    def where(self) -> tuple[str, ...]:
        """The top."""
        return ("Imports",)

    def tick(self) -> None:
        """Look at the data, and whether an import runs."""
        super().tick()
        if self.is_active:
            self._importing.running = self.session.boards.imports.importing()

    def action_back(self) -> None:
        """Back to where one came from."""
        self.app.switch_mode("map")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The ledger has no period to choose."""
        if action in ("period", "step"):
            return False
        return super().check_action(action, parameters)


class FilesPane(Pane[FilesBoard]):
    """The expected files."""

    NAME = "files"
    HINTS: ClassVar[tuple[tuple[str, str], ...]] = _HINTS

    board: ExpectedFilesBoard

    def make_board(self) -> Board:
        """Return the list."""
        return ExpectedFilesBoard()

    def fetch(self, query: Cancellation, _period: str) -> FilesBoard:
        """Fetch what came of each."""
        return self.session.boards.imports.files(query)

    def present(self, data: FilesBoard) -> None:
        """Hand it to the board."""
        self.board.files = data

    def empty(self, data: FilesBoard) -> Notice | None:
        """Say how to expect one."""
        if data.lines:
            return None
        return Notice(
            Outcome.EMPTY,
            "No file is expected yet, so none can be missing.",
            "cjm expect add interactions --every daily --by 06:00 --why … expects one.",
        )

    def basis(self, data: FilesBoard) -> Basis | None:
        """The last two weeks count here."""
        return Basis(data.state, ledger_period(data.state))

    def on_board_opened(self, _: Board.Opened) -> None:
        """Open the file's deliveries."""
        if (line := self.board.line) is not None:
            expected = line.expected
            self.app.push_screen(DeliveriesScreen(self.session, expected.source, expected.pattern))


class BatchesPane(Pane[Batches]):
    """What was imported, newest first."""

    NAME = "batches"
    HINTS: ClassVar[tuple[tuple[str, str], ...]] = _HINTS
    REFUSED_ONLY: ClassVar[bool] = False

    board: BatchesBoard

    def make_board(self) -> Board:
        """Return the list."""
        return BatchesBoard()

    def fetch(self, query: Cancellation, _period: str) -> Batches:
        """Fetch the newest batches."""
        return self.session.boards.imports.batches(query, refused_only=self.REFUSED_ONLY)

    def present(self, data: Batches) -> None:
        """Hand them to the board."""
        self.board.batches = data

    def empty(self, data: Batches) -> Notice | None:
        """Say how to import."""
        if data.lines:
            return None
        return Notice(Outcome.EMPTY, "Nothing has been imported yet.", "Next: cjm import FILE …")

    def basis(self, data: Batches) -> Basis | None:
        """The last two weeks count here."""
        return Basis(data.state, ledger_period(data.state))

    def on_board_opened(self, _: Board.Opened) -> None:
        """Open the batch."""
        if (number := self.board.number) is not None:
            self.app.push_screen(BatchScreen(self.session, number))


class RefusedPane(BatchesPane):
    """The files that were refused whole."""

    NAME = "refused"
    REFUSED_ONLY: ClassVar[bool] = True

    def empty(self, data: Batches) -> Notice | None:
        """That none was is good news."""
        return None if data.lines else Notice(Outcome.EMPTY, "No file has been refused.")


class QuarantinePane(Pane[Quarantine]):
    """The rows that were refused, by reason."""

    NAME = "quarantine"
    HINTS: ClassVar[tuple[tuple[str, str], ...]] = _HINTS

    board: QuarantineBoard

    def make_board(self) -> Board:
        """Return the list."""
        return QuarantineBoard()

    def fetch(self, query: Cancellation, _period: str) -> Quarantine:
        """Fetch the reasons."""
        return self.session.boards.imports.quarantine(query)

    def present(self, data: Quarantine) -> None:
        """Hand them to the board."""
        self.board.quarantine = data

    def empty(self, data: Quarantine) -> Notice | None:
        """That nothing is there is good news."""
        return None if data.reasons else Notice(Outcome.EMPTY, "Nothing is in quarantine.")

    def basis(self, data: Quarantine) -> Basis | None:
        """The last two weeks count here."""
        return Basis(data.state, ledger_period(data.state))

    def on_board_opened(self, _: Board.Opened) -> None:
        """Open the rows of the reason."""
        if (reason := self.board.reason) is not None:
            self.app.push_screen(QuarantineRowsScreen(self.session, reason))
