/*---
title = "Asterisk queue_log, from its table"
description = "One record an event of a queue. Each call is one contact, each of its visits to a queue a leg with its events."
recognise = { name = ["*queue*log*"], header = ["time", "callid", "queuename", "event"], cells = { time = '\d{9,10}(\.\d+)?|\d{4}-\d\d-\d\d[ T]\d\d:\d\d.*', event = '[A-Za-z][\w -]*' } }
optional = ["agent", "data", "data1", "data2", "data3", "data4", "data5", "data6", "data7", "data8", "data9"]
insert_only = ["touchpoint"]
personal = ["agent", "data", "data1", "data2", "data3", "data4", "data5", "data6", "data7", "data8", "data9"]

[aliases]
time = ["time_id", "datetime", "timestamp", "created", "event_time"]
callid = ["call_id", "uniqueid"]
queuename = ["queue", "queue_name", "qname"]
agent = ["member", "agent_name"]
event = ["verb", "action", "event_type"]
data = ["params", "arguments"]
data1 = ["info1", "arg1", "param1"]
data2 = ["info2", "arg2", "param2"]
data3 = ["info3", "arg3", "param3"]
data4 = ["info4", "arg4", "param4"]
data5 = ["info5", "arg5", "param5"]

[gather]
contact = "callid"

[gather.hashed]
caller = "case when upper(event) = 'ENTERQUEUE' then coalesce(data2, split_part(data, '|', 2)) end"

# Parameters may name agents, extensions and callers: only seconds and the key pressed are kept.
[gather.kept]
agent = "null"
data = "null"
data1 = """
case when upper(event) not in ('ENTERQUEUE', 'TRANSFER', 'BLINDTRANSFER')
    then nullif(regexp_extract(coalesce(data1, split_part(data, '|', 1)), '^(-?\\d{1,6}|[*#]|LINK)$'), '') end
"""
data2 = """
case when upper(event) <> 'ENTERQUEUE'
    then nullif(regexp_extract(coalesce(data2, split_part(data, '|', 2)), '^-?\\d{1,6}$'), '') end
"""
data3 = "nullif(regexp_extract(coalesce(data3, split_part(data, '|', 3)), '^-?\\d{1,6}$'), '')"
data4 = "nullif(regexp_extract(coalesce(data4, split_part(data, '|', 4)), '^-?\\d{1,6}$'), '')"
data5 = "nullif(regexp_extract(coalesce(data5, split_part(data, '|', 5)), '^-?\\d{1,6}$'), '')"
data6 = "null"
data7 = "null"
data8 = "null"
data9 = "null"

[[rule]]
refuse = "event is null or queuename is null or callid is null"
column = "event"
because = "is missing: the record is cut short"

[[rule]]
refuse = """
not regexp_full_match("time", '\\d{9,10}(\\.\\d+)?') and try_cast("time" as timestamptz) is null
"""
column = "time"
because = "is neither seconds since 1970 nor a time"

[[rule]]
ignore = "upper(callid) in ('NONE', 'REALTIME', 'MANAGER', 'CLI')"
because = "events of agents, the system or its administrators, not of a call"

[[rule]]
ignore = """
regexp_full_match(upper(event),
    '(UN)?PAUSE(ALL|REASON)?|(ADD|REMOVE)MEMBER|AGENT(CALLBACK)?LOG(IN|OFF)|CONFIGRELOAD|QUEUESTART')
"""
because = "an agent who came, went or paused by telephone, not a customer's call"
---*/
-- Less than none is none that can be believed: the times of the events tell then.
create macro seconds_of(written) as case when try_cast(written as integer) >= 0 then try_cast(written as integer) end;

create view parted as
select
    _line,
    _contact as contact_id,
    queuename as queue,
    caller,
    moment_of(time) as moment,
    has_zone(time) as zoned,
    upper(event) as event,
    data1,
    data2,
    data3,
    data4,
    data5,
    case upper(event)
        when 'ENTERQUEUE' then 'enters'
        when 'JOINEMPTY' then 'blocked'
        when 'JOINUNAVAIL' then 'blocked'
        when 'FULL' then 'blocked'
        when 'CLOSED' then 'blocked'
        when 'RINGNOANSWER' then 'rings'
        when 'RINGCANCELED' then 'rings'
        when 'AGENTDUMP' then 'rings'
        when 'CONNECT' then 'connects'
        when 'COMPLETEAGENT' then 'answered'
        when 'COMPLETECALLER' then 'answered'
        when 'TRANSFER' then 'passed on'
        when 'BLINDTRANSFER' then 'passed on'
        when 'ATTENDEDTRANSFER' then 'passed on'
        when 'ABANDON' then 'abandoned'
        when 'EXITEMPTY' then 'left'
        when 'EXITWITHKEY' then 'left'
        when 'EXITWITHTIMEOUT' then 'left'
        when 'LEAVEEMPTY' then 'left'
    end as part
