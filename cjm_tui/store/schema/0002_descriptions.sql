-- Version 2: what every table and column means, for ad hoc SQL and docs/data.md.

comment on table accountability is 'Who is accountable (A), responsible, supporting, consulted, informed.';
comment on column accountability.touchpoint_id is 'The touchpoint';
comment on column accountability.party_id is 'The party';
comment on column accountability.role is 'A, R, S, C or I';
comment on column accountability.since is 'First day of the role';
comment on column accountability.until is 'Last day of a role that has ended';
comment on column accountability.confirmed_at is 'When the party last confirmed it';

comment on table acknowledgement is 'A finding that somebody has seen.';
comment on column acknowledgement.finding is 'The finding';
comment on column acknowledgement.fingerprint is 'What it said, so that a change is told again';
comment on column acknowledgement.who is 'Who';
comment on column acknowledgement."at" is 'When, UTC';
comment on column acknowledgement.why is 'Why it may rest';

comment on table action is 'What somebody has undertaken to change.';
comment on column action.action_id is 'Id';
comment on column action.touchpoint_id is 'The touchpoint';
comment on column action.title is 'Title';
comment on column action.problem is 'The problem';
comment on column action.root_cause is 'Its root cause';
comment on column action.owner is 'Party that owns it';
comment on column action.sponsor is 'Party that sponsors it';
comment on column action.kpi is 'KPI that it is to move';
comment on column action.baseline is 'Value of the KPI before, in its unit';
comment on column action.expected_effect is 'Change expected, in the KPI''s unit';
comment on column action.smallest_effect is 'Smallest change that is worth it';
comment on column action.effect_by is 'Day by which the effect is expected';
comment on column action.comparison_touchpoint is 'Touchpoint without the action, for comparison';
comment on column action.guardrail is 'KPI that must not get worse';
comment on column action.kind is 'quick win or long term';
comment on column action.state is 'State (docs/architecture.md)';
comment on column action.proposed_at is 'Day proposed';
comment on column action.started_at is 'Day begun';
comment on column action.live_at is 'Day live';
comment on column action.closed_at is 'Day closed';
comment on column action.due is 'Due day';
comment on column action.next_communication is 'Next day on which to tell people';
comment on column action.verdict is 'Verdict on its effect';
comment on column action.proposition_id is 'The proposition it serves';

comment on table action_department is 'A department''s agreement or objection to an action.';
comment on column action_department.action_id is 'The action';
comment on column action_department.department is 'Department';
comment on column action_department.agreement is 'agreed or objects';
comment on column action_department.agreed_by is 'Who said so';
comment on column action_department.agreed_at is 'When';

comment on table action_event is 'History of an action; rows are only ever added.';
comment on column action_event.action_id is 'The action';
comment on column action_event."at" is 'When, UTC';
comment on column action_event.who is 'Who';
comment on column action_event.event is 'What happened';
comment on column action_event.note is 'Note';
comment on column action_event.old is 'Value before';
comment on column action_event.new is 'Value after';

comment on table annotation is 'An incident, campaign, price change or release, shown on charts.';
comment on column annotation.annotation_id is 'Id';
comment on column annotation.touchpoint_id is 'The touchpoint; none: everywhere';
comment on column annotation.first_day is 'First local day';
comment on column annotation.last_day is 'Last local day';
comment on column annotation.kind is 'What sort';
comment on column annotation.note is 'What happened';
comment on column annotation.who is 'Who noted it';
comment on column annotation."at" is 'When, UTC';

comment on table change_log is 'Who changed what, from what, to what, and why.';
comment on column change_log."at" is 'When, UTC';
comment on column change_log.who is 'Who';
comment on column change_log.noun is 'What sort of thing';
comment on column change_log.id is 'Which one';
comment on column change_log.field is 'Field';
comment on column change_log.old is 'Value before';
comment on column change_log.new is 'Value after';
comment on column change_log.why is 'Reason';

comment on table communication is 'What was told to whom about an action.';
comment on column communication.action_id is 'The action';
comment on column communication."at" is 'Day';
comment on column communication.audience is 'Who was told';
comment on column communication.channel is 'How';
comment on column communication.message is 'What';
comment on column communication.who is 'By whom';

