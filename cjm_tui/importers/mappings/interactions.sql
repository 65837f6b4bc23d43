/*---
title = "Interactions (the product's own CSV)"
description = "One record a leg: a contact at one touchpoint. The contact is made from its legs."
recognise = { name = "interactions*", header = ["interaction_id", "contact_id", "touchpoint_id", "started_at"] }
optional = ["ended_at", "channel", "direction", "customer", "reason", "segment", "resolved", "outcome", "wait_s", "talk_s", "hold_s", "wrap_s", "handle_s", "transfers", "queue", "team", "flow_version", "updated_at"]
version = "updated_at"
personal = ["customer"]
---*/
create table interaction as
select
    _line,
    interaction_id,
    contact_id,
    touchpoint_id,
    customer,
    direction,
    resolved,
    channel,
    started_at,
    ended_at,
    wait_s,
    talk_s,
    hold_s,
    wrap_s,
    handle_s,
    outcome,
    transfers,
    queue,
    team,
    reason,
    segment,
    flow_version,
    updated_at as source_version
from source;
