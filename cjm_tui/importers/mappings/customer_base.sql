/*---
title = "Active customers (the product's own CSV)"
description = "How many customers were active in a month, by segment where there are several."
recognise = { name = "customer_base*", header = ["month", "customers"] }
optional = ["segment"]
dialect = { delimiter = [",", ";", "\t", "|"], encoding = ["utf-8", "utf-16"] }

[[rule]]
refuse = "try_cast(customers as double) < 0"
column = "customers"
because = "is negative"
---*/
create table customer_base as
select
    _line,
    case when length(trim(month)) = 7 then trim(month) || '-01' else month end as month,  -- noqa: RF04
    coalesce(nullif(trim(segment), ''), 'all') as segment,
    customers
from source;
