/*---
title       = "Paths across touchpoints"
description = """
What an identified customer did until he was silent for longer than the gap: his legs at whatever touchpoint and on whatever channel, in the
order of their starts; legs of one contact that follow each other are never parted. Lists hold the first path_steps steps. came_back is whether
he began another contact within path_back_days of the path's end, null until that can be known. One row per path."""
kind        = "table"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp", followed = "date", path_gap_hours = "integer", path_rule = "varchar", path_back_days = "integer", path_steps = "integer" }
columns     = [
    "path_id", "local_at", "ended_local", "touchpoints", "steps", "contacts", "seconds", "segment", "came_back", "is_open", "answers",
    "low_answers", "legs",
]
---*/
-- Paths lie around the period: legs are read from 31 days before it on (of paths that start in it, from one gap
-- before), and for 31 days and the follow-up window after it.
with identified as (
    select
        i.interaction_id,
        i.contact_id,
        coalesce(i.touchpoint_id, '') as touchpoint_id,
        case i.channel when 'ivr' then 'phone' else i.channel end as channel,
        coalesce(nullif(i.segment, ''), nullif(c.segment, '')) as segment,
        hash(coalesce(i.customer_key, c.customer_key)) as customer,
        i.started_at,
        greatest(i.started_at, coalesce(i.ended_at, i.started_at)) as ended_at,
        i.local_at,
        coalesce(i.direction, 'inbound') = 'inbound' as inbound
    from interaction as i
    left join contact as c on i.contact_id = c.contact_id and c.started_at >= $from - interval 95 days
    where
        coalesce(i.customer_key, c.customer_key) is not null
        and i.started_at <= $as_of
        and i.started_at < $to + to_days($path_back_days) + interval 32 days
        and greatest(i.started_at, i.ended_at)
        >= $from - to_hours($path_gap_hours) - if($path_rule = 'ended', interval 32 days, interval 1 day)
),

marked as (
    select
        *,
        coalesce(
            started_at > max(ended_at) over legs_before + to_hours($path_gap_hours)
            and contact_id is distinct from lag(contact_id) over legs_before,
            true
        ) as starts_anew
    from identified
    window
        legs_before as (
            partition by customer
            order by started_at, interaction_id
            rows between unbounded preceding and 1 preceding
        )
),

numbered as (
    select
        *,
        count(*) filter (where starts_anew) over (
            partition by customer
            order by started_at, interaction_id
            rows between unbounded preceding and current row
        ) as number
    from marked
),

scored as (
    select
        contact_id,
        instrument,
        score,
        split(
            coalesce(
                scale,
                case instrument when 'csat' then '1-5' when 'ces' then '1-7' when 'nps' then '0-10' else '0-1' end
            ),
            '-'
        ) as ends
    from feedback
    where
        coalesce(voice, 'customer') = 'customer'
        and score is not null
        and "at" <= $as_of
        and "at" >= $from - interval 62 days
),

-- An answer counts once, however many legs its contact has. Low: 0 to 6 of an NPS, else the lower half.
answers as (
    select
        contact_id,
        count(*) as answers,
        count(*) filter (
            where (score - try_cast(ends[1] as double)) / (try_cast(ends[2] as double) - try_cast(ends[1] as double))
            < if(instrument = 'nps', 0.65, 0.5)
        ) as low_answers
    from scored
    where
        score between try_cast(ends[1] as double) and try_cast(ends[2] as double)
        and (instrument <> 'ces' or ends = ['1', '7'])
    group by contact_id
),

answered as (
    select
        n.customer,
        n.number,
        sum(a.answers) as answers,
        sum(a.low_answers) as low_answers
    from (
        select distinct
            customer,
            number,
            contact_id
        from numbered
    ) as n
    inner join answers as a on n.contact_id = a.contact_id
    group by n.customer, n.number
),

paths as (
    select
        customer,
        number,
        min(started_at) as started_at,
        max(ended_at) as ended_at,
        min(local_at) as local_at,
        max(local_at + (ended_at - started_at)) as ended_local,
        min(started_at) filter (where inbound) as inbound_at,
        count(*) as steps,
        count(distinct contact_id) as contacts,
        min(segment) as segment,
        list_sort(
            list({
                'started_at': started_at,
                'interaction_id': interaction_id,
                'touchpoint_id': touchpoint_id,
                'contact_id': contact_id,
                'channel': channel,
                'local_at': local_at
            })
        ) as legs
    from numbered
    group by customer, number
),

followed as (
    select
        *,
        min(inbound_at) over (
            partition by customer order by number rows between 1 following and unbounded following
        ) as next_at
    from paths
)

select
    f.legs[1].interaction_id as path_id,
    f.local_at,
    f.ended_local,
    [leg.touchpoint_id for leg in f.legs[1:$path_steps]] as touchpoints,  -- noqa: RF01
    f.steps,
    f.contacts,
    epoch(f.ended_at - f.started_at) as seconds,
    f.segment,
    case
        when cast(f.ended_local as date) + $path_back_days <= $followed
            then cast(coalesce(f.next_at <= f.ended_at + to_days($path_back_days), false) as double)
    end as came_back,
    cast(f.ended_local + to_hours($path_gap_hours) as date) > $followed as is_open,
    cast(coalesce(a.answers, 0) as bigint) as answers,
    cast(coalesce(a.low_answers, 0) as bigint) as low_answers,
    f.legs[1:$path_steps] as legs
from followed as f
left join answered as a on f.customer = a.customer and f.number = a.number
where
    case $path_rule
        when 'ended' then f.ended_local >= $from and f.ended_local < $to
        when 'within' then f.local_at >= $from and f.ended_local < $to
        else f.local_at >= $from and f.local_at < $to
    end
