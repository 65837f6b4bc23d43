"""Which touchpoints a full list leaves out, so that every major one is on one screen."""

from collections.abc import Iterable

from cjm_tui.domain.journey import JourneyRow, TouchpointScore
from cjm_tui.domain.journey_order import importance, lines

MAJOR = 3  # never left out


def folded(journeys: tuple[JourneyRow, ...], rows: int, keep: Iterable[str] = ()) -> frozenset[str]:
    """Return the ids to leave out so that headings and touchpoints take at most `rows` lines.

    The calmest go first, of these those with the fewest rows. What is major stays, and so does
    what is in `keep`; a list that they fill is longer than the pane. Empty where all fit.
    """
    found = [score for _, _, score in lines(journeys)]
    headings = sum(len(journey.stages) for journey in journeys)
    vacant = sum(not stage.touchpoints for journey in journeys for stage in journey.stages)
    needed = headings + vacant + len(found)
    kept = set(keep)
    able = [s for s in found if importance(s) < MAJOR and s.touchpoint_id not in kept]
    able.sort(key=_calm)
    return frozenset(score.touchpoint_id for score in able[: max(0, needed - rows)])


def _calm(score: TouchpointScore) -> tuple[int, int]:
    return importance(score), score.estimate.n
