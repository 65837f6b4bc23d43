/*---
title = "Propositions (the product's own CSV)"
description = "The opportunities that were chosen."
recognise = { name = "propositions*", header = ["proposition_id", "title"] }
optional = ["opportunity_id", "who", "on_day"]
dialect = { delimiter = [",", ";", "\t", "|"], encoding = ["utf-8", "utf-16"] }
---*/
create table proposition as
select
    _line,
    proposition_id,
    title,
    opportunity_id,
    who,
    on_day as "at"
from source;
