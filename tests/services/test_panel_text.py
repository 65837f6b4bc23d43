"""The query that `6` opens gives, with its parameter lines, exactly the rows behind the number."""

from datetime import UTC, date, datetime

import pytest

from cjm_tui.domain.breakdown import WHOLE
from cjm_tui.domain.sql_text import parameters, value_of
from cjm_tui.services.figure import figure
from cjm_tui.services.panel_text import line_value, panel_text
from tests.services.site import DAY, LAST, Site


@pytest.mark.parametrize("kpi", ["service_level", "csat", "asa"])
def test_the_panels_query_gives_the_rows_behind_the_number(kpi):
    site = Site(service_level_s=30).map()
    for back in range(20):
        site.calls("line", LAST - back * DAY, 5, 2, wait_s=25.0)
        site.answers("line", LAST - back * DAY, 3, 1)
    reader = site.reader()
    name, text = panel_text(reader, site.catalog, "line", kpi, "7d", WHOLE)
    assert name == kpi
    given = {key: value_of(value) for key, value in parameters(text).items()}
    assert given["touchpoint"] == "line"
    if kpi == "service_level":
        assert given["service_level_s"] == 30
    rows = reader.rows(text, given)
    assert len(rows) == figure(reader, site.catalog, "line", kpi, "7d").estimate.n > 0
    assert (parameters(text)["from"], parameters(text)["to"]) == ("2026-11-13", "2026-11-20")


@pytest.mark.parametrize(
    "value",
    [
        *(None, True, 3, 2.5, "ivr", "it's", "3", "null", "2026-01-01", "'x'"),
        *(date(2026, 1, 1), datetime(2026, 1, 1, 10, 30)),
    ],
)
def test_a_value_is_read_again_as_what_it_was(value):
    assert value_of(line_value(value)) == value


def test_a_moment_is_said_in_utc():
    assert line_value(datetime(2026, 1, 1, 10, tzinfo=UTC)) == "2026-01-01 10:00:00"
