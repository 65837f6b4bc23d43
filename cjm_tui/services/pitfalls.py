"""The five pitfalls: each check's stored query asked, and what its rows amount to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from cjm_tui.domain.kpi import Estimate, Kpi
from cjm_tui.domain.period import Period
from cjm_tui.domain.pitfalls import Checked, Pitfalls, by_pitfall
from cjm_tui.domain.touchpoint import Figure
from cjm_tui.errors import UsageError
from cjm_tui.services.data_state import data_state, period_of, today
from cjm_tui.services.scores import bounds, followed_until
from cjm_tui.services.site_kpis import site_kpis
from cjm_tui.store.catalog import Catalog, StoredQuery, filled
from cjm_tui.store.pitfall_rows import failures, standing
from cjm_tui.store.session import Reader


def pitfalls(reader: Reader, catalog: Catalog, period: str = "28d") -> Pitfalls:
    """Return the five pitfalls with the verdict of each check.

    Raises UsageError for a period that is none.
    """
    state = data_state(reader)
    span = period_of(state, period)
    asking = _Asking.of(reader, catalog, span, state.first_day)
    checked = [asking.checked(query) for query in catalog.checks]
    return Pitfalls(state, span, by_pitfall(checked))


def pitfall_figure(reader: Reader, catalog: Catalog, check: str, period: str) -> Figure:
    """Return what stands behind a check: SQL that runs as it stands and gives its rows.

    Raises UsageError for a check that is none or that has no days yet.
    """
    query = next((query for query in catalog.checks if query.name == check), None)
    if query is None:
        raise UsageError(f"There is no check {check!r}.", hint="`cjm audit` lists them.")
    state = data_state(reader)
    span = period_of(state, period)
    found = _Asking.of(reader, catalog, span, state.first_day).checked(query)
    if not found.sql:
        raise UsageError("That check has no complete days in this period yet.")
    n = Estimate(found.known + found.unknown, None, None, None)
    return Figure(check, "", f"pitfalls/{check}", found.sql, n, query.sql_hash)


def check_values(reader: Reader, catalog: Catalog, query: StoredQuery) -> dict[str, Any]:
    """Return what a check takes besides days: the KPIs in parallel lists, and the site's day."""
    if query.check is None:
        return {}
    known: dict[str, Any] = {**_lists(site_kpis(reader, catalog)), "today": today(reader)}
    return {name: value for name, value in known.items() if name in query.params}


def _lists(kpis: Mapping[str, Kpi]) -> dict[str, list[str]]:
    return {
        "kpis": list(kpis),
        "classes": [str(kpi.kpi_class) for kpi in kpis.values()],
        "guardrails": [kpi.guardrail or "" for kpi in kpis.values()],
    }


@dataclass(frozen=True)
class _Asking:
    """The checks of one database at one moment and period."""

    reader: Reader
    span: Period | None
    first_day: date | None
    followed: date | None  # the last day up to which a customer's next contact would be seen
    lists: dict[str, list[str]]  # of all KPIs, parallel

    @classmethod
    def of(
        cls, reader: Reader, catalog: Catalog, span: Period | None, first_day: date | None
    ) -> "_Asking":
        known = site_kpis(reader, catalog)
        last_day = data_state(reader).last_day
        followed = followed_until(reader, last_day) if last_day else None
        return cls(reader, span, first_day, followed, _lists(known))

    def checked(self, query: StoredQuery) -> Checked:
        """Ask one check."""
        check = query.check
        assert check is not None
        minimum = self.reader.settings.minimum_n
        days = self._days(query, check.window_days)
        if "from" in query.params and days is None:
            return Checked(check, 0, 0, minimum=minimum, sql_hash=query.sql_hash)
        params: dict[str, Any] = {
            name: values for name, values in self.lists.items() if name in query.params
        }
        if days is not None:
            params |= bounds(days.first, days.last)
        if "today" in query.params:
            params["today"] = today(self.reader)
        bound = self.reader.bound(query.name, **params)
        found = failures(self.reader, query.sql, bound, with_base=bool(check.base))
        if "as_of" in bound:
            bound["as_of"] = self.reader.now.replace(tzinfo=None)
        return Checked(
            check,
            known=found.known,
            failed=found.failed,
            unknown=found.rows - found.known,
            places=found.places,
            base=found.base,
            days=days,
            minimum=minimum,
            sql=standing(filled(query.sql, bound)),
            sql_hash=query.sql_hash,
        )

    def _days(self, query: StoredQuery, window: int) -> Period | None:
        """Return the period's days whose follow-up window has closed; None for none."""
        if "from" not in query.params or self.span is None or self.followed is None:
            return None
        last = self.span.last
        if window:
            last = min(last, self.followed - timedelta(days=window))
        if last < max(self.span.first, self.first_day or self.span.first):
            return None
        return Period(self.span.first, last, self.span.name)
