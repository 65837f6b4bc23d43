/*---
title = "Genesys Cloud interactions"
description = "Export of the Interactions view, with the columns that somebody chose. Each conversation is one contact with an IVR leg, a queue leg or a direct one, and their events."
recognise = { name = ["*interactions*", "*genesys*"], header = ["Full Export Completed", "Conversation ID", "Date", "Media Type", "Direction"], cells = { Date = '\s*|\d{4}-.*|\d{1,2}/\d{1,2}/\d{2,4},? +\d{1,2}:\d\d(:\d\d)?\s*[AaPp]\.?[Mm]\.?' }, any_columns = true }
optional = ["Partial Result Timestamp", "Users", "Remote", "End Date", "Duration", "ANI", "DNIS", "From", "Queue", "Wrap-up", "Flow", "First Queue", "Initial Direction", "Abandoned", "Abandoned in Queue", "Disconnect Type", "Time to Abandon", "Total Queue", "Total IVR", "Total Talk", "Total Hold", "Total ACW", "Total Handle", "Transfers", "Transferred", "Users - Not Responding", "Outcome Success", "Outcome Failure", "Flow-Out Type", "Authenticated", "Error Code", "Division", "Promoter Score"]
aliases = { Users = ["Users - Interacted"], "Wrap-up" = ["Wrap-up Code"], Duration = ["Conversation Duration"], From = ["From Address"] }
dialect = { delimiter = [",", ";", "\t"], encoding = ["utf-8", "utf-16"], dates = "M/D/YY" }
timezone = "site"
insert_only = ["touchpoint"]
personal = ["Users", "Remote", "ANI", "DNIS", "From", "Users - Not Responding"]

[[rule]]
refuse_file = """
lower(trim("Full Export Completed")) in ('no', 'false', 'n', '0')
or ("Full Export Completed" is null and "Partial Result Timestamp" is not null)
"""
because = "it says itself that it is partial (Full Export Completed: NO): export it again once it is complete"

[[rule]]
refuse = "nullif(trim(\"Conversation ID\"), '') is null"
column = "Conversation ID"
because = "is missing"

[[rule]]
refuse = """
len(list_filter(
    [Duration, "Time to Abandon", "Total Queue", "Total IVR", "Total Talk", "Total Hold", "Total ACW", "Total Handle"],
    lambda said: not regexp_full_match(
        trim(said), '|-|(?i)n/a|\\d+(\\.\\d+)?|(\\d+:)?\\d{1,2}:\\d{1,2}(\\.\\d+)?'
    )
)) > 0
"""
column = "Duration"
because = "a duration is neither milliseconds nor hh:mm:ss"
---*/
create macro slug(words) as
coalesce(
    nullif(trim(regexp_replace(lower(words), '[^\p{L}\p{N}]+', '-', 'g'), '-'), ''),
    substr(md5(words), 1, 12)
);

-- hh:mm:ss or mm:ss where the export formats durations, else milliseconds.
create macro seconds_of(said) as
case
    when contains(said, ':')
        then
            3600 * coalesce(try_cast(string_split(said, ':')[-3] as double), 0)
            + 60 * try_cast(string_split(said, ':')[-2] as double)
            + try_cast(string_split(said, ':')[-1] as double)
    else try_cast(said as double) / 1000
end;

create macro is_yes(said) as coalesce(lower(trim(said)) in ('yes', 'true', 'y', '1'), false);

create macro listed(said) as
list_filter(
    list_transform(string_split(coalesce(said, ''), ';'), lambda item: trim(item)),
    lambda item: item <> ''
);

create macro channel_of(media) as
case
    when media in ('voice', 'callback') then 'phone'
    when media in ('chat', 'webchat', 'message', 'messaging', 'sms', 'whatsapp') then 'chat'
    else media
end;

