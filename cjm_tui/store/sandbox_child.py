"""The process in which one ad hoc query runs: `python -m cjm_tui.store.sandbox_child`.

Its standard input stays open for as long as anybody waits for the answer. It holds the gate only
while the query runs: rows are written by a thread of their own, however slow their reader.
"""

import os
import sys
import threading
import time
import warnings
from typing import Any

import duckdb
import pyarrow

from cjm_tui.errors import BusyError, CjmError, QueryError
from cjm_tui.store.adhoc import Script, described, prepared
from cjm_tui.store.gate import Gate
from cjm_tui.store.hardening import confine, harden
from cjm_tui.store.sandbox_answer import Start, answered
from cjm_tui.store.sandbox_protocol import Header, Job, read_job
from cjm_tui.store.sandbox_watch import Watch
from cjm_tui.store.sandbox_writer import AnswerWriter

_FAILURES = (duckdb.Error, pyarrow.ArrowException, MemoryError, OSError, ValueError)
_COUNT_S = 1.5  # for counting the rows of an answer that is cut


def main() -> None:
    """Run the job that stands in standard input, and answer on standard output."""
    warnings.simplefilter("ignore")  # duckdb's advice on how to fetch is not for the user
    answer = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    job = read_job(sys.stdin.fileno())
    confine(job.parent)
    writer = AnswerWriter(answer)
    writer.start()
    writer.end(run(job, writer))
    writer.join()


def run(job: Job, writer: AnswerWriter) -> Header:
    """Run the job, hand its rows to the writer, and return what ends the answer."""
    gate = Gate(job.database)
    try:
        script = prepared(job.sql, job.limit)
        with gate.shared(job.wait):
            return _ask(job, script, gate, writer)
    except CjmError as error:
        place = error.place if isinstance(error, QueryError) else None
        return Header(
            error=error.message,
            hint=error.hint,
            busy=isinstance(error, BusyError),
            place=list(place or ()),
        )


def _ask(job: Job, script: Script, gate: Gate, writer: AnswerWriter) -> Header:
    connection = harden(job.database, time.monotonic() + job.wait)
    started = time.monotonic()
    watch = Watch(gate, connection, deadline=started + job.timeout, asker=sys.stdin.fileno())
    watch.start()
    running = script.last
    try:
        for running in script.before:
            connection.execute(running.sql, running.given(job.params))
        running = script.last
        cut = _send_rows(job, script, connection, writer)
        seconds = time.monotonic() - started
        total = _total(connection, script, job) if cut and not watch.reason else None
    except _FAILURES as error:
        if watch.reason:
            return Header(ended=watch.reason)
        raise described(error, script.text, running, job.database) from error
    finally:
        watch.stop()
        connection.close()
    return Header(cut=cut, total=total, seconds=seconds)


def _send_rows(
    job: Job, script: Script, connection: duckdb.DuckDBPyConnection, writer: AnswerWriter
) -> bool:
    """Hand on the rows as they come, as many as are wanted; return whether there are more."""
    sent, size = 0, 0
    for part in answered(connection, script.last, script.last.given(job.params)):
        if isinstance(part, Start):
            writer.begin(part)
            sent, size = 0, 0
            continue
        if job.most_bytes is not None and size > job.most_bytes:
            return True
        room = part.num_rows if job.limit is None else job.limit - sent
        writer.rows(part.slice(0, room))
        sent += part.num_rows
        size += part.nbytes
    return job.limit is not None and sent > job.limit


def _total(connection: duckdb.DuckDBPyConnection, script: Script, job: Job) -> int | None:
    """Return how many rows there are in all, None where counting takes too long."""
    stop = threading.Timer(_COUNT_S, connection.interrupt)
    stop.start()
    try:
        found: Any = connection.execute(
            script.last.counting, script.last.given(job.params)
        ).fetchone()
    except duckdb.Error:
        return None
    finally:
        stop.cancel()
    return int(found[0])


if __name__ == "__main__":
    main()
