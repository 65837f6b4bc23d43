"""A small database in memory to put facts into, for tests of queries, roll-up and services."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache

import duckdb
import pyarrow as pa

from cjm_tui.config import FixedClock
from cjm_tui.locations import shipped
from cjm_tui.store.catalog import Catalog, load_catalog
from cjm_tui.store.session import Writer

NOWHERE = shipped("queries") / "nowhere"
OFFSET = timedelta(hours=2)  # of the site's local time
NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
FAR = datetime(9999, 1, 1)


@cache
def catalog():
    """The shipped catalogue, without the queries of whoever runs the tests."""
    return load_catalog(personal=NOWHERE)


def catalog_of(*names):
    """Return a catalogue of some shipped queries and of those that they read."""
    whole = catalog()
    read = {query.reads for query in map(whole.get, names) if query.reads}
    return Catalog({name: whole.get(name) for name in sorted({*names, *read})})


class Facts:
    """An empty database at `now`, with short ways to fill it; times are the site's local time."""

    def __init__(self, now=NOW, found=None, **settings):
        self.connection = duckdb.connect(config={"threads": "1"})
        self.connection.execute("set TimeZone = 'UTC'")
        for file in sorted((NOWHERE.parents[1] / "cjm_tui/store/schema").glob("0*.sql")):
            if "descriptions" not in file.name:  # they only cost time here
                self.connection.execute(file.read_text())
        self.catalog = found or catalog()
        self.now = now
        for key, value in ({"timezone": "Etc/GMT-2"} | settings).items():
            self.insert("site_setting", [{"key": key, "value": str(value)}])
        self.writer = self.writer_at(now)
        self._serial = 0

    def writer_at(self, now):
        return Writer(self.connection, FixedClock(now), self.catalog)

    def insert(self, table, rows):
        """Insert dicts by column name."""
        if rows:
            keys = dict.fromkeys(key for row in rows for key in row)
            staged = pa.Table.from_pylist([{key: row.get(key) for key in keys} for row in rows])
            self.connection.register("staged", staged)
            self.connection.execute(f"insert into {table} by name select * from staged")
            self.connection.unregister("staged")

    def id(self, prefix):
        self._serial += 1
        return f"{prefix}{self._serial:06d}"

    def contact(self, customer, start, end=None, *, legs=("line",), **more):
        """Insert a contact with a leg of the same times at each of the touchpoints `legs`."""
        contact_id = more.pop("contact_id", None) or self.id("c")
        leg = {key: more.pop(key) for key in ("outcome", "channel", "wait_s") if key in more}
        self.insert(
            "contact",
            [
                {
                    "contact_id": contact_id,
                    "customer_key": customer,
                    "started_at": start - OFFSET,
                    "ended_at": end and end - OFFSET,
                    "local_at": start,
                    **more,
                }
            ],
        )
        for touchpoint in legs:
            self.leg(contact_id, touchpoint, start, end, **leg)
        return contact_id

    def leg(self, contact_id, touchpoint, start, end=None, **more):
        row = {
            "interaction_id": more.pop("interaction_id", None) or self.id("i"),
            "contact_id": contact_id,
            "touchpoint_id": touchpoint,
            "started_at": start - OFFSET,
            "ended_at": end and end - OFFSET,
            "local_at": start,
            **more,
        }
        self.insert("interaction", [row])
        return row["interaction_id"]

    def feedback(self, touchpoint, at, instrument, score, **more):
        row = {
            "feedback_id": more.pop("feedback_id", None) or self.id("f"),
            "touchpoint_id": touchpoint,
            "at": at - OFFSET,
            "local_at": at,
            "instrument": instrument,
            "score": score,
            **more,
        }
        self.insert("feedback", [row])
        return row["feedback_id"]

    def invitation(self, touchpoint, at, **more):
        row = {
            "invitation_id": more.pop("invitation_id", None) or self.id("v"),
            "touchpoint_id": touchpoint,
            "at": at - OFFSET,
            "local_at": at,
            "instrument": "csat",
            **more,
        }
        self.insert("invitation", [row])
        return row["invitation_id"]

    def denominator(self, kpi, first=date(2000, 1, 1), end=date(2100, 1, 1), as_of=FAR):
        """Return the rows of a KPI's query by column name, in order of time."""
        params = {"from": datetime.combine(first, time()), "to": datetime.combine(end, time())}
        rows = self.writer.query_records(kpi, as_of=as_of, **params)
        return sorted(rows, key=lambda row: (row["local_at"], row["source_id"]))

    def values(self, kpi, **bounds):
        """Return the value of each row of a KPI by the id of its source."""
        return {row["source_id"]: row["value"] for row in self.denominator(kpi, **bounds)}

    def rollup(self):
        """Return all of kpi_day, in order, without the hash."""
        return self.writer.rows(
            """select kpi, touchpoint_id, "day", n, "sum", sum_sq, promoters, detractors, weight
            from kpi_day order by all"""
        )
