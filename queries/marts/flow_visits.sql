/*---
title       = "Visits of nodes"
description = """
One row per stay at a node, of the inbound legs that began in these local days. A
stay begins with an `enter`, or where the node is another one than before; an event that names no node belongs to the
stay it happened in. The order is the source's own (`seq`), whatever the clock says; the same event twice in a row is
one. With each stands in which one state its leg ended (docs/ivr.md says by which rules). The roll-up keeps these rows in flow_visit."""
kind        = "table"
params      = { from = "timestamp", to = "timestamp" }
columns     = ["interaction_id", "touchpoint_id", "local_at", "visit", "node", "node_type", "place", "is_first", "is_last", "at", "dwell_s", "again", "turn", "last_event", "asked", "transferred", "target_queue", "auth_tried", "auth_ok", "task_begun", "task_done", "offered", "accepted", "flow_version", "started_at", "segment", "end_state", "next_node"]
---*/
with recursive legs as (
    select
        interaction_id,
        touchpoint_id,
        channel,
        started_at,
        local_at,
        segment,
        flow_version,
        outcome
    from interaction
    where
        touchpoint_id is not null
        and coalesce(direction, 'inbound') = 'inbound'
        and local_at >= $from
        and local_at < $to
),

-- Events of one leg in the source's order; where none of them names a node, they are nodes themselves.
events as (
    select
        e.*,
        l.touchpoint_id,
        l.local_at as begun_at,
        coalesce(
            last_value(e.node ignore nulls) over past,
            first_value(e.node ignore nulls) over future,
            e.event,
            'not named'
        ) as at_node,
        coalesce(
            lag(struct_pack(t := e."at", n := e.node, w := e.event, v := e.value)) over past
            = struct_pack(t := e."at", n := e.node, w := e.event, v := e.value), false
        ) as is_repeated
    from interaction_event as e
    inner join legs as l on e.interaction_id = l.interaction_id
    where e."at" >= $from - interval 2 days
    window
        past as (partition by e.interaction_id order by e.seq),
        future as (
            partition by e.interaction_id order by e.seq rows between current row and unbounded following
        )
),

-- A repeat within the stay goes on with it.
begun as (
    select
        *,
        coalesce(event = 'enter', false) or coalesce(at_node <> lag(at_node) over past, true) as begins
    from events
    where not is_repeated
    window past as (partition by interaction_id order by seq)
),

steps as (
    select
        *,
        sum(begins::integer) over past as visit
    from begun
    window past as (partition by interaction_id order by seq)
),

success as (
    select distinct
        touchpoint_id,
        node,
        flow_version
    from designed_flow
    where success
),

turned as (
    select
        s.*,
        case
            when s.event = 'task_ok' then 'task_ok'
            when s.event in ('task_fail', 'auth_fail') then 'task_failed'
            when s.event = 'task_start' then 'hangup_mid_task'
            when s.event = 'auth_ok' then 'hangup_in_menu'
            when s.event = 'agent_request' then 'zero_out'
            when s.begins and exists (
                select 1 from success as w
                where
                    w.touchpoint_id = s.touchpoint_id
                    and w.node = s.at_node
                    and coalesce(nullif(w.flow_version, ''), s.flow_version, '') = coalesce(s.flow_version, '')
            ) then 'info_hangup'
            when s.begins and s.node_type in ('task', 'auth', 'collect') then 'hangup_mid_task'
        end as turn
    from steps as s
),

stays as (
    select
        interaction_id,
        visit,
        any_value(touchpoint_id) as touchpoint_id,
        any_value(begun_at) as local_at,
        any_value(at_node) as node,
        min(node_type) as node_type,
        arg_min("at", seq) as first_at,
        arg_max("at", seq) as last_at,
        count(*) as events,
        count(*) filter (event in ('nomatch', 'noinput')) as again,
        arg_max(turn, seq) as turn,
        arg_max(event, seq) as last_event,
        bool_or(event = 'agent_request') as asked,
        bool_or(event = 'transfer') as transferred,
        arg_max(target_queue, seq) as target_queue,
        bool_or(event in ('auth_ok', 'auth_fail')) as auth_tried,
        bool_or(event = 'auth_ok') as auth_ok,
        bool_or(event in ('task_start', 'task_ok', 'task_fail')) as task_begun,
        bool_or(event = 'task_ok') as task_done,
        bool_or(event in ('callback_offer', 'callback_accept')) as offered,
        bool_or(event = 'callback_accept') as accepted,
        max(flow_version) as flow_version
    from turned
    group by interaction_id, visit
),

