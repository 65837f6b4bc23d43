"""What SQL can ask for, as completion and the schema browser show it."""

from itertools import groupby
from operator import itemgetter

from cjm_tui.domain.schema import Column, QueryLine, Schema, Table
from cjm_tui.store.catalog import Catalog, StoredQuery
from cjm_tui.store.session import Reader
from cjm_tui.store.tables import columns_of_tables, functions


def schema(reader: Reader, catalog: Catalog) -> Schema:
    """Return the tables with their columns and row counts, the functions, the stored queries."""
    columns = columns_of_tables(reader)
    tables = []
    for (name, rows, meaning), group in groupby(columns, key=itemgetter(0, 1, 2)):
        found = tuple(Column(*column[3:]) for column in group)
        tables.append(Table(name, found, rows, meaning))
    return Schema(tuple(tables), tuple(functions(reader)), tuple(map(query_line, catalog)))


def query_line(query: StoredQuery) -> QueryLine:
    """Return a stored query as it is listed."""
    return QueryLine(
        name=query.name,
        kind=query.kind,
        title=query.title,
        description=query.description,
        params=tuple(query.params.items()),
        sql=query.sql,
        origin=query.origin,
        path=str(query.path),
    )
