"""The rows behind a number with what is known of each, by SQL that runs as it stands."""

from datetime import datetime, time, timedelta

from cjm_tui.domain.rows import Rows
from cjm_tui.store.catalog import Catalog, filled, literal
from cjm_tui.store.denominator import denominator_rows, indented
from cjm_tui.store.session import Reader

_KNOWN = "counted_rows"  # a stored query that reads the rows of the number as `counted`


def known_rows(reader: Reader, catalog: Catalog, sql: str, limit: int | None) -> Rows:
    """Return the rows of `standing_sql` as they are, in its order, beside what is known of each.

    A column that the rows have already stays theirs; one that is empty in all rows returned is left
    out; `final_at` comes as local time, as `local_at` does. All rows where `limit` is None.
    """
    own = [row[0] for row in reader.rows(f"describe {sql}")]
    if not {"local_at", "source_table", "source_id"} <= set(own):
        return denominator_rows(reader, sql, limit)
    total, first, last = reader.row(
        f"select count(*), min(local_at), max(local_at) from (\n{sql}\n) as denominator"
    )
    if first is None:
        return denominator_rows(reader, sql, limit)
    days = {"from": _midnight(first), "to": _midnight(last) + timedelta(days=1)}
    known = [name for name in catalog.get(_KNOWN).columns if name not in own]
    names = [name for name in own if name != "final_at"] + known
    names += ["final_local_at"] * ("final_at" in own)
    rows = reader.rows(_sql(reader, catalog, sql, own, days, limit))
    kept = [
        place
        for place, name in enumerate(names)
        if name not in known or any(row[place] is not None for row in rows)
    ]
    return Rows(
        tuple(names[place] for place in kept),
        tuple(tuple(row[place] for place in kept) for row in rows),
        total,
        _sql(reader, catalog, sql, own, days, None) + "\n",
    )


def _sql(
    reader: Reader,
    catalog: Catalog,
    sql: str,
    own: list[str],
    days: dict[str, datetime],
    limit: int | None,
) -> str:
    query = catalog.get(_KNOWN)
    columns = [f'denominator."{name}"' for name in own if name != "final_at"]
    columns += [f"known.{name}" for name in query.columns if name not in own]
    if "final_at" in own:
        zone = literal(reader.settings.timezone)
        local = f"timezone({zone}, timezone('UTC', denominator.final_at))"
        columns.append(f"{local} as final_local_at")
    at = "touchpoint_id" if "touchpoint_id" in own else "cast(null as varchar) as touchpoint_id"
    cut = "" if limit is None else f"\n    limit {limit}"
    wanted = ",\n    ".join(columns)
    return (
        "with denominator as (\n    select *, row_number() over () as place\n    from (\n"
        f"{indented(indented(sql))}\n    ) as rows_of_the_number{cut}\n),\n\n"
        f"counted as (\n    select {at}, source_table, source_id from denominator\n),\n\n"
        f"known as (\n{indented(filled(query.own_sql, days))}\n)\n\n"
        f"select\n    {wanted}\nfrom denominator\n"
        "left join known\n    on denominator.source_table = known.source_table\n"
        "    and denominator.source_id = known.source_id\norder by denominator.place"
    )


def _midnight(moment: datetime) -> datetime:
    return datetime.combine(moment.date(), time())
