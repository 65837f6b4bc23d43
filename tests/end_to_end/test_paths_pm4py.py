"""Paths against pm4py, which knows nothing of the queries: variants, follows, starts and ends."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings

from cjm_tui.config import FixedClock
from cjm_tui.domain.path_rules import parse_wish
from cjm_tui.services.paths import paths
from cjm_tui.store.database import Database
from tests.queries.facts import Facts, catalog
from tests.sample_data.independent import Company
from tests.services import path_oracle
from tests.services.test_paths import asked, drawn, leg, logs, put

pm4py = pytest.importorskip("pm4py", reason="a test requirement: see locks/dev.txt")

SAMPLE_DATA = Path(__file__).parents[2] / "sample_data"
GAP = timedelta(hours=24)


def mined(found):
    """Return what pm4py finds in the oracle's cases: variants, follows, starts, ends."""
    import pandas as pd

    events = [
        (f"{number:09d}", one["touchpoint"], one["started"])
        for number, path in enumerate(found)
        for one in path["legs"]
    ]
    log = pd.DataFrame(events, columns=["case:concept:name", "concept:name", "time:timestamp"])
    log["time:timestamp"] = pd.to_datetime(log["time:timestamp"], utc=True)
    follows, starts, ends = pm4py.discover_dfg(log)
    variants = Counter()
    for variant, cases in pm4py.get_variants(log).items():
        variants[tuple(variant)] += cases if isinstance(cases, int) else len(cases)
    return variants, Counter(follows), Counter(starts), Counter(ends)


def ours(found):
    """Return the same of the product's paths."""
    follows = Counter()
    for move in found.moves:
        if move.next_id is not None:
            follows[move.touchpoint_id, move.next_id] += move.visits
    variants = Counter({one.touchpoints: one.paths for one in found.variants})
    starts = Counter({one.touchpoint_id: one.begins for one in found.places if one.begins})
    ends = Counter({one.touchpoint_id: one.ends for one in found.places if one.ends})
    return variants, follows, starts, ends


@settings(max_examples=10)
@given(log=logs)
def test_any_log_gives_what_pm4py_finds(log):
    legs = [*drawn(log), leg(9_998, "z", "chat", datetime(2026, 11, 1))]
    facts = Facts()
    put(facts, legs)
    assert ours(asked(facts, "gap:1d")) == mined(path_oracle.paths_of(legs, GAP))


def test_the_sample_company_gives_what_pm4py_finds(demo_master):
    legs = [
        dict(
            zip(
                ("id", "contact", "touchpoint", "direction", "customer", "started", "ended"),
                row,
                strict=True,
            )
        )
        for row in Company(SAMPLE_DATA).all(
            """select interaction_id, contact_id, touchpoint_id, leg.direction,
                coalesce(leg.customer, contact.customer), epoch(leg.started), epoch(leg.ended)
            from leg join contact using (contact_id)"""
        )
    ]
    for one in legs:
        one["started"] = datetime.fromtimestamp(one["started"], UTC)
        one["ended"] = one["ended"] and datetime.fromtimestamp(one["ended"], UTC)
    clock = FixedClock(datetime(2026, 11, 21, 7, 30, tzinfo=UTC))
    with Database(demo_master, clock, catalog()).read() as reader:
        found = paths(reader, catalog(), "all", parse_wish("gap:24h"))
    expected = mined(path_oracle.paths_of(legs, GAP))
    variants, *rest = ours(found)
    others = variants.pop((), 0)
    assert others == sum(n for path, n in expected[0].items() if path not in variants)
    assert variants == {path: n for path, n in expected[0].items() if path in variants}
    assert rest == list(expected[1:])
    assert found.totals.paths == sum(expected[0].values()) > 100_000
