from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cjm_tui.config import clock_from
from cjm_tui.domain.journey import IncompleteDay
from cjm_tui.errors import UsageError
from cjm_tui.services.data_state import data_state, period_of
from cjm_tui.store.session import Writer
from tests.services.site import LAST, NOW, TODAY, Site


def test_an_empty_database_has_no_days_and_is_not_stale():
    state = data_state(Site().writer)
    assert (state.first_day, state.last_day, state.data_until) == (None, None, None)
    assert not state.stale
    assert period_of(state, "28d") is None
    with pytest.raises(UsageError):
        period_of(state, "a while")


def test_the_data_reaches_to_the_last_fact_of_any_kind():
    site = Site()
    site.calls("line", LAST - timedelta(days=9), 1)
    site.answers("line", LAST, 1, 0)
    state = data_state(site.writer)
    assert state.first_day == LAST - timedelta(days=9)
    assert state.data_until == datetime(2026, 11, 19, 12)
    assert state.last_day == LAST
    assert not state.stale


@pytest.mark.parametrize(
    ("last_fact", "last_day"),
    [(TODAY - timedelta(days=1), LAST), (TODAY, LAST), (date(2026, 11, 1), date(2026, 11, 1))],
)
def test_a_day_is_complete_once_the_clock_has_left_it(last_fact, last_day):
    site = Site(now=datetime(2026, 11, 20, 20, tzinfo=UTC))
    site.calls("line", date(2026, 10, 1), 1)
    site.calls("line", last_fact, 1)
    assert data_state(site.writer).last_day == last_day


def test_the_clock_is_the_sites():
    """At 23:00 UTC the day is over in Jerusalem, and it is not in London."""
    days = {}
    for zone in ("Asia/Jerusalem", "Europe/London"):
        site = Site(now=datetime(2026, 11, 19, 23, tzinfo=UTC), timezone=zone)
        site.calls("line", date(2026, 10, 1), 1)
        site.calls("line", date(2026, 11, 19), 1)
        days[zone] = data_state(site.writer).last_day
    assert days == {"Asia/Jerusalem": date(2026, 11, 19), "Europe/London": date(2026, 11, 18)}


def test_where_all_data_is_of_today_today_must_do():
    site = Site(now=datetime(2026, 11, 20, 20, tzinfo=UTC))
    site.calls("line", TODAY, 1)
    state = data_state(site.writer)
    assert (state.first_day, state.last_day) == (TODAY, TODAY)


def test_facts_after_as_of_are_not_known():
    site = Site()
    site.calls("line", date(2026, 11, 1), 1)
    site.calls("line", LAST, 1)
    earlier = site.writer_at(datetime(2026, 11, 10, tzinfo=UTC))
    state = data_state(earlier)
    assert state.data_until == datetime(2026, 11, 1, 12)
    assert state.last_day == date(2026, 11, 1)


@pytest.mark.parametrize(("hours", "stale"), [(0, False), (36, False), (37, True)])
def test_stale_is_counted_from_the_end_of_the_last_day(hours, stale):
    end = datetime(2026, 11, 19, 22, tzinfo=UTC)  # the site's midnight
    site = Site(now=end + timedelta(hours=hours))
    site.calls("line", LAST, 1)
    assert data_state(site.writer).stale is stale


def test_the_hours_to_stale_are_the_sites():
    site = Site(stale_after_hours=5)
    site.calls("line", LAST, 1)
    assert data_state(site.writer).stale


def test_daily_totals_are_data_too():
    site = Site()
    for day in (date(2026, 11, 1), LAST, TODAY):
        site.insert("measure", [{"kpi": "csat", "touchpoint_id": "shop", "day": day, "n": 3}])
    state = data_state(site.writer)
    assert (state.first_day, state.last_day) == (date(2026, 11, 1), LAST)


def test_incomplete_days_are_told_once_a_source():
    site = Site(demo="yes")
    site.calls("line", LAST, 1)
    lacking = {"day": LAST, "source": "ivr", "reason": "Thursday lacks the IVR file"}
    site.insert("incomplete_day", [lacking | {"touchpoint_id": t} for t in ("ivr", "line")])
    state = data_state(site.writer_at(NOW))
    assert state.incomplete == (IncompleteDay(LAST, "ivr", "Thursday lacks the IVR file"),)
    assert state.demo


def test_a_date_alone_is_the_end_of_that_day_at_the_site():
    for zone in ("Asia/Jerusalem", "America/New_York", "UTC"):
        site = Site(timezone=zone)
        for hour in range(48):
            at = datetime(2026, 11, 19, 0, 30) + timedelta(hours=hour)
            utc = at.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)
            row = {"interaction_id": f"i{hour}", "contact_id": f"c{hour}", "touchpoint_id": "line"}
            site.insert("interaction", [row | {"started_at": utc, "local_at": at}])
        reader = Writer(site.connection, clock_from("2026-11-19", {}), site.catalog)
        state = data_state(reader)
        assert state.data_until == datetime(2026, 11, 19, 23, 30), zone
        assert state.last_day == date(2026, 11, 19), "the day is complete"
