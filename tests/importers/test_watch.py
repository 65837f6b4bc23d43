"""`cjm watch`: what arrives whole is imported once and put away; nothing is lost on the way."""

import errno
import os
import threading
import zipfile
from pathlib import Path
from unittest.mock import Mock

import pytest

from cjm_tui.domain.imports import ImportOptions
from cjm_tui.errors import BusyError, CjmError, ExitCode, UsageError
from cjm_tui.importers import pipeline
from cjm_tui.services.inbox import Completeness
from cjm_tui.services.watch import Watch, WatchRules
from tests.importers.conftest import HEADER
from tests.importers.test_merge import MAP, interactions

SETTLE = 10.0


class Script:
    """A pulse whose time goes on only while the watch sleeps: one step of the script a sleep."""

    def __init__(self, steps):
        self._steps = iter(steps)
        self.now = 1000.0
        self.stopping = False
        self.slept = []

    def seconds(self):
        return self.now

    def wait(self, seconds):
        self.now += seconds
        self.slept.append(seconds)
        step = next(self._steps, self.stop)
        if step is not None:
            step()

    def stop(self):
        self.stopping = True


class Watched:
    """A folder under watch, and the log of it."""

    def __init__(self, site):
        self.site = site
        self.folder = site.folder / "inbox"
        self.folder.mkdir()
        self.log = []

    def write(self, name, content=None):
        path = self.folder / name
        content = interactions(3) if content is None else content
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def watch(self, *steps, marker="", once=False, on_event=None, **options):
        """Run the script's steps, one a look, and end; return the exit code."""
        self.pulse = Script(steps)

        def report(event, /, **fields):
            self.log.append((event, fields))
            if on_event:
                on_event(event, fields)

        watch = Watch(
            self.site.database,
            self.site.catalog,
            self.folder,
            ImportOptions(**options),
            WatchRules(Completeness(SETTLE, marker), every_s=5.0, once=once),
            self.pulse,
            report,
            mappings_folder=self.site.mappings,
        )
        return watch.run()

    def events(self, *kinds):
        return [(event, f.get("file", "")) for event, f in self.log if event in kinds]

    def said(self, kind):
        return [fields for event, fields in self.log if event == kind]

    def files(self):
        found = (p.relative_to(self.folder) for p in self.folder.rglob("*") if p.is_file())
        return sorted(str(p) for p in found if not p.name.startswith("."))

    def count(self):
        return self.site.rows("select count(*) from interaction")[0][0]


@pytest.fixture
def inbox(site):
    return Watched(site)


def test_a_file_is_taken_once_it_has_not_changed_for_a_while(inbox):
    path = inbox.write("interactions.csv", interactions(2))
    seen = []

    def grow():
        seen.append(inbox.count())
        inbox.write("interactions.csv", interactions(len(seen) + 2))

    look = lambda: seen.append(inbox.count())  # noqa: E731
    inbox.watch(grow, grow, grow, look, look, look)
    # Three times it grew; ten seconds, two looks, after the last time it is in.
    assert seen == [0, 0, 0, 0, 0, 5]
    assert not path.exists()
    assert inbox.files() == ["done/interactions.csv"]


def test_a_file_that_keeps_its_size_but_is_written_to_is_not_complete(inbox):
    path = inbox.write("interactions.csv")
    touched = lambda: os.utime(path, ns=(0, len(inbox.pulse.slept)))  # noqa: E731
    inbox.watch(*[touched] * 6)
    assert inbox.files() == ["interactions.csv"]


@pytest.mark.parametrize(
    "name",
    ["a.csv.part", "A.CSV.FILEPART", ".hidden.csv", "a.csv~", "~$a.xlsx", "a.tmp", "a.crdownload"],
)
def test_what_is_still_being_written_is_left_alone(inbox, name):
    inbox.write(name)
    inbox.watch(*[None] * 6)
    assert (inbox.folder / name).exists()
    assert inbox.events("arrived", "loaded", "refused") == []


def test_with_a_marker_a_file_waits_for_it_and_for_nothing_else(inbox):
    inbox.write("interactions.csv")
    counts = []
    inbox.watch(
        *[lambda: counts.append(inbox.count())] * 9,
        lambda: inbox.write("interactions.csv.done", ""),
        lambda: counts.append(inbox.count()),
        marker=".done",
    )
    assert counts == [0] * 9 + [3]
    assert inbox.files() == ["done/interactions.csv"]


def test_a_marker_that_was_left_of_an_earlier_file_does_not_count(inbox):
    os.utime(inbox.write("interactions.csv.done", ""), (1, 1))
    inbox.write("interactions.csv")
    inbox.watch(*[None] * 4, marker=".done")
    assert inbox.files() == ["interactions.csv", "interactions.csv.done"]
    os.utime(inbox.folder / "interactions.csv.done")
    inbox.watch(None, marker=".done")
    assert inbox.files() == ["done/interactions.csv"]


