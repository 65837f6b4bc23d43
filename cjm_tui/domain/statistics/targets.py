"""A value against its standard of good."""

from cjm_tui.domain.kpi import Direction, Estimate, Kpi, TargetState


def target_state(
    kpi: Kpi, estimate: Estimate, target: float | None, *, final: bool = True
) -> TargetState:
    """Return whether the value meets `target` (in the KPI's unit; a value on it has met it).

    `final` says whether the follow-up window of every shown day has closed; it matters only
    where the KPI has one. Below the rows that would allow a colour nothing is claimed.
    """
    if target is None or estimate.value is None or not estimate.coloured:
        return TargetState.NONE
    if kpi.window_days > 0 and not final:
        return TargetState.PROVISIONAL
    if kpi.direction is Direction.HIGHER:
        met = estimate.value >= target
    else:
        met = estimate.value <= target
    return TargetState.MET if met else TargetState.MISSED
