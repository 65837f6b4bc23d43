"""The demo: a made-up company in a database of its own, and new contacts while one watches."""

import csv
import fcntl
import shutil
import tempfile
import tomllib
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from cjm_tui.config import Clock, FixedClock
from cjm_tui.domain.imports import FileStatus, ImportOptions, Progress
from cjm_tui.errors import BusyError, CjmError
from cjm_tui.locations import shipped
from cjm_tui.services.data_state import data_state
from cjm_tui.services.expected_files import local_now
from cjm_tui.services.imports import import_paths
from cjm_tui.store import expected_files
from cjm_tui.store import settings as store
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.database import Database
from cjm_tui.store.gate import Gate

TIMEZONE = "Europe/London"
_NIGHT = time(5, 12)  # when the sample data came in, as the demo's ledger says
_MORNING = time(7, 30)  # the demo's clock stands in the stand-up of the morning after its last day
_REPLAYS = {
    "interactions": "demo_replay_interactions",
    "feedback": "demo_replay_feedback",
}


def build(path: Path, catalog: Catalog, clock: Clock, progress: Progress) -> None:
    """Make the demo's database from the sample data; it appears whole or not at all.

    A build that was interrupted is taken up again.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.building")
    with path.with_name(f"{draft.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # of two builds at once, one waits for the other
        if not path.exists():
            _build(draft, catalog, clock, progress)
            Gate(path).create(like=draft)
            shutil.copy2(f"{draft}.key", f"{path}.key")
            draft.replace(path)  # from now on it is there; killed before, it is built on
    for beside in (".gate", ".turn", ".key", ".lock"):
        path.with_name(draft.name + beside).unlink(missing_ok=True)


def _build(draft: Path, catalog: Catalog, clock: Clock, progress: Progress) -> None:
    if not draft.exists():
        Database.create(draft, TIMEZONE, clock, demo=True)
    database = Database(draft, FixedClock(_after_the_last_day(_NIGHT)), catalog)
    files = [p for p in sorted(shipped("sample_data").iterdir()) if ".csv" in p.suffixes]
    results = import_paths(database, catalog, tuple(files), ImportOptions(), progress)
    if bad := [f"{r.file}: {r.reason}" for r in results if r.status is FileStatus.REFUSED]:
        raise CjmError(f"The sample data is not whole: {bad[0]}", hint="Install cjm-tui anew.")
    _set_clock(database, _after_the_last_day(_MORNING))


def _after_the_last_day(at: time) -> datetime:
    """Return a time of the morning after the sample data ends."""
    with (shipped("sample_data") / "planted.toml").open("rb") as file:
        last = tomllib.load(file)["company"]["last_day"]
    day = last + timedelta(days=1)
    return datetime.combine(day, at, ZoneInfo(TIMEZONE)).astimezone(UTC)


def _set_clock(database: Database, moment: datetime) -> None:
    with database.write() as writer:
        store.store(writer, "demo_now", moment)


def _end_nightly_files(database: Database) -> None:
    """What is fed by the hour does not arrive as files of the night."""
    with database.read() as reader:
        today = local_now(reader).date()
        nightly = reader.row("select exists (from expected_file where valid_to is null)")[0]
    if nightly:
        with database.write() as writer:
            expected_files.end_all(writer, today, "the live demo feeds contacts by the hour")


def feed(database: Database, catalog: Catalog, minutes: int) -> int:
    """Let the demo's clock go on by some minutes, with the contacts of the same weekday a week ago.

    Returns how many rows have come in. They go through the same import as any file.
    """
    _end_nightly_files(database)
    with database.read() as reader:
        now, zone = reader.settings.demo_now, ZoneInfo(reader.settings.timezone)
        if now is None:
            raise CjmError("Only the demo can be fed.", hint="cjm demo --live")
        until = data_state(reader).data_until
        begin = now.astimezone(zone).replace(tzinfo=None)
        end = begin + timedelta(minutes=minutes)
        if until is not None and until.date() < begin.date():
            begin = datetime.combine(begin.date(), time())
        window = {"from": begin, "to": end}
        rows = {mapping: reader.query_records(q, **window) for mapping, q in _REPLAYS.items()}
    with tempfile.TemporaryDirectory(prefix="cjm-live-") as folder:
        files = []
        for mapping, records in rows.items():
            if records:
                file = Path(folder) / f"{mapping}-live-{end:%Y%m%dT%H%M}.csv"
                with file.open("w", newline="", encoding="utf-8") as stream:
                    writer = csv.DictWriter(stream, fieldnames=list(records[0]))
                    writer.writeheader()
                    writer.writerows(records)
                files.append(file)
        if files:
            results = import_paths(
                database, catalog, tuple(files), ImportOptions(), lambda *_: None
            )
            if busy := [r.reason for r in results if r.status is FileStatus.BUSY]:
                raise BusyError(f"Not all is in: {busy[0]}.", hint="Run it again.")
    _set_clock(database, now + timedelta(minutes=minutes))
    return sum(len(records) for records in rows.values())
