"""Parts held against the others: by day, in plain Python, and on processes where nothing differs."""

import math
import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from cjm_tui.domain.kpi import Tally
from cjm_tui.domain.statistics.groups import Days, gap_of, ratio_interval, told_apart
from cjm_tui.domain.statistics.intervals import clustered_ratio
from tests.screens.fake_boards import kpi

CSAT, ASA, AHT, NPS = kpi("csat"), kpi("asa"), kpi("aht"), kpi("nps")


def tally(rows, of=CSAT):
    """Return what the roll-up keeps of the values of rows."""
    promoters = sum(v >= 9 for v in rows) if of is NPS else 0
    detractors = sum(v <= 6 for v in rows) if of is NPS else 0
    return Tally(len(rows), sum(rows), sum(v * v for v in rows), promoters, detractors)


def sums(days_of_part, days_of_all):
    """Return the sums over days of (y, x) by day: a part beside all."""
    both = [
        (*days_of_part.get(day, (0.0, 0.0)), *days_of_all.get(day, (0.0, 0.0)))
        for day in days_of_all
    ]
    return Days(
        sum(x > 0 for _, x, _, _ in both),
        sum(size > x for _, x, _, size in both),
        sum(y * y for y, *_ in both),
        sum(y * x for y, x, *_ in both),
        sum(x * x for _, x, *_ in both),
        sum(y * top for y, _, top, _ in both),
        sum(y * size for y, _, _, size in both),
        sum(x * top for _, x, top, _ in both),
        sum(x * size for _, x, _, size in both),
        sum(top * top for *_, top, _ in both),
        sum(top * size for *_, top, size in both),
        sum(size * size for *_, size in both),
    )


def by_day(rows):
    """Return (Σ y, Σ x) of each day of (day, y, x)."""
    found = {}
    for day, y, x in rows:
        top, size = found.get(day, (0.0, 0.0))
        found[day] = (top + y, size + x)
    return found


def gap(part, others, of=CSAT):
    """Hold (day, value) of a part against those of the others."""
    unit = (lambda v: (v >= 9) - (v <= 6)) if of is NPS else float
    mine = [(day, unit(v), 1.0) for day, v in part]
    rest = [(day, unit(v), 1.0) for day, v in others]
    days = sums(by_day(mine), by_day(mine + rest))
    return gap_of(of, tally([v for _, v in part], of), tally([v for _, v in others], of), days)


def clustered_by_hand(part, others):
    """Return the difference of two means and its p, day by day, with nothing expanded."""
    r, s = (sum(v for _, v in rows) / len(rows) for rows in (part, others))
    days = sorted({day for day, _ in [*part, *others]})
    mine = [sum(v - r for d, v in part if d == day) / len(part) for day in days]
    rest = [sum(v - s for d, v in others if d == day) / len(others) for day in days]
    g, h = len({d for d, _ in part}), len({d for d, _ in others})
    variance = sum((a - b) ** 2 for a, b in zip(mine, rest, strict=True))
    variance *= max(g / (g - 1), h / (h - 1))
    own, other = (
        sum(a * a for a in mine) * g / (g - 1),
        sum(b * b for b in rest) * h / (h - 1),
    )
    spread = own**2 / (g - 1) + other**2 / (h - 1)
    freedom = (own + other) ** 2 / spread if spread else g - 1
    by_rows = sum(
        sum((v - m) ** 2 for _, v in rows) / (len(rows) - 1) / len(rows)
        for rows, m in ((part, r), (others, s))
    )
    noise = max(variance, by_rows)
    if noise <= 1e-12:
        return r - s, 1.0
    return r - s, 2 * stats.t.sf(abs(r - s) / math.sqrt(noise), freedom)


rows = st.lists(
    st.tuples(st.integers(0, 6), st.sampled_from([0.0, 3.0, 10.0, 60.0])), min_size=4, max_size=40
).filter(lambda found: len({day for day, _ in found}) >= 2)


@given(rows, rows)
@settings(max_examples=60)
def test_a_mean_is_held_against_the_others_by_days(part, others):
    found = gap(part, others, ASA)
    wanted, p = clustered_by_hand(part, others)
    assert found.gap == pytest.approx(wanted)
    assert found.p == pytest.approx(p, rel=1e-6, abs=1e-9)


def test_a_worked_example_of_shares():
    """Ten rows a day on ten days: 80 of 100 here and 50 of 100 there, no day unlike another.

    Days then show no noise, so the rows' own counts: pooled 0.65, variance 0.65 · 0.35 · 2/100.
    """
    part = [(day, float(i < 8)) for day in range(10) for i in range(10)]
    others = [(day, float(i < 5)) for day in range(10) for i in range(10)]
    found = gap(part, others)
    assert found.gap == pytest.approx(30.0)
    z = 0.3 / math.sqrt(0.65 * 0.35 * 2 / 100)
    assert found.p == pytest.approx(2 * stats.t.sf(z, 9))


