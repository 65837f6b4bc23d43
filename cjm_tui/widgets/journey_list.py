"""The journey map as a list: stages as headings, or one table in another order."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rich.cells import cell_len

from cjm_tui.domain import display, journey_words
from cjm_tui.domain.journey import JourneyRow, StageRow
from cjm_tui.domain.journey_order import Order, lines, ordered
from cjm_tui.widgets.journey_fold import folded
from cjm_tui.widgets.journey_heading import journey_line
from cjm_tui.widgets.journey_shown import Shown
from cjm_tui.widgets.journey_table import table
from cjm_tui.widgets.picture import Ink, Line, Picture, Span, Spot, both_ends, clip, line


def journey_list(shown: Shown, width: int, height: int) -> Picture:
    """Draw the journeys as a list; where it is full, the calmest touchpoints are only counted."""
    if shown.order is not Order.STAGE:
        return _in_order(shown, width)
    layout = _Layout.fitting(shown, height - 1)
    rows = {
        score.touchpoint_id: shown.cells(score, stage)
        for _, stage, score in lines(shown.journeys)
        if score.touchpoint_id not in layout.left_out
    }
    columns = table(list(rows.values()), shown.board, shown.order, width)
    drawn: list[Line] = []
    spots: list[Spot] = []
    for journey, stage in _stages(shown.journeys):
        if layout.named and stage is journey.stages[0]:
            drawn.append(journey_line(journey, shown.board, width))
        if layout.airy and drawn:
            drawn.append(())
        drawn.append(_stage_line(stage, layout.left_out, width))
        if not stage.touchpoints:
            drawn.append((Span("  no touchpoint yet", Ink.DIM),))
        for score in stage.touchpoints:
            if (row := rows.get(score.touchpoint_id)) is not None:
                place = Spot("", 0, len(drawn), width)
                spots.append(shown.spot(place, journey, stage, score))
                drawn.append(columns.row(row))
    return Picture(tuple(drawn), (columns.head,), tuple(spots))


def _in_order(shown: Shown, width: int) -> Picture:
    """Draw one table; what stands on top is said above it."""
    found = ordered(shown.journeys, shown.order)
    rows = [shown.cells(score, stage) for _, stage, score in found]
    columns = table(rows, shown.board, shown.order, width)
    spots = [
        replace(shown.spot(Spot("", 0, y, width), *where), group="")
        for y, where in enumerate(found)
    ]
    legend = (Span(clip(f" {journey_words.LEGENDS[shown.order]}", width), Ink.DIM),)
    drawn = tuple(columns.row(row) for row in rows)
    return Picture(drawn, (legend, columns.head), tuple(spots))


@dataclass(frozen=True, slots=True)
class _Layout:
    """What a list has room for."""

    named: bool  # whether a line says the journey and its goal
    airy: bool  # whether a blank line stands before each stage
    left_out: frozenset[str]

    @classmethod
    def fitting(cls, shown: Shown, rows: int) -> "_Layout":
        """Return the roomiest that fits; a list that never fits leaves out what is calm."""
        journeys = shown.journeys
        stages = [stage for _, stage in _stages(journeys)]
        least = sum(1 + max(1, len(stage.touchpoints)) for stage in stages)
        named = len(shown.board.journeys) > 1 or any(
            journey_words.review(journey, shown.board.state)[1] for journey in journeys
        )
        if least + len(stages) + len(journeys) <= rows:
            return cls(named=True, airy=True, left_out=frozenset())
        if least + len(journeys) <= rows:
            return cls(named=True, airy=False, left_out=frozenset())
        if shown.whole:
            return cls(named=named, airy=False, left_out=frozenset())
        left = rows - (len(journeys) if named else 0)
        return cls(named=named, airy=False, left_out=folded(journeys, left, {shown.here}))


def _stages(journeys: tuple[JourneyRow, ...]) -> Iterator[tuple[JourneyRow, StageRow]]:
    for journey in journeys:
        for stage in journey.stages:
            yield journey, stage


def _stage_line(stage: StageRow, left_out: frozenset[str], width: int) -> Line:
    name = clip(stage.name, width // 2).upper()
    calm = sum(score.touchpoint_id in left_out for score in stage.touchpoints)
    parts = [f"{calm} more" if calm else ""]
    parts.append(display.counted(stage.open_actions, "action") if stage.open_actions else "")
    end = " · ".join(part for part in parts if part)
    need = clip(stage.customer_need, width - cell_len(name) - cell_len(end) - 5)
    start = line(Span(f" {name}", Ink.HEADING), Span(f"  {need}", Ink.DIM))
    return both_ends(start, (Span(end, Ink.DIM),), width)
