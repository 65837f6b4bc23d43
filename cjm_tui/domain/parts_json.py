"""A breakdown and a change as the JSON that scripts read (docs/cli.md)."""

from typing import Any

from cjm_tui.domain.breakdown import Breakdown, Cut, Dimension, Part
from cjm_tui.domain.journey_json import period_text, state_json
from cjm_tui.domain.kpi import Estimate
from cjm_tui.domain.what_changed import Contribution, WhatChanged


def breakdown_json(found: Breakdown, by: Dimension) -> dict[str, Any]:
    """Return a KPI by one dimension; by hour, the cells of hour and weekday as well."""
    cells = [_part(part) for part in found.cells.parts] if by is Dimension.HOUR else None
    return {
        **state_json(found.state, found.period),
        "touchpoint": found.touchpoint,
        "touchpoint_id": found.touchpoint_id,
        "kpi": found.kpi.name,
        "unit": found.kpi.unit,
        "counted": period_text(found.span),
        **_estimate(found.whole),
        "by": by.value,
        "compared": found.compared,
        "parts": [_part(part) for part in found.division(by).parts],
        **({} if cells is None else {"cells": cells}),
    }


def changed_json(found: WhatChanged, by: Dimension | None) -> dict[str, Any]:
    """Return what a change is made of, in every dimension or in one."""
    compared = found.compared
    return {
        **state_json(found.state, found.period),
        "touchpoint": found.touchpoint,
        "touchpoint_id": found.touchpoint_id,
        "kpi": found.kpi.name,
        "unit": found.kpi.unit,
        "counted": period_text(found.span),
        **_estimate(found.now),
        "before": {
            "period": f"{compared.first}..{compared.last}",
            **_estimate(compared.estimate),
        },
        "change": found.change,
        "change_low": compared.low,
        "change_high": compared.high,
        "why_not": found.why_not or None,
        "splits": [
            {
                "by": split.dimension.value,
                "volume": split.volume,
                "rate": split.rate,
                "parts": [_contribution(part) for part in split.parts],
            }
            for split in found.splits
            if by in (None, split.dimension)
        ],
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        **_values(part.cut),
        "daily_totals": part.totalled,
        **_estimate(part.estimate),
        "share": part.share,
        "signal": part.signal,
        "gap": part.gap,
        "harm": part.harm,
    }


def _contribution(part: Contribution) -> dict[str, Any]:
    return {
        **_values(part.cut),
        "daily_totals": part.totalled,
        "before": {**_estimate(part.before), "share": part.share_before},
        "now": {**_estimate(part.now), "share": part.share_now},
        "volume": part.volume,
        "rate": part.rate,
        "both": part.both,
    }


def _values(cut: Cut) -> dict[str, str | None]:
    return {dimension.value: value for dimension, value in cut.values}


def _estimate(estimate: Estimate) -> dict[str, Any]:
    return {
        "n": estimate.n,
        "value": estimate.value,
        "low": estimate.low,
        "high": estimate.high,
    }
