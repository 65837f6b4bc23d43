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

[[rule]]
refuse = "wait_s < '0' and try_cast(wait_s as double) < 0"
column = "wait_s"
because = "is negative"

[[rule]]
refuse = "talk_s < '0' and try_cast(talk_s as double) < 0"
column = "talk_s"
because = "is negative"

[[rule]]
refuse = "hold_s < '0' and try_cast(hold_s as double) < 0"
column = "hold_s"
because = "is negative"

[[rule]]
refuse = "wrap_s < '0' and try_cast(wrap_s as double) < 0"
column = "wrap_s"
because = "is negative"

[[rule]]
refuse = "handle_s < '0' and try_cast(handle_s as double) < 0"
column = "handle_s"
because = "is negative"

# Without an offset, a call over the hour that occurs twice ends up to an hour before it began.
[[rule]]
refuse = """
(ended_at < started_at or strlen(ended_at) <> strlen(started_at))
and try_cast(ended_at as timestamptz) < try_cast(started_at as timestamptz)
- case when hour(try_cast(started_at as timestamp)) in (23, 0, 1, 2, 3) then 1 else 0 end
* interval 1 hour
"""
column = "ended_at"
because = "lies before started_at"
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
