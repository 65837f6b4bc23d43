"""What those customers said whom one part of a number counts."""

from cjm_tui.domain.breakdown import Cut
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.comparison import Comparison
from cjm_tui.screens.boards import Session
from cjm_tui.screens.data_screen import Basis
from cjm_tui.screens.evidence_screen import EvidenceScreen
from cjm_tui.screens.words import LIMIT, Said
from cjm_tui.widgets.board import Board, Notice, Outcome
from cjm_tui.widgets.words import VerbatimsBoard


class PartWordsScreen(EvidenceScreen[Said]):
    """The words behind the part under the cursor; its figure is found on the way."""

    HINTS = (("copy.line", "copy these words"), ("back", "back"), ("keys", "keys"))

    board: VerbatimsBoard

    def __init__(
        self,
        session: Session,
        touchpoint_id: str,
        kpi: str,
        behind: tuple[Cut, Comparison | None],
        *,
        crumbs: tuple[str, ...],
        basis: Basis,
    ) -> None:
        """`behind` is which of the KPI's rows are meant, and the other days of a change."""
        self.kpi = kpi
        self.behind = behind
        super().__init__(session, touchpoint_id, crumbs=crumbs, basis=basis)

    def make_board(self) -> Board:
        """Return the board for verbatims."""
        return VerbatimsBoard()

    def fetch(self, query: Cancellation, _period: str) -> Said:
        """Fetch the newest verbatims of the customers counted."""
        boards, (cut, against) = self.session.boards, self.behind
        found = boards.figure(self.touchpoint_id, self.kpi, self.period, query, cut, against)
        return Said(*boards.figure_words(found, LIMIT, query), found.n)

    def present(self, data: Said) -> None:
        """Hand the words to the board."""
        self.board.said = data.said()
        self.board.words = data.words

    def crumbs(self, data: Said | None) -> tuple[str, ...]:
        """Of which part."""
        cut, _ = self.behind
        of = (cut.words,) if cut.values else ()
        return (*self.opened_from, *of, "words" if data is None else f"words ({data.total:,})")

    def empty(self, data: Said) -> Notice | None:
        """Rows without words are no reason to show other people's."""
        if data.words:
            return None
        message = "Nobody whom this part counts has said anything."
        return Notice(Outcome.EMPTY, message, "esc: the pane of words has all of the touchpoint.")
