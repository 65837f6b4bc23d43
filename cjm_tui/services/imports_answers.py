"""The imports screen's questions answered from the database: opened for each, never held."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from functools import partial

from cjm_tui.domain.acd_report import Reconciliation
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.imports import RunningImport
from cjm_tui.domain.imports_board import (
    Batches,
    BatchPage,
    DeliveriesPage,
    FilesBoard,
    Quarantine,
    QuarantineRowsPage,
)
from cjm_tui.domain.reconciliation import Place
from cjm_tui.domain.rows import Rows
from cjm_tui.services import imports_board as boards
from cjm_tui.store.database import Database
from cjm_tui.store.importing import running_import
from cjm_tui.store.session import Reader

Reading = Callable[[Cancellation], AbstractContextManager[Reader]]


class DatabaseImports:
    """What `screens.imports_boards.ImportsBoards` asks for."""

    def __init__(self, database: Database, reading: Reading) -> None:
        self._database = database
        self._reading = reading
        self._reconciled: tuple[object, Reconciliation] | None = None  # by the file's stamp

    def files(self, query: Cancellation) -> FilesBoard:
        """Return the expected files with what came of each."""
        with self._reading(query) as reader:
            return boards.files_board(reader)

    def deliveries(self, source: str, pattern: str | None, query: Cancellation) -> DeliveriesPage:
        """Return the deliveries of one expected file over a longer time."""
        with self._reading(query) as reader:
            return boards.deliveries_page(reader, source, pattern)

    def batches(self, query: Cancellation, *, refused_only: bool = False) -> Batches:
        """Return the newest batches, or the files that were refused."""
        with self._reading(query) as reader:
            return boards.batches(reader, refused_only=refused_only)

    def batch(self, number: int, query: Cancellation) -> BatchPage:
        """Return one batch."""
        with self._reading(query) as reader:
            return boards.batch_page(reader, number)

    def quarantine(self, query: Cancellation) -> Quarantine:
        """Return why rows are in quarantine."""
        with self._reading(query) as reader:
            return boards.quarantine(reader)

    def quarantine_rows(self, column: str, reason: str, query: Cancellation) -> QuarantineRowsPage:
        """Return the rows that are there for one reason."""
        with self._reading(query) as reader:
            return boards.quarantine_rows_page(reader, column, reason)

    def reconciliation(self, query: Cancellation) -> Reconciliation:
        """Return the newest reports of the ACD beside our figures."""
        from cjm_tui.services.reconcile import reconciliation

        stamp = self._database.stamp()
        known = self._reconciled
        if known is None or known[0] != stamp:
            known = (stamp, reconciliation(partial(self._reading, query)))
            self._reconciled = known
        return known[1]

    def report_legs(self, day: date, place: Place, most: int, query: Cancellation) -> Rows:
        """Return the first calls behind a line of the report, and how many there are."""
        from cjm_tui.services.reconcile import report_legs

        with self._reading(query) as reader:
            return report_legs(reader, day, place, most)

    def importing(self) -> RunningImport | None:
        """Return the import that runs now; opens no database."""
        return running_import(self._database.path)
