/*---
title = "Interaction events (the product's own CSV)"
description = "One record a step inside a leg, for example a node of the IVR."
recognise = { name = "interaction_events*", header = ["interaction_id", "seq", "at", "event"] }
optional = ["node", "node_type", "value", "target_queue", "flow_version"]
dialect = { delimiter = [",", ";", "\t", "|"], encoding = ["utf-8", "utf-16"] }
personal = ["value"]
---*/
create table interaction_event as
select
    _line,
    interaction_id,
    seq,
    "at",
    node,
    node_type,
    event,
    value,
    target_queue,
    flow_version
from source;
