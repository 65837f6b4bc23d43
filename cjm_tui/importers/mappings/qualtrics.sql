/*---
title = "Qualtrics survey"
description = "Responses as CSV, with three header rows. Each answered score question is one answer, with the words beside it."
recognise = { name = ["*qualtrics*", "*survey*"], header = ["StartDate", "EndDate", "RecordedDate", "ResponseId", "Finished"], any_of = ["nps", "csat", "ces", "resolved"], any_columns = true }
optional = ["Status", "IPAddress", "DistributionChannel", "RecipientLastName", "RecipientFirstName", "RecipientEmail", "ExternalReference", "LocationLatitude", "LocationLongitude", "nps", "csat", "ces", "resolved", "nps_comment", "csat_comment", "ces_comment", "comment", "touchpoint_id", "contact_id", "segment"]
dialect = { header_rows = 3, delimiter = [",", "\t"], encoding = ["utf-8", "utf-16"] }
timezone = "site"
timezone_in = { row = 3, key = "timeZone" }
personal = ["IPAddress", "RecipientLastName", "RecipientFirstName", "RecipientEmail", "ExternalReference", "LocationLatitude", "LocationLongitude"]

# Which question is what: in a copy of your own write the names of your columns here, as nps = ["Q3"].
[aliases]
nps = ["NPS score", "Likelihood to recommend", "*_NPS", "*_NPS_score"]
csat = ["CSAT score", "Overall satisfaction", "OSAT", "*_CSAT", "*_CSAT_score"]
ces = ["CES score", "Customer effort", "*_CES", "*_CES_score"]
resolved = ["Issue resolved", "*_resolved"]
nps_comment = ["NPS_TEXT", "NPS reason", "NPS_why"]
csat_comment = ["CSAT_TEXT", "CSAT reason", "CSAT_why"]
ces_comment = ["CES_TEXT", "CES reason", "CES_why"]
comment = ["Comments", "Verbatim", "Feedback"]
touchpoint_id = ["Touchpoint"]

[[rule]]
ignore = "lower(trim(Finished)) in ('0', 'false', 'no')"
because = "responses that were not finished"

[[rule]]
ignore = """
lower(trim(Status)) in ('1', '2', '8', '9', '12', '17', 'survey preview', 'survey test', 'spam')
or lower(trim(DistributionChannel)) in ('preview', 'test')
"""
because = "previews, tests and spam, not a customer's response"

[[rule]]
refuse = "ResponseId is null"
column = "ResponseId"
because = "is missing"
---*/
create view said as
select
    s._line,
    s.responseid as response_id,
    coalesce(s.recordeddate, s.enddate) as answered_at,
    coalesce(nullif(trim(s.externalreference), ''), s.recipientemail) as customer,
    coalesce(nullif(trim(s.touchpoint_id), ''), 'qualtrics') as touchpoint_id,
    s.contact_id,
    s.segment,
    e.place,
    e.instrument,
    e.scale,
    lower(trim(e.answer)) as answer,
    e.words,
    s.comment
from source as s
cross join
    lateral (
        values
        (1, 'nps', '0-10', s.nps, s.nps_comment),
        (2, 'csat', '1-5', s.csat, s.csat_comment),
        (3, 'ces', '1-7', s.ces, s.ces_comment),
        (4, 'resolved', '0-1', s.resolved, null)
    ) as e (place, instrument, scale, answer, words)
where nullif(trim(e.answer), '') is not null;

-- Numbers, texts that begin with one (10 - Extremely likely), or the usual texts of choices.
create view scored as
select
    _line,
    response_id,
    answered_at,
    customer,
    touchpoint_id,
    contact_id,
    segment,
    place,
    instrument,
    scale,
    answer,
    words,
    comment,
    case
        when instrument = 'resolved' and answer in ('yes', '1', 'true') then 1
        when instrument = 'resolved' and answer in ('no', '0', '2', 'false') then 0
        when instrument = 'resolved' then null
        when regexp_full_match(answer, '\d{1,2}([^\d.,].*)?') then regexp_extract(answer, '^\d{1,2}')::integer
        when instrument = 'nps' and answer = 'extremely likely' then 10
        when instrument = 'nps' and answer = 'not at all likely' then 0
        when instrument = 'csat' and answer in ('extremely satisfied', 'very satisfied') then 5
        when instrument = 'csat' and answer in ('somewhat satisfied', 'satisfied') then 4
        when instrument = 'csat' and answer in ('neither satisfied nor dissatisfied', 'neutral') then 3
        when instrument = 'csat' and answer in ('somewhat dissatisfied', 'dissatisfied') then 2
        when instrument = 'csat' and answer in ('extremely dissatisfied', 'very dissatisfied') then 1
        when instrument = 'ces' and answer in ('strongly agree', 'extremely easy') then 7
        when instrument = 'ces' and answer in ('agree', 'moderately easy') then 6
        when instrument = 'ces' and answer in ('somewhat agree', 'slightly easy') then 5
        when instrument = 'ces' and answer in ('neither agree nor disagree', 'neither easy nor difficult') then 4
        when instrument = 'ces' and answer in ('somewhat disagree', 'slightly difficult') then 3
        when instrument = 'ces' and answer in ('disagree', 'moderately difficult') then 2
        when instrument = 'ces' and answer in ('strongly disagree', 'extremely difficult') then 1
    end as points,
    min(place) over (partition by response_id) as first_place
from said;

create table feedback as
select
    _line,
    'qualtrics:' || response_id || '/' || instrument as feedback_id,
    touchpoint_id,
    contact_id,
    customer,
    answered_at as "at",
    instrument,
    scale,
    case
        when points between split_part(scale, '-', 1)::integer and split_part(scale, '-', 2)::integer
            then points::varchar
        else answer || ' (' || instrument || ' is ' || scale || ')'
    end as score,
    nullif(concat_ws(chr(10), words, case when place = first_place then comment end), '') as verbatim,
    segment,
    'customer' as voice
from scored;
