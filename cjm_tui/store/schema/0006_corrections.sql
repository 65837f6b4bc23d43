-- Version 6: what it takes to correct refused records in a sheet, and to know them again.
alter table import_batch add column header varchar;
alter table import_batch add column delimiter varchar;
alter table quarantine add column cut boolean;
alter table quarantine add column masks_stay varchar;
alter table quarantine add column customer_key varchar;
alter table quarantine add column corrects_batch bigint;
alter table quarantine add column corrects_line bigint;

comment on column import_batch.header is 'The file''s columns, as JSON';
comment on column import_batch.delimiter is 'What stands between the cells of its refused records';
comment on column quarantine.cut is 'Whether the record is longer than what is kept of it';
comment on column quarantine.masks_stay is 'Masked cells that a correction may leave: all, personal or none';
comment on column quarantine.customer_key is 'Keyed hash of its customer, for a correction that leaves the mask';
comment on column quarantine.corrects_batch is 'Of a record of a sheet: the batch of the file that it came from first';
comment on column quarantine.corrects_line is 'Of a record of a sheet: its line in that file';
comment on column quarantine.resolved_by is 'Batch in which the record came again, accepted or refused anew';
