/*---
title = "Evidence of actions (the product's own CSV)"
description = "What shows an action's problem or root cause."
recognise = { name = "evidence*", header = ["evidence_id", "action_id", "kind"] }
optional = ["reference", "note", "at", "who", "kpi", "touchpoint_id", "value", "low", "high", "n", "first_day", "last_day", "sql", "sql_hash"]
dialect = { delimiter = [",", ";", "\t", "|"], encoding = ["utf-8", "utf-16"] }
---*/
create table evidence as
select
    _line,
    evidence_id,
    action_id,
    kind,
    reference,
    note,
    "at",
    who,
    kpi,
    touchpoint_id,
    value,
    low,
    high,
    n,
    first_day,
    last_day,
    sql,
    sql_hash
from source;
