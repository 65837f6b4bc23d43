from cjm_tui.services.schema import schema
from tests.queries.facts import Facts


def test_tables_come_with_rows_meanings_and_columns():
    facts = Facts()
    facts.feedback("ivr", facts.now.replace(tzinfo=None), "csat", 5.0)
    facts.connection.execute("comment on table feedback is 'One answer.'")
    found = schema(facts.writer, facts.catalog)
    (table,) = [table for table in found.tables if table.name == "feedback"]
    assert (table.rows, table.meaning) == (1, "One answer.")
    assert ("score", "DOUBLE") in [(column.name, column.kind) for column in table.columns]
    assert [table.name for table in found.tables] == sorted(table.name for table in found.tables)


def test_functions_and_stored_queries_are_known():
    facts = Facts()
    found = schema(facts.writer, facts.catalog)
    assert {"count", "date_trunc", "quantile_cont"} <= set(found.functions)
    assert "csat" in [query.name for query in found.queries]
