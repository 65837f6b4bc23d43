"""The connection on which strangers' SQL runs, and the limits of the process around it.

`read_only` and `enable_external_access = false` alone do not protect the file: its own path stays
allowed, and `COPY … TO` it destroys it. Without the local file system there is nothing to write to.
"""

import ctypes
import os
import resource
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from cjm_tui.store.connection import connect

if TYPE_CHECKING:
    import duckdb

MEMORY_BYTES = 1_000_000_000  # what DuckDB may use; its "1GB"
_BESIDE_BYTES = 1_500_000_000  # address space for the libraries, and for strings that it miscounts
_PR_SET_PDEATHSIG = 1


def harden(path: Path, deadline: float) -> "duckdb.DuckDBPyConnection":
    """Open the database so that SQL can only read it; the order of the last three matters.

    The caller holds the gate shared, in a process that has no other connection. Raises as
    `connect` does.
    """
    connection = connect(path, read_only=True, deadline=deadline, spill="")
    connection.execute("set errors_as_json = true")
    connection.execute("set enable_external_access = false")
    connection.execute("set disabled_filesystems = 'LocalFileSystem'")
    connection.execute("set lock_configuration = true")
    return connection


def confine(parent: int) -> None:
    """Limit this process's memory, forbid core files, and let it die with its parent."""
    limit = MEMORY_BYTES + _BESIDE_BYTES
    _, hardest = resource.getrlimit(resource.RLIMIT_AS)
    if hardest != resource.RLIM_INFINITY:
        limit = min(limit, hardest)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it died before the line above
        raise SystemExit
