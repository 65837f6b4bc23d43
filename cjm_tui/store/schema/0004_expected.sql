-- Version 4: which days each batch brought, when the same content came again, what is expected of
-- a source, and the ACD's own daily report.
create table batch_day (
    batch bigint not null, target varchar not null, day date not null, touchpoint_id varchar, n bigint not null
);

comment on table batch_day is 'Days that a batch brought rows of, whatever became of the rows.';
comment on column batch_day.batch is 'Batch';
comment on column batch_day.target is 'Table of the rows';
comment on column batch_day.day is 'Local day';
comment on column batch_day.touchpoint_id is 'Their touchpoint; none where the table has none';
comment on column batch_day.n is 'Rows in the file';

alter table import_batch add column seen_at timestamp;

comment on column import_batch.seen_at is 'When the same content of an expected file came again, UTC';

alter table expected_file add column covers varchar;
alter table expected_file add column on_holidays boolean;
alter table expected_file add column valid_to date;

comment on column expected_file.source is 'Mapping that reads it';
comment on column expected_file.pattern is 'Pattern of the file''s name; none: any file of the mapping';
comment on column expected_file.every is 'daily, weekly, or weekdays as mon;tue';
comment on column expected_file.due_at is 'Local time by which it should be in';
comment on column expected_file.valid_from is 'First day on which it is due; none: since its first file';
comment on column expected_file.valid_to is 'Last day on which it is due; none: it goes on';
comment on column expected_file.covers is 'day before (also if empty) or same day: the last day that a file holds';
comment on column expected_file.on_holidays is 'Whether it is expected for holidays too (also if empty)';

-- Of the batches before this version: the days of the rows that are theirs now.
insert into batch_day
select
    last_batch,
    'interaction' as target,
    cast(local_at as date) as day,
    touchpoint_id,
    count(*) as n
from interaction
where local_at is not null and last_batch is not null
group by all
union all
select
    last_batch,
    'interaction_event' as target,
    cast(local_at as date) as day,
    null as touchpoint_id,
    count(*) as n
from interaction_event
where local_at is not null and last_batch is not null
group by all
union all
select
    last_batch,
    'feedback' as target,
    cast(local_at as date) as day,
    touchpoint_id,
    count(*) as n
from feedback
where local_at is not null and last_batch is not null
group by all
union all
select
    last_batch,
    'invitation' as target,
    cast(local_at as date) as day,
    touchpoint_id,
    count(*) as n
from invitation
where local_at is not null and last_batch is not null
group by all
union all
select
    last_batch,
    'measure' as target,
    day,
    touchpoint_id,
    count(*) as n
from measure
where last_batch is not null
group by all;

create table acd_day (
    day date not null, place_kind varchar not null, place varchar not null, offered bigint, answered bigint,
    abandoned bigint, service_level double, service_level_s integer, aht_s double, source varchar,
    source_version timestamp, first_batch bigint, last_batch bigint
);

comment on table acd_day is 'A line of the ACD''s own daily report, to be reconciled with our figures.';
comment on column acd_day.day is 'Day as the report says it';
comment on column acd_day.place_kind is 'queue, touchpoint or site';
comment on column acd_day.place is 'Name of the queue or touchpoint as the report says it';
comment on column acd_day.offered is 'Offered';
comment on column acd_day.answered is 'Answered';
comment on column acd_day.abandoned is 'Abandoned';
comment on column acd_day.service_level is 'Service level, 0 to 100';
comment on column acd_day.service_level_s is 'Its threshold in seconds, where the report says it';
comment on column acd_day.aht_s is 'Average handling time, s';
comment on column acd_day.source is 'Mapping it came by';
comment on column acd_day.source_version is 'The source''s own version of the record';
comment on column acd_day.first_batch is 'Batch that brought it';
comment on column acd_day.last_batch is 'Batch that last changed it';

-- noqa: disable=LT09,AM04,AM09,CV11
create table acd_day_history as select *, 0::bigint as replaced_by from acd_day limit 0;
-- noqa: enable=all

comment on table acd_day_history is 'Replaced versions of acd_day.';
