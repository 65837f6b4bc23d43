"""Slow change: the CUSUM, its spells, and what it says it could have seen."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_tui.domain.kpi import Direction, Signal
from cjm_tui.domain.statistics import cusum
from cjm_tui.domain.statistics.baseline import Rebase
from cjm_tui.domain.statistics.slow_change import Spell, slow_change
from cjm_tui.domain.statistics.trends import chart
from tests.domain.statistics.histories import binomial, kpi, percents, period, wobble


def test_a_worked_example():
    # each −1.5 moves the sum by 1.0: it reaches 8 at the eighth, and falls by 0.5 a step after
    found = cusum.stretches([0.0] * 3 + [-1.5] * 8 + [0.0] * 20)
    assert found == [cusum.Stretch(side=-1, first=3, alarm=10, end=26)]


def test_the_sum_is_held_so_that_a_long_slide_clears_as_fast_as_a_short_one():
    short, long = (cusum.stretches([-3.0] * m + [0.0] * 20)[0] for m in (10, 200))
    assert short.end - 10 == long.end - 200


@given(st.lists(st.floats(-6, 6), max_size=150))
def test_sides_mirror_each_other(values):
    there = [(s.side, s.first, s.alarm, s.end) for s in cusum.stretches(values)]
    back = [(-s.side, s.first, s.alarm, s.end) for s in cusum.stretches([-v for v in values])]
    assert sorted(there, key=str) == sorted(back, key=str)


@given(st.lists(st.floats(-6, 6), max_size=150))
def test_a_stretch_begins_before_its_alarm_and_ends_after_it(values):
    for found in cusum.stretches(values):
        assert 0 <= found.first <= found.alarm < len(values)
        assert found.end is None or found.alarm < found.end


def test_correlated_neighbours_widen_the_measure_and_independent_ones_hardly():
    rng = np.random.default_rng(1)
    noise = rng.normal(size=4000)
    wave = [0.0]
    for step in noise:
        wave.append(0.5 * wave[-1] + float(step))
    assert cusum.lag_one(noise.tolist()) < 0.05
    assert cusum.lag_one(wave) == pytest.approx(0.5, abs=0.05)
    # the standard error of a mean of AR(1) values: σ/(1 − 0.5) instead of σ/√(1 − 0.25)
    assert cusum.long_run_sigma(wave, 0.0) == pytest.approx(2.0, rel=0.1)
    assert cusum.lag_one([1.0, 1.0, 1.0]) == 0.0


def test_a_slow_slide_is_a_spell_from_about_where_it_began():
    rng = np.random.default_rng(3)
    days = binomial(rng, 170, at=lambda day: -0.05 if day >= 110 else 0.0)
    found = slow_change(kpi(), days, None, period(days))
    assert [spell.signal for spell in found.spells] == [Signal.WORSE]
    spell = found.open
    assert abs((spell.first - days[110].day).days) <= 10
    assert spell.first < spell.alarm <= days[138].day
    assert spell.end is None
    better = slow_change(kpi(direction=Direction.LOWER), days, None, period(days))
    assert better.open.signal is Signal.BETTER


def test_a_slide_that_was_mended_has_an_end():
    rng = np.random.default_rng(3)
    days = binomial(rng, 230, at=lambda day: -0.07 if 110 <= day < 150 else 0.0)
    (spell,) = slow_change(kpi(), days, None, period(days)).spells
    assert days[150].day < spell.end < days[200].day


def test_without_history_there_is_no_answer():
    days = percents(wobble(40))
    assert slow_change(kpi(), days, None, period(days)) is None
    assert slow_change(kpi(), [], None, period(percents(wobble(40)))) is None


def test_a_level_frozen_at_a_verdict_is_watched_from_there():
    days = percents(wobble(120, 40.0) + wobble(28, 50.0) + wobble(20, 41.0))
    at_worked = Rebase(days[120].day, "verdict", "worked")
    found = slow_change(kpi(), days, at_worked, period(days), needed_days=28)
    assert (found.baseline_from, found.baseline_to) == (days[120].day, days[147].day)
    assert found.open.signal is Signal.WORSE
    assert found.open.first == days[148].day
    assert found.points == 20


@pytest.mark.parametrize(
    ("a", "b", "together"),
    [
        ((1, 20), (10, 30), True),
        ((1, 10), (10, 30), False),
        ((1, None), (25, None), True),
        ((20, None), (1, 10), False),
    ],
)
def test_spells_overlap_when_they_share_a_day(a, b, together):
    def spell(bounds):
        first, end = bounds
        day = date(2026, 3, first)
        return Spell(Signal.WORSE, day, day, end and date(2026, 3, end))

    assert spell(a).overlaps(spell(b)) is together
    assert spell(b).overlaps(spell(a)) is together


def test_the_slide_that_it_says_it_can_see_is_seen_nine_times_in_ten():
    rng = np.random.default_rng(9)
    size = slow_change(kpi(), binomial(rng, 84), None, period(binomial(rng, 84))).visible_slide(28)
    caught = 0
    for _ in range(150):
        days = binomial(rng, 84, at=lambda day: -size / 100 if day >= 56 else 0.0)
        found = slow_change(kpi(), days, None, period(days))
        caught += any(spell.signal is Signal.WORSE for spell in found.spells)
    assert 0.80 <= caught / 150 <= 0.99


def test_more_days_see_smaller_slides_and_weeks_count_as_one_point():
    assert cusum.visible_slide(90) < cusum.visible_slide(28) < cusum.visible_slide(7)
    days = percents(wobble(140), n=5)
    found = slow_change(kpi(), days, None, period(days))
    assert found.point_days == 7
    assert found.visible_slide(6) is None
    assert found.visible_slide(28) == pytest.approx(found.sigma * cusum.visible_slide(4))
    assert found.visible_slide() == pytest.approx(found.sigma * cusum.visible_slide(12))


def test_the_map_and_the_slow_change_agree_on_a_plain_drop():
    days = percents(wobble(80) + wobble(30, 44.0))
    assert chart(kpi(), days, None, period(days)).change.signal is Signal.WORSE
    assert slow_change(kpi(), days, None, period(days)).open.signal is Signal.WORSE
