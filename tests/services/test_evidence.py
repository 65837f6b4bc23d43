"""Every figure of the map and the touchpoint on random facts: its rows, averaged by plain Python."""

from datetime import timedelta
from statistics import fmean

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cjm_tui.domain.kpi import Measure
from cjm_tui.domain.statistics.intervals import quantile_of
from cjm_tui.services.figure import figure, figure_known, figure_rows
from cjm_tui.services.journey_map import journey_map
from cjm_tui.services.touchpoint import touchpoint
from tests.services.site import DAY, LAST, Site
from tests.services.test_breakdown import moment

SLOW = settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=set(Phase) - {Phase.shrink},
)
contacts = st.fixed_dictionaries(
    {
        "back": st.integers(0, 30),
        "hour": st.integers(8, 11),
        "customer": st.sampled_from([None, "ann", "bob"]),
        "legs": st.lists(st.sampled_from(["line", "ivr"]), min_size=1, max_size=2, unique=True),
        "outcome": st.sampled_from(["answered", "answered", "abandoned", "contained", "to_agent"]),
        "channel": st.sampled_from(["phone", "ivr"]),
        "wait_s": st.sampled_from([None, 5.0, 60.0]),
        "resolved": st.sampled_from([None, True, False]),
    }
)
answers = st.fixed_dictionaries(
    {
        "back": st.integers(0, 30),
        "hour": st.integers(8, 11),
        "at": st.sampled_from(["line", "ivr"]),
        "instrument": st.sampled_from(["csat", "ces", "nps"]),
        "score": st.sampled_from([0.0, 1.0, 3.0, 5.0, 9.0, 10.0]),
    }
)


def site_of(contacts, answers):
    site = Site(minimum_n=1).map()
    for given_contact in contacts:
        more = {k: v for k, v in given_contact.items() if k not in ("back", "hour", "customer")}
        start = moment(given_contact)
        end = start + timedelta(minutes=5)
        site.contact(given_contact["customer"], start, end, **more)
    for answer in answers:
        site.feedback(answer["at"], moment(answer), answer["instrument"], answer["score"])
    site.answers("shop", LAST, 1, 1)
    site.answers("shop", LAST - 40 * DAY, 1, 1)
    return site


def by_hand(kpi, rows):
    """Return a figure's value from its rows."""
    values = [row[4] for row in rows]
    if kpi.measure in (Measure.RATE, Measure.RATIO):
        return kpi.scale * sum(values) / weight if (weight := sum(row[6] for row in rows)) else None
    if kpi.measure is Measure.QUANTILE:
        return quantile_of(sorted(values), kpi.quantile)
    if kpi.measure is Measure.NPS:
        return 100 * fmean((value >= 9) - (value <= 6) for value in values)
    return kpi.scale * fmean(values)


def assert_its_rows_give_it(reader, catalog, at, kpi, estimate, period):
    found = figure(reader, catalog, at, kpi.name, period)
    rows = figure_rows(reader, found, None)
    assert rows.total == len(rows.rows) == estimate.n
    assert {row[0] for row in rows.rows} <= {at}
    assert len({(row[2], row[3]) for row in rows.rows}) == estimate.n, "no row counts twice"
    few = kpi.measure is Measure.QUANTILE and estimate.value is None  # for an interval
    if estimate.n and not few:
        assert by_hand(kpi, rows.rows) == pytest.approx(estimate.value)


def assert_what_is_known_is_the_rows_own(reader, catalog, at, kpi, period):
    """The rows with their details are the same rows in the same order, each with its own contact."""
    found = figure(reader, catalog, at, kpi, period)
    rows, known = figure_rows(reader, found, None), figure_known(reader, catalog, found)
    assert known.total == rows.total
    keep = [place for place, name in enumerate(rows.columns) if name != "final_at"]
    assert [row[: len(keep)] for row in known.rows] == [
        tuple(row[place] for place in keep) for row in rows.rows
    ]
    legs = reader.rows(
        "select i.interaction_id, i.contact_id, c.customer_key, i.outcome from interaction as i"
        " left join contact as c on i.contact_id = c.contact_id"
    )
    own = {leg_id: tuple(told) for leg_id, *told in legs}
    for row in known.rows:
        told = dict(zip(known.columns, row, strict=True))
        if told["source_table"] == "interaction":
            names = ("contact_id", "customer", "outcome")
            assert tuple(told.get(name) for name in names) == own[told["source_id"]]


@pytest.mark.parametrize("period", ["7d", "28d"])
@given(st.lists(contacts, min_size=3, max_size=25), st.lists(answers, min_size=3, max_size=15))
@SLOW
def test_rows_behind_every_kpi_line_and_every_score_give_it(period, contacts, answers):
    site = site_of(contacts, answers)
    reader, catalog = site.reader(), site.catalog
    board = journey_map(reader, catalog, period)
    scores = [s for j in board.journeys for stage in j.stages for s in stage.touchpoints]
    shown = [score for score in scores if score.kpi is not None]
    assert shown
    for score in shown:
        at = score.touchpoint_id
        assert_its_rows_give_it(reader, catalog, at, score.kpi, score.estimate, period)
        assert figure(reader, catalog, at, None, period).kpi == score.kpi.name
        assert_what_is_known_is_the_rows_own(reader, catalog, at, score.kpi.name, period)
    for at in ("line", "ivr", "shop"):
        page = touchpoint(reader, catalog, at, period)
        for line in page.kpis:
            assert_its_rows_give_it(reader, catalog, at, line.kpi, line.estimate, period)
