"""The rows of a check for a pitfall: how many failed, and where."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from cjm_tui.domain.pitfalls import Base, Failing
from cjm_tui.store.denominator import indented
from cjm_tui.store.session import Reader

_FAILURES = """
select place, count("failed"), count(*) filter ("failed"), count(*){based}
from (
{sql}
) as checked
group by place order by 3 desc, 1
"""
_BASED = """,
count(*) filter (base), count(*) filter ("failed" and not base),
count(*) filter (base and not "failed")"""


class Failures(NamedTuple):
    """What a check's rows amount to; `base` is None for a check without one."""

    known: int
    failed: int
    rows: int
    places: tuple[Failing, ...]  # with failed rows only, those with most first
    base: Base | None


def failures(
    reader: Reader, sql: str, params: Mapping[str, Any], *, with_base: bool = False
) -> Failures:
    """Return how many rows can be judged, how many failed, how many there are, and where."""
    asked = _FAILURES.format(sql=sql, based=_BASED if with_base else "")
    found = reader.rows(asked, params or None)
    known, failed, rows, *based = (
        sum(row[i] for row in found) for i in range(1, 7 if with_base else 4)
    )
    places = tuple(Failing(str(row[0]), row[2]) for row in found if row[2])
    return Failures(known, failed, rows, places, Base(*based) if with_base else None)


def standing(sql: str) -> str:
    """Return filled-in SQL of a check with what failed first."""
    return (
        f"select *\nfrom (\n{indented(sql)}\n) as checked\norder by failed desc nulls last, place"
    )
