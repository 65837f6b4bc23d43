/*---
title       = "Change log of a touchpoint"
description = """
Who changed what at a touchpoint, newest first: its own fields, enablers, accountability, targets, notes on its days (of the whole site
too) and begun limits. What an import added counts, and all is shown whatever day is looked at. One row per change."""
kind        = "table"
params      = { touchpoint = "varchar", most = "integer" }
columns     = ["at", "who", "noun", "what", "field", "old_value", "new_value", "why", "total"]
---*/
with entries as (
    select
        *,
        rowid as entry,
        case when starts_with(id, '["') then from_json(id, '["VARCHAR"]') else [id] end as parts
    from change_log
    where noun in ('touchpoint', 'enabler', 'accountability', 'kpi_target', 'rebase', 'annotation')
),

notes as (
    select
        annotation_id,
        note
    from annotation
    where coalesce(touchpoint_id = $touchpoint, true)
),

here as (
    select
        e.*,
        n.note
    from entries as e
    left join notes as n on e.noun = 'annotation' and e.id = n.annotation_id
    where
        case e.noun
            when 'kpi_target' then e.parts[2] = $touchpoint
            when 'rebase' then list_contains(e.parts, $touchpoint)
            when 'annotation' then n.annotation_id is not null
            else e.parts[1] = $touchpoint
        end
)

select
    h."at",
    coalesce(h.who, '') as who,
    h.noun,
    case h.noun
        when 'accountability' then concat_ws(' · ', coalesce(p.name, h.parts[2]), h.parts[3])
        when 'enabler' then concat_ws(' · ', h.parts[2], h.parts[3])
        when 'kpi_target' then concat_ws(' · ', h.parts[1], h.parts[3])
        when 'rebase' then h.parts[1]
        when 'annotation' then h.note
        else ''
    end as what,
    coalesce(h.field, '') as field,
    coalesce(h.old, '') as old_value,
    coalesce(h.new, '') as new_value,
    coalesce(h.why, '') as why,
    count(*) over () as total
from here as h
left join party as p on h.noun = 'accountability' and h.parts[2] = p.party_id
order by h."at" desc, h.entry desc
limit $most
