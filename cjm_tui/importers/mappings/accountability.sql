/*---
title = "Accountability (the product's own CSV)"
description = "Who answers for a touchpoint, does it, supports it, is consulted or informed: one record a party, touchpoint and role."
recognise = { name = "accountability*", header = ["touchpoint_id", "party_id", "role"] }
optional = ["since", "until", "confirmed_at"]
dialect = { delimiter = [",", ";", "\t", "|"], encoding = ["utf-8", "utf-16"] }

[[rule]]
refuse = """
lower(trim(role)) not in
    ('a', 'r', 's', 'c', 'i', 'accountable', 'responsible', 'supporting', 'consulted', 'informed')
"""
column = "role"
because = "is none of accountable, responsible, supporting, consulted, informed, nor one of A, R, S, C, I"

[[rule]]
refuse = "try_cast(until as date) < try_cast(since as date)"
column = "until"
because = "lies before since"
---*/
-- A cell that a spreadsheet would run is written with a quote before it.
create macro restored(cell) as regexp_replace(cell, '^''([''=+\-@\t\r])', '\1');

create table accountability as
select
    _line,
    restored(touchpoint_id) as touchpoint_id,
    restored(party_id) as party_id,
    upper(left(trim(role), 1)) as role,
    since,
    until,
    confirmed_at
from source;
