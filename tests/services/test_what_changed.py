"""Contributions to a change: against independent Python, summing to it, and the words they give."""

from collections import defaultdict
from statistics import fmean

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cjm_tui.domain import change_words as words
from cjm_tui.domain.breakdown import Cut, Dimension
from cjm_tui.domain.comparison import Comparison
from cjm_tui.services.figure import figure, figure_rows
from cjm_tui.services.what_changed import what_changed
from tests.services.site import DAY, LAST, Site
from tests.services.test_breakdown import moment

SLOW = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=set(Phase) - {Phase.shrink},
)
word = st.sampled_from([None, "a", "b", "c"])
legs = st.fixed_dictionaries(
    {
        "back": st.integers(0, 13),
        "hour": st.integers(8, 10),
        "outcome": st.sampled_from(["answered", "abandoned"]),
        "wait_s": st.sampled_from([None, 5.0, 60.0]),
        "team": word,
        "reason": word,
    }
)


def site_of(legs):
    site = Site(minimum_n=1).map()
    for i, leg in enumerate(legs):
        more = {k: v for k, v in leg.items() if k not in ("back", "hour")}
        site.leg(f"c{i}", "line", moment(leg), interaction_id=f"i{i:03d}", **more)
    return site


def counted(leg, kpi):
    """Return what a KPI makes of a leg, None where it does not count it."""
    if kpi == "abandon_rate":
        return 100.0 * (leg["outcome"] == "abandoned")
    return (leg["wait_s"] or 0.0) if leg["outcome"] == "answered" else None


def halves_by(legs, kpi, dimension):
    """Return the values of each group on the seven days before, and on the last seven."""
    found = defaultdict(lambda: ([], []))
    for leg in legs:
        if (value := counted(leg, kpi)) is not None:
            at = moment(leg)
            key = {
                Dimension.WEEKDAY: str(at.isoweekday()),
                Dimension.HOUR: str(at.hour),
            }.get(dimension) or leg.get(dimension.value)
            found[key][leg["back"] < 7].append(value)
    return found


@pytest.mark.parametrize("kpi", ["abandon_rate", "asa"])
@given(st.lists(legs, min_size=8, max_size=40))
@SLOW
def test_contributions_are_those_of_plain_python_and_sum_to_the_change(kpi, legs):
    (then, now), *_ = halves_by(legs, kpi, Dimension.SOURCE).values() or [([], [])]
    if len(then) < 2 or len(now) < 2:
        return
    site = site_of(legs)
    for back in (0, 13):  # the data begins with the other days and ends with the period
        site.calls("shop", LAST - back * DAY, 1)
    reader = site.reader()
    found = what_changed(reader, site.catalog, "line", kpi, "7d")
    assert (found.compared.estimate.n, found.now.n) == (len(then), len(now))
    change = fmean(now) - fmean(then)
    assert found.change == pytest.approx(change)
    middle = (fmean(now) + fmean(then)) / 2
    for split in found.splits:
        groups = halves_by(legs, kpi, split.dimension)
        assert {part.cut.values[0][1] for part in split.parts} == set(groups)
        assert split.volume + split.rate == pytest.approx(change, abs=1e-7)
        for part in split.parts:
            before, after = groups[part.cut.values[0][1]]
            assert (part.before.n, part.now.n) == (len(before), len(after))
            s0, s1 = len(before) / len(then), len(after) / len(now)
            r0 = fmean(before or after)
            r1 = fmean(after or before)
            assert part.volume == pytest.approx((s1 - s0) * ((r0 + r1) / 2 - middle), abs=1e-7)
            assert part.rate == pytest.approx((r1 - r0) * (s0 + s1) / 2, abs=1e-7)
            behind = figure(reader, site.catalog, "line", kpi, "7d", part.cut, Comparison.PREVIOUS)
            assert (behind.before, behind.estimate) == (part.before, part.now)
            rows = figure_rows(reader, behind, None)
            assert rows.total == behind.n == len(before) + len(after)
            halves = {"before": [], "now": []}
            for row in rows.rows:
                halves[row[rows.columns.index("days")]].append(row[4] * found.kpi.scale)
            assert (sorted(halves["before"]), sorted(halves["now"])) == (
                pytest.approx(sorted(before)),
                pytest.approx(sorted(after)),
            )


