/*---
title = "Genesys Cloud segments"
description = "Segments of conversations, as the analytics API gives them, one record each. Each conversation is one contact with a leg for each IVR, queue and direct talk; every segment is a step."
recognise = { name = "*segments*", header = ["conversationId", "participantId", "purpose", "sessionId", "mediaType", "segmentType", "segmentStart"], any_columns = true }
optional = ["participantName", "direction", "ani", "dnis", "segmentEnd", "queueId", "queueName", "wrapUpCode", "wrapUpNote", "disconnectType", "errorCode", "userId"]
dialect = { delimiter = [",", ";", "\t"], encoding = ["utf-8", "utf-16"] }
timezone = "UTC"
insert_only = ["touchpoint"]
personal = ["ani", "dnis", "participantName", "wrapUpNote", "userId"]

[gather]
contact = "conversationId"
record = ["conversationId", "participantId", "sessionId", "segmentType", "segmentStart"]
kept = { participantName = "case when purpose = 'acd' then participantName end", wrapUpNote = "null", userId = "null" }

[[rule]]
refuse = "conversationId is null"
column = "conversationId"
because = "is missing"

[[rule]]
refuse = "try_cast(segmentStart as timestamptz) is null"
column = "segmentStart"
because = "is not a time (ISO 8601)"

[[rule]]
refuse = "segmentEnd is not null and try_cast(segmentEnd as timestamptz) is null"
column = "segmentEnd"
because = "is not a time (ISO 8601)"

[[rule]]
refuse = "try_cast(segmentEnd as timestamptz) < try_cast(segmentStart as timestamptz)"
column = "segmentEnd"
because = "lies before segmentStart"
---*/
create view segment as
select
    _line,
    _contact as contact_id,
    coalesce(sessionid, participantid, '') as session_id,
    lower(coalesce(purpose, '')) as role,
    lower(coalesce(mediatype, '')) as media,
    lower(direction) as way,
    lower(coalesce(segmenttype, '')) as kind,
    segmentstart::timestamptz as began_at,
    segmentend::timestamptz as ended_at,
    date_diff('millisecond', began_at, ended_at) / 1000.0 as lasted_s,
    queueid as queue_id,
    coalesce(queuename, participantname) as queue_name,
    ani,
    dnis,
    wrapupcode as wrap_up,
    lower(disconnecttype) as ended_by,
    errorcode as error
from source;

create view session as
select
    min(_line) as _line,
    contact_id,
    session_id,
    min(role) as role,
    min(media) as media,
    arg_min(queue_id, began_at) as queue_id,
    min(queue_name) as queue_name,
    min(began_at) as began_at,
    case when count(*) = count(ended_at) then max(ended_at) end as ended_at,
    min(began_at) filter (where kind in ('interact', 'hold')) as met_at,
    sum(lasted_s) filter (where kind = 'interact') as talk_s,
    sum(lasted_s) filter (where kind = 'hold') as hold_s,
    sum(lasted_s) filter (where kind = 'wrapup') as wrap_s,
    arg_max(ended_by, (began_at, ended_by)) as ended_by
from segment
group by contact_id, session_id;

create view conversation as
select
    contact_id,
    bool_or(role in ('ivr', 'acd', 'agent')) as served,
    bool_or(role = 'acd' or (role = 'agent' and kind in ('interact', 'hold'))) as reached,
    case
        when bool_or(media = 'callback') then 'callback'
        when bool_or(role in ('ivr', 'acd', 'agent', 'customer', 'external'))
            then
                coalesce(
                    arg_min(way, (began_at, way)) filter (
                        where role in ('ivr', 'acd', 'agent', 'customer', 'external')
                    ),
                    'inbound'
                )
        else coalesce(arg_min(way, (began_at, way)), 'inbound')
    end as way,
    arg_min(ani, (began_at, ani)) filter (where way = 'inbound') as caller,
    arg_min(dnis, (began_at, dnis)) filter (where way = 'outbound') as dialled,
    arg_min(wrap_up, (began_at, wrap_up)) filter (where not starts_with(wrap_up, 'ININ-')) as reason
from segment
group by contact_id;

create view visit as
select
    contact_id,
    session_id,
    began_at
from session
where role = 'acd';

create view meeting as
select
    s._line,
    s.contact_id,
    s.session_id,
    s.media,
    s.queue_id,
    s.met_at,
    s.ended_at,
    s.talk_s,
    s.hold_s,
    s.wrap_s
from session as s
inner join conversation as c on s.contact_id = c.contact_id
where s.met_at is not null and (s.role = 'agent' or (s.role = 'user' and not c.served));

-- A person whom the customer met, and the last queue before: the first who comes from it answered.
create view person as
select
    p._line,
    p.contact_id,
    p.session_id,
    p.media,
    p.queue_id,
    p.met_at,
    p.ended_at,
    p.talk_s,
    p.hold_s,
    p.wrap_s,
    q.session_id as visit_id,
    row_number() over (partition by p.contact_id, q.session_id order by p.met_at, p.session_id) as place
from meeting as p
asof left join visit as q on p.contact_id = q.contact_id and p.met_at >= q.began_at;

create view leg as
select
    s._line,
    s.contact_id,
    s.session_id,
    'ivr' as kind,
    'genesys-ivr' as touchpoint_id,
    null as queue_id,
    'IVR' as name,
    s.media,
    s.began_at,
    s.ended_at,
    null as wait_s,
    null as talk_s,
    null as hold_s,
    null as wrap_s,
    case when c.reached then 'to_agent' else 'contained' end as outcome
