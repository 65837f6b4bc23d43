"""A journey's successful outcome in words, for the screen, the command and the pack alike."""

from cjm_tui.domain import display
from cjm_tui.domain.customer_outcome import CustomerOutcomes, Distance, JourneyOutcome
from cjm_tui.domain.kpi import TargetState, Unit

_GAP_UNITS = {Unit.PERCENT: "points", Unit.POINTS: "points", Unit.SECONDS: "s"}


def headline(found: CustomerOutcomes) -> str:
    """Return in a sentence how many journeys have an outcome, and how many reach it."""
    if not found.journeys:
        return "There is no journey yet, so no outcome can be named."
    named = [one for one in found.journeys if one.named]
    missed = sum(one.state is TargetState.MISSED for one in named)
    met = sum(one.state is TargetState.MET for one in named)
    every = display.counted(len(found.journeys), "journey")
    have = f"{len(named)} of {every} with a successful outcome"
    return f"{have}: {met} met, {missed} missed, {len(named) - met - missed} not judged"


def measured(one: JourneyOutcome) -> str:
    """Return the measure with value, interval and n, or why there is none."""
    if one.kpi is None:
        return f"{one.measure}: no KPI of that name" if one.measure else "no measure yet"
    if one.estimate.value is None:
        n = display.count(one.estimate.n)
        return f"{one.kpi.title}: {one.why_not or f'too few to say (n={n})'}"
    value = display.measured(one.estimate, one.kpi.unit)
    return f"{one.kpi.title} {value} n={display.count(one.estimate.n)}"


def target(one: JourneyOutcome) -> str:
    """Return the target and whether it is met."""
    if one.target is None:
        return "no target"
    words = {
        TargetState.MET: "met",
        TargetState.MISSED: "MISSED",
        TargetState.PROVISIONAL: "provisional: follow-up windows are open",
        TargetState.NONE: "not judged",
    }[one.state]
    value = display.threshold(one.target)
    suffix = "%" if one.kpi and one.kpi.unit is Unit.PERCENT else ""
    return f"target {value}{suffix} {words}"


def gap(one: JourneyOutcome) -> str:
    """Return the gap to the target with its interval, in words; "" where there is none."""
    found = one.distance
    if found is None or one.kpi is None:
        return ""
    unit = one.kpi.unit
    amount = display.number(abs(found.short), unit, fine=True)
    side = "short of the target" if found.short > 0 else "beyond the target"
    between = _between(found, unit)
    chance = "" if found.sure or not between else ", may be chance"
    return f"{amount}{_gap_unit(unit)} {side}{between}{chance}"


def _between(found: Distance, unit: Unit) -> str:
    low, high = (
        (found.low, found.high) if found.short > 0 else (_minus(found.high), _minus(found.low))
    )
    ends = display.span(low, high, unit, fine=True)
    return f" [{ends}]" if ends else ""


def _minus(value: float | None) -> float | None:
    return None if value is None else -value


def _gap_unit(unit: Unit) -> str:
    word = _GAP_UNITS.get(unit, "")
    return f" {word}" if word else ""


def days(one: JourneyOutcome) -> str:
    """Return which days the figure counts; "" without a figure."""
    if one.days is None or one.estimate.n == 0:
        return ""
    said = (
        f"{display.short_day(one.days.first, one.days.last)} – {display.short_day(one.days.last)}"
    )
    if one.state is TargetState.PROVISIONAL:
        return f"{said}, provisional"
    return said


def owner(one: JourneyOutcome) -> str:
    """Return who owns it."""
    if not one.owner:
        return "NO OWNER"
    return f"{one.owner}, who HAS LEFT" if one.owner_left else one.owner


def counted(one: JourneyOutcome) -> str:
    """Return in a sentence what is counted how; "" without a figure."""
    if one.kpi is None or one.estimate.value is None:
        return ""
    once = "each contact once, where it was counted last"
    rows = once if one.kpi.window_days else "all rows"
    places = (
        f"at {len(one.places)} of the journey's {display.counted(one.touchpoints, 'touchpoint')}"
    )
    others = "; the others have no row of it" if one.touchpoints > len(one.places) else ""
    totals = f"; {display.count(one.totalled)} came as daily totals" if one.totalled else ""
    return f"{rows}, {places}{others}{totals}"


def summary(one: JourneyOutcome) -> str:
    """Return the outcome in one line, for the clipboard."""
    parts = (one.journey, one.statement, measured(one), target(one), gap(one), owner(one))
    return " · ".join(part for part in parts if part)


def remedy(one: JourneyOutcome) -> str:
    """Return the command that says what the journey lacks."""
    return f"cjm edit journey {one.journey_id} …, or E on the map"
