"""Edits of the same actions by many processes at once: none is lost, the history has them all.

An edit is timed from opening its form until it is answered: kept, or shown beside what another has
written meanwhile. Who is shown both versions chooses at once here, and that is another edit.

python -m tests.bench.action_edits [--processes 8] [--edits 100]: with an import and open sessions.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from cjm_tui.config import SystemClock
from cjm_tui.domain.form import ConflictError
from cjm_tui.errors import BusyError
from cjm_tui.services import actions as service
from cjm_tui.services import imports
from cjm_tui.services.edits import form, save
from cjm_tui.store.catalog import load_catalog
from cjm_tui.store.database import Database
from cjm_tui.store.gate import Gate

ACTIONS = ("A-1", "A-2", "A-3")
FIELDS = ("title", "problem", "root_cause", "comment")
_HEADER = "interaction_id,contact_id,touchpoint_id,started_at,channel"


def edit_at_random(path: Path, who: str, edits: int) -> None:
    """Make so many edits as one person; each is printed once it is acknowledged, with its times."""
    os.environ["CJM_USER"] = who
    catalog, pick = load_catalog(), random.Random(who)
    database = Database(path, SystemClock(), catalog)
    with database.read(wait=30):
        pass  # a person's session is open already
    for number in range(edits):
        action, field = pick.choice(ACTIONS), pick.choice(FIELDS)
        value = f"{who} {number}"
        times = [time.monotonic()]
        if field == "comment":
            given = _opened(database, catalog, "action_comment", about=f":{action}")
            save(database, given, {"note": value})
            times.append(time.monotonic())
        else:
            times += _edit(database, catalog, action, {field: value})
        took = [until - since for since, until in pairwise(times)]
        said = {"action": action, "field": field, "value": value, "s": took}
        print(json.dumps(said), flush=True)


def _opened(database, catalog, noun, identity="", about=""):
    with database.read(wait=5) as reader:
        return form(reader, catalog, noun, identity, about)


def _edit(database, catalog, action, answers):
    """Edit a field as a person would: who meets another's version looks at it and says it again.

    Yields when it was answered.
    """
    given = _opened(database, catalog, "action", action)
    while True:
        try:
            save(database, given, answers)
        except ConflictError as conflict:
            given = given.seen_again(conflict.conflicts)
            yield time.monotonic()
        else:
            yield time.monotonic()
            return


class TimedGate(Gate):
    """Keeps how long it was held alone."""

    def __init__(self, database: Path) -> None:
        super().__init__(database)
        self.alone: list[float] = []

    @contextmanager
    def exclusive(self, wait):
        with super().exclusive(wait):
            began = time.monotonic()
            try:
                yield
            finally:
                self.alone.append(time.monotonic() - began)


def start(path: Path, who: str, edits: int) -> subprocess.Popen[str]:
    """Start a person's process."""
    words = ["--edit", str(path), "--who", who, "--edits", str(edits)]
    return subprocess.Popen(
        [sys.executable, "-m", "tests.bench.action_edits", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def make(path: Path) -> Database:
    """Make a database with the actions."""
    os.environ["CJM_USER"] = "maker"
    catalog = load_catalog()
    database = Database.create(path, "Europe/London", SystemClock())
    database.catalog = catalog
    for _ in ACTIONS:
        save(database, _opened(database, catalog, "action"), {"title": "begin"})
    return database


def acknowledged(output: str) -> list[dict[str, object]]:
    """Return the edits that a process had acknowledged; a last line may be cut by its end."""
    found = []
    for line in output.splitlines():
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found


def faults(database: Database, said: list[dict[str, object]]) -> list[str]:
    """Return what was lost or is not told in the history; nothing where all is well."""
    found = []
    with database.read(wait=10) as reader:
        for action in ACTIONS:
            lines = service.history(reader, action)
            if [line.seq for line in lines] != list(range(1, len(lines) + 1)):
                found.append(f"{action}: the history is not 1, 2, 3 …")
            told = [(line.field or line.event, line.new or line.note) for line in lines]
            for edit in (edit for edit in said if edit["action"] == action):
                if told.count((edit["field"], edit["value"])) != 1:
                    found.append(
                        f"{action}: {edit} is told {told.count((edit['field'], edit['value']))} times"
                    )
            last: dict[str, str] = defaultdict(str, title="begin")
            for line in lines:
                if line.field in FIELDS:
                    if line.old != last[line.field]:
                        found.append(f"{action}: {line.new} overwrote {last[line.field]} unseen")
                    last[line.field] = line.new
            now = service.action(reader, action)
            for field, value in last.items():
                if getattr(now, field) != value:
                    found.append(f"{action}: {field} is {getattr(now, field)}, not {value}")
    return found


def run(
    folder: Path, processes: int, edits: int, rows: int = 20_000, sessions: int = 4
) -> tuple[list[dict[str, object]], list[str], float]:
    """Let processes edit while an import and open sessions run.

    Returns the acknowledged edits, what went wrong, and the seconds that the import held all up.
    """
    path = folder / "together.duckdb"
    database = make(path)
    export = folder / "interactions.csv"
    export.write_text(
        "\n".join([_HEADER, *(
            f"i{n},c{n},ivr,2026-10-{1 + n % 28:02}T{n % 24:02}:00:00,ivr" for n in range(rows)
        ), ""])
    )  # fmt: skip
    stop, wrong = threading.Event(), []

    def look() -> None:
        own = Database(path, SystemClock(), load_catalog())
        while not stop.wait(0.2):
            try:
                with own.read(wait=0) as reader:
                    service.action_board(reader)
            except BusyError:
                continue

    watching = [threading.Thread(target=look) for _ in range(sessions)]
    people = [start(path, f"lead{number}", edits) for number in range(processes)]
    for thread in watching:
        thread.start()
    gate = database.gate = TimedGate(path)
    (result,) = imports.import_paths(
        database, load_catalog(), [export], imports.ImportOptions(), lambda *_: None
    )
    if result.status != "loaded":
        wrong.append(f"the import: {result}")
    said = []
    for person in people:
        out, err = person.communicate()
        said += acknowledged(out)
        if person.returncode:
            wrong.append(err[-500:])
    stop.set()
    for thread in watching:
        thread.join()
    return said, wrong + faults(database, said), max(gate.alone)


def percentile(said: list[dict[str, object]], share: float, *, kept: bool = False) -> float:
    """Return the seconds within which that share of the edits was answered.

    Those that met another's version count as often as they were answered, or, `kept`, once: until
    they were kept, however often another was faster.
    """
    times = sorted(time for edit in said for time in ([sum(edit["s"])] if kept else edit["s"]))
    return times[min(len(times) - 1, int(share * len(times)))]


def main() -> None:
    """Edit as one person, or run them all and say how it went."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edit", type=Path)
    parser.add_argument("--who", default="")
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--edits", type=int, default=100)
    options = parser.parse_args()
    if options.edit is not None:
        edit_at_random(options.edit, options.who, options.edits)
        return
    with tempfile.TemporaryDirectory() as folder:
        said, wrong, took = run(Path(folder), options.processes, options.edits, rows=200_000)
    print(f"{len(said)} edits of {options.processes * options.edits} acknowledged")
    for kept, until in ((False, "answered"), (True, "kept")):
        shares = (percentile(said, share, kept=kept) for share in (0.5, 0.95, 1))
        print(until, "p50 {:.3f} s, p95 {:.3f} s, longest {:.3f} s".format(*shares))
    print(f"the import held all up for {took:.3f} s")
    print("\n".join(wrong[:20]) or "no lost edit, no error, the history complete")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
