"""Screen p: the paths of customers across touchpoints, and what came of them."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input

from cjm_tui.domain import comparison_words, display
from cjm_tui.domain import path_words as words
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.journey_filter import completed
from cjm_tui.domain.path_lists import PathOrder
from cjm_tui.domain.path_rules import PathWish, parse_wish, wish_completions
from cjm_tui.domain.paths import Mark, Paths
from cjm_tui.errors import CjmError
from cjm_tui.screens.boards import Session
from cjm_tui.screens.data_screen import Basis, PanelQuestion
from cjm_tui.screens.pane import Pane
from cjm_tui.screens.panes import PanesScreen
from cjm_tui.screens.path_evidence import PathFigureScreen, PathWordsScreen
from cjm_tui.screens.typed_line import TypedLine
from cjm_tui.widgets.board import Board, Notice, Outcome
from cjm_tui.widgets.lines import CursorLine
from cjm_tui.widgets.paths_boards import (
    DeviationsBoard,
    LoopsBoard,
    MovesBoard,
    PathsBoard,
    VariantsBoard,
)
from cjm_tui.widgets.picture import clip

_OFFERED = 44  # cells for what tab offers


@dataclass
class ChosenPaths:
    """What a person has typed; all panes go by it."""

    text: str = ""
    wish: PathWish = field(default_factory=PathWish)


class PathsLine(TypedLine):
    """The line of rules and words; tab goes on as offered, esc back to the site's rules."""

    PROMPT = "/"
    PLACEHOLDER = "gap:3d  rule:started  back:28d  segment:…  words of touchpoints"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "the site's rules again", show=False, id="filter.leave"),
        Binding("tab", "complete", "what is offered", show=False, id="filter.complete"),
    ]

    class Changed(Message):
        """What stands in the line."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Completing(Message):
        """The last word is to go on as it is offered."""

    class Typed(Message):
        """What was typed; "" is the site's rules."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what stands in it."""
        event.stop()
        if self.display:
            self.post_message(self.Changed(event.value))

    def action_complete(self) -> None:
        """Go on as it is offered."""
        self.post_message(self.Completing())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take it."""
        event.stop()
        self.post_message(self.Typed(event.value))

    def action_leave(self) -> None:
        """Take nothing."""
        self.post_message(self.Typed(""))


class PathsPane(Pane[Paths]):
    """One view of the paths; what is under the cursor is said in full below, and has its rows."""

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("open", "SQL, rows"),
        ("words", "words"),
        ("pane.next", "next pane"),
        ("filter", "rules"),
        ("period", "period"),
        ("keys", "keys"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("full_stop", "sql", "the SQL behind this number", id="sql"),
        Binding("v", "words", "the words behind this number", id="words"),
        Binding("Y", "copy_summary", "copy a two-line summary", id="copy.summary"),
    ]

    board: PathsBoard

    def __init__(self, session: Session, chosen: ChosenPaths) -> None:
        self.chosen = chosen
        self._under = CursorLine()
        super().__init__(session)

    def compose(self) -> ComposeResult:
        """The board, and below it in full what is under the cursor."""
        yield self.board
        yield self._under

    @property
    def question(self) -> object:
        """The rules that are wished."""
        return self.chosen.wish

    def fetch(self, query: Cancellation, period: str) -> Paths:
        """Fetch the paths; the panes share one answer."""
        session = self.session
        return session.boards.paths.found(period, self.chosen.wish, session.comparison, query)

    def present(self, data: Paths) -> None:
        """Hand them to the board."""
        self.board.found = data

    def empty(self, data: Paths) -> Notice | None:
        """Say why there are none."""
        if data.totals.paths:
            return None
        if data.period is None:
            return Notice(Outcome.EMPTY, "There is no data yet.", "Next: cjm import FILE …")
        legs = data.coverage
        if legs.legs and not legs.identified:
            said = f"None of the {legs.legs:,} legs of these days has a known customer."
            hint = "Paths need who it was: a column customer in the interactions' file."
            return Notice(Outcome.EMPTY, said, hint)
        said = "No path of known customers counts in these days."
        return Notice(Outcome.EMPTY, said, f"{words.rules(data)} t: other days; /: other rules.")

    def basis(self, data: Paths) -> Basis | None:
        """The title is the data's."""
        return Basis(data.state, data.period, comparison=data.comparison)

    def on_board_moved(self, message: Board.Moved) -> None:
        """Say in full what is under the cursor now."""
        self._under.text = message.spot.words if message.spot else ""

    def on_board_opened(self, _: Board.Opened) -> None:
        """Show what stands behind the number."""
        self.action_sql()

    def action_sql(self) -> None:
        """Show the SQL behind the number under the cursor."""
        data, mark = self.data, self._mark()
        if data is not None and mark is not None:
            basis = Basis(data.state, data.period)
            wish = self.chosen.wish
            self.app.push_screen(PathFigureScreen(self.session, wish, mark, basis=basis))

    def action_words(self) -> None:
        """Show what those customers said whom the number under the cursor counts."""
        data, mark = self.data, self._mark()
        if data is not None and mark is not None:
            basis = Basis(data.state, data.period)
            wish = self.chosen.wish
            self.app.push_screen(PathWordsScreen(self.session, wish, mark, basis=basis))

    def _mark(self) -> Mark | None:
        mark = self.board.mark if self.board.notice is None else None
        if mark is None and self.data is not None:
            self.say("no rows stand behind this line")
        return mark

    def panel_question(self) -> PanelQuestion | None:
        """The SQL behind the number under the cursor."""
        data = self.data
        mark = self.board.mark if self.board.notice is None else None
        if data is None or data.period is None or mark is None:
            return None
        days, wish = f"{data.period.first}..{data.period.last}", self.chosen.wish
        ask = self.session.boards.paths.figure
        return lambda query: ("paths", ask(days, wish, mark, query).rows.sql)

    def action_copy_summary(self) -> None:
        """Send the line and what it rests on to the terminal's clipboard."""
        data, spot = self.data, self.board.spot
        if data is None or spot is None or self.board.notice is not None:
            return
        basis = (
            display.period_words(data.period, data.state.as_of.date()),
            display.data_until(data.state),
            comparison_words.versus(data.comparison),
            words.rules(data),
        )
        self.copy(f"{spot.words}\n{' · '.join(part for part in basis if part)}")


