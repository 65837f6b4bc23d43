/*---
title = "Telecom NPS survey"
description = "Answers of a telecom's NPS survey; the sub-type is the stage and the touchpoint. The rating's text is not trusted: the score decides."
recognise = { name = "telecom_nps*", header = ["CUSTOMER_RESPONSE_DATE", "SURVEY_SUB_TYPE", "NPS_SCORE", "text"] }
optional = ["NPS_RATING", "Qtr"]
dialect = { dates = "D/M/Y" }
timezone = "Europe/London"
insert_only = ["journey", "stage", "touchpoint"]

[[rule]]
refuse = "nullif(trim(SURVEY_SUB_TYPE), '') is null"
column = "SURVEY_SUB_TYPE"
because = "is missing"

[[rule]]
refuse = "NPS_SCORE is not null and coalesce(try_cast(NPS_SCORE as integer), -1) not between 0 and 10"
column = "NPS_SCORE"
because = "is not a score of 0 to 10"
---*/
create macro place_id(name) as
'telecom-' || trim(regexp_replace(lower(name), '[^\p{L}\p{N}]+', '-', 'g'), '-');

-- The file has no ids: what an answer says is its id, numbered where the same is said twice.
create view answer as
select
    _line,
    md5(
        concat_ws(
            chr(31), customer_response_date, survey_sub_type, coalesce(nps_score, ''),
            coalesce(text, '')
        )
    ) as said,
    survey_sub_type as stage,
    customer_response_date as answered_at,
    nps_score as score,
    text
from source;

create view first_record as
select min(_line) as _line
from source
having min(_line) is not null;

create view known_stage as
select
    f._line,
    k.position,
    k.name
from first_record as f
cross join (
    values (1, 'Order'), (2, 'Equipment Received'), (3, 'First Payment'), (4, 'Service in Use')
) as k (position, name);

create table journey as
select
    _line,
    'telecom' as journey_id,
    'Telecom service' as name,
    'Be connected, and pay what was agreed' as customer_goal,
    'current' as version
from first_record;

create table stage as
select
    _line,
    replace(place_id(name), 'telecom-', 'telecom/') as stage_id,
    'telecom' as journey_id,
    position,
    name
from known_stage;

create table touchpoint as
select
    _line,
    place_id(name) as touchpoint_id,
    replace(place_id(name), 'telecom-', 'telecom/') as stage_id,
    1 as position,
    name
from known_stage;

create table feedback as
select
    _line,
    'telecom:' || substr(said, 1, 20) || '-'
    || row_number() over (partition by said order by _line) as feedback_id,
    place_id(stage) as touchpoint_id,
    answered_at as "at",
    'nps' as instrument,
    '0-10' as scale,
    score,
    text as verbatim,
    'customer' as voice
from answer;