from source;

create view timed as
select
    _line,
    contact_id,
    queue,
    caller,
    moment,
    zoned,
    event,
    part,
    seconds_of(case
        when part in ('connects', 'answered') then data1
        when event = 'EXITWITHKEY' or (part = 'passed on' and data1 = 'LINK') then data4
        when part in ('passed on', 'abandoned', 'left') then data3
    end) as wait_s,
    seconds_of(case
        when part = 'answered' then data2
        when part = 'passed on' and data1 = 'LINK' then data5
        when part = 'passed on' then data4
    end) as talk_s,
    case
        when part = 'rings' then (try_cast(data1 as double) / 1000)::varchar
        when event = 'EXITWITHKEY' then data1
    end as detail
from parted;

-- Within one second: what ends an earlier visit (it has waited) comes before the next entry, what
-- ends the visit just begun (it has not) after it.
create temp table told as
select
    _line,
    contact_id,
    queue,
    caller,
    moment,
    zoned,
    event,
    part,
    wait_s,
    talk_s,
    detail,
    case
        when part in ('enters', 'blocked') then 4
        when part is null or part = 'rings' then 5
        when coalesce(wait_s, 0) + coalesce(talk_s, 0) > 0 then 2
        else 6
    end + case when part in ('answered', 'passed on', 'abandoned', 'left') then 1 else 0 end as step
from timed;

create temp table visited as
select
    _line,
    contact_id,
    queue,
    caller,
    moment,
    zoned,
    event,
    part,
    wait_s,
    talk_s,
    detail,
    step,
    count(*) filter (part in ('enters', 'blocked')) over (
        partition by contact_id, queue order by moment, step, event, wait_s, talk_s, _line
    ) as visit
from told
where part is not null;

create temp table leg as
select
    min(_line) as _line,
    contact_id,
    queue,
    contact_id || '/' || queue || '/' || visit as interaction_id,
    bool_or(zoned) as zoned,
    max(caller) as customer,
    coalesce(
        min(moment) filter (part in ('enters', 'blocked')),
        min(moment - to_seconds(coalesce(wait_s, 0) + coalesce(talk_s, 0)))
    ) as began,
    min(moment) filter (part = 'connects') as connected,
    max(moment) filter (part in ('answered', 'passed on', 'abandoned', 'left', 'blocked')) as ended,
    case
        when bool_or(part in ('connects', 'answered', 'passed on')) then 'answered'
        when bool_or(part = 'abandoned') then 'abandoned'
        when bool_or(part = 'left') then 'left'
        when bool_or(part = 'blocked') then 'blocked'
    end as outcome,
    bool_or(part = 'passed on') as transferred,
    arg_min(wait_s, (moment, step)) as wait_s,
    max(talk_s) as talk_s
from visited
group by contact_id, queue, visit;

-- What the log says besides goes to the visit at the time, of its own queue where there is one.
create view step_of_leg as
select
    _line,
    contact_id || '/' || queue || '/' || visit as interaction_id,
    queue,
    event,
    moment,
    zoned,
    step,
    coalesce(detail, coalesce(talk_s, wait_s)::varchar) as said
from visited
union all
select
    o._line,
    l.interaction_id,
    o.queue,
    o.event,
    o.moment,
    o.zoned,
    o.step,
    null as said
from told as o
inner join leg as l on o.contact_id = l.contact_id
where o.part is null
qualify row_number() over (
    partition by o._line
    order by
        l.queue = o.queue desc,
        l.began <= o.moment desc,
        case when l.began <= o.moment then l.began end desc,
        l.began asc,
        l.interaction_id asc
) = 1;

create table touchpoint as
select
    min(_line) as _line,
    'asterisk-' || slug(queue) as touchpoint_id,
    any_value(queue order by _line) as name,
    'phone' as channel
from leg
group by slug(queue);

create table interaction as
select
    _line,
    interaction_id,
    contact_id,
    'asterisk-' || slug(queue) as touchpoint_id,
    customer,
    'inbound' as direction,
    'phone' as channel,
    iso(began, zoned) as started_at,
    iso(ended, zoned) as ended_at,
    case
        when outcome in ('answered', 'abandoned', 'left')
            then coalesce(wait_s, seconds_between(began, coalesce(connected, ended)))
    end as wait_s,
    case when outcome = 'answered' then coalesce(talk_s, seconds_between(connected, ended)) end as talk_s,
    outcome,
    case when outcome = 'answered' then transferred::integer end as transfers,
    queue
from leg;

create table interaction_event as
select
    _line,
    interaction_id,
    row_number() over (partition by interaction_id order by moment, step, event, said, _line) as seq,
    iso(moment, zoned) as "at",
    queue as node,
    'queue' as node_type,
    event,
    said as value
from step_of_leg;
