"""The audit in words: shares, trends by the slow-change rule, pairs with both sides."""

from collections.abc import Sequence
from datetime import date

from cjm_tui.domain import display
from cjm_tui.domain.audit import (
    TYPICAL_OUTPUTS,
    Audit,
    Drift,
    Held,
    InUse,
    Pair,
    Retired,
    Share,
    Side,
    Unjudged,
    Use,
    Watermelon,
)
from cjm_tui.domain.kpi import Estimate, Kpi, KpiClass, Signal, TargetState
from cjm_tui.domain.kpi_choice import KpiChoice
from cjm_tui.domain.period import Period
from cjm_tui.domain.statistics.slow_change import Spell

_SIGNS = {Signal.BETTER: "▲ better", Signal.WORSE: "▼ worse"}
_PLURALS = {
    KpiClass.OUTPUT: "outputs",
    KpiClass.OUTCOME: "outcomes",
    KpiClass.PERCEPTION: "perceptions",
    KpiClass.INPUT: "inputs",
}
TYPICAL = "typical per Towers: a reference, no line to meet"
GREEN_OUTSIDE = "green outside, red inside"


def class_name(kpi_class: KpiClass | None) -> str:
    """Return a class in a word."""
    return "not classed" if kpi_class is None else kpi_class.value


def plural(kpi_class: KpiClass) -> str:
    """Return a class as its share is named: "outputs"."""
    return _PLURALS[kpi_class]


def summary(found: Audit) -> str:
    """Return what is in use, and what that lacks, in a line."""
    lacking = (
        (len(found.unclassified), "not classed"),
        (len(found.without_target), "without a target"),
        (len(found.without_owner), "with nobody's name"),
    )
    parts = [f"{display.counted(len(found.in_use), 'KPI')} in use"]
    return " · ".join(parts + [f"{number} {words}" for number, words in lacking])


def share(one: Share) -> str:
    """Return a share: "outputs 4 of 9, 44%"."""
    return f"{plural(one.kpi_class)} {one.n}, {one.percent:.0f}%"


def gap(found: Audit) -> str:
    """Return in a sentence how the share of outputs lies to the typical one."""
    outputs = next((s for s in found.shares if s.kpi_class is KpiClass.OUTPUT), None)
    if outputs is None:
        return ""
    points = outputs.percent - TYPICAL_OUTPUTS
    if abs(points) < 0.5:
        return f"As many outputs as is typical ({TYPICAL_OUTPUTS}%)."
    side = "fewer" if points < 0 else "more"
    return f"{abs(points):.0f} points {side} outputs than the typical {TYPICAL_OUTPUTS}%."


def spell(one: Spell, near: date | None = None) -> str:
    """Return a slow change with its days: "▼ worse since 8 Oct", "▲ better 4 Oct to 9 Nov"."""
    first = display.short_day(one.first, near)
    if one.end is None:
        return f"{_SIGNS[one.signal]} since {first}"
    return f"{_SIGNS[one.signal]} {first} to {display.short_day(one.end, near)}"


def latest(drift: Drift, period: Period | None) -> Spell | None:
    """Return the latest slow change that reaches into the period."""
    if drift.change is None or period is None:
        return None
    inside = [s for s in drift.change.spells if s.end is None or s.end > period.first]
    inside = [s for s in inside if s.first <= period.last]
    return max(inside, key=lambda s: s.alarm, default=None)


def trend(drift: Drift, period: Period | None) -> str:
    """Return how a KPI goes by the slow-change rule, or why that cannot be said."""
    if drift.change is None:
        return drift.why_not
    found = latest(drift, period)
    return "= no slow change" if found is None else spell(found, period.last if period else None)


def uses(one: InUse) -> str:
    """Return where a KPI is in use: "target: everywhere; standard of good: Chat, Order call"."""
    return _places(one.uses)


def _places(found: Sequence[Use]) -> str:
    by_how: dict[str, list[str]] = {}
    for use in found:
        by_how.setdefault(use.how, []).append(use.place)
    return "; ".join(f"{how}: {', '.join(places)}" for how, places in by_how.items())


def defined(one: InUse, today: date) -> str:
    """Return how old the definition is: "defined 12 days ago", with how many came before."""
    if one.definition is None:
        return ""
    days = (today - one.definition.since).days
    age = "today" if days <= 0 else f"{display.counted(days, 'day')} ago"
    before = one.definition.count - 1
    return f"defined {age}" + (f", the {_nth(before + 1)} definition" if before else "")


def _nth(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number % 100 not in (11, 12, 13) else 0)
    return f"{number}{ending or 'th'}"


def chosen(choice: KpiChoice | None) -> str:
    """Return who has given a KPI its class and why; "" where nobody has."""
    if choice is None or choice.kpi_class is None:
        return ""
    return f"classed by {choice.who} on {display.short_day(choice.on)}: {choice.why}"


def retired(one: Retired) -> str:
    """Return who has retired a KPI and why, and where it is named all the same."""
    who = f"{one.choice.who} on {display.short_day(one.choice.on)}"
    still = f"; still named by {_places(one.uses)}" if one.uses else ""
    return f"{who}: {one.choice.why}{still}"


def figure(one: Held) -> str:
    """Return a held KPI's value: "62.0% [60.1–63.9] n=2,207", or why there is none."""
    if one.estimate is None:
        return "no total over the site"
    if not one.estimate.n:
        return "no data in this period"
    measured = display.measured(one.estimate, one.kpi.unit) or "too few to say"
    return f"{measured} n={display.count(one.estimate.n)}"