from session as s
inner join conversation as c on s.contact_id = c.contact_id
where s.role = 'ivr'
union all
select
    q._line,
    q.contact_id,
    q.session_id,
    'queue' as kind,
    'genesys-' || coalesce(lower(q.queue_id), 'queue') as touchpoint_id,
    q.queue_id,
    coalesce(q.queue_name, q.queue_id, 'Queue') as name,
    q.media,
    q.began_at,
    case when p.session_id is null then q.ended_at else p.ended_at end as ended_at,
    date_diff('millisecond', q.began_at, coalesce(p.met_at, q.ended_at)) / 1000.0 as wait_s,
    p.talk_s,
    p.hold_s,
    p.wrap_s,
    case
        when p.session_id is not null then 'answered'
        when q.ended_at is null then null
        when q.ended_by like 'transfer%' or q.ended_by in ('timeout', 'system', 'error') then 'left'
        else 'abandoned'
    end as outcome
from session as q
left join person as p on q.contact_id = p.contact_id and q.session_id = p.visit_id and p.place = 1
where q.role = 'acd'
union all
select
    _line,
    contact_id,
    session_id,
    'direct' as kind,
    case
        when visit_id is null and queue_id is not null then 'genesys-' || lower(queue_id)
        else 'genesys-direct'
    end as touchpoint_id,
    case when visit_id is null then queue_id end as queue_id,
    coalesce(case when visit_id is null then queue_id end, 'Direct to a person') as name,
    media,
    met_at as began_at,
    ended_at,
    null as wait_s,
    talk_s,
    hold_s,
    wrap_s,
    case when visit_id is null and queue_id is not null then 'answered' else 'done' end as outcome
from person
where visit_id is null or place > 1;

-- Every conversation has a leg, also one of which only other participants are known so far.
create view every_leg as
select
    _line,
    contact_id,
    session_id,
    kind,
    touchpoint_id,
    queue_id,
    name,
    media,
    began_at,
    ended_at,
    wait_s,
    talk_s,
    hold_s,
    wrap_s,
    outcome
from leg
union all
select
    min(s._line) as _line,
    s.contact_id,
    'other' as session_id,
    'other' as kind,
    'genesys-other' as touchpoint_id,
    null as queue_id,
    'Other' as name,
    min(s.media) as media,
    min(s.began_at) as began_at,
    max(s.ended_at) as ended_at,
    null as wait_s,
    null as talk_s,
    null as hold_s,
    null as wrap_s,
    null as outcome
from segment as s
anti join leg as l on s.contact_id = l.contact_id
group by s.contact_id;

create macro channel_of(media) as
case
    when media in ('voice', 'callback') then 'phone'
    when media in ('chat', 'webchat', 'message', 'messaging') then 'chat'
    else nullif(media, '')
end;

create table touchpoint as
select
    min(_line) as _line,
    touchpoint_id,
    coalesce(min(name) filter (where name <> queue_id), min(name)) as name,
    case
        when touchpoint_id = 'genesys-ivr' then 'ivr'
        when count(distinct channel_of(media)) = 1 then min(channel_of(media))
    end as channel
from every_leg
group by touchpoint_id;

create table interaction as
select
    l._line,
    l.contact_id || '/' || l.session_id as interaction_id,
    l.contact_id,
    l.touchpoint_id,
    case when c.way = 'outbound' then coalesce(c.dialled, c.caller) else coalesce(c.caller, c.dialled) end as customer,
    case when c.way in ('outbound', 'callback') then c.way else 'inbound' end as direction,
    case when l.kind = 'ivr' then 'ivr' else channel_of(l.media) end as channel,
    l.began_at as started_at,
    l.ended_at,
    l.wait_s,
    l.talk_s,
    l.hold_s,
    l.wrap_s,
    l.outcome,
    l.queue_id as queue,
    c.reason
from every_leg as l
inner join conversation as c on l.contact_id = c.contact_id;

create view first_leg as
select
    contact_id,
    arg_min(session_id, (began_at, session_id)) as session_id
from every_leg
group by contact_id;

-- A segment is a step of its session's leg; of an agent's, of the last queue before; else of the first leg.
create view placed as
select
    s._line,
    s.contact_id,
    s.session_id,
    s.role,
    s.kind,
    s.began_at,
    s.queue_id,
    coalesce(s.error, s.ended_by) as value,
    coalesce(
        own.session_id,
        case when p.place = 1 then p.visit_id end,
        case when s.role = 'agent' then q.session_id end,
        f.session_id
    ) as leg_id
from segment as s
left join every_leg as own on s.contact_id = own.contact_id and s.session_id = own.session_id
left join person as p on s.contact_id = p.contact_id and s.session_id = p.session_id
asof left join visit as q on s.contact_id = q.contact_id and s.began_at >= q.began_at
left join first_leg as f on s.contact_id = f.contact_id;

create table interaction_event as
select
    _line,
    contact_id || '/' || leg_id as interaction_id,
    row_number() over (partition by contact_id, leg_id order by began_at, role, kind, session_id, value) as seq,
    began_at as "at",
    role as node,
    kind as event,
    value,
    queue_id as target_queue
from placed;