create view conversation as
select
    s._line,
    'genesys:' || trim(s."Conversation ID") as contact_id,
    s.date as began_at,
    seconds_of(s.duration) as lasted_s,
    coalesce(s."End Date", s.duration, s."Disconnect Type") is null as goes_on,
    case when lasted_s is null then s."End Date" else began_at end as ended_at,
    lasted_s as ended_plus_s,
    listed(lower(s."Media Type")) as media,
    channel_of(coalesce(list_filter(media, lambda m: m <> 'callback')[1], media[1])) as channel,
    case
        when media[1] = 'callback' then 'callback'
        when starts_with(lower(trim(coalesce(s."Initial Direction", s.direction))), 'outbound') then 'outbound'
        else 'inbound'
    end as way,
    coalesce(case when way = 'outbound' then s.dnis else s.ani end, s."From") as customer,
    listed(s.queue) as queues,
    coalesce(nullif(trim(s."First Queue"), ''), queues[1]) as first_queue,
    listed(s.flow) as flows,
    case
        when lower(trim(s."Abandoned in Queue")) not in ('yes', 'no', 'true', 'false')
            then listed(s."Abandoned in Queue")[1]
    end as abandoned_queue,
    is_yes(s.abandoned) or is_yes(s."Abandoned in Queue") or abandoned_queue is not null as gave_up,
    s.abandoned is not null as said_abandoned,
    seconds_of(s."Time to Abandon") as patience_s,
    seconds_of(s."Total Queue") as queue_s,
    seconds_of(s."Total IVR") as ivr_s,
    seconds_of(s."Total Talk") as talk_s,
    seconds_of(s."Total Hold") as hold_s,
    seconds_of(s."Total ACW") as wrap_s,
    seconds_of(s."Total Handle") as handle_s,
    coalesce(try_cast(s.transfers as integer), case when is_yes(s.transferred) then 1 end) as transfers,
    list_filter(listed(s."Wrap-up"), lambda code: not starts_with(code, 'ININ-'))[1] as reason,
    nullif(trim(s.division), '') as team,
    len(listed(s.users)) > 0 as met,
    len(listed(s."Users - Not Responding")) as unanswered,
    lower(trim(s."Disconnect Type")) as ended_by,
    s."Flow-Out Type" as flowed_out,
    s."Error Code" as error,
    is_yes(s.authenticated) as authenticated,
    try_cast(s."Outcome Success" as integer) as succeeded,
    try_cast(s."Outcome Failure" as integer) as failed,
    try_cast(s."Promoter Score" as integer) as promoter_score,
    way = 'inbound' and coalesce(ivr_s > 0, len(flows) > 0) as had_flow,
    first_queue is not null or coalesce(queue_s, 0) > 0 as queued,
    coalesce(talk_s, 0) + coalesce(handle_s, 0) > 0
    or (talk_s is null and handle_s is null and met and not gave_up) as answered,
    answered and gave_up and abandoned_queue <> first_queue as gave_up_later,
    coalesce(ivr_s, 0) * had_flow::integer as before_s,
    'genesys-' || coalesce(slug(first_queue), 'queue') as queue_place,
    case when channel = 'phone' then 'genesys-ivr' else 'genesys-flow' end as flow_place,
    case
        when answered then 'answered'
        when gave_up then 'abandoned'
        when goes_on then null
        when said_abandoned or flowed_out is not null then 'left'
        else 'abandoned'
    end as fate
from source as s;

create view leg as
select
    _line,
    contact_id || '/1-flow' as interaction_id,
    contact_id,
    flow_place as touchpoint_id,
    null as queue,
    case when channel = 'phone' then 'ivr' else channel end as channel,
    began_at as started_at,
    0 as started_at_plus_s,
    case when queued and ivr_s is not null then began_at else ended_at end as ended_at,
    case when queued and ivr_s is not null then ivr_s else ended_plus_s end as ended_at_plus_s,
    null as wait_s,
    case when queued or answered then 'to_agent' else 'contained' end as outcome,
    null as transfers,
    false as handled
from conversation
where had_flow
union all
select
    _line,
    contact_id || '/2-queue' as interaction_id,
    contact_id,
    queue_place as touchpoint_id,
    first_queue as queue,
    channel,
    began_at as started_at,
    before_s as started_at_plus_s,
    ended_at,
    ended_plus_s as ended_at_plus_s,
    case
        when gave_up_later then greatest(queue_s - coalesce(patience_s, 0), 0)
        when fate = 'abandoned' then coalesce(patience_s, queue_s)
        else queue_s
    end as wait_s,
    fate as outcome,
    transfers,
    answered as handled
from conversation
where queued
union all
select
    _line,
    contact_id || '/3-queue' as interaction_id,
    contact_id,
    'genesys-' || slug(abandoned_queue) as touchpoint_id,
    abandoned_queue as queue,
    channel,
    coalesce(ended_at, began_at) as started_at,
    coalesce(ended_plus_s, 0) - coalesce(patience_s, 0) as started_at_plus_s,
    ended_at,
    ended_plus_s as ended_at_plus_s,
    patience_s as wait_s,
    'abandoned' as outcome,
    null as transfers,
    false as handled
from conversation
where queued and gave_up_later
union all
select
    _line,
    contact_id || '/2-direct' as interaction_id,
    contact_id,
    'genesys-direct' as touchpoint_id,
    null as queue,
    channel,
    began_at as started_at,
    before_s as started_at_plus_s,
    ended_at,
    ended_plus_s as ended_at_plus_s,
    null as wait_s,
    case when answered then 'done' when not goes_on then 'not_done' end as outcome,
    transfers,
    answered as handled
