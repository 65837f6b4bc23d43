/*---
title       = "The newest entries of the ledgers"
description = """
The last import batch, how many changes and action events are known, and the newest entry of all ledgers: what a report says its figures rest on.
One row; without any entry the day on which the database was made."""
kind        = "table"
params      = {}
columns     = ["batch", "file_name", "loaded_at", "changes", "action_events", "newest_at", "newest_entry", "who"]
---*/
with entries as (
    select
        started_at as entry_at,
        'import batch ' || batch as entry,
        batch as place,
        who
    from import_batch
    union all
    select
        finished_at as entry_at,
        'import batch ' || batch as entry,
        batch as place,
        who
    from import_batch
    union all
    select
        undone_at as entry_at,
        'undoing of import batch ' || batch as entry,
        batch as place,
        undone_by as who
    from import_batch
    union all
    select
        "at" as entry_at,
        'change of ' || noun || ' ' || id as entry,
        rowid as place,
        who
    from change_log
    union all
    select
        "at" as entry_at,
        'event of action ' || action_id as entry,
        rowid as place,
        who
    from action_event
    union all
    select
        valid_from as entry_at,
        'definition of ' || kpi as entry,
        rowid as place,
        who
    from kpi_definition
    union all
    select
        "at" as entry_at,
        're-basing of ' || kpi as entry,
        rowid as place,
        who
    from rebase
    union all
    select
        "at" as entry_at,
        'acknowledgement of ' || finding as entry,
        rowid as place,
        who
    from acknowledgement
    union all
    select
        "at" as entry_at,
        'stand-up ' || standup_id as entry,
        rowid as place,
        who
    from standup
),

-- A ledger goes before the database's own making, which counts where nothing else was ever written.
newest as (
    select
        entry_at,
        entry,
        place,
        who
    from (
        select
            entry_at,
            entry,
            place,
            who,
            true as of_ledger
        from entries
        where entry_at is not null
        union all
        select
            applied_at as entry_at,
            'version ' || version || ' of the database' as entry,
            version as place,
            applied_by as who,
            false as of_ledger
        from schema_version
    ) as known
    order by of_ledger desc, entry_at desc, place desc, entry desc
    limit 1
),

loaded as (
    select
        batch,
        file,
        finished_at
    from import_batch
    where status = 'loaded' and undone_at is null
    order by batch desc
    limit 1
)

select
    (select l.batch from loaded as l) as batch,
    (select l.file from loaded as l) as file_name,
    (select l.finished_at from loaded as l) as loaded_at,
    (select count(*) from change_log) as changes,
    (select count(*) from action_event) as action_events,
    n.entry_at as newest_at,
    n.entry as newest_entry,
    coalesce(n.who, '') as who
from newest as n
