"""KPIs that a site adds and overrides as files beside its database."""

import shutil
from dataclasses import replace

import pytest

from cjm_tui.errors import CjmError
from cjm_tui.locations import shipped, site_queries
from cjm_tui.services.audit import audit
from cjm_tui.services.current import open_current
from cjm_tui.services.edits import form
from cjm_tui.services.figure import figure
from cjm_tui.services.journey_map import journey_map
from cjm_tui.services.kpi_history import kpi_history
from cjm_tui.services.kpis import kpis
from cjm_tui.services.site_kpis import troubles
from cjm_tui.services.touchpoint import touchpoint
from cjm_tui.store.catalog import load_catalog
from tests.importers.conftest import HEADER
from tests.reference.kpi_page import kpi_page

KEPT = (
    "aht",
    "repeat_7d",
    "csat",
    "survey_response",
)  # enough of the shipped KPIs: each guards another
LONG = """\
/*---
title       = "Long calls"
description = "Share of answered calls of more than five minutes. One row per call."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "proportion"
class     = "output"
because   = "A call can be cut short."
unit      = "percent"
direction = "lower"
guardrail = "repeat_7d"
short     = "Long"
variant   = "more than 300 s"
---*/
select
    touchpoint_id,
    local_at,
    'interaction' as source_table,
    interaction_id as source_id,
    cast(handle_s > 300 as double) as value,
    started_at as final_at
from interaction
where local_at >= $from and local_at < $to and started_at <= $as_of
"""


@pytest.fixture(scope="module")
def packaged(tmp_path_factory):
    """The shipped queries with three KPIs alone, so that a roll-up is quick."""
    folder = tmp_path_factory.mktemp("packaged") / "queries"
    shutil.copytree(shipped("queries"), folder)
    for path in (folder / "kpi").glob("*.sql"):
        if path.stem not in KEPT:
            path.unlink()
    return folder


@pytest.fixture
def house(site, packaged, tmp_path):
    """A site whose folder of queries is read anew by `house()`, as each command does."""
    folder = site_queries(site.database.path)
    folder.mkdir()

    def again(**files):
        for name, text in files.items():
            if text is None:
                (folder / f"{name}.sql").unlink()
            else:
                (folder / f"{name}.sql").write_text(text, encoding="utf-8")
        catalog = load_catalog(packaged, tmp_path / "nobody", folder)
        database = replace_catalog(site.database, catalog)
        return replace(site, database=database, catalog=catalog)

    return again


def replace_catalog(database, catalog):
    return type(database)(database.path, database.clock, catalog)


def calls(*seconds, reason="bill", start=0):
    """Answered calls of one day, each of its own handling time."""
    rows = [
        f"i{start + n},c{start + n},line,2026-11-18T10:{n:02}:00,{s},answered,{reason}"
        for n, s in enumerate(seconds)
    ]
    return "\n".join([f"{HEADER},handle_s,outcome,reason", *rows, ""])


def value(house, kpi):
    """The KPI as `cjm kpis` says it at the touchpoint: (value, n); None without a line."""
    with open_current(house.database, house.catalog) as reader:
        lines = kpis(reader, house.catalog).lines
    found = [one.estimate for one in lines if one.kpi.name == kpi and one.touchpoint_id]
    return (found[0].value, found[0].n) if found else None


def wrong(house):
    with house.database.read() as reader:
        return troubles(reader, house.catalog)


# Ten calls, of which four took more than 300 s and two more than 600 s.
TEN = calls(60, 60, 60, 60, 60, 300, 301, 400, 601, 700)


def test_a_kpi_is_added_by_one_file_and_counted_from_the_next_question_on(house):
    house().load_text(TEN)
    added = house(long_calls=LONG)
    assert value(added, "long_calls") == (40.0, 10)
    later = calls(900, 900, 60, 60, start=20)
    added.load_text(later, "later.csv")
    assert value(added, "long_calls") == (pytest.approx(100 * 6 / 14), 14)
    assert wrong(added) == ()


def test_it_is_in_the_audit_once_it_has_a_target_and_its_pair_is_looked_at(house):
    added = house(long_calls=LONG)
    added.load_text(TEN)
    with added.database.write() as writer:
        writer.execute("insert into kpi_target (kpi, target) values ('long_calls', 20)")
    with open_current(added.database, added.catalog) as reader:
        found = audit(reader, added.catalog)
    (used,) = found.in_use
    assert (used.title, used.kpi_class.value, used.lines[0].estimate.n) == (
        "Long calls",
        "output",
        10,
    )


def test_a_kpi_of_the_shipped_name_takes_its_place_and_the_history_shows_what_that_did(house):
    before = house()
    before.load_text(TEN)
    assert value(before, "aht") == (pytest.approx(260.2), 10)
    # The site leaves calls of more than ten minutes out: 60·5, 300, 301, 400 make 162.6.
    shipped_sql = before.catalog.get("aht").path.read_text(encoding="utf-8")
    assert "outcome = 'answered'" in shipped_sql
    own = shipped_sql.replace("outcome = 'answered'", "outcome = 'answered' and handle_s <= 600")
    after = house(aht=own)
    assert value(after, "aht") == (None, 8), "fewer than ten are too few to say"
    after.load_text(calls(60, 60, start=30), "more.csv")
    assert value(after, "aht") == (pytest.approx((300 + 300 + 301 + 400 + 120) / 10), 10)
    assert "handle_s <= 600" not in after.catalog.packaged["aht"].sql
    with open_current(after.database, after.catalog) as reader:
        newest, first = kpi_history(reader, after.catalog, "aht").definitions
    (effect,) = newest.effects
    assert (effect.before.n, effect.after.n) == (12, 10)
    assert first.is_first


