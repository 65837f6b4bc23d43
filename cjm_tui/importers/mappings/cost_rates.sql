/*---
title = "Cost rates (the product's own CSV)"
description = "What a contact and a minute of a channel cost, from a day on until the channel's next rate."
recognise = { name = "cost_rates*", header = ["channel", "valid_from"] }
optional = ["per_contact", "per_minute"]
dialect = { delimiter = [",", ";", "\t", "|"], encoding = ["utf-8", "utf-16"] }

[[rule]]
refuse = "coalesce(nullif(trim(per_contact), ''), nullif(trim(per_minute), '')) is null"
column = "per_contact"
because = "says no cost: neither of a contact nor of a minute"

[[rule]]
refuse = "try_cast(per_contact as double) < 0"
column = "per_contact"
because = "is negative"

[[rule]]
refuse = "try_cast(per_minute as double) < 0"
column = "per_minute"
because = "is negative"
---*/
create table cost_rate as
select
    _line,
    lower(trim(channel)) as channel,
    valid_from,
    per_contact,
    per_minute
from source;
