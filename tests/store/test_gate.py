import os
import re
import threading
import time
from functools import partial
from pathlib import Path

import pytest

from cjm_tui.errors import BusyError, CjmError
from cjm_tui.store.gate import Gate
from cjm_tui.store.holders import duckdb_holder, flock_holders
from cjm_tui.store.mounts import network_file_system

LOCKS = Path("/proc/locks")


@pytest.fixture
def gate(tmp_path):
    path = tmp_path / "cjm.duckdb"
    path.write_bytes(b"")
    path.chmod(0o640)
    gate = Gate(path)
    gate.create()
    return gate


@pytest.fixture
def in_thread():
    """Run in another thread; gives the thread and what it raised."""
    threads = []

    def start(function):
        raised = []

        def run():
            try:
                function()
            except BusyError as error:
                raised.append(error)

        thread = threading.Thread(target=run)
        thread.raised = raised
        thread.start()
        threads.append(thread)
        return thread

    yield start
    for thread in threads:
        thread.join(10)


def test_the_files_have_the_mode_of_the_database(gate):
    assert gate.gate.stat().st_mode & 0o777 == 0o640
    assert gate.turnstile.stat().st_mode & 0o777 == 0o640


def test_creating_again_keeps_the_files(gate):
    before = gate.gate.stat().st_ino
    gate.create()
    assert gate.gate.stat().st_ino == before


def test_a_link_to_the_database_leads_to_the_same_gate(gate, tmp_path):
    link = tmp_path / "elsewhere" / "link.duckdb"
    link.parent.mkdir()
    link.symlink_to(gate.database)
    assert Gate(link).gate == gate.gate


def test_readers_share(gate, in_thread):
    def read():
        with Gate(gate.database).shared(0):
            pass

    with gate.shared(0):
        thread = in_thread(read)
        thread.join(5)
        assert thread.raised == []


def test_a_reader_that_may_not_wait_is_told_at_once_who_writes(gate, in_thread):
    def read():
        with Gate(gate.database).shared(0):
            pass

    with gate.exclusive(0):
        started = time.monotonic()
        thread = in_thread(read)
        thread.join(5)
        assert time.monotonic() - started < 1
        assert f"PID {os.getpid()}" in thread.raised[0].message


def test_a_writer_gives_up_after_its_time(gate, in_thread):
    def write():
        with Gate(gate.database).exclusive(0.1):
            pass

    with gate.shared(0):
        thread = in_thread(write)
        thread.join(5)
        assert isinstance(thread.raised[0], BusyError)
    with gate.shared(5):  # it let the turnstile go
        pass


def test_a_waiting_writer_goes_next(gate, in_thread, until):
    order = []

    def write():
        with Gate(gate.database).exclusive(10):
            order.append("writer")

    def read():
        with Gate(gate.database).shared(10):
            order.append("late reader")

    def hasty():
        with Gate(gate.database).shared(0):
            order.append("hasty reader")

    with gate.shared(0):
        writer = in_thread(write)
        until(gate.writer_waiting)
        refused = in_thread(hasty)
        refused.join(5)
        assert refused.raised
        reader = in_thread(read)
        assert order == []
    writer.join(5)
    reader.join(5)
    assert order == ["writer", "late reader"]
    assert not gate.writer_waiting()


def test_who_came_first_goes_first(gate, in_thread, until):
    order, threads = [], []

    def enter(place):
        lock = Gate(gate.database).shared if place == 2 else Gate(gate.database).exclusive
        with lock(10):
            order.append(place)

    with gate.exclusive(0):
        for place in range(5):
            threads.append(in_thread(partial(enter, place)))
            until(partial(queued, gate, place + 1))
    for thread in threads:
        thread.join(10)
    assert order == [0, 1, 2, 3, 4]


def queued(gate, many):
    """Whether so many wait for the turnstile, as the kernel tells."""
    inode = gate.turnstile.stat().st_ino
    waiting = re.findall(rf"^\d+: +-> FLOCK .*:{inode} ", LOCKS.read_text(), re.MULTILINE)
    return len(waiting) == many


def test_who_has_given_up_holds_nobody_up(gate, in_thread, until):
    def give_up():
        with Gate(gate.database).exclusive(0.05):
            pass

    with gate.exclusive(0):
        threads = [in_thread(give_up) for _ in range(3)]
        for thread in threads:
            thread.join(5)
            assert thread.raised
    with gate.exclusive(5):
        pass
    until(partial(queued, gate, 0))
    with gate.exclusive(0):
        pass


