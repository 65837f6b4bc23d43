"""What is drawn of the journey map, whichever way it is arranged."""

from dataclasses import dataclass, replace

from cjm_tui.domain import score_words
from cjm_tui.domain.journey import JourneyMap, JourneyRow, StageRow, TouchpointScore
from cjm_tui.domain.journey_order import Order
from cjm_tui.widgets.journey_cells import Cells, cells
from cjm_tui.widgets.picture import Spot


@dataclass(frozen=True, slots=True)
class Shown:
    """Some of its journeys, in an order, and what to mark."""

    board: JourneyMap
    journeys: tuple[JourneyRow, ...]
    order: Order = Order.STAGE
    new: frozenset[str] = frozenset()  # ids of touchpoints whose figures have just changed
    whole: bool = False  # whether nothing may be left out, however long the list is
    here: str = ""  # the touchpoint under the cursor, which always stays

    def cells(self, score: TouchpointScore, stage: StageRow) -> Cells:
        """Return a touchpoint's words."""
        is_new = score.touchpoint_id in self.new
        return cells(score, self.board.period, stage=stage.name, is_new=is_new)

    def spot(
        self, place: Spot, journey: JourneyRow, stage: StageRow, score: TouchpointScore
    ) -> Spot:
        """Return the spot of a touchpoint at this place."""
        return replace(
            place,
            key=score.touchpoint_id,
            group=f"{journey.journey_id}/{stage.stage_id}",
            words=score_words.score_line(score, f"{stage.name} › {score.name}", self.board.period),
        )
