"""Breakdowns against independent Python on random facts, and what they say of small or odd parts."""

from collections import defaultdict
from datetime import datetime, time, timedelta
from statistics import fmean

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cjm_tui.domain.breakdown import NAMED, Cut, Dimension
from cjm_tui.domain.kpi import Signal
from cjm_tui.services.breakdown import CELLS, breakdown
from cjm_tui.services.figure import figure, figure_rows
from cjm_tui.store.dimensions import dimensions_sql
from tests.queries.facts import OFFSET
from tests.services.site import DAY, LAST, Site

SLOW = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=set(Phase) - {Phase.shrink},
)
word = st.sampled_from([None, None, "", "a", "b", "it's"])
legs = st.fixed_dictionaries(
    {
        "back": st.integers(0, 8),
        "hour": st.integers(7, 10),
        "at": st.sampled_from(["line", "line", "ivr"]),
        "outcome": st.sampled_from(["answered", "answered", "abandoned"]),
        "wait_s": st.sampled_from([None, 5.0, 60.0]),
        "channel": st.sampled_from(["phone", None]),
        "team": word,
        "queue": word,
        "source": word,
        "flow_version": word,
        "reason": word,
        "segment": word,
        "of": st.integers(0, 5),  # its contact
    }
)
contacts = st.lists(
    st.fixed_dictionaries({"reason": word, "segment": word}), min_size=6, max_size=6
)
answers = st.fixed_dictionaries(
    {
        "back": st.integers(0, 8),
        "hour": st.integers(7, 10),
        "at": st.sampled_from(["line", "line", "ivr"]),
        "of": st.one_of(st.none(), st.integers(0, 5)),
        "score": st.sampled_from([1.0, 3.0, 4.0, 5.0]),
        "segment": word,
        "source": word,
    }
)


def moment(found):
    return datetime.combine(LAST - found["back"] * DAY, time(found["hour"], 30))


def site_of(legs, contacts, answers):
    """Put the facts into a site that shows values from one row on."""
    site = Site(minimum_n=1).map()
    first = datetime.combine(LAST - 20 * DAY, time(6))
    site.insert(
        "contact",
        [
            {"contact_id": f"c{i}", "started_at": first - OFFSET, "local_at": first, **contact}
            for i, contact in enumerate(contacts)
        ],
    )
    for i, leg in enumerate(legs):
        more = {k: v for k, v in leg.items() if k not in ("back", "hour", "at", "of")}
        site.leg(f"c{leg['of']}", leg["at"], moment(leg), interaction_id=f"i{i:03d}", **more)
    for i, answer in enumerate(answers):
        more = {
            "contact_id": None if answer["of"] is None else f"c{answer['of']}",
            "segment": answer["segment"],
            "source": answer["source"],
        }
        site.feedback(
            answer["at"], moment(answer), "csat", answer["score"], feedback_id=f"f{i}", **more
        )
    return site


def clock(at):
    return {"weekday": str(at.isoweekday()), "hour": str(at.hour)}


def rows_by_hand(kpi, legs, contacts, answers):
    """Return (id, value, dimensions) of each row that a KPI counts at the line, in plain Python."""
    here = [(i, leg) for i, leg in enumerate(legs) if leg["at"] == "line"]
    if kpi != "csat":
        for i, leg in here:
            contact = contacts[leg["of"]]
            known = {d: leg["flow_version" if d is Dimension.FLOW else d.value] for d in NAMED}
            known |= {d: leg[d] or contact[d] for d in ("reason", "segment")}
            known |= clock(moment(leg))
            if kpi == "abandon_rate":
                yield f"i{i:03d}", float(leg["outcome"] == "abandoned"), known
            elif leg["outcome"] == "answered":
                yield f"i{i:03d}", leg["wait_s"] or 0.0, known
        return
    for i, answer in enumerate(answers):
        if answer["at"] != "line":
            continue
        own = [pair for pair in here if pair[1]["of"] == answer["of"]]
        leg = min(own, key=lambda pair: (moment(pair[1]), pair[0]), default=(0, None))[1] or {}
        contact = {} if answer["of"] is None else contacts[answer["of"]]
        known = {
            "reason": leg.get("reason") or contact.get("reason"),
            "segment": answer["segment"] or leg.get("segment") or contact.get("segment"),
            "source": answer["source"],
            "flow": leg.get("flow_version"),
        }
        known |= {name: leg.get(name) for name in ("team", "channel", "queue")}
        yield f"f{i}", float(answer["score"] >= 4), known | clock(moment(answer))


