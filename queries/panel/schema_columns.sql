/*---
title       = "Tables and their columns"
description = "Every table and view of this database with what its columns hold. One row per column, tables in order of name."
kind        = "table"
params      = {}
columns     = ["table_name", "table_rows", "table_meaning", "column_name", "column_type", "column_meaning"]
---*/
with tables as (
    select
        table_name,
        estimated_size as table_rows,
        comment
    from duckdb_tables()
    where database_name = current_database()
    union all
    select
        view_name as table_name,
        null as table_rows,
        comment
    from duckdb_views()
    where database_name = current_database() and not internal
)

select
    t.table_name,
    t.table_rows,
    coalesce(t.comment, '') as table_meaning,
    c.column_name,
    c.data_type as column_type,
    coalesce(c.comment, '') as column_meaning
from tables as t
inner join duckdb_columns() as c
    on t.table_name = c.table_name and c.database_name = current_database()
order by t.table_name, c.column_index
