/*---
title       = "Calls by what the definitions of ACDs tell apart"
description = "Legs that were answered, abandoned or left, and those that ended in the IVR (lost where their steps say so, else kept), counted by day, queue and touchpoint and by all that one ACD counts otherwise than another: direction, whether it is the contact's first such leg, its wait, transfers, the parts of its handling time. The day is that of the leg's start, its end, the contact's start (each local) or the start in UTC, after the clock was set on by some minutes. A wait that is no edge stands for all between two edges, by half a second over the lower. One row per class."
kind        = "table"
params      = { as_of = "timestamp", from = "timestamp", to = "timestamp", basis = "varchar", minutes = "integer", service_level_s = "integer" }
columns     = ["day", "queue", "touchpoint_id", "outcome", "inbound", "is_first", "wait", "n", "transfers", "timed", "worked", "handle_s", "hold_s", "wrap_s", "parted"]
---*/
with request as (
    select *
    from interaction
    where
        outcome in ('answered', 'abandoned', 'left')
        and local_at >= $from
        and local_at < $to
        and started_at <= $as_of
),

-- Of the few contacts that asked for an agent more than once: the first of their legs.
queued_again as (
    select
        contact_id,
        arg_min(interaction_id, (started_at, interaction_id)) as first_leg
    from request
    group by contact_id
    having count(*) > 1
),

begun as (
    select
        contact_id,
        local_at
    from contact
    where $basis = 'contact' and local_at >= $from and local_at < $to
),

-- Some ACDs count from the IVR on. Of whom a later leg asked for an agent is counted there.
in_ivr as (
    select
        i.queue,
        i.touchpoint_id,
        case
            when f.end_state in ('hangup_mid_task', 'hangup_in_menu', 'task_failed', 'system_error') then 'lost'
            else 'kept'
        end as outcome,
        cast(null as double) as wait_s,
        i.started_at,
        i.local_at,
        i.ended_at,
        cast(null as double) as hold_s,
        cast(null as double) as wrap_s,
        coalesce(i.direction, 'inbound') = 'inbound' as inbound,
        0 as transfers,
        true as is_first,
        i.local_at as contact_local_at,
        cast(null as double) as handle_s
    from interaction as i
    left join flow_leg as f
        on i.interaction_id = f.interaction_id and f.local_at >= $from and f.local_at < $to
    where
        i.outcome = 'contained'
        and i.local_at >= $from
        and i.local_at < $to
        and i.started_at <= $as_of
        and not exists (
            select 1
            from request as r
            where r.contact_id = i.contact_id
        )
),

leg as (
    select
        r.queue,
        r.touchpoint_id,
        r.outcome,
        r.wait_s,
        r.started_at,
        r.local_at,
        r.ended_at,
        r.hold_s,
        r.wrap_s,
        coalesce(r.direction, 'inbound') = 'inbound' as inbound,
        coalesce(r.transfers, 0) as transfers,
        a.first_leg is null or a.first_leg = r.interaction_id as is_first,
        coalesce(b.local_at, r.local_at) as contact_local_at,
        case
            when r.handle_s is not null then r.handle_s
            when coalesce(r.talk_s, r.hold_s, r.wrap_s) is not null
                then coalesce(r.talk_s, 0) + coalesce(r.hold_s, 0) + coalesce(r.wrap_s, 0)
        end as handle_s
    from request as r
    left join queued_again as a on r.contact_id = a.contact_id
    left join begun as b on r.contact_id = b.contact_id
    union all by name
    select * from in_ivr
),

dated as (
    select
        *,
        cast(case $basis
            when 'end' then local_at + (coalesce(ended_at, started_at) - started_at)
            when 'contact' then contact_local_at
            when 'utc' then started_at
            else local_at
        end + to_minutes($minutes) as date) as day,
        case when outcome = 'answered' then coalesce(wait_s, 0) else wait_s end as waited
    from leg
),

edged as (
    select
        *,
        greatest(
            case
                when waited >= 120 then 120
                when waited >= 90 then 90
                when waited >= 60 then 60
                when waited >= 45 then 45
                when waited >= 40 then 40
                when waited >= 30 then 30
                when waited >= 25 then 25
                when waited >= 20 then 20
                when waited >= 15 then 15
                when waited >= 10 then 10
                when waited >= 5 then 5
                when waited is not null then 0
            end,
            case when waited >= $service_level_s then $service_level_s end
        ) as edge
    from dated
)

select
    day,
    coalesce(queue, '') as queue,
    coalesce(touchpoint_id, '') as touchpoint_id,
    outcome,
    inbound,
    is_first,
    case when edge = waited then cast(edge as double) else edge + 0.5 end as wait,
    count(*) as n,
    sum(transfers) as transfers,
    count(handle_s) as timed,
    count(*) filter (where handle_s > 0) as worked,
    coalesce(sum(handle_s), 0) as handle_s,
    coalesce(sum(hold_s) filter (where handle_s is not null), 0) as hold_s,
    coalesce(sum(wrap_s) filter (where handle_s is not null), 0) as wrap_s,
    count(*) filter (where hold_s is not null or wrap_s is not null) as parted
from edged
group by all
order by all
