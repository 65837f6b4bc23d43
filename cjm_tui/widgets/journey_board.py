"""The pane of the journey map: a list of stages, or columns where there is room for them."""

from textual.geometry import Size
from textual.reactive import var

from cjm_tui.domain.journey import JourneyMap, TouchpointScore
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.journey_cells import matching
from cjm_tui.widgets.journey_columns import journey_columns
from cjm_tui.widgets.journey_list import journey_list
from cjm_tui.widgets.picture import Ink, Picture, Span, clip

COLUMNS_FROM = 120


class JourneyBoard(Board):
    """Touchpoints with their scores; the cursor stands on one by its id."""

    journey_map: var[JourneyMap | None] = var(None, init=False)
    needle: var[str] = var("", init=False)

    def watch_journey_map(self) -> None:
        """Repaint what the new data changes."""
        self.redraw()

    def watch_needle(self) -> None:
        """Show only the touchpoints that match."""
        self.redraw()

    @property
    def score(self) -> TouchpointScore | None:
        """The touchpoint under the cursor."""
        if self.journey_map is None or self.spot is None:
            return None
        for journey in self.journey_map.journeys:
            for stage in journey.stages:
                for score in stage.touchpoints:
                    if score.touchpoint_id == self.spot.key:
                        return score
        return None

    def draw(self, size: Size) -> Picture:
        """List below 120 columns, stages side by side from there."""
        if self.journey_map is None:
            return Picture()
        journeys = matching(self.journey_map, self.needle)
        if not journeys and self.needle:
            words = clip(f" Nothing here matches “{self.needle}”.", size.width)
            return Picture(((), (Span(words), Span("  esc shows all again", Ink.DIM))))
        arrange = journey_columns if size.width >= COLUMNS_FROM else journey_list
        return arrange(journeys, size.width, size.height, self.journey_map.period)
