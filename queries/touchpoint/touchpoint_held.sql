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
-- Counted by kind first: the conditions are then asked of a few rows, which takes half the time.
with kinds as (
    select
        coalesce(direction, 'inbound') = 'inbound' as inbound,
        outcome,
        channel,
        count(*) as n,
        count(wait_s) as waits,
        count(coalesce(handle_s, talk_s, hold_s, wrap_s)) as handled
    from interaction
    where
        touchpoint_id = $touchpoint
        and local_at >= $from
        and local_at < $to
        and started_at <= $as_of
    group by all
),

sums as (
    select
        sum(n) as legs,
        sum(n) filter (where inbound) as inbound,
        sum(n) filter (where inbound and outcome in ('answered', 'abandoned', 'left')) as offered,
        sum(n) filter (where inbound and outcome = 'answered') as answered,
        sum(waits) filter (where inbound and outcome in ('answered', 'abandoned', 'left')) as waits,
        sum(handled) filter (where inbound and outcome = 'answered') as handled,
        sum(n) filter (where inbound and channel = 'ivr') as ivr,
        sum(n) filter (where inbound and channel = 'ivr' and outcome in ('contained', 'to_agent')) as ivr_ended
    from kinds
),

legs as (
    select cast(coalesce(columns(*), 0) as bigint)
    from sums
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
