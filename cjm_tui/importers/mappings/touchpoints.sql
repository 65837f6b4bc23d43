/*---
title = "Touchpoints (the product's own CSV)"
description = "The map: one record a touchpoint, with its journey and stage, standard of good, accountability and enablers."
recognise = { name = "touchpoints*", header = ["journey", "stage", "stage_position", "touchpoint_id", "touchpoint"] }
optional = ["position", "channel", "customer_need", "negatives", "moment_of_truth", "adds_value", "standard_of_good", "good_kpi", "good_threshold", "good_author", "good_set_at", "accountable", "accountable_since", "accountable_until", "accountable_confirmed_at", "responsible", "supporting", "consulted", "informed", "people", "process", "technology", "customer_goal", "journey_owner", "successful_outcome", "outcome_kpi", "outcome_target", "review_due", "version"]
dialect = { delimiter = [",", ";", "\t", "|"], encoding = ["utf-8", "utf-16"] }

[[rule]]
refuse = "nullif(trim(journey), '') is null"
column = "journey"
because = "is missing"

[[rule]]
refuse = "nullif(trim(stage), '') is null"
column = "stage"
because = "is missing"

[[rule]]
refuse = "lower(trim(version)) not in ('current', 'desired', '')"
column = "version"
because = "is neither current nor desired"

[[rule]]
refuse = """
exists (
    from $ranges
    where kpi_name = lower(trim(good_kpi)) and try_cast(good_threshold as double) not between least and most
)
"""
column = "good_threshold"
because = "lies beyond what the KPI can ever be"

[[rule]]
refuse = """
exists (
    from $ranges
    where kpi_name = lower(trim(outcome_kpi)) and try_cast(outcome_target as double) not between least and most
)
"""
column = "outcome_target"
because = "lies beyond what the KPI can ever be"
---*/
create macro made_id(name) as
coalesce(
    nullif(trim(regexp_replace(lower(name), '[^\p{L}\p{N}]+', '-', 'g'), '-'), ''),
    substr(md5(name), 1, 12)
);

-- A desired map stands beside the current one: what both have goes by the same id with a mark behind it.
create macro version_mark(version) as
case when lower(trim(version)) = 'desired' then '@desired' else '' end;

create view place as
select
    _line,
    journey,
    stage,
    stage_position,
    touchpoint_id || version_mark(version) as touchpoint_id,
    touchpoint,
    position,
    channel,
    customer_need,
    negatives,
    moment_of_truth,
    adds_value,
    standard_of_good,
    good_kpi,
    good_threshold,
    good_author,
    good_set_at,
    customer_goal,
    journey_owner,
    successful_outcome,
    outcome_kpi,
    outcome_target,
    review_due,
    coalesce(nullif(lower(trim(version)), ''), 'current') as version,
    made_id(journey) || version_mark(version) as journey_id,
    made_id(journey) || version_mark(version) || '/' || made_id(stage) as stage_id
from source;

create table journey as
select
    min(_line) as _line,
    journey_id,
    arg_min(journey, _line) as name,
    arg_min(customer_goal, _line) as customer_goal,
    arg_min(journey_owner, _line) as owner,
    arg_min(successful_outcome, _line) as successful_outcome,
    arg_min(outcome_kpi, _line) as outcome_kpi,
    arg_min(outcome_target, _line) as outcome_target,
    arg_min(review_due, _line) as review_due,
    arg_min(version, _line) as version
from place
group by journey_id;

create table stage as
select
    min(_line) as _line,
    stage_id,
    arg_min(journey_id, _line) as journey_id,
    arg_min(stage_position, _line) as position,
    arg_min(stage, _line) as name,
    arg_min(customer_need, _line) as customer_need,
    arg_min(negatives, _line) as negatives
from place
group by stage_id;

create table touchpoint as
select
    _line,
    touchpoint_id,
    stage_id,
    position,
    touchpoint as name,
    lower(channel) as channel,
    moment_of_truth,
    adds_value,
    standard_of_good,
    good_kpi,
    good_threshold,
    good_author,
    good_set_at
from place;

create view enabling as
select
    _line,
    touchpoint_id || version_mark(version) as touchpoint_id,
    'people' as layer,
    trim(unnest(string_split(people, ';'))) as item
from source
union all
select
    _line,
    touchpoint_id || version_mark(version) as touchpoint_id,
    'process' as layer,
    trim(unnest(string_split(process, ';'))) as item
from source
union all
select
    _line,
    touchpoint_id || version_mark(version) as touchpoint_id,
    'technology' as layer,
    trim(unnest(string_split(technology, ';'))) as item
from source;

create table enabler as
select
    _line,
    touchpoint_id,
    layer,
    item
from enabling
where item <> '';

-- Who answers for it answers for it as it is now: a desired map names nobody.
create view taking_part as
select
    _line,
    touchpoint_id,
    trim(unnest(string_split(accountable, ';'))) as party_id,
    'A' as role,
    accountable_since as since,
    accountable_until as until,
    accountable_confirmed_at as confirmed_at
from source
where version_mark(version) = ''
union all
select
    _line,
    touchpoint_id,
    trim(unnest(string_split(responsible, ';'))) as party_id,
    'R' as role,
    null as since,
    null as until,
    null as confirmed_at
from source
where version_mark(version) = ''
union all
select
    _line,
    touchpoint_id,
    trim(unnest(string_split(supporting, ';'))) as party_id,
    'S' as role,
    null as since,
    null as until,
    null as confirmed_at
from source
where version_mark(version) = ''
union all
select
    _line,
    touchpoint_id,
    trim(unnest(string_split(consulted, ';'))) as party_id,
    'C' as role,
    null as since,
    null as until,
    null as confirmed_at
from source
where version_mark(version) = ''
union all
select
    _line,
    touchpoint_id,
    trim(unnest(string_split(informed, ';'))) as party_id,
    'I' as role,
    null as since,
    null as until,
    null as confirmed_at
from source
where version_mark(version) = '';

create table accountability as
select
    _line,
    touchpoint_id,
    party_id,
    role,
    since,
    until,
    confirmed_at
from taking_part
where party_id <> '';
