"""A made-up change for the screens' tests: one reason grew and lies low, one team got worse."""

from datetime import timedelta

from cjm_tui.domain.breakdown import Cut, Dimension
from cjm_tui.domain.comparison import Compared, Comparison, days_back
from cjm_tui.domain.journey import DataState, TouchpointScore
from cjm_tui.domain.kpi import Estimate, Kpi
from cjm_tui.domain.period import Period
from cjm_tui.domain.what_changed import Contribution, Split, WhatChanged

_GROUPS = {
    # value, n before and now, value before and now, volume, rate
    Dimension.REASON: [
        ("no show", 210, 402, 43.0, 40.6, -2.1, -0.3),
        ("late", 640, 615, 61.2, 58.9, 0.2, -0.7),
        ("on time", 1171, 1102, 71.0, 68.2, -0.4, -1.0),
        (None, 90, 88, 62.5, 62.0, 0.0, 0.0),
    ],
    Dimension.TEAM: [
        ("South", 1004, 996, 65.9, 57.9, 0.1, -3.6),
        ("North", 1107, 1206, 67.7, 66.1, 0.1, -0.9),
        ("Loan crew", 0, 5, None, None, 0.0, 0.0),
    ],
}


def fake_what_changed(
    score: TouchpointScore,
    kpi: Kpi,
    kpis: tuple[Kpi, ...],
    state: DataState,
    period: Period,
    comparison: Comparison,
) -> WhatChanged:
    """Return it for a touchpoint of the made-up company."""
    back = days_back(comparison, period) or timedelta(days=period.days)
    then = Estimate(2111, 66.3, 64.3, 68.3)
    return WhatChanged(
        state=state,
        period=period,
        span=period,
        comparison=comparison,
        touchpoint_id=score.touchpoint_id,
        touchpoint=score.name,
        stage="Set up",
        kpi=kpi,
        kpis=kpis,
        now=score.estimate,
        compared=Compared(period.first - back, period.last - back, then, -4.3, -7.0, -1.6),
        splits=tuple(
            Split(dimension, tuple(_part(dimension, *group) for group in groups))
            for dimension, groups in _GROUPS.items()
        ),
        why_not="",
        concerned=False,
    )


def _part(dimension, value, n0, n1, v0, v1, volume, rate):
    return Contribution(
        cut=Cut(((dimension, value),)),
        before=Estimate(n0, v0, v0 and v0 - 4, v0 and v0 + 4),
        now=Estimate(n1, v1, v1 and v1 - 4, v1 and v1 + 4),
        share_before=n0 / 2111,
        share_now=n1 / 2207,
        volume=volume,
        rate=rate,
    )
