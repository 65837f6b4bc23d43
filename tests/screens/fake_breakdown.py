"""A made-up breakdown for the screens' tests: two teams of which one differs, and a busy Monday."""

import random

from cjm_tui.domain.breakdown import Breakdown, Cut, Dimension, Division, Part
from cjm_tui.domain.journey import DataState, TouchpointScore
from cjm_tui.domain.kpi import Estimate, Kpi, Signal
from cjm_tui.domain.period import Period

CELLS = (Dimension.WEEKDAY, Dimension.HOUR)
_LISTS = {
    Dimension.REASON: [
        ("no show", 402, -21.4, "worse"),
        ("late", 615, -3.1, "none"),
        ("on time", 1102, 6.2, "better"),
        (None, 88, None, "none"),
    ],
    Dimension.TEAM: [
        ("North", 1206, 4.1, "none"),
        ("South", 996, -4.1, "none"),
        ("Loan crew", 5, None, "too_few"),
    ],
    Dimension.SEGMENT: [("home", 1800, 0.4, "none"), ("business", 407, -0.4, "none")],
    Dimension.CHANNEL: [("visit", 2207, None, "none")],
    Dimension.QUEUE: [(None, 2207, None, "none")],
    Dimension.SOURCE: [("field.csv", 2207, None, "none")],
    Dimension.FLOW: [(None, 2207, None, "none")],
    Dimension.WEEKDAY: [(str(day), 315, 1.0 - day / 4, "none") for day in range(1, 8)],
    Dimension.HOUR: [(str(hour), 245, 12.5 - hour, "none") for hour in range(8, 17)],
}


def fake_breakdown(
    score: TouchpointScore, kpi: Kpi, kpis: tuple[Kpi, ...], state: DataState, period: Period
) -> Breakdown:
    """Return it for a touchpoint of the made-up company."""
    return Breakdown(
        state=state,
        period=period,
        span=period,
        touchpoint_id=score.touchpoint_id,
        touchpoint=score.name,
        stage="Set up",
        kpi=kpi,
        kpis=kpis,
        whole=score.estimate,
        divisions=tuple(
            Division((d,), tuple(_part(((d, value),), *rest) for value, *rest in parts))
            for d, parts in _LISTS.items()
        ),
        cells=Division(CELLS, tuple(_cells())),
        compared=90,
        concerned=False,
    )


def _cells():
    chooser = random.Random(5)
    for day in range(1, 8):
        for hour in range(8, 17):
            signal = "worse" if (day, hour) == (1, 9) else "none"
            n = 4 if (day, hour) == (7, 16) else 12 if day == 6 else 39
            gap = -31.0 if signal == "worse" else round(chooser.gauss(0, 8), 1)
            if n > 4 or day < 7:
                yield _part(((CELLS[0], str(day)), (CELLS[1], str(hour))), n, gap, signal)
            else:
                yield _part(((CELLS[0], "7"), (CELLS[1], "16")), n, None, "too_few")


def _part(values, n, gap, signal):
    value = None if signal == "too_few" else 62.0 + (gap or 0.0)
    around = (None, None) if value is None else (value - 4, value + 4)
    harm = None if gap is None else -gap * n / 100
    return Part(Cut(values), Estimate(n, value, *around), n / 2207, Signal(signal), gap, harm)