def target(value: float | None, state: TargetState, direction_words: str = "") -> str:
    """Return a target with its state: "75 MISSED", "80 provisional"; "no target" without one."""
    if value is None:
        return "no target"
    said = "provisional" if state is TargetState.PROVISIONAL else display.target_state(state)
    return " ".join(part for part in (display.threshold(value), direction_words, said) if part)


def held(one: Held, period: Period | None) -> str:
    """Return a held KPI in one line that can be read aloud or sent."""
    parts = (
        f"{one.place} › {one.kpi.title}   {figure(one)}",
        trend(one.drift, period),
        f"target {target(one.target, one.state)}" if one.target is not None else "no target",
        final(one.final_until, period),
        whose(one.owner),
    )
    return " · ".join(part for part in parts if part)


def final(until: date | None, period: Period | None) -> str:
    """Return to which day a KPI with a follow-up window is final; "" without a window."""
    if until is None:
        return ""
    return f"final to {display.short_day(until, period.last if period else None)}"


def outside(one: Watermelon) -> str:
    """Return the green side with its figure: "IVR containment 58.1% [57.2–59.0] n=1,893"."""
    return _measured(one.output, one.output_estimate)


def inside(one: Watermelon) -> str:
    """Return the red side with its figure."""
    return _measured(one.outcome, one.outcome_estimate)


def _measured(kpi: Kpi, estimate: Estimate) -> str:
    value = display.measured(estimate, kpi.unit) or "too few to say"
    return f"{kpi.title} {value} n={display.count(estimate.n)}"


def whose(owner: str) -> str:
    """Return who answers for a touchpoint, or that nobody does."""
    return f"owner {owner}" if owner else "NO OWNER"


def watermelon(one: Watermelon, near: date | None = None) -> str:
    """Return a watermelon in one line."""
    suspected = "suspected: " if one.suspected else ""
    return (
        f"{one.touchpoint}: {suspected}{outside(one)} {spell(one.output_spell, near)},"
        f" but {inside(one)} {spell(one.outcome_spell, near)} · {whose(one.owner)}"
    )


def verdict(found: Pair) -> str:
    """Return what is said of the pair."""
    if not found.judged:
        return "cannot be judged: not enough data on both sides"
    if found.watermelon is None:
        return "nothing hides: the two have not moved apart"
    if found.watermelon.suspected:
        return "SUSPECTED watermelon: the outcome's last days are provisional"
    return f"WATERMELON: {GREEN_OUTSIDE}"


def side(one: Side, period: Period | None) -> str:
    """Return one side of a pair in a line."""
    measured = display.measured(one.estimate, one.kpi.unit) or "too few to say"
    parts = (
        f"{one.kpi.title} {measured} n={display.count(one.estimate.n)}",
        trend(one.drift, period),
        f"target {target(one.target, one.state)}" if one.target is not None else "",
        final(one.final_until, period),
    )
    return " · ".join(part for part in parts if part)


def baseline(one: Side, period: Period) -> str:
    """Return what the rule judges by, and what it could have seen."""
    change = one.drift.change
    if change is None:
        return one.drift.why_not
    ends = (change.baseline_from, change.baseline_to)
    first, last = (display.short_day(day, period.last) for day in ends)
    said = f"baseline {first} – {last}"
    found = next(reversed(change.spells), None)
    if found is not None:
        said += f" · noticed {display.weekday(found.alarm)}"
    slide = change.visible_slide()
    if slide is not None:
        unit = "points" if one.kpi.unit.value == "percent" else one.kpi.unit.value
        said += f" · a lasting slide of {display.number(slide, one.kpi.unit, fine=True)} {unit}"
        said += " would be seen in 9 of 10 cases"
    return said


def pair_summary(found: Pair) -> str:
    """Return two lines about a pair, for a mail."""
    near = found.period
    sides = f"{side(found.output, near)} — but {side(found.outcome, near)}"
    basis = (
        verdict(found),
        whose(found.owner),
        display.period_words(near, found.state.as_of.date()),
        display.data_until(found.state),
        f"queries {found.output.kpi.name}, {found.outcome.kpi.name}",
        "slow-change rule",
    )
    return f"{found.touchpoint}   {sides}\n{' · '.join(basis)}"


def held_summary(one: Held, found: Audit) -> str:
    """Return two lines about a KPI in use at a place, for a mail."""
    basis = (
        display.period_words(found.period, found.state.as_of.date()),
        display.data_until(found.state),
        f"in use as {', '.join(one.hows)}",
        f"{class_name(one.kpi.kpi_class)}",
        f"query {one.kpi.name}",
        "95% interval" if one.estimate and one.estimate.low is not None else "",
    )
    return f"{held(one, found.period)}\n{' · '.join(part for part in basis if part)}"


def shares_summary(found: Audit) -> str:
    """Return two lines about the audit, for a mail."""
    said = ", ".join(share(one) for one in found.shares)
    hidden = f"{len(found.watermelons)} of {found.judged} pairs hide a worse outcome"
    period = display.period_words(found.period, found.state.as_of.date())
    return (
        f"{summary(found)}: {said}\n{gap(found)} {hidden} · {period}"
        f" · {display.data_until(found.state)}"
    )


def unjudged(one: Unjudged) -> str:
    """Return a pair that could not be judged, and what it lacks."""
    return f"{one.touchpoint}: {one.output.title} with {one.outcome.title} ({one.lacks})"
