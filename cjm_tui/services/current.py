"""Scores by the definitions of today: an upgrade or a setting may have outdated the roll-up."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.store.catalog import Catalog, refuse_changed
from cjm_tui.store.database import Database
from cjm_tui.store.rollup import bring_current, refuse_newer, stale
from cjm_tui.store.session import Reader

_REBUILD_WAIT_S = 30.0
_LONG_S = 2.0


@contextmanager
def open_current(
    database: Database,
    catalog: Catalog,
    *,
    wait: float = 5.0,
    query: Cancellation | None = None,
    long: Callable[[], None] | None = None,
) -> Iterator[Reader]:
    """Open the database for reading, its roll-up brought to today's definitions first.

    `query` stops what runs, a rebuild too; with `wait` = 0 nothing is ever waited for; `long` is
    called from another thread once a rebuild has taken two seconds. Raises BusyError while somebody
    writes, and CjmError where the roll-up is outdated and this user may not write, or a newer cjm
    has defined it.
    """
    running = query or Cancellation()
    with database.read(wait=wait) as reader, running.on_cancel(reader.interrupt):
        outdated = stale(reader, catalog)
        if not outdated:
            yield reader
            return
        refuse_newer(reader, outdated)
        refuse_changed(catalog)
    waiting = threading.Timer(_LONG_S, long) if long else None
    if waiting:
        waiting.daemon = True
        waiting.start()
    try:
        bring_current(database, catalog, wait=wait and max(wait, _REBUILD_WAIT_S), query=running)
    finally:
        if waiting:
            waiting.cancel()
    with database.read(wait=wait) as reader, running.on_cancel(reader.interrupt):
        yield reader
