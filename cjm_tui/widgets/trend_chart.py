"""A trend with its centre line and control limits, drawn in characters."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from cjm_tui.domain import display
from cjm_tui.domain.kpi import Chart, ChartPoint, Kpi, Signal
from cjm_tui.widgets.picture import Ink, Line, Span, clip, gap, line, right

_EXCLUDED, _PROVISIONAL = "×", "?"


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


def trend_chart(chart: Chart, kpi: Kpi, width: int, rows: int) -> list[Line]:
    """Draw the newest points that fit: `rows` lines of chart, then marks and dates.

    The weekday pattern is taken out, as it is for the rules: centre and limits are straight.
    """
    level_points = _level(chart.points)
    ends = _ends(level_points)
    if ends is None:
        return [(Span(" nothing to draw yet", Ink.DIM),)]
    scale = _Scale(*ends, rows)
    labels = _labels(level_points, kpi, scale)
    label_width = max(4, *(len(label) for label in labels.values())) + 1
    step = max(1, min(3, (width - label_width - 2) // len(level_points)))
    points = level_points[-((width - label_width - 2) // step) :]
    grid = [[(" ", Ink.DIM)] * (len(points) * step) for _ in range(rows)]
    for index, point in enumerate(points):
        _plot_lines(grid, point, slice(index * step, (index + 1) * step), scale)
    ink = _fired_ink(chart)
    for index, point in enumerate(points):
        _plot_point(grid, point, index * step, scale, ink)
    lines = [
        line(right(labels.get(row, ""), label_width, Ink.DIM), gap(), *_spans(cells))
        for row, cells in enumerate(grid)
    ]
    marks = [_mark(point, chart) for point in points]
    if any(mark.strip() for mark, _ in marks):
        cells = [cell for mark, ink in marks for cell in [(mark, ink), *[(" ", ink)] * (step - 1)]]
        lines.append(line(gap(label_width + 1), *_spans(cells)))
    lines.append(_dates(points, label_width + 1, len(points) * step))
    return lines


def legend(chart: Chart, notes: tuple[str, ...]) -> str:
    """Return what the lines and marks mean, only of those that are drawn."""
    parts = []
    if any(point.centre is not None for point in chart.points):
        basis = ""
        if chart.baseline_from and chart.baseline_to:
            first, last = chart.baseline_from, chart.baseline_to
            basis = f" {display.short_day(first, last)}–{display.short_day(last, last)}"
        parts.append(f"─ baseline{basis}, weekday pattern taken out")
    if any(point.upper is not None for point in chart.points):
        parts.append("┄ limits")
    if any(point.excluded for point in chart.points):
        reasons = sorted({point.excluded for point in chart.points if point.excluded})
        parts.append(f"{_EXCLUDED} left out: {'; '.join(notes) or ', '.join(reasons)}")
    if any(point.provisional for point in chart.points):
        parts.append(f"{_PROVISIONAL} not final yet")
    if chart.rebased_by:
        parts.append(f"re-based by {chart.rebased_by}: {chart.rebased_why}")
    return " · ".join(parts)


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
    ink = fired if point.fired else Ink.DIM if point.excluded or point.provisional else Ink.PLAIN
    grid[half // 2][at] = ("▄" if half % 2 else "▀", ink)


def _fired_ink(chart: Chart) -> Ink:
    return {Signal.WORSE: Ink.WORSE, Signal.BETTER: Ink.BETTER}.get(chart.change.signal, Ink.STRONG)


def _mark(point: ChartPoint, chart: Chart) -> _Cell:
    if point.excluded:
        return _EXCLUDED, Ink.DIM
    if point.fired:
        arrow = {Signal.WORSE: "▼", Signal.BETTER: "▲"}.get(chart.change.signal, "!")
        return arrow, _fired_ink(chart)
    return (_PROVISIONAL if point.provisional else " "), Ink.DIM


def _spans(cells: list[_Cell]) -> Iterator[Span]:
    for sign, ink in cells:
        yield Span(sign, ink)


def _dates(points: tuple[ChartPoint, ...], indent: int, width: int) -> Line:
    first, last = points[0].day, points[-1].day
    start = _date(first, last, points[0].days)
    end = _date(last, last, points[-1].days)
    if len(start) + len(end) + 1 > width:
        return line(gap(indent), Span(clip(end, max(width, 6)), Ink.DIM))
    return line(
        gap(indent), Span(start, Ink.DIM), gap(width - len(start) - len(end)), Span(end, Ink.DIM)
    )


def _date(day: date, near: date, days: int) -> str:
    return display.short_day(day, near) if days > 1 else display.weekday(day, near)
