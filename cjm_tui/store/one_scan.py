"""KPIs that are no more than conditions on the rows of one table: counted in one scan of it.

DuckDB's own parser says which are, and what they are made of, so that the stored query stays the
only definition: `select …, VALUE as value, … from TABLE where CONDITION and …`.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, TypeVar

from cjm_tui.domain.kpi import Measure
from cjm_tui.store.catalog import KPI_COLUMNS, StoredQuery
from cjm_tui.store.contract import nodes
from cjm_tui.store.session import Reader

# What an expression may be made of, so that it says the same of a row wherever it stands.
_PLAIN = frozenset(
    {"COLUMN_REF", "CONSTANT", "CAST", "CONJUNCTION", "COMPARISON", "OPERATOR", "FUNCTION"}
    | {"BETWEEN", "CASE", "PARAMETER", "TYPE"}
)
_MULTIPLYING = frozenset({"unnest", "unlist", "generate_subscripts"})  # functions that make rows
_SIMPLE_NODE: dict[str, Any] = {
    "type": "SELECT_NODE",
    "cte_map": {"map": []},
    "group_expressions": [],
    "having": None,
    "qualify": None,
    "sample": None,
    "modifiers": [],
    "aggregate_handling": "STANDARD_HANDLING",
}
_VALUE, _WEIGHT = KPI_COLUMNS.index("value"), len(KPI_COLUMNS)
_TRUE = "true"

_PARSED = "select json_serialize_sql(said) from (select unnest(?::varchar[]) as said)"
_WRITTEN = "select json_deserialize_sql(said::json) from (select unnest(?::varchar[]) as said)"

_E = TypeVar("_E")


@dataclass(frozen=True, slots=True)
class _Pieces(Generic[_E]):
    """What a plain query is made of: its expressions as DuckDB's parser gives them, or as SQL."""

    table: str
    chosen: Sequence[_E]  # touchpoint, local time, value, and the weight where there is one
    conditions: Sequence[_E]


_taken_apart: dict[str, _Pieces[str] | None] = {}  # by SQL


@dataclass(frozen=True, slots=True)
class PlainKpi:
    """A KPI that can be counted together with others of the same table, touchpoint and time."""

    query: StoredQuery
    pieces: _Pieces[str]

    @property
    def scan(self) -> tuple[str, str, str]:
        """What it must share with others to be counted with them."""
        touchpoint, local_at, *_ = self.pieces.chosen
        return self.pieces.table, touchpoint, local_at

    @property
    def value(self) -> str:
        """SQL of its value."""
        return self.pieces.chosen[2]

    @property
    def weight(self) -> str:
        """SQL of its weight, empty where it has none."""
        return self.pieces.chosen[3] if self.pieces.chosen[3:] else ""


def plain_kpis(reader: Reader, queries: Sequence[StoredQuery]) -> list[list[PlainKpi]]:
    """Return those of the queries that are plain, in lists that one scan can count."""
    _take_apart(reader, [q.own_sql for q in queries if q.own_sql not in _taken_apart])
    found: dict[tuple[str, str, str], list[PlainKpi]] = {}
    for query in queries:
        if (pieces := _taken_apart[query.own_sql]) is not None:
            kpi = PlainKpi(query, pieces)
            found.setdefault(kpi.scan, []).append(kpi)
    return list(found.values())