def test_what_arrived_together_goes_in_with_the_map_first(inbox):
    inbox.write("a_interactions.csv", f"{HEADER}\ni1,c1,web,2026-11-02T10:00:00\n")
    inbox.write("z_touchpoints.csv", MAP + "Buy,Order,1,web,Web shop,Quick,p1,Editors\n")
    inbox.watch(*[None] * 3)
    assert inbox.events("loaded") == [
        ("loaded", "z_touchpoints.csv"),
        ("loaded", "a_interactions.csv"),
    ]
    assert inbox.site.rows("select new from change_log where noun = 'touchpoint'") == [("added",)]


def test_a_refused_file_has_its_reason_beside_it_and_one_with_bad_rows_is_done(inbox):
    inbox.write("what.csv", "a,b\n1,2\n")
    inbox.write("interactions.csv", interactions(30) + "x,c,web,yesterday\n")
    inbox.watch(*[None] * 3)
    assert inbox.files() == ["done/interactions.csv", "refused/what.csv", "refused/what.csv.reason"]
    assert "no mapping fits" in (inbox.folder / "refused/what.csv.reason").read_text()
    assert inbox.said("loaded")[0]["quarantined"] == 1


def test_on_a_full_disk_a_refused_file_is_put_away_without_its_reason(inbox, monkeypatch):
    def full(path, text, **_):
        path.open("w").close()
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_text", full)
    monkeypatch.setattr(os, "pwrite", Mock(side_effect=OSError(errno.ENOSPC, "no space")))
    inbox.write("what.csv", "a,b\n1,2\n")
    inbox.watch(*[None] * 3)
    assert inbox.files() == ["refused/what.csv"]
    assert inbox.said("failed") == []
    ((reason,),) = inbox.site.rows("select reason from import_batch")
    assert "no mapping fits" in reason


def test_nothing_that_was_put_away_is_overwritten(inbox):
    for number in range(3):
        inbox.write("interactions.csv.gz" if number == 2 else "interactions.csv", f"bad {number}")
        inbox.watch(*[None] * 3)
    assert [name for name in inbox.files() if not name.endswith(".reason")] == [
        "refused/interactions.2.csv",
        "refused/interactions.csv",
        "refused/interactions.csv.gz",
    ]
    assert (inbox.folder / "refused/interactions.csv").read_text() == "bad 0"
    assert (inbox.folder / "refused/interactions.2.csv").read_text() == "bad 1"


def test_an_archive_with_a_refused_part_is_refused_and_says_which(inbox):
    path = inbox.folder / "night.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("interactions.csv", interactions(3))
        archive.writestr("what.csv", "a,b\n1,2\n")
    inbox.watch(*[None] * 3)
    reason = (inbox.folder / "refused/night.zip.reason").read_text()
    assert "interactions.csv: loaded, batch 2" in reason
    assert "what.csv: refused, batch 1: no mapping fits" in reason
    assert inbox.count() == 3


def test_killed_between_import_and_move_the_next_run_moves_it(inbox):
    path = inbox.write("interactions.csv")
    inbox.site.load(path)
    inbox.watch(*[None] * 3)
    assert inbox.events("loaded", "unchanged", "moved") == [
        ("unchanged", "interactions.csv"),
        ("moved", "interactions.csv"),
    ]
    assert (inbox.count(), inbox.files()) == (3, ["done/interactions.csv"])


def test_a_second_watch_says_who_holds_the_folder(inbox):
    def second():
        with pytest.raises(BusyError, match=f"PID {os.getpid()}") as caught:
            Watched.watch(inbox)
        assert caught.value.exit_code == ExitCode.BUSY

    inbox.watch(second)
    inbox.watch()  # and once the first has ended nobody is in the way


def test_asked_to_stop_while_a_file_is_read_it_leaves_the_file_and_the_database_alone(
    inbox, monkeypatch
):
    inbox.write("interactions.csv")
    read = pipeline.read_content

    def read_and_be_stopped(*given, **named):
        inbox.pulse.stop()
        return read(*given, **named)

    monkeypatch.setattr(pipeline, "read_content", read_and_be_stopped)
    assert inbox.watch(*[None] * 5) == ExitCode.OK
    assert [event for event, _ in inbox.log][-2:] == ["abandoned", "stopped"]
    assert (inbox.count(), inbox.files()) == (0, ["interactions.csv"])
    assert list(inbox.site.database.path.parent.glob("*.staging-*")) == []


def test_asked_to_stop_while_a_file_is_written_it_finishes_that_one_and_no_other(inbox):
    for number in range(3):
        inbox.write(f"interactions-{number}.csv", interactions(3, start=10 * number))

    def stop(event, fields):
        if event == "loaded":
            inbox.pulse.stop()

    inbox.watch(*[None] * 5, on_event=stop)
    assert inbox.events("loaded", "moved", "stopped") == [
        ("loaded", "interactions-0.csv"),
        ("moved", "interactions-0.csv"),
        ("stopped", ""),
    ]
    assert inbox.files() == [
        "done/interactions-0.csv",
        "interactions-1.csv",
        "interactions-2.csv",
    ]


