"""The KPIs computed once more, straight from the files and without any code of the product."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
import polars as pl

FIRST, LAST = date(2025, 10, 17), date(2026, 11, 20)
FINAL = date(2026, 11, 13)  # follow-up windows of 7 days have closed up to here
BASELINE = (FIRST, date(2025, 12, 11))
RECENT = (date(2026, 10, 24), LAST)
OUTAGE = (date(2026, 8, 12), date(2026, 8, 13))

_LOAD = """
create table leg as
select interaction_id, contact_id, touchpoint_id, direction, customer, reason, resolved, outcome,
       try_cast(wait_s as double) as wait_s, try_cast(handle_s as double) as handle_s, flow_version,
       started_at, ended_at,
       -- what bears no offset is local; the others become local here
       case when started_at like '%Z'
            then cast(started_at as timestamptz) at time zone 'Europe/London'
            else cast(started_at as timestamp) end as local_at,
       case when ended_at like '%Z' then cast(ended_at as timestamptz)
            else cast(ended_at as timestamp) at time zone 'Europe/London' end as ended,
       case when started_at like '%Z' then cast(started_at as timestamptz)
            else cast(started_at as timestamp) at time zone 'Europe/London' end as started
from read_csv('{folder}/interactions-*.csv.gz', all_varchar = true, union_by_name = true);
create table contact as
select contact_id, any_value(customer) as customer, any_value(direction) as direction,
       min(started) as started, max(ended) as ended
from leg group by contact_id;
create table again as
select contact_id, coalesce(next_started < ended + interval 7 days, false) as again
from (
    select contact_id, ended,
           lead(case when direction = 'inbound' then started end ignore nulls)
               over (partition by customer order by started, contact_id) as next_started
    from contact where customer is not null
);
create table event as
select * replace (cast("at" as timestamp) as "at", cast(seq as integer) as seq)
from read_csv('{folder}/interaction_events-ivr.csv.gz', all_varchar = true);
create table feedback as
select * replace (cast("at" as timestamp) as "at", cast(score as double) as score)
from read_csv('{folder}/feedback.csv.gz', all_varchar = true);
create table value as
with offered as (
    select * from leg where outcome in ('answered', 'abandoned', 'left')
), valued as (
    select touchpoint_id, local_at, 'repeat_7d' as kpi, again::int::double as value
    from leg join again using (contact_id)
    where direction = 'inbound' and local_at < date '{final}' + 1
    union all
    select touchpoint_id, local_at, 'fcr_7d', (resolved is distinct from 'no' and not again)::int
    from leg join again using (contact_id)
    where outcome = 'answered' and local_at < date '{final}' + 1
    union all
    select touchpoint_id, local_at, 'abandon_rate', (outcome = 'abandoned')::int from offered
    union all
    select touchpoint_id, local_at, 'service_level', (outcome = 'answered' and wait_s <= 20)::int
    from offered
    union all
    select touchpoint_id, local_at, 'aht', handle_s from leg where outcome = 'answered'
    union all
    select touchpoint_id, local_at, 'ivr_containment', (outcome = 'contained')::int
    from leg where touchpoint_id = 'ivr'
    union all
    select touchpoint_id, "at", instrument,
           case instrument when 'csat' then (score >= 4)::int when 'ces' then score
                else case when score >= 9 then 100 when score <= 6 then -100 else 0 end end
    from feedback
)
select touchpoint_id, kpi, cast(local_at as date) as day, count(*) as n, sum(value) as total,
       sum(value * value) as squares
from valued group by all
union all
select touchpoint_id, kpi, cast(day as date), n, sum, sum from read_csv('{folder}/measures.csv')
"""


@dataclass(frozen=True)
class Level:
    """A mean with what its interval needs."""

    value: float
    n: int
    error: float  # standard error


class Company:
    """The files of one folder as a small database, and every KPI by touchpoint and day."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sql = duckdb.connect()
        self.sql.execute("set TimeZone = 'UTC'")
        self.sql.execute(_LOAD.format(folder=folder, final=FINAL))
        self.days = self.sql.sql("select * from value order by all").pl()

    def one(self, query: str) -> tuple:
        row = self.sql.execute(query).fetchone()
        assert row is not None
        return row

    def all(self, query: str) -> list[tuple]:
        return self.sql.execute(query).fetchall()

    def rows(self, touchpoint: str, kpi: str) -> pl.DataFrame:
        """Return the KPI's days without those of the outage."""
        return self.days.filter(
            (pl.col("touchpoint_id") == touchpoint)
            & (pl.col("kpi") == kpi)
            & ~pl.col("day").is_in(list(OUTAGE))
        ).sort("day")

    def level(self, touchpoint: str, kpi: str, first: date, last: date) -> Level:
        """Return the KPI between two days, both included; rates run from 0 to 100."""
        rows = self.rows(touchpoint, kpi).filter(pl.col("day").is_between(first, last))
        n = int(rows["n"].sum())
        mean = rows["total"].sum() / n
        spread = max(0.0, rows["squares"].sum() / n - mean**2)
        scale = 1 if kpi in {"ces", "nps", "aht"} else 100
        return Level(scale * mean, n, scale * (spread / n) ** 0.5)

    def change(self, touchpoint: str, kpi: str) -> float:
        """Return the last 28 days against the baseline."""
        return (
            self.level(touchpoint, kpi, *RECENT).value
            - self.level(touchpoint, kpi, *BASELINE).value
        )

    def weekly(self, touchpoint: str, kpi: str, first: date, last: date) -> np.ndarray:
        """Return the values of whole weeks that begin on `first`'s weekday."""
        weeks = (last - first).days // 7
        starts = [first + timedelta(days=7 * week) for week in range(weeks)]
        return np.array(
            [self.level(touchpoint, kpi, day, day + timedelta(days=6)).value for day in starts]
        )
