"""How often the signals cry wolf, and how surely they cry: simulated, and written into the docs.

    python -m tests.bench.false_alarms            # some minutes; rewrites docs/statistics.md
    python -m tests.bench.false_alarms --runs 200 # prints only

Every figure is the mean over independent touchpoints (or maps of twenty) and carries its
Monte-Carlo standard error.
"""

import argparse
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from cjm_tui.domain.audit import hollow
from cjm_tui.domain.kpi import (
    DayTally,
    Direction,
    Kpi,
    KpiClass,
    Measure,
    Signal,
    Tally,
    Unit,
)
from cjm_tui.domain.period import Period
from cjm_tui.domain.statistics import cusum
from cjm_tui.domain.statistics.reading import Reading, read
from cjm_tui.domain.statistics.signals import Episode, episodes
from cjm_tui.domain.statistics.slow_change import slow_change

DOCUMENT = Path(__file__).parents[2] / "docs" / "statistics.md"
RUNS = 4000
MAP = 20
_BASELINE, _SETTLED, _WINDOW, _QUARTER, _YEAR = 56, 21, 28, 91, 365
_FIRST = date(2025, 1, 6)
_WEEKDAY = np.array([0.05, 0.02, 0.0, 0.0, -0.01, -0.04, -0.05])
_EVEN = np.ones(7)
_UNEVEN = np.array([1.3, 1.1, 1.0, 1.0, 0.9, 0.3, 0.15])
_KPI = Kpi(
    name="simulated",
    title="Simulated share",
    description="",
    measure=Measure.PROPORTION,
    kpi_class=KpiClass.OUTCOME,
    because="",
    unit=Unit.PERCENT,
    direction=Direction.HIGHER,
)


@dataclass(frozen=True)
class Process:
    """A share of 35 % with weekday effects, its rows a day and its noise beyond counting."""

    name: str
    rows: int = 200
    noise: float = 0.0  # standard deviation from day to day, as a share
    correlation: float = 0.0  # of neighbouring days' noise
    volume: tuple[float, ...] = tuple(_EVEN)

    @property
    def sigma(self) -> float:
        """Standard deviation of a day's value, as a share."""
        return math.sqrt(self.noise**2 + 0.35 * 0.65 / self.rows)

    def days(self, rng: np.random.Generator, count: int, slide: float = 0.0) -> list[DayTally]:
        """Return days that fall by `slide` for good after the baseline."""
        day = np.arange(count)
        share = 0.35 + _WEEKDAY[day % 7] - np.where(day >= _BASELINE, slide, 0.0)
        if self.noise:
            shocks = rng.normal(size=count)
            wave = np.empty(count)
            wave[0] = shocks[0]
            for place in range(1, count):
                wave[place] = (
                    self.correlation * wave[place - 1]
                    + math.sqrt(1 - self.correlation**2) * shocks[place]
                )
            share = share + self.noise * wave
        rows = np.maximum(1, (self.rows * np.array(self.volume)[day % 7]).astype(int))
        successes = rng.binomial(rows, np.clip(share, 0.0, 1.0))
        return [
            DayTally(_FIRST + timedelta(days=int(d)), Tally(int(n), float(x), float(x)))
            for d, n, x in zip(day, rows, successes, strict=True)
        ]


COUNTING = Process("200 rows a day, counting noise alone")
NOISY = Process("200 rows a day, noise of 3 points a day beyond counting", noise=0.03)
UNEVEN = Process(
    "the same noise, 260 rows on Mondays and 30 on Sundays", noise=0.03, volume=tuple(_UNEVEN)
)
WEEKLY = Process("8 rows a day: a weekly chart", rows=8)
WEEKLY_NOISY = Process(
    "16 rows a day, noise of 10 points a day: a weekly chart", rows=16, noise=0.1
)
CORRELATED = Process(
    "noise of 5 points, neighbouring days correlated by 0.3", noise=0.05, correlation=0.3
)


@dataclass(frozen=True)
class Figure:
    """A simulated mean with its standard error."""

    group: str
    name: str
    value: float
    error: float
    percent: bool = True

    @property
    def row(self) -> str:
        """The figure as a line of the table."""
        if self.percent:
            return f"| {self.name} | {100 * self.value:.2f} % | {100 * self.error:.2f} |"
        return f"| {self.name} | {self.value:.3f} | {self.error:.3f} |"


def _figure(group: str, name: str, values: list[float], *, percent: bool = True) -> Figure:
    known = np.array(values, float)
    error = float(known.std(ddof=1)) / math.sqrt(len(known))
    return Figure(group, name, float(known.mean()), error, percent)


def _reading(days: list[DayTally]) -> Reading:
    return read(_KPI, days, None, Period(days[0].day, days[-1].day, "all"), 10, _BASELINE, None)