def by_hand(kpi, dimensions, *facts):
    """Return the ids and values of each part."""
    found = defaultdict(dict)
    for row, value, known in rows_by_hand(kpi, *facts):
        found[tuple(known[dimension] or None for dimension in dimensions)][row] = value
    return found


@pytest.mark.parametrize("kpi", ["abandon_rate", "asa", "csat"])
@given(
    st.lists(legs, min_size=4, max_size=30), contacts, st.lists(answers, min_size=2, max_size=20)
)
@SLOW
def test_parts_are_those_that_plain_python_finds_and_sum_to_n(kpi, legs, contacts, answers):
    facts = (legs, contacts, answers)
    wanted = by_hand(kpi, (), *facts)[()]
    if not wanted:
        return
    site = site_of(*facts)
    reader = site.reader()
    found = breakdown(reader, site.catalog, "line", kpi, "28d")
    assert found.whole.n == len(wanted)
    scale = found.kpi.scale
    for division in (*found.divisions, found.cells):
        expected = by_hand(kpi, division.dimensions, *facts)
        assert sum(part.estimate.n for part in division.parts) == len(wanted)
        assert {tuple(v for _, v in part.cut.values) for part in division.parts} == set(expected)
        for part in division.parts:
            values = expected[tuple(v for _, v in part.cut.values)].values()
            assert part.estimate.n == len(values)
            assert part.estimate.value == pytest.approx(scale * fmean(values))
            assert part.share == pytest.approx(len(values) / len(wanted))


@pytest.mark.parametrize("kpi", ["abandon_rate", "csat"])
@given(
    st.lists(legs, min_size=4, max_size=20), contacts, st.lists(answers, min_size=2, max_size=12)
)
@SLOW
def test_the_rows_behind_each_part_give_its_figure(kpi, legs, contacts, answers):
    facts = (legs, contacts, answers)
    if not by_hand(kpi, (), *facts)[()]:
        return
    site = site_of(*facts)
    reader = site.reader()
    found = breakdown(reader, site.catalog, "line", kpi, "28d")
    for division in (*found.divisions, found.cells):
        expected = by_hand(kpi, division.dimensions, *facts)
        for part in division.parts:
            behind = figure(reader, site.catalog, "line", kpi, "28d", part.cut)
            assert behind.estimate == part.estimate
            rows = figure_rows(reader, behind, None)
            assert rows.total == part.estimate.n
            own = {row[3]: row[4] for row in rows.rows}
            assert own == expected[tuple(v for _, v in part.cut.values)]
            assert found.kpi.scale * fmean(own.values()) == pytest.approx(part.estimate.value)


def busy(**more):
    """A line at which Blue abandons twice as often as Red, for 28 days."""
    site = Site().map()
    for back in range(28):
        for team, abandoned in (("Red", 2), ("Blue", 4), ("Green", 2)):
            site.calls("line", LAST - back * DAY, 10 - abandoned, abandoned, team=team, **more)
    return site


def parts(found, dimension):
    return {part.cut.values[0][1]: part for part in found.division(dimension).parts}


def test_a_part_that_differs_is_said_to_and_whom_it_hurts():
    site = busy()
    teams = parts(breakdown(site.reader(), site.catalog, "line", "abandon_rate"), Dimension.TEAM)
    assert teams["Blue"].signal is Signal.WORSE
    assert teams["Blue"].gap == pytest.approx(20.0)
    assert teams["Blue"].harm == pytest.approx(280 * 0.2), "56 more than at the others' rate"
    assert teams["Red"].signal in (Signal.NONE, Signal.BETTER)
    assert teams["Red"].harm < 0


def test_few_rows_say_nothing():
    site = busy()
    site.calls("line", LAST, 0, 9, team="New")
    site.calls("line", LAST, 0, 20, team="Small")
    teams = parts(breakdown(site.reader(), site.catalog, "line", "abandon_rate"), Dimension.TEAM)
    assert (teams["New"].estimate.value, teams["New"].signal) == (None, Signal.TOO_FEW)
    assert teams["Small"].estimate.value == 100.0
    assert teams["Small"].signal is Signal.NONE, "below thirty rows no part is said to differ"


