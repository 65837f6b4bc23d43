/*---
title = "Survey invitations (the product's own CSV)"
description = "One record a survey that was sent, for the response rate."
recognise = { name = "invitations*", header = ["invitation_id", "touchpoint_id", "at"] }
optional = ["contact_id", "customer", "instrument"]
personal = ["customer"]
---*/
create table invitation as
select
    _line,
    invitation_id,
    touchpoint_id,
    contact_id,
    customer,
    "at",
    lower(instrument) as instrument
from source;
