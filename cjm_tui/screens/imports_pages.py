"""Behind the lists of the imports screen: a batch, a file's deliveries, the rows of a reason."""

from typing import ClassVar, TypeVar

from cjm_tui.domain import imports_words as words
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.imports_board import (
    BatchPage,
    DeliveriesPage,
    QuarantineReason,
    QuarantineRowsPage,
)
from cjm_tui.screens.boards import Session
from cjm_tui.screens.data_screen import Basis, DataScreen
from cjm_tui.widgets.board import Board, Notice, Outcome
from cjm_tui.widgets.imports_batches import BatchBoard
from cjm_tui.widgets.imports_files import DeliveriesBoard
from cjm_tui.widgets.imports_quarantine import QuarantineRowsBoard

T = TypeVar("T")


class LedgerScreen(DataScreen[T]):
    """A page of the ledger: live, without a period of its own."""

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("back", "back"),
        ("copy.line", "copy"),
        ("keys", "keys"),
    )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The ledger has no period to choose."""
        if action in ("period", "step"):
            return False
        return super().check_action(action, parameters)

    def empty(self, _data: T) -> Notice | None:
        """What was opened is there."""
        return None


class BatchScreen(LedgerScreen[BatchPage]):
    """One batch."""

    board: BatchBoard

    def __init__(self, session: Session, number: int) -> None:
        self.number = number
        super().__init__(session)

    def make_board(self) -> Board:
        """Return the page."""
        return BatchBoard()

    def fetch(self, query: Cancellation, _period: str) -> BatchPage:
        """Fetch the batch."""
        return self.session.boards.imports.batch(self.number, query)

    def present(self, data: BatchPage) -> None:
        """Hand it to the board."""
        self.board.page = data

    def crumbs(self, _data: BatchPage | None) -> tuple[str, ...]:
        """Its number."""
        return ("Imports", f"batch {self.number}")

    def basis(self, data: BatchPage) -> Basis:
        """The state of the data alone."""
        return Basis(data.state, None, concerned=False)


class DeliveriesScreen(LedgerScreen[DeliveriesPage]):
    """What came of one expected file."""

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (("open", "batch"), *LedgerScreen.HINTS)

    board: DeliveriesBoard

    def __init__(self, session: Session, source: str, pattern: str | None) -> None:
        self.source = source
        self.pattern = pattern
        super().__init__(session)

    def make_board(self) -> Board:
        """Return the list."""
        return DeliveriesBoard()

    def fetch(self, query: Cancellation, _period: str) -> DeliveriesPage:
        """Fetch the deliveries."""
        return self.session.boards.imports.deliveries(self.source, self.pattern, query)

    def present(self, data: DeliveriesPage) -> None:
        """Hand them to the board."""
        self.board.page = data

    def crumbs(self, _data: DeliveriesPage | None) -> tuple[str, ...]:
        """The file's name."""
        return ("Imports", self.pattern or self.source)

    def basis(self, data: DeliveriesPage) -> Basis:
        """The state of the data alone."""
        return Basis(data.state, None, concerned=False)

    def empty(self, data: DeliveriesPage) -> Notice | None:
        """A file that never came."""
        if data.line.slots:
            return None
        return Notice(
            Outcome.EMPTY,
            f"{data.line.expected.name} never came yet.",
            "It is expected from its first file on, or from the day that --from says.",
        )

    def on_board_opened(self, _: Board.Opened) -> None:
        """Open the batch that brought it, or was refused."""
        slot = self.board.slot
        if slot is not None and slot.batch is not None:
            self.app.push_screen(BatchScreen(self.session, slot.batch))
        elif slot is not None:
            self.say("no batch came of it")


class QuarantineRowsScreen(LedgerScreen[QuarantineRowsPage]):
    """The rows that were refused for one reason."""

    board: QuarantineRowsBoard

    def __init__(self, session: Session, reason: QuarantineReason) -> None:
        self.reason = reason
        super().__init__(session)

    def make_board(self) -> Board:
        """Return the list."""
        return QuarantineRowsBoard()

    def fetch(self, query: Cancellation, _period: str) -> QuarantineRowsPage:
        """Fetch the rows."""
        found = self.reason
        return self.session.boards.imports.quarantine_rows(found.column, found.reason, query)

    def present(self, data: QuarantineRowsPage) -> None:
        """Hand them to the board."""
        self.board.rows = data.rows

    def crumbs(self, _data: QuarantineRowsPage | None) -> tuple[str, ...]:
        """The reason."""
        return ("Imports", "quarantine", words.reason(self.reason))

    def basis(self, data: QuarantineRowsPage) -> Basis:
        """The state of the data alone."""
        return Basis(data.state, None, concerned=False)

    def empty(self, data: QuarantineRowsPage) -> Notice | None:
        """They may have been corrected meanwhile."""
        if data.rows.total:
            return None
        return Notice(Outcome.EMPTY, "None is left: they have been corrected or taken back.")
