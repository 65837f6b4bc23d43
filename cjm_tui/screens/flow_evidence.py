"""Behind a figure of an IVR: its SQL and the words of its callers."""

from functools import partial

from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.ivr import FlowCut, FlowFilter
from cjm_tui.domain.touchpoint import Figure
from cjm_tui.screens.boards import Session
from cjm_tui.screens.data_screen import Basis, PanelQuestion
from cjm_tui.screens.evidence_screen import EvidenceScreen
from cjm_tui.screens.figure import FigureScreen
from cjm_tui.screens.words import LIMIT, Said
from cjm_tui.widgets.board import Board, Notice, Outcome
from cjm_tui.widgets.words import VerbatimsBoard

Behind = tuple[FlowFilter, FlowCut]  # which calls are looked at, and which of them are meant


class FlowFigureScreen(FigureScreen):
    """The SQL that selects a figure's calls or visits; enter shows its rows."""

    def __init__(
        self,
        session: Session,
        touchpoint_id: str,
        behind: Behind,
        *,
        crumbs: tuple[str, ...],
        basis: Basis,
    ) -> None:
        self.behind = behind
        super().__init__(session, touchpoint_id, None, crumbs=crumbs, basis=basis)

    def fetch(self, query: Cancellation, _period: str) -> Figure:
        """Fetch the figure's SQL."""
        ask = self.session.boards.flow.figure
        return ask(self.touchpoint_id, self.period, *self.behind, query)

    def crumbs(self, _data: Figure | None) -> tuple[str, ...]:
        """Which calls of which touchpoint."""
        chosen, cut = self.behind
        of = (chosen.words,) if chosen.words else ()
        return (*self.opened_from, *of, f"{cut.words} SQL")

    def panel_question(self) -> PanelQuestion | None:
        """The SQL that is shown, its filters as parameters."""
        ask = self.session.boards.flow.panel_text
        return partial(ask, self.touchpoint_id, self.period, *self.behind)


class FlowWordsScreen(EvidenceScreen[Said]):
    """The words of the callers whom a figure counts."""

    HINTS = (("copy.line", "copy these words"), ("back", "back"), ("keys", "keys"))
    board: VerbatimsBoard

    def __init__(
        self,
        session: Session,
        touchpoint_id: str,
        behind: Behind,
        *,
        crumbs: tuple[str, ...],
        basis: Basis,
    ) -> None:
        self.behind = behind
        super().__init__(session, touchpoint_id, crumbs=crumbs, basis=basis)

    def make_board(self) -> Board:
        """Return the board for verbatims."""
        return VerbatimsBoard()

    def fetch(self, query: Cancellation, _period: str) -> Said:
        """Fetch the newest verbatims of the callers counted."""
        boards = self.session.boards
        found = boards.flow.figure(self.touchpoint_id, self.period, *self.behind, query)
        return Said(*boards.figure_words(found, LIMIT, query), found.n)

    def present(self, data: Said) -> None:
        """Hand the words to the board."""
        self.board.said = data.said(self.behind[1].words)
        self.board.words = data.words

    def crumbs(self, data: Said | None) -> tuple[str, ...]:
        """Of which calls."""
        count = "" if data is None else f" ({data.total:,})"
        return (*self.opened_from, self.behind[1].words, f"words{count}")

    def empty(self, data: Said) -> Notice | None:
        """Nobody of them said anything."""
        if data.words:
            return None
        return Notice(Outcome.EMPTY, f"Nobody said anything about these {self.behind[1].words}.")
