"""The demo's feed: the same weekday a week ago, through the ordinary import."""

import gzip
from datetime import UTC, date, datetime, time, timedelta

import pytest

from cjm_tui.config import SystemClock
from cjm_tui.domain.expected_files import ExpectedFile
from cjm_tui.domain.imports import ImportOptions
from cjm_tui.errors import CjmError
from cjm_tui.services import demo, expected_files
from cjm_tui.services.imports import import_paths
from cjm_tui.store import settings
from cjm_tui.store.catalog import load_catalog
from cjm_tui.store.database import Database

HEADER = "interaction_id,contact_id,touchpoint_id,started_at,ended_at,customer,outcome\n"
PLANTED = "[company]\nlast_day = 2026-11-12\n"


@pytest.fixture
def site(tmp_path):
    """A demo of eight days with a contact an hour, whose clock stands at 07:30 of the ninth."""
    rows = []
    for hour in range(8 * 24):
        at = datetime(2026, 11, 12) + timedelta(hours=hour)
        rows.append(
            f"I{hour},C{hour},desk,{at:%Y-%m-%dT%H:%M:%S},{at:%Y-%m-%dT%H:%M:%S},K{hour},done\n"
        )
    with gzip.open(tmp_path / "interactions.csv.gz", "wt") as file:
        file.write(HEADER + "".join(rows))
    catalog = load_catalog()
    database = Database.create(
        tmp_path / "d.duckdb", "Europe/London", SystemClock(), catalog=catalog, demo=True
    )
    import_paths(
        database, catalog, (tmp_path / "interactions.csv.gz",), ImportOptions(), lambda *_: None
    )
    with database.write() as writer:
        settings.store(writer, "demo_now", datetime(2026, 11, 20, 7, 30, tzinfo=UTC))
    return database, catalog


def test_the_clock_goes_on_and_last_weeks_contacts_come_again(site):
    database, catalog = site
    fed = demo.feed(database, catalog, 60)
    assert fed == 9  # midnight to 08:30, a contact an hour
    with database.read() as reader:
        assert reader.settings.demo_now == datetime.fromisoformat("2026-11-20T08:30:00+00:00")
        newest = reader.row("select max(local_at), count(*) from interaction")
        assert newest == (datetime(2026, 11, 20, 8), 8 * 24 + 9)
    assert demo.feed(database, catalog, 60) == 1


def test_only_a_demo_can_be_fed(tmp_path):
    catalog = load_catalog()
    own = Database.create(tmp_path / "own.duckdb", "UTC", SystemClock(), catalog=catalog)
    with pytest.raises(CjmError, match="demo"):
        demo.feed(own, catalog, 5)


def test_a_build_that_was_killed_at_any_step_is_taken_up_again(tmp_path, monkeypatch):
    sample = tmp_path / "sample"
    sample.mkdir()
    (sample / "planted.toml").write_text(PLANTED)
    (sample / "interactions.csv").write_text(HEADER + "I1,C1,desk,2026-11-12T10:00:00,,K1,done\n")
    monkeypatch.setattr(demo, "shipped", lambda _: sample)
    target = tmp_path / "demo.duckdb"
    for step in ("import_paths", "_set_clock", "Gate", "shutil.copy2"):
        with monkeypatch.context() as killed:
            killed.setattr(f"cjm_tui.services.demo.{step}", _killed)
            with pytest.raises(KeyboardInterrupt):
                demo.build(target, load_catalog(), SystemClock(), lambda *_: None)
        assert not target.exists()
    demo.build(target, load_catalog(), SystemClock(), lambda *_: None)
    with Database(target, SystemClock(), load_catalog()).read() as reader:
        assert reader.settings.demo_now == datetime(2026, 11, 13, 7, 30, tzinfo=UTC)
        came = reader.row("select finished_at from import_batch")[0]
        assert came == datetime(2026, 11, 13, 5, 12)  # in the demo's night, not in ours
    assert not list(tmp_path.glob("*.building*"))


def test_a_sample_file_that_is_refused_is_not_hidden(tmp_path, monkeypatch):
    (tmp_path / "planted.toml").write_text(PLANTED)
    (tmp_path / "interactions.csv").write_text("nothing,of,the,kind\n1,2,3,4\n")
    monkeypatch.setattr(demo, "shipped", lambda _: tmp_path)
    with pytest.raises(CjmError, match="not whole"):
        demo.build(tmp_path / "d" / "demo.duckdb", load_catalog(), SystemClock(), lambda *_: None)
    assert not (tmp_path / "d" / "demo.duckdb").exists()


def _killed(*_, **__):
    raise KeyboardInterrupt


def test_what_is_fed_by_the_hour_is_no_nightly_file_any_more(site):
    database, catalog = site
    expected_files.add(database, ExpectedFile("interactions", due_at=time(6)), "nightly")
    demo.feed(database, catalog, 60)
    with database.read() as reader:
        assert reader.row("select valid_to from expected_file")[0] == date(2026, 11, 20)
        assert reader.row("select old, new from change_log where field = 'valid_to'") == (
            None,
            "2026-11-20",
        )
