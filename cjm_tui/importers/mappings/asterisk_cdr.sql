/*---
title = "Asterisk CDR, from its table"
description = "One record a pair of channels. Each call is one contact with a leg for each queue, ring of telephones, menu or mailbox that its records show."
recognise = { name = ["*cdr*"], header = ["start", "src", "channel", "duration", "billsec", "disposition"], cells = { start = '\d{4}-\d\d-\d\d[ T]\d\d:\d\d.*', duration = '\d*(\.\d+)?', billsec = '\d*(\.\d+)?' } }
optional = ["accountcode", "dst", "dcontext", "clid", "dstchannel", "lastapp", "lastdata", "answer", "end", "amaflags", "uniqueid", "userfield", "peeraccount", "linkedid", "sequence"]
insert_only = ["touchpoint"]
personal = ["accountcode", "src", "dst", "clid", "channel", "dstchannel", "lastdata", "userfield", "peeraccount"]

[aliases]
start = ["calldate"]

# cdr.conf decides which of the last five columns Master.csv has: an id of a channel, and the number
# that follows the id of the call, tell where they stand.
[gather]
contact = """
coalesce(
    case
        when regexp_full_match(linkedid, '(.+-)?\\d{6,}\\.\\d+') then linkedid
        when regexp_full_match(linkedid, '\\d+') and regexp_full_match(peeraccount, '(.+-)?\\d{6,}\\.\\d+') then peeraccount
        when regexp_full_match(peeraccount, '\\d+') and regexp_full_match(userfield, '(.+-)?\\d{6,}\\.\\d+') then userfield
    end,
    case when regexp_full_match(uniqueid, '(.+-)?\\d{6,}\\.\\d+') then uniqueid end,
    channel || ' ' || start
)
"""
record = ["start", "src", "dst", "channel", "dstchannel", "lastapp", "duration", "billsec", "disposition"]

# A number of two to five digits is an extension: whose it is, and of whom calls are, is not kept.
[gather.hashed]
caller = """
case when regexp_full_match(src, '\\d{2,5}') and not regexp_full_match(dst, '\\d{2,5}') then dst else src end
"""

[gather.kept]
way = """
case
    when not coalesce(regexp_full_match(src, '\\d{2,5}'), false) then 'in'
    when regexp_full_match(dst, '\\+?\\d{6,}') then 'out'
    else 'within'
end
"""
accountcode = "null"
src = "null"
dst = "null"
clid = "null"
channel = "case when channel like 'Local/%' then 'Local' end"
dstchannel = "case when dstchannel <> '' then 'one' end"
lastdata = "case when lower(lastapp) = 'queue' then split_part(split_part(lastdata, ',', 1), '|', 1) end"
userfield = "null"
peeraccount = "null"
uniqueid = "null"
linkedid = "null"
amaflags = "null"
answer = "null"
end = "null"

[[rule]]
refuse = "disposition is null or channel is null"
column = "disposition"
because = "is missing: the record is cut short"

[[rule]]
refuse = "try_cast(start as timestamptz) is null"
column = "start"
because = "is not a time"

[[rule]]
refuse = """
coalesce(try_cast(duration as double), -1) not between 0 and 1e9
or coalesce(try_cast(billsec as double), -1) not between 0 and 1e9
"""
column = "duration"
because = "duration or billsec is not a number of seconds"

# Of a second that both have begun, one may count more than the other.
[[rule]]
refuse = "billsec::double > duration::double + 1"
column = "billsec"
because = "is longer than duration: it was talked for longer than the call lasted"

[[rule]]
ignore = """
regexp_full_match(src, '\\d{2,5}') and regexp_full_match(dst, '\\d{2,5}')
and lower(coalesce(lastapp, '')) in ('dial', 'hangup', 'busy', 'congestion', '')
and coalesce(linkedid = uniqueid or not regexp_full_match(linkedid, '(.+-)?\\d{6,}\\.\\d+'), true)
"""
because = "a call from one extension to another, not a customer's"

[[rule]]
ignore = """
channel like 'Local/%'
and not coalesce(regexp_full_match(linkedid, '(.+-)?\\d{6,}\\.\\d+|\\d+') or regexp_full_match(peeraccount, '\\d+'), false)
"""
because = "a channel within the exchange, and the file does not say of which call"
---*/
create view row_of_call as
select
    _line,
    _contact as contact_id,
    caller,
    way,
    start::timestamp as began,
    began + to_milliseconds((duration::double * 1000)::bigint) as ended,
    greatest(began, ended - to_milliseconds((billsec::double * 1000)::bigint)) as picked_up,
    billsec::double as talk_s,
    -- Some tables hold the numbers of Asterisk's cdr.h; its NULL (1) is written NO ANSWER in a file.
    case trim(disposition)
        when '0' then 'NO ANSWER'
        when '1' then 'NO ANSWER'
        when '2' then 'FAILED'
        when '4' then 'BUSY'
        when '8' then 'ANSWERED'
        when '16' then 'CONGESTION'
        else upper(trim(disposition))
    end as disposition_word,
    coalesce(lastapp, '') as app,
    coalesce(try_cast(sequence as bigint), 0) as number,
    case
        when lower(app) = 'queue' then 'queue'
        when lower(app) in ('dial', 'followme', 'page') then 'ring'
        when lower(app) in ('voicemail', 'minivmrecord', 'record') then 'mailbox'
        when
            lower(app) in ('background', 'backgrounddetect', 'playback', 'read', 'saydigits', 'waitexten', 'ivr')
            or regexp_matches(lower(dcontext), '(^|[-_])(ivr|menu)([-_]|$)')
            then 'ivr'
        else 'other'
    end as kind,
    coalesce(lastdata, 'queue') as queue,
    dstchannel is not null and disposition_word = 'ANSWERED' as answered,
    first_value(way) over (partition by _contact order by channel is not null, start, number, _line) as way_in,
    -- Channels within the exchange and consultations repeat what the caller's own records say.
    channel is not null or lower(app) like 'app%' or (way <> 'in' and way_in = 'in') as inner_one
