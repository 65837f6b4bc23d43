"""What the imports screen asks of the services; all but `importing` runs in a worker thread."""

from datetime import date
from typing import Protocol

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


class ImportsBoards(Protocol):
    """Files expected and received, batches, the quarantine, and the import that runs now."""

    def files(self, query: Cancellation) -> FilesBoard:
        """Return the expected files with what came of each."""
        ...

    def deliveries(self, source: str, pattern: str | None, query: Cancellation) -> DeliveriesPage:
        """Return the deliveries of one expected file over a longer time."""
        ...

    def batches(self, query: Cancellation, *, refused_only: bool = False) -> Batches:
        """Return the newest batches, or the files that were refused."""
        ...

    def batch(self, number: int, query: Cancellation) -> BatchPage:
        """Return one batch."""
        ...

    def quarantine(self, query: Cancellation) -> Quarantine:
        """Return why rows are in quarantine."""
        ...

    def quarantine_rows(self, column: str, reason: str, query: Cancellation) -> QuarantineRowsPage:
        """Return the rows that are there for one reason."""
        ...

    def reconciliation(self, query: Cancellation) -> Reconciliation:
        """Return the newest reports of the ACD beside our figures."""
        ...

    def report_legs(self, day: date, place: Place, most: int, query: Cancellation) -> Rows:
        """Return the first calls behind a line of the report, and how many there are."""
        ...

    def importing(self) -> RunningImport | None:
        """Return the import that runs now; only reads one small file, on the loop."""
        ...
