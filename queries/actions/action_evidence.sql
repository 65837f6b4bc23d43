/*---
title       = "Evidence of an action"
description = "What shows an action's problem or root cause; figures as they stood then. One row per piece."
kind        = "table"
params      = { action = "varchar" }
columns     = [
    "evidence_id", "kind", "reference", "note", "added_at", "who", "kpi", "touchpoint_id", "value", "low", "high", "n",
    "first_day", "last_day", "rows_sql", "sql_hash",
]
---*/
select
    evidence_id,
    coalesce(kind, '') as kind,
    coalesce(reference, '') as reference,
    coalesce(note, '') as note,
    "at" as added_at,
    coalesce(who, '') as who,
    coalesce(kpi, '') as kpi,
    coalesce(touchpoint_id, '') as touchpoint_id,
    value,
    low,
    high,
    n,
    first_day,
    last_day,
    coalesce(sql, '') as rows_sql,
    coalesce(sql_hash, '') as sql_hash
from evidence
where action_id = $action
order by "at" asc nulls last, evidence_id asc
