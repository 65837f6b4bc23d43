/*---
title       = "All paths of a period"
description = "How many paths there are, their legs, contacts and outcomes; cut is how many are longer than their list. One row."
kind        = "table"
reads       = "path_cases"
params      = {}
columns     = ["paths", "legs", "listed", "contacts", "cut", "is_open", "known", "back", "answers", "low_answers", "seconds"]
---*/
select
    count(*) as paths,
    cast(coalesce(sum(steps), 0) as bigint) as legs,
    cast(coalesce(sum(len(touchpoints)), 0) as bigint) as listed,
    cast(coalesce(sum(contacts), 0) as bigint) as contacts,
    count(*) filter (where steps > len(touchpoints)) as cut,
    count(*) filter (where is_open) as is_open,
    count(came_back) as known,
    cast(coalesce(sum(came_back), 0) as bigint) as back,
    cast(coalesce(sum(answers), 0) as bigint) as answers,
    cast(coalesce(sum(low_answers), 0) as bigint) as low_answers,
    median(seconds) as seconds
from path_cases
