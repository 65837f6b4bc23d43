-- Version 10: how legs went through their steps, kept with the import as kpi_day is (docs/ivr.md).
create table flow_visit (
    interaction_id varchar not null, touchpoint_id varchar not null, local_at timestamp not null,
    visit integer not null, node varchar not null, node_type varchar, place varchar, is_first boolean not null,
    is_last boolean not null, "at" timestamp, dwell_s double, again integer not null, turn varchar,
    last_event varchar, asked boolean, transferred boolean, target_queue varchar, auth_tried boolean,
    auth_ok boolean, task_begun boolean, task_done boolean, offered boolean, accepted boolean, flow_version varchar
);
create table flow_leg (
    interaction_id varchar not null, contact_id varchar, touchpoint_id varchar not null, channel varchar,
    local_at timestamp not null, segment varchar, flow_version varchar, end_state varchar not null,
    last_node varchar, seconds double, visits integer not null, menus integer not null,
    revisits integer not null, again integer not null, asked boolean, transferred boolean,
    target_queue varchar, auth_tried boolean, auth_ok boolean, task_begun boolean, task_done boolean, offered boolean,
    accepted boolean, way varchar
);
create table flow_definition (sql_hash varchar not null, "at" timestamp not null);

comment on table flow_visit is 'One row a stay at a node within a leg; made of interaction_event.';
comment on column flow_visit.interaction_id is 'The leg';
comment on column flow_visit.touchpoint_id is 'Its touchpoint';
comment on column flow_visit.local_at is 'Local start of the leg';
comment on column flow_visit.visit is 'Order within the leg, from 1';
comment on column flow_visit.node is 'Node';
comment on column flow_visit.node_type is 'menu, prompt, collect, auth, task, transfer or exit';
comment on column flow_visit.place is 'Its place on the tree of first visits: nodes parted by character 31';
comment on column flow_visit.is_first is 'Whether it is the leg''s first visit of this node';
comment on column flow_visit.is_last is 'Whether the leg ended here';
comment on column flow_visit."at" is 'When it was entered, UTC';
comment on column flow_visit.dwell_s is 'Seconds until the next node or the last event; none if the clock went back';
comment on column flow_visit.again is 'How often it had to ask again (nomatch and noinput)';
comment on column flow_visit.turn is 'The end state that the leg would have had, had it ended here';
comment on column flow_visit.last_event is 'Its last event';
comment on column flow_visit.asked is 'Whether an agent was asked for';
comment on column flow_visit.transferred is 'Whether it passed the leg on';
comment on column flow_visit.target_queue is 'Queue that it was passed to';
comment on column flow_visit.auth_tried is 'Whether the customer was to be identified';
comment on column flow_visit.auth_ok is 'Whether that succeeded';
comment on column flow_visit.task_begun is 'Whether a task began';
comment on column flow_visit.task_done is 'Whether a task succeeded';
comment on column flow_visit.offered is 'Whether a call back was offered';
comment on column flow_visit.accepted is 'Whether it was accepted';
comment on column flow_visit.flow_version is 'Version of the flow';

comment on table flow_leg is 'One row a leg with recorded steps, or of an IVR: how it went and ended.';
comment on column flow_leg.interaction_id is 'The leg';
comment on column flow_leg.contact_id is 'Its contact';
comment on column flow_leg.touchpoint_id is 'Its touchpoint';
comment on column flow_leg.channel is 'Its channel';
comment on column flow_leg.local_at is 'Local start of the leg';
comment on column flow_leg.segment is 'Segment of the customer';
comment on column flow_leg.flow_version is 'Version of the flow';
comment on column flow_leg.end_state is 'How it ended (docs/ivr.md)';
comment on column flow_leg.last_node is 'Node at which it ended';
comment on column flow_leg.seconds is 'Seconds from first to last event; none if the clock went back';
comment on column flow_leg.visits is 'Visits of nodes';
comment on column flow_leg.menus is 'Distinct menus';
comment on column flow_leg.revisits is 'Visits of one node after its first one, of the node with most of them';
comment on column flow_leg.again is 'How often something had to be asked again';
comment on column flow_leg.asked is 'Whether an agent was asked for';
comment on column flow_leg.transferred is 'Whether it was passed on';
comment on column flow_leg.target_queue is 'Queue that it was passed to';
comment on column flow_leg.auth_tried is 'Whether the customer was to be identified';
comment on column flow_leg.auth_ok is 'Whether that succeeded';
comment on column flow_leg.task_begun is 'Whether a task began';
comment on column flow_leg.task_done is 'Whether a task succeeded';
comment on column flow_leg.offered is 'Whether a call back was offered';
comment on column flow_leg.accepted is 'Whether it was accepted';
comment on column flow_leg.way is 'Its first 100 visits'' nodes in order, parted by character 31';

comment on table flow_definition is 'By what flow_visit and flow_leg were made last.';
comment on column flow_definition.sql_hash is 'Hash of the stored queries and of the designed flow';
comment on column flow_definition."at" is 'When, UTC';
