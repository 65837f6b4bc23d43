"""What customers said at a touchpoint, each beside the score that came with it."""

from dataclasses import dataclass
from typing import ClassVar

from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.touchpoint import Verbatim
from cjm_tui.screens.evidence_screen import EvidenceScreen
from cjm_tui.widgets.board import Board, Notice, Outcome
from cjm_tui.widgets.evidence import WordsBoard

LIMIT = 200


@dataclass(frozen=True, slots=True)
class Said:
    """The newest verbatims, and how many there are in the period."""

    words: tuple[Verbatim, ...]
    total: int


class WordsScreen(EvidenceScreen[Said]):
    """Verbatims, newest first."""

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("copy.line", "copy these words"),
        ("back", "back"),
        ("keys", "keys"),
    )

    board: WordsBoard

    def make_board(self) -> Board:
        """Return the pane for words."""
        return WordsBoard()

    def fetch(self, query: Cancellation, period: str) -> Said:
        """Fetch the newest verbatims."""
        return Said(*self.session.boards.words(self.touchpoint_id, period, LIMIT, query))

    def present(self, data: Said) -> None:
        """Hand the words to the pane."""
        self.board.words = data.words

    def crumbs(self, data: Said | None) -> tuple[str, ...]:
        """Where it was said, and how much of it is shown."""
        if data is None:
            return (*self.opened_from, "words")
        shown, total = len(data.words), f"{data.total:,}"
        count = total if shown == data.total else f"newest {shown} of {total}"
        return (*self.opened_from, f"words ({count})")

    def empty(self, data: Said) -> Notice | None:
        """Silence is said."""
        if data.words:
            return None
        return Notice(
            Outcome.EMPTY,
            "Nobody has said anything here in this period.",
            "esc, then t for a longer one.",
        )
