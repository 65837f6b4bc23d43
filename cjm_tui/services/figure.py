"""What stands behind a number: its SQL filled in, the rows that it counts, the words with them."""

from cjm_tui.domain.rows import Rows
from cjm_tui.domain.touchpoint import Figure, Verbatim
from cjm_tui.errors import UsageError
from cjm_tui.services.data_state import data_state, period_of
from cjm_tui.services.journey_map import all_touchpoints, choose
from cjm_tui.services.names import named
from cjm_tui.services.scores import Place, Scores
from cjm_tui.services.touchpoint import WORDS
from cjm_tui.store.catalog import Catalog, definition_hash
from cjm_tui.store.denominator import denominator_rows, denominator_words
from cjm_tui.store.session import Reader


def figure(
    reader: Reader,
    catalog: Catalog,
    touchpoint: str,
    kpi: str | None = None,
    period: str = "28d",
) -> Figure:
    """Return the number that a touchpoint is shown by, or that of `kpi`, with its SQL.

    The SQL runs as it stands and gives the denominator's rows, but for those that came as daily
    totals, of which the figure says how many they are. Raises UsageError for a touchpoint, KPI or
    period that is none, and without data.
    """
    state = data_state(reader)
    span = period_of(state, period)
    found = named(touchpoint, all_touchpoints(reader))
    if span is None:
        raise UsageError("There is no data yet.", hint="Next: cjm import FILE …")
    scores = Scores(reader, catalog, state, span)
    if kpi is not None:
        place: Place | None = Place(catalog.kpi(kpi).name, found.touchpoint_id)
    else:
        place = choose(scores, found).place
    if place is None:
        raise UsageError(f"{found.name}: no KPI has data in this period.", hint="Try --period all.")
    query = catalog.get(place.kpi)
    span = scores.counted(place.kpi).period
    ((totalled,),) = reader.query(
        "daily_totals",
        kpi=place.kpi,
        touchpoint=place.touchpoint_id,
        first=span.first,
        last=span.last,
    )
    return Figure(
        kpi=place.kpi,
        touchpoint_id=place.touchpoint_id,
        query=f"kpi/{place.kpi}",
        sql=scores.sql(place),
        estimate=scores.estimate(place),
        sql_hash=definition_hash(query, reader.settings),
        totalled=totalled,
    )


def figure_rows(reader: Reader, found: Figure, limit: int | None = 1_000) -> Rows:
    """Return the rows that the number counts, all of them where `limit` is None."""
    return denominator_rows(reader, found.sql, limit)


def figure_words(
    reader: Reader, found: Figure, limit: int = WORDS
) -> tuple[tuple[Verbatim, ...], int]:
    """Return what the customers behind the number said, newest first, and how often in all.

    These are the words of the answers counted, or those given about the contacts counted.
    """
    rows = denominator_words(reader, found.sql, limit)
    return tuple(Verbatim(*row[:6]) for row in rows), rows[0][6] if rows else 0
