/*---
title = "Zendesk tickets"
description = "Export of tickets as CSV. Each ticket is one contact with one leg, its steps, and the answer to the satisfaction survey."
recognise = { name = ["*ticket*", "*zendesk*"], header = ["Id", "Status", "Via", "Created at", "Updated at"], any_columns = true }
optional = ["Requester", "Requester id", "Requester external id", "Requester email", "Requester domain", "Submitter", "Assignee", "Group", "Subject", "Tags", "Ticket type", "Assigned at", "Organization", "Initially assigned at", "Solved at", "Satisfaction Score", "Reopens", "Replies", "First reply time in minutes"]
dialect = { delimiter = [",", ";", "\t"], encoding = ["utf-8", "utf-16"] }
timezone = "site"
version = "Updated at"
insert_only = ["touchpoint"]
personal = ["Requester", "Requester id", "Requester external id", "Requester email", "Requester domain", "Submitter", "Assignee", "Subject", "Tags"]

[gather]
contact = "Id"
record = ["Id"]

[gather.hashed]
customer = 'coalesce("Requester email", "Requester external id", "Requester id")'

[gather.kept]
Requester = "null"
"Requester id" = "null"
"Requester external id" = "null"
"Requester email" = "null"
"Requester domain" = "null"
Submitter = "null"
Assignee = "null"
Subject = "null"
Tags = "null"
Organization = "null"

[[rule]]
refuse = "nullif(trim(Id), '') is null"
column = "Id"
because = "is missing"

[[rule]]
refuse = "try_cast(\"Created at\" as timestamp) is null"
column = "Created at"
because = "is not a time (YYYY-MM-DD HH:MM)"

[[rule]]
refuse = "try_cast(\"Updated at\" as timestamp) is null"
column = "Updated at"
because = "is not a time (YYYY-MM-DD HH:MM)"

# Of the hour that occurs twice nobody can tell which it was.
[[rule]]
refuse = "try_cast(\"Solved at\" as timestamp) < try_cast(\"Created at\" as timestamp) - interval 1 hour"
column = "Solved at"
because = "lies before Created at"

[[rule]]
refuse = """
trim("First reply time in minutes") not in ('', '-')
and not coalesce(try_cast("First reply time in minutes" as double) >= 0, false)
"""
column = "First reply time in minutes"
because = "is negative or not a number of minutes"

[[rule]]
ignore = "lower(trim(Status)) = 'deleted'"
because = "tickets that somebody deleted"
---*/
create macro slug(words) as
coalesce(nullif(trim(regexp_replace(lower(words), '[^\p{L}\p{N}]+', '-', 'g'), '-'), ''), 'other');

create view ticket as
select
    _line,
    _contact as contact_id,
    lower(trim(status)) as status,
    coalesce(nullif(trim(via), ''), 'Other') as origin,
    'zendesk-' || slug(coalesce(nullif(trim(via), ''), 'other')) as touchpoint_id,
    case
        when lower(via) like '%mail%' then 'email'
        when lower(via) like '%chat%' or lower(via) like '%messag%' then 'chat'
        when lower(via) like '%voice%' or lower(via) like '%phone%' then 'phone'
        when lower(via) like '%web%' or lower(via) like '%api%' or lower(via) like '%help center%' then 'web'
        else slug(via)
    end as channel,
    customer,
    "Created at" as began_at,
    "Updated at" as updated_at,
    "Assigned at" as assigned_at,
    "Initially assigned at" as first_assigned_at,
    "Solved at" as solved_at,
    nullif(trim("Group"), '') as team,
    nullif(lower(trim("Ticket type")), '-') as reason,
    60 * try_cast("First reply time in minutes" as double) as reply_s,
    try_cast(reopens as integer) as reopened,
    lower(trim("Satisfaction Score")) as satisfaction,
    case
        when satisfaction like 'good%' then '5'
        when satisfaction like 'bad%' then '1'
        when regexp_full_match(satisfaction, '[1-5]') then satisfaction
    end as score
from source;

create table touchpoint as
select
    min(_line) as _line,
    touchpoint_id,
    min(origin) || ' tickets' as name,
    min(channel) as channel
from ticket
group by touchpoint_id;

create table interaction as
select
    _line,
    contact_id || '/ticket' as interaction_id,
    contact_id,
    touchpoint_id,
    customer,
    'inbound' as direction,
    channel,
    began_at as started_at,
    case when status in ('solved', 'closed') then solved_at end as ended_at,
    reply_s as wait_s,
    case when status in ('solved', 'closed') then 'done' end as outcome,
    case when status in ('solved', 'closed') then true end as resolved,
    team as queue,
    team,
    reason
from ticket;

create view step as
select
    t._line,
    t.contact_id || '/ticket' as interaction_id,
    e.place,
    e.happened_at,
    e.later_s,
    e.event,
    e.value
from ticket as t
cross join
    lateral (
        values
        (1, t.began_at, 0, 'created', t.origin),
        (2, t.first_assigned_at, 0, 'first_assigned', t.team),
        (3, case when t.reply_s is not null then t.began_at end, t.reply_s, 'first_reply', null),
        (4, t.assigned_at, 0, 'assigned', t.team),
        (5, case when t.reopened > 0 then t.updated_at end, 0, 'reopened', t.reopened::varchar),
        (6, t.solved_at, 0, 'solved', null),
        (7, t.updated_at, 0, 'status', t.status)
    ) as e (place, happened_at, later_s, event, value)
where e.happened_at is not null;

create table interaction_event as
select
    _line,
    interaction_id,
    place as seq,
    happened_at as "at",
    later_s as at_plus_s,
    event,
    value
from step;

create table feedback as
select
    _line,
    contact_id || '/csat' as feedback_id,
    touchpoint_id,
    contact_id,
    customer,
    coalesce(solved_at, updated_at) as "at",
    'csat' as instrument,
    '1-5' as scale,
    score,
    'customer' as voice
from ticket
where score is not null;

create table invitation as
select
    _line,
    contact_id || '/csat' as invitation_id,
    touchpoint_id,
    contact_id,
    customer,
    coalesce(solved_at, updated_at) as "at",
    'csat' as instrument
from ticket
where satisfaction = 'offered' or score is not null;
