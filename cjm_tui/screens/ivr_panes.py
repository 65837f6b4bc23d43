"""The panes of an IVR: flow, ways, flow versions, calls; all look at the calls that are chosen."""

from dataclasses import dataclass, field
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from cjm_tui.domain import display, ivr_words
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.ivr import Call, FlowCut, FlowFilter, Ivr
from cjm_tui.screens.boards import Session
from cjm_tui.screens.contact import ContactScreen
from cjm_tui.screens.data_screen import Basis, PanelQuestion
from cjm_tui.screens.flow_evidence import FlowFigureScreen, FlowWordsScreen
from cjm_tui.screens.pane import Pane
from cjm_tui.screens.pick import Option, PickScreen
from cjm_tui.widgets.board import Board, Notice, Outcome
from cjm_tui.widgets.ivr_board import IvrBoard
from cjm_tui.widgets.ivr_lists import CallsBoard, VersionsBoard, WaysBoard
from cjm_tui.widgets.lines import CursorLine


@dataclass
class ChosenCalls:
    """Which calls the panes of one IVR look at, and which of them were pointed at last."""

    filter: FlowFilter = field(default_factory=FlowFilter)
    cut: FlowCut = field(default_factory=FlowCut)
    seen: Ivr | None = None  # as it was shown last


class IvrPane(Pane[Ivr]):
    """A view of one IVR; `.` has the SQL of what is under the cursor, tab its calls."""

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("open", "open"),
        ("sql", "SQL"),
        ("flow.filter", "filter"),
        ("pane.next", "pane"),
        ("period", "period"),
        ("keys", "keys"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("full_stop", "sql", "the SQL behind this number", id="sql"),
        Binding("v", "words", "the customers' words", id="words"),
        Binding("slash", "filter", "one segment, hours or flow version", id="flow.filter"),
        Binding("Y", "copy_summary", "copy a two-line summary", id="copy.summary"),
    ]
    board: IvrBoard | WaysBoard | VersionsBoard

    def __init__(self, session: Session, touchpoint_id: str, chosen: ChosenCalls) -> None:
        self.touchpoint_id = touchpoint_id
        self.chosen = chosen
        self._under = CursorLine()
        super().__init__(session)

    def compose(self) -> ComposeResult:
        """The board, and below it in full what is under the cursor."""
        yield self.board
        yield self._under

    def fetch(self, query: Cancellation, period: str) -> Ivr:
        """Fetch how the calls went."""
        ask = self.session.boards.flow.ivr
        return ask(self.touchpoint_id, period, self.chosen.filter, query)

    def present(self, data: Ivr) -> None:
        """Hand it to the board."""
        self.chosen.seen = data
        self.board.found = data

    def empty(self, data: Ivr) -> Notice | None:
        """Without steps there is nothing to show."""
        if data.calls:
            return None
        of = f" ({data.filter.words})" if data.filter.words else ""
        message = f"{data.name}: no steps of its legs are recorded in this period{of}."
        return Notice(Outcome.EMPTY, message, "/ for all calls, t for a longer period.")

    def basis(self, data: Ivr) -> Basis:
        """It brings its own state."""
        return Basis(data.state, data.period, data.concerned)

    @property
    def question(self) -> object:
        """Which calls are chosen."""
        return self.chosen.filter

    def on_board_moved(self, message: Board.Moved) -> None:
        """Say in full what is under the cursor, and let the calls be those behind it."""
        self._under.text = message.spot.words if message.spot else ""
        self.chosen.cut = self.board.cut

    def on_board_opened(self, _: Board.Opened) -> None:
        """Unfold a node; elsewhere show the SQL."""
        if not (isinstance(self.board, IvrBoard) and self.board.fold()):
            self.action_sql()

    def action_sql(self) -> None:
        """Show the SQL behind the figure under the cursor."""
        self._open(FlowFigureScreen)

    def _open(self, kind: type[FlowFigureScreen] | type[FlowWordsScreen]) -> None:
        if (data := self.data) is None or self.board.notice is not None:
            return
        behind = (self.chosen.filter, self.board.cut)
        where, basis = (data.stage, data.name), self.basis(data)
        self.app.push_screen(
            kind(self.session, data.touchpoint_id, behind, crumbs=where, basis=basis)
        )

    def action_words(self) -> None:
        """Show what the callers said whom the figure under the cursor counts."""
        self._open(FlowWordsScreen)

    def panel_question(self) -> PanelQuestion | None:
        """The query behind what is under the cursor, the screen's filters above it."""
        if self.data is None:
            return None
        ask, period = self.session.boards.flow.panel_text, self.session.period
        return partial(ask, self.touchpoint_id, period, self.chosen.filter, self.board.cut)

    def action_copy_summary(self) -> None:
        """Send the finding in two lines to the terminal's clipboard."""
        if self.data is not None:
            node = self.board.node if isinstance(self.board, IvrBoard) else None
            self.copy(ivr_words.summary(self.data, node))

    def action_filter(self) -> None:
        """Choose which calls are looked at."""
        if (data := self.data) is None:
            return
        options = [Option("all", "calls", partial(self._choose, FlowFilter()))]
        for name, _ in data.segments:
            chosen = FlowFilter(segment=name)
            options.append(Option("segment", name or "not known", partial(self._choose, chosen)))
        for version in data.versions:
            chosen = FlowFilter(version=version.name)
            options.append(Option("flow", version.name or "none", partial(self._choose, chosen)))
        for first in range(0, 24, 3):
            chosen = FlowFilter(from_hour=first, to_hour=first + 3)
            options.append(Option("hours", f"{first}–{first + 3}", partial(self._choose, chosen)))
        self.app.push_screen(PickScreen((data.name, "which calls"), tuple(options)))

    def _choose(self, chosen: FlowFilter) -> None:
        self.chosen.filter = chosen
        self.feed.ask_anew()
        self.say(f"only {chosen.words}" if chosen.words else "all calls")


