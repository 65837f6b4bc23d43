"""Watching a folder: each file that has arrived whole is imported and put away.

What is done is done once: a file that was imported when the program was killed, before it was put
away, is found unchanged by the next run and put away then.
"""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from cjm_tui.domain.imports import FileStatus, ImportOptions, ImportResult, import_exit_code
from cjm_tui.errors import BusyError, CjmError, ExitCode, UsageError
from cjm_tui.importers.sources import FileState, state_of
from cjm_tui.services.imports import ImportRun
from cjm_tui.services.inbox import (
    DONE,
    REFUSED,
    Completeness,
    Inbox,
    reason_text,
    watched_alone,
)
from cjm_tui.services.retries import Retries
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.database import Database

_LOOKED_AFTER_S = 3600.0  # a file that was put away and goes on growing is brought back
_RANKS = (ExitCode.OK, ExitCode.QUARANTINED, ExitCode.REFUSED, ExitCode.BUSY, ExitCode.UNFORESEEN)


class Report(Protocol):
    """Where a watch says what happens; docs/operations.md lists the events."""

    def __call__(self, event: str, /, **fields: object) -> None:
        """Say one event; fields that are "" have nothing to say."""
        ...


class Pulse(Protocol):
    """The time that a watch lives by, and whether it is asked to stop."""

    @property
    def stopping(self) -> bool:
        """Whether somebody has asked for an end."""
        ...

    def seconds(self) -> float:
        """Return seconds from any fixed moment on."""
        ...

    def wait(self, seconds: float) -> None:
        """Sleep, until the time is over or somebody asks for an end."""
        ...


@dataclass(frozen=True, slots=True)
class WatchRules:
    """How a folder is watched."""

    completeness: Completeness = field(default_factory=Completeness)
    every_s: float = 5.0  # between two looks
    once: bool = False  # import what is complete, and end


@dataclass(frozen=True, slots=True)
class _Put:
    """A file that was put away: what it was, and when nobody looks after it any more."""

    origin: Path
    state: FileState | None
    until: float

    def grown(self, found: FileState | None) -> bool:
        """Whether the very same file has become longer."""
        if self.state is None or found is None:
            return False
        return found.inode == self.state.inode and found.size > self.state.size


class _StoppedError(Exception):
    """Leaves an import that has written nothing yet."""


