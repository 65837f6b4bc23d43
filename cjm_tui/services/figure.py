"""What stands behind a number: its SQL filled in, the rows that it counts, the words with them."""

from dataclasses import dataclass

from cjm_tui.domain.breakdown import WHOLE, Cut
from cjm_tui.domain.comparison import Comparison, days_back
from cjm_tui.domain.kpi import Estimate
from cjm_tui.domain.period import Period
from cjm_tui.domain.rows import Rows
from cjm_tui.domain.touchpoint import Figure, Verbatim
from cjm_tui.errors import UsageError
from cjm_tui.services.asked import Asked, asked
from cjm_tui.services.segments import part_sql
from cjm_tui.services.what_changed import other_days
from cjm_tui.services.words import LISTED
from cjm_tui.store.catalog import Catalog, definition_hash
from cjm_tui.store.counted import known_rows
from cjm_tui.store.denominator import (
    both_sql,
    denominator_rows,
    denominator_words,
    standing_sql,
)
from cjm_tui.store.session import Reader


def figure(
    reader: Reader,
    catalog: Catalog,
    touchpoint: str,
    kpi: str | None = None,
    period: str = "28d",
    cut: Cut = WHOLE,
    against: Comparison | None = None,
) -> Figure:
    """Return the number that a touchpoint is shown by, or that of `kpi`, with its SQL.

    With the touchpoint "" it is the KPI over all of them, whole and of the period alone. With `cut`
    only the rows that it takes count; with `against` the rows of the other days belong to it too,
    as to a change. The SQL runs as it stands and gives the denominator's rows, but for
    those that came as daily totals, of which the figure says how many they are. Raises UsageError
    for a touchpoint, KPI or period that is none, and without data.
    """
    found = asked(reader, catalog, touchpoint, kpi, period)
    now = _half(reader, catalog, found, found.span, cut)
    halves = [now]
    if against is not None and found.place.touchpoint_id:
        back = days_back(other_days(against), found.scores.period)
        then = Period(found.span.first - back, found.span.last - back, "")
        halves = [_half(reader, catalog, found, then, cut), now]
    return Figure(
        kpi=found.place.kpi,
        touchpoint_id=found.place.touchpoint_id,
        query=f"kpi/{found.place.kpi}",
        sql=now.sql if len(halves) == 1 else both_sql(*(half.sql for half in halves)),
        estimate=now.estimate,
        sql_hash=definition_hash(catalog.get(found.place.kpi), reader.settings),
        totalled=sum(half.totalled for half in halves),
        cut=cut,
        before=None if len(halves) == 1 else halves[0].estimate,
    )


@dataclass(frozen=True, slots=True)
class _Half:
    """A figure on one stretch of days."""

    sql: str
    estimate: Estimate
    totalled: int


def _half(reader: Reader, catalog: Catalog, found: Asked, span: Period, cut: Cut) -> _Half:
    place, scores = found.place, found.scores
    if not place.touchpoint_id:
        return _whole_site(found)
    if not cut.values:
        rows = scores.rows_sql(place.kpi, span.first, span.last)
        sql = standing_sql(rows, place.touchpoint_id)
        return _Half(sql, scores.estimate_of(place, span), scores.totals(place, span).n)
    sql = part_sql(reader, catalog, scores, place, span, cut)
    return _Half(sql, scores.estimate_of_rows(place.kpi, sql), 0)


def _whole_site(found: Asked) -> _Half:
    """Return the figure of all touchpoints together; raises UsageError where it has no total."""
    place, scores, span = found.place, found.scores, found.span
    estimate = scores.whole_site(place.kpi)
    if estimate is None:
        raise UsageError(
            f"{found.kpi.title} has no total over all touchpoints in this period.",
            hint="Name one of them: each has a figure of its own.",
        )
    at = sorted(other.touchpoint_id for other in scores.tallies if other.kpi == place.kpi)
    sql = standing_sql(scores.rows_sql(place.kpi, span.first, span.last), *at)
    return _Half(sql, estimate, scores.totals(place, span).n)


def figure_rows(reader: Reader, found: Figure, limit: int | None = 1_000) -> Rows:
    """Return the rows that the number counts, all of them where `limit` is None."""
    return denominator_rows(reader, found.sql, limit)


def figure_known(reader: Reader, catalog: Catalog, found: Figure, limit: int | None = None) -> Rows:
    """Return the rows that the number counts, each with what is known of it: who, why, where.

    They are the rows of `figure_rows`, as many and in the same order.
    """
    return known_rows(reader, catalog, found.sql, limit)


def figure_words(
    reader: Reader, found: Figure, limit: int = LISTED
) -> tuple[tuple[Verbatim, ...], int]:
    """Return what the customers behind the number said, newest first, and how often in all.

    These are the words of the answers counted, or those given about the contacts counted.
    """
    rows = denominator_words(reader, found.sql, limit)
    return tuple(Verbatim(*row[:6]) for row in rows), rows[0][6] if rows else 0
