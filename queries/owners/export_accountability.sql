/*---
title       = "Accountability as its CSV has it"
description = "Every role at every touchpoint, for accountability.csv. One row per touchpoint, party and role."
kind        = "table"
params      = {}
columns     = ["touchpoint_id", "party_id", "role", "since", "until", "confirmed_at"]
---*/
select
    touchpoint_id,
    party_id,
    role,
    since,
    until,
    confirmed_at
from accountability
order by touchpoint_id, instr('ARSCI', role), since nulls first, party_id
