/*---
title       = "One action's fields"
description = "What the form of an action changes. One row, or none."
kind        = "table"
params      = { action = "varchar" }
columns     = [
    "title", "problem", "root_cause", "owner", "department", "sponsor", "due", "kind", "next_communication", "touchpoint_id", "kpi",
    "baseline", "expected_effect", "smallest_effect", "effect_by", "comparison_touchpoint", "guardrail", "proposition_id", "state",
    "started_at",
]
---*/
select
    title,
    problem,
    root_cause,
    owner,
    department,
    sponsor,
    due,
    lower(kind) as kind,
    next_communication,
    touchpoint_id,
    kpi,
    baseline,
    expected_effect,
    smallest_effect,
    effect_by,
    comparison_touchpoint,
    guardrail,
    proposition_id,
    state,
    started_at
from action
where action_id = $action
