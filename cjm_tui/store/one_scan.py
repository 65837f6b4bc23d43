"""KPIs that are no more than conditions on the rows of one table: counted in one scan of it.

DuckDB's own parser says which are, and what they are made of, so that the stored query stays the
only definition: `select …, VALUE as value, … from TABLE where CONDITION and …`.
"""

import json
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from cjm_tui.domain.kpi import Measure
from cjm_tui.store.catalog import KPI_COLUMNS, StoredQuery
from cjm_tui.store.session import Reader

# What an expression may be made of, so that it says the same of a row wherever it stands.
_PLAIN = frozenset(
    {"COLUMN_REF", "CONSTANT", "CAST", "CONJUNCTION", "COMPARISON", "OPERATOR", "FUNCTION"}
    | {"BETWEEN", "CASE", "PARAMETER", "TYPE"}
)
_SIMPLE_NODE = {
    "cte_map": {"map": []},
    "group_expressions": [],
    "having": None,
    "qualify": None,
    "sample": None,
    "modifiers": [],
    "aggregate_handling": "STANDARD_HANDLING",
}
_EVIDENCE = ("source_table", "source_id", "final_at")  # what no sum needs
_TRUE = "true"

_SERIALIZED = "select json_serialize_sql(?::varchar)"
_WRITTEN = "select json_deserialize_sql(statement::json) from (select unnest(?) as statement)"
_parsed: dict[str, Any] = {}  # by SQL
_taken_apart: dict[str, "_Pieces | None"] = {}


@dataclass(frozen=True, slots=True)
class _Pieces:
    """A plain query's expressions, as SQL."""

    table: str
    touchpoint: str
    local_at: str
    value: str
    weight: str
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlainKpi:
    """A KPI that can be counted together with others of the same table, touchpoint and time."""

    query: StoredQuery
    pieces: _Pieces

    @property
    def scan(self) -> tuple[str, str, str]:
        """What it must share with others to be counted with them."""
        return self.pieces.table, self.pieces.touchpoint, self.pieces.local_at


def plain_kpis(reader: Reader, queries: Iterable[StoredQuery]) -> Iterator[list[PlainKpi]]:
    """Yield those of the queries that are plain, in lists that one scan can count."""
    found: dict[tuple[str, str, str], list[PlainKpi]] = {}
    for query in queries:
        if query.own_sql not in _taken_apart:
            _taken_apart[query.own_sql] = _pieces(reader, query.own_sql)
        if (pieces := _taken_apart[query.own_sql]) is not None:
            kpi = PlainKpi(query, pieces)
            found.setdefault(kpi.scan, []).append(kpi)
    yield from found.values()


def sums_sql(kpis: list[PlainKpi], names: Mapping[str, tuple[str, str]]) -> str:
    """Return SQL for the rows of `kpi_day` of KPIs that share a scan, days without any left out.

    `names` are the parameters for each KPI's name and hash, by its name.
    """
    table, touchpoint, local_at = kpis[0].scan
    shared = [c for c in kpis[0].pieces.conditions if all(c in k.pieces.conditions for k in kpis)]
    cells: dict[str, str] = {}  # what is asked of a row, each only once

    def cell(sql: str) -> str:
        return cells.setdefault(sql, f"c{len(cells)}")

    days = []
    for kpi in kpis:
        own = [text for text in kpi.pieces.conditions if text not in shared]
        condition = " and ".join(own) or _TRUE

        def counted(sql: str, condition: str = condition) -> str:
            return cell(f"case when {condition} then {sql} end")

        value = counted(kpi.pieces.value)
        above = below = "0"
        if kpi.query.kpi is not None and kpi.query.kpi.measure is Measure.NPS:
            above, below = f"count_if({value} >= 9)", f"count_if({value} <= 6)"
        weight = f"sum({counted(kpi.pieces.weight)})" if kpi.pieces.weight else "0::double"
        name, digest = names[kpi.query.name]
        days.append(
            f"{{'kpi': ${name}, 'sql_hash': ${digest}, 'n': count({counted('1')}),"
            f" 'sum': sum({value}), 'sum_sq': sum({value} * {value}),"
            f" 'promoters': {above}, 'detractors': {below}, 'weight': {weight}}}"
        )
    asked = ", ".join(f"{sql} as {name}" for sql, name in cells.items())
    return f"""
select s.kpi, s.sql_hash, touchpoint_id, "day", s.n, s."sum", s.sum_sq, s.promoters, s.detractors,
    s.weight
from (
    select touchpoint_id, "day", unnest([{", ".join(days)}]) as s
    from (
        select {touchpoint} as touchpoint_id, cast({local_at} as date) as "day", {asked}
        from {table} where {" and ".join([f"{touchpoint} is not null", *shared])}
    ) as facts
    group by touchpoint_id, "day"
) as sums
where s.n > 0
"""


