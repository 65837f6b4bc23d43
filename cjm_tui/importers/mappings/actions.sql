/*---
title = "Actions (the product's own CSV)"
description = "Owned actions with what they are to improve, and the departments that take part."
recognise = { name = "actions*", header = ["action_id", "title", "state"] }
optional = ["touchpoint_id", "problem", "root_cause", "owner", "sponsor", "departments", "kpi", "baseline", "expected_effect", "smallest_effect", "effect_by", "comparison_touchpoint", "guardrail", "kind", "proposed_at", "started_at", "live_at", "closed_at", "due", "next_communication", "verdict", "department", "training", "training_by", "training_at", "training_why", "communication", "communication_by", "communication_at", "communication_why", "frozen_at", "frozen_by", "proposition_id"]
dialect = { delimiter = [",", ";", "\t", "|"], encoding = ["utf-8", "utf-16"] }

[[rule]]
refuse = """
regexp_replace(lower(trim(state)), '[ _-]+', ' ', 'g') not in
    ('proposed', 'agreed', 'in progress', 'live', 'evaluated', 'closed', 'abandoned')
"""
column = "state"
because = "is none of proposed, agreed, in progress, live, evaluated, closed, abandoned"
---*/
create table action as
select
    _line,
    action_id,
    touchpoint_id,
    title,
    problem,
    root_cause,
    owner,
    sponsor,
    kpi,
    baseline,
    expected_effect,
    smallest_effect,
    effect_by,
    comparison_touchpoint,
    guardrail,
    kind,
    regexp_replace(lower(trim(state)), '[ _-]+', ' ', 'g') as state,
    proposed_at,
    started_at,
    live_at,
    closed_at,
    due,
    next_communication,
    verdict,
    department,
    training,
    training_by,
    training_at,
    training_why,
    communication,
    communication_by,
    communication_at,
    communication_why,
    frozen_at,
    frozen_by,
    proposition_id
from source;

create view department as
select
    _line,
    action_id,
    trim(unnest(string_split(departments, ';'))) as department
from source;

create table action_department as
select
    _line,
    action_id,
    department
from department
where department <> '';
