/*---
title       = "How an IVR's calls end"
description = """
Calls by flow version and end state. known are those of which it can be told whether the customer was back within 7 days; capped leaves out
frequent customers. One row per flow version and end state."""
kind        = "table"
reads       = "ivr_calls"
params      = {}
columns     = [
    "flow_version", "end_state", "calls", "contained", "kept_identified", "kept_known", "kept_back", "kept_capped", "kept_capped_back",
    "with_id", "known", "back", "capped", "capped_back", "auth_tried", "auth_ok", "offered", "accepted", "routed", "misrouted", "first_at", "last_at",
]
---*/
select
    coalesce(flow_version, '') as flow_version,
    end_state,
    count(*) as calls,
    count(*) filter (where is_contained) as contained,
    count(*) filter (where is_contained and is_identified) as kept_identified,
    count(back) filter (where is_contained) as kept_known,
    count(*) filter (where is_contained and back) as kept_back,
    count(back) filter (where is_contained and not frequent) as kept_capped,
    count(*) filter (where is_contained and back and not frequent) as kept_capped_back,
    count(*) filter (where is_identified) as with_id,
    count(back) as known,
    count(*) filter (where back) as back,
    count(back) filter (where not frequent) as capped,
    count(*) filter (where back and not frequent) as capped_back,
    count(*) filter (where auth_tried) as auth_tried,
    count(*) filter (where auth_ok) as auth_ok,
    count(*) filter (where offered) as offered,
    count(*) filter (where accepted) as accepted,
    count(misrouted) as routed,
    count(*) filter (where misrouted) as misrouted,
    min(local_at) as first_at,
    max(local_at) as last_at
from ivr_calls
group by coalesce(flow_version, ''), end_state
order by flow_version asc, calls desc, end_state asc
