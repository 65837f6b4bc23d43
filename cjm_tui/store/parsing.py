"""What DuckDB's parser makes of a text, without a database: whether two texts mean the same."""

import json
from typing import Any

from cjm_tui.errors import QueryError

_PLACES = frozenset({"query_location", "query_location_length"})


def tree_of(sql: str) -> Any:
    """Return the parsed statements without their places in the text.

    Raises QueryError where the text is no SQL, or SQL that DuckDB's serializer does not know: it
    takes what selects.
    """
    import duckdb

    with duckdb.connect(config={"threads": "1"}) as parser:
        (found,) = parser.execute("select json_serialize_sql($1)", [sql]).fetchone() or ("{}",)
    tree = json.loads(str(found))
    if tree.get("error"):
        raise QueryError(str(tree.get("error_message", "It is no SQL that selects.")))
    return _without_places(tree["statements"])


def _without_places(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _without_places(value) for key, value in node.items() if key not in _PLACES}
    if isinstance(node, list):
        return [_without_places(item) for item in node]
    return node
