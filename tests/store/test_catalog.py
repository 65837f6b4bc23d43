"""Front matter: what is accepted, what is refused, and what a user's own folder may do."""

from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

from cjm_tui.domain.kpi import Direction, KpiClass, Measure, Unit
from cjm_tui.errors import CatalogError, UsageError
from cjm_tui.store.catalog import definition_hash, filled, load_catalog, parse_query
from cjm_tui.store.settings import SiteSettings

KPI = """/*---
title = "Mine"
description = "One row per answer."
kind = "kpi"
params = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure = "proportion"
class = "output"
because = "I say so."
unit = "percent"
direction = "higher"
window = 7
short = "Mine"
variant = "mine"
---*/
select 1
"""
TABLE = """/*---
title = "A table"
description = "One row."
kind = "table"
params = { day = "date" }
columns = ["a"]
---*/
select 1 as a where $day is null
"""


@pytest.fixture
def folders(tmp_path):
    """Return a shipped and a personal folder, and a function that writes a query into either."""
    for name in ("shipped", "personal"):
        (tmp_path / name / "kpi").mkdir(parents=True)

    def write(folder, name, text):
        (tmp_path / folder / "kpi" / f"{name}.sql").write_text(text)

    def load():
        return load_catalog(tmp_path / "shipped", tmp_path / "personal")

    return write, load


def test_a_query_is_what_its_file_says(tmp_path):
    query = parse_query(KPI, tmp_path / "mine.sql")
    assert (query.name, query.kind, query.sql) == ("mine", "kpi", "select 1")
    assert query.columns[-1] == "final_at"
    kpi = query.kpi
    assert (kpi.measure, kpi.kpi_class) == (Measure.PROPORTION, KpiClass.OUTPUT)
    assert (kpi.unit, kpi.direction) == (Unit.PERCENT, Direction.HIGHER)
    assert (kpi.window_days, kpi.short, kpi.guardrail) == (7, "Mine", None)


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('title = "Mine"\n', "", "title is missing"),
        ('title = "Mine"', "title = 3", "title is not a text"),
        ('title = "Mine"', 'title = "Mine"\nauthor = "me"', "unknown key author"),
        ('kind = "kpi"', 'kind = "chart"', "none of kpi, table, pitfall"),
        ('kind = "kpi"', 'kind = "kpi"\ncolumns = ["a"]', "leave columns out"),
        ('to = "timestamp", ', "", 'declares to = "timestamp"'),
        ('to = "timestamp"', 'to = "date"', 'declares to = "timestamp"'),
        ('to = "timestamp"', 'to = "moment"', "is none of timestamp"),
        ("as_of =", 'mood = "integer", as_of =', "nor a site setting"),
        ('measure = "proportion"', 'measure = "median"', "is none of proportion"),
        ('measure = "proportion"', 'measure = "quantile"', "quantile belongs to"),
        ("window = 7", "window = 7\nbetween = [1, 7]", "between belongs to"),
        (
            'measure = "proportion"',
            'measure = "mean"\nbetween = [7, 1]',
            "not the least and the greatest",
        ),
        ('measure = "proportion"', 'measure = "mean"\nquantile = 0.9', "quantile belongs to"),
        (
            'measure = "proportion"',
            'measure = "quantile"\nquantile = 90.0',
            "does not lie between 0 and 1",
        ),
        ('class = "output"', 'class = "vanity"', "class = 'vanity' is none of"),
        ('because = "I say so."\n', "", "because is missing"),
        ('unit = "percent"', 'unit = "apples"', "unit = 'apples' is none of"),
        ('direction = "higher"', "", "direction = None is none of higher, lower"),
        ("window = 7", "window = -1", "is not a number of days"),
        ("window = 7", 'window = "7 days"', "is not a number of days"),
        ("window = 7", "window = 7\ncolour = 1", "unknown key kpi.colour"),
        ('short = "Mine"', 'short = "Mining"', "more than five characters"),
        ('variant = "mine"\n', "", "variant is missing"),
        ("[kpi]", "[other]", "unknown key other"),
        ("/*---", "--", "no front matter"),
        ('title = "Mine"', "title = ", "is not TOML"),
    ],
)
def test_a_broken_rule_is_named_with_the_file(tmp_path, old, new, rule):
    path = tmp_path / "mine.sql"
    assert old in KPI
    with pytest.raises(CatalogError) as caught:
        parse_query(KPI.replace(old, new), path)
    assert rule in caught.value.message
    assert str(path) in caught.value.message


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('columns = ["a"]', "", "names its columns"),
        ('columns = ["a"]', "columns = [1]", "names its columns"),
        ('columns = ["a"]', 'columns = ["a"]\n[kpi]\nshort = "x"', "has a [kpi]"),
        ('params = { day = "date" }', "params = 3", "params is not a table"),
    ],
)
def test_a_broken_rule_of_a_table(tmp_path, old, new, rule):
    with pytest.raises(CatalogError) as caught:
        parse_query(TABLE.replace(old, new), tmp_path / "mine.sql")
    assert rule in caught.value.message


