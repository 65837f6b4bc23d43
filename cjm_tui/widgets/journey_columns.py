"""The journey map with its stages side by side, for terminals from 120 columns."""

from dataclasses import dataclass
from math import ceil

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
    beside,
    both_ends,
    clip,
    line,
    wrap,
)

_NARROWEST = 23  # cells of a column: "▼ worse, 12 days MISSED"
_SPACE = 1
_WIDE = 36  # cells of a column from which there is room for the words of the day


@dataclass(frozen=True, slots=True)
class _Frame:
    """What every column of the map shares."""

    width: int
    need_lines: int
    words: bool
    airy: bool

    @property
    def wide(self) -> bool:
        """Whether trend and owner have room beside score and change."""
        return self.width >= _WIDE

    @property
    def card_height(self) -> int:
        """Lines of a touchpoint, the blank one after it included."""
        return (3 if self.wide else 4) + (2 if self.words else 0) + self.airy


def journey_columns(
    journeys: tuple[JourneyRow, ...], width: int, height: int, period: Period | None = None
) -> Picture:
    """Draw each stage as a column of cards; stages that do not fit come in a second band."""
    airy = _drawn(journeys, width, period, airy=True)
    return airy if len(airy.lines) <= height else _drawn(journeys, width, period, airy=False)


def _drawn(
    journeys: tuple[JourneyRow, ...], width: int, period: Period | None, *, airy: bool
) -> Picture:
    lines: list[Line] = []
    spots: list[Spot] = []
    for journey in journeys:
        if len(journeys) > 1:
            lines.append(_journey_line(journey, width))
        for band in _bands(journey.stages, width):
            if lines and (airy or len(journeys) == 1):
                lines.append(())
            frame = _frame(band, width, airy=airy)
            columns = [_column(stage, frame, period) for stage in band]
            for index, stage in enumerate(band):
                x = index * (frame.width + _SPACE)
                spots += _spots(journey, stage, frame, x, len(lines))
            lines += beside([(column, frame.width) for column in columns], _SPACE)
    return Picture(tuple(lines), (), tuple(spots))


def _bands(stages: tuple[StageRow, ...], width: int) -> list[tuple[StageRow, ...]]:
    """Split the stages into bands of about equal length that fit the width."""
    if not stages:
        return []
    most = max(1, (width + _SPACE) // (_NARROWEST + _SPACE))
    per_band = ceil(len(stages) / ceil(len(stages) / most))
    return [stages[start : start + per_band] for start in range(0, len(stages), per_band)]


def _frame(band: tuple[StageRow, ...], width: int, *, airy: bool) -> _Frame:
    column = min((width + _SPACE) // len(band) - _SPACE, 60)
    needs = [len(wrap(stage.customer_need, column - 1, 2)) for stage in band]
    said = any(score.said for stage in band for score in stage.touchpoints)
    return _Frame(column, max(needs), said and column >= _WIDE, airy)


def _spots(journey: JourneyRow, stage: StageRow, frame: _Frame, x: int, top: int) -> list[Spot]:
    first = top + 2 + frame.need_lines
    height = frame.card_height - frame.airy
    return [
        Spot(
            score.touchpoint_id,
            *(x, first + index * frame.card_height, frame.width, height),
            group=f"{journey.journey_id}/{stage.stage_id}",
            words=score_words.score_line(score, f"{stage.name} › {score.name}"),
        )
        for index, score in enumerate(stage.touchpoints)
    ]


def _column(stage: StageRow, frame: _Frame, period: Period | None) -> list[Line]:
    width = frame.width
    actions = display.counted(stage.open_actions, "action") if stage.open_actions else ""
    name = clip(stage.name.upper(), width - cell_len(actions) - 2)
    lines = [both_ends((Span(f" {name}", Ink.HEADING),), (Span(actions, Ink.DIM),), width)]
    needs = wrap(stage.customer_need, width - 1, 2)
    needs += [""] * (frame.need_lines - len(needs))
    lines += [(Span(f" {need}", Ink.DIM),) for need in needs]
    lines.append((Span("─" * width, Ink.DIM),))
    if not stage.touchpoints:
        lines.append((Span(" no touchpoint yet", Ink.DIM),))
    for score in stage.touchpoints:
        lines += _card(cells(score, period), frame)
    return lines


def _card(row: Cells, frame: _Frame) -> list[Line]:
    """Who and how many; the score; the change; and in a wide column the customer's words."""
    width, wide = frame.width, frame.wide
    score = line(
        Span(f" {row.kpi} ", Ink.DIM),
        Span(row.now, row.now_ink),
        Span(f" {row.interval}", Ink.DIM),
    )
    target = Span(row.target, row.target_ink)
    signal = Span(
        f" {signal_words.short_signal(row.score.change, width - 2, row.score.estimate.n)}",
        row.signal_ink,
    )
    trend = row.trend(14)
    mark = f" {row.mark}".rstrip() + " "
    name = (Span(mark), Span(clip(row.name, width - len(row.n) - len(mark) - 1), row.name_ink))
    card = [both_ends(name, (Span(row.n, Ink.DIM),), width)]
    if wide:
        card.append(both_ends(score, line(trend, Span(f"  {target.text:>6}", target.ink)), width))
        card.append(both_ends((signal,), (row.owner_span(width - 20),), width))
    else:
        owner = row.owner_span(width - 10)
        trend = row.trend(min(14, width - 3 - cell_len(owner.text)))
        card.append(both_ends(score, (target,), width))
        card.append((signal,))
        card.append(both_ends((Span(" "), trend), (owner,), width))
    if frame.words:
        words = wrap(f"“{row.score.said}”", width - 3, 2) if row.score.said else []
        card += [(Span(f"  {text}", Ink.DIM),) for text in [*words, "", ""][:2]]
    return card + [()] * frame.airy


def _journey_line(journey: JourneyRow, width: int) -> Line:
    name = clip(journey.name, width // 2)
    goal = clip(journey.customer_goal, width - cell_len(name) - 6)
    return line(Span(f" {name}", Ink.STRONG), Span(f"  {goal}", Ink.DIM))
