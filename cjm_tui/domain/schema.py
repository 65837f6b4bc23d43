"""What SQL can ask for: the tables of the database with their columns, and DuckDB's functions."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A column: DuckDB's name of its type, and what it holds."""

    name: str
    kind: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table or view, how many rows it has (None: not known), and what a row is."""

    name: str
    columns: tuple[Column, ...]
    rows: int | None = None
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class QueryLine:
    """A stored query as it is listed; `sql` runs once its parameters are given."""

    name: str
    kind: str
    title: str
    description: str
    params: tuple[tuple[str, str], ...]  # name, type
    sql: str
    origin: str  # "cjm", "site" or "yours"
    path: str = ""


@dataclass(frozen=True, slots=True)
class Schema:
    """Everything that completion and the schema browser know."""

    tables: tuple[Table, ...] = ()
    functions: tuple[str, ...] = ()
    queries: tuple[QueryLine, ...] = ()
