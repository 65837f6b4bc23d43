"""The effect of an action: which weeks count, what is compared, and how wide the interval is."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from cjm_tui.domain.kpi import DayTally, Direction, Measure, Tally
from cjm_tui.domain.statistics.blocks import FEW, Side, weeks_after, weeks_of
from cjm_tui.domain.statistics.effects import effect_of
from tests.domain.statistics.histories import binomial, kpi, mean, percents, share

LIVE = date(2025, 1, 6) + timedelta(weeks=20)  # a Monday
FIRST = LIVE - timedelta(weeks=20)


def side(days, left_out=None, values=None):
    return Side(days, left_out or {}, values)


def level(before, after, *, weeks=8, n=200, wobble=1.0, seed=1):
    """Days that stand at one level for 20 weeks and at another for `weeks` more."""
    rng = np.random.default_rng(seed)
    count = 7 * (20 + weeks)
    noise = wobble * rng.normal(size=count)
    values = [(before if day < 140 else after) + noise[day] for day in range(count)]
    return percents(values, n, FIRST)


def weeks(own, other=None, *, wanted=8, until=None, proposed=FIRST, live=LIVE, minimum=10, of=None):
    return weeks_of(
        of or kpi(),
        own if isinstance(own, Side) else side(own),
        other if other is None or isinstance(other, Side) else side(other),
        live=live,
        proposed=proposed,
        until=until or (own.days if isinstance(own, Side) else own)[-1].day,
        wanted=wanted,
        minimum=minimum,
    )


def test_the_effect_is_the_change_here_less_the_change_there():
    found = effect_of(kpi(), weeks(level(50, 60), level(70, 73, seed=2)))
    assert found.value == pytest.approx(7, abs=0.6)
    assert found.low < 7 < found.high
    assert found.own.before == pytest.approx(50, abs=0.3)
    assert found.own.after == pytest.approx(60, abs=0.4)
    assert found.other.change == pytest.approx(3, abs=0.5)
    assert found.value == pytest.approx(found.own.change - found.other.change)


def test_a_worked_example_without_noise():
    own = [50.0] * 140 + [58.0] * 56
    other = [40.0] * 140 + [45.0] * 56
    found = effect_of(kpi(), weeks(percents(own, 700, FIRST), percents(other, 700, FIRST)))
    assert found.value == pytest.approx(3.0)
    # weeks that never vary still have the noise of counting: 12 and 8 weeks of 4,900 rows each
    noise = 0
    for p, n in ((0.5, 58_800), (0.58, 39_200), (0.4, 58_800), (0.45, 39_200)):
        q = (p * n + 2) / (n + 4)
        noise += 1e4 * q * (1 - q) / n
    t = stats.t.ppf(0.975, 20 + 8 - 3)
    assert found.high - found.value == pytest.approx(t * noise**0.5, rel=1e-6)
    assert found.drift == pytest.approx(0, abs=1e-9)


def test_without_a_comparison_it_is_after_less_before():
    found = effect_of(kpi(), weeks(level(50, 60)))
    assert found.other is None
    assert found.value == pytest.approx(found.own.after - found.own.expected)


def test_the_interval_is_that_of_a_regression_with_a_trend():
    """An independent least-squares fit of gap = a + b·week (before) and a level after."""
    own, other = level(50, 56, n=100_000, wobble=2.0), level(70, 70, n=100_000, wobble=2.0, seed=4)
    counted = weeks(own, other)
    found = effect_of(kpi(), counted)
    gaps = np.array([b.own.value - b.other.value for b in counted.trend + counted.after])
    place = np.array([b.place for b in counted.trend + counted.after], float)
    after = (place >= 0).astype(float)
    design = np.column_stack([np.ones_like(place), place * (1 - after), after])
    beta, rest, *_ = np.linalg.lstsq(design, gaps, rcond=None)
    assert found.week_spread == pytest.approx((rest[0] / (len(gaps) - 3)) ** 0.5, rel=1e-3)
    distance = place[after == 1].mean() - np.mean([b.place for b in counted.before])
    assert found.drift == pytest.approx(beta[1] * distance, abs=0.02)


def test_a_weekly_season_and_moving_volumes_are_no_effect():
    rng = np.random.default_rng(5)
    days, others = [], []
    for place in range(7 * 28):
        day = FIRST + timedelta(days=place)
        weekend = day.weekday() >= 5
        n = 100 if not weekend else 20 + 2 * place // 2
        days.append(DayTally(day, share(float(rng.binomial(n, 0.3 if weekend else 0.6)), n)))
        others.append(DayTally(day, share(float(rng.binomial(120, 0.5)), 120)))
    found = effect_of(kpi(), weeks(days, others))
    assert found.own.after < found.own.before - 3  # what a plain comparison would call worse
    assert found.low < 0 < found.high
    assert abs(found.value) < 2.5


def test_a_day_left_out_at_either_touchpoint_takes_its_week_out():
    own, other = level(50, 60, weeks=10), level(50, 50, weeks=10)
    outage = LIVE + timedelta(days=9)
    here = weeks(side(own, {outage: "incident"}), side(other), until=own[-1].day)
    there = weeks(side(own), side(other, {outage: "incident"}), until=own[-1].day)
    for found in (here, there):
        assert [b.place for b in found.after] == [0, 2, 3, 4, 5, 6, 7, 8]
        assert next(b for b in found.blocks if b.place == 1).left_out == "incident"
    # also where the day has no rows at all
    gone = [day for day in own if day.day != outage]
    assert [b.place for b in weeks(side(gone, {outage: "incomplete"})).after][1] == 2


def test_weeks_with_too_few_rows_do_not_count():
    own = [d if d.day.isocalendar()[1] % 2 else DayTally(d.day, share(1, 1)) for d in level(50, 60)]
    found = weeks(own)
    assert {b.left_out for b in found.blocks} == {"", FEW}
    assert len(found.after) == 4
    assert not found.over


def test_the_weeks_that_led_to_the_proposal_are_no_baseline():
    own = level(50, 60)
    found = weeks(own, proposed=LIVE - timedelta(days=7))
    assert [b.place for b in found.trigger] == [-5, -4, -3, -2]
    assert [b.place for b in found.before] == [*range(-16, -5), -1][-12:]
    late = weeks(own, proposed=LIVE + timedelta(days=30))  # written down afterwards
    assert [b.place for b in late.trigger] == [-4, -3, -2, -1]


def test_later_weeks_change_nothing_any_more():
    own, other = level(50, 60, weeks=30), level(50, 50, weeks=30, seed=3)
    early = LIVE + timedelta(days=55)
    one = weeks(own, other, until=early)
    two = weeks(own, other)
    assert one.over
    assert two.over
    assert effect_of(kpi(), one) == effect_of(kpi(), two)
    assert not weeks(own, other, until=early - timedelta(days=1)).over


@pytest.mark.parametrize(
    ("days", "expected"), [(None, 8), (-3, 8), (10, 4), (28, 4), (60, 8), (83, 11), (400, 12)]
)
def test_how_many_weeks_count_is_settled_by_the_promise(days, expected):
    by = None if days is None else LIVE + timedelta(days=days)
    assert weeks_after(LIVE, by) == expected


def test_too_little_history_has_no_effect():
    own = level(50, 60)
    assert effect_of(kpi(), weeks(own, until=LIVE + timedelta(days=20))) is None
    young = [day for day in own if day.day >= LIVE - timedelta(weeks=7)]
    assert effect_of(kpi(), weeks(young)) is None
    assert effect_of(kpi(), weeks(own, side([]))) is None


def test_a_drift_is_taken_off():
    rng = np.random.default_rng(9)
    values = [40 + day / 7 * 0.5 + rng.normal() for day in range(7 * 28)]
    found = effect_of(kpi(), weeks(percents(values, 200, FIRST), level(50, 50, seed=3)))
    assert found.low > 0
    assert found.drift == pytest.approx(5, abs=1.5)  # ten weeks of it between the two middles
    assert found.beyond_low < 0 < found.beyond_high


def test_resembling_weeks_widen_the_interval():
    def spread(alike):
        rng = np.random.default_rng(4)
        widths = []
        for _ in range(40):
            wave = [0.0]
            for shock in rng.normal(size=33):
                wave.append(alike * wave[-1] + (1 - alike**2) ** 0.5 * float(shock))
            values = [50 + 3 * wave[day // 7] for day in range(7 * 28)]
            found = effect_of(kpi(), weeks(percents(values, 5000, FIRST)))
            widths.append((found.high - found.low) / found.week_spread)
        return sum(widths) / len(widths)

    assert spread(0.7) > 1.5 * spread(0.0)


@pytest.mark.parametrize("measure", list(Measure))
def test_every_measure_has_an_effect(measure):
    of = kpi(measure, quantile=0.9 if measure is Measure.QUANTILE else None)
    rng = np.random.default_rng(3)
    days, values = [], {}
    for place in range(7 * 28):
        day, better = FIRST + timedelta(days=place), place >= 140
        scale = 1.3 if better else 1.0
        match measure:
            case Measure.PROPORTION:
                tally = share(float(rng.binomial(200, 0.4 * scale)), 200)
            case Measure.NPS:
                up = int(rng.binomial(200, 0.4 * scale))
                tally = Tally(200, 0, 0, up, 200 - up - 30)
            case Measure.RATE | Measure.RATIO:
                events = float(rng.poisson(50 * scale))
                tally = Tally(200, events, events, weight=1000.0)
            case _:
                tally = mean(rng.normal(100 * scale, 20, 200))
        days.append(DayTally(day, tally))
        values.setdefault(LIVE + (place // 7 - 20) * timedelta(days=7), 150 * scale + rng.normal())
    own = side(days, values=values)
    found = effect_of(of, weeks(own, of=of, until=days[-1].day))
    assert found.low > 0
    assert found.low < found.value < found.high
    if measure is Measure.NPS:  # a tenth of all go from detractor to promoter: 24 points
        assert found.own.after - found.own.before == pytest.approx(24, abs=3)
    else:
        assert found.own.after == pytest.approx(found.own.before * 1.3, rel=0.08)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(-10, 10))
def test_what_befalls_both_alike_is_no_effect(seed, shift):
    rng = np.random.default_rng(seed)
    own = binomial(rng, 7 * 28)
    other = binomial(rng, 7 * 28)
    moved = [
        [
            DayTally(d.day, d.tally._replace(sum=d.tally.sum + shift)) if d.day >= LIVE else d
            for d in s
        ]
        for s in (own, other)
    ]
    plain, both = effect_of(kpi(), weeks(own, other)), effect_of(kpi(), weeks(*moved))
    assert both.value == pytest.approx(plain.value, abs=1e-6)
    flipped = effect_of(kpi(), weeks(other, own))
    assert flipped.value == pytest.approx(-plain.value, abs=1e-9)
    assert flipped.high == pytest.approx(-plain.low, abs=1e-9)
    lower = effect_of(kpi(direction=Direction.LOWER), weeks(own, other))
    assert lower == plain  # which way is good is the verdict's business


def test_a_weekday_that_truly_is_at_nought_is_no_change():
    shut = [0.0 if day % 7 == 6 else 20.0 for day in range(196)]
    found = effect_of(kpi(), weeks(percents(shut, 700, FIRST), percents([20.0] * 196, 700, FIRST)))
    assert found.value == pytest.approx(0.0)
