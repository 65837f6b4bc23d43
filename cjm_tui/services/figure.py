"""What stands behind a number: its SQL filled in, the rows that it counts, the words with them."""

from cjm_tui.domain.breakdown import WHOLE, Cut
from cjm_tui.domain.rows import Rows
from cjm_tui.domain.touchpoint import Figure, Verbatim
from cjm_tui.services.asked import Asked, asked
from cjm_tui.services.scores import bounds
from cjm_tui.services.words import LISTED
from cjm_tui.store.catalog import Catalog, definition_hash
from cjm_tui.store.denominator import denominator_rows, denominator_words
from cjm_tui.store.dimensions import cut_sql, dimensions_sql
from cjm_tui.store.session import Reader


def figure(
    reader: Reader,
    catalog: Catalog,
    touchpoint: str,
    kpi: str | None = None,
    period: str = "28d",
    cut: Cut = WHOLE,
) -> Figure:
    """Return the number that a touchpoint is shown by, or that of `kpi`, with its SQL.

    With `cut` only the rows that it takes count. The SQL runs as it stands and gives the
    denominator's rows, but for those that came as daily totals, of which the figure says how many
    they are. Raises UsageError for a touchpoint, KPI or period that is none, and without data.
    """
    found = asked(reader, catalog, touchpoint, kpi, period)
    whole = not cut.values
    sql = found.scores.sql(found.place) if whole else _cut_sql(reader, catalog, found, cut)
    return Figure(
        kpi=found.place.kpi,
        touchpoint_id=found.place.touchpoint_id,
        query=f"kpi/{found.place.kpi}",
        sql=sql,
        estimate=found.scores.estimate(found.place)
        if whole
        else found.scores.estimate_of_rows(found.place.kpi, sql),
        sql_hash=definition_hash(catalog.get(found.place.kpi), reader.settings),
        totalled=found.scores.totals(found.place, found.span).n if whole else 0,
        cut=cut,
    )


def _cut_sql(reader: Reader, catalog: Catalog, found: Asked, cut: Cut) -> str:
    first, last, place = found.span.first, found.span.last, found.place
    days = bounds(first, last)
    dimensions = dimensions_sql(reader, catalog, place.kpi, place.touchpoint_id, **days)
    rows = found.scores.rows_sql(place.kpi, first, last)
    return cut_sql(rows, dimensions, cut, place.touchpoint_id)


def figure_rows(reader: Reader, found: Figure, limit: int | None = 1_000) -> Rows:
    """Return the rows that the number counts, all of them where `limit` is None."""
    return denominator_rows(reader, found.sql, limit)


def figure_words(
    reader: Reader, found: Figure, limit: int = LISTED
) -> tuple[tuple[Verbatim, ...], int]:
    """Return what the customers behind the number said, newest first, and how often in all.

    These are the words of the answers counted, or those given about the contacts counted.
    """
    rows = denominator_words(reader, found.sql, limit)
    return tuple(Verbatim(*row[:6]) for row in rows), rows[0][6] if rows else 0
