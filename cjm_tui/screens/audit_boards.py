"""What the audit screens ask of the services."""

from pathlib import Path
from typing import Protocol

from cjm_tui.domain.audit import Audit, Pair
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.customer_outcome import CustomerOutcomes
from cjm_tui.domain.kpi_history import KpiHistory
from cjm_tui.domain.pitfalls import Pitfalls
from cjm_tui.domain.report import Pack
from cjm_tui.domain.touchpoint import Figure


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

    def outcomes(self, period: str, query: Cancellation) -> CustomerOutcomes:
        """Return how far each journey is from its successful outcome."""
        ...

    def outcome_figure(self, journey_id: str, period: str, query: Cancellation) -> Figure:
        """Return what stands behind a journey's figure."""
        ...

    def pitfalls(self, period: str, query: Cancellation) -> Pitfalls:
        """Return the five pitfalls with the verdict of each check."""
        ...

    def pitfall_figure(self, check: str, period: str, query: Cancellation) -> Figure:
        """Return what stands behind a check."""
        ...

    def pack(self, period: str, query: Cancellation) -> Pack:
        """Return the executive pack."""
        ...

    def write(self, text: str, path: Path) -> None:
        """Write a text to a file, whole or not at all."""
        ...