from conversation
where not queued and (answered or not had_flow);

create table touchpoint as
select
    min(l._line) as _line,
    l.touchpoint_id,
    case l.touchpoint_id
        when 'genesys-ivr' then 'IVR'
        when 'genesys-flow' then 'Bot'
        when 'genesys-direct' then 'Direct to a person'
        else coalesce(arg_min(l.queue, l._line), 'Queue')
    end as name,
    case when count(distinct l.channel) = 1 then min(l.channel) end as channel
from leg as l
group by l.touchpoint_id;

create table interaction as
select
    l._line,
    l.interaction_id,
    l.contact_id,
    l.touchpoint_id,
    c.customer,
    c.way as direction,
    l.channel,
    l.started_at,
    l.started_at_plus_s,
    l.ended_at,
    l.ended_at_plus_s,
    l.wait_s,
    case when l.handled then c.talk_s end as talk_s,
    case when l.handled then c.hold_s end as hold_s,
    case when l.handled then c.wrap_s end as wrap_s,
    case when l.handled then c.handle_s end as handle_s,
    l.outcome,
    l.transfers,
    l.queue,
    case when l.handled then c.team end as team,
    c.reason
from leg as l
inner join conversation as c on l._line = c._line;

create view happening as
select
    _line,
    contact_id || '/1-flow' as interaction_id,
    generate_subscripts(flows, 1) as seq,
    began_at as "at",
    0 as at_plus_s,
    unnest(flows) as node,
    'flow' as node_type,
    'enter' as event,
    null as value,
    null as target_queue
from conversation
where had_flow
union all
select
    c._line,
    c.contact_id || '/1-flow' as interaction_id,
    e.seq,
    c.began_at as "at",
    coalesce(c.ivr_s, 0) as at_plus_s,
    null as node,
    e.node_type,
    e.event,
    e.value,
    case when e.event = 'transfer' then c.first_queue end as target_queue
from conversation as c
cross join
    lateral (
        values
        (901, 'auth', case when c.authenticated then 'auth_ok' end, null),
        (902, 'task', case when c.succeeded > 0 then 'task_ok' end, c.succeeded),
        (903, 'task', case when c.failed > 0 then 'task_fail' end, c.failed),
        (
            999,
            'exit',
            case
                when c.queued or c.answered then 'transfer'
                when c.ended_by = 'system' then 'system_disconnect'
                when c.ended_by is not null then 'hangup'
            end,
            null
        )
    ) as e (seq, node_type, event, value)
where c.had_flow and e.event is not null
union all
select
    _line,
    contact_id || '/2-queue' as interaction_id,
    generate_subscripts(queues, 1) as seq,
    began_at as "at",
    before_s as at_plus_s,
    null as node,
    'queue' as node_type,
    'queue' as event,
    null as value,
    unnest(queues) as target_queue
from conversation
where queued
union all
select
    c._line,
    c.contact_id || case when c.queued then '/2-queue' else '/2-direct' end as interaction_id,
    e.seq,
    coalesce(c.ended_at, c.began_at) as "at",
    c.ended_plus_s as at_plus_s,
    null as node,
    null as node_type,
    e.event,
    e.value,
    null as target_queue
from conversation as c
cross join
    lateral (
        values
        (901, case when c.unanswered > 0 then 'no_answer' end, c.unanswered::varchar),
        (902, case when c.transfers > 0 then 'transfer' end, c.transfers::varchar),
        (903, case when c.flowed_out is not null then 'flow_out' end, c.flowed_out),
        (904, case when c.error is not null then 'error' end, c.error),
        (999, case when c.ended_by is not null then 'disconnect' end, c.ended_by)
    ) as e (seq, event, value)
where e.event is not null and (c.queued or c.answered or not c.had_flow);

create table interaction_event as
select
    _line,
    interaction_id,
    seq,
    "at",
    at_plus_s,
    node,
    node_type,
    event,
    value,
    target_queue
from happening;

create table feedback as
select
    _line,
    contact_id || '/nps' as feedback_id,
    case when queued then queue_place when had_flow then flow_place else 'genesys-direct' end as touchpoint_id,
    contact_id,
    customer,
    coalesce(ended_at, began_at) as "at",
    ended_plus_s as at_plus_s,
    'nps' as instrument,
    '0-10' as scale,
    promoter_score as score,
    'customer' as voice
from conversation
where promoter_score between 0 and 10;
