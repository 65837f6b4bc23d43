"""A KPI of quantiles, which the roll-up cannot give: value and trend come from the raw rows."""

import random
from pathlib import Path

import pytest

from cjm_tui.domain.kpi import Signal
from cjm_tui.services.journey_map import journey_map
from cjm_tui.services.touchpoint import touchpoint
from cjm_tui.store.catalog import Catalog, parse_query
from tests.queries.facts import catalog
from tests.services.site import DAY, LAST, Site

QUERY = """/*---
title       = "Median wait"
description = "Seconds of the median. One row per answered leg."
kind        = "kpi"
params      = { from = "timestamp", to = "timestamp", as_of = "timestamp" }

[kpi]
measure   = "quantile"
quantile  = 0.5
class     = "outcome"
because   = "so"
unit      = "seconds"
direction = "lower"
short     = "MedW"
variant   = "v"
---*/
select
    touchpoint_id,
    local_at,
    'interaction' as source_table,
    interaction_id as source_id,
    wait_s as value,
    started_at as final_at
from interaction
where wait_s is not null and local_at >= $from and local_at < $to and started_at <= $as_of
"""


@pytest.fixture(scope="module")
def site():
    own = parse_query(QUERY, Path("median_wait.sql"))
    site = Site(found=Catalog({query.name: query for query in (*catalog(), own)})).map()
    site.touchpoint("desk", "Desk", "help", good_kpi="median_wait", good_threshold=30.0)
    chance = random.Random(5)
    for back in range(90):
        level = 20 if back >= 10 else 40
        for _ in range(21):
            site.calls("desk", LAST - back * DAY, 1, wait_s=level + chance.uniform(-5, 5))
        site.calls("desk", LAST - back * DAY, 4, wait_s=1000.0)  # a mean would follow these
    return site


def test_a_quantile_has_a_trend_of_the_days_own_quantiles(site):
    page = touchpoint(site.reader(), site.catalog, "desk", "7d")
    assert 38 < page.score.estimate.value < 45
    days = page.chart.points
    assert (len(days), page.chart.weekly) == (90, False)
    assert all(18 < point.value < 25 for point in days[:80])
    assert all(38 < point.value < 45 for point in days[80:])


def test_a_slower_median_is_a_signal_on_the_map(site):
    found = {
        score.touchpoint_id: score
        for stage in journey_map(site.reader(), site.catalog, "7d").journeys[0].stages
        for score in stage.touchpoints
    }["desk"]
    assert found.change.signal is Signal.WORSE
    assert found.change.since == LAST - 9 * DAY
    assert found.change.change == pytest.approx(20, abs=3)
    assert None not in found.trend
