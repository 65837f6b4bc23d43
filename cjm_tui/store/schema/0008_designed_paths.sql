-- Version 8: a journey may have several designed paths, and alternatives at one position.
alter table designed_path add column path_name varchar;

comment on column designed_path.path_name is 'Name of the path, where the journey has several';
comment on column designed_path.touchpoint_id is 'The touchpoint; several at one position are alternatives';
