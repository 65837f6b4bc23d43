import ast
import inspect
from dataclasses import fields
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_tui.errors import UsageError
from cjm_tui.store import settings
from cjm_tui.store.settings import SiteSettings


def test_every_setting_is_documented():
    body = ast.parse(inspect.getsource(SiteSettings)).body[0].body
    documented = {
        field.target.id
        for field, text in pairwise(body)
        if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr)
    }
    assert documented == {item.name for item in fields(SiteSettings)}


def test_a_change_is_seen_at_once_and_recorded(database):
    with database.write() as writer:
        assert writer.settings.service_level_s == 20
        changed = settings.change(writer, "service_level_s", " 30 ", "new contract")
        assert (changed.old, changed.new) == ("20", "30")
        assert writer.settings.service_level_s == 30
    with database.read() as reader:
        assert reader.settings.service_level_s == 30
        log = reader.records("select noun, id, field, old, new, why from change_log")
    assert log == [
        {
            "noun": "setting",
            "id": "service_level_s",
            "field": "value",
            "old": "20",
            "new": "30",
            "why": "new contract",
        }
    ]


def test_changing_twice_leaves_one_value(database):
    for value in ("3", "4"):
        with database.write() as writer:
            settings.change(writer, "refusal_percent", value, "try")
    with database.read() as reader:
        assert reader.rows("select value from site_setting where key = 'refusal_percent'") == [
            ("4.0",)
        ]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("service_level_s", "0"),
        ("service_level_s", "soon"),
        ("service_level_s", "20.5"),
        ("refusal_percent", "101"),
        ("refusal_percent", "nan"),
        ("demo", "perhaps"),
        ("demo_now", "yesterday"),
        ("timezone", "Mars/Phobos"),
        ("timezone", "../etc/passwd"),
        ("timezone", ""),
        ("minimum_n", ""),
    ],
)
def test_a_value_that_will_not_do_is_refused_with_what_it_takes(database, key, value):
    with pytest.raises(UsageError, match=f"{key}.*it takes"), database.write() as writer:
        settings.change(writer, key, value, "because")
    with database.read() as reader:
        assert reader.rows("from change_log") == []


def test_an_unknown_key_names_what_is_near(database):
    with pytest.raises(UsageError) as caught, database.write() as writer:
        settings.change(writer, "servicelevel", "20", "because")
    assert "service_level_s" in caught.value.hint


def test_a_reason_is_required(database):
    with pytest.raises(UsageError, match="reason"), database.write() as writer:
        settings.change(writer, "minimum_n", "20", "  ")


def test_the_time_zone_is_fixed_once_there_is_data(database):
    with database.write() as writer:
        settings.change(writer, "timezone", "Europe/Paris", "a slip")
    with database.write() as writer:
        writer.execute(
            "insert into import_batch (batch, file, sha256, mapping, timezone, status) "
            "values (1, 'a.csv', '', 'canonical', 'UTC', 'loaded')"
        )
    with pytest.raises(UsageError, match="time zone cannot change"), database.write() as writer:
        settings.change(writer, "timezone", "Europe/London", "another slip")


def test_a_key_of_a_newer_version_is_passed_over(database):
    with database.write() as writer:
        writer.execute("insert into site_setting values ('from_the_future', 'x')")
    with database.read() as reader:
        assert reader.settings == SiteSettings(timezone="Europe/London")


@given(
    st.builds(
        SiteSettings,
        timezone=st.sampled_from(["UTC", "Europe/London", "America/Argentina/Buenos_Aires"]),
        service_level_s=st.integers(1, 3600),
        minimum_n=st.integers(1, 1000),
        refusal_percent=st.floats(0, 100),
        stale_after_hours=st.integers(1, 1440),
        confirm_days=st.integers(1, 730),
        demo=st.booleans(),
        demo_now=st.none() | st.datetimes(timezones=st.just(UTC), min_value=datetime(1970, 1, 1)),
    )
)
def test_what_is_stored_is_what_is_read(site):
    for item in fields(SiteSettings):
        value = getattr(site, item.name)
        assert settings.checked(item.name, settings.as_text(value)) == value
