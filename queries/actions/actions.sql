/*---
title       = "Actions"
description = """
Every action with the names of whom and what it concerns, what its parts amount to, the last day on which anything happened, and what the
sponsor was asked and has not decided. What was taken back counts no more; that a file brought it is no movement. One row per action."""
kind        = "table"
params      = { today = "date", action = "varchar" }
columns     = [
    "action_id", "title", "state", "touchpoint_id", "touchpoint", "problem", "root_cause",
    "owner", "owner_name", "owner_department", "owner_left", "sponsor", "sponsor_name", "sponsor_department", "sponsor_left",
    "department", "kpi", "baseline", "expected_effect", "smallest_effect", "effect_by", "comparison_touchpoint", "comparison",
    "guardrail", "kind", "proposed_at", "started_at", "live_at", "closed_at", "due", "next_communication", "verdict",
    "proposition_id", "proposition", "opportunity", "frozen_at", "frozen_by",
    "training", "training_by", "training_at", "training_why",
    "communication", "communication_by", "communication_at", "communication_why",
    "evidence", "told", "next_milestone", "moved_on", "question",
]
---*/
with chosen as (
    select
        *,
        regexp_replace(lower(trim(state)), '[ _-]+', ' ', 'g') as plain_state
    from action
    where $action is null or action_id = $action
),

undone as (
    select
        action_id,
        undoes as taken_back
    from action_event
    where undoes is not null
),

valid as (
    select e.*
    from action_event as e
    where
        e.undoes is null
        and not exists (
            select 1
            from undone as u
            where u.action_id = e.action_id and u.taken_back = e.change
        )
),

moved as (
    select
        action_id,
        max(cast("at" as date)) as day
    from action_event
    group by action_id
),

questions as (
    select
        action_id,
        arg_max(note, seq) filter (where event = 'ask') as asked,
        max(seq) filter (where event = 'ask') as asked_seq,
        max(seq) filter (where event = 'decide') as decided_seq
    from valid
    group by action_id
),

evidences as (
    select
        action_id,
        count(*) as n
    from evidence
    group by action_id
),

communications as (
    select
        action_id,
        count(*) as n,
        max("at") as last_on
    from communication
    where "at" <= $today
    group by action_id
),

milestones as (
    select
        action_id,
        min(due) filter (where done_at is null) as next_due,
        max(done_at) as last_done
    from milestone
    group by action_id
),

parties as (
    select
        party_id as known_as,
        name,
        department,
        coalesce(lower(state) = 'left', false) as has_left
    from party
),

by_name as (
    select
        lower(name) as known_as,
        any_value(department) as department,
        bool_and(coalesce(lower(state) = 'left', false)) as has_left
    from party
    where coalesce(kind, 'person') = 'person'
    group by lower(name)
)

select
    a.action_id,
    a.title,
    a.plain_state as state,
    coalesce(a.touchpoint_id, '') as touchpoint_id,
    coalesce(t.name, a.touchpoint_id, '') as touchpoint,
    coalesce(a.problem, '') as problem,
    coalesce(a.root_cause, '') as root_cause,
    coalesce(a.owner, '') as owner,
    coalesce(o.name, a.owner, '') as owner_name,
    coalesce(o.department, o2.department, '') as owner_department,
    coalesce(o.has_left, o2.has_left, false) as owner_left,
    coalesce(a.sponsor, '') as sponsor,
    coalesce(s.name, a.sponsor, '') as sponsor_name,
    coalesce(s.department, s2.department, '') as sponsor_department,
    coalesce(s.has_left, s2.has_left, false) as sponsor_left,
    coalesce(a.department, '') as department,
    coalesce(a.kpi, '') as kpi,
    a.baseline,
    a.expected_effect,
    a.smallest_effect,
    a.effect_by,
    coalesce(a.comparison_touchpoint, '') as comparison_touchpoint,
    coalesce(c.name, a.comparison_touchpoint, '') as comparison,
    coalesce(a.guardrail, '') as guardrail,
    coalesce(lower(a.kind), '') as kind,
    a.proposed_at,
    a.started_at,
    a.live_at,
    a.closed_at,
    a.due,
    a.next_communication,
    coalesce(a.verdict, '') as verdict,
    coalesce(a.proposition_id, '') as proposition_id,
    coalesce(p.title, a.proposition_id, '') as proposition,
    coalesce(op.title, p.opportunity_id, '') as opportunity,
    a.frozen_at,
    coalesce(a.frozen_by, '') as frozen_by,
    coalesce(a.training, '') as training,
    coalesce(a.training_by, '') as training_by,
    a.training_at,
    coalesce(a.training_why, '') as training_why,
    coalesce(a.communication, '') as communication,
    coalesce(a.communication_by, '') as communication_by,
    a.communication_at,
    coalesce(a.communication_why, '') as communication_why,
    coalesce(e.n, 0) as evidence,
    coalesce(told.n, 0) as told,
    ms.next_due as next_milestone,
    greatest(
        case when a.proposed_at <= $today then a.proposed_at end,
        case when a.started_at <= $today then a.started_at end,
        case when a.live_at <= $today then a.live_at end,
        case when a.closed_at <= $today then a.closed_at end,
        case when ms.last_done <= $today then ms.last_done end,
        case when m.day > $today then $today else m.day end,
        told.last_on
    ) as moved_on,
    case when q.asked_seq > coalesce(q.decided_seq, 0) then coalesce(q.asked, 'a decision') else '' end as question
from chosen as a
left join touchpoint as t on a.touchpoint_id = t.touchpoint_id
left join touchpoint as c on a.comparison_touchpoint = c.touchpoint_id
left join parties as o on a.owner = o.known_as
left join by_name as o2 on lower(a.owner) = o2.known_as
left join parties as s on a.sponsor = s.known_as
left join by_name as s2 on lower(a.sponsor) = s2.known_as
left join proposition as p on a.proposition_id = p.proposition_id
left join opportunity as op on p.opportunity_id = op.opportunity_id
left join moved as m on a.action_id = m.action_id
left join questions as q on a.action_id = q.action_id
left join evidences as e on a.action_id = e.action_id
left join communications as told on a.action_id = told.action_id
left join milestones as ms on a.action_id = ms.action_id
order by a.due asc nulls last, a.action_id asc
