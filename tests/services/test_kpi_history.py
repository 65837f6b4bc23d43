"""Definitions of a KPI: what each change did to the value, run on the same rows."""

import pytest

from cjm_tui.services.kpi_history import kpi_history
from cjm_tui.store import settings
from tests.services.site import DAY, LAST, Site


@pytest.fixture
def site():
    """Twenty calls that wait 10 s and ten that wait 25 s: 20 of 30 within 20 s, all within 30 s."""
    found = Site().map()
    found.calls("line", LAST, 20, wait_s=10.0)
    found.calls("line", LAST - DAY, 10, wait_s=25.0)
    found.reader()
    return found


def changed(site):
    writer = site.writer_at(site.now)
    settings.change(writer, "service_level_s", "30", "agreed with finance")
    return kpi_history(site.reader(), site.catalog, "service_level")


def test_a_change_of_a_setting_shows_both_values_of_the_same_rows(site):
    new, first = changed(site).definitions
    assert first.is_first
    assert new.declared == ("service_level_s 20 → 30",)
    (effect,) = new.effects
    assert effect.touchpoint == "Agent call"
    # 20 of 30 by the old definition, 30 of 30 by the new one.
    assert (effect.before.n, round(effect.before.value, 1)) == (30, 66.7)
    assert (effect.after.n, effect.after.value) == (30, 100.0)


def test_a_definition_that_older_versions_recorded_is_run_by_the_settings_of_its_time(site):
    site.writer_at(site.now).execute("update kpi_definition set declared = null")
    (effect,) = changed(site).definitions[0].effects
    assert round(effect.before.value, 1) == 66.7


def test_settings_that_nobody_knows_any_more_are_not_guessed(site):
    writer = site.writer_at(site.now)
    writer.execute("update kpi_definition set declared = null, sql_hash = 'elsewhere'")
    new = kpi_history(site.reader(), site.catalog, "service_level").definitions[0]
    assert new.effects == ()
    assert "not known" in new.why_not


def test_other_sql_is_shown_line_by_line_with_its_effect(site):
    writer = site.writer_at(site.now)
    sql = site.catalog.get("aht").sql
    (old,) = writer.rows("select sql from kpi_definition where kpi = 'aht'")
    older = sql.replace("'answered'", "'done'")
    assert older != sql, "the example must change something"
    writer.execute("update kpi_definition set sql = ? where kpi = 'aht'", [older])
    writer.execute(
        "update kpi_definition set sql_hash = ? where kpi = 'aht'",
        [told(older)],
    )
    new = kpi_history(site.reader(), site.catalog, "aht").definitions[0]
    assert any(line.startswith("-") and "'done'" in line for line in new.difference())
    assert any(line.startswith("+") and "'answered'" in line for line in new.difference())
    assert old[0] == sql


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select gone from interaction", "cannot be run any more"),
        ("select 1; drop table contact", "cannot be run any more"),
        ("select * from read_csv('/etc/passwd')", "cannot be run any more"),
        ("no sql at all", "cannot be run any more"),
    ],
)
def test_sql_that_is_no_query_of_this_database_any_more_is_not_run(site, sql, said):
    writer = site.writer_at(site.now)
    writer.execute(
        "update kpi_definition set sql = ?, sql_hash = ? where kpi = 'service_level'",
        [sql, told(sql)],
    )
    new = kpi_history(site.reader(), site.catalog, "service_level").definitions[0]
    assert said in new.why_not
    assert new.effects == ()
    assert site.writer_at(site.now).rows("select count(*) from interaction") == [(30,)]


def told(sql):
    from cjm_tui.store.catalog import told_hash

    return told_hash(sql, {})
