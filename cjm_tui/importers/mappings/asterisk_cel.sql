/*---
title = "Asterisk CEL, from its table"
description = "One record an event of a channel. Each call is one contact with a leg for each menu, queue, ring of telephones and mailbox its caller was in."
recognise = { name = ["*cel*"], header = ["eventtype", "eventtime", "uniqueid", "linkedid"], cells = { eventtype = '[A-Za-z][\w -]*', eventtime = '\d{9,10}(\.\d+)?|\d{4}-\d\d-\d\d[ T]\d\d:\d\d.*' } }
optional = ["cid_name", "cid_num", "cid_ani", "cid_rdnis", "cid_dnid", "exten", "context", "channame", "appname", "appdata", "amaflags", "accountcode", "peeraccount", "userfield", "peer", "userdeftype", "extra"]
insert_only = ["touchpoint"]
personal = ["cid_name", "cid_num", "cid_ani", "cid_rdnis", "cid_dnid", "exten", "channame", "appdata", "accountcode", "peeraccount", "userfield", "peer", "extra"]

[aliases]
eventtype = ["event", "event_name"]
accountcode = ["acctcode"]
peeraccount = ["peeracct"]
userdeftype = ["usereventname"]
extra = ["eventextra"]

[gather]
contact = "coalesce(linkedid, uniqueid)"
record = ["eventtype", "eventtime", "uniqueid", "channame", "exten", "context", "appname", "appdata", "peer", "userdeftype"]

# A number of two to five digits is an extension: whose it is, and of whom calls are, is not kept.
[gather.hashed]
caller = """
case
    when uniqueid is distinct from linkedid then null
    when not coalesce(regexp_full_match(cid_num, '\\d{2,5}'), false) then coalesce(cid_ani, cid_num)
    when regexp_full_match(exten, '\\+?\\d{6,}') then exten
    else cid_num
end
"""

[gather.kept]
way = """
case
    when not coalesce(regexp_full_match(cid_num, '\\d{2,5}'), false) then 'in'
    when regexp_full_match(exten, '\\+?\\d{6,}') then 'out'
    else 'within'
end
"""
cid_name = "null"
cid_num = "null"
cid_ani = "null"
cid_rdnis = "null"
cid_dnid = "null"
exten = "case when regexp_full_match(exten, '[0-9*#ti]') then exten end"
channame = "null"
appdata = "case when lower(appname) = 'queue' then split_part(split_part(appdata, ',', 1), '|', 1) end"
amaflags = "null"
accountcode = "null"
peeraccount = "null"
userfield = "null"
peer = "null"
extra = "case when json_valid(extra) then json_extract_string(extra, '$.dialstatus') end"

[[rule]]
refuse = "eventtype is null or coalesce(linkedid, uniqueid) is null"
column = "eventtype"
because = "has no event or no channel: the record is cut short"

[[rule]]
refuse = """
not regexp_full_match(eventtime, '\\d{9,10}(\\.\\d+)?') and try_cast(eventtime as timestamptz) is null
"""
column = "eventtime"
because = "is neither seconds since 1970 nor a time"
---*/
create temp table told as
select
    _line,
    _contact as contact_id,
    caller,
    way,
    coalesce(uniqueid = linkedid, true) as own,
    moment_of(eventtime) as moment,
    has_zone(eventtime) as zoned,
    upper(case when upper(eventtype) = 'USER_DEFINED' then coalesce(userdeftype, eventtype) else eventtype end)
        as event,
    case
        when event = 'CHAN_START' then 0
        when event = 'ANSWER' then 1
        when event = 'APP_START' then 2
        when event in ('BRIDGE_EXIT', 'BRIDGE_END') then 4
        when event = 'APP_END' then 5
        when event = 'HANGUP' then 6
        when event = 'CHAN_END' then 7
        when event = 'LINKEDID_END' then 8
        else 3
    end as step,
    context,
    exten,
    appname as app,
    extra as status,
    case
        when lower(appname) = 'queue' then 'queue'
        when lower(appname) in ('dial', 'followme', 'page') then 'ring'
        when lower(appname) in ('voicemail', 'minivmrecord', 'record') then 'mailbox'
        when
            lower(appname) in ('background', 'backgrounddetect', 'playback', 'read', 'saydigits', 'waitexten', 'ivr')
            or regexp_matches(lower(context), '(^|[-_])(ivr|menu)([-_]|$)')
            then 'ivr'
    end as kind,
    case when kind = 'queue' then coalesce(appdata, 'queue') end as queue,
    case when kind = 'queue' then 'queue/' || coalesce(appdata, 'queue') else kind end as place
from source;

create temp table call as
select
    contact_id,
    min(moment) filter (event = 'HANGUP' and own) as hung_up,
    min(moment) filter (event in ('HANGUP', 'CHAN_END') and own or event = 'LINKEDID_END') as over_at,
    arg_min(way, (moment, step)) filter (own) as way_in,
    arg_min(caller, (moment, step)) filter (own) as customer
from told
group by contact_id;

-- The caller's own channel says where the caller was; what its hang-up runs says nothing more.
create view placed as
select
    t._line,
    t.contact_id,
    t.moment,
    t.zoned,
    t.step,
    t.event,
    t.kind,
    t.queue,
    t.place,
    coalesce(lag(t.place ignore nulls) over (
        partition by t.contact_id order by t.moment, t.step, t._line
    ), '') as earlier,
    -- What ends a stay in one place may come late, and then begins none.
    case
        when t.place is null then false
        when t.event = 'APP_START' and t.kind in ('queue', 'ring') then true
        when t.step >= 4 then earlier = ''
        else t.place <> earlier
    end as begins
