"""A cancelled query is interrupted while it runs, refused before, and left alone after."""

from threading import Event, Thread

import pytest

from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.errors import QueryCancelledError


def test_cancel_interrupts_what_runs_in_another_thread():
    query, running, interrupted = Cancellation(), Event(), Event()

    def run():
        with query.on_cancel(interrupted.set):
            running.set()
            interrupted.wait(10)

    thread = Thread(target=run)
    thread.start()
    assert running.wait(10)
    query.cancel()
    thread.join(10)
    assert interrupted.is_set()


def test_nothing_starts_after_a_cancel():
    query = Cancellation()
    query.cancel()
    with pytest.raises(QueryCancelledError), query.on_cancel(lambda: None):
        pytest.fail("the block must not run")


def test_a_finished_block_is_not_interrupted():
    query, calls = Cancellation(), []
    with query.on_cancel(lambda: calls.append(1)):
        pass
    query.cancel()
    assert calls == []
    assert query.cancelled
