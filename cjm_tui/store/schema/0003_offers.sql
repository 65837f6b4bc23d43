-- Version 3: what an undo needs to know of rows that several files brought, and touchpoints that
-- only facts name.
create table repeated_row (
    target varchar not null, row_hash ubigint not null, batch bigint not null, same_as bigint not null
);

comment on table repeated_row is 'A row of a file that was known already: it stays when the other batch is undone.';
comment on column repeated_row.target is 'Table of the row';
comment on column repeated_row.row_hash is 'Lower half of the MD5 of its key';
comment on column repeated_row.batch is 'Batch that brought it again';
comment on column repeated_row.same_as is 'Batch that brought it before';

alter table import_batch add column makes_contacts boolean;

comment on column import_batch.makes_contacts is 'Whether its contacts are its own; else they are made of their legs';

insert into touchpoint (touchpoint_id, name, channel)
select
    f.touchpoint_id,
    f.touchpoint_id as name,
    case when count(distinct f.channel) = 1 then any_value(f.channel) end as channel
from (
    select
        touchpoint_id,
        channel
    from interaction
    union all
    select
        touchpoint_id,
        null as channel
    from feedback
    union all
    select
        touchpoint_id,
        null as channel
    from invitation
    union all
    select
        touchpoint_id,
        null as channel
    from measure
    union all
    select
        touchpoint_id,
        null as channel
    from forecast
) as f
anti join touchpoint as t on f.touchpoint_id = t.touchpoint_id
where f.touchpoint_id is not null
group by f.touchpoint_id;
