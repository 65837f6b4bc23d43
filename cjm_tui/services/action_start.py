"""The number that an action is created from, measured as it stands on the screen."""

from cjm_tui.domain.action_start import Measured, Start
from cjm_tui.services.asked import asked
from cjm_tui.services.figure import figure
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.session import Reader


def measured(reader: Reader, catalog: Catalog, start: Start) -> Measured | None:
    """Return what the number was, with its interval, n, days and SQL; None where there is none.

    Raises UsageError for a touchpoint, KPI or period that is none.
    """
    if start.sql:
        return Measured("query", f"query panel: {start.said}".rstrip(": "), sql=start.sql)
    if not start.period or not start.touchpoint:
        return None
    found = asked(reader, catalog, start.touchpoint, start.kpi or None, start.period)
    behind = figure(
        reader, catalog, found.touchpoint.touchpoint_id, found.kpi.name, start.period, start.cut
    )
    of = f", {start.cut.words}" if start.cut.values else ""
    estimate = behind.estimate
    return Measured(
        kind="figure",
        reference=f"{found.kpi.title} at {found.touchpoint.name}{of}",
        kpi=found.kpi.name,
        touchpoint_id=found.touchpoint.touchpoint_id,
        value=estimate.value,
        low=estimate.low,
        high=estimate.high,
        n=estimate.n,
        first_day=found.span.first,
        last_day=found.span.last,
        sql=behind.sql,
        sql_hash=behind.sql_hash,
    )
