"""The journey map as a list by stage, for terminals of 60 to 119 columns."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from rich.cells import cell_len

from cjm_tui.domain import display, score_words, signal_words
from cjm_tui.domain.journey import JourneyRow, StageRow
from cjm_tui.domain.period import Period
from cjm_tui.widgets.journey_cells import Cells, cells
from cjm_tui.widgets.picture import (
    Ink,
    Line,
    Picture,
    Span,
    Spot,
    both_ends,
    clip,
    gap,
    left,
    line,
    right,
)


@dataclass(frozen=True, slots=True)
class _Columns:
    """The width of each column in cells, measured on what is to be shown; 0 leaves it out."""

    name: int
    n: int
    kpi: int
    now: int
    interval: int
    signal: int
    target: int
    trend: int
    owner: int

    @property
    def total(self) -> int:
        """All columns with a space between them and three cells of cursor and mark before."""
        widths = (self.n, self.kpi, self.now, self.interval, self.signal, self.target)
        return 3 + self.name + sum(w + 1 for w in (*widths, self.trend, self.owner) if w)


def journey_list(
    journeys: tuple[JourneyRow, ...], width: int, height: int, period: Period | None = None
) -> Picture:
    """Draw stages as headings and touchpoints as rows, all columns within `width`."""
    rows = {
        score.touchpoint_id: cells(score, period)
        for journey in journeys
        for stage in journey.stages
        for score in stage.touchpoints
    }
    columns = _measure(list(rows.values()), width)
    lines: list[Line] = []
    spots: list[Spot] = []
    airy = _airy(journeys, height)
    for journey, stage in _stages(journeys):
        if len(journeys) > 1 and stage is journey.stages[0]:
            lines.append(_journey_line(journey, width))
        if airy and lines:
            lines.append(())
        lines.append(_stage_line(stage, width))
        if not stage.touchpoints:
            lines.append((Span("  no touchpoint yet", Ink.DIM),))
        for score in stage.touchpoints:
            spot = _spot(journey, stage, rows[score.touchpoint_id], len(lines), width)
            spots.append(spot)
            lines.append(_row(rows[score.touchpoint_id], columns))
    return Picture(tuple(lines), (_head(columns),), tuple(spots))


def _stages(journeys: tuple[JourneyRow, ...]) -> Iterator[tuple[JourneyRow, StageRow]]:
    for journey in journeys:
        for stage in journey.stages:
            yield journey, stage


def _airy(journeys: tuple[JourneyRow, ...], height: int) -> bool:
    """Whether a blank line before each stage still leaves everything in sight."""
    stages = [stage for _, stage in _stages(journeys)]
    needed = sum(max(1, len(stage.touchpoints)) + 2 for stage in stages)
    return needed + len(journeys) <= height - 1


def _spot(journey: JourneyRow, stage: StageRow, row: Cells, y: int, width: int) -> Spot:
    words = score_words.score_line(row.score, f"{stage.name} › {row.score.name}")
    return Spot(
        row.score.touchpoint_id,
        *(0, y, width),
        group=f"{journey.journey_id}/{stage.stage_id}",
        words=words,
    )


def _measure(rows: list[Cells], width: int) -> _Columns:
    """Give figures the cells they need, then names, owners and trends what is left."""

    def widest(texts: Iterable[str], least: int) -> int:
        return max([least, *(cell_len(text) for text in texts)])

    name = widest((clip(row.name, 40) for row in rows), 10)
    owner = widest((row.owner for row in rows), 5)
    signal = widest(
        (signal_words.short_signal(row.score.change, 17, row.score.estimate.n) for row in rows), 8
    )
    full = _Columns(
        name=0,
        n=widest((row.n for row in rows), 1),
        kpi=widest((row.kpi for row in rows), 3),
        now=widest((row.now for row in rows), 3),
        interval=widest((row.interval for row in rows), 5),
        signal=signal,
        target=widest((row.target for row in rows), 6),
        trend=7,
        owner=min(owner, 8),
    )
    fixed = _first_that_fits(full, width)
    room = width - fixed.total
    columns = replace(fixed, name=max(8, min(name, room)))
    columns = replace(columns, owner=min(owner, columns.owner + max(0, width - columns.total)))
    if columns.trend:
        columns = replace(columns, trend=columns.trend + min(width - columns.total, 14))
    return columns


def _first_that_fits(full: _Columns, width: int) -> _Columns:
    """Give up trend, then n and interval, then words of the signal, until names have room."""
    short = replace(full, trend=5)
    bare = replace(full, trend=0, n=0, interval=0)
    choices = (full, short, replace(full, trend=0), bare)
    least = (14, 11, 11, 11)
    for columns, name in zip(choices, least, strict=True):
        if columns.total + name <= width:
            return columns
    return replace(bare, signal=min(11, bare.signal))


def _head(columns: _Columns) -> Line:
    return line(
        left("", 3, Ink.DIM),
        left("touchpoint", columns.name, Ink.DIM),
        *_cell("n", columns.n, at_right=True),
        *_cell("kpi", columns.kpi),
        *_cell("now", columns.now, at_right=True),
        *_cell("range", columns.interval),
        *_cell("same weekdays", columns.signal),
        *_cell("target", columns.target),
        *_cell("trend", columns.trend),
        *_cell("owner", columns.owner),
    )


def _cell(text: str, width: int, ink: Ink = Ink.DIM, *, at_right: bool = False) -> tuple[Span, ...]:
    if not width:
        return ()
    return gap(), (right if at_right else left)(text, width, ink)


def _row(row: Cells, columns: _Columns) -> Line:
    trend = row.trend(columns.trend)
    return line(
        Span(f" {row.mark} "),
        left(row.name, columns.name, row.name_ink),
        *_cell(row.n, columns.n, at_right=True),
        *_cell(row.kpi, columns.kpi),
        *_cell(row.now, columns.now, row.now_ink, at_right=True),
        *_cell(row.interval, columns.interval),
        *_cell(
            signal_words.short_signal(row.score.change, columns.signal, row.score.estimate.n),
            columns.signal,
            row.signal_ink,
        ),
        *_cell(row.target, columns.target, row.target_ink),
        *_cell(trend.text, columns.trend, trend.ink),
        *_cell(*row.owner_span(columns.owner)[:1], columns.owner, row.owner_span(0).ink),
    )


def _stage_line(stage: StageRow, width: int) -> Line:
    name = clip(stage.name, width // 2).upper()
    actions = display.counted(stage.open_actions, "action") if stage.open_actions else ""
    need = clip(stage.customer_need, width - cell_len(name) - cell_len(actions) - 5)
    return both_ends(
        line(Span(f" {name}", Ink.HEADING), Span(f"  {need}", Ink.DIM)),
        (Span(actions, Ink.DIM),),
        width,
    )


def _journey_line(journey: JourneyRow, width: int) -> Line:
    name = clip(journey.name, width // 2)
    goal = clip(journey.customer_goal, width - cell_len(name) - 6)
    return line(Span(f" {name}", Ink.STRONG), Span(f"  {goal}", Ink.DIM))
