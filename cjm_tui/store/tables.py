"""What DuckDB says of the database: its tables with their columns, and the functions to call."""

from typing import Any

from cjm_tui.store.session import Reader

_COLUMNS = """
    select t.name, t.rows, coalesce(t.comment, ''), c.column_name, c.data_type,
        coalesce(c.comment, '')
    from (
        select table_name as name, estimated_size as rows, comment from duckdb_tables()
        where database_name = current_database()
        union all
        select view_name, null, comment from duckdb_views()
        where database_name = current_database() and not internal
    ) as t
    join duckdb_columns() as c
        on c.table_name = t.name and c.database_name = current_database()
    order by t.name, c.column_index
"""
_FUNCTIONS = """
    select distinct function_name from duckdb_functions()
    where function_type in ('scalar', 'aggregate', 'macro')
        and regexp_matches(function_name, '^[a-z][a-z0-9_]*$')
    order by function_name
"""


def columns_of_tables(reader: Reader) -> list[tuple[Any, ...]]:
    """Return table, its rows (None for a view), meaning, column, type, meaning: one a column."""
    return reader.rows(_COLUMNS)


def functions(reader: Reader) -> list[str]:
    """Return the names of DuckDB's functions that a query may call, in order."""
    return [str(name) for (name,) in reader.rows(_FUNCTIONS)]
