"""The successful customer outcome of journeys, on sites small enough to work by hand."""

from datetime import datetime, time, timedelta

import pytest

from cjm_tui.domain import customer_outcome_words as words
from cjm_tui.domain.kpi import TargetState
from cjm_tui.services.customer_outcomes import customer_outcomes, outcome_figure
from tests.services.site import DAY, LAST, Site

FINAL = LAST - 8 * DAY  # its follow-up window of seven days has closed


@pytest.fixture
def site():
    """A site whose newest contact is of the last day, so that windows up to FINAL have closed."""
    made = Site().map()
    made.calls("bye", LAST, 1)
    return made


def succeeds(site, kpi, target, *, owner="Lena", journey="one", statement="Online, and at peace"):
    site.connection.execute(
        "update journey set successful_outcome = ?, outcome_kpi = ?, outcome_target = ?, owner = ? "
        "where journey_id = ?",
        [statement, kpi, target, owner, journey],
    )


def solved(site, count, *, back=0, legs=("line",)):
    """Contacts of as many customers, the first `back` of whom ring again three days later."""
    for number in range(count):
        at = datetime.combine(FINAL, time(9)) + timedelta(minutes=number)
        who = f"{legs}{number}"
        site.contact(who, at, at + timedelta(minutes=5), legs=legs, outcome="answered")
        if number < back:
            again = at + 3 * DAY
            site.contact(who, again, again, legs=("bye",), outcome="answered")


def found_in(site, journey="one", period=f"{FINAL}..{FINAL}"):
    found = customer_outcomes(site.reader(), site.catalog, period)
    return next(one for one in found.journeys if one.journey_id == journey)


def test_the_gap_is_the_target_less_the_value_with_the_interval_of_the_value(site):
    solved(site, 40, back=10)
    succeeds(site, "fcr_7d", 80.0)
    one = found_in(site)
    # 30 of 40 solved: 75 %, Wilson 59.8–85.8; 5 points short of 80, between −5.8 and 20.2.
    assert (one.estimate.n, one.estimate.value) == (40, 75.0)
    assert (one.distance.short, round(one.distance.low, 1), round(one.distance.high, 1)) == (
        *(5.0, -5.8, 20.2),
    )
    assert one.state is TargetState.MISSED
    assert words.gap(one) == "5.0 points short of the target [−5.8 … 20.2], may be chance"
    assert one.lacks == ()


def test_a_kpi_of_which_less_is_good_falls_short_above_its_target(site):
    solved(site, 40, back=10)
    succeeds(site, "repeat_7d", 5.0)
    # 10 of 40 came back: 25 %, Wilson 14.2–40.2.
    one = found_in(site)
    assert (one.distance.short, one.distance.sure) == (20.0, True)
    assert words.gap(one) == "20.0 points short of the target [9.2–35.2]"


def test_a_target_that_is_exceeded_is_no_gap(site):
    solved(site, 40)
    succeeds(site, "fcr_7d", 80.0)
    one = found_in(site)
    assert one.state is TargetState.MET
    assert words.gap(one) == "20.0 points beyond the target [11.2–20.0]"


def test_a_contact_that_passed_two_touchpoints_counts_once_where_it_was_counted_last(site):
    solved(site, 40, back=10, legs=("ivr", "line"))
    succeeds(site, "fcr_7d", 80.0)
    one = found_in(site)
    assert one.estimate.n == 40
    assert [(place.name, place.estimate.n) for place in one.places] == [
        ("IVR", 40),
        ("Agent call", 40),
    ]
    figure = outcome_figure(site.reader(), site.catalog, "one", f"{FINAL}..{FINAL}")
    rows = site.writer.rows(figure.sql)
    assert len(rows) == figure.n == 40
    assert len({row[3] for row in rows}) == 40


def test_touchpoints_of_other_journeys_do_not_count(site):
    solved(site, 12)
    solved(site, 12, legs=("bye",))
    succeeds(site, "fcr_7d", 80.0)
    assert found_in(site).estimate.n == 12


def test_rows_of_a_kpi_without_a_window_add_up(site):
    site.answers("line", FINAL, 30, 10)
    site.answers("ivr", FINAL, 10, 0)
    succeeds(site, "csat", 90.0)
    one = found_in(site)
    assert (one.estimate.n, one.estimate.value) == (50, 80.0)
    assert "no outcome" in one.doubt  # an opinion proves nothing


def test_daily_totals_count_and_are_said_to_have_no_rows(site):
    site.answers("line", FINAL, 30, 0)
    total = {"kpi": "csat", "touchpoint_id": "ivr", "day": FINAL, "n": 20, "sum": 10.0}
    site.insert("measure", [total])
    succeeds(site, "csat", 90.0)
    one = found_in(site)
    assert (one.estimate.n, one.estimate.value, one.totalled) == (50, 80.0, 20)


@pytest.mark.parametrize(
    ("kpi", "target", "owner", "statement", "lacks"),
    [
        ("", None, "", "", ("a statement", "a measure", "a target", "an owner")),
        ("fcr_7d", None, "Lena", "Solved", ("a target",)),
        ("joy", 1.0, "Lena", "Solved", ("a measure that is a KPI here (joy is none)",)),
    ],
)
def test_a_journey_says_what_its_outcome_lacks(site, kpi, target, owner, statement, lacks):
    succeeds(site, kpi, target, owner=owner, statement=statement)
    one = found_in(site)
    assert one.lacks == lacks


def test_journeys_without_an_outcome_are_listed_and_a_desired_one_is_none(site):
    solved(site, 12)
    succeeds(site, "fcr_7d", 80.0)
    found = customer_outcomes(site.reader(), site.catalog)
    assert [one.journey for one in found.journeys] == ["Broadband", "Leave"]
    assert [one.journey for one in found.without] == ["Leave"]


def test_an_owner_who_has_left_is_none(site):
    site.insert("party", [{"party_id": "p-1", "name": "Lena", "state": "left"}])
    succeeds(site, "fcr_7d", 80.0, owner="P-1")
    one = found_in(site)
    assert (one.owner, words.owner(one)) == ("Lena", "Lena, who HAS LEFT")
    assert "an owner who has not left (Lena has)" in one.lacks


def test_few_rows_and_no_rows_have_no_gap(site):
    succeeds(site, "fcr_7d", 80.0)
    solved(site, 9)
    few = found_in(site)
    assert (few.estimate.value, few.distance, few.state) == (None, None, TargetState.NONE)
    assert "too few to say (n=9)" in words.measured(few)
    succeeds(site, "nps", 10.0)
    assert "no data at the journey's touchpoints" in words.measured(found_in(site))


def test_without_any_data_the_outcomes_are_still_listed():
    site = Site().map()
    succeeds(site, "fcr_7d", 80.0)
    one = customer_outcomes(site.reader(), site.catalog).journeys[0]
    assert (one.kpi.name, one.target, one.estimate.n) == ("fcr_7d", 80.0, 0)


def test_while_every_window_is_open_the_target_is_neither_met_nor_missed(site):
    at = datetime.combine(LAST, time(9))
    for number in range(40):
        site.contact(f"c{number}", at, at, outcome="answered")
    succeeds(site, "fcr_7d", 80.0)
    one = found_in(site, period=f"{LAST}..{LAST}")
    assert one.state is TargetState.PROVISIONAL
    assert "provisional" in words.target(one)


def test_a_ratio_of_several_touchpoints_has_no_figure_and_says_why(site):
    solved(site, 12, legs=("ivr", "line"))
    succeeds(site, "contacts_per_need", 1.5)
    assert "do not add up" in words.measured(found_in(site))
