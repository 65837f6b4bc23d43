/*---
title = "Parties (the product's own CSV)"
description = "People, teams and departments that can own something."
recognise = { name = "parties*", header = ["party_id", "name"] }
optional = ["department", "kind", "state", "logins"]
dialect = { delimiter = [",", ";", "\t", "|"], encoding = ["utf-8", "utf-16"] }

[[rule]]
refuse = "lower(trim(kind)) not in ('', 'person', 'team', 'department')"
column = "kind"
because = "is none of person, team, department"

[[rule]]
refuse = "lower(trim(state)) not in ('', 'active', 'left')"
column = "state"
because = "is neither active nor left"
---*/
-- A cell that a spreadsheet would run is written with a quote before it.
create macro restored(cell) as regexp_replace(cell, '^''([''=+\-@\t\r])', '\1');

create table party as
select
    _line,
    restored(party_id) as party_id,
    restored(name) as name,
    restored(department) as department,
    coalesce(nullif(lower(trim(kind)), ''), 'person') as kind,
    coalesce(nullif(lower(trim(state)), ''), 'active') as state,
    restored(logins) as logins
from source;