comment on table contact is 'One need presented once.';
comment on column contact.contact_id is 'Id (the source''s root call or conversation)';
comment on column contact.source is 'Mapping it came by';
comment on column contact.customer_key is 'Keyed hash of the customer; none: not identified';
comment on column contact.direction is 'inbound, outbound or callback';
comment on column contact.reason is 'Reason for contact';
comment on column contact.segment is 'Customer segment';
comment on column contact.resolved is 'Whether the source says that the need was met';
comment on column contact.started_at is 'Start, UTC';
comment on column contact.ended_at is 'End, UTC';
comment on column contact.local_at is 'Start in the site''s local time';
comment on column contact.time_flag is 'doubled: the local hour occurs twice, the second was taken';
comment on column contact.source_version is 'The source''s own version of the record';
comment on column contact.first_batch is 'Batch that brought it';
comment on column contact.last_batch is 'Batch that last changed it';

comment on table contact_history is 'Replaced versions of contact.';

comment on table cost_rate is 'What a channel costs.';
comment on column cost_rate.channel is 'Channel';
comment on column cost_rate.valid_from is 'First day';
comment on column cost_rate.per_contact is 'Cost per contact';
comment on column cost_rate.per_minute is 'Cost per minute';
comment on column cost_rate.source_version is 'The source''s own version of the record';
comment on column cost_rate.first_batch is 'Batch that brought it';
comment on column cost_rate.last_batch is 'Batch that last changed it';

comment on table cost_rate_history is 'Replaced versions of cost_rate.';

comment on table customer_base is 'Active customers of a month.';
comment on column customer_base.month is 'First day of the month';
comment on column customer_base.segment is 'Customer segment';
comment on column customer_base.customers is 'Active customers';
comment on column customer_base.source_version is 'The source''s own version of the record';
comment on column customer_base.first_batch is 'Batch that brought it';
comment on column customer_base.last_batch is 'Batch that last changed it';

comment on table customer_base_history is 'Replaced versions of customer_base.';

comment on table designed_flow is 'The designed menu of an IVR.';
comment on column designed_flow.touchpoint_id is 'The IVR';
comment on column designed_flow.flow_version is 'Version of the flow';
comment on column designed_flow.node is 'Node';
comment on column designed_flow.parent is 'Node above it';
comment on column designed_flow.key_pressed is 'Key that leads to it';
comment on column designed_flow.node_type is 'menu, prompt, collect, auth, task, transfer or exit';
comment on column designed_flow.success is 'Whether leaving here means that the caller was served';

comment on table designed_path is 'The path that the journey was designed for.';
comment on column designed_path.journey_id is 'The journey';
comment on column designed_path.position is 'Order of the step';
comment on column designed_path.touchpoint_id is 'The touchpoint';

comment on table enabler is 'What a touchpoint rests on.';
comment on column enabler.touchpoint_id is 'The touchpoint';
comment on column enabler.layer is 'people, process or technology';
comment on column enabler.item is 'What it is';

comment on table evidence is 'What shows the root cause of an action.';
comment on column evidence.action_id is 'The action';
comment on column evidence.kind is 'rows, words or document';
comment on column evidence.reference is 'Where it is';
comment on column evidence.note is 'Note';
comment on column evidence."at" is 'When, UTC';

comment on table expected_file is 'A file that should arrive.';
comment on column expected_file.source is 'Source';
comment on column expected_file.pattern is 'File name pattern';
comment on column expected_file.every is 'How often';
comment on column expected_file.due_at is 'By what local time';
comment on column expected_file.valid_from is 'First day';

comment on table feedback is 'One answer to a survey.';
comment on column feedback.feedback_id is 'Id';
comment on column feedback.touchpoint_id is 'The touchpoint asked about';
comment on column feedback.contact_id is 'The contact asked about';
comment on column feedback.customer_key is 'Keyed hash of the customer; none: not identified';
comment on column feedback."at" is 'When, UTC';
comment on column feedback.local_at is 'Start in the site''s local time';
comment on column feedback.instrument is 'csat, ces, nps or resolved';
comment on column feedback.scale is 'Scale, as 1-5';
comment on column feedback.score is 'Score; none: not given';
comment on column feedback.verbatim is 'The customer''s words, numbers and addresses masked';
comment on column feedback.voice is 'customer, employee or leader';
comment on column feedback.segment is 'Customer segment';
comment on column feedback.source is 'Mapping it came by';
comment on column feedback.time_flag is 'doubled: the local hour occurs twice, the second was taken';
comment on column feedback.source_version is 'The source''s own version of the record';
comment on column feedback.first_batch is 'Batch that brought it';
comment on column feedback.last_batch is 'Batch that last changed it';

comment on table feedback_history is 'Replaced versions of feedback.';

