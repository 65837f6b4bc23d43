"""The panes of the audit screen: five minutes for an executive, the KPIs in use, the pairs."""

from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from cjm_tui.domain import audit_words as words
from cjm_tui.domain.audit import Audit, Held
from cjm_tui.domain.breakdown import WHOLE
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.kpi import KpiClass
from cjm_tui.screens.data_screen import Basis, PanelQuestion
from cjm_tui.screens.figure import FigureScreen
from cjm_tui.screens.kpi_history import KpiHistoryScreen
from cjm_tui.screens.pair import PairScreen
from cjm_tui.screens.pane import Pane
from cjm_tui.widgets.audit_board import AuditBoard
from cjm_tui.widgets.audit_kpis import AuditKpisBoard
from cjm_tui.widgets.audit_pairs import AuditPairsBoard
from cjm_tui.widgets.board import Board, Notice, Outcome

_NOTHING = Notice(
    Outcome.EMPTY,
    "No KPI is in use: none has a target, a place on the map or in an objective.",
    "cjm import objectives.csv brings some; e on a touchpoint says what good is there.",
)

_NO_PAIRS = Notice(
    Outcome.EMPTY,
    "No output and the outcome that guards it have rows at one touchpoint.",
    "Each KPI's guardrail is in docs/kpis.md; cjm kpis --missing says what data lacks.",
)


class AuditPane(Pane[Audit]):
    """A pane that shows some of the audit, or says how KPIs come into use."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("Y", "copy_summary", "copy a two-line summary", id="copy.summary"),
        Binding("c", "class", "say what class this KPI is, or retire it", id="kpi.class"),
        Binding("H", "history", "this KPI's definitions and decisions", id="kpi.history"),
    ]

    class Wanted(Message):
        """The KPIs of a class are to be shown, or one KPI."""

        def __init__(self, kpi_class: KpiClass | None, name: str = "") -> None:
            super().__init__()
            self.kpi_class = kpi_class
            self.name = name

    class Classing(Message):
        """Somebody wants to say what a KPI is."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def fetch(self, query: Cancellation, period: str) -> Audit:
        """Fetch the audit."""
        return self.session.boards.audit.audit(period, query)

    def empty(self, data: Audit) -> Notice | None:
        """Say how KPIs come into use."""
        return None if data.in_use or data.retired or data.troubles else _NOTHING

    def basis(self, data: Audit) -> Basis | None:
        """The audit brings its own state."""
        return Basis(data.state, data.period)

    @property
    def named(self) -> str:
        """The KPI under the cursor, "" for none."""
        return ""

    def on_board_opened(self, message: Board.Opened) -> None:
        """Open what is under the cursor."""
        kind, _, rest = message.spot.key.partition(":")
        if kind == "pair":
            output, outcome, touchpoint_id = rest.split(":", maxsplit=2)
            self.app.push_screen(PairScreen(self.session, output, outcome, touchpoint_id))
        elif kind == "class":
            self.post_message(self.Wanted(KpiClass[rest]))
        elif kind == "kpi":
            self.post_message(self.Wanted(None, rest))
        elif kind == "retired":
            self.action_history()

    def action_class(self) -> None:
        """Ask for the class of the KPI under the cursor, and why."""
        if name := self.named:
            self.post_message(self.Classing(name))
        else:
            self.say("no KPI is under the cursor")

    def action_history(self) -> None:
        """Show what the KPI under the cursor has been, and what that changed."""
        if name := self.named:
            self.app.push_screen(KpiHistoryScreen(self.session, name))
        else:
            self.say("no KPI is under the cursor")

    def action_copy_summary(self) -> None:
        """Send the audit in two lines to the terminal's clipboard, for a mail."""
        if self.data is not None:
            self.copy(words.shares_summary(self.data))


class OverviewPane(AuditPane):
    """The first view."""

    NAME = "audit"
    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("open", "evidence"),
        ("pane.next", "KPIs, pairs"),
        ("kpi.class", "class"),
        ("export", "pack"),
        ("period", "period"),
        ("keys", "keys"),
    )

    board: AuditBoard

    def make_board(self) -> Board:
        """Return the board."""
        return AuditBoard()

    def present(self, data: Audit) -> None:
        """Hand it to the board."""
        self.board.audit = data

    @property
    def named(self) -> str:
        """The KPI under the cursor."""
        spot = self.board.spot
        kind, _, rest = spot.key.partition(":") if spot else ("", "", "")
        return {"kpi": rest, "retired": rest, "pair": rest.partition(":")[0]}.get(kind, "")


class KpisPane(AuditPane):
    """Every KPI in use, at each of its places."""

    NAME = "KPIs"
    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("sql", "SQL"),
        ("kpi.class", "class"),
        ("kpi.history", "history"),
        ("pane.next", "pairs"),
        ("copy.summary", "copy"),
        ("period", "period"),
        ("keys", "keys"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("full_stop", "sql", "the SQL behind this number", id="sql"),
    ]

    board: AuditKpisBoard
    _wanted: tuple[KpiClass | None, str] | None = None

    def make_board(self) -> Board:
        """Return the list."""
        return AuditKpisBoard()

    def present(self, data: Audit) -> None:
        """Hand it to the board."""
        self.board.audit = data
        self._go_first()

    def show_first(self, kpi_class: KpiClass | None, name: str = "") -> None:
        """Put the cursor on a KPI, or on the first one of a class, as soon as they are there."""
        self._wanted = (kpi_class, name)
        self._go_first()

    def _go_first(self) -> None:
        if self._wanted is not None and self.data is not None:
            kpi_class, name = self._wanted
            self._wanted = None
            self.call_after_refresh(self.board.show_first, kpi_class, name)

    @property
    def named(self) -> str:
        """The KPI under the cursor."""
        found = self.board.in_use
        return found.name if found else ""

    @property
    def held(self) -> Held | None:
        """The place under the cursor that has a figure."""
        found = self.board.held
        return found if found and found.estimate else None

    def on_board_opened(self, _: Board.Opened) -> None:
        """Show what stands behind the number."""
        self.action_sql()

    def action_sql(self) -> None:
        """Show the SQL behind the number under the cursor; from there its rows and words."""
        data, held = self.data, self.held
        if data is None or held is None:
            self.say("no rows stand behind this line")
            return
        self.app.push_screen(
            FigureScreen(
                self.session,
                held.touchpoint_id,
                held.kpi,
                crumbs=("Audit", held.place),
                basis=Basis(data.state, data.period),
            )
        )

    def panel_question(self) -> PanelQuestion | None:
        """The query behind the number under the cursor."""
        if (held := self.held) is None:
            return None
        ask, period = self.session.boards.panel_text, self.session.period
        return partial(ask, held.touchpoint_id, held.kpi.name, period, WHOLE)

    def action_copy_summary(self) -> None:
        """Send the line in two lines to the terminal's clipboard, for a mail."""
        held = self.board.held
        if self.data is not None and held is not None:
            self.copy(words.held_summary(held, self.data))


class PairsPane(AuditPane):
    """Every pair of an output and its outcome."""

    NAME = "pairs"
    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("open", "evidence"),
        ("pane.next", "pane"),
        ("copy.line", "copy"),
        ("period", "period"),
        ("keys", "keys"),
    )

    board: AuditPairsBoard

    def make_board(self) -> Board:
        """Return the list."""
        return AuditPairsBoard()

    def present(self, data: Audit) -> None:
        """Hand it to the board."""
        self.board.audit = data

    def empty(self, data: Audit) -> Notice | None:
        """The main outputs are paired whether or not anybody uses them."""
        return None if data.judged or data.unjudged else _NO_PAIRS
