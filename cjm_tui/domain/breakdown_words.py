"""A breakdown as a person reads it aloud; the pane and `cjm touchpoint --by` say the same."""

from cjm_tui.domain import display
from cjm_tui.domain.breakdown import Breakdown, Division, Part, value_words
from cjm_tui.domain.kpi import Kpi, Measure, Signal

TOTALS = "(daily totals)"
_SIGNS = {Signal.BETTER: "▲", Signal.WORSE: "▼"}
_WORDS = {Signal.BETTER: "better", Signal.WORSE: "worse"}


def name(part: Part) -> str:
    """Return a part's value: "billing", "not known", "Mon"; daily totals have none."""
    return TOTALS if part.totalled else value_words(*part.cut.values[-1])


def said(part: Part) -> str:
    """Return a part's cut in full: "reason billing", "Mon 9:00"."""
    return TOTALS if part.totalled else part.cut.words


def sign(part: Part) -> str:
    """Return ▲ or ▼ where the part differs from the others by more than chance, else nothing."""
    return _SIGNS.get(part.signal, "")


def value(part: Part, kpi: Kpi) -> str:
    """Return the part's value, or that its rows are too few for one."""
    return display.amount(part.estimate.value, kpi.unit, fine=True) or "too few"


def gap(part: Part, kpi: Kpi) -> str:
    """Return how far the part lies from the others: "▼ worse −8.1", or without a signal "+0.4"."""
    if part.gap is None or part.estimate.value is None:
        return ""
    number = display.number(part.gap, kpi.unit, fine=True)
    number = number if number.startswith("−") or not number.strip("0.") else f"+{number}"
    words = _WORDS.get(part.signal, "")
    return f"{sign(part)} {words} {number}" if words else number


def hurt(part: Part, kpi: Kpi) -> str:
    """Return how many more customers were failed than at the others' rate; "" below one."""
    harm = part.harm or 0.0
    return display.count(round(harm)) if kpi.measure is Measure.PROPORTION and harm >= 0.5 else ""


def line(part: Part, kpi: Kpi) -> str:
    """Return all of a part: "Mon 9:00: ASA 95s [88–102] n=412 (3%) ▼ worse +59"."""
    measured = display.measured(part.estimate, kpi.unit) or "too few to say"
    rows = f"n={display.count(part.estimate.n)} ({share(part)})"
    parts = [f"{said(part)}: {kpi.short or kpi.title} {measured} {rows}"]
    if text := gap(part, kpi):
        parts.append(text if sign(part) else f"{text}, may be chance")
    if text := hurt(part, kpi):
        parts.append(f"{text} more than at the others' rate")
    return " · ".join(parts)


def share(part: Part) -> str:
    """Return the part of the rows in percent, one that is not nothing never as 0 %."""
    percent = 100 * part.share
    return "<1%" if 0 < percent < 0.5 else f"{percent:.0f}%"


def alike(divisions: tuple[Division, ...]) -> str:
    """Return what does not tell the rows apart: "channel phone · queue not known"."""
    return " · ".join(
        f"{division.dimensions[0].label} {name(division.parts[0])}" for division in divisions
    )


def rule(found: Breakdown) -> str:
    """Return by which rule a part is said to differ, and what "hurt" counts."""
    if found.kpi.measure is Measure.QUANTILE:
        return "Parts of a quantile are shown, not held against each other."
    if not found.compared:
        return "No part has rows enough to be held against the others."
    counts = " hurt: customers more than at the others' rate."
    return (
        f"▲ better ▼ worse than the others in its list: of {found.compared} parts held against the "
        "others none is marked by chance in 19 of 20 breakdowns; days, not rows, are the units."
        + (counts if found.kpi.measure is Measure.PROPORTION else "")
    )


def order(part: Part) -> tuple[bool, float, float]:
    """Return the key that puts the parts first at which most customers were hurt."""
    harm = part.harm if part.harm is not None else float("-inf")
    return part.totalled or not part.cut.known, -harm, -part.estimate.n


def told_by(found: Breakdown) -> tuple[Division, ...]:
    """Return the divisions by name that tell rows apart, in the order in which they are read."""
    return tuple(d for d in found.divisions if len(d.parts) > 1 and not d.dimensions[0].by_clock)


def not_told_by(found: Breakdown) -> tuple[Division, ...]:
    """Return the divisions of which all rows have the same value, or none."""
    return tuple(d for d in found.divisions if len(d.parts) == 1)