def _runs_of_eight(reading: Reading) -> list[int]:
    """Return the positions at which a run becomes eight long."""
    found = []
    side = length = 0
    for place, mark in enumerate(reading.marks):
        length = length + 1 if mark.side == side and mark.side else abs(mark.side)
        side = mark.side
        if length == 8:
            found.append(place)
    return found


def _open(found: list[Episode], place: int) -> bool:
    return any(e.opened <= place and (e.closed is None or e.closed > place) for e in found)


def false_signals(process: Process, runs: int, seed: int) -> Iterator[Figure]:
    """Simulate unchanged touchpoints: what the map's rules say of them within 28 days."""
    rng = np.random.default_rng(seed)
    outside, run, limits, either, worse, opened, open_now = ([] for _ in range(7))
    for _ in range(runs):
        reading = _reading(process.days(rng, _BASELINE + _SETTLED + _WINDOW))
        step = 7 if reading.series.weekly else 1
        first, last = _SETTLED // step, len(reading.marks)
        window = range(first, last)
        outs = [place for place in window if reading.marks[place].outside]
        found = episodes(reading.marks)
        outside.append(len(outs) / len(window))
        limits.append(bool(outs))
        run.append(any(place in window for place in _runs_of_eight(reading)))
        either.append(any(e.opened in window for e in found))
        worse.append(any(e.opened in window and e.side < 0 for e in found))
        opened.append(sum(e.opened in window for e in found) / _WINDOW)
        open_now.append([_open(found, place) for place in window])
    group = f"Nothing changed: {process.name}"
    yield _figure(group, "a point outside the limits, each point", outside)
    yield _figure(group, "8 in a row completed within 28 days", run)
    yield _figure(group, "a point outside within 28 days", limits)
    yield _figure(group, "a signal opens within 28 days, by either rule", either)
    yield _figure(group, "of these, one that says worse", worse)
    maps = [slice(place, place + MAP) for place in range(0, runs - MAP + 1, MAP)]
    yield _figure(
        group,
        "of 20 touchpoints: signals that open on one morning",
        [float(sum(opened[m])) for m in maps],
        percent=False,
    )
    mornings = [np.array(open_now[m]).sum(axis=0) for m in maps]
    yield _figure(
        group,
        "of 20 touchpoints: signals open on one morning",
        [float(m.mean()) for m in mornings],
        percent=False,
    )
    yield _figure(group, "mornings without any open", [float((m == 0).mean()) for m in mornings])


def caught(process: Process, slide: float, name: str, runs: int, seed: int) -> Iterator[Figure]:
    """Simulate a permanent slide after the baseline: caught within 28 days?"""
    rng = np.random.default_rng(seed)
    run, either, slow = [], [], []
    for _ in range(runs):
        days = process.days(rng, _BASELINE + _WINDOW, slide)
        reading = _reading(days)
        below = [e for e in episodes(reading.marks) if e.side < 0]
        run.append(any(e.run for e in below))
        either.append(bool(below))
        slow.append(_worse(days))
    group = f"{name}: {process.name}"
    yield _figure(group, "caught within 28 days by 8 in a row", run)
    yield _figure(group, "caught within 28 days by the map's two rules", either)
    yield _figure(group, "caught within 28 days by the slow-change rule", slow)


def _worse(days: list[DayTally]) -> bool:
    found = slow_change(_KPI, days, None, Period(days[0].day, days[-1].day, "all"))
    return found is not None and any(spell.signal is Signal.WORSE for spell in found.spells)


def lasting(process: Process, sizes: tuple[float, ...], runs: int, seed: int) -> Iterator[Figure]:
    """Simulate a permanent drop: the share of days with the signal open in the following year."""
    rng = np.random.default_rng(seed)
    group = f"A drop that stays, 29th to 365th day: {process.name}"
    for size in sizes:
        shares = []
        for _ in range(runs):
            reading = _reading(process.days(rng, _BASELINE + _YEAR, size * process.sigma))
            found = [e for e in episodes(reading.marks) if e.side < 0]
            shares.append(float(np.mean([_open(found, place) for place in range(_WINDOW, _YEAR)])))
        yield _figure(group, f"drop of {size:g} σ: share of days on which it is shown", shares)


def slow_false_alarms(process: Process, runs: int, seed: int) -> Iterator[Figure]:
    """Simulate unchanged touchpoints for a quarter under the slow-change rule."""
    rng = np.random.default_rng(seed)
    widened, plain = [], []
    for _ in range(runs):
        days = process.days(rng, _BASELINE + _QUARTER)
        found = slow_change(_KPI, days, None, Period(days[0].day, days[-1].day, "all"))
        assert found is not None
        widened.append(bool(found.spells))
        plain.append(bool(_without_widening(_reading(days))))
    group = f"Slow change, nothing changed for a quarter: {process.name}"
    yield _figure(group, "false alarm, either side", widened)
    yield _figure(group, "the same without widening for autocorrelation", plain)


