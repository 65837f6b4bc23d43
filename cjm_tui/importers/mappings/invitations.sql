/*---
title = "Survey invitations (the product's own CSV)"
description = "One record a survey that was sent, for the response rate."
recognise = { name = "invitations*", header = ["invitation_id", "touchpoint_id", "at"] }
optional = ["contact_id", "customer", "instrument"]
dialect = { delimiter = [",", ";", "\t", "|"], encoding = ["utf-8", "utf-16"] }
personal = ["customer"]

[[rule]]
refuse = "lower(trim(instrument)) not in ('', 'csat', 'ces', 'nps', 'resolved')"
column = "instrument"
because = "is none of csat, ces, nps, resolved"
---*/
create table invitation as
select
    _line,
    invitation_id,
    touchpoint_id,
    contact_id,
    customer,
    "at",
    lower(trim(instrument)) as instrument
from source;
