-- Version 13: what an IVR's screen asks of every call and visit is kept with it (docs/ivr.md).
alter table flow_visit add column started_at timestamp;
alter table flow_visit add column segment varchar;
alter table flow_visit add column end_state varchar;
alter table flow_visit add column next_node varchar;
alter table flow_leg add column started_at timestamp;
alter table flow_leg add column outcome varchar;
alter table flow_leg add column contact_ended_at timestamp;
alter table flow_leg add column back_at timestamp;
alter table flow_leg add column contacts_30d integer;
alter table flow_leg add column misrouted boolean;
alter table flow_leg add column looped varchar[];

comment on column flow_visit.started_at is 'Start of the leg, UTC';
comment on column flow_visit.segment is 'Segment of the customer';
comment on column flow_visit.end_state is 'How the leg ended (docs/ivr.md)';
comment on column flow_visit.next_node is 'Node of the next visit';
comment on column flow_leg.started_at is 'Start, UTC';
comment on column flow_leg.outcome is 'Outcome as the source has it';
comment on column flow_leg.contact_ended_at is 'End of its contact, UTC, where the customer is known';
comment on column flow_leg.back_at is 'When he next got in touch, UTC, within 7 days of that end';
comment on column flow_leg.contacts_30d is 'His contacts of the 30 days up to this one';
comment on column flow_leg.misrouted is 'Whether it was passed on again; not known where nothing follows it';
comment on column flow_leg.looped is 'Nodes that it came back to twice or more';

create table flow_orphan (local_at timestamp, steps bigint, legs bigint);
comment on table flow_orphan is 'Steps whose leg no file has brought, by day';
comment on column flow_orphan.local_at is 'Midnight of the local day of the steps';
comment on column flow_orphan.steps is 'Steps';
comment on column flow_orphan.legs is 'Legs that they name';
