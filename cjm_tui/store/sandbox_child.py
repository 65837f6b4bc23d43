"""The process in which one ad hoc query runs: `python -m cjm_tui.store.sandbox_child`.

Its standard input stays open for as long as anybody waits for the answer. It holds the gate only
while the query runs: the answer is written when the database is closed, however slow its reader.
"""

import os
import sys
import time
import warnings
from typing import Any, BinaryIO

import duckdb
import pyarrow
from pyarrow import ipc

from cjm_tui.errors import BusyError, CjmError
from cjm_tui.store.adhoc import Statement, described, prepared
from cjm_tui.store.gate import Gate
from cjm_tui.store.hardening import confine, harden
from cjm_tui.store.sandbox_answer import answered
from cjm_tui.store.sandbox_protocol import Header, Job, read_job
from cjm_tui.store.sandbox_watch import Watch

_FAILURES = (duckdb.Error, pyarrow.ArrowException, MemoryError, OSError, ValueError)


def main() -> None:
    """Run the job that stands in standard input, and answer on standard output."""
    warnings.simplefilter("ignore")  # duckdb's advice on how to fetch is not for the user
    answer = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    job = read_job(sys.stdin.fileno())
    confine(job.parent)
    header, rows = run(job)
    try:
        send(answer, header, rows)
    except BrokenPipeError:
        os._exit(0)  # nobody waits any more


def run(job: Job) -> tuple[Header, Any]:
    """Return the answer and its rows, an Arrow table; the gate is free again by then."""
    gate = Gate(job.database)
    try:
        statement = prepared(job.sql, job.limit)
        with gate.shared(job.wait):
            header, rows = _ask(job, statement, gate)
    except CjmError as error:
        busy = isinstance(error, BusyError)
        return Header(error=error.message, hint=error.hint, busy=busy), None
    return header, rows


def send(answer: BinaryIO, header: Header, rows: Any) -> None:
    """Write the header and, where there are rows, the rows."""
    answer.write(header.message())
    if rows is not None:
        with ipc.new_stream(answer, rows.schema) as stream:
            stream.write_table(rows)
    answer.close()


def _ask(job: Job, statement: Statement, gate: Gate) -> tuple[Header, Any]:
    connection = harden(job.database, time.monotonic() + job.wait)
    started = time.monotonic()
    watch = Watch(gate, connection, deadline=started + job.timeout, asker=sys.stdin.fileno())
    watch.start()
    try:
        types, table = answered(connection, statement, job.params or None)
        seconds = time.monotonic() - started
    except _FAILURES as error:
        if watch.reason:
            return Header(ended=watch.reason), None
        raise described(error, job.sql, statement.offset, job.database) from error
    finally:
        watch.stop()
        connection.close()
    cut = job.limit is not None and table.num_rows > job.limit
    rows = table.slice(0, job.limit) if cut else table
    return Header(types=types, cut=cut, seconds=seconds), rows


if __name__ == "__main__":
    main()