def test_a_busy_database_is_tried_again_later_and_said_once_an_attempt(inbox, monkeypatch):
    monkeypatch.setattr(pipeline, "READ_WAIT_S", 0.0)
    monkeypatch.setattr(pipeline, "WRITE_WAIT_S", 0.0)
    inbox.write("interactions.csv")
    held = inbox.site.database.gate.exclusive(0)

    def take():  # in another thread, as none may wait for itself
        thread = threading.Thread(target=held.__enter__)
        thread.start()
        thread.join()

    def release():
        assert inbox.said("loaded") == []
        held.__exit__(None, None, None)

    inbox.watch(take, *[None] * 4, release, *[None] * 8)
    (busy,) = inbox.said("busy")
    assert busy["again_in_s"] == 30
    assert "is busy" in busy["reason"]
    assert inbox.files() == ["done/interactions.csv"]


def test_a_failure_that_only_a_person_can_mend_is_said_and_tried_again(inbox):
    inbox.site.load(inbox.site.write("first.csv", f"{HEADER},customer\ni,c,web,2026-11-02,ann\n"))
    key = inbox.site.database.path.with_name("cjm.duckdb.key")
    good = key.read_text()
    key.write_text("damaged")
    inbox.write("interactions.csv")
    inbox.watch(*[None] * 4, lambda: key.write_text(good), *[None] * 8)
    assert "key file" in inbox.said("failed")[0]["reason"]
    assert "backup" in inbox.said("failed")[0]["hint"]
    assert len(inbox.said("failed")) == 1
    assert inbox.files() == ["done/interactions.csv"]


def test_a_file_that_fails_again_and_again_does_not_hold_up_the_others(inbox, monkeypatch):
    for number in range(3):
        inbox.write(f"interactions-{number}.csv", interactions(3, start=10 * number))
    run = pipeline.FileImport.run

    def fails(self):
        if "interactions-0" in self._source.shown:
            raise CjmError("too much for this machine")
        return run(self)

    monkeypatch.setattr("cjm_tui.services.imports.FileImport.run", fails)
    inbox.watch(*[None] * 60)
    assert inbox.files() == [
        "done/interactions-1.csv",
        "done/interactions-2.csv",
        "interactions-0.csv",
    ]
    # In five minutes: after 30, 60, 120 seconds.
    assert [fields["again_in_s"] for fields in inbox.said("failed")] == [30, 60, 120, 240]


def test_a_file_that_goes_on_growing_after_all_is_brought_back(inbox):
    inbox.write("interactions.csv", interactions(3))

    def goes_on():
        with (inbox.folder / "done/interactions.csv").open("a") as late:
            late.write(interactions(4).splitlines()[-1] + "\n")

    inbox.watch(None, None, None, goes_on, *[None] * 4)
    assert inbox.said("grew") == [{"file": "done/interactions.csv", "back_as": "interactions.csv"}]
    assert inbox.files() == ["done/interactions.csv"]
    assert inbox.count() == 4


def test_a_folder_that_vanishes_ends_the_watch_with_a_word(inbox):
    with pytest.raises(CjmError, match="cannot be read") as caught:
        inbox.watch(lambda: inbox.folder.rename(inbox.site.folder / "gone"))
    assert "Bring it back" in caught.value.hint
    assert inbox.log[-1][0] == "failed"


def test_what_cannot_be_watched_is_said_at_once(inbox, site):
    with pytest.raises(UsageError, match="nobody"):
        inbox.watch(mapping="nobody")
    with pytest.raises(UsageError, match="Mars"):
        inbox.watch(timezone="Mars/Base")
    inbox.folder = site.database.path.parent
    with pytest.raises(UsageError, match="holds the database"):
        inbox.watch()
    inbox.folder = Path("/nowhere/at/all")
    with pytest.raises(CjmError, match="cannot be watched"):
        inbox.watch()


def test_once_imports_what_is_complete_and_gives_the_code_of_an_import(inbox):
    assert inbox.watch(once=True) == ExitCode.OK
    assert inbox.pulse.slept == []
    inbox.write("interactions.csv", interactions(30) + "x,c,web,yesterday\n")
    growing = inbox.write("growing.csv")
    assert inbox.watch(lambda: growing.write_text("longer " * 99), once=True) == 3
    assert inbox.pulse.slept == [SETTLE]
    assert inbox.files() == ["done/interactions.csv", "growing.csv"]
    inbox.write("what.csv", "a,b\n1,2\n")
    assert inbox.watch(None, once=True) == ExitCode.REFUSED


def test_a_mapping_of_the_users_own_that_breaks_a_rule_is_said(inbox):
    (inbox.site.mappings / "broken.sql").write_text("select 1")
    inbox.watch()
    assert "broken.sql" in inbox.said("left_out")[0]["reason"]


def test_an_idle_watch_only_looks(inbox):
    inbox.watch(*[None] * 5)
    assert [event for event, _ in inbox.log] == ["watching", "stopped"]
    assert inbox.pulse.slept == [5.0] * 6
