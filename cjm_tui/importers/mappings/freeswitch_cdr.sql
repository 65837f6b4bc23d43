/*---
title = "FreeSWITCH CDR"
description = "One record a call, in the template `example` of mod_cdr_csv. Each is one contact with one leg."
recognise = { name = ["master*.csv*", "*freeswitch*", "*cdr*"], header = ["caller_id_name", "caller_id_number", "destination_number", "context", "start_stamp", "answer_stamp", "end_stamp", "duration", "billsec", "hangup_cause", "uuid", "bleg_uuid", "accountcode"], cells = { start_stamp = '\d{4}-\d\d-\d\d \d\d:\d\d:\d\d', duration = '\d+', billsec = '\d+', hangup_cause = '[A-Z0-9_]+', uuid = '[0-9a-f]{8}-[0-9a-f-]{27}' } }
optional = ["read_codec", "write_codec"]
dialect = { header_rows = 0, ragged = true, quote_style = "pbx" }
insert_only = ["touchpoint"]
personal = ["caller_id_name", "caller_id_number", "destination_number", "accountcode"]

[[rule]]
refuse = "uuid is null or hangup_cause is null"
column = "uuid"
because = "is missing: the record is cut short"

[[rule]]
refuse = "coalesce(try_cast(duration as integer), -1) < 0 or coalesce(try_cast(billsec as integer), -1) < 0"
column = "duration"
because = "duration or billsec is not a number of seconds"

[[rule]]
refuse = "billsec::integer > duration::integer"
column = "billsec"
because = "is longer than duration: it was talked for longer than the call lasted"

[[rule]]
ignore = """
regexp_full_match(caller_id_number, '\\d{2,5}') and regexp_full_match(destination_number, '\\d{2,5}')
and bleg_uuid is not null
"""
because = "a call from one extension to another, not a customer's"
---*/
-- Answered without a second channel: the exchange itself answered, by a menu, a mailbox or the like.
create view call as
select
    _line,
    'freeswitch:' || uuid as contact_id,
    coalesce(context, 'default') as context,
    regexp_full_match(coalesce(caller_id_number, ''), '\d{2,5}')
    and regexp_full_match(coalesce(destination_number, ''), '\+?\d{6,}') as outward,
    case when outward then destination_number else caller_id_number end as customer,
    start_stamp as started_at,
    end_stamp as ended_at,
    duration::integer as lasted_s,
    billsec::integer as talk_s,
    upper(hangup_cause) as cause,
    case
        when answer_stamp is not null and bleg_uuid is not null then 'answered'
        when answer_stamp is not null then 'served'
        when
            cause in (
                'ORIGINATOR_CANCEL', 'NORMAL_CLEARING', 'NO_ANSWER', 'NO_USER_RESPONSE', 'ALLOTTED_TIMEOUT'
            )
            then 'abandoned'
        else 'blocked'
    end as fate,
    case when fate = 'served' then 'freeswitch-ivr' else 'freeswitch-' || slug(coalesce(context, 'default')) end
        as touchpoint_id
from source;

create table touchpoint as
select
    min(_line) as _line,
    touchpoint_id,
    any_value(case when fate = 'served' then 'IVR and mailbox' else context end order by _line) || ' (FreeSWITCH)'
        as name,
    any_value(case when fate = 'served' then 'ivr' else 'phone' end) as channel
from call
group by touchpoint_id;

create table interaction as
select
    _line,
    contact_id || '/1' as interaction_id,
    contact_id,
    touchpoint_id,
    customer,
    case when outward then 'outbound' else 'inbound' end as direction,
    case when fate = 'served' then 'ivr' else 'phone' end as channel,
    started_at,
    ended_at,
    case fate when 'answered' then lasted_s - talk_s when 'abandoned' then lasted_s end as wait_s,
    case when fate = 'answered' then talk_s end as talk_s,
    case when fate <> 'served' then fate end as outcome
from call;

create table interaction_event as
select
    _line,
    contact_id || '/1' as interaction_id,
    1 as seq,
    ended_at as "at",
    context as node,
    'call' as node_type,
    cause as event,
    talk_s as value
from call;
