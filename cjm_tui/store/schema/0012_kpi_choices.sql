-- Version 12: what the site has decided about KPIs, which of its own cannot be counted, and what an
-- earlier definition needs to be run again.
create table kpi_choice (
    kpi varchar not null,
    class varchar,
    retired boolean not null,
    why varchar,
    who varchar,
    "at" timestamp
);

comment on table kpi_choice is 'What the site says of a KPI, or of an objective''s words; changes are in change_log.';
comment on column kpi_choice.kpi is 'KPI, or the words of an objective';
comment on column kpi_choice.class is 'input, perception, output, outcome or data quality; none: as its file has it';
comment on column kpi_choice.retired is 'Whether no screen shows it any more';
comment on column kpi_choice.why is 'The reason given last';
comment on column kpi_choice.who is 'Who';
comment on column kpi_choice.at is 'When, UTC';

create table kpi_fault (kpi varchar not null, sql_hash varchar not null, reason varchar, "at" timestamp);

comment on table kpi_fault is 'KPIs of the site''s own whose SQL fails on the data; they are counted nowhere.';
comment on column kpi_fault.kpi is 'KPI';
comment on column kpi_fault.sql_hash is 'Hash of its definition';
comment on column kpi_fault.reason is 'What DuckDB says';
comment on column kpi_fault.at is 'When, UTC';

alter table kpi_definition add column declared varchar;
comment on column kpi_definition.declared is 'JSON: measure, unit, direction, window, quantile, site settings';
