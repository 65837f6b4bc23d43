/*---
title       = "What is known of the rows behind a number"
description = """
Who it was (as the keyed hash), why, at which team, queue and channel, how long it took and how it ended, and of answers the score and the words. Of
an answer, an invitation and a contact all that is the leg's is that of the contact's first leg at the touchpoint. Reason and segment are the row's
own, else the leg's, else the contact's, as a breakdown has them. One row per leg, answer, invitation or contact that was counted."""
kind        = "table"
reads       = "counted"
params      = { from = "timestamp", to = "timestamp" }
columns     = [
    "source_table", "source_id", "customer", "contact_id", "reason", "segment", "team", "channel", "queue", "flow_version", "wait_s", "handle_s",
    "outcome", "instrument", "score", "words",
]
---*/
-- The bounds only spare reading the tables whole: a leg, an answer or a contact lies around the days counted.
with asked as (
    select
        if(min(touchpoint_id) = max(touchpoint_id), min(touchpoint_id), null) as touchpoint_id,
        source_table,
        source_id
    from counted
    group by source_table, source_id
),

near_legs as (
    select
        interaction_id,
        contact_id,
        touchpoint_id,
        customer_key,
        reason,
        segment,
        team,
        channel,
        queue,
        flow_version,
        wait_s,
        coalesce(handle_s, talk_s + coalesce(hold_s, 0) + coalesce(wrap_s, 0)) as handle_s,
        outcome,
        started_at
    from interaction
    where
        local_at >= $from - interval 31 days
        and local_at < $to + interval 2 days
),

told as (
    select
        a.touchpoint_id,
        a.source_table,
        a.source_id,
        f.contact_id,
        f.customer_key,
        f.segment,
        f.instrument,
        f.score,
        f.verbatim as words
    from asked as a
    inner join feedback as f on a.source_id = f.feedback_id
    where
        a.source_table = 'feedback'
        and f.local_at >= $from - interval 1 day
        and f.local_at < $to + interval 1 day
    union all
    select
        a.touchpoint_id,
        a.source_table,
        a.source_id,
        i.contact_id,
        i.customer_key,
        null as segment,
        i.instrument,
        null as score,
        null as words
    from asked as a
    inner join invitation as i on a.source_id = i.invitation_id
    where
        a.source_table = 'invitation'
        and i.local_at >= $from - interval 1 day
        and i.local_at < $to + interval 1 day
    union all
    select
        touchpoint_id,
        source_table,
        source_id,
        source_id as contact_id,
        null as customer_key,
        null as segment,
        null as instrument,
        null as score,
        null as words
    from asked
    where source_table = 'contact'
),

first_legs as (
    select
        t.source_table,
        t.source_id,
        n.*
    from told as t
    inner join near_legs as n
        on
            t.contact_id = n.contact_id
            and (t.touchpoint_id is null or t.touchpoint_id = n.touchpoint_id)
    qualify row_number() over (
        partition by t.source_table, t.source_id
        order by n.started_at, n.interaction_id
    ) = 1
),

together as (
    select
        a.source_table,
        a.source_id,
        n.contact_id,
        n.customer_key,
        n.reason,
        n.segment,
        n.team,
        n.channel,
        n.queue,
        n.flow_version,
        n.wait_s,
        n.handle_s,
        n.outcome,
        null as instrument,
        null as score,
        null as words
    from asked as a
    inner join near_legs as n on a.source_id = n.interaction_id
    where a.source_table = 'interaction'
    union all
    select
        t.source_table,
        t.source_id,
        t.contact_id,
        coalesce(t.customer_key, f.customer_key) as customer_key,
        f.reason,
        coalesce(nullif(t.segment, ''), f.segment) as segment,
        f.team,
        f.channel,
        f.queue,
        f.flow_version,
        f.wait_s,
        f.handle_s,
        f.outcome,
        t.instrument,
        t.score,
        t.words
    from told as t
    left join first_legs as f on t.source_table = f.source_table and t.source_id = f.source_id
),

contacts as (
    select
        contact_id,
        customer_key,
        reason,
        segment
    from contact
    where
        contact_id in (select g.contact_id from together as g)
        and started_at >= $from - interval 62 days
        and started_at < $to + interval 2 days
)

select
    g.source_table,
    g.source_id,
    coalesce(g.customer_key, c.customer_key) as customer,
    g.contact_id,
    if(
        g.source_table = 'contact',
        coalesce(nullif(c.reason, ''), nullif(g.reason, '')),
        coalesce(nullif(g.reason, ''), nullif(c.reason, ''))
    ) as reason,
    if(
        g.source_table = 'contact',
        coalesce(nullif(c.segment, ''), nullif(g.segment, '')),
        coalesce(nullif(g.segment, ''), nullif(c.segment, ''))
    ) as segment,
    nullif(g.team, '') as team,
    nullif(g.channel, '') as channel,
    nullif(g.queue, '') as queue,
    nullif(g.flow_version, '') as flow_version,
    g.wait_s,
    g.handle_s,
    nullif(g.outcome, '') as outcome,
    g.instrument,
    g.score,
    nullif(g.words, '') as words
from together as g
left join contacts as c on g.contact_id = c.contact_id
