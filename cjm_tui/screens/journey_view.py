"""How the journey map is looked at: which journey, in which order, filtered, whole or not."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widget import Widget

from cjm_tui.domain import display, journey_words
from cjm_tui.domain.journey import JourneyMap, Segment, TouchpointScore
from cjm_tui.domain.journey_filter import (
    completed,
    completions,
    parse_filter,
    segment_named,
    without_segment,
)
from cjm_tui.domain.journey_order import Order, lines
from cjm_tui.screens.boards import Session
from cjm_tui.screens.data_screen import DataScreen
from cjm_tui.screens.filter_line import FilterLine
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.detail_line import DetailLine
from cjm_tui.widgets.journey_board import ALL, JourneyBoard
from cjm_tui.widgets.picture import clip

_ORDERS = tuple(Order)
_OFFERED = 44  # cells for what tab would go on with
_NAMED = 32  # cells of a name on the line below the pane


class JourneyView(DataScreen[JourneyMap]):
    """The pane, a line about the touchpoint under the cursor, and the keys for the view."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "filter", "filter touchpoints", id="filter"),
        Binding("S", "sort", "sort by stage, gap to the target, signal", id="sort"),
        Binding("J", "journey", "the next journey, or all of them", id="journey"),
        Binding("T", "three", "today's three, or the map alone", id="three"),
        Binding("z", "zoom", "all touchpoints, or as many as fit", id="zoom"),
    ]

    board: JourneyBoard

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._filter = FilterLine()
        self._detail = DetailLine()
        self._filter_text = ""
        self.three = False  # whether today's three stand above the map
        self._had_findings = False  # whether they stood there before
        self.segment: Segment | None = None  # whose scores are asked for; None: everybody's
        self.offering = False  # whether the filter needs to know which segments there are

    def make_board(self) -> Board:
        """Return the map's pane."""
        return JourneyBoard()

    def compose(self) -> ComposeResult:
        """The pane, the line below it, and a filter line above the hints, hidden until `/`."""
        parts: list[Widget] = list(super().compose())
        below = parts.index(self.board) + 1
        yield from parts[:below]
        yield self._detail
        yield self._filter
        yield from parts[below:]

    @property
    def score(self) -> TouchpointScore | None:
        """The touchpoint under the cursor, if the map is shown."""
        return self.board.score if self.board.notice is None else None

    def where_is(self, score: TouchpointScore) -> tuple[str, ...]:
        """Return stage and name of a touchpoint on the map."""
        for _, stage, other in lines(self.data.journeys if self.data else ()):
            if other.touchpoint_id == score.touchpoint_id:
                return stage.name, score.name
        return (score.name,)

    # Words at the edges

    def crumbs(self, data: JourneyMap | None) -> tuple[str, ...]:
        """The journey, the map and its order, the filter."""
        order = journey_words.ORDER_NAMES[self.board.order]
        name = f"Journey map {order}".rstrip()
        of = (self._journey_words(data),) if data is not None and data.journeys else ()
        others = without_segment(self._filter_text)
        whose = journey_words.whose(data, parse_filter(self._filter_text).segment, self.segment)
        return (*of, name, *((f"/{others}",) if others else ()), *((whose,) if whose else ()))

    def _journey_words(self, data: JourneyMap) -> str:
        count = len(data.journeys)
        if count > 1 and (self.board.journey == ALL or self._filter_text):
            return f"all {count} journeys"
        journey = self.board.chosen[0] if self.board.chosen else data.journeys[0]
        which = data.journeys.index(journey) + 1 if journey in data.journeys else 1
        return journey.name if count == 1 else f"{journey.name} ({which} of {count})"

    def hints(self) -> tuple[tuple[str, str], ...]:
        """What leads on from here; what is left out, and other journeys, before the rest."""
        several = self.data is not None and len(self.data.journeys) > 1
        left_out = self.board.left_out
        aside = (
            *((("journey", "journey"),) if several else ()),
            *((("zoom", f"{left_out} more"),) if left_out else ()),
            *(("sql", "SQL"), ("sort", "sort")),
        )[:2]
        return (
            ("open", "open"),
            *aside,
            ("filter", "filter"),
            ("period", "period"),
            ("words", "words"),
            ("three", "three"),
            ("edit", "edit"),
            ("action", "action"),
            ("desired", "desired map"),
            ("keys", "keys"),
        )

    def on_board_moved(self, _: Board.Moved) -> None:
        """The line below follows the cursor."""
        self.show_detail()

    def show_detail(self) -> None:
        """Say of the touchpoint under the cursor what its line has no room for."""
        score, data = self.score, self.data
        if score is None or data is None:
            self._detail.parts = ()
        else:
            by_stage = self.board.order is Order.STAGE
            names = (score.name,) if by_stage else self.where_is(score)
            where = " › ".join(clip(name, _NAMED) for name in names)
            words = journey_words.detail(score, where, data.period, data.comparison)
            self._detail.parts = tuple(words)

    def on_journey_board_left_out(self, _: JourneyBoard.LeftOut) -> None:
        """Say how many have no room."""
        if not self._filter.display:
            self.show_hints()

    def line_opens(self) -> None:
        """It takes the place of the line about the touchpoint: the pane stays as it is."""
        self._detail.covered = True

    def board_again(self) -> None:
        """The line about the touchpoint comes back."""
        self.offering = parse_filter(self._filter_text).segment is not None
        self._detail.covered = False
        super().board_again()

    # Keys

    def action_sort(self) -> None:
        """Take the next order; the cursor stays on its touchpoint."""
        self.board.order = _ORDERS[(_ORDERS.index(self.board.order) + 1) % len(_ORDERS)]
        self.show_crumbs()

    def action_journey(self) -> None:
        """Show the next journey, after the last one all, then the first again."""
        count = len(self.data.journeys) if self.data else 0
        if count < 2:
            self.say("there is one journey")
            return
        last = self.board.journey >= count - 1
        self.board.journey = ALL if last else self.board.journey + 1
        self.show_crumbs()
        self.show_hints()

    @property
    def question(self) -> object:
        """Whether today's three are asked for, and whose scores."""
        return self.three, self.segment

    def action_three(self) -> None:
        """Put what hurts most customers above the map, or take it away."""
        if self.segment is not None:
            self.say("today's three rest on baselines: there are none by segment")
            return
        self.three = not self.three
        self.feed.ask_anew()

    def action_zoom(self) -> None:
        """Leave nothing out, or only what has no room."""
        self.board.whole = not self.board.whole
        self.show_hints()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """One journey has no next one."""
        if action == "journey":
            return self.data is not None and len(self.data.journeys) > 1
        return super().check_action(action, parameters)

    # The filter

    def action_filter(self) -> None:
        """Type to filter."""
        self.line_opens()
        self._filter.open(self._filter_text)
        self._offer()
        self.offering = True
        if self.data is not None and not self.data.segments:
            self.feed.ask_anew()

    def action_back(self) -> None:
        """Esc takes the filter away; it never quits."""
        if self._filter_text:
            self._filter.close("")

    def on_filter_line_changed(self, message: FilterLine.Changed) -> None:
        """Filter as it is typed."""
        self._filter_by(message.text)
        if self._filter.display:
            self._offer()

    def _filter_by(self, text: str) -> None:
        self._filter_text = text
        self.board.needle = parse_filter(text)
        self.choose_segment()
        self.show_crumbs()

    def move_to(self, touchpoint_id: str) -> None:
        """Put the cursor on a touchpoint; a filter that leaves it out is taken away."""
        if not self.board.move_to(touchpoint_id):
            self._filter_by("")
            self.board.move_to(touchpoint_id)

    def on_filter_line_completing(self, _: FilterLine.Completing) -> None:
        """Go on with the first thing that is offered."""
        if offered := self._completions():
            self._filter.go_on(completed(self._filter_text, offered[0]))

    def choose_segment(self) -> None:
        """Ask for the scores of the segment that the filter names, or again for everybody's."""
        wanted = parse_filter(self._filter_text).segment
        known = (*(self.data.segments if self.data else ()), *filter(None, [self.segment]))
        chosen = None if wanted is None else segment_named(wanted, known)
        if chosen != self.segment:
            self.segment = chosen
            self.feed.ask_anew()
            self.show_crumbs()

    def segments_known(self) -> None:
        """Offer them, and take the one that has been typed meanwhile."""
        self.choose_segment()
        if self._filter.display:
            self._offer()

    def _completions(self) -> list[str]:
        return completions(self._filter_text, self.data)

    def _offer(self) -> None:
        """Say what tab goes on with, how many are kept, and what the other keys do."""
        words = self._completions()
        apart = " " if all(word.endswith(":") for word in words) else "  "
        offered = clip(apart.join(words), _OFFERED)
        found = display.counted(len(self.board.picture.spots), "touchpoint")
        self._hints.hints = (
            *((("tab", offered),) if offered else ()),
            *(("enter", f"keep {found}"), ("esc", "all")),
        )
