/*---
title       = "What the rows of a touchpoint hold"
description = """
How many of a touchpoint's rows have what its KPIs need: outcomes, waits, handling times, scores, invitations. It tells why a KPI has no
figure there. One row."""
kind        = "table"
params      = { touchpoint = "varchar", from = "timestamp", to = "timestamp", as_of = "timestamp" }
columns     = [
    "legs", "inbound", "offered", "answered", "waits", "handled", "ivr", "ivr_ended", "csat", "ces", "nps", "invitations",
]
---*/
with rows_here as (
    select
        *,
        coalesce(direction, 'inbound') = 'inbound' as inbound
    from interaction
    where
        touchpoint_id = $touchpoint
        and local_at >= $from
        and local_at < $to
        and started_at <= $as_of
),

legs as (
    select
        count(*) as legs,
        count(*) filter (where inbound) as inbound,
        count(*) filter (where inbound and outcome in ('answered', 'abandoned', 'left')) as offered,
        count(*) filter (where inbound and outcome = 'answered') as answered,
        count(wait_s) filter (where inbound and outcome in ('answered', 'abandoned', 'left')) as waits,
        count(coalesce(handle_s, talk_s, hold_s, wrap_s)) filter (where inbound and outcome = 'answered') as handled,
        count(*) filter (where inbound and channel = 'ivr') as ivr,
        count(*) filter (where inbound and channel = 'ivr' and outcome in ('contained', 'to_agent')) as ivr_ended
    from rows_here
),

answers as (
    select
        count(*) filter (where instrument = 'csat') as csat,
        count(*) filter (where instrument = 'ces') as ces,
        count(*) filter (where instrument = 'nps') as nps
    from feedback
    where
        touchpoint_id = $touchpoint
        and coalesce(voice, 'customer') = 'customer'
        and local_at >= $from
        and local_at < $to
        and "at" <= $as_of
),

invited as (
    select count(*) as invitations
    from invitation
    where
        touchpoint_id = $touchpoint
        and local_at >= $from
        and local_at < $to
        and "at" <= $as_of
)

select
    l.legs,
    l.inbound,
    l.offered,
    l.answered,
    l.waits,
    l.handled,
    l.ivr,
    l.ivr_ended,
    a.csat,
    a.ces,
    a.nps,
    i.invitations
from legs as l
cross join answers as a
cross join invited as i
