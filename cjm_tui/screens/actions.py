"""Screen 3: the lists of actions, the one under the cursor, and where actions come from."""

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from cjm_tui.domain.action_lists import TITLES, ActionList, completions
from cjm_tui.domain.action_start import Start
from cjm_tui.domain.actions import Action, ActionBoard, Trace
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.screens.acting import ActingScreen
from cjm_tui.screens.action import ActionPane, ActionScreen, ChosenAction
from cjm_tui.screens.boards import Session
from cjm_tui.screens.data_screen import Basis
from cjm_tui.screens.filter_line import FilterLine
from cjm_tui.screens.outcome_panes import OutcomePane, SlidBackPane, VerdictsPane, WinsPane
from cjm_tui.screens.pane import Pane
from cjm_tui.screens.panes import PanesScreen
from cjm_tui.widgets.action_list import ActionListBoard
from cjm_tui.widgets.board import Board, Notice, Outcome
from cjm_tui.widgets.picture import clip
from cjm_tui.widgets.trace_board import TraceBoard

_LISTS = tuple(ActionList)
_OFFERED = 44  # cells for what tab would go on with


class ActionsScreen(ActingScreen, PanesScreen):
    """What somebody has undertaken to change."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "list(1)", "the next list", id="list.next"),
        Binding("W", "list(-1)", "the list before", id="list.previous"),
        Binding("slash", "filter", "filter actions", id="filter"),
    ]

    def __init__(self, session: Session) -> None:
        self.chosen = ChosenAction()
        super().__init__(session)
        self._filter = FilterLine()

    def make_panes(self) -> tuple[Pane[Any], ...]:
        """The lists, the action under the cursor, where actions come from, what became of them."""
        self.lists = ActionListPane(self.session, self.chosen)
        self.detail = ActionPane(self.session, self.chosen)
        return (
            *(self.lists, self.detail, TracePane(self.session)),
            *(SlidBackPane(self.session), WinsPane(self.session), VerdictsPane(self.session)),
        )

    def compose(self) -> ComposeResult:
        """The filter's line stands above the hints, hidden until `/`."""
        parts: list[Widget] = list(super().compose())
        yield from parts[:-1]
        yield self._filter
        yield parts[-1]

    def where(self) -> tuple[str, ...]:
        """The list, and the filter."""
        board = self.lists.board
        needle = (f"/{board.needle}",) if board.needle else ()
        return ("Actions", TITLES[board.which], *needle)

    def acted(self) -> Action | None:
        """The one under the cursor of the pane, or the one that is opened beside the list."""
        pane = self.pane
        if pane is self.detail:
            return self.detail.data.action if self.detail.data is not None else None
        if isinstance(pane, OutcomePane | TracePane):
            return self._named(pane.board.action_id if pane.board.notice is None else "")
        return self.lists.board.action

    def _named(self, action_id: str) -> Action | None:
        known = self.lists.data.actions if self.lists.data is not None else ()
        return next((action for action in known if action.action_id == action_id), None)

    def on_outcome_pane_chosen(self, message: OutcomePane.Chosen) -> None:
        """Open what worked, or what slid back."""
        self.app.push_screen(ActionScreen(self.session, message.action_id))

    def on_action_list_pane_chosen(self, _: "ActionListPane.Chosen") -> None:
        """What is beside the list follows its cursor."""
        if self.detail.display:
            self.detail.feed.ask_anew()

    def action_back(self) -> None:
        """Take the filter away; else back to where one came from."""
        if self.lists.board.needle:
            self._filter.close("")
        elif self.pane is not self.lists:
            self.show_pane(ActionListPane.NAME)
        else:
            self.app.switch_mode("map")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Actions have no period to choose."""
        if action in ("period", "step"):
            return False
        return super().check_action(action, parameters)

    def action_list(self, step: int) -> None:
        """Show the next list, or the one before."""
        board = self.lists.board
        board.which = _LISTS[(_LISTS.index(board.which) + step) % len(_LISTS)]
        if self.pane is not self.lists:
            self.show_pane(ActionListPane.NAME)
        self.show_crumbs()

    def on_trace_pane_wanted(self, message: "TracePane.Wanted") -> None:
        """Open the form."""
        self.open_form(message.noun, message.identity, message.about)

    # The filter

    def action_filter(self) -> None:
        """Type to filter."""
        self.show_pane(ActionListPane.NAME)
        self.line_opens()
        self._filter.open(self.lists.board.needle)
        self._offer()

    def on_filter_line_changed(self, message: FilterLine.Changed) -> None:
        """Filter as it is typed."""
        self.lists.board.needle = message.text
        self.show_crumbs()
        if self._filter.display:
            self._offer()

    def on_filter_line_completing(self, _: FilterLine.Completing) -> None:
        """Go on with the first thing that is offered."""
        text = self.lists.board.needle
        if offered := self._completions():
            start = text[: len(text) - len(text.rpartition(" ")[2])]
            end = "" if offered[0].endswith(":") else " "
            self._filter.go_on(f"{start}{offered[0]}{end}")

    def _completions(self) -> list[str]:
        data = self.lists.data
        if data is None:
            return []
        return completions(self.lists.board.needle, data.actions, data.today)

    def _offer(self) -> None:
        offered = clip("  ".join(self._completions()), _OFFERED)
        found = len(self.lists.board.picture.spots)
        self._hints.hints = (
            *((("tab", offered),) if offered else ()),
            *(("enter", f"keep {found}"), ("esc", "all")),
        )


class ActionListPane(Pane[ActionBoard]):
    """The lists."""

    NAME = "actions"
    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        *(("open", "open"), ("action", "new"), ("action.move", "move"), ("list.next", "list")),
        *(("filter", "filter"), ("action.more", "more"), ("keys", "keys")),
    )

    board: ActionListBoard

    class Chosen(Message):
        """The cursor is on another action."""

    def __init__(self, session: Session, chosen: ChosenAction) -> None:
        self.chosen = chosen
        super().__init__(session)

    def make_board(self) -> Board:
        """Return the list."""
        return ActionListBoard()

    def fetch(self, query: Cancellation, _period: str) -> ActionBoard:
        """Fetch all actions."""
        return self.session.boards.actions.board(query)

    def present(self, data: ActionBoard) -> None:
        """Hand them to the board."""
        self.board.actions = data

    def empty(self, data: ActionBoard) -> Notice | None:
        """Say what an action is, and how to begin."""
        if data.actions:
            return None
        return Notice(
            Outcome.EMPTY,
            "No action yet. A map changes nothing until a gap has an owner, a date and a sponsor.",
            "a proposes one here, or on any number of the map and the touchpoint: it takes the "
            "number along. cjm import actions.csv brings what you have in a spreadsheet.",
        )

    def basis(self, data: ActionBoard) -> Basis:
        """The state of the data alone."""
        return Basis(data.state, None, concerned=False)

    def on_board_moved(self, _: Board.Moved) -> None:
        """Tell that another action is under the cursor."""
        found = self.board.action
        action_id = found.action_id if found else ""
        if action_id != self.chosen.action_id:
            self.chosen.action_id = action_id
            self.post_message(self.Chosen())

    def on_board_opened(self, _: Board.Opened) -> None:
        """Open the action."""
        if (found := self.board.action) is not None:
            self.app.push_screen(ActionScreen(self.session, found.action_id))


class TracePane(Pane[Trace]):
    """Opportunities, the few propositions, and their actions."""

    NAME = "opportunities"
    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        *(("open", "open"), ("trace.add", "new"), ("trace.next", "choose / act")),
        *(("pane.next", "pane"), ("keys", "keys")),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "opportunity", "note an opportunity", id="trace.add"),
        Binding("p", "next", "make a proposition of it, or an action", id="trace.next"),
    ]

    board: TraceBoard

    class Wanted(Message):
        """A form is to be opened."""

        def __init__(self, noun: str, identity: str, about: str) -> None:
            super().__init__()
            self.noun, self.identity, self.about = noun, identity, about

    def make_board(self) -> Board:
        """Return the tree."""
        return TraceBoard()

    def fetch(self, query: Cancellation, _period: str) -> Trace:
        """Fetch the tree."""
        return self.session.boards.actions.trace(query)

    def present(self, data: Trace) -> None:
        """Hand it to the board."""
        self.board.trace = data

    def empty(self, data: Trace) -> Notice | None:
        """Say what they are for."""
        if data.opportunities:
            return None
        return Notice(
            Outcome.EMPTY,
            "No opportunity yet. Of the many things that could be better, few are chosen.",
            "o notes what could be better; p makes a proposition of it, and of that an action.",
        )

    def on_board_opened(self, message: Board.Opened) -> None:
        """Open the action, or edit the opportunity or the proposition."""
        noun, _, identity = message.spot.key.partition(":")
        if noun == "action":
            self.app.push_screen(ActionScreen(self.session, identity))
        else:
            self.post_message(self.Wanted(noun, identity, ""))

    def action_opportunity(self) -> None:
        """Note what could be better."""
        self.post_message(self.Wanted("opportunity", "", ""))

    def action_next(self) -> None:
        """Of an opportunity make a proposition, of a proposition an action."""
        key = self.board.spot.key if self.board.spot and self.board.notice is None else ""
        noun, _, identity = key.partition(":")
        if noun == "opportunity":
            self.post_message(self.Wanted("proposition", "", identity))
        elif noun == "proposition":
            self.post_message(self.Wanted("action", "", Start(proposition=identity).text))
        else:
            self.say("p makes a proposition of an opportunity, or an action of a proposition")