def weeks(now, then):
    """Return a site with these (team, calls a day, abandoned a day) in the last two weeks."""
    site = Site().map()
    for back in range(14):
        for team, calls, abandoned in now if back < 7 else then:
            site.calls("line", LAST - back * DAY, calls - abandoned, abandoned, team=team)
    return site


def said(site, kpi="abandon_rate", **more):
    return words.sentences(what_changed(site.reader(), site.catalog, "line", kpi, "7d", **more))


def test_a_group_that_became_worse_is_said_in_plain_words():
    site = weeks(
        then=[("Red", 50, 5), ("Blue", 50, 5)],
        now=[("Red", 50, 5), ("Blue", 50, 15)],
    )
    assert said(site) == (
        "Nearly all of the rise (+10.0 of +10.0) comes from team Blue: "
        "its own value rose from 10.0% to 30.0%.",
    )


def test_a_group_that_grew_is_said_in_plain_words():
    site = weeks(
        then=[("Red", 80, 8), ("Blue", 20, 10)],
        now=[("Red", 60, 6), ("Blue", 40, 20)],
    )
    (sentence,) = said(site)
    assert "team Blue: it rose from 20% to 40% of the rows and stands at 50.0%." in sentence


def test_a_new_group_is_said_to_be_new():
    site = weeks(then=[("Red", 80, 8)], now=[("Red", 80, 8), ("Blue", 20, 15)])
    (sentence,) = said(site)
    assert "team Blue: it is new, with 20% of the rows at 75.0%." in sentence


def test_what_befell_all_alike_is_said_to_be_spread():
    site = weeks(
        then=[("Red", 50, 5), ("Blue", 50, 5)],
        now=[("Red", 50, 15), ("Blue", 50, 15)],
    )
    assert said(site) == (
        "The rise is spread: no group contributes much more than its share of the rows.",
    )


def test_a_change_that_chance_makes_is_doubted():
    site = weeks(
        then=[("Red", 10, 2), ("Blue", 10, 2)],
        now=[("Red", 10, 2), ("Blue", 10, 3)],
    )
    found = what_changed(site.reader(), site.catalog, "line", "abandon_rate", "7d")
    assert not found.compared.sure
    assert words.doubt(found).startswith("Chance alone moves it this far")
    assert found.splits
    assert words.sentences(found) == (), "what chance did has no reason to name"


def test_days_before_the_data_are_no_comparison():
    site = weeks(then=[("Red", 10, 2)], now=[("Red", 10, 2)])
    found = what_changed(site.reader(), site.catalog, "line", "abandon_rate", "28d")
    assert (found.splits, found.why_not) == ((), "no data then")
    assert words.sentences(found) == ()


def test_against_a_year_before():
    site = Site().map()
    for back in range(7):
        site.calls("line", LAST - back * DAY, 8, 2, team="Red")
        site.calls("line", LAST - (back + 364) * DAY, 4, 6, team="Red")
    found = what_changed(site.reader(), site.catalog, "line", "abandon_rate", "7d", Comparison.YEAR)
    assert found.compared.change == pytest.approx(-40.0)
    assert found.compared.last == LAST - 364 * DAY


def test_daily_totals_contribute_too():
    site = Site().map()
    for back in range(14):
        site.answers("shop", LAST - back * DAY, 8, 2)
        total = {"touchpoint_id": "shop", "day": LAST - back * DAY, "kpi": "csat", "n": 10}
        site.insert("measure", [total | {"sum": 8.0 if back >= 7 else 4.0}])
    reader = site.reader()
    found = what_changed(reader, site.catalog, "shop", "csat", "7d")
    assert found.compared.change == pytest.approx(-20.0)
    for split in found.splits:
        totals = [part for part in split.parts if part.totalled]
        assert [part.both for part in totals] == [pytest.approx(-20.0)]
        assert split.volume + split.rate == pytest.approx(-20.0)
    whole = figure(reader, site.catalog, "shop", "csat", "7d", Cut(), Comparison.PREVIOUS)
    assert (whole.n, whole.totalled) == (280, 140)
    assert figure_rows(reader, whole).total == 140


def test_the_baseline_is_no_stretch_of_days():
    site = weeks(then=[("Red", 10, 2)], now=[("Red", 10, 4)])
    reader = site.reader()
    found = what_changed(reader, site.catalog, "line", "asa", "7d", Comparison.BASELINE)
    assert found.comparison is Comparison.PREVIOUS
