"""The words for values are those of DOMAIN.md's example line, and nothing is said that is not known."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_tui.domain import (
    display,
    journey_words,
    owner_words,
    score_words,
    signal_words,
    summary_words,
)
from cjm_tui.domain.comparison import Comparison
from cjm_tui.domain.journey import DataState, IncompleteDay, TouchpointScore
from cjm_tui.domain.kpi import (
    Change,
    Direction,
    Estimate,
    Kpi,
    KpiClass,
    Measure,
    Signal,
    TargetState,
    Unit,
)
from cjm_tui.domain.period import Period
from cjm_tui.domain.touchpoint import Accountable, Figure

KPI = Kpi(
    name="res7",
    title="resolved 7d",
    description="",
    measure=Measure.PROPORTION,
    kpi_class=KpiClass.OUTCOME,
    because="",
    unit=Unit.PERCENT,
    direction=Direction.HIGHER,
    variant="all reasons",
)
SCORE = TouchpointScore(
    touchpoint_id="pay",
    name="Pay a bill",
    channel="ivr",
    kpi=KPI,
    kpi_reason="standard of good",
    estimate=Estimate(1502, 31.4, 29.1, 33.8),
    change=Change(Signal.WORSE, days=9, rule="8 days in a row below the baseline", baseline=34.0),
    target=35,
    state=TargetState.MISSED,
    owner="",
    days_without_owner=None,
    flags=("no_owner",),
    trend=(),
    final_until=date(2026, 11, 14),
)
STATE = DataState(
    as_of=datetime(2026, 11, 21, 6, tzinfo=UTC),
    timezone="UTC",
    data_until=datetime(2026, 11, 20, 23, 58),
    last_day=date(2026, 11, 20),
)
PERIOD = Period(date(2026, 10, 24), date(2026, 11, 20), "28d")


def test_score_line_is_the_example_of_the_domain():
    assert score_words.score_line(SCORE, "IVR › Pay a bill") == (
        "IVR › Pay a bill   resolved 7d 31.4% [29.1–33.8] n=1,502  ▼ worse, 9 days · "
        "baseline 34.0 · target 35 missed · final to 14 Nov · owner NONE"
    )


def test_score_line_says_how_long_nobody_has_owned_it():
    assert score_words.score_line(replace(SCORE, days_without_owner=143), "x").endswith(
        "owner NONE for 143 days"
    )


def test_too_few_rows_give_no_value_and_no_interval():
    few = replace(SCORE, estimate=Estimate(8, None, None, None), change=Change(Signal.TOO_FEW))
    assert score_words.score_words(few).value == "resolved 7d n=8"
    assert score_words.score_words(few).signal == "too few to say"
    assert not score_words.coloured(few)


def test_value_without_interval_shows_no_empty_brackets():
    bare = replace(SCORE, estimate=Estimate(50, 31.4, None, None))
    assert score_words.score_words(bare).value == "resolved 7d 31.4% n=50"


def test_signal_on_ten_to_twenty_nine_rows_is_not_coloured():
    assert not score_words.coloured(replace(SCORE, estimate=Estimate(29, 31.4, 20, 45)))
    assert score_words.coloured(replace(SCORE, estimate=Estimate(30, 31.4, 20, 45)))


@pytest.mark.parametrize(
    ("value", "unit", "coarse", "fine"),
    [
        (61.96, Unit.PERCENT, "62%", "62.0%"),
        (412.3, Unit.SECONDS, "412s", "412s"),
        (31.2, Unit.POINTS, "+31", "+31.2"),
        (-12.0, Unit.POINTS, "−12", "−12.0"),
        (-0.2, Unit.POINTS, "0", "−0.2"),
        (5.94, Unit.SCORE, "5.9", "5.94"),
        (12.34, Unit.PER_THOUSAND, "12.3", "12.3"),
        (None, Unit.PERCENT, "", ""),
    ],
)
def test_amounts_carry_their_unit_once(value, unit, coarse, fine):
    assert display.amount(value, unit) == coarse
    assert display.amount(value, unit, fine=True) == fine


def test_interval_with_a_minus_cannot_be_read_as_a_dash():
    assert display.interval(Estimate(9, -12, -21, -3), Unit.POINTS) == "−21…−3"
    assert display.interval(Estimate(9, 62, 60, 64), Unit.PERCENT) == "60–64"


@pytest.mark.parametrize(
    ("change", "width", "words"),
    [
        (Change(Signal.WORSE, days=12), 16, "▼ worse, 12 days"),
        (Change(Signal.WORSE, days=120), 16, "▼ worse 120d"),
        (Change(Signal.BETTER, days=1), 16, "▲ better, 1 day"),
        (Change(Signal.WORSE, days=12), 8, "▼ worse"),
        (Change(Signal.NO_HISTORY, history_days=21), 16, "history 21 of 56"),
        (Change(Signal.NO_HISTORY, history_days=21), 40, "not enough history (21 of 56 days)"),
        (Change(Signal.NONE), 16, "= steady"),
    ],
)
def test_short_signals_still_say_which_way(change, width, words):
    assert signal_words.short_signal(change, width) == words


def test_noise_looks_flat_and_a_fall_does_not():
    estimate = Estimate(10_000, 70, 69, 71)  # 28 points: ±2.6 each by chance
    steady = display.sparkline(tuple(70 + (-1) ** day for day in range(28)), 7, estimate)
    falling = display.sparkline(tuple(80.0 - day for day in range(28)), 7, estimate)
    levels = [display.BLOCKS.index(block) for block in steady]
    assert max(levels) - min(levels) <= 1
    assert falling == "".join(sorted(falling, reverse=True))
    assert falling[0] in "▇█"
    assert falling[-1] in "▁▂"


@given(
    st.lists(st.none() | st.floats(-1e6, 1e6), max_size=60),
    st.integers(0, 20),
)
def test_sparkline_never_exceeds_its_width(trend, width):
    picture = display.sparkline(tuple(trend), width, Estimate(40, 1.0, 0.5, 1.5))
    assert len(picture) <= width
    assert set(picture) <= set(display.BLOCKS + "·")


def test_data_until_names_the_year_where_it_is_not_this_one():
    old = replace(STATE, data_until=datetime(1999, 1, 31, 12), last_day=date(1999, 1, 31))
    assert display.data_until(STATE) == "data until Fri 20 Nov"
    assert display.data_until(old) == "data until Sun 31 Jan 1999"


def test_data_until_has_the_time_while_its_day_is_not_over():
    today = replace(STATE, data_until=datetime(2026, 11, 21, 9, 14))
    assert display.data_until(today) == "data until Sat 21 Nov 09:14"


def test_incomplete_days_outside_the_period_are_not_mentioned():
    inside = IncompleteDay(date(2026, 11, 17), "ivr", "Tuesday lacks the IVR file")
    outside = IncompleteDay(date(2026, 9, 1), "ivr", "that was long ago")
    state = replace(STATE, incomplete=(inside, outside))
    assert display.incomplete_words(state, PERIOD) == "Tuesday lacks the IVR file"
    assert display.incomplete_words(replace(STATE, incomplete=(outside,)), PERIOD) == ""


def test_summary_is_two_lines_with_their_basis():
    first, second = summary_words.summary(SCORE, "IVR", PERIOD, STATE).split("\n")
    assert "31.4% [29.1–33.8] n=1,502" in first
    assert second == (
        "28 days · data until Fri 20 Nov · the last 8 in a row below the baseline · "
        "query res7 · 95% interval"
    )


def test_summary_of_a_survey_score_has_its_response_rate():
    answered = "34% [32–37] of 1,200 invited answered"
    _, second = summary_words.summary(SCORE, "IVR", PERIOD, STATE, answered).split("\n")
    assert second.endswith(f"below the baseline · {answered} · query res7 · 95% interval")


def test_summary_spells_the_missing_owner_as_the_screen_does():
    assert summary_words.summary(SCORE, "IVR", PERIOD, STATE).split("\n")[0].endswith("NO OWNER")


@pytest.mark.parametrize(
    ("n", "value", "words"),
    [
        (0, None, "no data in this period"),
        (8, None, "too few to say"),
        (23, None, "too few to say"),  # where the site wants 60
        (400, 81.0, "too thin to judge"),
    ],
)
def test_why_nothing_is_said_depends_on_the_rows_and_the_sites_least_number(n, value, words):
    assert signal_words.signal(Change(Signal.TOO_FEW), Estimate(n, value, None, None)) == words


def test_days_since_it_began_and_days_in_a_row_do_not_contradict():
    change = Change(Signal.WORSE, date(2026, 10, 6), 39, "29 days in a row above the baseline")
    assert signal_words.since_words(change) == "▼ worse since 6 Oct (39 days)"
    assert signal_words.rule_words(change) == "the last 29 in a row above the baseline"
    said = signal_words.rule_words(replace(change, opened=date(2026, 10, 13)))
    assert said == "the last 29 in a row above the baseline; a signal since Tue 13 Oct"


def test_value_of_open_windows_is_so_far():
    late = replace(SCORE, kpi=replace(KPI, window_days=7), final_until=date(2026, 10, 1))
    assert "31.4% [29.1–33.8] so far n=1,502" in score_words.score_words(late, PERIOD).value
    assert "so far" not in score_words.score_words(SCORE, PERIOD).value


def test_final_days_of_the_year_before_have_their_year():
    january = Period(date(2026, 12, 10), date(2027, 1, 6), "28d")
    late = replace(SCORE, final_until=date(2026, 12, 30))
    assert score_words.score_words(late, january).final == "final to 30 Dec 2026"
    shown = journey_words.detail(late, "Join", january, Comparison.BASELINE)
    assert "final to 30 Dec 2026" in shown
    assert score_words.score_words(SCORE, PERIOD).final == "final to 14 Nov"


def test_owner_whom_nobody_confirmed_is_never_confirmed():
    old = replace(SCORE, owner="Ann", flags=("unconfirmed",))
    never = Accountable("A", "Ann", "", "active", None, None, None)
    assert owner_words.owner_sentence(old, (never,)) == ("owner Ann, never confirmed", False)


def test_owners_are_named_as_they_are_and_days_are_those_of_the_site():
    two = replace(SCORE, owner="Ann and Bob", flags=("two_owners",))
    assert owner_words.owner_sentence(two) == ("TWO OWNERS: Ann and Bob", True)
    old = replace(SCORE, owner="Ann", flags=("unconfirmed",), confirm_days=30)
    assert owner_words.owner_sentence(old) == ("owner Ann, not confirmed for 30 days", False)


@pytest.mark.parametrize(
    ("rows", "totalled", "said"),
    [
        (26, 0, "26 rows = the 26 behind X"),
        (1, 0, "1 row, but n was 26 when X was read"),
        (6, 20, "6 rows and 20 that came as daily totals, without rows, = the 26 behind X"),
        (0, 26, "All 26 behind X came as daily totals, which have no rows."),
        (
            7,
            20,
            "7 rows and 20 that came as daily totals, without rows, but n was 26 when X was read",
        ),
    ],
)
def test_rows_and_daily_totals_are_reckoned_up(rows, totalled, said):
    figure = Figure("k", "t", "kpi/k", "", Estimate(26, 1.0, 0.5, 2.0), "", totalled)
    assert summary_words.reckoning(rows, figure, "X") == said


def test_party_is_said_with_role_department_and_days():
    party = Accountable(
        "S", "Kim", "Sales", "left", date(2025, 9, 1), date(2026, 12, 1), date(2026, 10, 1)
    )
    assert owner_words.party_words(party, date(2026, 11, 20)).line == (
        "supports: Kim HAS LEFT · Sales · since 1 Sep 2025 · until 1 Dec · confirmed 1 Oct"
    )


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 11, 1), date(2026, 11, 20), "1 Nov – 20 Nov"),
        (date(2025, 11, 1), date(2025, 11, 20), "1 Nov – 20 Nov 2025"),
        (date(2025, 12, 1), date(2026, 1, 20), "1 Dec 2025 – 20 Jan"),
        (date(2024, 2, 29), date(2024, 2, 29), "29 Feb 2024"),
    ],
)
def test_days_of_another_year_say_their_year(first, last, said):
    named = Period(first, last, f"{first}..{last}")
    assert display.period_words(named, date(2026, 11, 21)) == said