def test_a_name_is_lower_case(tmp_path):
    with pytest.raises(CatalogError, match="lower-case"):
        parse_query(TABLE, tmp_path / "My query.sql")


def test_a_ratio_has_a_weight(tmp_path):
    text = KPI.replace('"proportion"', '"ratio"')
    assert parse_query(text, tmp_path / "mine.sql").columns[-1] == "weight"


def test_a_users_file_may_add_a_name_but_not_replace_one(folders):
    write, load = folders
    write("shipped", "first", TABLE)
    write("personal", "second", KPI)
    write("personal", "first", TABLE.replace("A table", "Replaced"))
    catalog = load()
    assert [query.name for query in catalog] == ["first", "second"]
    assert catalog.get("first").title == "A table"
    assert catalog.get("second").personal
    (refused,) = catalog.refused
    assert "the name first is taken" in refused.message


def test_a_users_broken_file_does_not_stop_the_program(folders):
    write, load = folders
    write("shipped", "first", TABLE)
    write("personal", "broken", "select 1")
    catalog = load()
    assert len(catalog) == 1
    assert "broken.sql: no front matter" in catalog.refused[0].message


def test_only_a_kpi_of_the_sites_folder_takes_the_place_of_a_shipped_one(tmp_path):
    def write(folder, name, text):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / f"{name}.sql").write_text(text, encoding="utf-8")

    write("shipped", "table", TABLE)
    write("shipped", "ours", KPI)
    write("site", "ours", KPI.replace("window", f'guardrail = "later"{chr(10)}window'))
    write("site", "later", KPI.replace("window", f'guardrail = "ours"{chr(10)}window'))
    write("site", "table", KPI)
    write("site", "alone", KPI.replace("window", f'guardrail = "gone"{chr(10)}window'))
    write("site", "follows", KPI.replace("window", f'guardrail = "alone"{chr(10)}window'))
    write("yours", "later", KPI)
    found = load_catalog(tmp_path / "shipped", tmp_path / "yours", tmp_path / "site")
    assert set(found.kpis) == {"ours", "later"}
    assert (found.get("ours").origin, found.packaged["ours"].origin) == ("site", "cjm")
    assert found.get("table").kpi is None
    # The one without its guardrail, then the one that leant on it; the table's; the person's own.
    assert sorted(Path(e.message.partition(":")[0]).stem for e in found.refused) == [
        *("alone", "follows", "later", "table"),
    ]


def test_a_shipped_broken_file_does(folders):
    write, load = folders
    write("shipped", "broken", "select 1")
    with pytest.raises(CatalogError, match="no front matter"):
        load()


def test_a_users_kpi_is_not_one_of_the_sites(folders):
    write, load = folders
    write("shipped", "ours", KPI)
    write("personal", "mine", KPI)
    catalog = load()
    assert list(catalog.kpis) == ["ours"]
    assert catalog.get("mine").kpi is not None


@pytest.mark.parametrize("guardrail", ["no_such_kpi", "table", "mine"])
def test_a_guardrail_is_another_kpi_of_the_catalogue(folders, guardrail):
    write, load = folders
    write("shipped", "table", TABLE)
    write("shipped", "mine", KPI.replace("window", f'guardrail = "{guardrail}"\nwindow'))
    with pytest.raises(CatalogError, match="guardrail"):
        load()


def test_two_files_of_one_name_are_refused(folders, tmp_path):
    write, load = folders
    write("shipped", "twin", TABLE)
    (tmp_path / "shipped" / "twin.sql").write_text(TABLE)
    with pytest.raises(CatalogError, match="the same name"):
        load()


def test_an_unknown_name_is_answered_with_near_ones(folders):
    write, load = folders
    write("shipped", "first_contact", KPI)
    catalog = load()
    with pytest.raises(UsageError) as caught:
        catalog.get("first_contakt")
    assert caught.value.hint == "Near: first_contact."
    with pytest.raises(UsageError, match="no KPI 'nonsense'"):
        catalog.kpi("nonsense")


