"""Charts as inline SVG: classes for the style sheet, numbers as text beside every picture."""

from collections.abc import Callable, Sequence
from html import escape

from cjm_tui.domain.report import Bar, Bars, Distance, Trend, Week
from cjm_tui.domain.text import shown

_WIDTH = 640
_LABELS, _VALUES = 120, 130  # room at the left and the right of bars
_BAR, _GAP, _HEAD = 18, 8, 10  # thickness, room between, room above for a mark's words
_HEIGHT, _TOP, _BOTTOM, _LEFT = 150, 12, 22, 46  # of a trend


def bars_svg(block: Bars) -> str:
    """Return bars of shares; a mark is a line with its own words."""
    said = "; ".join(f"{bar.label} {bar.said}" for bar in block.bars)
    head = _HEAD if any(bar.mark is not None for bar in block.bars[:1]) else 0
    height = head + len(block.bars) * (_BAR + _GAP) + _GAP
    tops = (head + _GAP + place * (_BAR + _GAP) for place in range(len(block.bars)))
    drawn = "".join(map(_bar, block.bars, tops))
    return _svg(height, f"{block.title}: {said}", drawn)


def _bar(bar: Bar, top: int) -> str:
    room = _WIDTH - _LABELS - _VALUES
    middle = top + _BAR - 5
    parts = [
        _label(_LABELS - 8, middle, bar.label, "end"),
        f'<rect class="track" x="{_LABELS}" y="{top}" width="{room}" height="{_BAR}"/>',
        f'<rect class="bar" x="{_LABELS}" y="{top}" width="{_n(room * bar.percent / 100)}" '
        f'height="{_BAR}"/>',
        _label(_WIDTH - _VALUES + 8, middle, bar.said, "start", "strong"),
    ]
    if bar.mark is not None:
        x = _n(_LABELS + room * bar.mark / 100)
        parts.append(f'<line class="mark" x1="{x}" x2="{x}" y1="{top - 4}" y2="{top + _BAR + 4}"/>')
        parts.append(_label(float(x), top - 8, bar.mark_said, "middle", "small"))
    return "".join(parts)


def distance_svg(row: Distance) -> str:
    """Return a value with its interval and its target on one scale."""
    shown_values = [v for v in (row.value, row.low, row.high, row.target) if v is not None]
    least, most = (0.0, 100.0) if row.percent else _padded(shown_values)
    left, right = _LABELS, _WIDTH - 20

    def x(value: float) -> str:
        share = (value - least) / (most - least) if most > least else 0.5
        return _n(left + (right - left) * min(1.0, max(0.0, share)))

    y = 26
    parts = [
        _label(_LABELS - 8, y + 4, row.label, "end"),
        f'<line class="axis" x1="{left}" x2="{right}" y1="{y}" y2="{y}"/>',
    ]
    if row.low is not None and row.high is not None:
        parts.append(
            f'<line class="range {row.tone.value}" x1="{x(row.low)}" x2="{x(row.high)}" '
            f'y1="{y}" y2="{y}"/>'
        )
    parts.append(f'<circle class="dot {row.tone.value}" cx="{x(row.value)}" cy="{y}" r="5"/>')
    if row.target is not None:
        at = x(row.target)
        parts.append(f'<line class="mark" x1="{at}" x2="{at}" y1="{y - 14}" y2="{y + 14}"/>')
        parts.append(_label(float(at), y - 17, "target", "middle", "small"))
    if row.percent:
        parts += [
            _label(left, y + 20, "0", "start", "small"),
            _label(right, y + 20, "100%", "end", "small"),
        ]
    return _svg(50, f"{row.label}: {row.said}", "".join(parts))


def trend_svg(block: Trend) -> str:
    """Return a line by weeks, the baseline's expectation dashed, the slow change shaded."""
    known = [v for week in block.weeks for v in (week.value, week.expected) if v is not None]
    if not known:
        return ""
    least, most = _padded(known)
    width = (_WIDTH - _LEFT - 10) / max(1, len(block.weeks) - 1)

    def x(place: int) -> float:
        return _LEFT + place * width

    def y(value: float) -> float:
        return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (most - value) / (most - least)

    parts = [_spell(block, x)]
    for value in (most, least):
        parts.append(_label(_LEFT - 6, y(value) + 4, _round(value), "end", "small"))
        parts.append(
            f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - 10}" y1="{_n(y(value))}" '
            f'y2="{_n(y(value))}"/>'
        )
    for name, values in (
        ("expected", [week.expected for week in block.weeks]),
        (
            f"line {block.tone.value}",
            [None if week.provisional else week.value for week in block.weeks],
        ),
    ):
        parts += [
            f'<polyline class="{name}" points="{" ".join(points)}"/>'
            for points in _stretches([(x(i), v) for i, v in enumerate(values)], y)
        ]
    parts += [
        f'<circle class="{"open" if week.provisional else f"dot {block.tone.value}"}" '
        f'cx="{_n(x(i))}" cy="{_n(y(week.value))}" r="{3 if week.provisional else 2.5}">'
        f"<title>{_safe(week.said)}</title></circle>"
        for i, week in enumerate(block.weeks)
        if week.value is not None
    ]
    ends = (block.weeks[0], "start", _LEFT), (block.weeks[-1], "end", _WIDTH - 10)
    parts += [_label(at, _HEIGHT - 4, _day(week), side, "small") for week, side, at in ends]
    return _svg(_HEIGHT, f"{block.title}. {block.said}", "".join(parts))


def _spell(block: Trend, x: Callable[[int], float]) -> str:
    if block.spell_first is None:
        return ""
    first, end = block.spell_first, block.spell_end
    inside = [
        place
        for place, week in enumerate(block.weeks)
        if week.first >= first and (end is None or week.first < end)
    ]
    if not inside:
        return ""
    left, right = max(_LEFT, x(inside[0]) - 4), x(inside[-1]) + 4
    return (
        f'<rect class="spell {block.tone.value}" x="{_n(left)}" y="{_TOP}" '
        f'width="{_n(right - left)}" height="{_HEIGHT - _TOP - _BOTTOM}"/>'
    )


def _stretches(
    points: Sequence[tuple[float, float | None]], y: Callable[[float], float]
) -> list[list[str]]:
    """Return the points in stretches without a gap: a week without data is no line."""
    found: list[list[str]] = [[]]
    for at, value in points:
        if value is None:
            found.append([])
        else:
            found[-1].append(f"{_n(at)},{_n(y(value))}")
    return [stretch for stretch in found if len(stretch) > 1]


def _padded(values: Sequence[float]) -> tuple[float, float]:
    least, most = min(values), max(values)
    room = (most - least) * 0.15 or abs(most) * 0.1 or 1.0
    return least - room, most + room


def _svg(height: int, said: str, drawn: str) -> str:
    return (
        f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{_safe(said)}">{drawn}</svg>'
    )


def _label(x: float, y: float, said: str, anchor: str, look: str = "") -> str:
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}"'
        f"{f' class={look}' if look else ''}>{_safe(said)}</text>"
    )


def _day(week: Week) -> str:
    return week.said.partition(":")[0]


def _round(value: float) -> str:
    digits = 0 if abs(value) >= 10 else 1
    return f"{value:,.{digits}f}".replace("-", "−")


def _n(value: float) -> str:
    return f"{value:.1f}"


def _safe(text: str) -> str:
    return escape(shown(text), quote=True)
