"""A trend with its centre line and control limits, drawn in characters."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cjm_tui.domain import display, signal_words
from cjm_tui.domain.kpi import Chart, ChartPoint, Direction, Kpi, Signal
from cjm_tui.domain.touchpoint import ActionLine, Annotation
from cjm_tui.widgets.picture import Ink, Line, Span, clip, gap, line, right
from cjm_tui.widgets.trend_actions import action_marks

_EXCLUDED, _PROVISIONAL, _BEGUN_ANEW = "×", "?", "↦"


@dataclass(frozen=True, slots=True)
class _Scale:
    """Values to half rows, 0 at the top."""

    low: float
    high: float
    rows: int

    def half_row(self, value: float) -> int:
        """Return the half row of a value, kept inside the chart."""
        share = (self.high - value) / (self.high - self.low)
        return min(2 * self.rows - 1, max(0, int(share * 2 * self.rows)))

    def row(self, value: float) -> int:
        """Return the whole row of a value."""
        return self.half_row(value) // 2


def trend_chart(
    chart: Chart, kpi: Kpi, width: int, rows: int, actions: tuple[ActionLine, ...] = ()
) -> list[Line]:
    """Draw the newest points that fit: `rows` lines of chart, then marks and dates.

    The weekday pattern is taken out, as it is for the rules: centre and limits are straight.
    """
    points = _level(visible_points(chart, kpi, width))
    ends = _ends(points)
    if ends is None:
        each = "week" if chart.weekly else "day"
        return [(Span(f" nothing to draw: no {each} has rows enough for a value", Ink.DIM),)]
    scale = _Scale(*ends, rows)
    labels = _labels(points, kpi, scale)
    label_width = _label_width(chart, kpi)
    step = max(1, min(3, (width - label_width - 2) // len(points)))
    grid = [[(" ", Ink.DIM)] * (len(points) * step) for _ in range(rows)]
    for index, point in enumerate(points):
        _plot_lines(grid, point, slice(index * step, (index + 1) * step), scale)
    for index, point in enumerate(points):
        _plot_point(grid, point, index * step, scale, _fired_ink(point, chart))
    lines = [
        line(right(labels.get(row, ""), label_width, Ink.DIM), gap(), *_spans(cells))
        for row, cells in enumerate(grid)
    ]
    marks = [_mark(point, chart, kpi) for point in points]
    begun = _begun_anew(points, chart)
    if begun is not None:
        marks[begun] = (_BEGUN_ANEW, Ink.PLAIN)
    if any(mark.strip() for mark, _ in marks):
        cells = [cell for mark, ink in marks for cell in [(mark, ink), *[(" ", ink)] * (step - 1)]]
        lines.append(line(gap(label_width + 1), *_spans(cells)))
    letters = action_marks(chart, points, actions)
    if any(letter.strip() for letter in letters):
        row = "".join(letter + " " * (step - 1) for letter in letters)
        lines.append(line(gap(label_width + 1), Span(row)))
    lines.append(_dates(points, label_width + 1, len(points) * step, weekly=chart.weekly))
    return lines


def visible_points(chart: Chart, kpi: Kpi, width: int) -> tuple[ChartPoint, ...]:
    """Return the newest points that a chart of this width has room for."""
    return chart.points[-max(1, width - _label_width(chart, kpi) - 2) :]


def legend(chart: Chart, points: tuple[ChartPoint, ...], notes: tuple[Annotation, ...]) -> str:
    """Return what the lines and marks of these points mean, only of those that are drawn."""
    parts = []
    if all(point.value is None for point in points):
        return ""
    newest = points[-1].day
    if any(point.centre is not None for point in points):
        basis = ""
        if chart.baseline_from and chart.baseline_to:
            first, last = chart.baseline_from, chart.baseline_to
            basis = f" {display.short_day(first, last)}–{display.short_day(last, newest)}"
        taken_out = "" if chart.weekly else ", weekday pattern taken out"
        parts.append(f"─ baseline{basis}{taken_out}")
    if any(point.upper is not None for point in points):
        parts.append("┄ limits")
    if any(point.fired and not _is_open(point, chart) for point in points):
        parts.append("dim ▲▼ a signal that is over")
    if excluded := [point for point in points if point.excluded]:
        parts.append(
            f"{_EXCLUDED} left out: {_reasons(excluded, notes, newest, weekly=chart.weekly)}"
        )
    if any(point.provisional for point in points):
        parts.append(f"{_PROVISIONAL} not final yet")
    if chart.rebased_by:
        who, why = clip(chart.rebased_by, 40), clip(chart.rebased_why, 120)
        said = signal_words.rebased_words(replace(chart, rebased_by=who, rebased_why=why), newest)
        sign = "" if _begun_anew(points, chart) is None else f"{_BEGUN_ANEW} "
        parts.append(sign + said)
    return " · ".join(parts)


def _reasons(
    excluded: list[ChartPoint], notes: tuple[Annotation, ...], newest: date, *, weekly: bool
) -> str:
    """Return the annotations on these points, and in a word what no annotation explains."""
    days = [(point.day, _last_day(point, weekly=weekly), point.excluded) for point in excluded]
    told = [
        note
        for note in notes
        if any(note.first_day <= last and note.last_day >= first for first, last, _ in days)
    ]
    untold = {
        reason
        for first, last, reason in days
        if not any(note.first_day <= last and note.last_day >= first for note in told)
    }
    said = [f"{clip(note.note, 40)} ({display.short_day(note.first_day, newest)})" for note in told]
    return "; ".join(said + sorted(untold))


def _label_width(chart: Chart, kpi: Kpi) -> int:
    ends = _ends(chart.points) or (0.0, 0.0)
    return max(4, *(len(display.amount(value, kpi.unit)) for value in ends)) + 1


def _level(points: tuple[ChartPoint, ...]) -> tuple[ChartPoint, ...]:
    """Shift each point and its limits by how far its weekday's centre is from the mean centre."""
    centres = [point.centre for point in points if point.centre is not None]
    level = sum(centres) / len(centres) if centres else 0.0

    def shifted(value: float | None, centre: float) -> float | None:
        return None if value is None else value - centre + level

    return tuple(
        point
        if point.centre is None
        else replace(
            point,
            value=shifted(point.value, point.centre),
            centre=level,
            lower=shifted(point.lower, point.centre),
            upper=shifted(point.upper, point.centre),
        )
        for point in points
    )


