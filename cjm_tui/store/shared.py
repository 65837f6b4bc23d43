"""A process's readers and edits share one engine: to start DuckDB takes as long as seven files."""

import itertools
import os
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

Config = dict[str, str | bool | int | float | list[str]]


class Engine:
    """DuckDB without a file of its own: files are attached while somebody reads or edits them."""

    def __init__(self, config: Config) -> None:
        import duckdb  # 120 ms: only once something is asked

        self._process = os.getpid()
        self._lock = threading.Lock()
        self._broken = False
        self._connection = duckdb.connect(":memory:", config=config)
        self._attached: dict[Path, _Attached] = {}
        self._numbers = itertools.count(1)

    @property
    def usable(self) -> bool:
        """Whether it can be asked: a fork copies it without its threads, a fatal error ends it."""
        return not self.forked and not self._broken

    @property
    def forked(self) -> bool:
        """Whether it is another process's; to close it here would wait for threads for ever."""
        return self._process != os.getpid()

    @contextmanager
    def reading(self, path: Path) -> Iterator["duckdb.DuckDBPyConnection"]:
        """Open a file for reading; the last of its readers closes it.

        Raises what DuckDB raises where the file cannot be opened.
        """
        import duckdb

        try:
            with self._open(path) as name, closing(self._connection.cursor()) as connection:
                connection.execute(f"use {name}")
                yield connection
        except duckdb.FatalException:
            self._broken = True
            raise

    @contextmanager
    def editing(self, path: Path) -> Iterator["duckdb.DuckDBPyConnection"]:
        """Open a file for writing, alone: the caller holds its gate, so nobody here reads it.

        Raises what DuckDB raises where the file cannot be opened. What was committed lasts even
        where the file cannot be closed as it should: it is in the WAL then, and the engine ends.
        """
        import duckdb

        with self._lock:
            name = self._attach(path, "read_write")
        try:
            with closing(self._connection.cursor()) as connection:
                connection.execute(f"use {name}")
                yield connection
        except duckdb.FatalException:
            self._broken = True
            raise
        finally:
            with self._lock:
                self._let_go(name)

    def _let_go(self, name: str) -> None:
        """Detach the file, which writes its WAL into it; the caller has the lock.

        That takes 2 ms; a WAL that is left takes everybody 7 ms to open after sixty edits.
        """
        import duckdb

        try:
            self._connection.execute(f"detach {name}")
        except duckdb.Error:  # a full disk: the next who opens the file goes on from its WAL
            self._broken = True
            self._connection.close()

    @contextmanager
    def _open(self, path: Path) -> Iterator[str]:
        """Return the name under which the file is attached."""
        with self._lock:
            if path not in self._attached:
                self._attached[path] = _Attached(self._attach(path, "read_only"))
            attached = self._attached[path]
            attached.readers += 1
        try:
            yield attached.name
        finally:
            with self._lock:
                attached.readers -= 1
                if not attached.readers:
                    del self._attached[path]
                    self._let_go(attached.name)

    def _attach(self, path: Path, mode: str) -> str:
        name = f"file_{next(self._numbers)}"
        quoted = str(path).replace("'", "''")
        self._connection.execute(f"attach '{quoted}' as {name} (type duckdb, {mode})")
        return name


@dataclass(slots=True)
class _Attached:
    name: str
    readers: int = 0