comment on table forecast is 'Forecast contacts of an interval.';
comment on column forecast.touchpoint_id is 'The touchpoint';
comment on column forecast."at" is 'Start of the interval, UTC';
comment on column forecast.local_at is 'Start in the site''s local time';
comment on column forecast.contacts is 'Contacts expected';
comment on column forecast.time_flag is 'doubled: the local hour occurs twice, the second was taken';
comment on column forecast.source_version is 'The source''s own version of the record';
comment on column forecast.first_batch is 'Batch that brought it';
comment on column forecast.last_batch is 'Batch that last changed it';

comment on table forecast_history is 'Replaced versions of forecast.';

comment on table holiday is 'A holiday, left out of baselines.';
comment on column holiday.day is 'Local day';
comment on column holiday.name is 'Name';

comment on table import_batch is 'A file that was imported or refused.';
comment on column import_batch.batch is 'Number';
comment on column import_batch.file is 'File';
comment on column import_batch.sha256 is 'Hash of the decompressed content';
comment on column import_batch.mapping is 'Mapping';
comment on column import_batch.mapping_hash is 'Hash of the mapping''s file';
comment on column import_batch.timezone is 'Time zone that was used';
comment on column import_batch.status is 'loaded or refused';
comment on column import_batch.reason is 'Why it was refused';
comment on column import_batch.read is 'Records read';
comment on column import_batch.accepted is 'Records accepted';
comment on column import_batch.ignored is 'Records that a rule of the mapping names as irrelevant';
comment on column import_batch.quarantined is 'Records refused';
comment on column import_batch.targets is 'Rows produced, inserted, updated and unchanged by table, as JSON';
comment on column import_batch.first_day is 'First local day touched';
comment on column import_batch.last_day is 'Last local day touched';
comment on column import_batch.started_at is 'Begin, UTC';
comment on column import_batch.finished_at is 'End, UTC';
comment on column import_batch.who is 'Who';
comment on column import_batch.undone_at is 'When it was undone, UTC';
comment on column import_batch.undone_by is 'Who undid it';

comment on table incomplete_day is 'A day for which a source delivered too little; left out of signals.';
comment on column incomplete_day.day is 'Local day';
comment on column incomplete_day.source is 'Source';
comment on column incomplete_day.touchpoint_id is 'The touchpoint; none: all of the source';
comment on column incomplete_day.reason is 'In words';
comment on column incomplete_day.noted_at is 'When, UTC';

comment on table interaction is 'One leg of a contact at one touchpoint.';
comment on column interaction.interaction_id is 'Id';
comment on column interaction.contact_id is 'Its contact';
comment on column interaction.touchpoint_id is 'The touchpoint';
comment on column interaction.source is 'Mapping it came by';
comment on column interaction.customer_key is 'Keyed hash of the customer; none: not identified';
comment on column interaction.direction is 'inbound, outbound or callback';
comment on column interaction.resolved is 'Whether the source says that the need was met';
comment on column interaction.channel is 'ivr, phone, chat, email, web, shop, visit, letter';
comment on column interaction.started_at is 'Start, UTC';
comment on column interaction.ended_at is 'End, UTC';
comment on column interaction.local_at is 'Start in the site''s local time';
comment on column interaction.wait_s is 'Wait in the queue, seconds';
comment on column interaction.talk_s is 'Talk, seconds';
comment on column interaction.hold_s is 'Hold, seconds';
comment on column interaction.wrap_s is 'After-contact work, seconds';
comment on column interaction.handle_s is 'Handling in all, seconds';
comment on column interaction.outcome is 'answered, abandoned, left, blocked, contained, to_agent, done or not_done';
comment on column interaction.transfers is 'How often it was transferred';
comment on column interaction.queue is 'Queue';
comment on column interaction.team is 'Team (never a single agent)';
comment on column interaction.reason is 'Reason for contact';
comment on column interaction.segment is 'Customer segment';
comment on column interaction.flow_version is 'Version of the IVR flow';
comment on column interaction.time_flag is 'doubled: the local hour occurs twice, the second was taken';
comment on column interaction.source_version is 'The source''s own version of the record';
comment on column interaction.first_batch is 'Batch that brought it';
comment on column interaction.last_batch is 'Batch that last changed it';

comment on table interaction_event is 'A step inside a leg, such as an IVR node.';
comment on column interaction_event.interaction_id is 'The leg';
comment on column interaction_event.seq is 'Order inside the leg';
comment on column interaction_event."at" is 'When, UTC';
comment on column interaction_event.local_at is 'Start in the site''s local time';
comment on column interaction_event.node is 'Node';
comment on column interaction_event.node_type is 'menu, prompt, collect, auth, task, transfer or exit';
comment on column interaction_event.event is 'What happened';
comment on column interaction_event.value is 'What was entered';
comment on column interaction_event.target_queue is 'Queue it was transferred to';
comment on column interaction_event.flow_version is 'Version of the flow';
comment on column interaction_event.time_flag is 'doubled: the local hour occurs twice, the second was taken';
comment on column interaction_event.source_version is 'The source''s own version of the record';
comment on column interaction_event.first_batch is 'Batch that brought it';
comment on column interaction_event.last_batch is 'Batch that last changed it';

