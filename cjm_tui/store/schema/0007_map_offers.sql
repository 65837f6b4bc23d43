-- Version 7: what a file of the map says, so that its undo leaves what the other files say.
create table map_offer (
    batch bigint not null, noun varchar not null, id varchar not null, field varchar not null,
    old varchar, new varchar, after_change bigint not null
);

comment on table map_offer is 'What a map file says without an entry in the change log: new rows'' cells, repeats.';
comment on column map_offer.batch is 'Batch that brought it';
comment on column map_offer.noun is 'Table';
comment on column map_offer.id is 'Its row, as in the change log';
comment on column map_offer.field is 'Its column; empty: the row itself';
comment on column map_offer.old is 'What was said before; none in a new row';
comment on column map_offer.new is 'What the file says';
comment on column map_offer.after_change is 'How many entries the change log had before the batch';
