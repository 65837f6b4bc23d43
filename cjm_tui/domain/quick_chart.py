"""A quick chart of a result: which of its columns are drawn, and how, decided by their types."""

import math
import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from cjm_tui.domain.panel import Result

MOST_BARS = 200
MOST_ROWS = 50_000
_BINS = 20
_NUMBER = re.compile(r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DECIMAL\(\d+,\d+\)|DOUBLE|FLOAT")
_TIME = re.compile(r"DATE|TIMESTAMP(_S|_MS|_NS| WITH TIME ZONE)?")


@dataclass(frozen=True, slots=True)
class Mark:
    """One bar or point: its label and its value."""

    label: str
    value: float


@dataclass(frozen=True, slots=True)
class QuickChart:
    """Bars, a line or a histogram, with a sentence that says what is drawn and what is not."""

    kind: str  # "bar", "line" or "histogram"
    marks: tuple[Mark, ...]
    words: str


def charts(result: Result) -> tuple[QuickChart, ...]:
    """Return the charts that the result's columns allow, the most telling first; maybe none."""
    numbers = [at for at, kind in enumerate(result.types) if _NUMBER.fullmatch(kind)]
    times = [at for at, kind in enumerate(result.types) if _TIME.fullmatch(kind)]
    labels = [at for at in range(len(result.types)) if at not in numbers and at not in times]
    if result.rows > MOST_ROWS:  # a chart is drawn between two keys
        part = replace(result, table=result.table.slice(0, MOST_ROWS))
        said = f" · of the first {MOST_ROWS:,} rows"
        return tuple(replace(chart, words=chart.words + said) for chart in charts(part))
    found = []
    for number in numbers:
        if times:
            found.append(_drawn("line", result, times[0], number))
        if labels:
            found.append(_drawn("bar", result, labels[0], number))
        found.append(_histogram(result, number))
    return tuple(chart for chart in found if chart.marks)


def _drawn(kind: str, result: Result, label: int, number: int) -> QuickChart:
    """Return one mark a row, in the result's order; a line in the order of time."""
    pairs = list(zip(_column(result, label), _column(result, number), strict=True))
    known = [(name, float(value)) for name, value in pairs if _finite(value)]
    if kind == "line":
        known = sorted(((n, v) for n, v in known if n is not None), key=lambda pair: pair[0])
    drawn = known[:MOST_BARS]
    left_out = len(pairs) - len(drawn)
    words = f"{result.columns[number]} by {result.columns[label]}"
    if len(known) > len(drawn):
        words += f" · the first {len(drawn)} of {len(pairs):,}"
    elif left_out:
        words += f" · {left_out:,} without a number left out"
    return QuickChart(kind, tuple(Mark(_label(name), value) for name, value in drawn), words)


def _histogram(result: Result, number: int) -> QuickChart:
    """Return how many rows fall into each of up to twenty bins of the same width."""
    values = [float(v) for v in _column(result, number) if _finite(v)]
    words = f"how often each {result.columns[number]} · {len(values):,} rows"
    if not values:
        return QuickChart("histogram", (), words)
    low, high = min(values), max(values)
    if low == high:
        return QuickChart("histogram", (Mark(f"{low:g}", len(values)),), words)
    step = _round_step(high / _BINS - low / _BINS)
    if not math.isfinite(step) or step == 0.0:
        return QuickChart("histogram", (), words)  # no bins so wide, or so narrow
    first = math.floor(low / step)
    counts: dict[int, int] = {}
    for value in values:
        at = math.floor(value / step)
        counts[at] = counts.get(at, 0) + 1
    marks = tuple(
        Mark(f"{at * step:g} – {(at + 1) * step:g}", counts.get(at, 0))
        for at in range(first, math.floor(high / step) + 1)
    )
    return QuickChart("histogram", marks, words)


def _round_step(width: float) -> float:
    """Return 1, 2 or 5 times a power of ten, at least the width."""
    power = 10.0 ** math.floor(math.log10(width)) if width > 0 else 0.0
    return next(times * power for times in (1.0, 2.0, 5.0, 10.0) if times * power >= width)


def _column(result: Result, at: int) -> list[Any]:
    found: list[Any] = result.table.column(at).to_pylist()
    return found


def _finite(value: Any) -> bool:
    return value is not None and not isinstance(value, str) and math.isfinite(float(value))


def _label(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    return value.isoformat() if isinstance(value, date) else str(value)
