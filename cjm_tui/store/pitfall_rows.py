"""The rows of a check for a pitfall: how many failed, and where."""

from collections.abc import Mapping
from typing import Any

from cjm_tui.store.denominator import indented
from cjm_tui.store.session import Reader

_FAILURES = """
select place, count("failed"), count(*) filter ("failed"), count(*)
from (
{sql}
) as checked
group by place order by 3 desc, 1
"""


def failures(
    reader: Reader, sql: str, params: Mapping[str, Any]
) -> tuple[int, int, int, list[tuple[str, int]]]:
    """Return how many rows can be judged, how many failed, how many there are, and the places.

    Places with failed rows only, those with most first.
    """
    found = reader.rows(_FAILURES.format(sql=sql), params or None)
    known, failed, rows = (sum(row[i] for row in found) for i in (1, 2, 3))
    return known, failed, rows, [(str(row[0]), row[2]) for row in found if row[2]]


def standing(sql: str) -> str:
    """Return filled-in SQL of a check with what failed first."""
    return (
        f"select *\nfrom (\n{indented(sql)}\n) as checked\norder by failed desc nulls last, place"
    )
