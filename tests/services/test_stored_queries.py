"""SQL of the panel kept as a stored query, and a stored query asked for by its form."""

from datetime import UTC, datetime

import pytest

from cjm_tui.config import FixedClock
from cjm_tui.domain.form import FieldError
from cjm_tui.domain.sql_text import parameters
from cjm_tui.errors import CatalogError, QueryError, UsageError
from cjm_tui.locations import site_queries, user_queries
from cjm_tui.services.stored_queries import keep, params_form, save_form, with_given
from cjm_tui.store.catalog import load_catalog
from cjm_tui.store.database import Database

NOW = FixedClock(datetime(2026, 11, 20, 8, 30, tzinfo=UTC))
SQL = "--: channel = ivr\n--: least = 3\nselect channel, count(*) as n from interaction\nwhere channel = $channel group by all having count(*) > $least"
SAID = {"name": "busy", "title": "Busy channels", "description": "How many. One row a channel."}


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    return Database.create(tmp_path_factory.mktemp("stored") / "x.duckdb", "UTC", NOW)


@pytest.fixture
def database(template):
    template.catalog = load_catalog()
    return template


def kept(database, sql=SQL, origin="yours", **said):
    return keep(database, load_catalog(), save_form(sql), {**SAID, "origin": origin, **said})


def test_it_is_a_query_of_the_catalogue_then_with_types_and_columns_filled_in(database):
    saved = kept(database)
    assert saved.words == "saved busy: run it with cjm query busy"
    found = load_catalog().get("busy")
    assert found.path == user_queries() / "busy.sql"
    assert (found.origin, found.columns) == ("yours", ("channel", "n"))
    assert dict(found.params) == {"channel": "varchar", "least": "integer"}


def test_a_sites_query_lies_beside_its_database_for_everybody(database):
    kept(database, origin="site", name="for_all")
    folder = site_queries(database.path)
    assert (folder / "for_all.sql").exists()
    assert load_catalog(site=folder).get("for_all").origin == "site"
    with pytest.raises(UsageError):
        load_catalog().get("for_all")


@pytest.mark.parametrize("name", ["Busy", "1st", "a-b", "a b", "../x", "csat", "x" * 61])
def test_a_name_that_will_not_do_or_is_taken_is_said(database, name):
    with pytest.raises(FieldError) as caught:
        kept(database, name=name)
    assert caught.value.field == "name"


def test_ones_own_query_is_written_over_only_where_it_was_opened(database):
    kept(database)
    with pytest.raises(FieldError, match="taken"):
        kept(database)
    form = save_form("select 1 as one", name="busy")
    keep(database, load_catalog(), form, {**SAID, "origin": "yours"})
    assert load_catalog().get("busy").columns == ("one",)


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("from read_csv('/etc/passwd')", QueryError),
        ("selec 1", QueryError),
        ("select now() as at", CatalogError),
    ],
)
def test_what_breaks_the_contract_is_never_written(database, sql, kind):
    with pytest.raises(kind):
        kept(database, sql=sql, name="never")
    assert not (user_queries() / "never.sql").exists()


def test_several_statements_are_not_one_query():
    with pytest.raises(UsageError, match="one statement"):
        save_form("select 1; select 2")


def test_the_form_of_a_query_has_its_types_and_the_sites_values(database):
    catalog = load_catalog()
    with database.read() as reader:
        form = params_form(reader, catalog, "service_level", "28d")
    assert form.field("service_level_s").value == "20"
    assert form.field("as_of").value.startswith("2026-11-20 08:30")
    text = with_given(
        catalog, form, {"from": "2026-10-01", "to": "2026-11-01", "service_level_s": "30"}
    )
    given = parameters(text)
    assert (given["from"], given["service_level_s"]) == ("2026-10-01", "30")
    with pytest.raises(FieldError):
        with_given(catalog, form, {"service_level_s": "soon"})
