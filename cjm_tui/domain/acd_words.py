"""Why the ACD's figures are not ours, as one says it to whoever trusts the ACD."""

import shlex
from collections import Counter
from datetime import date

from cjm_tui.domain import display
from cjm_tui.domain.acd_report import Reconciliation
from cjm_tui.domain.acd_variants import (
    OUR_BORDER,
    Border,
    Handling,
    InIvr,
    Left,
    Measure,
    Members,
    Variant,
)
from cjm_tui.domain.reconciliation import Cell, Finding, MeasureResult, Place, Status

_NAMES = {
    Measure.OFFERED: "offered",
    Measure.ANSWERED: "answered",
    Measure.ABANDONED: "abandoned",
    Measure.SERVICE_LEVEL: "service level",
    Measure.AHT: "AHT",
}
_NOUNS = {
    Measure.OFFERED: "number of offered calls",
    Measure.ANSWERED: "number of answered calls",
    Measure.ABANDONED: "number of abandoned calls",
    Measure.SERVICE_LEVEL: "service level",
    Measure.AHT: "handling time",
}
_HOUR = 60
_NAMED = 3


def name(measure: Measure) -> str:
    """Return a measure's name."""
    return _NAMES[measure]


def title(measure: Measure) -> str:
    """Return a measure's name at the beginning of a line."""
    return _NAMES[measure][0].upper() + _NAMES[measure][1:]


def amount(measure: Measure, value: float | None) -> str:
    """Return a figure with its unit: "30,140", "54.4 %", "183.5 s"; "–" where there is none."""
    if value is None:
        return "–"
    if measure.counts:
        return f"{value:,.0f}"
    text = f"{value:,.1f}"
    if measure is Measure.AHT:
        text = text.removesuffix(".0")
    return f"{text} {'%' if measure is Measure.SERVICE_LEVEL else 's'}"


def difference(measure: Measure, gap: float | None) -> str:
    """Return theirs − ours with its sign: "+14", "−0.6"; "" where there is none."""
    if gap is None:
        return ""
    text = f"{gap:+,.0f}" if measure.counts else f"{gap:+,.1f}"
    if measure is Measure.AHT:
        text = text.removesuffix(".0")
    return "0" if not text.strip("+-0.,") else text.replace("-", "−")


def verdict(result: MeasureResult, finding: Finding, found: Reconciliation) -> str:
    """Return in a sentence how a measure compares, and why it differs."""
    measure, days = result.measure, display.counted(finding.days, "day")
    at = f"{finding.place.name}: " if finding.place else ""
    agreeing = result.days_agreeing(finding.cells, explained=True)
    if finding.status is Status.AGREES:
        return f"{at}agrees on {days}"
    if finding.status is Status.MOSTLY:
        return f"{at}agrees on {agreeing} of {days}; differs on {_named(result, finding, found)}"
    theirs, ours = result.theirs(finding.cells), result.ours(finding.cells)
    if finding.status is Status.UNEXPLAINED:
        gap = None if theirs is None or ours is None else theirs - ours
        return (
            f"{at}NOT EXPLAINED: ours is {amount(measure, ours)} against their"
            f" {amount(measure, theirs)} ({difference(measure, gap)}); no definition that we know"
            f" closes that on most days; most on {_named(result, finding, found)}"
        )
    ours = result.ours(finding.cells, explained=True)
    said = (
        f"{at}their {_NOUNS[measure]} {definition(finding, result, found.threshold_s)}: with that"
        f" ours is {amount(measure, ours)} against their {amount(measure, theirs)},"
        f" on {agreeing} of {days}"
    )
    if finding.status is Status.FITS:
        said = f"{at}MAY BE: {said.removeprefix(at)}: too few to be sure"
    if finding.alternatives:
        others = " or ".join(
            clauses(variant, measure, found.threshold_s) for variant in finding.alternatives
        )
        said += f"; not to be told from one that {others}"
    return said


def definition(finding: Finding, result: MeasureResult, threshold_s: int) -> str:
    """Return what their figure does otherwise, and of how many calls where it is one thing."""
    variant, measure = finding.variant, result.measure
    text = clauses(variant, measure, threshold_s)
    if measure is Measure.AHT or variant.departures != 1:
        return text
    both = [(cell.ours, cell.explained or cell.ours) for cell in finding.cells]
    top = sum(theirs.top - ours.top for ours, theirs in both)
    bottom = sum(theirs.bottom - ours.bottom for ours, theirs in both)
    if measure.counts:
        return f"{text} ({abs(top):,.0f} calls)"
    if bottom < 0:
        return f"{text}, which leaves out {-bottom:,.0f} calls"
    more = "more" if top > 0 else "fewer"
    return f"{text}, which has {abs(top):,.0f} calls {more} in time" if top else text


def clauses(variant: Variant, measure: Measure, threshold_s: int) -> str:
    """Return what a definition does otherwise than ours."""
    limit = f"{variant.threshold_s or threshold_s} s"
    if variant.under:
        limit = f"less than {limit}"
    parts = []
    if measure is Measure.SERVICE_LEVEL:
        formula = variant.formula.replace("T", limit, 2)
        parts.append(
            f"is {formula.replace('short abandons', f'abandons under {variant.short_s} s')}"
        )
    elif variant.short_s:
        parts.append(f"leaves out abandons under {variant.short_s} s")
    if variant.handling is not Handling.ALL:
        parts.append(_HANDLING[variant.handling])
    if variant.worked:
        parts.append("leaves out answered calls without any handling time")
    if variant.left is not Left.OFFERED:
        parts.append(_LEFT[variant.left])
    if variant.in_ivr is not InIvr.OUT:
        parts.append(_IN_IVR[variant.in_ivr])
    if variant.members is not Members.OURS:
        parts.append(_MEMBERS[variant.members])
    if variant.border != OUR_BORDER:
        parts.append(border(variant.border))
    return " and ".join(parts)