def test_a_session_that_began_before_never_counts_by_the_older_file(house):
    before = house()
    before.load_text(TEN)
    own = before.catalog.get("aht").path.read_text(encoding="utf-8")
    after = house(aht=own.replace("outcome = 'answered'", "outcome = 'answered' and handle_s > 59"))
    assert value(after, "aht") == (pytest.approx(260.2), 10)
    with pytest.raises(CjmError, match="have changed since this session began"):
        value(before, "aht")
    # What it imports, as a watch does for days, is counted by the file as it is now.
    before.load_text(calls(40, 50, 80, start=30), "more.csv")
    assert value(after, "aht") == (pytest.approx((2602 + 80) / 11), 11)
    with before.database.read() as reader:
        definitions = reader.rows("select count(*) from kpi_definition where kpi = 'aht'")
    assert definitions == [(2,)], "nobody has counted by the older one again"


def test_without_the_file_the_shipped_definition_counts_again(house):
    before = house()
    own = before.catalog.get("aht").path.read_text(encoding="utf-8")
    other = house(
        aht=own.replace("outcome = 'answered'", "outcome = 'answered' and handle_s < 200")
    )
    other.load_text(TEN)
    assert value(other, "aht") == (None, 5)
    assert value(house(aht=None), "aht") == (pytest.approx(260.2), 10)


def test_one_file_is_all_that_a_kpi_takes_to_be_on_every_screen_and_page(house, packaged, tmp_path):
    folder = tmp_path / "queries"
    shutil.copytree(packaged, folder)
    (folder / "kpi" / "long_calls.sql").write_text(LONG, encoding="utf-8")
    catalog = load_catalog(folder, tmp_path / "nobody")
    site = replace(house(), database=replace_catalog(house().database, catalog), catalog=catalog)
    site.load_text(TEN)
    with site.database.write() as writer:
        writer.execute("insert into kpi_target (kpi, target) values ('long_calls', 20)")
    with open_current(site.database, catalog) as reader:
        ((line,),) = (
            s.touchpoints for j in journey_map(reader, catalog).journeys for s in j.stages
        )
        assert line.kpi.name == "aht", "a main KPI stands for a touchpoint before others"
        page = touchpoint(reader, catalog, "line")
        assert "Long calls" in [found.kpi.title for found in page.kpis]
        assert "Long calls" in [used.title for used in audit(reader, catalog).in_use]
        offered = form(reader, catalog, "touchpoint", "line").field("good_kpi").choices
        assert "long_calls" in [choice.value for choice in offered]
        shown = figure(reader, catalog, "line", "long_calls", "28d")
        assert "handle_s > 300" in shown.sql
        assert shown.estimate.value == 40.0
    assert value(site, "long_calls") == (40.0, 10), "as cjm kpis says"
    assert "## long_calls" in kpi_page(folder)
    assert "cast(handle_s > 300 as double)" in kpi_page(folder)


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (LONG.replace('unit      = "percent"', 'unit      = "bananas"'), "bananas"),
        (LONG.replace('guardrail = "repeat_7d"', 'guardrail = "nobody"'), "guardrail"),
        (LONG.replace("handle_s > 300", "handel_s > 300"), "handel_s"),
        (LONG.replace("cast(handle_s > 300 as double)", "random()"), "random"),
        (LONG.replace("from interaction", "from read_csv('/etc/passwd')"), "read_csv"),
    ],
    ids=["unit", "guardrail", "column", "chance", "file"],
)
def test_a_file_that_does_not_work_is_said_and_stops_nothing(house, broken, said):
    bad = house(long_calls=broken)
    bad.load_text(TEN)
    assert value(bad, "aht") == (pytest.approx(260.2), 10)
    assert value(bad, "long_calls") is None
    (sentence,) = wrong(bad)
    assert said in sentence
    assert "long_calls.sql" in sentence


def test_sql_that_fails_on_some_rows_waits_until_the_rows_are_mended(house):
    numbers = LONG.replace("cast(handle_s > 300 as double)", "cast(reason as double)")
    bad = house(long_calls=numbers)
    bad.load_text(calls(*[60] * 12, reason="1"))
    assert value(bad, "long_calls") == (100.0, 12)
    bad.load_text(calls(70, reason="bill", start=40), "words.csv")
    assert value(bad, "long_calls") is None, "a figure that lacks rows is none"
    (sentence,) = wrong(bad)
    assert "bill" in sentence
    assert value(bad, "aht")[1] == 13, "the others are counted"
    mended = calls(70, reason="0", start=40)
    bad.load_text(mended, "mended.csv")
    assert wrong(bad) == ()
    assert value(bad, "long_calls") == (pytest.approx(100 * 12 / 13), 13)


def test_taking_a_batch_back_is_not_stopped_either(house):
    numbers = LONG.replace("cast(handle_s > 300 as double)", "cast(reason as double)")
    good = house()
    good.load_text(calls(*[60] * 12, reason="bill"))
    batch = good.load_text(calls(*[60] * 12, reason="bill", start=50), "more.csv").batch
    bad = house(long_calls=numbers)
    bad.undo(batch)
    assert value(bad, "aht") == (60.0, 12)
    assert wrong(bad)