def test_rows_of_a_few_bad_days_prove_less():
    """A part that is worse on four days of ten alone differs less surely than one worse on each."""
    calm = [(day, float(i < 5)) for day in range(10) for i in range(10)]
    each_day = [(day, float(i < 3)) for day in range(10) for i in range(10)]
    four_days = [(day, float(i < 5 and not 4 <= day < 8)) for day in range(10) for i in range(10)]
    assert sum(v for _, v in four_days) == sum(v for _, v in each_day)
    assert gap(four_days, calm).gap == gap(each_day, calm).gap == pytest.approx(-20.0)
    assert gap(each_day, calm).p < 0.02 < 0.03 < gap(four_days, calm).p


def test_the_others_share_the_bad_day():
    """What befalls all parts alike on a day says nothing about one of them."""
    part = [(day, 60.0 * (day == 3) + (i % 3) + 1) for day in range(10) for i in range(10)]
    others = [(day, 60.0 * (day == 3) + (i % 3)) for day in range(10) for i in range(10)]
    assert gap(part, others, ASA).gap == pytest.approx(1.0)
    elsewhere = [(day + 10, v) for day, v in others]
    assert gap(part, others, ASA).p < gap(part, elsewhere, ASA).p


def test_points_of_an_nps():
    part = [(day, 10.0) for day in range(10) for _ in range(10)]
    others = [(day, 0.0 if i < 5 else 8.0) for day in range(10) for i in range(10)]
    assert gap(part, others, NPS).gap == pytest.approx(150.0)


def test_nothing_is_said_without_others_or_without_noise():
    alone = [(0, 1.0), (1, 1.0)]
    assert gap_of(CSAT, tally([1.0]), Tally(), Days(*[0] * 12)) is None
    assert gap(alone, [(0, 0.5), (1, 0.5)], ASA).p == 1.0


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(1, 9)), min_size=8, max_size=30))
def test_a_ratios_interval_from_sums_is_that_from_its_days(days):
    found = sums(
        {i: (float(y), float(x)) for i, (y, x) in enumerate(days)},
        {i: (float(y), float(x)) for i, (y, x) in enumerate(days)},
    )
    own = Tally(n=99, sum=float(sum(y for y, _ in days)), weight=float(sum(x for _, x in days)))
    wanted = clustered_ratio([float(y) for y, _ in days], [float(x) for _, x in days])
    assert ratio_interval(AHT, own, found) == pytest.approx(wanted, rel=1e-6, abs=1e-6)


def test_a_ratio_of_few_days_has_no_interval():
    assert ratio_interval(AHT, Tally(n=9, sum=9.0, weight=9.0), Days(*[7] * 12)) is None


@given(st.lists(st.floats(0, 1), max_size=30), st.floats(0.001, 0.5))
def test_holm_is_his_rule(p_values, level):
    found = told_apart(p_values, level)
    m = len(p_values)
    ranked = sorted(p_values)
    steps = next((k for k in range(m) if ranked[k] > level / (m - k)), m)
    assert sum(found) == steps
    for one, other in pairwise(sorted(zip(p_values, found, strict=True))):
        assert one[1] >= other[1], "a smaller p is told apart before a larger one"


def test_even_processes_are_seldom_told_apart():
    """Twelve parts whose days are alike within a day: hardly any breakdown names one."""
    chooser = random.Random(7)
    wrong = 0
    for _ in range(150):
        level = {day: chooser.gauss(0.6, 0.05) for day in range(28)}
        parts = [
            [(day, float(chooser.random() < level[day])) for day in range(28) for _ in range(6)]
            for _ in range(12)
        ]
        gaps = [
            gap(part, [row for other in parts if other is not part for row in other])
            for part in parts
        ]
        wrong += any(told_apart([found.p for found in gaps], 0.05))
    assert wrong / 150 <= 0.08


def test_a_part_that_differs_is_found():
    chooser = random.Random(8)
    found = 0
    for _ in range(40):
        parts = [
            [(d, float(chooser.random() < share)) for d in range(28) for _ in range(12)]
            for share in (0.45, 0.6, 0.6, 0.6)
        ]
        gaps = [
            gap(part, [row for other in parts if other is not part for row in other])
            for part in parts
        ]
        found += told_apart([one.p for one in gaps], 0.05)[0]
    assert found >= 36
