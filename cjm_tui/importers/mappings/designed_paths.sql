/*---
title = "Designed paths (the product's own CSV)"
description = "The touchpoints of each designed path in order; paths across touchpoints are held against them."
recognise = { name = "designed_path*", header = ["journey", "position", "touchpoint_id"] }
optional = ["path"]
dialect = { delimiter = [",", ";", "\t", "|"], encoding = ["utf-8", "utf-16"] }

[[rule]]
refuse = "coalesce(try_cast(position as integer), 0) < 1"
column = "position"
because = "no whole number from 1 on"
---*/
create table designed_path as
select
    _line,
    coalesce(nullif(slug(journey), ''), substr(md5(journey), 1, 12)) as journey_id,
    coalesce(path, '') as path_name,
    position,
    touchpoint_id
from source;
