"""The contract of a stored query, compared with what DuckDB says that the SQL is and returns."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from cjm_tui.errors import CatalogError
from cjm_tui.store.catalog import StoredQuery
from cjm_tui.store.settings import Asks

_COLUMN_TYPES = {
    "touchpoint_id": {"VARCHAR"},
    "local_at": {"TIMESTAMP"},
    "source_table": {"VARCHAR"},
    "source_id": {"VARCHAR"},
    "value": {"DOUBLE"},
    "weight": {"DOUBLE"},
    "final_at": {"TIMESTAMP"},
}
_SAMPLES: Mapping[str, Any] = {
    "timestamp": datetime(2026, 1, 1),
    "date": date(2026, 1, 1),
    "varchar": "",
    "varchar[]": [""],
    "date[]": [date(2026, 1, 1)],
    "double": 0.0,
    "integer": 0,
    "boolean": False,
}
# Words that DuckDB reads as the time or the session although they look like columns.
_CLOCK_WORDS = frozenset(
    {"current_date", "current_time", "current_timestamp", "localtime", "localtimestamp"}
    | {"current_user", "session_user", "user", "current_role", "current_schema"}
    | {"current_database"}
)
_TABLE_FUNCTIONS = frozenset({"unnest", "range", "generate_series"})
_UNSTEADY = """
    select distinct function_name from duckdb_functions()
    where stability in ('VOLATILE', 'CONSISTENT_WITHIN_QUERY') and function_name <> 'error'
"""


def check_contract(query: StoredQuery, reader: Asks) -> None:
    """Compare the query with its declaration, on a database that has the schema.

    Raises CatalogError naming the file and the rule: one SELECT; the declared parameters and
    columns; nothing that depends on the clock, the session or chance; no files.
    """
    statement = _only_select(query, reader)
    _check_params(query)
    unsteady = {str(row[0]).lower() for row in reader.rows(_UNSTEADY)}
    for rule in _rules_broken(statement, unsteady):
        _broken(query, rule)
    _check_columns(query, reader)


def _broken(query: StoredQuery, rule: str) -> None:
    raise CatalogError(f"{query.path}: {rule}.", hint="See docs/adding-a-kpi.md.")


def _only_select(query: StoredQuery, reader: Asks) -> dict[str, Any]:
    ((text,),) = reader.rows("select json_serialize_sql($sql)", {"sql": query.sql})
    tree = json.loads(text)
    if tree["error"]:
        _broken(query, f"its SQL is no SELECT that DuckDB can read ({tree['error_message']})")
    if len(tree["statements"]) != 1:
        _broken(query, "its SQL is more than one statement")
    statement = tree["statements"][0]
    assert isinstance(statement, dict)
    return statement


def _check_params(query: StoredQuery) -> None:
    import duckdb

    (statement,) = duckdb.extract_statements(query.sql)
    found = set(statement.named_parameters)
    if found != set(query.params):
        missing = ", ".join(sorted(found - set(query.params))) or "none"
        unused = ", ".join(sorted(set(query.params) - found)) or "none"
        _broken(
            query, f"its params differ from its SQL (not declared: {missing}; unused: {unused})"
        )


def nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield all objects of a query as DuckDB's parser gives it."""
    if isinstance(tree, dict):
        yield tree
        for value in tree.values():
            yield from nodes(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from nodes(value)


def _rules_broken(statement: dict[str, Any], unsteady: set[str]) -> Iterator[str]:
    for node in nodes(statement):
        kind = str(node.get("type", ""))
        if kind in ("INSERT_QUERY_NODE", "UPDATE_QUERY_NODE", "DELETE_QUERY_NODE", "SHOW_REF"):
            yield "its SQL does more than select"
        if node.get("sample"):
            yield "it takes a sample, which is never the same twice"
        if node.get("class") == "FUNCTION":
            name = str(node["function_name"]).lower()
            alone = name == "age" and len(node["arguments"]) == 1
            if name in unsteady or alone:
                yield f"{name}() is not the same at every run: take $as_of"
        if node.get("class") == "COLUMN_REF":
            names = [str(name).lower() for name in node["column_names"]]
            if len(names) == 1 and names[0] in _CLOCK_WORDS:
                yield f"{names[0]} is not the same at every run: take $as_of"
        if kind == "TABLE_FUNCTION":
            name = str(node["function"]["function_name"]).lower()
            if name not in _TABLE_FUNCTIONS:
                yield f"{name}() is none of {', '.join(sorted(_TABLE_FUNCTIONS))}"
        if kind == "BASE_TABLE" and not str(node["table_name"]).replace("_", "").isalnum():
            yield f"{node['table_name']!r} is no table's name"


def _check_columns(query: StoredQuery, reader: Asks) -> None:
    import duckdb

    params = {key: _SAMPLES[kind] for key, kind in query.params.items()}
    sql = query.sql if query.kpi is None else f"from (\n{query.sql}\n)"  # as the roll-up asks
    try:
        described = reader.rows(f"describe {sql}", params or None)
    except duckdb.Error as error:
        reason = str(error).partition("\n")[0]
        raise CatalogError(f"{query.path}: DuckDB refuses it: {reason}") from error
    names = tuple(row[0] for row in described)
    if names != query.columns:
        _broken(query, f"it returns {', '.join(names)}; its kind wants {', '.join(query.columns)}")
    if query.kpi is None:
        return
    for name, kind, *_ in described:
        if kind not in _COLUMN_TYPES[name]:
            _broken(query, f"its {name} is {kind}, not {' or '.join(_COLUMN_TYPES[name])}")