from source;

create temp table weighed as
select
    _line,
    contact_id,
    caller,
    way_in,
    began,
    ended,
    picked_up,
    talk_s,
    disposition_word as disposition,
    app,
    number,
    kind,
    case when kind = 'queue' then 'queue/' || queue else kind end as place,
    queue,
    answered,
    not inner_one or bool_and(inner_one) over (partition by contact_id) as own
from row_of_call;

-- Attempts are one leg until somebody answers; what begins after that call has ended is another.
create view attempt as
select
    r._line,
    r.contact_id,
    r.caller,
    r.way_in,
    r.began,
    r.ended,
    r.picked_up,
    r.disposition,
    r.kind,
    r.place,
    r.queue,
    r.answered,
    (
        select count(*)
        from weighed as a
        where
            r.contact_id = a.contact_id and r.kind = a.kind and r.place = a.place
            and a.own and a.answered and a.ended <= r.began and a._line <> r._line
    ) + 1 as visit
from weighed as r
where r.own
qualify r.kind <> 'other' or not bool_or(r.kind <> 'other') over (partition by r.contact_id);

create temp table tried as
select
    min(_line) as _line,
    contact_id,
    kind,
    place,
    contact_id || '/' || place || '/' || visit as interaction_id,
    any_value(queue) as queue,
    arg_min(caller, (began, _line)) as customer,
    any_value(way_in) as way_in,
    min(began) as began,
    coalesce(max(ended) filter (answered), max(ended)) as ended,
    min(picked_up) filter (answered) as picked_up,
    bool_or(answered) as answered,
    bool_and(disposition in ('BUSY', 'FAILED', 'CONGESTION')) as engaged,
    bool_or(disposition = 'ANSWERED') as up
from attempt
group by contact_id, kind, place, visit;

-- Where agents are rung through channels within the exchange, these know when the agent answered.
create view rung as
select
    t.interaction_id,
    min(i.picked_up) as picked_up
from tried as t
inner join weighed as i on t.contact_id = i.contact_id
where
    t.answered and i.answered and not i.own and i.kind = 'ring'
    and i.began >= t.began and i.picked_up <= t.ended
group by t.interaction_id;

create view leg as
select
    t._line,
    t.contact_id,
    t.kind,
    t.place,
    t.queue,
    t.interaction_id,
    t.customer,
    t.way_in,
    t.began,
    t.ended,
    t.answered,
    t.engaged,
    t.up,
    greatest(t.picked_up, r.picked_up) as picked_up,
    lead(t.began) over (partition by t.contact_id order by t.began, t.interaction_id) as next_began,
    lead(t.kind) over (partition by t.contact_id order by t.began, t.interaction_id) as next_kind
from tried as t
left join rung as r on t.interaction_id = r.interaction_id;

create temp table placed as
select
    _line,
    contact_id,
    kind,
    place,
    queue,
    interaction_id,
    customer,
    way_in,
    began,
    ended,
    picked_up,
    'asterisk-cdr-' || slug(place) as touchpoint_id,
    case kind
        when 'queue' then queue
        when 'ring' then 'Telephones rung'
        when 'ivr' then 'IVR'
        when 'mailbox' then 'Mailbox'
    end || ' (CDR)' as name,
    case when kind = 'ivr' then 'ivr' else 'phone' end as channel,
    case
        when kind = 'mailbox' then case when up then 'done' else 'not_done' end
        when kind not in ('queue', 'ring') then null
        when answered then 'answered'
        when next_began is not null then 'left'
        when kind = 'ring' and engaged then 'blocked'
        else 'abandoned'
    end as outcome,
    case
        when answered and kind in ('queue', 'ring')
            then coalesce(next_kind in ('queue', 'ring') and next_began >= ended, false)::integer
    end as transfers
from leg;

create table touchpoint as
select
    min(_line) as _line,
    touchpoint_id,
    any_value(name order by _line) as name,
    any_value(channel) as channel
from placed
where kind <> 'other'
group by touchpoint_id;

create table interaction as
select
    _line,
    interaction_id,
    contact_id,
    touchpoint_id,
    customer,
    case when way_in = 'out' then 'outbound' else 'inbound' end as direction,
    channel,
    began as started_at,
    ended as ended_at,
    case
        when outcome = 'answered' then seconds_between(began, picked_up)
        when outcome in ('abandoned', 'left') then seconds_between(began, ended)
    end as wait_s,
    case when outcome = 'answered' then seconds_between(picked_up, ended) end as talk_s,
    outcome,
    transfers,
    case when kind = 'queue' then queue end as queue
from placed;

create view step_of_leg as
select
    r._line,
    l.interaction_id,
    r.began,
    r.number,
    r.place,
    r.app,
    r.kind,
    r.disposition,
    r.talk_s
from weighed as r
inner join placed as l on r.contact_id = l.contact_id
qualify row_number() over (
    partition by r._line
    order by
        case when r.own then l.place = r.place end desc,
        l.began <= r.began desc,
        case when l.began <= r.began then l.began end desc,
        l.began asc,
        l.interaction_id asc
) = 1;

create table interaction_event as
select
    _line,
    interaction_id,
    row_number() over (partition by interaction_id order by began, number, place, app, _line) as seq,
    began as "at",
    app as node,
    kind as node_type,
    disposition as event,
    talk_s as value
from step_of_leg;