def test_waiting_burns_no_processor(gate, in_thread):
    def read():
        with Gate(gate.database).shared(1.0):
            pass

    with gate.exclusive(0):
        before = time.process_time()
        in_thread(read).join(5)
        assert time.process_time() - before < 0.2


def test_a_thread_cannot_wait_for_itself(gate):
    with gate.shared(0), pytest.raises(RuntimeError, match="already holds"):  # noqa: SIM117
        with gate.exclusive(5):
            pass
    with gate.exclusive(0):
        pass


def test_lock_files_are_made_for_a_database_that_was_copied_by_hand(gate):
    gate.database.write_bytes(b"12345678DUCK and the rest")
    gate.turnstile.unlink()
    gate.gate.unlink()
    with gate.shared(0):
        assert gate.turnstile.exists()


def test_no_lock_files_are_made_beside_what_is_no_database(gate):
    gate.database.write_text("feedback_id,touchpoint_id,at")
    gate.turnstile.unlink()
    with pytest.raises(CjmError, match="not a database of cjm"), gate.shared(0):
        pass
    assert not gate.turnstile.exists()


def test_removed_lock_files_are_said_while_another_thread_has_the_database_open(gate):
    with gate.shared(0):
        gate.turnstile.unlink()
        caught = []

        def other():
            try:
                with gate.shared(0):
                    pass
            except CjmError as error:
                caught.append(error.message)

        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert "removed the lock files" in caught[0]


def test_a_killed_holder_frees_the_gate(gate, spawn, until):
    holder = spawn(
        """
        import sys
        from pathlib import Path
        from cjm_tui.store.gate import Gate
        with Gate(Path(sys.argv[1])).exclusive(0):
            print("in", flush=True)
            sys.stdin.readline()
        """,
        gate.database,
    )
    holder.stdout.readline()
    for entered, does in ((gate.shared, "writes to it"), (gate.exclusive, "uses it")):
        with pytest.raises(BusyError, match=rf"PID {holder.pid}\) {does}") as caught, entered(0):
            pass
        assert caught.value.writing is (entered == gate.shared)
    holder.kill()
    holder.wait()
    with gate.exclusive(0):
        pass


MOUNTS = """\
/dev/vda / ext4 rw 0 0
server:/home /home nfs4 rw 0 0
/dev/vdb /home/local ext4 rw 0 0
//nas/share /mnt/a\\040share cifs rw 0 0
me@host:/ /mnt/ssh fuse.sshfs rw 0 0
tmpfs /run tmpfs rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/var/lib/cjm", ""),
        ("/home/ann", "nfs4"),
        ("/home/local/ann", ""),
        ("/homes", ""),
        ("/mnt/a share/cjm", "cifs"),
        ("/mnt/ssh", "fuse.sshfs"),
        ("/run/cjm", ""),
    ],
)
def test_network_file_systems_are_known_by_their_mount(tmp_path, folder, kind):
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS)
    assert network_file_system(type(tmp_path)(folder), mounts) == kind


def test_a_network_file_system_is_refused(gate, monkeypatch):
    monkeypatch.setattr("cjm_tui.store.gate.network_file_system", lambda folder: "nfs4")
    fresh = Gate(gate.database)
    with pytest.raises(CjmError, match="network file system"):
        fresh.create()
    with pytest.raises(CjmError, match="network file system"), fresh.shared(0):
        pass


def test_an_unknown_holder_is_another_program(tmp_path):
    path = tmp_path / "x"
    path.touch()
    assert flock_holders(path, tmp_path / "no locks here") == "another program"
    empty = tmp_path / "locks"
    empty.touch()
    assert flock_holders(path, empty) == "another program"


def test_duckdb_names_the_holder():
    text = (
        'IO Error: Could not set lock on file "/x": Conflicting lock is held in '
        "/usr/bin/tableau (PID 4194305). See also https://duckdb.org"
    )
    assert duckdb_holder(text) == "tableau (PID 4194305)"
    assert duckdb_holder("IO Error: disk on fire") is None
    assert duckdb_holder("Could not set lock on file: no idea") == "another program"
