/*---
title = "Designed flow (the product's own CSV)"
description = "The menu of an IVR as it was designed: one record a node of a flow version, and whether leaving there means that the caller was served."
recognise = { name = "designed_flow*", header = ["touchpoint_id", "node", "success"] }
optional = ["flow_version", "parent", "key", "node_type"]
dialect = { delimiter = [",", ";", "\t", "|"], encoding = ["utf-8", "utf-16"] }

[[rule]]
refuse = "nullif(trim(node), '') is null"
column = "node"
because = "is missing"
---*/
create table designed_flow as
select
    _line,
    touchpoint_id,
    coalesce(flow_version, '') as flow_version,
    node,
    coalesce(parent, '') as parent,
    key as key_pressed,
    lower(node_type) as node_type,
    success
from source;
