"""Screen 5: who answers for what, the parties, and the departments' parts."""

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from cjm_tui.domain import display, ownership_filter
from cjm_tui.domain import ownership_words as words
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.journey_filter import completed
from cjm_tui.domain.ownership import (
    Departments,
    Ledger,
    LedgerLine,
    LedgerOrder,
    Objective,
    Parties,
)
from cjm_tui.screens.boards import Session
from cjm_tui.screens.data_screen import Basis
from cjm_tui.screens.filter_line import FilterLine
from cjm_tui.screens.owner_log import OwnerLogScreen
from cjm_tui.screens.owning import OwningScreen
from cjm_tui.screens.pane import Pane
from cjm_tui.screens.panes import PanesScreen
from cjm_tui.screens.pick import Option, PickScreen
from cjm_tui.screens.touchpoint import TouchpointScreen
from cjm_tui.widgets.board import Board, Notice, Outcome
from cjm_tui.widgets.ledger_board import LedgerBoard
from cjm_tui.widgets.party_boards import DepartmentsBoard, PartiesBoard
from cjm_tui.widgets.picture import clip

_ORDERS = tuple(LedgerOrder)
_OFFERED = 44


class LedgerPane(Pane[Ledger]):
    """Every touchpoint with its owner."""

    NAME = "ledger"
    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("own", "owner"),
        ("confirm", "confirm"),
        ("confirm.many", "all shown"),
        ("own.form", "hand over"),
        ("filter", "filter"),
        ("keys", "keys"),
    )

    board: LedgerBoard

    def make_board(self) -> Board:
        """Return the list."""
        return LedgerBoard()

    def fetch(self, query: Cancellation, _period: str) -> Ledger:
        """Fetch the ledger."""
        return self.session.boards.owners.ledger(query)

    def present(self, data: Ledger) -> None:
        """Hand it to the board."""
        self.board.ledger = data

    def empty(self, data: Ledger) -> Notice | None:
        """Say how touchpoints come."""
        if data.lines:
            return None
        return Notice(
            Outcome.EMPTY,
            "There is no touchpoint yet, so nobody can answer for one.",
            "cjm import touchpoints.csv brings the map; on the map E adds a journey by hand.",
        )

    def basis(self, data: Ledger) -> Basis | None:
        """The ledger is of today, whatever the data."""
        return Basis(data.state, None, concerned=False)


class PartiesPane(Pane[Parties]):
    """Who there is."""

    NAME = "parties"
    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("edit", "edit"),
        ("edit.map", "add"),
        ("undo", "undo"),
        ("pane.next", "next pane"),
        ("keys", "keys"),
    )

    board: PartiesBoard

    def make_board(self) -> Board:
        """Return the list."""
        return PartiesBoard()

    def fetch(self, query: Cancellation, _period: str) -> Parties:
        """Fetch them."""
        return self.session.boards.owners.parties(query)

    def present(self, data: Parties) -> None:
        """Hand them to the board."""
        self.board.parties = data

    def empty(self, data: Parties) -> Notice | None:
        """Say how to name one."""
        if data.lines:
            return None
        hint = "E adds one; cjm import parties.csv brings many."
        return Notice(Outcome.EMPTY, "No person, team or department is known yet.", hint)

    def basis(self, data: Parties) -> Basis | None:
        """The parties are of today."""
        return Basis(data.state, None, concerned=False)


class DepartmentsPane(Pane[Departments]):
    """Who leads, who supports, who is targeted on outcomes."""

    NAME = "departments"
    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("own", "set lead, or objective"),
        ("undo", "undo"),
        ("pane.next", "next pane"),
        ("keys", "keys"),
    )

    board: DepartmentsBoard

    def make_board(self) -> Board:
        """Return the list."""
        return DepartmentsBoard()

    def fetch(self, query: Cancellation, _period: str) -> Departments:
        """Fetch them."""
        return self.session.boards.owners.departments(query)

    def present(self, data: Departments) -> None:
        """Hand them to the board."""
        self.board.departments = data

    def empty(self, data: Departments) -> Notice | None:
        """Say what is needed first."""
        if data.stages or data.lines:
            return None
        hint = "cjm import touchpoints.csv and parties.csv bring them."
        return Notice(Outcome.EMPTY, "Neither a stage nor a department is known yet.", hint)

    def basis(self, data: Departments) -> Basis | None:
        """The departments are of today."""
        return Basis(data.state, None, concerned=False)