def columns_read(reader: Reader, queries: Iterable[StoredQuery], known: Iterable[str]) -> set[str]:
    """Return which of a scan's `known` columns the sums of the queries may depend on."""
    words: set[str] = set()
    for query in queries:
        node = _node(reader, query.own_sql)
        if node is None:
            return set(known)
        chosen = node["select_list"]
        needed = [item for item, name in zip_longest(chosen, KPI_COLUMNS) if name not in _EVIDENCE]
        parts = list(_parts({**node, "select_list": needed}))
        tables = {part["alias"] or part["table_name"] for part in parts if "table_name" in part}
        if any(_takes_all(part, tables) for part in parts):
            return set(known)
        words.update(word for part in parts for word in _words(part))
    return {name for name in known if name in words}


def _takes_all(part: Mapping[str, Any], tables: Container[str]) -> bool:
    """Whether it means columns that it does not name: `*`, a natural join, a row as a whole."""
    if part.get("class") == "COLUMN_REF":
        return part["column_names"][-1] in tables
    return part.get("class") == "STAR" or part.get("ref_type") == "NATURAL"


def _words(part: Mapping[str, Any]) -> Iterator[str]:
    for value in part.values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            yield from (word for word in value if isinstance(word, str))


def _node(reader: Reader, sql: str) -> dict[str, Any] | None:
    """Return what DuckDB's parser makes of one `select`; None where it is not quite that."""
    if sql not in _parsed:
        parsed = json.loads(reader.row(_SERIALIZED, (sql,))[0])
        node = None if parsed["error"] else parsed["statements"][0]["node"]
        _parsed[sql] = node if node and node["type"] == "SELECT_NODE" else None
    return _parsed[sql]  # type: ignore[no-any-return]


def _pieces(reader: Reader, sql: str) -> _Pieces | None:
    node = _node(reader, sql)
    if node is None or any(node.get(key) != value for key, value in _SIMPLE_NODE.items()):
        return None
    table, chosen = _table(node["from_table"]), node["select_list"]
    aliases = {item["alias"] for item in chosen} - {""}
    where = node["where_clause"]
    for part in (part for tree in (*chosen, where or {}) for part in _parts(tree)):
        names = part.get("column_names", ())
        if part.get("class", "CONSTANT") not in _PLAIN or (len(names) == 1 and names[0] in aliases):
            return None
    if not table or chosen[0]["class"] != "COLUMN_REF":  # so that nothing in it is an aggregate
        return None
    whole = where is not None and where["type"] == "CONJUNCTION_AND"
    conditions = where["children"] if whole else [where] if where else []
    weight = chosen[len(KPI_COLUMNS) :][:1]
    value = chosen[KPI_COLUMNS.index("value")]
    written = _written(reader, [*chosen[:2], value, *weight, *conditions])
    touchpoint, local_at, said, *rest = written
    return _Pieces(
        table=table,
        touchpoint=touchpoint,
        local_at=local_at,
        value=said,
        weight=rest[0] if weight else "",
        conditions=tuple(rest[len(weight) :]),
    )


def _table(found: Mapping[str, Any]) -> str:
    """Return what stands behind `from`, where that is one table and nothing else."""
    plain = found["type"] == "BASE_TABLE" and not found.get("sample")
    plain = plain and not (found.get("schema_name") or found.get("catalog_name"))
    plain = plain and not (found.get("column_name_alias") or found.get("at_clause"))
    if not plain:
        return ""
    name, alias = (found[key].replace('"', '""') for key in ("table_name", "alias"))
    return f'"{name}" as "{alias}"' if alias else f'"{name}"'


def _parts(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield all objects of a parsed query."""
    if isinstance(tree, dict):
        yield tree
        tree = list(tree.values())
    if isinstance(tree, list):
        for branch in tree:
            yield from _parts(branch)


def _written(reader: Reader, expressions: list[dict[str, Any]]) -> list[str]:
    """Return expressions as SQL, in the words of DuckDB."""
    statements = []
    for expression in expressions:
        node = {
            "type": "SELECT_NODE",
            **_SIMPLE_NODE,
            "select_list": [expression | {"alias": ""}],
            "from_table": {"type": "EMPTY", "alias": "", "sample": None},
            "where_clause": None,
            "group_sets": [],
        }
        statements.append(json.dumps({"error": False, "statements": [{"node": node}]}))
    rows = reader.rows(_WRITTEN, (statements,))
    return [f"({text.removeprefix('SELECT ').rstrip(';')})" for (text,) in rows]
