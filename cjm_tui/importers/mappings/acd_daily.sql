/*---
title = "The ACD's own daily report (the product's own CSV)"
description = "What the telephone system reports of a day, by queue or touchpoint or for the whole site: to be reconciled with our figures, never added to them."
recognise = { name = "acd*", header = ["day"], any_of = ["offered", "answered", "abandoned", "service_level", "service_level_share", "aht_s"] }
optional = ["queue", "touchpoint", "offered", "answered", "abandoned", "service_level", "service_level_share", "service_level_s", "aht_s"]

[[rule]]
refuse = """
coalesce(
    nullif(trim(offered), ''), nullif(trim(answered), ''), nullif(trim(abandoned), ''), nullif(trim(service_level), ''),
    nullif(trim(service_level_share), ''), nullif(trim(aht_s), '')
) is null
"""
column = "day"
because = "says no figure"

[[rule]]
refuse = "try_cast(offered as double) < 0 or try_cast(answered as double) < 0 or try_cast(abandoned as double) < 0"
column = "offered"
because = "offered, answered or abandoned is negative"

[[rule]]
refuse = "try_cast(replace(service_level, '%', '') as double) not between 0 and 100"
column = "service_level"
because = "is not between 0 and 100"

[[rule]]
refuse = "try_cast(service_level_share as double) not between 0 and 1"
column = "service_level_share"
because = "is not between 0 and 1: a percentage belongs in service_level"
---*/
create table acd_day as
select
    _line,
    day,
    case
        when nullif(trim(queue), '') is not null then 'queue'
        when nullif(trim(touchpoint), '') is not null then 'touchpoint'
        else 'site'
    end as place_kind,
    coalesce(nullif(trim(queue), ''), nullif(trim(touchpoint), ''), 'all') as place,
    offered,
    answered,
    abandoned,
    coalesce(
        nullif(trim(replace(service_level, '%', '')), ''),
        cast(100 * try_cast(service_level_share as double) as varchar),
        service_level_share
    ) as service_level,
    service_level_s,
    case
        when contains(aht_s, ':') then coalesce(cast(epoch(try_cast(aht_s as interval)) as varchar), aht_s)
        else aht_s
    end as aht_s
from source;