def sums_sql(kpis: Sequence[PlainKpi], names: Mapping[str, tuple[str, str]]) -> str:
    """Return SQL for the rows of `kpi_day` of KPIs that share a scan, days without any left out.

    `names` are the parameters for each KPI's name and hash, by its name.
    """
    table, touchpoint, local_at = kpis[0].scan
    shared = [c for c in kpis[0].pieces.conditions if all(c in k.pieces.conditions for k in kpis)]
    cells: dict[str, str] = {}  # what is asked of a row, each only once
    days = []
    for kpi in kpis:
        condition = " and ".join(c for c in kpi.pieces.conditions if c not in shared) or _TRUE
        one, value, weight = (
            cells.setdefault(f"case when {condition} then {sql} end", f"c{len(cells)}")
            for sql in ("1", kpi.value, kpi.weight or "0::double")
        )
        above = below = "0"
        if kpi.query.kpi is not None and kpi.query.kpi.measure is Measure.NPS:
            above, below = f"count_if({value} >= 9)", f"count_if({value} <= 6)"
        name, digest = names[kpi.query.name]
        days.append(
            f"{{'kpi': ${name}, 'sql_hash': ${digest}, 'n': count({one}), 'sum': sum({value}),"
            f" 'sum_sq': sum({value} * {value}), 'promoters': {above}, 'detractors': {below},"
            f" 'weight': {f'sum({weight})' if kpi.weight else '0::double'}}}"
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


def _take_apart(reader: Reader, texts: Sequence[str]) -> None:
    """Note what each query is made of, None where it is not plain: once a process, in two steps."""
    if not texts:
        return
    trees = (json.loads(text) for (text,) in reader.rows(_PARSED, (texts,)))
    found = {sql: _plain(tree) for sql, tree in zip(texts, trees, strict=True)}
    plain = {sql: pieces for sql, pieces in found.items() if pieces is not None}
    every = [tree for pieces in plain.values() for tree in (*pieces.chosen, *pieces.conditions)]
    written = iter(_written(reader, every))
    for sql, pieces in plain.items():
        chosen, conditions = (
            tuple(islice(written, len(trees))) for trees in (pieces.chosen, pieces.conditions)
        )
        _taken_apart[sql] = _Pieces(pieces.table, chosen, conditions)
    _taken_apart.update(dict.fromkeys(found.keys() - plain.keys()))


def _plain(parsed: dict[str, Any]) -> _Pieces[dict[str, Any]] | None:
    """Return what a parsed query is made of where each of its rows is one of the table's."""
    if parsed["error"] or len(parsed["statements"]) != 1:
        return None
    node = parsed["statements"][0]["node"]
    if any(node.get(key) != value for key, value in _SIMPLE_NODE.items()):
        return None
    table, chosen, where = _table(node["from_table"]), node["select_list"], node["where_clause"]
    aliases = {item["alias"].lower() for item in chosen} - {""}
    if not table or not all(_says_the_same(part, aliases) for part in nodes([chosen, where])):
        return None
    if chosen[0]["class"] != "COLUMN_REF":  # so that nothing in it is an aggregate
        return None
    several = where is not None and where["type"] == "CONJUNCTION_AND"
    conditions = where["children"] if several else [where] if where else []
    needed = [*chosen[:2], chosen[_VALUE], *chosen[_WEIGHT : _WEIGHT + 1]]
    return _Pieces(table, needed, conditions)


def _table(found: Mapping[str, Any]) -> str:
    """Return what stands behind `from`, where that is one table and nothing else."""
    plain = found["type"] == "BASE_TABLE" and not found.get("sample")
    plain = plain and not (found.get("schema_name") or found.get("catalog_name"))
    plain = plain and not (found.get("column_name_alias") or found.get("at_clause"))
    if not plain:
        return ""
    name, alias = (found[key].replace('"', '""') for key in ("table_name", "alias"))
    return f'"{name}" as "{alias}"' if alias else f'"{name}"'


def _says_the_same(part: Mapping[str, Any], aliases: set[str]) -> bool:
    """Whether it depends on nothing but a row of the table, wherever it stands."""
    if part.get("class", "CONSTANT") not in _PLAIN:
        return False
    names = part.get("column_names") or [""]
    return names[0].lower() not in aliases and part.get("function_name", "") not in _MULTIPLYING


def _written(reader: Reader, expressions: Iterable[dict[str, Any]]) -> list[str]:
    """Return expressions as SQL, in the words of DuckDB."""
    statements = []
    for expression in expressions:
        node = {
            **_SIMPLE_NODE,
            "select_list": [expression | {"alias": ""}],
            "from_table": {"type": "EMPTY", "alias": "", "sample": None},
            "where_clause": None,
            "group_sets": [],
        }
        statements.append(json.dumps({"error": False, "statements": [{"node": node}]}))
    rows = reader.rows(_WRITTEN, (statements,))
    return [f"({text.removeprefix('SELECT ').rstrip(';')})" for (text,) in rows]
