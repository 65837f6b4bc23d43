/*---
title = "Parties (the product's own CSV)"
description = "People, teams and departments that can own something."
recognise = { name = "parties*", header = ["party_id", "name"] }
optional = ["department", "kind", "state", "login"]
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
create table party as
select
    _line,
    party_id,
    name,
    department,
    coalesce(nullif(lower(trim(kind)), ''), 'person') as kind,
    coalesce(nullif(lower(trim(state)), ''), 'active') as state,
    login
from source;