def test_what_is_not_known_is_a_line_but_no_yardstick():
    """Only answered calls have a team: the abandoned ones must not make every team look better."""
    site = Site().map()
    for back in range(28):
        for team in ("Red", "Blue"):
            site.calls("line", LAST - back * DAY, 10, 0, team=team)
        site.calls("line", LAST - back * DAY, 0, 20)
    found = breakdown(site.reader(), site.catalog, "line", "abandon_rate")
    teams = parts(found, Dimension.TEAM)
    assert teams[None].estimate.n == 560
    assert {part.signal for part in teams.values()} == {Signal.NONE}
    assert [part.cut.words for part in found.division(Dimension.TEAM).parts][-1] == "team not known"


def test_daily_totals_are_a_line_of_their_own():
    site = Site().map()
    site.answers("shop", LAST, 20, 6)
    site.insert(
        "measure", [{"touchpoint_id": "shop", "day": LAST, "kpi": "csat", "n": 500, "sum": 400.0}]
    )
    found = breakdown(site.reader(), site.catalog, "shop", "csat")
    for division in (*found.divisions, found.cells):
        assert sum(part.estimate.n for part in division.parts) == found.whole.n == 526
        (totals,) = [part for part in division.parts if part.totalled]
        assert (totals.estimate.n, totals.estimate.value) == (500, 80.0)
        assert not totals.cut.known


def test_without_rows_there_are_no_parts():
    site = busy()
    found = breakdown(site.reader(), site.catalog, "line", "csat")
    assert found.whole.n == 0
    assert not any(division.parts for division in (*found.divisions, found.cells))


def test_days_whose_window_is_open_do_not_count():
    site = Site().map()
    for back in range(28):
        noon = datetime.combine(LAST - back * DAY, time(12))
        site.contact(f"k{back}", noon, noon + timedelta(minutes=5), legs=("line",))
    reader = site.reader()
    found = breakdown(reader, site.catalog, "line", "repeat_7d")
    assert found.whole.n == 21
    assert found.span.last == LAST - 7 * DAY
    assert sum(part.estimate.n for part in found.division(Dimension.HOUR).parts) == 21
    behind = figure(reader, site.catalog, "line", "repeat_7d", cut=Cut(((Dimension.HOUR, "12"),)))
    assert figure_rows(reader, behind).total == 21


def test_a_cut_is_said_in_words():
    cell = Cut(((CELLS[0], "1"), (CELLS[1], "9")))
    assert cell.words == "Mon 9:00"
    assert Cut(((Dimension.FLOW, "v7"),)).words == "flow version v7"
    assert Cut(((Dimension.TEAM, None),)).words == "team not known"


def test_invitations_have_the_dimensions_of_the_contacts_first_leg():
    site = Site(minimum_n=1).map()
    noon = datetime.combine(LAST - 10 * DAY, time(12))
    site.leg("c1", "line", noon + timedelta(hours=1), team="Late")
    site.leg("c1", "line", noon, team="Red", reason="move")
    site.calls("shop", LAST, 1)
    for number, contact in enumerate(("c1", None)):
        at = noon + timedelta(hours=2)
        row = {"invitation_id": f"v{number}", "touchpoint_id": "line", "contact_id": contact}
        row |= {"at": at - OFFSET, "local_at": at, "instrument": "csat", "source": "post"}
        row |= {"customer_key": "ann"}
        site.insert("invitation", [row])
    reader = site.reader()
    found = breakdown(reader, site.catalog, "line", "survey_response")
    assert found.whole.n == 2
    assert {k: p.estimate.n for k, p in parts(found, Dimension.TEAM).items()} == {"Red": 1, None: 1}
    assert set(parts(found, Dimension.REASON)) == {"move", None}
    assert set(parts(found, Dimension.SOURCE)) == {"post"}
    behind = figure(
        reader, site.catalog, "line", "survey_response", cut=Cut(((Dimension.TEAM, "Red"),))
    )
    assert [row[3] for row in figure_rows(reader, behind).rows] == ["v0"]


def test_every_shipped_kpi_can_be_broken_down():
    site = Site().map()
    without_legs = {"forecast_error"}  # counts intervals
    for name, kpi in site.catalog.kpis.items():
        if kpi.only_totals or name in without_legs:
            continue
        days = {"from": datetime.combine(LAST, time()), "to": datetime.combine(LAST, time(23))}
        assert dimensions_sql(site.writer, site.catalog, name, "line", **days), name
