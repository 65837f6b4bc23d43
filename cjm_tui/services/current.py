"""Scores by the definitions of today: an upgrade or a setting may have outdated the roll-up."""

from collections.abc import Iterator
from contextlib import contextmanager

from cjm_tui.store.catalog import Catalog
from cjm_tui.store.database import Database
from cjm_tui.store.rollup import bring_current, stale
from cjm_tui.store.session import Reader


@contextmanager
def open_current(database: Database, catalog: Catalog, *, wait: float = 5.0) -> Iterator[Reader]:
    """Open the database for reading, its roll-up brought to today's definitions first.

    Raises BusyError while somebody writes, and CjmError where the roll-up is outdated and this
    user may not write.
    """
    with database.read(wait=wait) as reader:
        if not stale(reader, catalog):
            yield reader
            return
    bring_current(database, catalog)
    with database.read(wait=wait) as reader:
        yield reader
