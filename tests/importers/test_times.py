"""UTC, the site's local time, offsets, the hour that occurs twice and the one that never was."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_tui.importers.zone import zone_rules
from tests.importers.conftest import HEADER

ZONES = ("Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Jerusalem", "UTC")


def times(site, *written, **options):
    rows = [f"i{n},c{n},web,{text}" for n, text in enumerate(written)]
    site.load_text("\n".join([HEADER, *rows, ""]), **options)
    found = site.rows(
        "select started_at, local_at, time_flag from interaction order by interaction_id"
    )
    return [(f"{utc:%d %H:%M}", f"{local:%d %H:%M}", flag) for utc, local, flag in found]


def test_summer_winter_and_offsets(site):
    assert times(
        site, "2026-07-01T10:00:00", "2026-12-01 10:00", "2026-07-01T10:00:00Z",
        "2026-07-01T10:00:00+05:30", "2026-07-01 23:30:00.5-0200",
    ) == [
        ("01 09:00", "01 10:00", None),
        ("01 10:00", "01 10:00", None),
        ("01 10:00", "01 11:00", None),
        ("01 04:30", "01 05:30", None),
        ("02 01:30", "02 02:30", None),
    ]  # fmt: skip


def test_the_hour_that_occurs_twice_takes_the_second_unless_it_says(site):
    assert times(
        site, "2026-10-25T01:30:00", "2026-10-25T01:30:00+01:00", "2026-10-25T02:00:00"
    ) == [
        ("25 01:30", "25 01:30", "doubled"),
        ("25 00:30", "25 01:30", None),
        ("25 02:00", "25 02:00", None),
    ]


def test_the_time_zone_of_the_command_line(site):
    assert times(site, "2026-07-01T10:00:00", timezone="America/New_York") == [
        ("01 14:00", "01 15:00", None)
    ]


def test_another_time_zone_is_another_import(site):
    text = f"{HEADER}\ni1,c1,web,2026-07-01T10:00:00\n"
    site.load_text(text)
    again = site.load_text(text, timezone="Asia/Tokyo")
    assert (again.status, again.targets["interaction"].updated) == ("loaded", 1)


@settings(max_examples=40)
@given(
    zone=st.sampled_from(ZONES),
    moments=st.lists(
        st.datetimes(datetime(1985, 1, 1), datetime(2035, 1, 1)), min_size=1, max_size=10
    ),
)
def test_the_sql_agrees_with_the_time_zone_database(zone, moments):
    rules = zone_rules(zone, min(moments), max(moments))
    place = ZoneInfo(zone)
    with duckdb.connect() as connection:
        for moment in moments:
            local = moment.replace(tzinfo=UTC).astimezone(place).replace(tzinfo=None)
            asked = connection.execute(
                f"select {rules.local_of('t')}, {rules.utc_of('l')}, {rules.doubled('l')}"
                " from (select $t::timestamp as t, $l::timestamp as l)",
                {"t": moment, "l": local},
            ).fetchone()
            second = local.replace(tzinfo=place, fold=1).astimezone(UTC).replace(tzinfo=None)
            first = local.replace(tzinfo=place, fold=0).astimezone(UTC).replace(tzinfo=None)
            assert asked == (local, second, first != second)


@pytest.mark.parametrize("minutes", range(-90, 100, 15))
def test_the_gap_has_no_utc(minutes):
    local = datetime(2026, 3, 29, 1) + timedelta(minutes=minutes)
    rules = zone_rules("Europe/London", local, local)
    ((utc,),) = duckdb.sql(f"select {rules.utc_of(f'''timestamp '{local}' ''')}").fetchall()
    expected = None if 0 <= minutes < 60 else local - timedelta(hours=1 if minutes >= 60 else 0)
    assert utc == expected


LATER = """/*---
title = "Later"
recognise = { name = "later*", header = ["id", "began", "queued_s"] }
dialect = { dates = "D/M/YY" }
timezone = "site"
---*/
create table interaction as
select _line, id as interaction_id, id as contact_id, 'web' as touchpoint_id,
    began as started_at, queued_s as started_at_plus_s from source;
"""


def test_seconds_are_added_to_the_moment_not_to_what_the_clock_says(site):
    (site.mappings / "later.sql").write_text(LATER)
    rows = [
        "a,29/03/26 00:59:30,60",  # an hour is left out behind it
        "b,25/10/2026 00:59:30,60.5",
        "c,01/12/26 10:00,",
        "d,2026-12-01T10:00:00+01:00,3600",
    ]
    result = site.load_text("id,began,queued_s\n" + "\n".join(rows) + "\n", "later.csv")
    assert (result.accepted, result.quarantined) == (4, 0)
    found = site.rows(
        "select started_at::varchar, local_at::varchar from interaction order by interaction_id"
    )
    assert found == [
        ("2026-03-29 01:00:30", "2026-03-29 02:00:30"),
        ("2026-10-25 00:00:30.5", "2026-10-25 01:00:30.5"),
        ("2026-12-01 10:00:00", "2026-12-01 10:00:00"),
        ("2026-12-01 10:00:00", "2026-12-01 10:00:00"),
    ]
    bad = site.load_text("id,began,queued_s\ne,01/12/26 10:00,soon\n", "later.csv", allow_bad=100)
    assert bad.quarantined == 1
    assert site.quarantine()[0].reason == "is not a number of seconds: soon"