class VariantsPane(PathsPane):
    """Variants by volume, or by volume × outcome."""

    NAME = "variants"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("S", "sort", "by volume, or by volume × outcome", id="sort"),
    ]
    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        *PathsPane.HINTS[:3],
        ("sort", "sort"),
        *PathsPane.HINTS[3:],
    )

    board: VariantsBoard

    def make_board(self) -> Board:
        """Return the list."""
        return VariantsBoard()

    def action_sort(self) -> None:
        """Take the other order."""
        orders = tuple(PathOrder)
        self.board.order = orders[(orders.index(self.board.order) + 1) % len(orders)]


class DeviationsPane(PathsPane):
    """The design against what people do."""

    NAME = "deviations"

    def make_board(self) -> Board:
        """Return the sentences."""
        return DeviationsBoard()


class MovesPane(PathsPane):
    """Where people go from a touchpoint and where they come from; enter walks along."""

    NAME = "from and to"
    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("open", "go there"),
        ("sql", "SQL, rows"),
        *PathsPane.HINTS[1:],
    )

    board: MovesBoard

    def make_board(self) -> Board:
        """Return the lists."""
        return MovesBoard()

    def on_board_opened(self, _: Board.Opened) -> None:
        """Walk to the touchpoint under the cursor."""
        if target := self.board.target:
            self.board.at = target
        else:
            self.action_sql()


class LoopsPane(PathsPane):
    """Rework loops and switches of channel."""

    NAME = "loops and switches"

    def make_board(self) -> Board:
        """Return the lists."""
        return LoopsBoard()


class PathsScreen(PanesScreen):
    """Variants first, beside them what is chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "filter", "other rules, one segment, words of touchpoints", id="filter"),
    ]

    def __init__(self, session: Session) -> None:
        self.chosen = ChosenPaths()
        self._line = PathsLine()
        super().__init__(session)

    def make_panes(self) -> tuple[Pane[Any], ...]:
        """All by the same rules."""
        return (
            VariantsPane(self.session, self.chosen),
            DeviationsPane(self.session, self.chosen),
            MovesPane(self.session, self.chosen),
            LoopsPane(self.session, self.chosen),
        )

    def compose(self) -> ComposeResult:
        """The line of rules stands above the hints, hidden until `/`."""
        yield self._title
        yield self._notice
        yield self._tabs
        yield Horizontal(*self.panes)
        yield self._line
        yield from self.period_lines()
        yield self._hints

    def where(self) -> tuple[str, ...]:
        """The rules that are not the site's."""
        return ("Paths", *((f"/{self.chosen.text}",) if self.chosen.text else ()))

    def look_at(self, touchpoint_id: str) -> None:
        """Let the moves be those of this touchpoint."""
        (pane,) = (pane for pane in self.panes if isinstance(pane, MovesPane))
        pane.board.at = touchpoint_id

    def action_filter(self) -> None:
        """Type other rules."""
        self.line_opens()
        self._line.open(self.chosen.text)
        self._offer(self.chosen.text)

    def on_paths_line_changed(self, message: PathsLine.Changed) -> None:
        """Say how the line can go on."""
        if self._line.display:
            self._offer(message.text)

    def on_paths_line_completing(self, _: PathsLine.Completing) -> None:
        """Go on with the first thing that is offered."""
        if offered := self._completions(self._line.field.value):
            self._line.go_on(completed(self._line.field.value, offered[0]))

    def _completions(self, text: str) -> list[str]:
        data = next((pane.data for pane in self.panes if pane.data is not None), None)
        if not isinstance(data, Paths):
            return wish_completions(text, (), ())
        names = [data.name(place.touchpoint_id) for place in data.places]
        return wish_completions(text, names, data.segments)

    def _offer(self, text: str) -> None:
        words = self._completions(text)
        apart = " " if all(word.endswith(":") for word in words) else "  "
        offered = clip(apart.join(words), _OFFERED)
        self._hints.hints = (
            *((("tab", offered),) if offered else ()),
            *(("enter", "go by these"), ("esc", "the site's rules")),
        )

    def on_paths_line_typed(self, message: PathsLine.Typed) -> None:
        """Go by these rules, or say what is wrong with them."""
        try:
            wish = parse_wish(message.text)
        except CjmError as error:
            self.say(f"{error.message} {error.hint}")
            self.post_message(PathsLine.Stays())
            return
        self.chosen.text, self.chosen.wish = message.text.strip(), wish
        self._line.hide()
        self.show_crumbs()
        for feed in self.feeds():
            feed.ask_anew()

    def action_back(self) -> None:
        """Back to the site's rules, else to where one came from."""
        if self.chosen.text:
            self.on_paths_line_typed(PathsLine.Typed(""))
        else:
            self.app.switch_mode("map")
