/*---
title = "Feedback (the product's own CSV)"
description = "One record a score that a customer, an employee or a leader gave, with the words."
recognise = { name = "feedback*", header = ["feedback_id", "touchpoint_id", "at", "instrument", "score"] }
optional = ["contact_id", "customer", "scale", "verbatim", "voice", "segment", "updated_at"]
version = "updated_at"
personal = ["customer"]
---*/
create table feedback as
select
    _line,
    feedback_id,
    touchpoint_id,
    contact_id,
    customer,
    "at",
    lower(instrument) as instrument,
    coalesce(
        scale,
        case lower(instrument)
            when 'nps' then '0-10'
            when 'ces' then '1-7'
            when 'csat' then '1-5'
        end
    ) as scale,
    score,
    verbatim,
    coalesce(lower(voice), 'customer') as voice,
    segment,
    updated_at as source_version
from source;
