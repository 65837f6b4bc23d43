"""The five verdicts, the warning of regression to the mean, and the watch."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from cjm_tui.domain.kpi import DayTally, Direction
from cjm_tui.domain.statistics.blocks import Side, weeks_of
from cjm_tui.domain.statistics.effects import Change, Effect, effect_of
from cjm_tui.domain.statistics.verdicts import GuardrailState, Reason, Verdict, judge, regression
from cjm_tui.domain.statistics.watching import guardrail_state, watched
from tests.bench import verdicts as bench
from tests.domain.statistics.histories import binomial, kpi, percents, share

LIVE = date(2025, 1, 6) + timedelta(weeks=20)
FIRST = LIVE - timedelta(weeks=20)


def an_effect(low, high, *, beyond=None):
    value = (low + high) / 2
    beyond = beyond or (low, high)
    change = Change(50.0, 50.0, 50.0 + value)
    return Effect(value, low, high, change, change, 0.0, -1.0, 1.0, value, *beyond, 1.0, 0.0, 20.0)


def some_weeks(compared=True, before=12, after=8):
    days = percents([50.0] * 7 * (before + after), 200, LIVE - timedelta(weeks=before))
    return weeks_of(
        kpi(),
        Side(days, {}),
        Side(days, {}) if compared else None,
        live=LIVE,
        proposed=FIRST,
        until=days[-1].day,
        wanted=8,
        minimum=10,
    )


def verdict(effect, *, compared=True, smallest=4.0, guardrail=GuardrailState.STEADY, of=None):
    return judge(of or kpi(), some_weeks(compared), effect, smallest=smallest, guardrail=guardrail)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (1, 9, Verdict.WORKED),
        (-1, 9, Verdict.INCONCLUSIVE),
        (-9, -1, Verdict.WORSE),
        (-3, 3, Verdict.NO_DIFFERENCE),
        (1, 3, Verdict.NO_DIFFERENCE),  # sure, and not worth it
        (-3, -1, Verdict.NO_DIFFERENCE),
        (0, 9, Verdict.INCONCLUSIVE),
    ],
)
def test_the_interval_decides(low, high, expected):
    assert verdict(an_effect(low, high)).verdict is expected
    lower = kpi(direction=Direction.LOWER)
    assert verdict(an_effect(-high, -low), of=lower).verdict is expected


def test_without_a_comparison_the_cause_is_not_shown():
    found = verdict(an_effect(5, 9), compared=False)
    assert found.verdict is Verdict.IMPROVED
    assert Reason.NO_COMPARISON in found.reasons
    worse = verdict(an_effect(-9, -5), compared=False)
    assert worse.verdict is Verdict.WORSE
    assert Reason.NO_COMPARISON in worse.reasons


def test_a_trend_that_explains_it_leaves_the_cause_open():
    found = verdict(an_effect(5, 9, beyond=(-1, 3)))
    assert found.verdict is Verdict.IMPROVED
    assert found.reasons[0] is Reason.TREND_BEFORE


def test_a_guardrail_that_got_worse_is_never_a_win():
    found = verdict(an_effect(5, 9), guardrail=GuardrailState.WORSE)
    assert found.verdict is Verdict.INCONCLUSIVE
    assert found.reasons[0] is Reason.GUARDRAIL_WORSE
    assert verdict(an_effect(5, 9), guardrail=GuardrailState.UNKNOWN).verdict is Verdict.WORKED


def test_no_difference_needs_a_declared_smallest_effect():
    found = verdict(an_effect(-1, 1), smallest=None)
    assert found.verdict is Verdict.INCONCLUSIVE
    assert Reason.NOTHING_DECLARED in found.reasons
    assert verdict(an_effect(5, 9), smallest=None).verdict is Verdict.WORKED


@pytest.mark.parametrize(
    ("before", "after", "reason"), [(7, 8, Reason.FEW_BEFORE), (12, 3, Reason.FEW_AFTER)]
)
def test_too_few_weeks_are_inconclusive(before, after, reason):
    weeks = some_weeks(before=before, after=after)
    found = judge(
        kpi(), weeks, effect_of(kpi(), weeks), smallest=1.0, guardrail=GuardrailState.NONE
    )
    assert found.verdict is Verdict.INCONCLUSIVE
    assert found.reasons == (reason,)


def history(bad_week, of=None):
    rng = np.random.default_rng(2)
    values = [70 + rng.normal() for _ in range(7 * 28)]
    if bad_week:
        values[133:140] = [value - 25 for value in values[133:140]]
    days = percents(values, 60, FIRST)
    return weeks_of(
        of or kpi(),
        Side(days, {}),
        None,
        live=LIVE,
        proposed=LIVE,
        until=days[-1].day,
        wanted=8,
        minimum=10,
    )


def test_a_bad_week_that_led_to_the_action_is_warned_of():
    found = regression(kpi(), history(bad_week=True), None)
    assert found.worst == pytest.approx(45, abs=2)
    assert found.worst_from == LIVE - timedelta(weeks=1)
    assert found.ordinary == pytest.approx(70, abs=1)
    weeks = history(bad_week=True)
    effect = effect_of(kpi(), weeks)
    assert abs(effect.value) < 3  # and it is no baseline
    assert regression(kpi(direction=Direction.LOWER), weeks, None) is None


def test_ordinary_weeks_warn_of_nothing_and_a_bad_baseline_named_by_hand_does():
    weeks = history(bad_week=False)
    assert regression(kpi(), weeks, 69.8) is None
    assert regression(kpi(), weeks, 45.0).stated == 45.0
    assert regression(kpi(), weeks, 95.0) is None  # a good baseline flatters nothing


def test_a_level_is_watched_and_its_slide_found():
    rng = np.random.default_rng(7)
    days = binomial(rng, 300, at=lambda day: -0.06 if day >= 200 else 0.0)
    first, last = days[30].day, days[30 + 55].day
    found = watched(kpi(), days, first=first, last=last, minimum=10)
    assert found.slid
    assert abs((found.slide.first - days[200].day).days) < 14
    assert found.slide.alarm > days[200].day
    assert found.level.value == pytest.approx(35, abs=1.5)
    assert 2 < found.visible < 6
    assert [r.day for r in found.rechecks] == [last + timedelta(days=n) for n in (30, 90, 365)]
    assert [r.due for r in found.rechecks] == [True, True, False]
    assert found.rechecks[0].change.low < 0 < found.rechecks[0].change.high
    late = watched(kpi(), days[200:], first=days[200].day, last=days[255].day, minimum=10)
    assert late.rechecks[0].due


def test_a_level_that_holds_and_one_that_came_back():
    rng = np.random.default_rng(8)
    steady = binomial(rng, 300)
    found = watched(kpi(), steady, first=steady[30].day, last=steady[85].day, minimum=10)
    assert found.slide is None
    assert not found.slid
    back = binomial(rng, 400, at=lambda day: -0.08 if 200 <= day < 250 else 0.0)
    found = watched(kpi(), back, first=back[30].day, last=back[85].day, minimum=10)
    assert found.slide.end is not None
    assert not found.slid


def test_a_level_needs_eight_weeks_and_rows_enough():
    rng = np.random.default_rng(8)
    days = binomial(rng, 100)
    assert watched(kpi(), days[:80], first=days[30].day, last=days[57].day, minimum=10) is None
    short = watched(kpi(), days, first=days[30].day, last=days[57].day, minimum=10)
    assert short.last == days[85].day  # four weeks are too few to know the noise: eight are taken
    thin = [DayTally(day.day, share(0, 1)) for day in days]
    assert watched(kpi(), thin, first=thin[0].day, last=thin[60].day, minimum=10) is None


def test_the_guardrail_is_held_against_the_weeks_before():
    rng = np.random.default_rng(3)
    days = binomial(rng, 200, at=lambda day: -0.07 if day >= 140 else 0.0)
    live, last = days[140].day, days[195].day
    state, spell = guardrail_state(kpi(), days, live=live, last=last, minimum=10)
    assert state is GuardrailState.WORSE
    assert spell.alarm >= live
    better = kpi(direction=Direction.LOWER)
    assert guardrail_state(better, days, live=live, last=last, minimum=10) == (
        GuardrailState.STEADY,
        None,
    )
    before = guardrail_state(kpi(), days, live=days[100].day, last=days[135].day, minimum=10)
    assert before[0] is GuardrailState.STEADY  # what comes later is not the action's
    young = guardrail_state(kpi(), days[100:], live=live, last=last, minimum=10)
    assert young[0] is GuardrailState.UNKNOWN


FEWER = 120


@pytest.fixture(scope="module")
def stated():
    return bench.read_table(bench.DOCUMENT.read_text(encoding="utf-8"))


def within(value, known, runs):
    error = (known * (1 - known) * (1 / runs + 1 / bench.RUNS)) ** 0.5
    return abs(value - known) <= 4 * error + 3 / runs


@pytest.mark.parametrize("length", bench.LENGTHS, ids=lambda length: length.name)
@pytest.mark.parametrize("scenario", bench.SCENARIOS[::2], ids=lambda scenario: scenario.name)
def test_a_smaller_simulation_agrees_with_the_documented_verdicts(stated, length, scenario):
    found = bench.shares(scenario, length, FEWER, 77)
    known = stated[length.name, scenario.name]
    for (name, value), share_known in zip(found.items(), known, strict=True):
        assert within(value, share_known, FEWER), name


@pytest.mark.parametrize(
    ("process", "frozen"), bench.WATCHES[::3], ids=lambda value: str(value)[:9]
)
def test_a_smaller_simulation_agrees_with_the_documented_false_slides(stated, process, frozen):
    found = bench.watch_alarms(process, frozen, FEWER, 77)
    known = next(
        cells
        for (_, name), cells in stated.items()
        if name == f"{process.name}; {frozen} days frozen"
    )
    assert all(within(a, b, FEWER) for a, b in zip(found, known, strict=True))


def test_what_is_promised(stated):
    worked = {key: cells[0] for key, cells in stated.items() if len(cells) == 5}
    nothing = {key: share for key, share in worked.items() if key[1].startswith("nothing")}
    assert len(nothing) == len(bench.NOTHING) * len(bench.LENGTHS)
    assert max(nothing.values()) <= 0.05
    slides = [max(cells) for cells in stated.values() if len(cells) == 4]
    assert len(slides) == len(bench.WATCHES)
    assert max(slides) <= 0.05
    long = bench.LENGTHS[0].name
    assert worked[long, "an effect of 8 points"] >= 0.95
    assert worked[long, "an effect of −8 points"] == 0


def test_a_scenario_is_what_it_says():
    rng = np.random.default_rng(1)
    plain = replace(bench.SCENARIOS[0], rows=5000, noise=0.0)
    own, other, proposed, live = bench.history(plain, bench.LENGTHS[0], rng)
    assert (live - own[0].day).days == 26 * 7
    assert (own[-1].day - live).days == 8 * 7 - 1
    assert len(own) == len(other)
    bad = replace(plain, bad_week=True, noise=3.0)
    own, _, proposed, live = bench.history(bad, bench.LENGTHS[0], rng)
    week = [d.tally for d in own if proposed - timedelta(days=7) <= d.day < proposed]
    rest = [d.tally for d in own if d.day < proposed - timedelta(days=7)]
    low, usual = (sum(t.sum for t in part) / sum(t.n for t in part) for part in (week, rest))
    assert low < usual - 0.04
