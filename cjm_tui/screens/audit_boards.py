"""What the audit screens ask of the services."""

from typing import Protocol

from cjm_tui.domain.audit import Audit, Pair
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.kpi_history import KpiHistory


class AuditBoards(Protocol):
    """As `screens.boards.Boards`: all of it runs in a worker thread."""

    def audit(self, period: str, query: Cancellation) -> Audit:
        """Return the KPIs in use by class, with their figures, and the pairs."""
        ...

    def pair(
        self, output: str, outcome: str, touchpoint: str, period: str, query: Cancellation
    ) -> Pair:
        """Return a pair at a touchpoint with the evidence of both sides."""
        ...

    def kpi_history(self, kpi: str, period: str, query: Cancellation) -> KpiHistory:
        """Return the definitions of a KPI and what each change did, and what was decided."""
        ...