class FlowPane(IvrPane):
    """Owner, ends, containment beside resolution, the tree of nodes."""

    NAME = "flow"

    def make_board(self) -> Board:
        """Return the board of the flow."""
        return IvrBoard()


class WaysPane(IvrPane):
    """The most frequent ways."""

    NAME = "ways"

    def make_board(self) -> Board:
        """Return the board of ways."""
        return WaysBoard()


class VersionsPane(IvrPane):
    """Before and after by flow version; hours and segments."""

    NAME = "versions"

    def make_board(self) -> Board:
        """Return the board of versions."""
        return VersionsBoard()


class CallsPane(Pane[tuple[tuple[Call, ...], int]]):
    """The newest calls behind what the cursor stood on; enter opens one."""

    NAME = "calls"
    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("open", "its timeline"),
        ("copy.line", "copy"),
        ("pane.next", "pane"),
        ("keys", "keys"),
    )
    board: CallsBoard

    def __init__(self, session: Session, touchpoint_id: str, chosen: ChosenCalls) -> None:
        self.touchpoint_id = touchpoint_id
        self.chosen = chosen
        super().__init__(session)

    def make_board(self) -> Board:
        """Return the board of calls."""
        return CallsBoard()

    def fetch(self, query: Cancellation, period: str) -> tuple[tuple[Call, ...], int]:
        """Fetch the calls."""
        chosen = self.chosen
        ask = self.session.boards.flow.calls
        return ask(self.touchpoint_id, period, chosen.filter, chosen.cut, query)

    def present(self, data: tuple[tuple[Call, ...], int]) -> None:
        """Say which they are, and list them."""
        calls, total = data
        noun = self.chosen.seen.noun if self.chosen.seen else "call"
        of = f", {self.chosen.filter.words}" if self.chosen.filter.words else ""
        shown = f"newest {len(calls):,} of " if len(calls) < total else ""
        self.board.said = f"{self.chosen.cut.words}{of}: {shown}{display.counted(total, noun)}"
        self.board.calls = calls

    def empty(self, data: tuple[tuple[Call, ...], int]) -> Notice | None:
        """No calls is an answer too."""
        return None if data[0] else Notice(Outcome.EMPTY, f"{self.chosen.cut.words}: no calls.")

    @property
    def question(self) -> object:
        """Which calls."""
        return self.chosen.filter, self.chosen.cut

    def on_board_opened(self, message: Board.Opened) -> None:
        """Open the call."""
        if (seen := self.chosen.seen) is not None:
            call_id = message.spot.key.removeprefix("call:")
            where = (seen.stage, seen.name)
            basis = Basis(seen.state, seen.period, seen.concerned)
            self.app.push_screen(
                ContactScreen(
                    self.session,
                    self.touchpoint_id,
                    ("interaction", call_id),
                    crumbs=where,
                    basis=basis,
                )
            )


class CasesPane(CallsPane):
    """The same of legs that are no calls, tickets for one."""

    NAME = "cases"
