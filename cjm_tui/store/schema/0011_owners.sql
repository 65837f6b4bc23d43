-- Version 11: departments per stage, the names under which a party writes, and which entries of the
-- change log were one edit.
create table stage_department (stage_id varchar not null, department varchar not null, role varchar not null);

comment on table stage_department is 'A department''s part in a stage: one leads, others support.';
comment on column stage_department.stage_id is 'The stage';
comment on column stage_department.department is 'The department';
comment on column stage_department.role is 'lead or support';

alter table party add column logins varchar;
comment on column party.logins is 'Names under which it writes (login name, CJM_USER), ; between several';

alter table change_log add column edit bigint;
comment on column change_log.edit is 'Same number: changed together by one person; none: by an import';
