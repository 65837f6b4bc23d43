/*---
title = "SEELab call log"
description = "Calls of a bank's call centre: one record a call, with its IVR (VRU), queue and service. Each call is one contact with an IVR leg and, where it reached the queue or an agent, an agent leg. Of a call that the bank returned (type TT) the contact is a callback, which no repeat and no FCR counts; its agent leg counts among the requests for an agent, as in the data's own figures."
recognise = { name = "seelab_*", header = ["vru+line", "call_id", "customer_id", "priority", "type", "date", "vru_entry", "vru_exit", "vru_time", "q_start", "q_exit", "q_time", "outcome", "ser_start", "ser_exit", "ser_time"] }
optional = ["server"]
dialect = { delimiter = "\t", quote = "" }
timezone = "site"
insert_only = ["journey", "stage", "touchpoint"]
personal = ["customer_id", "server"]

[[rule]]
ignore = "outcome = 'PHANTOM'"
because = "virtual calls, to be ignored according to the data's own dictionary"

[[rule]]
refuse = "\"vru+line\" is null or call_id is null"
column = "call_id"
because = "has no vru+line or no call_id"

[[rule]]
refuse = "coalesce(outcome, '') not in ('AGENT', 'HANG')"
column = "outcome"
because = "is none of AGENT, HANG and PHANTOM"

[[rule]]
refuse = "try_strptime(\"date\", '%y%m%d') is null"
column = "date"
because = "is not a date (YYMMDD)"

[[rule]]
refuse = "try_strptime(vru_entry, '%H:%M:%S') is null"
column = "vru_entry"
because = "is not a time (H:MM:SS)"

[[rule]]
refuse = "coalesce(try_cast(q_time as integer), -1) < 0"
column = "q_time"
because = "is not a number of seconds"

[[rule]]
refuse = "try_cast(vru_time as integer) is null or try_cast(ser_time as integer) is null"
column = "ser_time"
because = "vru_time or ser_time is not a number of seconds"
---*/
-- A clock time far before the call's entry belongs to the next day: the call crossed midnight.
create macro on_day(day_text, entry, clock) as
case
    when nullif(clock, '0:00:00') is not null
        then
            try_strptime(day_text || ' ' || clock, '%y%m%d %H:%M:%S')
            + case
                when try_cast(clock as interval) + interval 12 hours < try_cast(entry as interval)
                    then interval 1 day
                else interval 0 days
            end
end;

create view call as
select
    _line,
    'seelab:' || "vru+line" || '/' || call_id as contact_id,
    nullif(customer_id, '0') as customer,
    case when priority = '2' then 'priority' else 'regular' end as segment,
    case type
        when 'PS' then 'regular activity'
        when 'PE' then 'regular activity in English'
        when 'IN' then 'internet consulting'
        when 'NE' then 'stock exchange'
        when 'NW' then 'prospective customer'
        when 'TT' then 'call returned'
        when 'AA' then 'undocumented'
        else type
    end as reason,
    type = 'TT' as returned,
    outcome = 'AGENT' as answered,
    outcome = 'AGENT' or q_time::integer > 0 as wanted_agent,
    try_strptime(date || ' ' || vru_entry, '%y%m%d %H:%M:%S') as entered_at,
    vru_time::integer as ivr_s,
    q_time::integer as wait_s,
    ser_time::integer as service_s,
    on_day(date, vru_entry, q_start) as queued_at,
    on_day(date, vru_entry, q_exit) as left_queue_at,
    case
        when ser_exit <> '0:00:00' or ser_time::integer > 0
            then on_day(date, vru_entry, ser_start)
    end as served_from,
    served_from + ser_time::integer * interval 1 second as served_until,
    on_day(date, vru_entry, vru_exit) as left_ivr_at
from source;

create view first_record as
select min(_line) as _line
from source
having min(_line) is not null;

create table journey as
select
    _line,
    'telephone-banking' as journey_id,
    'Telephone banking' as name,
    'Have my bank matter settled in one call' as customer_goal,
    'current' as version
from first_record;

create table stage as
select
    f._line,
    s.stage_id,
    'telephone-banking' as journey_id,
    s.position,
    s.name
from first_record as f
cross join (
    values ('telephone-banking/serve-myself', 1, 'Serve myself'),
    ('telephone-banking/speak-to-an-agent', 2, 'Speak to an agent')
) as s (stage_id, position, name);

create table touchpoint as
select
    f._line,
    t.touchpoint_id,
    t.stage_id,
    1 as position,
    t.name,
    t.channel
from first_record as f
cross join (
    values ('seelab-ivr', 'telephone-banking/serve-myself', 'IVR', 'ivr'),
    ('seelab-agent', 'telephone-banking/speak-to-an-agent', 'Agent call', 'phone')
) as t (touchpoint_id, stage_id, name, channel);

-- A returned call is begun by the bank, so it is no repeat of the customer's.
create table contact as
select
    _line,
    contact_id,
    customer,
    case when returned then 'callback' else 'inbound' end as direction,
    reason,
    segment,
    entered_at as started_at,
    greatest(entered_at, coalesce(served_until, left_queue_at, left_ivr_at)) as ended_at
from call;

create table interaction as
select
    _line,
    contact_id || '/ivr' as interaction_id,
    contact_id,
    'seelab-ivr' as touchpoint_id,
    customer,
    'inbound' as direction,
    'ivr' as channel,
    entered_at as started_at,
    case when ivr_s >= 0 then entered_at + ivr_s * interval 1 second end as ended_at,
    null::integer as wait_s,
    null::integer as handle_s,
    case when wanted_agent then 'to_agent' else 'contained' end as outcome,
    reason,
    segment
from call
union all
select
    _line,
    contact_id || '/agent' as interaction_id,
    contact_id,
    'seelab-agent' as touchpoint_id,
    customer,
    'inbound' as direction,
    'phone' as channel,
    -- Some agents answer before the IVR has let go of the call.
    coalesce(queued_at, least(left_ivr_at, served_from), entered_at) as started_at,
    coalesce(served_until, left_queue_at) as ended_at,
    wait_s,
    case when answered or service_s > 0 then service_s end as handle_s,
    case when answered then 'answered' else 'abandoned' end as outcome,
    reason,
    segment
from call
where wanted_agent;
