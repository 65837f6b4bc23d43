/*---
title = "Interactions (the product's own CSV)"
description = "One record a leg: a contact at one touchpoint. The contact is made from its legs."
recognise = { name = "interactions*", header = ["interaction_id", "contact_id", "touchpoint_id", "started_at"] }
optional = ["ended_at", "channel", "direction", "customer", "reason", "segment", "resolved", "outcome", "wait_s", "talk_s", "hold_s", "wrap_s", "handle_s", "transfers", "queue", "team", "flow_version", "updated_at"]
dialect = { delimiter = [",", ";", "\t", "|"], encoding = ["utf-8", "utf-16"] }
version = "updated_at"
personal = ["customer"]

[[rule]]
refuse = """
lower(outcome) not in
    ('', 'answered', 'abandoned', 'left', 'blocked', 'contained', 'to_agent', 'done', 'not_done')
"""
column = "outcome"
because = "is none of answered, abandoned, left, blocked, contained, to_agent, done, not_done"

[[rule]]
refuse = "lower(direction) not in ('', 'inbound', 'outbound', 'callback')"
column = "direction"
because = "is none of inbound, outbound, callback"
---*/
create table interaction as
select
    _line,
    interaction_id,
    contact_id,
    touchpoint_id,
    customer,
    lower(direction) as direction,
    resolved,
    channel,
    started_at,
    ended_at,
    wait_s,
    talk_s,
    hold_s,
    wrap_s,
    handle_s,
    lower(outcome) as outcome,
    transfers,
    queue,
    team,
    reason,
    segment,
    flow_version,
    updated_at as source_version
from source;
