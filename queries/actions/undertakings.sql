/*---
title       = "What actions undertake to change"
description = "Actions with the KPI, the comparison and the guardrail that their effect is judged by, and the departments that take part, the leading one first. One row per action."
kind        = "table"
columns     = [
    "action_id", "title", "state", "touchpoint_id", "touchpoint", "kpi", "comparison_id", "comparison", "guardrail", "baseline",
    "expected_effect", "smallest_effect", "effect_by", "proposed_at", "live_at", "declared", "stated_verdict", "owner", "departments",
]
---*/
with supporting as (
    select
        action_id,
        list(department order by rowid) as departments
    from action_department
    group by action_id
),

-- Owners are ids where they are known, else names as a file wrote them.
named as (
    select
        name,
        min(department) as department
    from party
    group by name
)

select
    a.action_id,
    a.title,
    replace(lower(a.state), '_', ' ') as state,
    coalesce(a.touchpoint_id, '') as touchpoint_id,
    coalesce(t.name, a.touchpoint_id, '') as touchpoint,
    coalesce(a.kpi, '') as kpi,
    coalesce(a.comparison_touchpoint, '') as comparison_id,
    coalesce(c.name, a.comparison_touchpoint, '') as comparison,
    coalesce(a.guardrail, '') as guardrail,
    a.baseline,
    a.expected_effect,
    a.smallest_effect,
    a.effect_by,
    a.proposed_at,
    a.live_at,
    a.frozen_at is not null as declared,
    lower(coalesce(a.verdict, '')) as stated_verdict,
    coalesce(p.name, a.owner, '') as owner,
    [coalesce(a.department, p.department, n.department)] || coalesce(s.departments, []) as departments
from action as a
left join touchpoint as t on a.touchpoint_id = t.touchpoint_id
left join touchpoint as c on a.comparison_touchpoint = c.touchpoint_id
left join party as p on a.owner = p.party_id
left join named as n on a.owner = n.name
left join supporting as s on a.action_id = s.action_id
order by a.action_id