def _ends(points: tuple[ChartPoint, ...]) -> tuple[float, float] | None:
    """Return the lowest and highest of all that is drawn, with a little air; None for nothing."""
    if not any(point.value is not None for point in points):
        return None
    drawn = [
        value
        for point in points
        for value in (point.value, point.centre, point.lower, point.upper)
        if value is not None
    ]
    low, high = min(drawn), max(drawn)
    air = (high - low) * 0.04 or abs(high) * 0.05 or 1.0
    return low - air, high + air


def _labels(points: tuple[ChartPoint, ...], kpi: Kpi, scale: _Scale) -> dict[int, str]:
    """Return the numbers at the left: limits and centre of the newest point, else the ends."""
    newest = next((p for p in reversed(points) if p.centre is not None), None)
    values = (
        [newest.upper, newest.centre, newest.lower] if newest else [scale.high, None, scale.low]
    )
    labels: dict[int, str] = {}
    for value in values:
        if value is not None:
            labels.setdefault(scale.row(value), display.amount(value, kpi.unit))
    return labels


_Cell = tuple[str, Ink]


def _plot_lines(grid: list[list[_Cell]], point: ChartPoint, at: slice, scale: _Scale) -> None:
    for value, sign in ((point.lower, "┄"), (point.upper, "┄"), (point.centre, "─")):
        if value is not None:
            grid[scale.row(value)][at] = [(sign, Ink.DIM)] * (at.stop - at.start)


def _plot_point(
    grid: list[list[_Cell]], point: ChartPoint, at: int, scale: _Scale, fired: Ink
) -> None:
    if point.value is None:
        return
    half = scale.half_row(point.value)
    quiet = Ink.DIM if point.excluded or point.provisional else Ink.PLAIN
    ink = fired if point.fired else quiet
    grid[half // 2][at] = ("▄" if half % 2 else "▀", ink)


def _is_open(point: ChartPoint, chart: Chart) -> bool:
    """Whether a fired point belongs to the signal that is open now."""
    change = chart.change
    changed = change.signal in (Signal.BETTER, Signal.WORSE)
    last = _last_day(point, weekly=chart.weekly)
    return changed and (change.since is None or last >= change.since)


def _last_day(point: ChartPoint, *, weekly: bool) -> date:
    return point.day + timedelta(days=6 if weekly else 0)


def _fired_ink(point: ChartPoint, chart: Chart) -> Ink:
    if not _is_open(point, chart):
        return Ink.PLAIN
    return Ink.WORSE if chart.change.signal is Signal.WORSE else Ink.BETTER


def _mark(point: ChartPoint, chart: Chart, kpi: Kpi) -> _Cell:
    if point.excluded:
        return _EXCLUDED, Ink.DIM
    if point.fired and point.value is not None and point.centre is not None:
        good = (point.value > point.centre) == (kpi.direction is Direction.HIGHER)
        ink = _fired_ink(point, chart) if _is_open(point, chart) else Ink.DIM
        return ("▲" if good else "▼"), ink
    return (_PROVISIONAL if point.provisional else " "), Ink.DIM


def _begun_anew(points: tuple[ChartPoint, ...], chart: Chart) -> int | None:
    """Return the first point of a baseline begun anew; None where it is not in sight."""
    start = chart.rebased_from
    if start is None or start < points[0].day:
        return None
    for index, point in enumerate(points):
        if _last_day(point, weekly=chart.weekly) >= start and not point.excluded:
            return index
    return None


def _spans(cells: list[_Cell]) -> Iterator[Span]:
    for sign, ink in cells:
        yield Span(sign, ink)


def _dates(points: tuple[ChartPoint, ...], indent: int, width: int, *, weekly: bool) -> Line:
    first, last = points[0].day, points[-1].day
    said = display.short_day if weekly else display.weekday
    start, end = said(first, last), said(last)
    if weekly:
        start, end = f"week of {start}", f"week of {end}"
    if len(start) + len(end) + 1 > width:
        return line(gap(indent), Span(clip(end, max(width, 16)), Ink.DIM))
    return line(
        gap(indent), Span(start, Ink.DIM), gap(width - len(start) - len(end)), Span(end, Ink.DIM)
    )
