/*---
title = "Amazon Connect contact records"
description = "Contact records as JSON, or flattened to CSV. A chain of transfers is one contact; each record makes a flow leg, a queue leg or a direct one, with their steps."
recognise = { name = ["*connect*", "*ctr*", "*contact*record*"], header = ["ContactId", "InitiationMethod", "InitiationTimestamp", "LastUpdateTimestamp"], any_columns = true }
optional = ["InitialContactId", "PreviousContactId", "NextContactId", "Channel", "ConnectedToSystemTimestamp", "DisconnectTimestamp", "DisconnectReason", "TransferCompletedTimestamp", "Queue.Name", "Queue.EnqueueTimestamp", "Queue.DequeueTimestamp", "Queue.Duration", "Agent.ConnectedToAgentTimestamp", "Agent.AgentInteractionDuration", "Agent.CustomerHoldDuration", "Agent.NumberOfHolds", "Agent.AfterContactWorkDuration", "Agent.RoutingProfile.Name", "Agent.Username", "CustomerEndpoint.Address", "Attributes.reason"]
aliases = { "Attributes.reason" = ["Attributes.contact_reason", "Attributes.contactReason"] }
dialect = { format = ["csv", "json"] }
timezone = "UTC"
version = "LastUpdateTimestamp"
insert_only = ["touchpoint"]
personal = ["Agent.Username", "CustomerEndpoint.Address"]

[gather]
contact = "coalesce(InitialContactId, ContactId)"
record = ["ContactId"]
kept = { "Agent.Username" = "null" }

[[rule]]
refuse = "ContactId is null"
column = "ContactId"
because = "is missing"

[[rule]]
refuse = "try_cast(InitiationTimestamp as timestamptz) is null"
column = "InitiationTimestamp"
because = "is not a time (ISO 8601)"

[[rule]]
refuse = "try_cast(LastUpdateTimestamp as timestamptz) is null"
column = "LastUpdateTimestamp"
because = "is not a time (ISO 8601)"

[[rule]]
refuse = """
len(list_filter(
    [ConnectedToSystemTimestamp, DisconnectTimestamp, TransferCompletedTimestamp, "Queue.EnqueueTimestamp",
    "Queue.DequeueTimestamp", "Agent.ConnectedToAgentTimestamp"],
    lambda said: said is not null and try_cast(said as timestamptz) is null
)) > 0
"""
column = "DisconnectTimestamp"
because = "one of its times is not a time (ISO 8601)"

[[rule]]
refuse = """
try_cast(DisconnectTimestamp as timestamptz) < greatest(
    try_cast(InitiationTimestamp as timestamptz), try_cast(ConnectedToSystemTimestamp as timestamptz),
    try_cast("Queue.EnqueueTimestamp" as timestamptz), try_cast("Agent.ConnectedToAgentTimestamp" as timestamptz)
)
"""
column = "DisconnectTimestamp"
because = "lies before the contact was initiated, connected or queued"

[[rule]]
refuse = """
least(
    try_cast("Queue.DequeueTimestamp" as timestamptz), try_cast("Agent.ConnectedToAgentTimestamp" as timestamptz)
) < try_cast("Queue.EnqueueTimestamp" as timestamptz)
"""
column = "Queue.EnqueueTimestamp"
because = "lies behind Queue.DequeueTimestamp or Agent.ConnectedToAgentTimestamp"

[[rule]]
refuse = "nullif(trim(\"Queue.Duration\"), '') is not null and not coalesce(try_cast(\"Queue.Duration\" as double) >= 0, false)"
column = "Queue.Duration"
because = "is negative or not a number of seconds"

[[rule]]
refuse = """
len(list_filter(
    ["Agent.AgentInteractionDuration", "Agent.CustomerHoldDuration", "Agent.AfterContactWorkDuration"],
    lambda said: trim(said) <> '' and not coalesce(try_cast(said as double) >= 0, false)
)) > 0
"""
column = "Agent.AgentInteractionDuration"
because = "an interaction, hold or after-contact duration is negative or not a number of seconds"

[[rule]]
ignore = "upper(InitiationMethod) = 'MONITOR'"
because = "a supervisor who listens in, not a customer's contact"
---*/
create macro slug(words) as
coalesce(
    nullif(trim(regexp_replace(lower(words), '[^\p{L}\p{N}]+', '-', 'g'), '-'), ''),
    substr(md5(words), 1, 12)
);

create macro moment(written) as try_cast(written as timestamptz);