def pairs(
    process: Process, name: str, rises: tuple[float, float], runs: int, seed: int
) -> Iterator[Figure]:
    """Simulate a year of an output and its outcome, which rise for good by so much, or fall.

    A year counts as flagged where the audit would have called the pair a watermelon on any day.
    """
    rng = np.random.default_rng(seed)
    flagged = []
    for _ in range(max(2, runs // 4)):
        sides = [process.days(rng, _BASELINE + _YEAR, -rise) for rise in rises]
        year = Period(sides[0][0].day, sides[0][-1].day, "all")
        output, outcome = (slow_change(_KPI, days, None, year) for days in sides)
        assert output is not None
        assert outcome is not None
        flagged.append(hollow(output, outcome, year) is not None)
    group = f"Pairs of output and outcome over a year: {process.name}"
    yield _figure(group, f"{name}: flagged as a watermelon on any day", flagged)


def _without_widening(reading: Reading) -> list[cusum.Stretch]:
    baseline = reading.baseline
    assert baseline is not None
    sigma = max(baseline.floor, float(np.std(baseline.residuals, ddof=1)))
    points = [reading.series.points[place] for place in reading.later]
    return cusum.stretches(
        [
            ((point.value or 0.0) - band.centre) / (band.spread * sigma)
            for point, band in zip(points, reading.bands, strict=True)
        ]
    )


PAIRS = (
    ("both stable", (0.0, 0.0)),
    ("both better by 5 points", (0.05, 0.05)),
    ("the output better by 5 points, the outcome stable", (0.05, 0.0)),
    ("the output better by 5 points, the outcome worse by 5", (0.05, -0.05)),
)

Task = Callable[[int, int], Iterator[Figure]]
TASKS: tuple[Task, ...] = (
    *(
        (lambda runs, seed, process=process: false_signals(process, runs, seed))
        for process in (COUNTING, NOISY, UNEVEN, WEEKLY, WEEKLY_NOISY, CORRELATED)
    ),
    lambda runs, seed: caught(COUNTING, 0.05, "A slide of 5 points", runs, seed),
    lambda runs, seed: caught(
        Process("400 rows a day", rows=400), 0.05, "A slide of 5 points", runs, seed
    ),
    lambda runs, seed: caught(
        Process("100 rows a day", rows=100), 0.05, "A slide of 5 points", runs, seed
    ),
    lambda runs, seed: caught(NOISY, 1.5 * NOISY.sigma, "A slide of 1.5 σ", runs, seed),
    lambda runs, seed: lasting(NOISY, (1.0, 1.5, 2.0), max(2, runs // 20), seed),
    *(
        (lambda runs, seed, process=process: slow_false_alarms(process, runs, seed))
        for process in (COUNTING, NOISY, CORRELATED)
    ),
    *(
        (lambda runs, seed, process=process, case=case: pairs(process, *case, runs, seed))
        for process in (COUNTING, NOISY, CORRELATED)
        for case in PAIRS
    ),
)


def simulate(runs: int, seed: int) -> list[Figure]:
    """Return all figures; the same for the same runs and seed."""
    return [
        figure for place, task in enumerate(TASKS) for figure in task(runs, seed * 1000 + place)
    ]


def table(figures: list[Figure], runs: int) -> str:
    """Return the figures as Markdown."""
    lines = [f"{runs:,} simulated touchpoints each; ± is one Monte-Carlo standard error."]
    group = ""
    for figure in figures:
        if figure.group != group:
            group = figure.group
            lines += ["", f"| {group} | | ± |", "|---|---:|---:|"]
        lines.append(figure.row)
    return "\n".join(lines)


BEGIN, END = "<!-- simulated: begin -->", "<!-- simulated: end -->"


def read_table(text: str) -> dict[tuple[str, str], Figure]:
    """Return the figures of a document by group and name."""
    body = text.split(BEGIN, 1)[1].split(END, 1)[0]
    found = {}
    group = ""
    for line in body.splitlines():
        if match := re.fullmatch(r"\| (.+) \| \| ± \|", line):
            group = match[1]
        elif match := re.fullmatch(r"\| (.+) \| ([\d.]+)( %)? \| ([\d.]+) \|", line):
            scale = 100 if match[3] else 1
            found[group, match[1]] = Figure(
                group, match[1], float(match[2]) / scale, float(match[4]) / scale, bool(match[3])
            )
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS)
    runs = parser.parse_args().runs
    text = table(simulate(runs, seed=1), runs)
    if runs != RUNS:
        print(text)
        return
    before, rest = DOCUMENT.read_text(encoding="utf-8").split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    DOCUMENT.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
