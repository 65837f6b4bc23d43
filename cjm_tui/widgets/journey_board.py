"""The pane of the journey map: a list of stages, columns where there is room, or another order."""

from textual.geometry import Size
from textual.message import Message
from textual.reactive import var

from cjm_tui.domain.findings import Finding
from cjm_tui.domain.journey import JourneyMap, JourneyRow, TouchpointScore
from cjm_tui.domain.journey_filter import Filter, kept
from cjm_tui.domain.journey_order import Order, changed_figures, lines
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.journey_columns import journey_columns
from cjm_tui.widgets.journey_list import journey_list
from cjm_tui.widgets.journey_shown import Shown
from cjm_tui.widgets.journey_three import FINDING, with_three
from cjm_tui.widgets.picture import WIDE_FROM, Ink, Picture, Span, clip

ALL = -1  # instead of a journey's number: all of them


class JourneyBoard(Board):
    """Touchpoints with their scores; the cursor stands on one by its id."""

    journey_map: var[JourneyMap | None] = var(None, init=False)
    needle: var[Filter] = var(Filter(), init=False)
    order: var[Order] = var(Order.STAGE, init=False)
    journey: var[int] = var(0, init=False)  # its number among the map's, or ALL
    whole: var[bool] = var(False, init=False)  # leave nothing out, however long it gets

    class LeftOut(Message):
        """Another number of touchpoints is only counted now."""

    def __init__(self) -> None:
        super().__init__()
        self._left_out = 0  # of which `LeftOut` has told
        self._new: frozenset[str] = frozenset()  # touchpoints whose figures have just changed

    def redraw(self) -> None:
        """Draw, and tell where other touchpoints have no room now."""
        super().redraw()
        if self.left_out != self._left_out:
            self._left_out = self.left_out
            self.post_message(self.LeftOut())

    def watch_journey_map(self, before: JourneyMap | None, after: JourneyMap | None) -> None:
        """Repaint what the new data changes, and mark it until the next key or the next data."""
        self._new = changed_figures(before, after)
        self.redraw()

    def on_key(self) -> None:
        """What has been marked as new has been seen."""
        if self._new:
            self._new = frozenset()
            self.redraw()

    def watch_needle(self) -> None:
        """Show only the touchpoints that match."""
        self.redraw()

    def watch_order(self) -> None:
        """Show them in that order from its beginning, the cursor on the same one."""
        self.redraw()
        self.show_top()

    def watch_journey(self) -> None:
        """Show another journey."""
        self.redraw()

    def watch_whole(self) -> None:
        """Show all touchpoints, or as many as fit."""
        self.redraw()

    @property
    def score(self) -> TouchpointScore | None:
        """The touchpoint under the cursor."""
        if self.journey_map is None or self.spot is None:
            return None
        key = self.spot.key
        found = (score for _, _, score in lines(self.journey_map.journeys))
        return next((score for score in found if score.touchpoint_id == key), None)

    @property
    def chosen(self) -> tuple[JourneyRow, ...]:
        """The journeys to show, whatever the filter."""
        journeys = self.journey_map.journeys if self.journey_map else ()
        if self.journey == ALL or not journeys:
            return journeys
        return (journeys[min(self.journey, len(journeys) - 1)],)

    @property
    def left_out(self) -> int:
        """How many touchpoints are only counted, because the list is full."""
        if self.notice is not None or not self.needle.keeps_all:
            return 0
        seen = sum(spot.kind != FINDING for spot in self.picture.spots)
        return sum(1 for _ in lines(self.chosen)) - seen

    @property
    def finding(self) -> Finding | None:
        """The finding under the cursor."""
        if self.spot is None or self.spot.kind != FINDING or not self.journey_map:
            return None
        of = self.spot.key
        return next((f for f in self.journey_map.findings or () if f.touchpoint_id == of), None)

    def move_to(self, key: str) -> bool:
        """Put the cursor on the touchpoint, also where there is no room for it or it is elsewhere.

        False where the filter leaves it out: that is the screen's to take away.
        """
        if super().move_to(key):
            return True
        journeys = self.journey_map.journeys if self.journey_map else ()
        for number, journey in enumerate(journeys):
            if any(score.touchpoint_id == key for _, _, score in lines((journey,))):
                self.whole = True
                self.journey = self.journey if journey in self.chosen else number
                return super().move_to(key)
        return False

    def draw(self, size: Size) -> Picture:
        """List below 120 columns, stages side by side from there; other orders are always lists."""
        board = self.journey_map
        if board is None:
            return Picture()
        journeys = kept(self.chosen, self.needle)
        if not journeys and not self.needle.keeps_all:
            words = clip(" Nothing here matches the filter.", size.width)
            return Picture(((), (Span(words), Span("  esc shows all again", Ink.DIM))))
        whole = self.whole or not self.needle.keeps_all
        here = self.spot.key if self.spot else ""
        shown = Shown(board, journeys, self.order, self._new, whole=whole, here=here)
        columns = size.width >= WIDE_FROM and self.order is Order.STAGE
        picture = (journey_columns if columns else journey_list)(shown, size.width, size.height)
        if board.findings is None:
            return picture
        return with_three(board.findings, picture, size.width)
