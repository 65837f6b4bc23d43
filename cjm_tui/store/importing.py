"""How far a running import is, in `<db>.importing`: any session can see it without a lock.

The file is replaced whole, and goes with the import. Whether one that was left by a killed import
still counts is told by the process that wrote it.
"""

import json
import os
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from cjm_tui.domain.imports import RunningImport
from cjm_tui.store.holders import born, lives


def running_import(database: Path) -> RunningImport | None:
    """Return the import that runs on this database, None where there is none."""
    try:
        said = json.loads(_path(database).read_text(encoding="utf-8"))
        if not lives(said["pid"]) or born(said["pid"]) != said.pop("born"):
            return None
        return RunningImport(**said | {"started_at": datetime.fromisoformat(said["started_at"])})
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None  # there is none, or what lies there is not ours


def tell_running(database: Path, running: RunningImport) -> None:
    """Let all sessions see this import, unless they see another one that runs."""
    other = running_import(database)
    if other is not None and other.pid != running.pid:
        return
    said = asdict(running) | {
        "started_at": running.started_at.isoformat(),
        "born": born(running.pid),
    }
    draft = _path(database, ".new")
    with suppress(OSError):  # a full disk is told by the import itself
        draft.write_text(json.dumps(said), encoding="utf-8")
        draft.chmod(database.stat().st_mode & 0o666)
        draft.replace(_path(database))


def tell_ended(database: Path) -> None:
    """Let nobody see this process's import any more, nor what a killed one has left."""
    other = running_import(database)
    if other is None or other.pid == os.getpid():
        with suppress(OSError):
            _path(database).unlink(missing_ok=True)


def _path(database: Path, end: str = "") -> Path:
    return database.with_name(f"{database.name}.importing{end}")