create view part as
select
    _line,
    _contact as contact_id,
    contactid as part_id,
    previouscontactid as previous_id,
    nextcontactid as next_id,
    upper(coalesce(channel, 'VOICE')) as medium,
    upper(initiationmethod) as begun_by,
    moment(initiationtimestamp) as began_at,
    moment(connectedtosystemtimestamp) as connected_at,
    moment(disconnecttimestamp) as ended_at,
    disconnectreason as ended_by,
    moment(transfercompletedtimestamp) as passed_at,
    "Queue.Name" as queue,
    moment("Queue.EnqueueTimestamp") as queued_at,
    moment("Queue.DequeueTimestamp") as dequeued_at,
    try_cast("Queue.Duration" as double) as queue_s,
    moment("Agent.ConnectedToAgentTimestamp") as met_at,
    try_cast("Agent.AgentInteractionDuration" as double) as talk_s,
    try_cast("Agent.CustomerHoldDuration" as double) as hold_s,
    try_cast("Agent.AfterContactWorkDuration" as double) as wrap_s,
    "Agent.NumberOfHolds" as holds,
    "Agent.RoutingProfile.Name" as team,
    "CustomerEndpoint.Address" as customer,
    "Attributes.reason" as about,
    case
        when begun_by in ('OUTBOUND', 'EXTERNAL_OUTBOUND') then 'outbound'
        when begun_by = 'CALLBACK' then 'callback'
        else 'inbound'
    end as way,
    case medium when 'VOICE' then 'phone' else lower(medium) end as kind,
    queued_at is not null or (met_at is not null and queue is not null and way = 'inbound') as queued,
    coalesce(begun_by, '') not in ('OUTBOUND', 'EXTERNAL_OUTBOUND', 'CALLBACK', 'TRANSFER', 'QUEUE_TRANSFER') as flowed
from source;

-- A chain goes the way in which it was begun.
create view chain as
select
    contact_id,
    arg_min(way, (began_at, part_id)) as way
from part
group by contact_id;

create view leg as
select
    _line,
    contact_id,
    part_id,
    '/1-flow' as ending,
    case when kind = 'phone' then 'connect-ivr' else 'connect-' || slug(kind) || '-flow' end as touchpoint_id,
    null as queue,
    case when kind = 'phone' then 'ivr' else kind end as channel,
    coalesce(connected_at, began_at) as began_at,
    coalesce(queued_at, met_at, ended_at) as ended_at,
    null as wait_s,
    case
        when begun_by = 'DISCONNECT' then null
        when queued or met_at is not null then 'to_agent'
        else 'contained'
    end as outcome,
    false as met
from part
where flowed
union all
select
    _line,
    contact_id,
    part_id,
    '/2-queue' as ending,
    'connect-' || coalesce(slug(queue), 'queue') as touchpoint_id,
    coalesce(queue, 'Queue') as queue,
    kind as channel,
    coalesce(queued_at, met_at) as began_at,
    ended_at,
    case
        when queued_at is not null
            then coalesce(
                queue_s, date_diff('millisecond', queued_at, coalesce(dequeued_at, met_at, ended_at)) / 1000.0
            )
    end as wait_s,
    case
        when met_at is not null then 'answered'
        when next_id is not null then 'left'
        else 'abandoned'
    end as outcome,
    met_at is not null as met
from part
where queued
union all
select
    _line,
    contact_id,
    part_id,
    '/2-direct' as ending,
    'connect-direct' as touchpoint_id,
    null as queue,
    kind as channel,
    coalesce(met_at, began_at) as began_at,
    ended_at,
    null as wait_s,
    case when met_at is not null then 'done' else 'not_done' end as outcome,
    met_at is not null as met
from part
where not queued and (met_at is not null or not flowed);

create table touchpoint as
select
    min(_line) as _line,
    touchpoint_id,
    case
        when touchpoint_id = 'connect-ivr' then 'IVR'
        when touchpoint_id = 'connect-direct' then 'Direct to a person'
        else coalesce(min(queue), 'Flow')
    end as name,
    case when count(distinct channel) = 1 then min(channel) end as channel
from leg
group by touchpoint_id;

create table interaction as
select
    l._line,
    l.contact_id || '/' || l.part_id || l.ending as interaction_id,
    l.contact_id,
    l.touchpoint_id,
    p.customer,
    case when p.way = 'inbound' then c.way else p.way end as direction,
    l.channel,
    l.began_at as started_at,
    l.ended_at,
    l.wait_s,
    case when l.met then p.talk_s end as talk_s,
    case when l.met then p.hold_s end as hold_s,
    case when l.met then p.wrap_s end as wrap_s,
    l.outcome,
    case when l.met then (p.passed_at is not null)::integer end as transfers,
    l.queue,
    case when l.met then p.team end as team,
    p.about as reason
from leg as l
inner join part as p on l._line = p._line
inner join chain as c on l.contact_id = c.contact_id;

create view step as
select
    p._line,
    p.contact_id || '/' || p.part_id || case
        when e.place < 3 and p.flowed then '/1-flow'
        when p.queued then '/2-queue'
        when p.met_at is not null or not p.flowed then '/2-direct'
        else '/1-flow'
    end as interaction_id,
    e.place,
    e.happened_at,
    e.event,
    e.value
from part as p
cross join
    lateral (
        values
        (1, p.began_at, 'initiated', p.begun_by),
        (2, p.connected_at, 'connected_to_system', null),
        (3, p.queued_at, 'enqueued', p.queue),
        (4, p.dequeued_at, 'dequeued', null),
        (5, p.met_at, 'connected_to_agent', null),
        (6, case when try_cast(p.holds as integer) > 0 then coalesce(p.ended_at, p.met_at) end, 'holds', p.holds),
        (7, p.passed_at, 'transferred', null),
        (8, p.ended_at, 'disconnected', p.ended_by)
    ) as e (place, happened_at, event, value)
where e.happened_at is not null;

create table interaction_event as
select
    _line,
    interaction_id,
    place as seq,
    happened_at as "at",
    event,
    value
from step;
