"""What one person's query panel keeps between sessions: open buffers, and the history of runs.

Buffers are written whole and put in place at once, so that a lost connection leaves the last ones;
the history is appended to. Both are the person's own (mode 0600): SQL may name customers.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from cjm_tui.domain.buffers import Buffer, Buffers, Run
from cjm_tui.errors import CjmError

_MOST_RUNS = 2_000
_MOST_BYTES = 4_000_000  # of the history, before it is shortened
_DAMAGED = (ValueError, KeyError, TypeError, IndexError, OverflowError, RecursionError)


class Desk:
    """The files of one person's panel for one database; nothing is opened until it is asked."""

    def __init__(self, folder: Path, database: Path) -> None:
        whose = hashlib.sha256(os.fsencode(database)).hexdigest()[:12]
        self._folder = folder
        self._buffers = folder / f"buffers-{whose}.json"
        self._history = folder / f"history-{whose}.jsonl"

    def buffers(self) -> Buffers:
        """Return the buffers as they were kept last; new ones where there are none."""
        try:
            found = json.loads(self._buffers.read_text(encoding="utf-8"))
            opened = tuple(
                Buffer(str(b["name"]), str(b["text"]), (int(b["cursor"][0]), int(b["cursor"][1])))
                for b in found["open"]
            )
            current = int(found["current"])
        except (OSError, *_DAMAGED):
            return Buffers()
        return Buffers(opened, min(max(0, current), len(opened) - 1)) if opened else Buffers()

    def keep(self, buffers: Buffers) -> None:
        """Keep the buffers. Raises CjmError where they cannot be written."""
        draft = self._buffers.with_suffix(f".{os.getpid()}")
        text = json.dumps(asdict(buffers))  # ASCII: whatever was pasted can be written
        try:
            self._make_folder()
            with open(draft, "w", encoding="utf-8", opener=_own) as stream:
                stream.write(text)
                stream.flush()
                os.fsync(stream.fileno())
            draft.replace(self._buffers)
        except OSError as error:
            with suppress(OSError):
                draft.unlink()
            raise CjmError(f"Your buffers cannot be kept: {error.strerror}.") from error

    def remember(self, run: Run) -> None:
        """Add a run to the history. Raises CjmError where it cannot be written."""
        line = json.dumps({**asdict(run), "at": run.at.isoformat()})
        try:
            self._make_folder()
            with open(self._history, "a+", encoding="utf-8", opener=_own) as stream:
                fcntl.flock(stream, fcntl.LOCK_EX)
                stream.write(line + "\n")
                stream.flush()
                if stream.tell() > _MOST_BYTES:
                    stream.seek(0)
                    kept = stream.readlines()[-_MOST_RUNS // 2 :]
                    stream.seek(0)
                    stream.truncate()
                    stream.writelines(kept)
        except OSError as error:
            raise CjmError(f"The history cannot be kept: {error.strerror}.") from error

    def history(self, needle: str = "") -> tuple[Run, ...]:
        """Return the newest runs that have all words of the needle, each text once."""
        words = needle.casefold().split()
        found: dict[str, Run] = {}
        for run in self._runs():
            if run.sql not in found and all(word in run.sql.casefold() for word in words):
                found[run.sql] = run
            if len(found) >= _MOST_RUNS:
                break
        return tuple(found.values())

    def _runs(self) -> Iterator[Run]:
        """Yield all runs, newest first; a line that was cut short is passed over."""
        try:
            lines = self._history.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return
        for line in reversed(lines):
            try:
                found = json.loads(line)
                at = datetime.fromisoformat(found["at"])
                yield Run(at, str(found["sql"]), str(found["outcome"]), float(found["seconds"]))
            except _DAMAGED:
                continue

    def _make_folder(self) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _own(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
