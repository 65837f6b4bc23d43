-- Version 5: the records of contacts whose parts may come in several files.
create table source_record (
    record_id varchar not null, contact_id varchar not null, source varchar, cells varchar not null,
    timezone varchar, source_version timestamp, first_batch bigint, last_batch bigint
);
-- noqa: disable=LT09,AM04,AM09
create table source_record_history as select *, 0::bigint as replaced_by from source_record limit 0;
-- noqa: enable=all

comment on table source_record is 'A record of a contact that comes in parts, kept to make it whole.';
comment on column source_record.record_id is 'Keyed hash of what makes it the same record';
comment on column source_record.contact_id is 'Its contact';
comment on column source_record.source is 'Mapping it came by';
comment on column source_record.cells is 'Its cells by column, as JSON; of personal ones only the keyed hash';
comment on column source_record.timezone is 'Time zone of its file';
comment on column source_record.source_version is 'The source''s own version of the record';
comment on column source_record.first_batch is 'Batch that brought it';
comment on column source_record.last_batch is 'Batch that last changed it';
comment on table source_record_history is 'Replaced versions of source_record.';