comment on table interaction_event_history is 'Replaced versions of interaction_event.';

comment on table interaction_history is 'Replaced versions of interaction.';

comment on table invitation is 'A survey that was sent.';
comment on column invitation.invitation_id is 'Id';
comment on column invitation.touchpoint_id is 'The touchpoint asked about';
comment on column invitation.contact_id is 'The contact asked about';
comment on column invitation.customer_key is 'Keyed hash of the customer''s identifier';
comment on column invitation."at" is 'When, UTC';
comment on column invitation.local_at is 'Start in the site''s local time';
comment on column invitation.instrument is 'csat, ces, nps or resolved';
comment on column invitation.source is 'Mapping it came by';
comment on column invitation.time_flag is 'doubled: the local hour occurs twice, the second was taken';
comment on column invitation.source_version is 'The source''s own version of the record';
comment on column invitation.first_batch is 'Batch that brought it';
comment on column invitation.last_batch is 'Batch that last changed it';

comment on table invitation_history is 'Replaced versions of invitation.';

comment on table journey is 'A customer journey, as it is or as it should be.';
comment on column journey.journey_id is 'Id';
comment on column journey.name is 'Name';
comment on column journey.position is 'Order among the journeys';
comment on column journey.customer_goal is 'What the customer wants of it';
comment on column journey.owner is 'Who owns the journey';
comment on column journey.successful_outcome is 'The successful customer outcome, in words';
comment on column journey.outcome_kpi is 'KPI that measures the outcome';
comment on column journey.outcome_target is 'Target of that KPI, in its unit';
comment on column journey.review_due is 'Day by which the map is to be reviewed';
comment on column journey.version is 'current or desired';

comment on table kpi_day is 'Roll-up: a KPI at a touchpoint on a local day.';
comment on column kpi_day.kpi is 'KPI';
comment on column kpi_day.sql_hash is 'Hash of the definition';
comment on column kpi_day.touchpoint_id is 'The touchpoint';
comment on column kpi_day.day is 'Local day';
comment on column kpi_day.n is 'Rows in the denominator';
comment on column kpi_day.sum is 'Sum of the values';
comment on column kpi_day.sum_sq is 'Sum of their squares';
comment on column kpi_day.promoters is 'Answers of 9 and 10';
comment on column kpi_day.detractors is 'Answers of 0 to 6';
comment on column kpi_day.weight is 'Sum of the weights';

comment on table kpi_definition is 'History of each KPI''s definition.';
comment on column kpi_definition.kpi is 'KPI';
comment on column kpi_definition.sql_hash is 'Hash of SQL and settings';
comment on column kpi_definition.class is 'input, output, perception or outcome';
comment on column kpi_definition.reason is 'Why it is classed so';
comment on column kpi_definition.title is 'Title';
comment on column kpi_definition.sql is 'SQL';
comment on column kpi_definition.valid_from is 'Since when, UTC';
comment on column kpi_definition.who is 'Who';

comment on table kpi_pair is 'An output KPI and the outcome that worsens when it is gamed.';
comment on column kpi_pair.output_kpi is 'Output';
comment on column kpi_pair.outcome_kpi is 'Outcome';
comment on column kpi_pair.touchpoint_id is 'The touchpoint; none: everywhere';
comment on column kpi_pair.origin is 'built in or site';

comment on table kpi_target is 'Target of a KPI, everywhere or at one touchpoint.';
comment on column kpi_target.kpi is 'KPI';
comment on column kpi_target.touchpoint_id is 'The touchpoint; none: everywhere';
comment on column kpi_target.target is 'Target in the KPI''s unit';
comment on column kpi_target.valid_from is 'First day';
comment on column kpi_target.valid_to is 'Last day';
comment on column kpi_target.author is 'Who set it';

