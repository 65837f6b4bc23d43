"""What customers said at a touchpoint, each beside the score that came with it."""

from dataclasses import dataclass
from typing import ClassVar

from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.touchpoint import Figure, Verbatim
from cjm_tui.screens.boards import Session
from cjm_tui.screens.data_screen import Basis
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

    def fetch(self, query: Cancellation, _period: str) -> Said:
        """Fetch the newest verbatims."""
        return Said(*self.session.boards.words(self.touchpoint_id, self.period, LIMIT, query))

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


class WordsBehindScreen(WordsScreen):
    """Only what those said whom one number counts."""

    def __init__(
        self, session: Session, figure: Figure, *, crumbs: tuple[str, ...], basis: Basis
    ) -> None:
        self.figure = figure
        super().__init__(session, figure.touchpoint_id, crumbs=crumbs, basis=basis)

    def fetch(self, query: Cancellation, _period: str) -> Said:
        """Fetch the newest verbatims behind the number."""
        return Said(*self.session.boards.figure_words(self.figure, LIMIT, query))

    def crumbs(self, data: Said | None) -> tuple[str, ...]:
        """Behind which number it was said, and how much of it is shown."""
        *where, words = super().crumbs(data)
        return (*where, f"{self.figure.kpi} {words}")

    def empty(self, data: Said) -> Notice | None:
        """Rows without words are no reason to show other people's."""
        if data.words:
            return None
        return Notice(
            Outcome.EMPTY,
            "Nobody whom this number counts has said anything.",
            "esc, esc: v shows all words of the touchpoint.",
        )
