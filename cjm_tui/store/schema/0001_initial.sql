-- Version 1: the map, the facts, the work, the ledgers. Names and columns are public (docs/data.md).
-- Ids are text. Times are UTC; `local_at` is the site's local time of the start, for days and weekdays.
-- No primary keys on facts (measured: five times the time, six times the file); the import merges by key.

create table schema_version (version integer not null, applied_at timestamp not null, applied_by varchar);

-- The map ----------------------------------------------------------------------------------------
create table journey (
    journey_id varchar not null, name varchar not null, position integer, customer_goal varchar,
    owner varchar, successful_outcome varchar, outcome_kpi varchar, outcome_target double,
    review_due date, version varchar not null default 'current'
);
create table stage (
    stage_id varchar not null, journey_id varchar not null, position integer, name varchar not null,
    customer_need varchar, negatives varchar
);
create table touchpoint (
    touchpoint_id varchar not null, stage_id varchar, position integer, name varchar not null,
    channel varchar, moment_of_truth boolean, adds_value boolean, standard_of_good varchar,
    good_kpi varchar, good_threshold double, good_author varchar, good_set_at date
);
create table enabler (touchpoint_id varchar not null, layer varchar not null, item varchar not null);
create table party (
    party_id varchar not null, name varchar not null, department varchar, kind varchar, state varchar
);
create table accountability (
    touchpoint_id varchar not null, party_id varchar not null, role varchar not null,
    since date, until date, confirmed_at date
);
create table objective (party_id varchar not null, value varchar, kpi varchar, target double);
create table kpi_target (
    kpi varchar not null, touchpoint_id varchar, target double not null, valid_from date, valid_to date,
    author varchar
);
create table designed_path (
    journey_id varchar not null, position integer not null, touchpoint_id varchar not null
);
create table designed_flow (
    touchpoint_id varchar not null, flow_version varchar, node varchar not null, parent varchar,
    key_pressed varchar, node_type varchar, success boolean
);

-- Facts ------------------------------------------------------------------------------------------
create table contact (
    contact_id varchar not null, source varchar, customer_key varchar, direction varchar, reason varchar,
    segment varchar, resolved boolean, started_at timestamp not null, ended_at timestamp,
    local_at timestamp, time_flag varchar, source_version timestamp, first_batch bigint, last_batch bigint
);
create table interaction (
    interaction_id varchar not null, contact_id varchar not null, touchpoint_id varchar, source varchar,
    customer_key varchar, direction varchar, resolved boolean, channel varchar,
    started_at timestamp not null, ended_at timestamp, local_at timestamp,
    wait_s double, talk_s double, hold_s double, wrap_s double, handle_s double, outcome varchar,
    transfers integer, queue varchar, team varchar, reason varchar, segment varchar, flow_version varchar,
    time_flag varchar, source_version timestamp, first_batch bigint, last_batch bigint
);
create table interaction_event (
    interaction_id varchar not null, seq integer not null, "at" timestamp not null, local_at timestamp,
    node varchar, node_type varchar, event varchar, value varchar, target_queue varchar,
    flow_version varchar, time_flag varchar, source_version timestamp, first_batch bigint, last_batch bigint
);
create table feedback (
    feedback_id varchar not null, touchpoint_id varchar, contact_id varchar, customer_key varchar,
    "at" timestamp not null, local_at timestamp, instrument varchar not null, scale varchar, score double,
    verbatim varchar, voice varchar, segment varchar, source varchar,
    time_flag varchar, source_version timestamp, first_batch bigint, last_batch bigint
);
create table invitation (
    invitation_id varchar not null, touchpoint_id varchar, contact_id varchar, customer_key varchar,
    "at" timestamp not null, local_at timestamp, instrument varchar, source varchar,
    time_flag varchar, source_version timestamp, first_batch bigint, last_batch bigint
);
create table customer_base (
    month date not null, segment varchar not null, customers bigint, source_version timestamp,
    first_batch bigint, last_batch bigint
);
create table measure (
    kpi varchar not null, touchpoint_id varchar not null, day date not null, n bigint, "sum" double,
    sum_sq double, promoters bigint, detractors bigint, weight double, source varchar,
    source_version timestamp, first_batch bigint, last_batch bigint
);
create table forecast (
    touchpoint_id varchar not null, "at" timestamp not null, local_at timestamp, contacts double,
    time_flag varchar, source_version timestamp, first_batch bigint, last_batch bigint
);
create table cost_rate (
    channel varchar not null, valid_from date not null, per_contact double, per_minute double,
    source_version timestamp, first_batch bigint, last_batch bigint
);
-- History tables have the columns of their fact, whatever they are, and the batch that replaced the row.
-- noqa: disable=LT09,AM04,AM09
create table contact_history as select *, 0::bigint as replaced_by from contact limit 0;
create table interaction_history as select *, 0::bigint as replaced_by from interaction limit 0;
create table interaction_event_history as select *, 0::bigint as replaced_by from interaction_event limit 0;
create table feedback_history as select *, 0::bigint as replaced_by from feedback limit 0;
create table invitation_history as select *, 0::bigint as replaced_by from invitation limit 0;
create table customer_base_history as select *, 0::bigint as replaced_by from customer_base limit 0;
create table measure_history as select *, 0::bigint as replaced_by from measure limit 0;
create table forecast_history as select *, 0::bigint as replaced_by from forecast limit 0;
create table cost_rate_history as select *, 0::bigint as replaced_by from cost_rate limit 0;
-- noqa: enable=all

