/*---
title       = "Accountability at touchpoints"
description = """
Parties with a role at the given touchpoints, and who holds it today: from the first day to the last, both included. Where
another takes the role over on a party's last day, that day is the successor's. One row per touchpoint, party, role and spell."""
kind        = "table"
params      = { touchpoints = "varchar[]", today = "date" }
columns     = [
    "touchpoint_id", "role", "name", "department", "state", "since", "until", "confirmed_at", "is_current",
    "party_id", "kind",
]
---*/
with spells as (
    select
        a.*,
        exists(
            select 1
            from accountability as s
            where
                s.touchpoint_id = a.touchpoint_id
                and s.role = a.role
                and s.party_id <> a.party_id
                and s.since = a.until
                and coalesce(a.since < s.since, true)
        ) as is_handed_over
    from accountability as a
    where a.touchpoint_id in (select unnest($touchpoints))
)

select
    s.touchpoint_id,
    s.role,
    coalesce(p.name, s.party_id) as name,
    coalesce(p.department, '') as department,
    coalesce(p.state, 'active') as state,
    s.since,
    s.until,
    s.confirmed_at,
    coalesce(s.since <= $today, true)
    and coalesce(s.until > $today or (s.until = $today and not s.is_handed_over), true) as is_current,
    s.party_id,
    coalesce(p.kind, '') as kind
from spells as s
left join party as p on s.party_id = p.party_id
order by s.touchpoint_id asc, is_current desc, instr('ARSCI', s.role) asc, s.since asc nulls first, name asc
