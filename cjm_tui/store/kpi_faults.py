"""KPIs of the site's own whose SQL fails on the data: they are told of, and the others are counted.

An error ends DuckDB's transaction. So the work is done again without the KPI that failed, which
`kpi_fault` remembers by the hash of its definition until it is mended, or until the data is.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import TypeVar

from cjm_tui.errors import CatalogError, CjmError
from cjm_tui.store.catalog import SITE, Catalog, StoredQuery, definition_hash, filled
from cjm_tui.store.contract import check_contract
from cjm_tui.store.database import Database
from cjm_tui.store.session import Reader, Writer

_FAULTS = "select kpi, sql_hash, reason from kpi_fault"
_FORGET = "delete from kpi_fault where kpi = ?"
_NOTE = "insert into kpi_fault values (?, ?, ?, ?)"
_MENDED = "update kpi_fault set reason = null where kpi = ? and sql_hash = ?"
_ALWAYS = (date(1, 1, 2), date(9999, 1, 1))

T = TypeVar("T")


class SiteKpiError(CjmError):
    """The SQL of a KPI of the site's own failed while it was counted."""

    def __init__(self, query: StoredQuery, reason: str) -> None:
        first = reason.partition("\n")[0]
        super().__init__(
            f"The site's KPI {query.name} cannot be counted: {first}",
            hint=f"Mend {query.path}, or take it away.",
        )
        self.query = query
        self.reason = first


def faults(reader: Reader) -> dict[tuple[str, str], str | None]:
    """Return why KPIs cannot be counted, by name and hash; None: to be tried again, whole."""
    return {(kpi, digest): reason for kpi, digest, reason in reader.rows(_FAULTS)}


def note_fault(writer: Writer, error: SiteKpiError) -> None:
    """Remember that a definition cannot be counted."""
    query = error.query
    digest = definition_hash(query, writer.settings)
    writer.execute(_FORGET, [query.name])
    writer.execute(_NOTE, [query.name, digest, error.reason, writer.now])


def forget_fault(writer: Writer, query: StoredQuery) -> None:
    """Forget what was wrong with a KPI, for it has been counted."""
    if query.origin == SITE:
        writer.execute(_FORGET, [query.name])


def try_again(scratch: Writer, catalog: Catalog) -> None:
    """Let KPIs be counted anew whose SQL does not fail on the data any more.

    `scratch` is in no transaction, so that one that still fails ends nothing.
    """
    known = faults(scratch)
    for query in catalog.kpi_queries:
        digest = definition_hash(query, scratch.settings)
        if known.get((query.name, digest)) is not None and _succeeds(scratch, query):
            scratch.execute(_MENDED, [query.name, digest])


def without_faults(database: Database, work: Callable[[], T], *, wait: float) -> T:
    """Return what `work` does in one write, done again whenever a KPI of the site's own fails."""
    while True:
        try:
            return work()
        except SiteKpiError as error:
            with database.edit(wait=wait) as writer:
                note_fault(writer, error)


def check_site_kpis(reader: Reader, queries: Sequence[StoredQuery]) -> None:
    """Compare the site's own among the queries with their contract; raises SiteKpiError."""
    for query in queries:
        if query.origin == SITE:
            try:
                check_contract(query, reader)
            except CatalogError as error:
                raise SiteKpiError(query, error.message) from error


def _succeeds(reader: Reader, query: StoredQuery) -> bool:
    import duckdb

    first, end = (datetime.combine(day, time()) for day in _ALWAYS)
    settings = {key: getattr(reader.settings, key, None) for key in query.params}
    sql = filled(query.sql, settings | {"from": first, "to": end, "as_of": end})
    try:
        check_contract(query, reader)
        reader.rows(f'select sum("value"), max(local_at) from (\n{sql}\n) as denominator')
    except (CatalogError, duckdb.Error):
        return False
    return True