-- Work -------------------------------------------------------------------------------------------
create table action (
    action_id varchar not null, touchpoint_id varchar, title varchar not null, problem varchar,
    root_cause varchar, owner varchar, sponsor varchar, kpi varchar, baseline double,
    expected_effect double, smallest_effect double, effect_by date, comparison_touchpoint varchar,
    guardrail varchar, kind varchar, state varchar not null, proposed_at date, started_at date,
    live_at date, closed_at date, due date, next_communication date, verdict varchar,
    proposition_id varchar
);
create table action_department (
    action_id varchar not null, department varchar not null, agreement varchar, agreed_by varchar,
    agreed_at date
);
create table action_event (
    action_id varchar not null, "at" timestamp not null, who varchar, event varchar not null, note varchar,
    old varchar, new varchar
);
create table milestone (action_id varchar not null, title varchar not null, due date, done_at date);
create table communication (
    action_id varchar, "at" date, audience varchar, channel varchar, message varchar, who varchar
);
create table evidence (
    action_id varchar not null, kind varchar, reference varchar, note varchar, "at" timestamp
);
create table opportunity (
    opportunity_id varchar not null, touchpoint_id varchar, title varchar not null, who varchar,
    "at" date
);
create table proposition (
    proposition_id varchar not null, opportunity_id varchar, title varchar not null, who varchar,
    "at" date
);
create table annotation (
    annotation_id varchar not null, touchpoint_id varchar, first_day date not null, last_day date not null,
    kind varchar not null, note varchar, who varchar, "at" timestamp
);
create table standup (standup_id varchar not null, "at" timestamp not null, minutes varchar, who varchar);
create table acknowledgement (
    finding varchar not null, fingerprint varchar not null, who varchar, "at" timestamp, why varchar
);

-- Ledgers ----------------------------------------------------------------------------------------
create table import_batch (
    batch bigint not null, file varchar not null, sha256 varchar not null, mapping varchar not null,
    mapping_hash varchar,
    timezone varchar not null, status varchar not null, reason varchar, read bigint, accepted bigint,
    ignored bigint, quarantined bigint, targets varchar, first_day date, last_day date,
    started_at timestamp, finished_at timestamp, who varchar, undone_at timestamp, undone_by varchar
);
create table quarantine (
    batch bigint not null, file varchar, line bigint, column_name varchar, reason varchar, raw varchar,
    resolved_by bigint
);
create table expected_file (
    source varchar not null, pattern varchar, every varchar, due_at time, valid_from date
);
create table incomplete_day (
    day date not null, source varchar not null, touchpoint_id varchar, reason varchar not null,
    noted_at timestamp
);
create table change_log (
    "at" timestamp not null, who varchar, noun varchar not null, id varchar not null, field varchar,
    old varchar, new varchar, why varchar
);
create table kpi_definition (
    kpi varchar not null, sql_hash varchar not null, class varchar not null, reason varchar,
    title varchar, sql varchar, valid_from timestamp not null, who varchar
);
create table kpi_pair (
    output_kpi varchar not null, outcome_kpi varchar not null, touchpoint_id varchar, origin varchar
);
create table rebase (
    kpi varchar not null, touchpoint_id varchar not null, from_day date not null, who varchar not null,
    why varchar not null, "at" timestamp not null
);
create table site_setting (key varchar not null, value varchar not null);
create table holiday (day date not null, name varchar);
create table kpi_day (
    kpi varchar not null, sql_hash varchar not null, touchpoint_id varchar not null, day date not null,
    n bigint not null, "sum" double, sum_sq double, promoters bigint, detractors bigint, weight double
);
