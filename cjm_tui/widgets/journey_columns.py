"""The journey map with its stages side by side, for terminals from 120 columns."""

from collections.abc import Iterable
from math import ceil

from rich.cells import cell_len

from cjm_tui.domain import display
from cjm_tui.domain.journey import JourneyRow, StageRow
from cjm_tui.widgets.journey_card import Frame, card
from cjm_tui.widgets.journey_heading import journey_line
from cjm_tui.widgets.journey_shown import Shown
from cjm_tui.widgets.picture import Ink, Line, Picture, Span, Spot, beside, both_ends, clip, wrap

_NARROWEST = 23  # cells of a column: "▼ worse, 12 days MISSED"
_WIDEST = 60
_SPACE = 1
# Lines of the customers' words, and whether a blank line stands between cards: the first that fits.
_ROOM = ((2, True), (2, False), (1, True), (1, False), (0, True), (0, False))


def journey_columns(shown: Shown, width: int, height: int) -> Picture:
    """Draw each stage as a column of cards; stages that do not fit come in a second band."""
    for words, airy in _ROOM:
        drawn = _drawn(shown, width, words, airy=airy)
        if len(drawn.lines) <= height:
            return drawn
    return drawn


def _drawn(shown: Shown, width: int, words: int, *, airy: bool) -> Picture:
    lines: list[Line] = []
    spots: list[Spot] = []
    for journey in shown.journeys:
        lines.append(journey_line(journey, shown.board, width))
        for number, band in enumerate(_bands(journey.stages, width)):
            if airy or number:
                lines.append(())
            frame = _frame(band, width, words, airy=airy)
            columns = [_column(shown, stage, frame) for stage in band]
            for index, stage in enumerate(band):
                x = index * (frame.width + _SPACE)
                spots += _spots(shown, journey, stage, frame, x, len(lines))
            lines += beside([(column, frame.width) for column in columns], _SPACE)
    return Picture(tuple(lines), (), tuple(spots))


def _bands(stages: tuple[StageRow, ...], width: int) -> list[tuple[StageRow, ...]]:
    """Split the stages into bands of about equal length that fit the width."""
    if not stages:
        return []
    most = max(1, (width + _SPACE) // (_NARROWEST + _SPACE))
    per_band = ceil(len(stages) / ceil(len(stages) / most))
    return [stages[start : start + per_band] for start in range(0, len(stages), per_band)]


def _frame(band: tuple[StageRow, ...], width: int, words: int, *, airy: bool) -> Frame:
    column = min((width + _SPACE) // len(band) - _SPACE, _WIDEST)
    needs = [len(wrap(stage.customer_need, column - 1, 2)) for stage in band]
    said = any(score.said for stage in band for score in stage.touchpoints)
    return Frame(column, max(needs), words if said else 0, airy)


def _spots(
    shown: Shown, journey: JourneyRow, stage: StageRow, frame: Frame, x: int, top: int
) -> Iterable[Spot]:
    first = top + 2 + frame.need_lines
    height = frame.card_height - frame.airy
    for index, score in enumerate(stage.touchpoints):
        place = Spot("", x, first + index * frame.card_height, frame.width, height)
        yield shown.spot(place, journey, stage, score)


def _column(shown: Shown, stage: StageRow, frame: Frame) -> list[Line]:
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
        lines += card(shown.cells(score, stage), frame)
    return lines
