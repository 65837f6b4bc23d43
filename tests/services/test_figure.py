from datetime import datetime, time

import pytest

from cjm_tui.errors import UsageError
from cjm_tui.services.figure import figure, figure_rows, figure_words
from cjm_tui.services.kpis import kpis
from tests.services.site import DAY, LAST, Site
from tests.services.test_journey_map import site_noon

HOSTILE = "it's; drop table contact; -- $from"


@pytest.fixture(scope="module")
def site():
    site = Site().map()
    site.touchpoint("hostile", HOSTILE, "help")
    for ahead in range(30):
        for at in ("line", "hostile"):
            site.calls(at, LAST - ahead * DAY, 9, 1, handle_s=60.0)
            site.answers(at, LAST - ahead * DAY, 3, 1)
        for instrument in ("ces", "nps"):
            site.answers("line", LAST - ahead * DAY, 3, 1, instrument)
        noon = site_noon(LAST - ahead * DAY)
        site.invitation("line", noon, customer_key="k0")
        for number in range(2):
            site.contact(f"k{number}", noon, legs=("line", "ivr"), outcome="answered")
            site.contact(f"k{number}", noon, legs=("ivr",), outcome="contained", channel="ivr")
    return site


@pytest.mark.parametrize("period", ["7d", "28d", "all"])
def test_every_number_has_as_many_rows_as_its_denominator(site, period):
    reader = site.reader()
    lines = [line for line in kpis(reader, site.catalog, period).lines if line.touchpoint_id]
    main = {kpi.name for kpi in site.catalog.kpis.values() if kpi.main}
    assert {line.kpi.name for line in lines} >= main
    for line in lines:
        found = figure(reader, site.catalog, line.touchpoint_id, line.kpi.name, period)
        rows = figure_rows(reader, found, limit=1)
        assert found.estimate == line.estimate
        assert rows.total == line.estimate.n, line
        if line.kpi.measure not in ("rate", "ratio"):
            assert line.estimate.denominator == rows.total, line
        values = [row[4] for row in figure_rows(reader, found, limit=None).rows]
        assert len(values) == rows.total
        if line.kpi.measure not in ("nps", "quantile"):
            assert sum(values) == line.estimate.numerator


def test_the_sql_runs_as_it_stands_on_its_own_connection(site):
    found = figure(site.reader(), site.catalog, HOSTILE, "aht")
    assert "$from" not in found.sql.replace(HOSTILE, "")
    rows = site.connection.execute(found.sql).fetchall()
    assert len(rows) == found.estimate.n == 28 * 9
    assert {row[0] for row in rows} == {"hostile"}
    assert found.query == "kpi/aht"
    ((recorded,),) = site.connection.execute(
        "select distinct sql_hash from kpi_day where kpi = 'aht'"
    ).fetchall()
    assert found.sql_hash == recorded


def test_without_a_kpi_it_is_the_number_on_the_map(site):
    found = figure(site.reader(), site.catalog, "line")
    assert found.kpi == "fcr_7d"
    assert found.estimate.n == 2 * 21, "days whose window is open do not count"


def test_rows_have_their_columns_and_may_be_cut(site):
    rows = figure_rows(site.reader(), figure(site.reader(), site.catalog, "line", "asa"), limit=3)
    assert rows.columns[:5] == ("touchpoint_id", "local_at", "source_table", "source_id", "value")
    assert (len(rows.rows), rows.total) == (3, 28 * 11)


@pytest.mark.parametrize(("period", "totalled"), [("7d", 0), ("28d", 500), ("all", 1500)])
def test_a_figure_says_how_many_of_its_rows_came_as_daily_totals(period, totalled):
    site = Site().map()
    site.answers("shop", LAST, 20, 6)
    for back, n in ((9, 500), (40, 1000)):
        total = {"touchpoint_id": "shop", "day": LAST - back * DAY, "n": n, "sum": 1.0}
        site.insert("measure", [total | {"kpi": "csat"}, total | {"kpi": "ces", "n": 7}])
    reader = site.reader()
    found = figure(reader, site.catalog, "shop", "csat", period)
    assert (found.totalled, found.estimate.n) == (totalled, totalled + 26)
    assert figure_rows(reader, found).total == found.estimate.n - found.totalled


def test_what_does_not_exist_is_refused_in_words(site):
    reader = site.reader()
    for touchpoint, kpi in (("nowhere", None), ("line", "joy"), ("shop", None)):
        with pytest.raises(UsageError):
            figure(reader, site.catalog, touchpoint, kpi)
    with pytest.raises(UsageError, match="no data yet"):
        figure(Site().map().reader(), site.catalog, "line")


def test_words_are_those_of_the_answers_and_contacts_that_are_counted():
    site = Site().map()
    site.calls("line", LAST, 10)
    noon = datetime.combine(LAST, time(12))
    site.feedback("line", noon, "csat", 5, verbatim="counted", feedback_id="x1")
    site.feedback("line", noon, "csat", None, verbatim="no score")
    site.feedback("line", noon, "nps", 5, verbatim="other instrument")
    contact = site.contact("zoe", noon, legs=("line",), outcome="abandoned")
    site.feedback("shop", noon, "nps", 5, verbatim="about the call", contact_id=contact)
    reader = site.reader()
    words = {}
    for kpi in ("csat", "abandon_rate", "asa"):
        found, total = figure_words(reader, figure(reader, site.catalog, "line", kpi))
        assert total == len(found)
        words[kpi] = [word.words for word in found]
    assert words == {"csat": ["counted"], "abandon_rate": ["about the call"], "asa": []}
