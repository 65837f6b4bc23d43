"""Ad hoc SQL in a process of its own: it can read the database, and nothing else (`hardening`)."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import IO, Any

from cjm_tui.domain.panel import Result
from cjm_tui.errors import (
    BusyError,
    Place,
    QueryCancelledError,
    QueryError,
    QueryTimeoutError,
)
from cjm_tui.store.database import Database
from cjm_tui.store.sandbox_protocol import (
    CANCELLED,
    EXITS,
    GAVE_WAY,
    TIMED_OUT,
    Header,
    Job,
    read_header,
)
from cjm_tui.store.session import bindable

OnRows = Callable[[Result], None]

_ATTEMPTS = 2
_WAIT_AGAIN_S = 30.0  # for the import to which the first attempt gave way
_CANCEL_S = 0.9
_STARTING_S = 10.0  # for the child to start on a busy machine
_GRACE_S = 2.0
_WORTH_SHOWING = 2_000  # first rows: fewer are soon followed by the end
_KEPT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TMPDIR")


class Query:
    """One ad hoc query; `run` it in a thread, `cancel` it from any other."""

    def __init__(
        self,
        database: Database,
        sql: str,
        params: Mapping[str, Any] | Sequence[Any] | None = None,
        *,
        limit: int | None = 1_000,
        timeout: float = 30.0,
        wait: float = 5.0,
        most_bytes: int | None = None,
    ) -> None:
        self._database = database
        self._sql = sql
        self._params = {} if params is None else bindable(params)
        self._limit = limit
        self._timeout = timeout
        self._wait = wait
        self._most_bytes = most_bytes
        self._state = threading.Lock()
        self._cancelled = False
        self._child: subprocess.Popen[bytes] | None = None

    def run(self, on_rows: OnRows | None = None) -> Result:
        """Return the rows; the thread must live as long as the call, for the child dies with it.

        `on_rows` is given the first rows as soon as they are there, while the rest is under way.
        Raises QueryError (refused, failed, crashed, gave way to an import twice),
        QueryTimeoutError, QueryCancelledError, BusyError, and CjmError where there is no database.
        """
        self._database.require()
        _refuse_broken(self._sql, self._params)
        wait = self._wait
        for attempt in range(_ATTEMPTS):
            header, rows, types = self._attempt(wait, on_rows)
            if header.ended != GAVE_WAY:
                return replace(self._result(header, rows, types), again=attempt > 0)
            wait = max(wait, _WAIT_AGAIN_S)
        raise QueryError(
            "The query gave way to an import, twice.", hint="Run it again when the import is done."
        )

    def cancel(self) -> None:
        """Stop the query: it is interrupted now, and killed within a second."""
        with self._state:
            self._cancelled = True
            child = self._child
            if child is not None:
                _hang_up(child)
                _after(_CANCEL_S, child)

    def _attempt(self, wait: float, on_rows: OnRows | None) -> tuple[Header, Any, list[str]]:
        job = Job(
            self._database.path,
            self._sql,
            self._params,
            self._limit,
            self._timeout,
            wait,
            os.getpid(),
            self._most_bytes,
        )
        with tempfile.TemporaryFile() as complaints:
            child = self._start(complaints)
            backstop = _after(_STARTING_S + wait + self._timeout + _GRACE_S, child)
            try:
                assert child.stdin is not None
                with suppress(BrokenPipeError, ValueError):  # it ended, or was cancelled
                    child.stdin.write(job.message())
                    child.stdin.flush()
                header, rows, types = _answer(child, on_rows)
            finally:
                backstop.cancel()
                _end(child)
            if header is None:
                header = self._without_answer(child.returncode, complaints)
        return header, rows, types

    def _start(self, complaints: IO[bytes]) -> subprocess.Popen[bytes]:
        with self._state:
            if self._cancelled:
                raise QueryCancelledError("The query was cancelled.")
            self._child = subprocess.Popen(
                [sys.executable, "-s", "-P", "-m", "cjm_tui.store.sandbox_child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=complaints,
                env=_environment(),
                cwd="/",
                process_group=0,
            )
            return self._child

    def _without_answer(self, code: int, complaints: IO[bytes]) -> Header:
        if self._cancelled:
            return Header(ended=CANCELLED)
        for reason, known in EXITS.items():
            if code == known:
                return Header(ended=reason)
        complaints.seek(0)
        last = complaints.read()[-400:].decode(errors="replace").strip().rpartition("\n")[2]
        if code == -signal.SIGABRT or "MemoryError" in last or "bad_alloc" in last:
            return Header(
                error="The query needs more memory than ad hoc SQL may use (1 GB).",
                hint="Ask for fewer rows or columns, or for a shorter period.",
            )
        if code == -signal.SIGKILL:
            return Header(error="The query was killed before it had answered.")
        return Header(error=f"The query ended without an answer ({last or f'status {code}'}).")

    def _result(self, header: Header, rows: Any, types: list[str]) -> Result:
        if header.ended == CANCELLED or self._cancelled:
            raise QueryCancelledError("The query was cancelled.")
        if header.ended == TIMED_OUT:
            raise QueryTimeoutError(
                f"The query ran for {self._timeout:g} s and was stopped.",
                hint="Choose a shorter period, or give it more with --timeout.",
            )
        if header.busy:
            raise BusyError(header.error, hint=header.hint)
        if header.error or rows is None:
            place = Place(*header.place[:2]) if len(header.place) == 2 else None
            raise QueryError(header.error, hint=header.hint, place=place)
        total = header.total if header.cut else rows.num_rows
        names = tuple(rows.column_names)
        return Result(names, tuple(types), rows, header.cut, header.seconds, total)


def run_sql(
    database: Database,
    sql: str,
    params: Mapping[str, Any] | Sequence[Any] | None = None,
    *,
    limit: int | None = 1_000,
    timeout: float = 30.0,
    wait: float = 5.0,
    on_rows: OnRows | None = None,
) -> Result:
    """Run one statement that reads; at most `limit` rows (None: all), `timeout` seconds.

    Raises as `Query.run` does.
    """
    return Query(database, sql, params, limit=limit, timeout=timeout, wait=wait).run(on_rows)


def _refuse_broken(sql: str, params: Mapping[str, Any] | Sequence[Any]) -> None:
    """Refuse what is no text: half a character, as a command line makes of broken bytes."""
    given = list(params.values()) if isinstance(params, Mapping) else list(params)
    lists = [value for value in given if isinstance(value, list | tuple)]
    try:
        for text in (sql, *given, *chain.from_iterable(lists)):
            str(text).encode()
    except UnicodeEncodeError as error:
        where = "The SQL" if error.object == sql else "A parameter"
        raise QueryError(f"{where} holds bytes that are not UTF-8.", hint="Type it anew.") from None


def _answer(
    child: subprocess.Popen[bytes], on_rows: OnRows | None
) -> tuple[Header | None, Any, list[str]]:
    """Return what ended the answer, its rows and their types; None where it broke off."""
    import pyarrow  # 170 ms: while the child runs

    stream = child.stdout
    assert stream is not None
    rows, types = None, []
    try:
        while (header := read_header(stream)) is not None and header.rows:
            types = header.types
            rows = _rows(stream, types, on_rows)
    except (pyarrow.ArrowException, OSError):
        return None, None, []
    return header, rows, types


def _rows(stream: IO[bytes], types: list[str], on_rows: OnRows | None) -> Any:
    """Return the rows of one Arrow stream; the first of them are handed on when they come."""
    import pyarrow
    from pyarrow import ipc

    batches: list[Any] = []
    with ipc.open_stream(stream) as reader:
        for batch in reader:
            batches.append(batch)
            if on_rows is not None and len(batches) == 1 and batch.num_rows >= _WORTH_SHOWING:
                first = pyarrow.Table.from_batches(batches, reader.schema)
                names = tuple(first.column_names)
                on_rows(Result(names, tuple(types), first, cut=True, seconds=0.0))
        return pyarrow.Table.from_batches(batches, reader.schema)


def _environment() -> dict[str, str]:
    """Return what the child may see: where its modules are, and nothing about the user."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | {
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if Path(path).is_absolute()),
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "MALLOC_ARENA_MAX": "2",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "OMP_NUM_THREADS": "1",  # each thread costs address space
        "OPENBLAS_NUM_THREADS": "1",
    }


def _hang_up(child: subprocess.Popen[bytes]) -> None:
    """Close the child's input, by which it learns that nobody waits any more."""
    if child.stdin is not None:
        with suppress(OSError):
            child.stdin.close()


def _after(seconds: float, child: subprocess.Popen[bytes]) -> threading.Timer:
    timer = threading.Timer(seconds, child.kill)
    timer.daemon = True
    timer.start()
    return timer


def _end(child: subprocess.Popen[bytes]) -> None:
    """Let the child end, or end it; nothing of it stays."""
    _hang_up(child)
    assert child.stdout is not None
    child.stdout.close()
    try:
        child.wait(_CANCEL_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
