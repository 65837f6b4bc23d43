"""The audit screens' questions answered from the database."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from cjm_tui.domain.audit import Audit, Pair
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.kpi_history import KpiHistory
from cjm_tui.services import audit_pairs
from cjm_tui.services.audit import audit
from cjm_tui.services.kpi_history import kpi_history
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.session import Reader


class DatabaseAudit:
    """What `screens.audit_boards.AuditBoards` asks for, from one database file."""

    def __init__(
        self,
        catalog: Catalog,
        reading: Callable[[Cancellation], AbstractContextManager[Reader]],
    ) -> None:
        self._catalog = catalog
        self._reading = reading

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
