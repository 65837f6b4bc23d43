"""A full disk, a read-only folder, folders that vanish: said plainly, the database as before."""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

import pytest

from cjm_tui.config import FixedClock
from cjm_tui.domain.imports import ImportOptions
from cjm_tui.errors import CjmError
from cjm_tui.services import imports
from cjm_tui.store.catalog import load_catalog
from cjm_tui.store.database import Database
from tests.importers.conftest import HEADER, NOW

ROWS = 10_000
STEPS = ("reading", "checking", "comparing", "writing")
KB = 1024


def text(rows=ROWS):
    lines = (f"i{n},c{n},web,2026-11-0{1 + n % 9}T10:00:00,K{n}" for n in range(rows))
    return "\n".join([f"{HEADER},customer", *lines, ""])


def imported(site, path, limit=None):
    """Import by the command, whose files may not grow beyond the limit in bytes."""

    def prepare():
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.run(
        [sys.executable, "-m", "cjm_tui", "--db", str(site.database.path), "import", str(path)],
        capture_output=True, text=True, check=False, preexec_fn=prepare,
    )  # fmt: skip


def beside(site):
    names = (path.name for path in site.database.path.parent.iterdir())
    return {name.removeprefix("cjm.duckdb") for name in names}


def test_where_the_disk_is_full_nothing_has_changed_and_the_next_run_completes_it(new_site):
    site = new_site(load_catalog())
    site.load_text(f"{HEADER}\nfirst,c,web,2026-11-02\n", "first.csv")
    path = site.write("interactions.csv", text())
    before = site.facts()
    failed = 0
    for limit in (0, 1, 60, 900, 1900, 4500):
        ended = imported(site, path, limit * KB)
        if ended.returncode == 0:
            break
        failed += 1
        assert ended.returncode == 1
        assert "Traceback" not in ended.stderr
        assert "File too large" in ended.stderr
        assert "Make room" in ended.stderr
        assert site.facts() == before
        assert site.rows("select count(*) from import_batch") == [(1,)]
        assert beside(site) <= {"", ".gate", ".turn", ".key", ".wal"}
    assert failed >= 4
    assert imported(site, path).returncode == 0
    assert site.rows("select count(*) from interaction") == [(ROWS + 1,)]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("lost", ["source", "database", "staging"])
def test_a_folder_that_vanishes_is_named(site, step, line_end, lost):
    folder = site.folder / "export"
    folder.mkdir()
    path = folder / "interactions.csv"
    path.write_text(text(300).replace("\n", line_end), newline="")
    home = site.database.path.parent
    gone = []

    def lose(said, _done, _total):
        if said.startswith(step) and not gone:
            gone.append(said)
            staging = next(home.glob("*.staging-*"))
            shutil.rmtree({"source": folder, "database": home, "staging": staging}[lost])

    load = lambda: imports.import_paths(  # noqa: E731
        site.database, site.catalog, [path], ImportOptions(), lose
    )
    if lost == "source":  # what has been read whole needs no source any more
        (result,) = load()
        early = step == "reading" or (step == "checking" and line_end == "\n")
        assert result.status == ("refused" if early else "loaded")
        assert "taken away" in result.reason or "No such file" in result.reason or not early
    else:
        with pytest.raises(CjmError) as caught:
            load()
        assert caught.value.hint
    if lost != "database":
        assert beside(site) <= {"", ".gate", ".turn", ".key"}
        assert site.rows("select count(*) from interaction")[0][0] in (0, 300)


@pytest.mark.parametrize("step", ["reading", "checking"])
@pytest.mark.parametrize("change", ["grows", "is replaced"])
def test_a_file_that_is_another_before_it_is_read_whole_is_refused(site, step, change):
    path = site.write("interactions.csv", text(300))
    other = site.write("other", text(301))

    def alter(said, _done, _total):
        if said.startswith(step) and other.exists():
            if change == "grows":
                with path.open("a") as out:
                    out.write("late,c,web,2026-11-02,\n")
                other.unlink()
            else:
                other.rename(path)

    (result,) = imports.import_paths(site.database, site.catalog, [path], ImportOptions(), alter)
    assert (result.status, result.reason) == ("refused", "it changed while it was read")
    assert site.rows("select count(*) from interaction") == [(0,)]
    (again,) = site.load(path)
    assert again.status == "loaded"


@pytest.fixture
def open_folder():
    """A folder that every user of the machine may look into."""
    folder = Path(tempfile.mkdtemp(prefix="cjm-test-"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def as_a_user_without_rights(action):
    """Run the action in a process that may not write everywhere; return what it says."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        if os.getuid() == 0:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
        try:
            said = action()
        except CjmError as error:
            said = f"{error.message} | {error.hint}"
        except BaseException as error:  # noqa: BLE001  the test's own process must not go on here
            said = f"crashed: {error!r} " + traceback.format_exc()[-300:]
        os.write(write, said.encode())
        os._exit(0)
    os.close(write)
    os.waitpid(child, 0)
    with os.fdopen(read, "rb") as answer:
        return answer.read().decode()


@pytest.mark.parametrize("what", ["the folder", "the database"])
def test_where_nothing_may_be_written_it_says_so(open_folder, what):
    path = open_folder / "cjm.duckdb"
    Database.create(path, "Europe/London", FixedClock(NOW))
    catalog = load_catalog()
    database = Database(path, FixedClock(NOW), catalog)
    (open_folder / "interactions.csv").write_text(f"{HEADER}\ni1,c1,web,2026-11-02\n")
    (open_folder / "warm.csv").write_text(f"{HEADER}\nw,c,web,2026-11-01\n")
    load = lambda name: imports.import_paths(  # noqa: E731
        database, catalog, [open_folder / name], ImportOptions(), lambda *_: None
    )
    load("warm.csv")  # what is imported late is then there
    for file in open_folder.iterdir():
        file.chmod(0o644 if what == "the database" else 0o666)
    open_folder.chmod(0o777 if what == "the database" else 0o555)
    said = as_a_user_without_rights(lambda: str(load("interactions.csv")[0].status))
    open_folder.chmod(0o755)
    assert "crashed" not in said
    assert "ermission denied" in said
    assert "|" in said
    assert said.partition("| ")[2]
    with database.read() as reader:
        assert reader.rows("select interaction_id from interaction") == [("w",)]
    assert [p.name for p in open_folder.iterdir() if "staging" in p.name] == []
