/*---
title       = "Functions"
description = "DuckDB's functions that a query may call. One row per function's name, in order."
kind        = "table"
params      = {}
columns     = ["function_name"]
---*/
select distinct function_name
from duckdb_functions()
where function_type in ('scalar', 'aggregate', 'macro') and regexp_matches(function_name, '^[a-z][a-z0-9_]*$')
order by function_name
