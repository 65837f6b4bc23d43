"""Hours down, weekdays across: each cell a number that can be read, marked where it differs."""

from cjm_tui.domain import breakdown_words as words
from cjm_tui.domain import display
from cjm_tui.domain.breakdown import WEEKDAYS, Breakdown, Dimension, Part
from cjm_tui.domain.kpi import Direction, Kpi
from cjm_tui.domain.statistics.intervals import quantile_of
from cjm_tui.domain.what_changed import Contribution
from cjm_tui.widgets.part_cells import ink_of
from cjm_tui.widgets.picture import Ink, Span, Spot, gap, key_of, left, line, right
from cjm_tui.widgets.sheet import Sheet

_HOUR = 7  # cells of the first column
_WIDEST = 9
_THIN = "°"  # a value on fewer rows than would be coloured
_TOO_FEW = "·"
_ODD = 0.05  # of the cells at either end, which would leave all others alike
_SHADES = (Ink.PLAIN, Ink.SHADE_1, Ink.SHADE_2, Ink.SHADE_3, Ink.SHADE_4)
_LEGEND = (
    "The stronger the shade, the worse. ° on few rows, below 30 (NPS 100) · too few to say; "
    "▲ better ▼ worse than the rest of the week."
)


def draw_heat(sheet: Sheet, found: Breakdown) -> None:
    """Draw the table with its totals, a spot on each cell that has rows."""
    hours = [part.cut.values[0][1] or "" for part in found.division(Dimension.HOUR).known]
    if not hours:
        return
    width = min(_WIDEST, (sheet.width - _HOUR) // 8)
    cells = {tuple(v for _, v in part.cut.values): part for part in found.cells.known}
    of_hour = {part.cut.values[0][1]: part for part in found.division(Dimension.HOUR).known}
    of_day = {part.cut.values[0][1]: part for part in found.division(Dimension.WEEKDAY).known}
    shades = _Shades(tuple(cells.values()), found.kpi)
    sheet.heading("hour × weekday", f"{found.kpi.short or found.kpi.title}, local time")
    head = (right(f"{day} ", width, Ink.DIM) for day in (*WEEKDAYS, "all"))
    sheet.add(*line(gap(_HOUR), *head))
    for hour in hours:
        days = [cells.get((str(day), hour)) for day in range(1, 8)]
        _row(sheet, f"{hour}:00", [*days, of_hour.get(hour)], width, found.kpi, shades)
    _row(sheet, "all", [of_day.get(str(day)) for day in range(1, 8)], width, found.kpi, shades)
    sheet.flow([Span(_LEGEND, Ink.DIM)])


class _Shades:
    """How strongly a value is shaded: from the best of the cells to the worst, odd ones apart."""

    def __init__(self, parts: tuple[Part, ...], kpi: Kpi) -> None:
        firm = [part.estimate.value for part in parts if part.estimate.coloured]
        known = sorted(value for value in firm if value is not None)
        self._low = quantile_of(known, _ODD) if known else 0.0
        self._high = quantile_of(known, 1 - _ODD) if known else 0.0
        self._higher_is_worse = kpi.direction is Direction.LOWER

    def of(self, part: Part) -> Ink:
        """Return the ink; a value on few rows is not shaded."""
        value, room = part.estimate.value, self._high - self._low
        if value is None or room <= 0 or not part.estimate.coloured:
            return Ink.PLAIN
        share = (value - self._low) / room
        share = share if self._higher_is_worse else 1 - share
        return _SHADES[max(0, min(len(_SHADES) - 1, int(share * len(_SHADES))))]


def _row(
    sheet: Sheet, name: str, parts: list[Part | None], width: int, kpi: Kpi, shades: _Shades
) -> None:
    spans = [left(f" {name}", _HOUR, Ink.DIM)]
    y = len(sheet.lines)
    for column, part in enumerate(parts):
        if part is None:
            spans.append(Span(" " * width))
            continue
        x = _HOUR + column * width
        said = words.line(part, kpi)
        sheet.spots.append(Spot(part_key(part), x, y, width, group="hour × weekday", words=said))
        spans += _cell(part, width, kpi, shades)
    sheet.add(*spans)


def _cell(part: Part, width: int, kpi: Kpi, shades: _Shades) -> list[Span]:
    value, own = part.estimate.value, ink_of(part)
    if value is None:
        return [right(f"{_TOO_FEW} ", width, Ink.DIM)]
    ink = shades.of(part) if own is Ink.PLAIN else own
    mark = words.sign(part) or ("" if part.estimate.coloured else _THIN)
    return [right(_short(value, kpi, width - 2), width - 1, ink), left(mark, 1, ink)]


def _short(value: float, kpi: Kpi, room: int) -> str:
    text = display.number(value, kpi.unit)
    if len(text) <= room:
        return text
    return f"{value / 1000:.1f}k" if abs(value) < 100_000 else f"{value / 1000:.0f}k"


def part_key(part: Part | Contribution) -> str:
    """Return the key of a part's spot: it outlives a refresh, and no other part has it."""
    values = tuple(value for _, value in part.cut.values)
    return key_of("×".join(part.cut.dimensions), *values, part.totalled)