def test_a_definition_is_its_sql_and_the_settings_that_it_takes(tmp_path):
    path = tmp_path / "mine.sql"
    plain = parse_query(KPI, path)
    with_setting = parse_query(KPI.replace("as_of =", 'service_level_s = "integer", as_of ='), path)
    twenty, thirty = SiteSettings(), SiteSettings(service_level_s=30)
    assert definition_hash(plain, twenty) == definition_hash(plain, thirty)
    assert definition_hash(with_setting, twenty) != definition_hash(with_setting, thirty)
    retitled = parse_query(KPI.replace("I say so", "Because"), path)
    assert definition_hash(retitled, twenty) == definition_hash(plain, twenty)
    other_sql = parse_query(KPI.replace("select 1", "select 2"), path)
    assert definition_hash(other_sql, twenty) != definition_hash(plain, twenty)


@pytest.mark.parametrize(
    ("sql", "same"),
    [
        ("select  1 as a,'x -- y' as b from t;", True),
        ("-- said\nselect 1 as a, 'x -- y' as b /* it's */\nfrom t;  -- more", True),
        ("select 1 as a, 'x  -- y' as b from t;", False),
        ("select 1 as a, 'x -- Y' as b from t;", False),
        ("select 11 as a, 'x -- y' as b from t;", False),
        ("select 1 as a, 'x -- y' as b from tt;", False),
    ],
)
def test_comments_and_layout_are_no_part_of_a_definition(tmp_path, sql, same):
    front = KPI.partition("---*/")[0] + "---*/\n"
    known = parse_query(f"{front}select 1 as a, 'x -- y' as b from t;", tmp_path / "mine.sql")
    found = parse_query(front + sql, tmp_path / "mine.sql")
    settings = SiteSettings()
    assert (definition_hash(found, settings) == definition_hash(known, settings)) is same


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("$a", "1"),
        ("$a+$ab", "1+'x'"),
        ("'$a' || $ab", "'$a' || 'x'"),
        ("'it''s $a' , $a", "'it''s $a' , 1"),
        ('"$a" = $a', '"$a" = 1'),
        ("$a -- $a\n, $a", "1 -- $a\n, 1"),
        ("/* $a\n$ab */ $a", "/* $a\n$ab */ 1"),
        ("$$ $a $$ || $a", "$$ $a $$ || 1"),
        ("$t$ $a $$ $t$ || $a", "$t$ $a $$ $t$ || 1"),
    ],
)
def test_parameters_are_filled_in_where_they_are_parameters(sql, expected):
    assert filled(sql, {"a": 1, "ab": "x"}) == expected


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        -3,
        2.5,
        1e-12,
        "it's; drop table contact --",
        date(2026, 11, 2),
        datetime(2026, 11, 2, 9, 0, 0, 5),
        ["a", "b's"],
        [date(2026, 11, 2)],
    ],
)
def test_a_literal_is_read_back_as_it_was(value):
    sql = filled("select $value", {"value": value})
    assert duckdb.connect().execute(sql).fetchone() == (value,)


def _table(folder, name, sql, more=""):
    (folder / f"{name}.sql").write_text(
        f'/*---\ntitle = "T"\ndescription = "One row."\nkind = "table"\ncolumns = ["a"]\n{more}\n---*/\n{sql}'
    )


def test_a_query_reads_another_one_and_runs_by_itself_with_the_parameters_of_both(tmp_path):
    _table(tmp_path, "base", "select 1 + $one as a", 'params = { one = "integer" }')
    _table(tmp_path, "middle", "select a + 10 as a from base", 'reads = "base"')
    more = 'reads = "middle"\nparams = { two = "integer" }'
    _table(tmp_path, "top", "with x as (select a from middle) select a + $two as a from x", more)
    query = load_catalog(shipped=tmp_path, personal=tmp_path / "none").get("top")
    assert query.params == {"one": "integer", "two": "integer"}
    assert query.own_params == {"two"}
    assert duckdb.execute(query.sql, {"one": 1, "two": 100}).fetchall() == [(112,)]


@pytest.mark.parametrize("reads", ["nothing", "top", "other"])
def test_what_a_query_reads_must_exist_and_never_lead_back_to_it(tmp_path, reads):
    _table(tmp_path, "top", "select 1 as a", f'reads = "{reads}"')
    _table(tmp_path, "other", "select 1 as a", 'reads = "top"')
    with pytest.raises(CatalogError, match="no query that it can stand on"):
        load_catalog(shipped=tmp_path, personal=tmp_path / "none")
