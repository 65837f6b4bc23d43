/*---
title = "Parties (the product's own CSV)"
description = "People, teams and departments that can own something."
recognise = { name = "parties*", header = ["party_id", "name"] }
optional = ["department", "kind", "state"]
---*/
create table party as
select
    _line,
    party_id,
    name,
    department,
    coalesce(lower(kind), 'person') as kind,
    coalesce(lower(state), 'active') as state
from source;
