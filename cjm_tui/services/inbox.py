"""A folder that files arrive in: which are complete, where they go afterwards, and who watches."""

import fcntl
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from cjm_tui.domain.imports import ImportResult
from cjm_tui.domain.text import shown
from cjm_tui.errors import BusyError, CjmError
from cjm_tui.importers.sources import FileState, state_of

DONE, REFUSED = "done", "refused"
REASON = ".reason"
# How programs name what they are still writing.
UNFINISHED = (
    ".part", ".partial", ".filepart", ".tmp", ".temp", ".crdownload", ".download", ".upload",
    ".uploading", ".incomplete", ".lock", ".swp", "~",
)  # fmt: skip
_LOCK = ".cjm-watch.lock"


@dataclass(frozen=True, slots=True)
class Completeness:
    """When a file counts as complete."""

    settle_s: float = 30.0  # unchanged in size and time for so long
    marker: str = ""  # instead: once a file of its name with this ending lies beside it


@dataclass(slots=True)
class _Seen:
    state: FileState
    since: float


@dataclass(slots=True)
class Inbox:
    """The files of one folder as they come and go; `look` is to be called now and then."""

    folder: Path
    completeness: Completeness
    _seen: dict[Path, _Seen] = field(default_factory=dict)

    def prepare(self) -> None:
        """Make the folders for what is done with. Raises CjmError where files cannot be moved."""
        try:
            for name in (DONE, REFUSED):
                (self.folder / name).mkdir(exist_ok=True)
                probe = self.folder / name / f".cjm-{os.getpid()}"
                probe.touch()
                probe.rename(self.folder / probe.name)
                (self.folder / probe.name).unlink()
        except OSError as error:
            raise CjmError(
                f"Files cannot be moved within {self.folder}: {error.strerror or error}.",
                hint=f"Let this user write in it and in its folders {DONE} and {REFUSED}.",
            ) from error

    def look(self, now: float) -> dict[Path, FileState]:
        """Return the files that have come since the last look; `now` is in seconds.

        Raises CjmError where the folder is gone or may not be read.
        """
        try:
            found = {path: state_of(path) for path in sorted(self.folder.iterdir())}
        except OSError as error:
            raise CjmError(
                f"The folder {self.folder} cannot be read: {error.strerror or error}.",
                hint="Bring it back (or mount it), and start `cjm watch` again.",
            ) from error
        states = {p: s for p, s in found.items() if s is not None and self._is_data(p)}
        new = {path: state for path, state in states.items() if path not in self._seen}
        before, self._seen = self._seen, {}
        for path, state in states.items():
            known = before.get(path)
            same = known is not None and known.state == state
            self._seen[path] = known if known is not None and same else _Seen(state, now)
        return new

    def complete(self, now: float) -> dict[Path, FileState]:
        """Return the files of the last look that are complete, with their states."""
        if marker := self.completeness.marker:
            return {p: s.state for p, s in self._seen.items() if _marked(p, s.state, marker)}
        settled = now - self.completeness.settle_s
        return {p: seen.state for p, seen in self._seen.items() if seen.since <= settled}

    def waiting(self) -> bool:
        """Whether files are there that may become complete by waiting for a while."""
        return bool(self._seen) and not self.completeness.marker

    def put_away(self, path: Path, into: str, reason: str = "") -> Path:
        """Move a file into `done` or `refused`, beside what is there already; return where to.

        A reason is left beside it as text, where there is room (the ledger has it as well). Raises
        CjmError where it cannot be moved.
        """
        try:
            (self.folder / into).mkdir(exist_ok=True)
            target = _reserved(self.folder / into / path.name)
            _move(path, target)
        except OSError as error:
            raise CjmError(
                f"{path.name} cannot be moved into {into}: {error.strerror or error}.",
                hint="It stays where it is. Make room, or let this user write there.",
            ) from error
        self._seen.pop(path, None)
        if reason:
            _leave_reason(target.with_name(target.name + REASON), reason)
        if self.completeness.marker:
            with suppress(OSError):
                path.with_name(path.name + self.completeness.marker).unlink()
        return target

    def bring_back(self, put: Path, path: Path) -> Path:
        """Move a file back that was put away too early; return its name now."""
        try:
            target = _reserved(path)
            _move(put, target)
            put.with_name(put.name + REASON).unlink(missing_ok=True)
        except OSError as error:
            raise CjmError(
                f"{put} cannot be moved back: {error.strerror or error}.",
                hint="It has grown since it was imported: import it again by hand.",
            ) from error
        return target

    def _is_data(self, path: Path) -> bool:
        name = path.name.lower()
        marker = self.completeness.marker.lower()
        if name.startswith((".", "~$")) or name.endswith(UNFINISHED):
            return False
        return not (marker and name.endswith(marker))


def reason_text(results: Sequence[ImportResult]) -> str:
    """Return what is written beside a refused file: a line for each part of an archive."""
    lines = []
    for result in results:
        batch = "" if result.batch is None else f", batch {result.batch}"
        why = f": {result.reason}" if result.reason else ""
        lines.append(f"{shown(Path(result.file).name)}: {result.status}{batch}{shown(why)}")
    return "\n".join([*lines, "Mended, it can be put into the watched folder again.", ""])


@contextmanager
def watched_alone(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, which vanishes with the process.

    Raises BusyError naming who holds it, CjmError where there can be none.
    """
    try:
        handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
    except OSError as error:
        raise CjmError(
            f"{folder} cannot be watched: {error.strerror or error}.",
            hint="Name a folder that is there and that this user may write in.",
        ) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(handle, 20, 0).decode("ascii", "replace").strip()
            raise BusyError(
                f"{folder} is watched already, by the cjm with PID {holder or 'unknown'}.",
                hint="One is enough. Stop that one first to start another.",
            ) from None
        except OSError as error:
            raise CjmError(
                f"{folder} cannot be locked: {error.strerror or error}.",
                hint="Watch a folder on a local disk, and let the files be copied there.",
            ) from error
        with suppress(OSError):  # on a full disk nobody can be named
            os.ftruncate(handle, 0)
            os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)


def _leave_reason(path: Path, reason: str) -> None:
    try:
        path.write_text(reason, encoding="utf-8")
    except OSError:
        with suppress(OSError):
            path.unlink()


def _marked(path: Path, state: FileState, marker: str) -> bool:
    """Whether a marker lies beside the file that was not there before the file was written."""
    found = state_of(path.with_name(path.name + marker))
    return found is not None and found.modified_ns >= state.modified_ns


def _reserved(wanted: Path) -> Path:
    """Make an empty file of the wanted name, or with a number where it is taken; return it."""
    number = 1
    while True:
        path = wanted if number == 1 else _numbered(wanted, number)
        reason_free = not path.with_name(path.name + REASON).exists()
        with suppress(FileExistsError):
            if reason_free:
                os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640))
                return path
        number += 1


def _numbered(path: Path, number: int) -> Path:
    """Put a number before the file's ending: `calls.2.csv.gz`."""
    packed = ".gz" if path.name.lower().endswith(".gz") else ""
    bare = path.name[: len(path.name) - len(packed)] if packed else path.name
    stem, dot, ending = bare.rpartition(".")
    ending += path.name[len(bare) :]
    return path.with_name(f"{stem}.{number}{dot}{ending}" if stem else f"{path.name}.{number}")


def _move(path: Path, reserved: Path) -> None:
    try:
        shutil.move(path, reserved)
    except OSError:
        reserved.unlink(missing_ok=True)
        raise
