/*---
title       = "Legs and how they ended"
description = """
One row per inbound leg of these local days that left steps, or belongs to an IVR, with the one state in which it ended
(docs/ivr.md says by which rules). Made of flow_visit; the roll-up keeps these rows in flow_leg."""
kind        = "table"
params      = { from = "timestamp", to = "timestamp" }
columns     = ["interaction_id", "contact_id", "touchpoint_id", "channel", "local_at", "segment", "flow_version", "end_state", "last_node", "seconds", "visits", "menus", "revisits", "again", "asked", "transferred", "target_queue", "auth_tried", "auth_ok", "task_begun", "task_done", "offered", "accepted", "way"]
---*/
with counted as (
    select
        interaction_id,
        node,
        count(*) - 1 as revisits
    from flow_visit
    where local_at >= $from and local_at < $to
    group by interaction_id, node
),

most_revisited as (
    select
        interaction_id,
        max(revisits) as revisits
    from counted
    group by interaction_id
),

walked as (
    select
        interaction_id,
        count(*) as visits,
        count(distinct node) filter (node_type = 'menu') as menus,
        sum(again) as again,
        arg_min("at", visit) as begun_at,
        arg_max("at", visit) as last_at,
        arg_max(dwell_s, visit) filter (is_last) as last_s,
        arg_max(turn, visit) as turn,
        arg_max(node, visit) as last_node,
        arg_max(node_type, visit) filter (is_last) as last_type,
        arg_max(last_event, visit) filter (is_last) as last_event,
        arg_max(again, visit) filter (not is_last) as again_before,
        bool_or(asked) as asked,
        bool_or(transferred) as transferred,
        arg_max(target_queue, visit) as target_queue,
        bool_or(auth_tried) as auth_tried,
        bool_or(auth_ok) as auth_ok,
        bool_or(task_begun) as task_begun,
        bool_or(task_done) as task_done,
        bool_or(offered) as offered,
        bool_or(accepted) as accepted,
        max(flow_version) as flow_version,
        bool_or(turn is not null or last_event in ('hangup', 'system_disconnect')) as in_words,
        string_agg(node, chr(31) order by visit) filter (visit <= 100) as way
    from flow_visit
    where local_at >= $from and local_at < $to
    group by interaction_id
)

select
    i.interaction_id,
    i.contact_id,
    i.touchpoint_id,
    i.channel,
    i.local_at,
    i.segment,
    coalesce(w.flow_version, i.flow_version) as flow_version,
    case
        when w.interaction_id is null then 'no_events'
        when w.accepted then 'callback'
        when w.transferred or i.outcome = 'to_agent'
            then case when w.asked then 'zero_out' else 'designed_transfer' end
        when w.turn in ('task_ok', 'info_hangup', 'task_failed') then w.turn
        when w.last_type = 'exit' and coalesce(w.turn, 'hangup_in_menu') = 'hangup_in_menu'
            then case when w.again_before > 0 then 'hangup_in_menu' else 'out_of_hours' end
        when w.last_event = 'system_disconnect' then 'system_error'
        when not w.in_words and coalesce(i.channel, '') <> 'ivr' then 'other'
        else coalesce(w.turn, 'hangup_in_menu')
    end as end_state,
    w.last_node,
    case
        when w.visits = 1 then w.last_s
        when w.last_at >= w.begun_at then epoch(w.last_at - w.begun_at) + coalesce(w.last_s, 0)
    end as seconds,
    coalesce(w.visits, 0)::integer as visits,
    coalesce(w.menus, 0)::integer as menus,
    coalesce(m.revisits, 0)::integer as revisits,
    coalesce(w.again, 0)::integer as again,
    w.asked,
    w.transferred,
    w.target_queue,
    w.auth_tried,
    w.auth_ok,
    w.task_begun,
    w.task_done,
    w.offered,
    w.accepted,
    w.way
from interaction as i
left join walked as w on i.interaction_id = w.interaction_id
left join most_revisited as m on i.interaction_id = m.interaction_id
where
    i.touchpoint_id is not null
    and coalesce(i.direction, 'inbound') = 'inbound'
    and i.local_at >= $from
    and i.local_at < $to
    and (w.interaction_id is not null or i.channel = 'ivr')
