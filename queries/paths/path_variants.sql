/*---
title       = "Variants of the paths"
description = """
Paths with the same touchpoints in the same order: the path_variants most frequent ones, and all others together in a row without touchpoints.
goes_on is whether they are longer than their list. One row per variant and one for the others."""
kind        = "table"
reads       = "path_cases"
params      = { path_variants = "integer" }
columns     = ["touchpoints", "goes_on", "variants", "paths", "known", "back", "answers", "low_answers", "seconds"]
---*/
with grouped as (
    select
        touchpoints,
        steps > len(touchpoints) as goes_on,
        count(*) as paths,
        count(came_back) as known,
        cast(coalesce(sum(came_back), 0) as bigint) as back,
        cast(sum(answers) as bigint) as answers,
        cast(sum(low_answers) as bigint) as low_answers,
        median(seconds) as seconds
    from path_cases
    group by touchpoints, steps > len(touchpoints)
),

ranked as (
    select
        *,
        row_number() over (order by paths desc, touchpoints asc, goes_on asc) <= $path_variants as kept
    from grouped
)

select
    if(kept, touchpoints, null) as touchpoints,
    kept and goes_on as goes_on,
    count(*) as variants,
    cast(sum(paths) as bigint) as paths,
    cast(sum(known) as bigint) as known,
    cast(sum(back) as bigint) as back,
    cast(sum(answers) as bigint) as answers,
    cast(sum(low_answers) as bigint) as low_answers,
    if(kept, any_value(seconds), null) as seconds
from ranked
group by kept, if(kept, touchpoints, null), kept and goes_on
order by kept desc, paths desc, touchpoints asc, goes_on asc
