"""Decimal commas and dates in the order that the mapping declares, and what contradicts it."""

from datetime import UTC, datetime, timedelta, timezone

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_tui.errors import CatalogError
from cjm_tui.importers.mapping import parse_mapping
from cjm_tui.importers.notation import Notation

MAPPING = """/*---
title = "Visits"
recognise = {{ name = "visits*", header = ["no", "began", "took"] }}
optional = ["day"]
dialect = {{ delimiter = ";", decimal = "{decimal}", dates = "{dates}" }}
timezone = "UTC"
---*/
create table interaction as
select _line, no as interaction_id, no as contact_id, 'shop' as touchpoint_id, began as started_at, took as handle_s
from source;
"""


@pytest.fixture
def visits(site):
    def load(*rows, dates="D.M.Y", decimal=",", **options):
        (site.mappings / "visits.sql").write_text(MAPPING.format(dates=dates, decimal=decimal))
        text = "\n".join(["no;began;took", *rows, ""])
        return site.load_text(text, "visits.csv", **options)

    return load


def stored(site):
    return site.rows("select interaction_id, started_at, handle_s from interaction order by 1")


def test_decimal_commas_and_german_dates(site, visits):
    result = visits(
        "1;02.11.2026 09:05;12,5",
        "2;2.11.2026;7",
        "3;02.11.2026 09:05:30;0,25",
        "4;2026-11-02T08:00;,5",
    )
    assert result.accepted == 4
    assert stored(site) == [
        ("1", datetime(2026, 11, 2, 9, 5), 12.5),
        ("2", datetime(2026, 11, 2), 7.0),
        ("3", datetime(2026, 11, 2, 9, 5, 30), 0.25),
        ("4", datetime(2026, 11, 2, 8), 0.5),
    ]


@pytest.mark.parametrize(
    ("decimal", "wrong"), [(",", "1.234"), (",", "1.5"), (".", "1,5"), (".", "1,234")]
)
def test_a_number_in_the_other_notation_is_quarantined(site, visits, decimal, wrong):
    result = visits("1;02.11.2026;1", f"2;02.11.2026;{wrong}", decimal=decimal, allow_bad=50)
    assert (result.accepted, result.quarantined) == (1, 1)
    assert site.quarantine()[0].reason == f"is not a number of seconds: {wrong}"


@pytest.mark.parametrize(
    ("dates", "good", "contradicting"),
    [
        ("D/M/Y", "02/11/2026 09:05", "11/23/2026 10:00"),
        ("M/D/Y", "11/02/2026 9:05 AM", "23/11/2026 10:00"),
        ("M/D/YY", "11/02/26, 9:05 AM", "23/11/26 10:00"),
        ("D.M.YY", "02.11.26 09:05", "11.23.26"),
        ("D-M-Y", "02-11-2026T09:05Z", "11-23-2026"),
    ],
)
def test_the_declared_order_and_one_row_that_contradicts_it(
    site, visits, dates, good, contradicting
):
    rows = [f"{n};{good};1" for n in range(40)]
    assert visits(*rows, dates=dates).accepted == 40
    assert stored(site)[0][1] == datetime(2026, 11, 2, 9, 5)
    result = visits(*rows, f"x;{contradicting};1", dates=dates)
    assert result.status == "refused"
    assert f"its dates are not {dates}" in result.reason
    assert contradicting in result.reason


@pytest.mark.parametrize(
    "wrong",
    [
        "31/02/2026",
        "2026/11/02",
        "02/11/26",
        "02.11.2026",
        "13:05 PM",
        "32/32/2026",
        "02/11/2026 13:05 PM",
    ],
)
def test_a_time_that_is_none_in_either_order_is_quarantined(site, visits, wrong):
    rows = [f"{n};02/11/2026;1" for n in range(40)]
    result = visits(*rows, f"x;{wrong};1", dates="D/M/Y")
    assert (result.status, result.accepted, result.quarantined) == ("loaded", 40, 1)
    assert site.quarantine()[0].reason == f"is not a time: {wrong}"


@pytest.mark.parametrize("said", ["D/M", "DD/MM/YYYY", "D/M.Y", "d/m/y", "Y/D/M", ""])
def test_an_order_that_is_none_is_named(said):
    with pytest.raises(CatalogError, match="dates is as"):
        parse_mapping(MAPPING.format(dates=said, decimal="."), "visits")


MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2069, 12, 31)).map(
    lambda t: t.replace(microsecond=0)
)
ORDERS = {
    "D/M/Y": "%d/%m/%Y", "M/D/Y": "%m/%d/%Y", "D.M.YY": "%d.%m.%y", "M-D-YY": "%m-%d-%y", "Y/M/D": "%Y/%m/%d",
}  # fmt: skip
CLOCKS = ["", " %H:%M:%S", " %H:%M", ", %I:%M:%S %p", " %I:%M %p", "T%H:%M:%S", " %H:%M:%S%z"]


@given(MOMENTS, st.sampled_from(sorted(ORDERS)), st.sampled_from(CLOCKS), st.booleans())
def test_what_python_writes_in_an_order_is_read_in_it(moment, order, clock, bare):
    written = ORDERS[order] + clock
    east = timezone(timedelta(hours=2))
    text = moment.replace(tzinfo=east).strftime(written)
    expected = datetime.strptime(text, written)
    if bare and not order.startswith("Y"):
        text = text.removeprefix("0")
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        sql = f"select ({Notation(dates=order).moment('$text')})::timestamptz::varchar"
        ((read,),) = connection.execute(sql, {"text": text}).fetchall()
    utc = expected.replace(tzinfo=expected.tzinfo or UTC).astimezone(UTC)
    assert datetime.fromisoformat(read) == utc
