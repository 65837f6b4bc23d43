/*---
title       = "Changes by people at touchpoints since their owners last looked"
description = """
Who changed a touchpoint, its standard, enablers, targets or actions after the newest entry of the log about its accountable
party: since somebody took it over or confirmed it. Imports are nobody's fingers. One row per change, newest first."""
kind        = "table"
params      = { touchpoints = "varchar[]" }
columns     = ["touchpoint_id", "at", "who", "noun", "what", "field", "old_value", "new_value", "why"]
---*/
with entries as (
    select
        *,
        rowid as entry,
        case when starts_with(id, '["') then from_json(id, '["VARCHAR"]') else [id] end as parts
    from change_log
    where
        noun in ('accountability', 'touchpoint', 'enabler', 'kpi_target', 'rebase', 'action')
        and not regexp_full_match(coalesce(why, ''), '(import|undo of) batch [0-9]+')
),

looked as (
    select
        parts[1] as touchpoint_id,
        max(entry) as entry,
        max("at") as "at"
    from entries
    where noun = 'accountability' and parts[3] = 'A'
    group by all
),

changes as (
    select
        case e.noun
            when 'kpi_target' then e.parts[2]
            when 'rebase' then e.parts[1]
            when 'action' then a.touchpoint_id
            else e.parts[1]
        end as touchpoint_id,
        e.entry,
        e."at",
        e.who,
        e.noun,
        case e.noun
            when 'enabler' then concat_ws(' · ', e.parts[2], e.parts[3])
            when 'kpi_target' then e.parts[1]
            when 'rebase' then e.parts[2]
            when 'action' then a.title
            else ''
        end as what,
        e.field,
        e.old,
        e.new,
        e.why
    from entries as e
    left join action as a on e.noun = 'action' and e.id = a.action_id
    where e.noun <> 'accountability'
    union all
    select
        a.touchpoint_id,
        null as entry,
        v."at",
        v.who,
        'action' as noun,
        a.title as what,
        v.event as field,
        v.old,
        v.new,
        v.note as why
    from action_event as v
    inner join action as a on v.action_id = a.action_id
)

select
    c.touchpoint_id,
    c."at",
    coalesce(c.who, '') as who,
    c.noun,
    coalesce(c.what, '') as what,
    coalesce(c.field, '') as field,
    coalesce(c.old, '') as old_value,
    coalesce(c.new, '') as new_value,
    coalesce(c.why, '') as why
from changes as c
left join looked as k on c.touchpoint_id = k.touchpoint_id
where
    c.touchpoint_id in (select unnest($touchpoints))
    and case when c.entry is null then coalesce(c."at" >= k."at", true) else coalesce(c.entry > k.entry, true) end
order by c."at" desc, c.entry desc nulls last
