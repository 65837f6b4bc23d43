"""How often the verdicts are wrong, and how surely they find an effect: written into the docs.

    python -m tests.bench.verdicts             # some minutes; rewrites its table in the docs
    python -m tests.bench.verdicts --runs 100  # prints only

Each history is made day by day from the binomial, at a touchpoint and at its comparison, and judged
by the same functions as an action's.
"""

import argparse
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from cjm_tui.domain.kpi import DayTally, Signal, Tally
from cjm_tui.domain.period import Period
from cjm_tui.domain.statistics.blocks import Side, weeks_of
from cjm_tui.domain.statistics.effects import effect_of
from cjm_tui.domain.statistics.slow_change import slow_change
from cjm_tui.domain.statistics.verdicts import GuardrailState, Verdict, judge
from tests.bench.false_alarms import _KPI as KPI
from tests.bench.false_alarms import CORRELATED, COUNTING, DOCUMENT, NOISY, WEEKLY, Process

RUNS = 1000
SMALLEST = 4.0  # points: what is declared to be worthwhile
BEGIN, END = "<!-- verdicts: begin -->", "<!-- verdicts: end -->"
_FIRST = date(2025, 1, 6)
_WEEKDAY = np.array([0.05, 0.02, 0.0, 0.0, -0.01, -0.04, -0.05])
_OTHER_WEEKDAY = np.array([-0.06, -0.03, 0.0, 0.02, 0.03, 0.04, 0.05])
_LEVEL, _OTHER_LEVEL = 0.55, 0.62
_QUARTERS = 4


@dataclass(frozen=True)
class Length:
    """How much is known: whole weeks before and after the day live."""

    name: str
    before: int
    after: int


LENGTHS = (
    Length("26 weeks before, 8 after", 26, 8),
    Length("12 weeks before, 8 after", 12, 8),
    Length("8 weeks before, 4 after (the least)", 8, 4),
)


@dataclass(frozen=True)
class Scenario:
    """What happens; shares in points of a hundred, noise with its correlation by day or by week."""

    name: str
    effect: float = 0.0
    drift: float = 0.0  # a week, at the touchpoint alone
    shared: float = 0.0  # a week, at both
    noise: float = 3.0  # standard deviation from day to day beyond counting
    alike: float = 0.0  # correlation of neighbouring days
    wave: float = 0.0  # standard deviation of a weekly wave whose weeks are correlated by a half
    season: bool = False  # strong weekdays that differ, volumes that shift between them and grow
    bad_week: bool = False  # proposed because of a bad week, live a week later
    rows: int = 80
    compared: bool = True


NOTHING = (
    Scenario("nothing"),
    Scenario("nothing; neighbouring days alike by 0.5", noise=5.0, alike=0.5),
    Scenario("nothing; weeks in waves alike by 0.5", wave=2.0),
    Scenario("nothing; strong weekdays, volumes that shift and grow", season=True),
    Scenario("nothing; both drift by 0.5 a week", shared=0.5),
    Scenario("nothing; the touchpoint drifts by 0.1 a week", drift=0.1),
    Scenario("nothing; the touchpoint drifts by 0.2 a week", drift=0.2),
    Scenario("nothing; the touchpoint drifts by 0.4 a week", drift=0.4),
    Scenario("nothing; the touchpoint drifts by 0.8 a week", drift=0.8),
    Scenario("nothing; proposed after a bad week", bad_week=True),
    Scenario("nothing; no comparison", compared=False),
)
EFFECTS = (
    *(
        Scenario(f"an effect of {size:g} points", effect=size)
        for size in (2.0, 4.0, 6.0, 8.0, 12.0)
    ),
    Scenario("an effect of 4 points, 400 rows a day", effect=4.0, rows=400),
    Scenario("an effect of 8 points, drifting by 0.2 a week", effect=8.0, drift=0.2),
    Scenario("an effect of −8 points", effect=-8.0),
    Scenario("an effect of 8 points, no comparison", effect=8.0, compared=False),
)
SCENARIOS = NOTHING + EFFECTS


def history(
    scenario: Scenario, length: Length, rng: np.random.Generator
) -> tuple[list[DayTally], list[DayTally], date, date]:
    """Return the days of the touchpoint and of its comparison, the day proposed and the day live."""
    lead = 8 if scenario.bad_week else 0
    count = 7 * (lead + length.before + length.after)
    live = 7 * (lead + length.before)
    day = np.arange(count)
    week = day / 7
    base = _LEVEL + scenario.shared / 100 * week + scenario.drift / 100 * week
    other = _OTHER_LEVEL + scenario.shared / 100 * week
    strong = 3.0 if scenario.season else 1.0
    swings = [_swing(scenario, count, rng) for _ in range(2)]
    if scenario.bad_week:
        live = _after_worst_week(swings[0], live)
    base = base + strong * _WEEKDAY[day % 7] + swings[0]
    base = base + np.where(day >= live, scenario.effect / 100, 0.0)
    other = other + strong * _OTHER_WEEKDAY[day % 7] + swings[1]
    rows = np.full(count, scenario.rows, dtype=float)
    if scenario.season:
        rows *= (1 + day / count) * np.where(day % 7 >= 5, 0.3 + day / count, 1.0)
    first = _FIRST + timedelta(days=0)
    own_days, other_days = (
        _days(first, share, (rows * size).astype(int), rng)
        for share, size in ((base, 1.0), (other, 1.4))
    )
    live_day = first + timedelta(days=live)
    proposed = live_day - timedelta(days=7 if scenario.bad_week else 7 * length.before)
    last = live_day + timedelta(days=7 * length.after)
    kept = [[d for d in days if d.day < last] for days in (own_days, other_days)]
    return kept[0], kept[1], proposed, live_day