placed as (
    select
        *,
        lag(node) over ordered as came_from,
        row_number() over (partition by interaction_id, node order by visit) = 1 as is_first,
        lead(visit) over ordered is null as is_last,
        lead(node) over ordered as next_node,
        coalesce(lead(first_at) over ordered, case when events > 1 then last_at end) as left_at
    from stays
    window ordered as (partition by interaction_id order by visit)
),

-- Many legs go the same way: each way is laid out on the tree once.
ways as (
    select
        interaction_id,
        list(struct_pack(node := node, came_from := came_from) order by visit) filter (is_first and visit <= 100) as way
    from placed
    group by interaction_id
),

distinct_ways as (
    select distinct
        way,
        hash(way) as way_id
    from ways
),

steps_of_ways as (
    select
        way_id,
        unnest(way) as step
    from distinct_ways
),

firsts as (
    select
        way_id,
        step['node'] as node,
        step['came_from'] as came_from
    from steps_of_ways
),

tree as (
    select
        way_id,
        node,
        node as place,
        1 as tree_level
    from firsts
    where came_from is null
    union all
    select
        f.way_id,
        f.node,
        t.place || chr(31) || f.node as place,
        t.tree_level + 1 as tree_level
    from tree as t
    inner join firsts as f on t.way_id = f.way_id and t.node = f.came_from
    where t.tree_level < 40
),

ids as (
    select
        interaction_id,
        hash(way) as way_id
    from ways
),

walked as (
    select
        interaction_id,
        arg_max(turn, visit) as turn,
        arg_max(node_type, visit) filter (is_last) as last_type,
        arg_max(last_event, visit) filter (is_last) as last_event,
        arg_max(again, visit) filter (not is_last) as again_before,
        bool_or(asked) as asked,
        bool_or(transferred) as transferred,
        bool_or(accepted) as accepted,
        max(flow_version) as flow_version,
        bool_or(turn is not null or last_event in ('hangup', 'system_disconnect')) as in_words
    from placed
    group by interaction_id
),

ended as (
    select
        l.interaction_id,
        l.started_at,
        l.segment,
        coalesce(w.flow_version, l.flow_version) as flow_version,
        case
            when w.accepted then 'callback'
            when w.transferred or l.outcome = 'to_agent'
                then case when w.asked then 'zero_out' else 'designed_transfer' end
            when w.turn in ('task_ok', 'info_hangup', 'task_failed') then w.turn
            when w.last_type = 'exit' and coalesce(w.turn, 'hangup_in_menu') = 'hangup_in_menu'
                then case when w.again_before > 0 then 'hangup_in_menu' else 'out_of_hours' end
            when w.last_event = 'system_disconnect' then 'system_error'
            when not w.in_words and coalesce(l.channel, '') <> 'ivr' then 'other'
            else coalesce(w.turn, 'hangup_in_menu')
        end as end_state
    from walked as w
    inner join legs as l on w.interaction_id = l.interaction_id
)

select
    p.interaction_id,
    p.touchpoint_id,
    p.local_at,
    p.visit::integer as visit,
    p.node,
    p.node_type,
    t.place,
    p.is_first,
    p.is_last,
    p.first_at as "at",
    case when p.left_at >= p.first_at then epoch(p.left_at - p.first_at) end as dwell_s,
    p.again::integer as again,
    p.turn,
    p.last_event,
    p.asked,
    p.transferred,
    p.target_queue,
    p.auth_tried,
    p.auth_ok,
    p.task_begun,
    p.task_done,
    p.offered,
    p.accepted,
    e.flow_version,
    e.started_at,
    e.segment,
    e.end_state,
    p.next_node
from placed as p
inner join ids as i on p.interaction_id = i.interaction_id
inner join ended as e on p.interaction_id = e.interaction_id
left join tree as t on i.way_id = t.way_id and p.node = t.node
