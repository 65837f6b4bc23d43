"""A KPI's history in words; the screen and `cjm kpis --history` say the same."""

from cjm_tui.domain import display
from cjm_tui.domain.kpi import Estimate, Unit
from cjm_tui.domain.kpi_history import Decision, Defined, Effect, KpiHistory

NEVER = "Nobody has classed or retired it; its file says what it is."
SAME_DATA = "both definitions run on the same data"


def standing(found: KpiHistory) -> str:
    """Return what the KPI is today: "output: because …", or that it is retired."""
    said = f"{found.kpi_class or 'not classed'}"
    said += f": {found.because}" if found.because else ""
    return f"RETIRED · {said}" if found.retired else said


def whose(found: KpiHistory) -> str:
    """Return that the site defines it by a file of its own; "" where the packaged one holds."""
    if not found.own:
        return ""
    instead = ", in place of the packaged definition" if found.replaces else ""
    return f"the site's own: {found.own}{instead}"


def decision(one: Decision) -> str:
    """Return a decision: "class perception → output"; "retired", "in use again"."""
    if one.field == "retired":
        return "retired" if one.new == "True" else "in use again"
    return f"{one.field} {one.old or 'not classed'} → {one.new or 'not classed'}"


def when(one: Decision | Defined) -> str:
    """Return when and by whom."""
    at = one.at if isinstance(one, Decision) else one.since
    return f"{display.weekday(at.date())} {at.year} {at:%H:%M}  {one.who or 'nobody known'}"


def changed(one: Defined) -> str:
    """Return what was changed: "SQL; service_level_s 20 → 30", or that it is the first."""
    if one.is_first:
        return "first definition"
    parts = (*(("SQL",) if one.sql_changed else ()), *one.declared)
    return f"changed: {'; '.join(parts)}" if parts else "changed: how it is computed"


def value(found: Estimate, unit: Unit) -> str:
    """Return a value with its n."""
    if not found.n:
        return "no rows"
    return f"{display.measured(found, unit) or 'too few to say'} n={display.count(found.n)}"


def moved(one: Effect, unit: Unit) -> str:
    """Return by how much the change of definition moved the value; "" where that is not known."""
    if one.before.value is None or one.after.value is None:
        return ""
    return display.change(one.after.value - one.before.value, unit, fine=True)


def rest(one: Defined) -> str:
    """Return how many touchpoints are not shown."""
    more = one.places - len(one.effects)
    return f"and {display.counted(more, 'touchpoint')} more with fewer rows" if more > 0 else ""


def compared(found: KpiHistory) -> str:
    """Return on which days definitions are compared."""
    days = found.days
    if days is None:
        return "there is no data to compare definitions on"
    first, last = display.short_day(days.first, days.last), display.short_day(days.last)
    return f"{SAME_DATA}, {first} – {last} {days.last.year}"