class OwnersScreen(OwningScreen, PanesScreen):
    """The ledger, the parties, the departments."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "confirm", "confirm this owner", id="confirm"),
        Binding("C", "confirm_many", "confirm all shown, or yours", id="confirm.many"),
        Binding("L", "owner_log", "who had which role here", id="own.log"),
        Binding("slash", "filter", "filter touchpoints", id="filter"),
        Binding("S", "sort", "sort by trouble, stage, owner", id="sort"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._filter = FilterLine()
        self._filter_text = ""

    def make_panes(self) -> tuple[Pane[Any], ...]:
        """The ledger first."""
        self.ledger = LedgerPane(self.session)
        self.parties = PartiesPane(self.session)
        self.departments = DepartmentsPane(self.session)
        return (self.ledger, self.parties, self.departments)

    def on_mount(self) -> None:
        """The ledger has the whole width until somebody wants two panes."""
        self._zoomed = True
        super().on_mount()

    def compose(self) -> ComposeResult:
        """The filter's line stands above the hints, hidden until `/`."""
        yield self._title
        yield self._notice
        yield self._tabs
        yield Horizontal(*self.panes)
        yield self._filter
        yield self._hints

    def where(self) -> tuple[str, ...]:
        """The order, and the filter."""
        order = words.ORDER_NAMES[self.ledger.board.order]
        text = (f"/{self._filter_text}",) if self._filter_text else ()
        return (f"Ownership {order}", *text)

    def edited(self) -> tuple[str, str] | None:
        """The touchpoint under the ledger's cursor."""
        line = self.line
        return None if line is None else (line.touchpoint_id, line.name)

    @property
    def line(self) -> LedgerLine | None:
        """The line under the cursor, where the ledger has the keys."""
        return self.ledger.board.line if self.pane is self.ledger else None

    def edit_options(self) -> tuple[Option, ...]:
        """A new party."""
        return (Option("add a party", "", partial(self.open_form, "party")),)

    def on_board_opened(self, _: Board.Opened) -> None:
        """Open the touchpoint; a party's or a stage's form."""
        if (line := self.line) is not None:
            self.app.push_screen(TouchpointScreen(self.session, line.touchpoint_id))
        elif self.pane is self.parties:
            self.action_edit()
        elif self.pane is self.departments:
            self.action_own()

    # Keys

    def action_edit(self) -> None:
        """Edit the touchpoint, or the party."""
        party = self.parties.board.party if self.pane is self.parties else None
        if party is not None:
            self.open_form("party", party.party_id)
        else:
            super().action_edit()

    def action_own(self) -> None:
        """Set the owner, who leads and supports the stage, or what a department aims at."""
        if self.pane is self.departments:
            self._own_department()
        else:
            super().action_own()

    def _own_department(self) -> None:
        board = self.departments.board
        if board.stage_id:
            self.open_form("stage_departments", board.stage_id)
        elif (found := board.department) is None:
            self.say("there is neither a stage nor a department under the cursor")
        elif own := [one for one in found.objectives if one.objective_id]:
            options = [
                Option(
                    f"{one.title}, {one.party}", one.value or "change or end it", self._sets(one)
                )
                for one in own
            ]
            new = partial(self.open_form, "objective", about=found.name)
            options.append(Option("a new objective", found.name, new))
            self.app.push_screen(PickScreen((*self.where(), found.name), tuple(options)))
        else:
            self.open_form("objective", about=found.name)

    def _sets(self, one: Objective) -> Callable[[], None]:
        return partial(self.open_form, "objective", one.objective_id)

    def action_confirm(self) -> None:
        """Confirm whoever is accountable under the cursor."""
        line = self.line
        if line is None or not line.owners:
            self.say("there is no owner under the cursor to confirm")
        else:
            self._change(partial(self.session.boards.owners.confirm, (line.touchpoint_id,)))

    def action_confirm_many(self) -> None:
        """Ask once, saying how many."""
        shown = [line for line in self.ledger.board.shown if line.owners]
        mine = [line for line in shown if line.mine]
        me = self.ledger.data.me if self.ledger.data else ""
        options = tuple(
            Option(
                f"confirm {whose}",
                display.counted(len(lines), "touchpoint"),
                self._confirmer(lines),
            )
            for whose, lines in (("all shown", shown), (f"those of {me}", mine))
            if lines
        )
        if options:
            self.app.push_screen(PickScreen((*self.where(), "confirm"), options))
        else:
            self.say("nobody shown has an owner to confirm")

    def _confirmer(self, lines: list[LedgerLine]) -> Callable[[], object]:
        ids = tuple(line.touchpoint_id for line in lines)
        return partial(self._change, partial(self.session.boards.owners.confirm, ids))

    def action_owner_log(self) -> None:
        """Show who had which role at the touchpoint, and who changed it."""
        if (line := self.line) is not None and self.ledger.data is not None:
            basis = Basis(self.ledger.data.state, None, concerned=False)
            screen = OwnerLogScreen(self.session, line.touchpoint_id, line.name, basis)
            self.app.push_screen(screen)

    def action_sort(self) -> None:
        """Take the next order; the cursor stays on its touchpoint."""
        board = self.ledger.board
        board.order = _ORDERS[(_ORDERS.index(board.order) + 1) % len(_ORDERS)]
        self.show_crumbs()

    def action_filter(self) -> None:
        """Type to filter the ledger."""
        self.show_pane(LedgerPane.NAME)
        self._filter.open(self._filter_text)
        self._offer()

    def action_back(self) -> None:
        """Esc takes the filter away, then goes back to where one came from."""
        if self._filter_text:
            self._filter.close("")
        else:
            self.app.switch_mode("map")

    def on_filter_line_changed(self, message: FilterLine.Changed) -> None:
        """Filter as it is typed."""
        self._filter_text = message.text
        self.ledger.board.needle = ownership_filter.parsed(message.text)
        self.show_crumbs()
        if self._filter.display:
            self._offer()

    def on_filter_line_completing(self, _: FilterLine.Completing) -> None:
        """Go on with the first thing that is offered."""
        if offered := self._completions():
            self._filter.go_on(completed(self._filter_text, offered[0]))

    def _completions(self) -> list[str]:
        lines = self.ledger.data.lines if self.ledger.data else ()
        return ownership_filter.completions(self._filter_text, lines)

    def _offer(self) -> None:
        """Say what tab goes on with, and how many are kept."""
        offered = clip("  ".join(self._completions()), _OFFERED)
        found = display.counted(len(self.ledger.board.shown), "touchpoint")
        keys = (("enter", f"keep {found}"), ("esc", "all"))
        self._hints.hints = (*((("tab", offered),) if offered else ()), *keys)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Ownership is of today: there is no period to choose."""
        if action in ("period", "step"):
            return False
        return super().check_action(action, parameters)
