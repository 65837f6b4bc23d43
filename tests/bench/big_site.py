"""Makes a database of a big contact centre straight in SQL, for measurements."""

from datetime import UTC, datetime
from pathlib import Path

from cjm_tui.config import FixedClock
from cjm_tui.store.catalog import load_catalog
from cjm_tui.store.database import Database
from cjm_tui.store.rollup import refresh

DAYS = 400
TOUCHPOINTS = 20
NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)  # the data ends the evening before
_STEP = 2_000_000  # rows at once

_MAP = """
insert into journey (journey_id, name, position, version)
select 'journey-' || i, 'Journey ' || i, i, 'current' from range(2) as r (i);
insert into stage (stage_id, journey_id, position, name)
select 'stage-' || i, 'journey-' || i % 2, i, 'Stage ' || i from range(8) as r (i);
insert into touchpoint (touchpoint_id, stage_id, position, name, channel, good_kpi, good_threshold)
select 'touchpoint-' || i, 'stage-' || i % 8, i, 'Touchpoint ' || i, 'phone',
    ['abandon_rate', 'fcr_7d', 'csat', 'nps', 'aht', null][i % 6 + 1], [5, 75, 80, 30, 400, null][i % 6 + 1]
from range($touchpoints) as r (i);
insert into expected_file (source, pattern, every, due_at, valid_from)
select 'acd', 'acd-*.csv', 'day', time '06:00', date '2025-10-18'
"""

# Every fourth leg is the second of its contact. Rows come in the order of time, as from imports.
_LEGS = """
create or replace temp table leg as
select i, 'C' || (i - (i % 4 = 3)::int) as contact_id, i % 4 = 3 as is_second,
    'touchpoint-' || hash(i) % $touchpoints as touchpoint_id,
    'customer-' || hash(i // 4 * 7) % ($rows // 6 + 1) as customer_key,
    timestamp '2026-11-22' - interval ($days) day
        + interval (i * $days * 86400 // $rows) second as started_at,
    i * $days // $rows + 1 as batch, (hash(i) % 3 + 1)::bigint as instrument
from range($first, $last) as r (i);
insert into interaction (
    interaction_id, contact_id, touchpoint_id, source, customer_key, direction, resolved, channel,
    started_at, ended_at, local_at, wait_s, talk_s, hold_s, wrap_s, outcome, transfers, queue, team,
    reason, segment, first_batch, last_batch
)
select 'I' || i, contact_id, touchpoint_id, 'acd', customer_key, 'inbound', hash(i * 11) % 4 > 0,
    'phone', started_at, started_at + interval (60 + hash(i) % 900) second, started_at,
    hash(i * 13) % 120, hash(i * 17) % 400, hash(i * 19) % 60, hash(i * 23) % 60,
    case hash(i * 41) % 12 when 0 then 'abandoned' else 'answered' end, (hash(i * 43) % 10 = 0)::int,
    'queue ' || hash(i * 29) % 5, 'team ' || hash(i * 31) % 9, 'reason ' || hash(i * 3) % 9,
    case hash(i * 5) % 3 when 0 then 'business' else 'home' end, batch, batch
from leg order by i;
insert into contact (
    contact_id, source, customer_key, direction, reason, segment, resolved, started_at, ended_at,
    local_at, first_batch, last_batch
)
select contact_id, 'acd', customer_key, 'inbound', 'reason ' || hash(i * 3) % 9,
    case hash(i * 5) % 3 when 0 then 'business' else 'home' end, hash(i * 11) % 4 > 0, started_at,
    started_at + interval (60 + hash(i) % 900) second, started_at, batch, batch
from leg where not is_second order by i;
insert into feedback (
    feedback_id, touchpoint_id, contact_id, customer_key, "at", local_at, instrument, scale, score,
    verbatim, voice, source, first_batch, last_batch
)
select 'F' || i, touchpoint_id, contact_id, customer_key, started_at + interval 2 hour,
    started_at + interval 2 hour, ['csat', 'ces', 'nps'][instrument],
    ['1-5', '1-7', '0-10'][instrument], 1 + hash(i * 3) % [5, 7, 10][instrument],
    case when hash(i * 5) % 3 = 0 then 'I waited too long for line ' || i end, 'customer', 'survey', batch, batch
from leg where hash(i * 53) % 66 = 0 order by i
"""

# One file a day, in the morning after.
_LEDGER = """
insert into import_batch (batch, file, sha256, mapping, timezone, status, finished_at, seen_at)
select b, strftime('acd-%Y%m%d.csv', day), b, 'acd', 'Etc/UTC', 'loaded', day + interval 28 hour,
    day + interval 28 hour
from (select b, timestamp '2026-11-22' - interval ($days) day + interval (b - 1) day as day from range(1, $days + 1) as r (b));
insert into batch_day
select last_batch, 'interaction', cast(local_at as date), touchpoint_id, count(*)
from interaction group by all
"""


def make(path: Path, rows: int) -> Database:
    """Make a database of so many interactions over 400 days, its roll-up computed."""
    catalog = load_catalog()
    database = Database.create(path, "Etc/UTC", FixedClock(NOW), catalog=catalog)
    with database.write() as writer:
        for statement in _MAP.split(";"):
            writer.execute(statement, _named(statement, touchpoints=TOUCHPOINTS))
    for first in range(0, rows, _STEP):
        span = {"first": first, "last": min(rows, first + _STEP), "rows": rows}
        with database.write() as writer:
            for statement in _LEGS.split(";"):
                values = _named(statement, days=DAYS, touchpoints=TOUCHPOINTS, **span)
                writer.execute(statement, values)
    with database.write() as writer:
        for statement in _LEDGER.split(";"):
            writer.execute(statement, _named(statement, days=DAYS))
        refresh(writer, catalog, None)
    return database


def _named(statement: str, **values: object) -> dict[str, object]:
    return {name: value for name, value in values.items() if f"${name}" in statement}
