"""Parts and changes of a KPI of every measure: what the shipped ones do not show."""

import random
from pathlib import Path
from statistics import fmean, median

import pytest

from cjm_tui.domain.breakdown import Dimension
from cjm_tui.domain.kpi import Signal
from cjm_tui.services.breakdown import breakdown
from cjm_tui.services.figure import figure, figure_rows
from cjm_tui.services.what_changed import what_changed
from cjm_tui.store.catalog import Catalog, parse_query
from tests.queries.facts import catalog
from tests.services.site import DAY, LAST, Site

QUERY = """/*---
title       = "{name}"
description = "Seconds. One row per answered leg."
kind        = "kpi"
params      = {{ from = "timestamp", to = "timestamp", as_of = "timestamp" }}

[kpi]
measure   = "{measure}"
{quantile}
class     = "outcome"
because   = "so"
unit      = "seconds"
direction = "lower"
short     = "Own"
variant   = "v"
---*/
select
    touchpoint_id,
    local_at,
    'interaction' as source_table,
    interaction_id as source_id,
    wait_s as value,
    started_at as final_at{weight}
from interaction
where wait_s is not null and local_at >= $from and local_at < $to and started_at <= $as_of
"""


def own(measure):
    text = QUERY.format(
        name=f"own {measure}",
        measure=measure,
        quantile="quantile = 0.5" if measure == "quantile" else "",
        weight=",\n    talk_s as weight" if measure in ("ratio", "rate") else "",
    )
    return parse_query(text, Path(f"own_{measure}.sql"))


@pytest.fixture(scope="module", params=["quantile", "ratio", "rate", "mean"])
def site(request):
    """Blue waits twice as long as Red and Green, for 28 days; a year's start lies before."""
    kpi = own(request.param)
    site = Site(found=Catalog({query.name: query for query in (*catalog(), kpi)})).map()
    chance = random.Random(3)
    for back in range(56):
        for team, level in (("Red", 20), ("Blue", 60 if back < 28 else 20), ("Green", 20)):
            for _ in range(4):
                wait = round(level + chance.uniform(-5, 5))
                site.calls("line", LAST - back * DAY, 1, wait_s=float(wait), talk_s=2.0, team=team)
    site.kpi = kpi.name
    return site


def by_hand(measure, rows, columns):
    values = [row[columns.index("value")] for row in rows]
    if measure == "quantile":
        return median(values)
    if measure == "mean":
        return fmean(values)
    return sum(values) / sum(row[columns.index("weight")] for row in rows)


def test_parts_have_the_value_of_their_rows(site):
    reader = site.reader()
    found = breakdown(reader, site.catalog, "line", site.kpi)
    for division in (*found.divisions, found.cells):
        assert sum(part.estimate.n for part in division.parts) == found.whole.n == 28 * 12
        for part in division.parts:
            behind = figure(reader, site.catalog, "line", site.kpi, "28d", part.cut)
            rows = figure_rows(reader, behind, None)
            assert rows.total == part.estimate.n
            value = by_hand(found.kpi.measure, rows.rows, rows.columns)
            assert part.estimate.value == pytest.approx(value)
            assert behind.estimate.value == pytest.approx(value)
            assert behind.estimate.low == pytest.approx(part.estimate.low)
            assert behind.estimate.high == pytest.approx(part.estimate.high)


def test_the_part_that_differs_is_marked_but_no_quantile(site):
    found = breakdown(site.reader(), site.catalog, "line", site.kpi)
    teams = {part.cut.values[0][1]: part for part in found.division(Dimension.TEAM).parts}
    expected = Signal.NONE if found.kpi.measure == "quantile" else Signal.WORSE
    assert teams["Blue"].signal is expected
    assert found.compared == 0 or found.kpi.measure != "quantile"


def test_a_change_is_split_but_that_of_a_quantile_is_not(site):
    found = what_changed(site.reader(), site.catalog, "line", site.kpi, "28d")
    if found.kpi.measure == "quantile":
        assert not found.splits
        assert "A quantile is no sum over its rows" in found.why_not
        return
    (teams,) = [split for split in found.splits if split.dimension is Dimension.TEAM]
    assert teams.volume + teams.rate == pytest.approx(found.change)
    blue = next(part for part in teams.parts if part.cut.values[0][1] == "Blue")
    assert blue.both == pytest.approx(found.change, rel=0.15)
