/*---
title       = "Stages whose departments share no outcome"
description = """
Stages of the current maps in which at least two departments answer, do the work or support it today. Failed: there is no outcome KPI on which all of them are targeted, by an
objective of their own or as owners of a touchpoint with such a target. One row per stage."""
kind        = "pitfall"
params      = { today = "date", kpis = "varchar[]", classes = "varchar[]" }
columns     = ["place", "failed", "stage_id", "departments", "targeted", "shared"]

[pitfall]
of      = "silos"
order   = 3
item    = "stage of several departments"
items   = "stages of several departments"
failed  = "without an outcome that all of them share"
because = "Departments with targets of their own each meet them, and the customer falls between."
needs   = "the departments that answer for touchpoints, do the work or support it"
---*/
with outcomes as (
    select kpi
    from (
        select
            unnest($kpis) as kpi,
            unnest($classes) as kpi_class
    ) as known
    where kpi_class = 'outcome'
),

roles as (
    select
        a.touchpoint_id,
        a.role,
        trim(p.department) as department
    from accountability as a
    inner join party as p on a.party_id = p.party_id
    where
        a.role in ('A', 'R', 'S')
        and coalesce(a.since, $today) <= $today
        and coalesce(a.until, $today) >= $today
        and coalesce(trim(p.department), '') <> ''
),

there as (
    select
        t.stage_id,
        r.department
    from roles as r
    inner join touchpoint as t on r.touchpoint_id = t.touchpoint_id
    union
    select
        stage_id,
        department
    from stage_department
),

stages as (
    select
        s.stage_id,
        s.name as stage,
        list(distinct d.department order by d.department) as departments
    from there as d
    inner join stage as s on d.stage_id = s.stage_id
    inner join journey as j on s.journey_id = j.journey_id
    where j.version = 'current'
    group by s.stage_id, s.name
    having count(distinct d.department) > 1
),

targeted as (
    select
        trim(p.department) as department,
        o.kpi
    from objective as o
    inner join party as p on o.party_id = p.party_id
    semi join outcomes as c on o.kpi = c.kpi
    union
    select
        r.department,
        g.kpi
    from kpi_target as g
    inner join roles as r on g.touchpoint_id = r.touchpoint_id and r.role = 'A'
    semi join outcomes as c on g.kpi = c.kpi
    where coalesce(g.valid_from, $today) <= $today and coalesce(g.valid_to, $today) >= $today
),

sharing as (
    select
        s.stage_id,
        t.kpi,
        list(distinct t.department order by t.department) as departments
    from stages as s
    inner join targeted as t on list_contains(s.departments, t.department)
    group by s.stage_id, t.kpi
)

select
    s.stage as place,
    count(h.kpi) filter (where len(h.departments) = len(s.departments)) = 0 as failed,
    s.stage_id,
    array_to_string(s.departments, ', ') as departments,
    coalesce(string_agg(h.kpi || ': ' || array_to_string(h.departments, ', '), '; ' order by h.kpi), '') as targeted,
    coalesce(
        string_agg(h.kpi, ', ' order by h.kpi) filter (where len(h.departments) = len(s.departments)), ''
    ) as shared
from stages as s
left join sharing as h on s.stage_id = h.stage_id
group by s.stage_id, s.stage, s.departments
order by failed desc nulls last, place asc