_HANDLING = {
    Handling.NO_HOLD: "is talk and wrap-up, without hold",
    Handling.NO_WRAP: "is talk and hold, without wrap-up",
    Handling.TALK: "is talk alone, without hold and wrap-up",
}
_LEFT = {
    Left.ABANDONED: "has the calls that left the queue without an agent as abandoned",
    Left.OUT: "leaves out the calls that left the queue without an agent",
}
_IN_IVR = {
    InIvr.LOST: "has the calls that were given up in the IVR as well",
    InIvr.ALL: "has all calls that ended in the IVR as well",
}
_MEMBERS = {
    Members.FIRST: "has a contact once, however often it was queued",
    Members.TRANSFERS: "has a transferred call once more for each transfer",
    Members.ALL: "has outbound calls and callbacks as well",
}


def border(found: Border) -> str:
    """Return on which day a call counts."""
    match found.basis:
        case "end":
            return "counts a call on the day on which it ended"
        case "contact":
            return "counts a call on the day on which it reached the IVR"
        case "utc":
            return "cuts its days at midnight UTC"
    hours = abs(found.minutes) // _HOUR
    if hours == 24:
        later = "after" if found.minutes > 0 else "before"
        return f"names each day by the day {later}"
    if found.minutes > 0:
        return f"is on a clock {hours} h ahead of ours"
    if hours <= 2:
        return f"is on a clock {hours} h behind ours, or begins its day at {hours:02}:00"
    return f"begins its day at {hours:02}:00"


def cell(found: Cell, measure: Measure, near: date) -> str:
    """Return a figure beside ours: "Tue 3 Nov Sales: theirs 412, ours 398 (+14)"."""
    gap = difference(measure, found.gap(measure))
    theirs = amount(measure, found.theirs)
    ours = amount(measure, found.ours.value(measure))
    return f"{where(found.day, found.place, near)}: theirs {theirs}, ours {ours} ({gap})"


def where(day: date, place: Place, near: date) -> str:
    """Return a day and a place."""
    site = "" if place.kind == "site" else f" {place.name}"
    return f"{display.weekday(day, near)}{site}"


def left_out(found: Reconciliation) -> tuple[str, ...]:
    """Return why lines of the report were not compared, with how many."""
    reasons = Counter(line.reason for line in found.left_out)
    return tuple(f"{display.counted(n, 'line')}: {reason}" for reason, n in reasons.items())


def not_reported(found: Reconciliation) -> str:
    """Return which of our queues or touchpoints the report leaves out; "" where none."""
    if not found.not_reported:
        return ""
    named = [f"{place.name} ({n:,} calls)" for place, n in found.not_reported[:_NAMED]]
    more = len(found.not_reported) - len(named)
    return "not in the report: " + ", ".join(named) + (f" and {more} more" if more else "")


def doubt(found: Reconciliation) -> str:
    """Return what looks wrong with the report itself; "" where nothing does."""
    for result in found.results:
        percents = [cell.theirs for cell in result.cells]
        if result.measure is Measure.SERVICE_LEVEL and percents and max(percents) <= 1:
            return (
                "its service level is never above 1 %: if it is a share of 1, its column must be"
                " called service_level_share"
            )
    return ""


def heading(found: Reconciliation) -> str:
    """Return what is compared: the days, the places, our own definition of the service level."""
    if found.first_day is None or found.last_day is None:
        return "no line of it can be compared"
    near = found.now.date()
    span = (
        f"{display.short_day(found.first_day, found.last_day)} –"
        f" {display.short_day(found.last_day, near)}"
    )
    kinds = Counter(place.kind for place in found.places)
    places = ", ".join(
        "the whole site" if kind == "site" else display.counted(n, kind)
        for kind, n in kinds.items()
    )
    days = display.counted(found.days, "day")
    ours = f"our service level: answered in {found.threshold_s} s ÷ offered"
    return f"{days}, {span} · {places} · {ours}"


def _named(result: MeasureResult, finding: Finding, found: Reconciliation) -> str:
    cells = result.left(finding.cells)
    near = found.now.date()
    named = [
        f"{where(c.day, c.place, near)} ({difference(result.measure, c.gap(result.measure))})"
        for c in cells[:_NAMED]
    ]
    more = len(cells) - len(named)
    return ", ".join(named) + (f" and {more} more" if more else "")


COLUMNS = ("", "theirs", "ours", "difference", "by their definition", "")


def totals(result: MeasureResult) -> tuple[str, ...]:
    """Return a measure over all that was compared: name, theirs, ours, difference, explained."""
    cells, measure = result.cells, result.measure
    theirs, ours = result.theirs(cells), result.ours(cells)
    gap = None if theirs is None or ours is None else theirs - ours
    explained = result.status in (Status.EXPLAINED, Status.FITS)
    by_theirs = result.ours(cells, explained=True) if explained else None
    return (
        name(measure),
        amount(measure, theirs),
        amount(measure, ours),
        difference(measure, gap),
        amount(measure, by_theirs) if explained else "",
        str(result.status),
    )


def calls_command(found: Cell) -> str:
    """Return the command that lists the calls behind a line of the report."""
    place = shlex.quote(f"place={found.place.name}")
    return f"cjm query acd_legs -p day={found.day} -p place_kind={found.place.kind} -p {place}"