class Watch:
    """The watch over one folder."""

    def __init__(
        self,
        database: Database,
        catalog: Catalog,
        folder: Path,
        options: ImportOptions,
        rules: WatchRules,
        pulse: Pulse,
        report: Report,
        *,
        mappings_folder: Path | None = None,
    ) -> None:
        self._database = database
        self._catalog = catalog
        self._options = options
        self._rules = rules
        self._pulse = pulse
        self._report = report
        self._mappings_folder = mappings_folder
        self._inbox = Inbox(folder.absolute(), rules.completeness)
        self._retries = Retries()
        self._put: dict[Path, _Put] = {}
        self._code = ExitCode.OK

    def run(self) -> ExitCode:
        """Watch until asked to stop; with `once` return what `cjm import` would for the files.

        Raises BusyError where the folder is watched already, UsageError for an unknown mapping or
        time zone, CjmError where the folder cannot be watched, or is gone.
        """
        folder = self._inbox.folder
        if self._database.path.parent == folder.resolve():
            raise UsageError(
                f"{folder} holds the database itself.",
                hint="Watch a folder of its own: all that lies in it is taken for data.",
            )
        self._database.require()
        left_out = self._run_over(()).left_out
        with watched_alone(folder):
            self._inbox.prepare()
            self._report("watching", folder=folder)
            for refused in left_out:
                self._report("left_out", reason=refused.message)
            try:
                self._watch()
            except CjmError as error:
                self._report("failed", reason=error.message, hint=error.hint)
                raise
            self._report("stopped", folder=folder)
        return self._code if self._rules.once else ExitCode.OK

    def _watch(self) -> None:
        waited = False
        while not self._pulse.stopping:
            now = self._pulse.seconds()
            for path, state in self._inbox.look(now).items():
                self._report("arrived", file=path.name, bytes=state.size)
            self._look_after(now)
            if self._import_complete(now):
                continue  # what has come meanwhile may be complete by now
            if not self._rules.once:
                self._pulse.wait(self._rules.every_s)
            elif waited or not self._inbox.waiting():
                return
            else:
                waited = True
                self._pulse.wait(self._rules.completeness.settle_s)

    def _look_after(self, now: float) -> None:
        """Bring back what was put away too early: somebody still writes to it."""
        for put, known in list(self._put.items()):
            found = state_of(put)
            grown = known.grown(found)
            if found is None or grown or now >= known.until:
                del self._put[put]
            if not grown:
                continue
            try:
                back = self._inbox.bring_back(put, known.origin)
                self._report("grew", file=_inside(put), back_as=back.name)
            except CjmError as error:
                self._report("failed", file=_inside(put), reason=error.message, hint=error.hint)

    def _import_complete(self, now: float) -> bool:
        """Import what is complete, in its right order, and put each away as soon as it is done.

        Returns whether to look again at once: some are put away, or others may fare better.
        """
        due = {
            path: state
            for path, state in self._inbox.complete(now).items()
            if self._retries.due(path, now)
        }
        if not due:
            return False
        run: ImportRun | None = None
        put_away = 0
        try:
            run = self._run_over(tuple(due))
            put_away = self._import(run, due)
        except _StoppedError:
            self._report("abandoned", file=_in_work(run), reason="asked to stop")
        except BusyError as error:
            self._worse(error.exit_code)
            pause = self._retries.hold_all(self._pulse.seconds())
            said = {"file": _in_work(run), "reason": error.message, "again_in_s": int(pause)}
            self._report("busy", **said)
            return False
        except CjmError as error:
            self._fail(run, error)
            return True
        return put_away > 0

    def _import(self, run: ImportRun, due: dict[Path, FileState]) -> int:
        """Return how many files are put away; those that somebody writes to stay."""
        parts = Counter(item.path for item in run.items)
        done: dict[Path, list[ImportResult]] = {path: [] for path in due}
        put_away = 0
        for place, result in run.results():
            path = run.items[place].path
            done[path].append(result)
            self._note(result)
            if len(done[path]) == parts[path]:
                put_away += self._put_away(path, due[path], done[path])
            if self._pulse.stopping:
                break
        return put_away

    def _put_away(self, path: Path, state: FileState, results: list[ImportResult]) -> bool:
        found = state_of(path)
        if found is None:
            self._report("gone", file=path.name)
            return False
        if found != state:
            self._report("growing", file=path.name, bytes=found.size)
            return False
        refused = any(result.status is FileStatus.REFUSED for result in results)
        reason = reason_text(results) if refused else ""
        put = self._inbox.put_away(path, REFUSED if refused else DONE, reason)
        self._put[put] = _Put(path, state_of(put), self._pulse.seconds() + _LOOKED_AFTER_S)
        self._retries.went_well(path)
        self._report("moved", file=path.name, to=_inside(put))
        return True

    def _note(self, result: ImportResult) -> None:
        self._worse(import_exit_code([result]))
        said: dict[str, object] = {"file": Path(result.file).name, "mapping": result.mapping}
        if result.batch is not None:
            said["batch"] = result.batch
        if result.status is FileStatus.LOADED:
            for name in ("read", "accepted", "ignored", "quarantined"):
                said[name] = getattr(result, name)
        said |= {"reason": result.reason, "seconds": round(result.seconds, 1)}
        self._report(result.status.value, **said)

    def _fail(self, run: ImportRun | None, error: CjmError) -> None:
        self._worse(error.exit_code)
        path = None if run is None or run.at is None else run.items[run.at].path
        pause = self._retries.failed(path, self._pulse.seconds())
        said = {"file": _in_work(run), "reason": error.message, "hint": error.hint}
        self._report("failed", **said, again_in_s=int(pause))

    def _run_over(self, paths: tuple[Path, ...]) -> ImportRun:
        return ImportRun(
            self._database,
            self._catalog,
            paths,
            self._options,
            self._progress,
            mappings_folder=self._mappings_folder,
        )

    def _progress(self, step: str, _done: int, _total: int | None) -> None:
        """Leave an import when asked to stop, unless it writes: that is over in a moment."""
        if self._pulse.stopping and not step.startswith("writing"):
            raise _StoppedError

    def _worse(self, code: ExitCode) -> None:
        """Keep the code that matters most: that of a failure, then 5, 4, 3."""
        rank = {known: at for at, known in enumerate(_RANKS)}
        if rank.get(code, len(rank)) > rank.get(self._code, len(rank)):
            self._code = code


def _in_work(run: ImportRun | None) -> str:
    return "" if run is None or run.at is None else run.items[run.at].path.name


def _inside(put: Path) -> str:
    return f"{put.parent.name}/{put.name}"