from told as t
inner join call as c on t.contact_id = c.contact_id
where t.own and (t.moment < c.over_at or c.over_at is null or (t.moment = c.over_at and t.step < 6));

create temp table numbered as
select
    _line,
    contact_id,
    moment,
    zoned,
    step,
    event,
    kind,
    queue,
    place,
    begins,
    count(*) filter (begins) over (partition by contact_id order by moment, step, _line) as number
from placed;

create view stay as
select
    min(n._line) as _line,
    n.contact_id,
    n.number,
    bool_or(n.zoned) as zoned,
    coalesce(any_value(n.kind) filter (n.begins), 'other') as kind,
    coalesce(any_value(n.place) filter (n.begins), 'other') as place,
    any_value(n.queue) filter (n.begins) as queue,
    min(n.moment) as began,
    min(n.moment) filter (n.event in ('BRIDGE_ENTER', 'BRIDGE_START')) as connected,
    max(n.moment) filter (n.event in ('BRIDGE_EXIT', 'BRIDGE_END')) as parted
from numbered as n
group by n.contact_id, n.number;

create temp table leg as
select
    s._line,
    s.contact_id,
    s.kind,
    s.place,
    s.queue,
    s.zoned,
    s.began,
    s.connected,
    s.parted,
    c.way_in,
    c.customer,
    s.contact_id || '/' || s.place || '/' || row_number() over (
        partition by s.contact_id, s.place order by s.began, s.number
    ) as interaction_id,
    coalesce(lead(s.began) over (partition by s.contact_id order by s.number), c.over_at) as left_at,
    lead(s.began) over (partition by s.contact_id order by s.number) is not null as goes_on,
    coalesce(bool_or(s.kind in ('queue', 'ring')) over (
        partition by s.contact_id order by s.number rows between 1 following and unbounded following
    ), false) as asks_later
from stay as s
inner join call as c on s.contact_id = c.contact_id
-- What comes before the first place is a leg of its own only where there is none. Calls between
-- extensions are customers' only where they go to a queue or a menu.
qualify
    (s.number > 0 or max(s.number) over (partition by s.contact_id) = 0)
    and (c.way_in <> 'within' or bool_or(s.kind in ('queue', 'ivr')) over (partition by s.contact_id));

create temp table step_of_leg as
select
    t._line,
    l.interaction_id,
    t.moment,
    t.zoned,
    t.step,
    t.event,
    t.exten,
    t.status,
    coalesce(t.queue, t.context) as node,
    l.kind
from told as t
inner join leg as l on t.contact_id = l.contact_id
qualify row_number() over (
    partition by t._line
    order by
        l.began <= t.moment desc,
        case when l.began <= t.moment then l.began end desc,
        case when l.began > t.moment then l.began end asc,
        case when l.began = t.moment and t.step > 3 then l.interaction_id end asc,
        l.interaction_id desc
) = 1;

create view leg_said as
select
    interaction_id,
    bool_or(event in ('BLINDTRANSFER', 'ATTENDEDTRANSFER')) as transferred,
    arg_max(status, (moment, step)) as status
from step_of_leg
group by interaction_id;

create temp table judged as
select
    l._line,
    l.contact_id,
    l.interaction_id,
    l.kind,
    l.place,
    l.queue,
    l.zoned,
    l.way_in,
    l.customer,
    l.began,
    l.connected,
    case when l.connected is null then l.left_at else coalesce(l.parted, l.left_at) end as ended,
    s.transferred,
    case
        when l.left_at is null and l.connected is null then null
        when l.kind = 'ivr' then case when l.asks_later then 'to_agent' else 'contained' end
        when l.kind = 'mailbox' then 'done'
        when l.kind = 'other' then null
        when l.connected is not null then 'answered'
        when l.goes_on then 'left'
        when l.kind = 'ring' and s.status in ('BUSY', 'CONGESTION', 'CHANUNAVAIL') then 'blocked'
        else 'abandoned'
    end as outcome
from leg as l
inner join leg_said as s on l.interaction_id = s.interaction_id;

create table touchpoint as
select
    min(_line) as _line,
    'asterisk-cel-' || slug(place) as touchpoint_id,
    any_value(
        case kind
            when 'queue' then queue
            when 'ring' then 'Telephones rung'
            when 'ivr' then 'IVR'
            when 'mailbox' then 'Mailbox'
        end || ' (CEL)'
        order by _line
    ) as name,
    any_value(case when kind = 'ivr' then 'ivr' else 'phone' end) as channel
from judged
where kind <> 'other'
group by slug(place);

create table interaction as
select
    _line,
    interaction_id,
    contact_id,
    'asterisk-cel-' || slug(place) as touchpoint_id,
    customer,
    case when way_in = 'out' then 'outbound' else 'inbound' end as direction,
    case when kind = 'ivr' then 'ivr' else 'phone' end as channel,
    iso(began, zoned) as started_at,
    iso(ended, zoned) as ended_at,
    case
        when outcome = 'answered' then seconds_between(began, connected)
        when outcome in ('abandoned', 'left') then seconds_between(began, ended)
    end as wait_s,
    case when outcome = 'answered' then seconds_between(connected, ended) end as talk_s,
    outcome,
    case when outcome = 'answered' then transferred::integer end as transfers,
    queue
from judged;

create table interaction_event as
select
    _line,
    interaction_id,
    row_number() over (partition by interaction_id order by moment, step, event, node, _line) as seq,
    iso(moment, zoned) as "at",
    node,
    kind as node_type,
    event,
    coalesce(exten, status) as value
from step_of_leg;
