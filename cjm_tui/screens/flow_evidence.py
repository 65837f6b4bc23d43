"""Behind a figure of an IVR: its SQL, the words of its callers, and one call's timeline."""

from functools import partial
from typing import ClassVar

from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.ivr import FlowCut, FlowFilter, Step
from cjm_tui.domain.touchpoint import Figure
from cjm_tui.screens.boards import Session
from cjm_tui.screens.data_screen import Basis, PanelQuestion
from cjm_tui.screens.evidence_screen import EvidenceScreen
from cjm_tui.screens.figure import FigureScreen
from cjm_tui.screens.words import LIMIT, Said
from cjm_tui.widgets.board import Board, Notice, Outcome
from cjm_tui.widgets.ivr_lists import TimelineBoard
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
        return Said(*boards.figure_words(found, LIMIT, query))

    def present(self, data: Said) -> None:
        """Hand the words to the board."""
        self.board.words = data.words

    def crumbs(self, data: Said | None) -> tuple[str, ...]:
        """Of which calls, and how much of it is shown."""
        count = "" if data is None else f" (newest {len(data.words)} of {data.total:,})"
        return (*self.opened_from, self.behind[1].words, f"words{count}")

    def empty(self, data: Said) -> Notice | None:
        """Nobody of them said anything."""
        if data.words:
            return None
        return Notice(Outcome.EMPTY, f"Nobody said anything about these {self.behind[1].words}.")


class TimelineScreen(EvidenceScreen[tuple[Step, ...]]):
    """One call: its steps, the queue, the agent, and what the same customer did later."""

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("copy.line", "copy this line"),
        ("back", "back"),
        ("keys", "keys"),
    )
    board: TimelineBoard

    def __init__(
        self,
        session: Session,
        touchpoint_id: str,
        call_id: str,
        *,
        crumbs: tuple[str, ...],
        basis: Basis,
    ) -> None:
        self.call_id = call_id
        super().__init__(session, touchpoint_id, crumbs=crumbs, basis=basis)

    def make_board(self) -> Board:
        """Return the board of a call."""
        return TimelineBoard()

    def fetch(self, query: Cancellation, _period: str) -> tuple[Step, ...]:
        """Fetch the call."""
        return self.session.boards.flow.timeline(self.call_id, query)

    def present(self, data: tuple[Step, ...]) -> None:
        """Hand the call to the board."""
        self.board.steps = data

    def crumbs(self, _data: tuple[Step, ...] | None) -> tuple[str, ...]:
        """Which call."""
        return (*self.opened_from, f"call {self.call_id}")

    def empty(self, _data: tuple[Step, ...]) -> Notice | None:
        """A call always has something."""
        return None

    def panel_question(self) -> PanelQuestion | None:
        """The query of the timeline, this call as its parameter."""
        given = "'" + self.call_id.replace("'", "''") + "'"
        panel = self.session.boards.panel

        def ask(query: Cancellation) -> tuple[str, str]:
            form = panel.params_form("ivr_timeline", self.period, query)
            return "ivr_timeline", panel.with_given(form, {"call": given})

        return ask
