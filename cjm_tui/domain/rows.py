"""Rows as a person reads them: the denominator behind a number, or a query's first rows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rows:
    """The first rows of a result; `total` counts all of them, shown or not."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    total: int
    sql: str = ""  # gives all of them, for the query panel