comment on table measure is 'A day of a KPI that exists only as daily totals, with what its interval needs.';
comment on column measure.kpi is 'KPI';
comment on column measure.touchpoint_id is 'The touchpoint';
comment on column measure.day is 'Local day';
comment on column measure.n is 'Rows it stands for';
comment on column measure.sum is 'Sum of the values';
comment on column measure.sum_sq is 'Sum of their squares';
comment on column measure.promoters is 'Answers of 9 and 10';
comment on column measure.detractors is 'Answers of 0 to 6';
comment on column measure.weight is 'Sum of the weights, for ratios and rates';
comment on column measure.source is 'Mapping it came by';
comment on column measure.source_version is 'The source''s own version of the record';
comment on column measure.first_batch is 'Batch that brought it';
comment on column measure.last_batch is 'Batch that last changed it';

comment on table measure_history is 'Replaced versions of measure.';

comment on table milestone is 'A milestone of an action.';
comment on column milestone.action_id is 'The action';
comment on column milestone.title is 'Title';
comment on column milestone.due is 'Due day';
comment on column milestone.done_at is 'Day done';

comment on table objective is 'What somebody is targeted on.';
comment on column objective.party_id is 'The party';
comment on column objective.value is 'The objective in words';
comment on column objective.kpi is 'Its KPI';
comment on column objective.target is 'Target in the KPI''s unit';

comment on table opportunity is 'Something that could be better.';
comment on column opportunity.opportunity_id is 'Id';
comment on column opportunity.touchpoint_id is 'The touchpoint';
comment on column opportunity.title is 'Title';
comment on column opportunity.who is 'Who saw it';
comment on column opportunity."at" is 'Day';

comment on table party is 'A person, team or department that can be accountable; never scored.';
comment on column party.party_id is 'Id';
comment on column party.name is 'Name';
comment on column party.department is 'Department';
comment on column party.kind is 'person, team or department';
comment on column party.state is 'active or left';

comment on table proposition is 'One of the few opportunities that were chosen.';
comment on column proposition.proposition_id is 'Id';
comment on column proposition.opportunity_id is 'The opportunity';
comment on column proposition.title is 'Title';
comment on column proposition.who is 'Who chose it';
comment on column proposition."at" is 'Day';

comment on table quarantine is 'A record that was refused.';
comment on column quarantine.batch is 'Its batch';
comment on column quarantine.file is 'File';
comment on column quarantine.line is 'Line in the file';
comment on column quarantine.column_name is 'Column at fault';
comment on column quarantine.reason is 'Why';
comment on column quarantine.raw is 'The record, personal columns masked';
comment on column quarantine.resolved_by is 'Batch that brought the corrected record';

comment on table rebase is 'A recorded re-basing of a frozen baseline.';
comment on column rebase.kpi is 'KPI';
comment on column rebase.touchpoint_id is 'The touchpoint';
comment on column rebase.from_day is 'First day of the new baseline';
comment on column rebase.who is 'Who';
comment on column rebase.why is 'Why';
comment on column rebase."at" is 'When, UTC';

comment on table schema_version is 'Versions of this schema that have been applied.';
comment on column schema_version.version is 'Version';
comment on column schema_version.applied_at is 'When, UTC';
comment on column schema_version.applied_by is 'Who';

comment on table site_setting is 'What the site has decided.';
comment on column site_setting.key is 'Setting';
comment on column site_setting.value is 'Value as text';

comment on table stage is 'A stage of a journey, with the customer''s need.';
comment on column stage.stage_id is 'Id';
comment on column stage.journey_id is 'Its journey';
comment on column stage.position is 'Order in the journey';
comment on column stage.name is 'Name';
comment on column stage.customer_need is 'What the customer needs here, in their words';
comment on column stage.negatives is 'What spoils it for them';

comment on table standup is 'Minutes of a stand-up.';
comment on column standup.standup_id is 'Id';
comment on column standup."at" is 'When, UTC';
comment on column standup.minutes is 'Minutes in Markdown';
comment on column standup.who is 'Who led it';

comment on table touchpoint is 'A place where the customer meets the organisation.';
comment on column touchpoint.touchpoint_id is 'Id';
comment on column touchpoint.stage_id is 'Its stage; none: not placed';
comment on column touchpoint.position is 'Order in the stage';
comment on column touchpoint.name is 'Name';
comment on column touchpoint.channel is 'ivr, phone, chat, email, web, shop, visit, letter';
comment on column touchpoint.moment_of_truth is 'Whether the relationship is decided here';
comment on column touchpoint.adds_value is 'Whether it adds value for the customer';
comment on column touchpoint.standard_of_good is 'What good looks like, one sentence';
comment on column touchpoint.good_kpi is 'KPI that says whether it is good';
comment on column touchpoint.good_threshold is 'Value from which it is good, in the KPI''s unit';
comment on column touchpoint.good_author is 'Who set the standard';
comment on column touchpoint.good_set_at is 'When it was set';
