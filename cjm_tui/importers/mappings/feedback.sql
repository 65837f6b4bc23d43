/*---
title = "Feedback (the product's own CSV)"
description = "One record a score that a customer, an employee or a leader gave, with the words."
recognise = { name = "feedback*", header = ["feedback_id", "touchpoint_id", "at", "instrument", "score"] }
optional = ["contact_id", "customer", "scale", "verbatim", "voice", "segment", "updated_at"]
dialect = { delimiter = [",", ";", "\t", "|"], encoding = ["utf-8", "utf-16"] }
version = "updated_at"
personal = ["customer"]

[[rule]]
refuse = "lower(trim(instrument)) not in ('csat', 'ces', 'nps', 'resolved')"
column = "instrument"
because = "is none of csat, ces, nps, resolved"

[[rule]]
refuse = "lower(trim(voice)) not in ('', 'customer', 'employee', 'leader')"
column = "voice"
because = "is none of customer, employee, leader"

[[rule]]
refuse = """
trim(scale) <> '' and not coalesce(
    try_cast(split_part(scale, '-', 1) as double) < try_cast(split_part(scale, '-', 2) as double),
    false
)
"""
column = "scale"
because = "is no scale, which is written low-high: 1-5"

[[rule]]
refuse = """
try_cast(score as double) not between
coalesce(
    try_cast(split_part(scale, '-', 1) as double),
    case when lower(trim(instrument)) in ('csat', 'ces') then 1 else 0 end
)
and coalesce(
    try_cast(split_part(scale, '-', 2) as double),
    case lower(trim(instrument)) when 'csat' then 5 when 'ces' then 7 when 'nps' then 10 else 1 end
)
"""
column = "score"
because = "lies outside its scale (csat 1-5, ces 1-7, nps 0-10, resolved 0-1 unless scale says another)"
---*/
create table feedback as
select
    _line,
    feedback_id,
    touchpoint_id,
    contact_id,
    customer,
    "at",
    lower(trim(instrument)) as instrument,
    coalesce(
        nullif(replace(scale, ' ', ''), ''),
        case lower(trim(instrument))
            when 'nps' then '0-10'
            when 'ces' then '1-7'
            when 'csat' then '1-5'
            when 'resolved' then '0-1'
        end
    ) as scale,
    case
        when lower(trim(instrument)) <> 'resolved' then score
        when lower(trim(score)) in ('yes', 'y', 'true') then '1'
        when lower(trim(score)) in ('no', 'n', 'false') then '0'
        else score
    end as score,
    verbatim,
    coalesce(nullif(lower(trim(voice)), ''), 'customer') as voice,
    segment,
    updated_at as source_version
from source;
