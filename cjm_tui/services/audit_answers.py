"""The audit screens' questions answered from the database."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from cjm_tui.domain.audit import Audit, Pair
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.customer_outcome import CustomerOutcomes
from cjm_tui.domain.kpi_history import KpiHistory
from cjm_tui.domain.pitfalls import Pitfalls
from cjm_tui.domain.report import Pack
from cjm_tui.domain.touchpoint import Figure
from cjm_tui.services import audit_pairs
from cjm_tui.services.audit import audit
from cjm_tui.services.customer_outcomes import customer_outcomes, outcome_figure
from cjm_tui.services.kpi_history import kpi_history
from cjm_tui.services.pitfalls import pitfall_figure, pitfalls
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.session import Reader


class DatabaseAudit:
    """What `screens.audit_boards.AuditBoards` asks for, from one database file."""

    def __init__(
        self,
        catalog: Catalog,
        reading: Callable[[Cancellation], AbstractContextManager[Reader]],
        database: Path,
    ) -> None:
        self._catalog = catalog
        self._reading = reading
        self._database = database

    def audit(self, period: str, query: Cancellation) -> Audit:
        """Return the KPIs in use by class, with their figures, and the pairs."""
        with self._reading(query) as reader:
            return audit(reader, self._catalog, period)

    def pair(
        self, output: str, outcome: str, touchpoint: str, period: str, query: Cancellation
    ) -> Pair:
        """Return a pair at a touchpoint with the evidence of both sides."""
        with self._reading(query) as reader:
            return audit_pairs.pair(reader, self._catalog, output, outcome, touchpoint, period)

    def kpi_history(self, kpi: str, period: str, query: Cancellation) -> KpiHistory:
        """Return the definitions of a KPI and what each change did, and what was decided."""
        with self._reading(query) as reader:
            return kpi_history(reader, self._catalog, kpi, period)

    def outcomes(self, period: str, query: Cancellation) -> CustomerOutcomes:
        """Return how far each journey is from its successful outcome."""
        with self._reading(query) as reader:
            return customer_outcomes(reader, self._catalog, period)

    def outcome_figure(self, journey_id: str, period: str, query: Cancellation) -> Figure:
        """Return what stands behind a journey's figure."""
        with self._reading(query) as reader:
            return outcome_figure(reader, self._catalog, journey_id, period)

    def pitfalls(self, period: str, query: Cancellation) -> Pitfalls:
        """Return the five pitfalls with the verdict of each check."""
        with self._reading(query) as reader:
            return pitfalls(reader, self._catalog, period)

    def pitfall_figure(self, check: str, period: str, query: Cancellation) -> Figure:
        """Return what stands behind a check."""
        with self._reading(query) as reader:
            return pitfall_figure(reader, self._catalog, check, period)

    def pack(self, period: str, query: Cancellation) -> Pack:
        """Return the executive pack."""
        from cjm_tui.services.report import executive_pack

        with self._reading(query) as reader:
            return executive_pack(reader, self._catalog, period)

    def write(self, text: str, path: Path) -> None:
        """Write a text to a file; raises UsageError for a file of the database's own."""
        from cjm_tui.services.export import write_text

        write_text(text, path, self._database)