def _swing(scenario: Scenario, count: int, rng: np.random.Generator) -> np.ndarray:
    found = scenario.noise / 100 * _wave(count, scenario.alike, rng)
    if scenario.wave:
        found = found + scenario.wave / 100 * np.repeat(_wave(count // 7 + 1, 0.5, rng), 7)[:count]
    return found


def _wave(count: int, alike: float, rng: np.random.Generator) -> np.ndarray:
    shocks = rng.normal(size=count)
    if alike:
        for place in range(1, count):
            shocks[place] = alike * shocks[place - 1] + math.sqrt(1 - alike * alike) * shocks[place]
    return shocks


def _after_worst_week(swing: np.ndarray, live: int) -> int:
    """Return the day live if the worst of the last eight weeks led to a proposal right after it."""
    weeks = swing[live - 56 : live].reshape(8, 7).mean(axis=1)
    worst = int(np.argmin(weeks))
    swing[live - 56 + 7 * worst : live - 49 + 7 * worst] -= 0.06  # and it was really bad
    return live - 56 + 7 * worst + 14


def _days(first: date, share: np.ndarray, rows: np.ndarray, rng: np.random.Generator) -> list:
    successes = rng.binomial(rows, np.clip(share, 0.0, 1.0))
    return [
        DayTally(first + timedelta(days=place), Tally(int(n), float(x), float(x)))
        for place, (n, x) in enumerate(zip(rows, successes, strict=True))
    ]


def verdict_on(scenario: Scenario, length: Length, rng: np.random.Generator) -> Verdict:
    """Simulate one history and judge it."""
    own, other, proposed, live = history(scenario, length, rng)
    weeks = weeks_of(
        KPI,
        Side(own, {}),
        Side(other, {}) if scenario.compared else None,
        live=live,
        proposed=proposed,
        until=own[-1].day,
        wanted=length.after,
        minimum=10,
    )
    effect = effect_of(KPI, weeks)
    found = judge(KPI, weeks, effect, smallest=SMALLEST, guardrail=GuardrailState.NONE)
    return found.verdict


def shares(scenario: Scenario, length: Length, runs: int, seed: int) -> dict[Verdict, float]:
    """Return how often each verdict is given."""
    rng = np.random.default_rng(seed)
    counts = Counter(verdict_on(scenario, length, rng) for _ in range(runs))
    return {verdict: counts[verdict] / runs for verdict in Verdict}


def watch_alarms(process: Process, frozen: int, runs: int, seed: int) -> list[float]:
    """Return how often an unchanged level is said to have slid, in each quarter of a year."""
    rng = np.random.default_rng(seed)
    alarms = np.zeros(_QUARTERS)
    for _ in range(runs):
        days = process.days(rng, frozen + 91 * _QUARTERS)
        whole = Period(days[0].day, days[-1].day, "all")
        found = slow_change(KPI, days, None, whole, needed_days=frozen)
        assert found is not None
        for spell in found.spells:
            if spell.signal is Signal.WORSE:
                quarter = ((spell.alarm - days[0].day).days - frozen) // 91
                alarms[min(_QUARTERS - 1, quarter)] += 1
    return [float(share) for share in alarms / runs]


WATCHES = tuple(
    (replace(process, name=process.name), frozen)
    for process in (COUNTING, NOISY, CORRELATED, WEEKLY)
    for frozen in (56, 84)
)
_COLUMNS = "| {} | worked | improved | no difference | worse | inconclusive |"


def table(runs: int, seed: int = 1) -> Iterator[str]:
    """Yield the figures as lines of Markdown."""
    yield f"{runs:,} simulated histories a line; shares in per cent."
    for length in LENGTHS:
        yield from ("", _COLUMNS.format(length.name), "|---|---:|---:|---:|---:|---:|")
        for place, scenario in enumerate(SCENARIOS):
            found = shares(scenario, length, runs, 1000 * seed + place)
            yield (
                f"| {scenario.name} | "
                + " | ".join(f"{100 * s:.1f}" for s in found.values())
                + " |"
            )
    yield ""
    yield "| Said to have slid though nothing changed | 1st quarter | 2nd | 3rd | 4th |"
    yield "|---|---:|---:|---:|---:|"
    for place, (process, frozen) in enumerate(WATCHES):
        found_alarms = watch_alarms(process, frozen, runs, 2000 * seed + place)
        cells = " | ".join(f"{100 * share:.1f}" for share in found_alarms)
        yield f"| {process.name}; {frozen} days frozen | {cells} |"


def read_table(text: str) -> dict[tuple[str, str], list[float]]:
    """Return the shares of a document, 0 … 1, by heading and name of a line."""
    body = text.split(BEGIN, 1)[1].split(END, 1)[0]
    found: dict[tuple[str, str], list[float]] = {}
    group = ""
    for line in body.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) > 2 and re.fullmatch(r"[\d.]+", cells[1]):
            found[group, cells[0]] = [float(cell) / 100 for cell in cells[1:]]
        elif len(cells) > 2 and not set(line) <= set("|-:"):
            group = cells[0]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS)
    runs = parser.parse_args().runs
    text = "\n".join(table(runs))
    if runs != RUNS:
        print(text)
        return
    before, rest = DOCUMENT.read_text(encoding="utf-8").split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    DOCUMENT.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
