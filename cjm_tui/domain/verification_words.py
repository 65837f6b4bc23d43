"""Effects, verdicts and the watch, as they are read aloud to the people who did the work."""

from collections.abc import Collection, Iterator
from datetime import date

from cjm_tui.domain import display
from cjm_tui.domain.journey import DataState
from cjm_tui.domain.kpi import Direction, Kpi, Unit
from cjm_tui.domain.statistics.blocks import FEW, LEAST_AFTER, LEAST_BEFORE, TRIGGER, Weeks
from cjm_tui.domain.statistics.effects import Change, Effect
from cjm_tui.domain.statistics.slow_change import Spell
from cjm_tui.domain.statistics.verdicts import GuardrailState, Reason, Verdict
from cjm_tui.domain.statistics.watching import Recheck, Watched
from cjm_tui.domain.verification import Evaluation, Guardrail, Undertaking

RULE = "slow-change rule (CUSUM, k = 0.5, h = 8)"
LEFT_OUT = {
    FEW: "too few rows",
    TRIGGER: "led to the action",
    "incident": "incident",
    "incomplete": "incomplete",
    "holiday": "holiday",
}
_NEXT_DAYS = {30: "30 days", 90: "90 days", 365: "a year"}


def not_measurable(action: Undertaking, known: Collection[str] | None) -> str:
    """Return why nothing can be judged, "" where something can."""
    if action.live_at is None:
        return "It is not live yet."
    if known is None:
        return "There is no data yet."
    if not action.touchpoint_id:
        return "It names no touchpoint, so nothing can be measured."
    if not action.kpi:
        return "It names no KPI, so nothing can be measured."
    if action.kpi not in known:
        return f"There is no KPI {action.kpi}, so nothing can be measured."
    return ""


def nothing_to_compare(action: Undertaking, kpi: Kpi) -> str:
    """Return why the comparison that the action names is none."""
    return f"{action.comparison} has no {kpi.title} from before the start: no comparison."


def remarks(action: Undertaking, guardrail: Guardrail) -> Iterator[str]:
    """Yield what a reader should know beside the verdict."""
    if not action.declared:
        yield (
            "It came from a file already begun: nobody can show that its effect was declared "
            "beforehand."
        )
    if guardrail.state is GuardrailState.UNKNOWN and guardrail.kpi is None:
        yield f"There is no KPI {action.guardrail}: the guardrail cannot be judged."
    elif guardrail.kpi is not None and guardrail.state is GuardrailState.UNKNOWN:
        yield f"The guardrail {guardrail.kpi.title} has too few rows or days to be judged."


def beside(action: Undertaking, other: Undertaking) -> str:
    """Return that another action went live in the weeks that count."""
    where = "here too" if other.touchpoint_id == action.touchpoint_id else f"at {other.touchpoint}"
    day = display.short_day(other.live_at, action.live_at) if other.live_at else ""
    return f"{other.action_id} went live {where} on {day}: the effect may be its own."


def not_over(weeks: Weeks, last: date, ready: date, state: DataState) -> str:
    """Return how many weeks after count so far, and when the verdict may be had."""
    near = state.as_of.date()
    text = (
        f"{len(weeks.after)} of {display.counted(weeks.wanted, 'week')} after are in; the last "
        f"ends on {display.short_day(last, near)}"
    )
    if ready > last:
        return f"{text}, its follow-up windows close on {display.short_day(ready, near)}."
    return f"{text}."


def title(verdict: Verdict | None) -> str:
    """Return the verdict in words, also where there is none yet."""
    return verdict.value if verdict else "no verdict yet"


def unit(kpi: Kpi) -> str:
    """Return the unit of a change of this KPI: percentages change by points."""
    return {Unit.PERCENT: " points", Unit.POINTS: " points", Unit.SECONDS: " s"}.get(kpi.unit, "")


def effect(kpi: Kpi, found: Effect) -> str:
    """Return "+14.2 points [+10.9 … +17.5]"."""
    value, low, high = (
        display.change(part, kpi.unit, fine=True) for part in (found.value, found.low, found.high)
    )
    return f"{value}{unit(kpi)} [{low} … {high}]"


def headline(found: Evaluation) -> str:
    """Return the verdict with the figure that it rests on, on one line."""
    if found.kpi is None or found.effect is None:
        return title(found.verdict)
    said = effect(found.kpi, found.effect)
    against = f"against {found.action.comparison}" if compared(found) else "no comparison"
    name = found.kpi.short or found.kpi.title
    so_far = "so far " if found.judgement is None else ""
    return f"{title(found.verdict)}: {name} {so_far}{said}, {against}"


def compared(found: Evaluation) -> bool:
    """Whether there is a comparison."""
    return found.weeks is not None and found.weeks.compared


def method(found: Evaluation) -> str:
    """Return how the effect was reckoned."""
    if compared(found):
        return "difference in differences"
    return "before and after · no comparison"


def reasons(found: Evaluation) -> Iterator[str]:
    """Yield why the verdict is what it is, the decisive reason first, then the warnings."""
    if found.waiting:
        yield found.waiting
    if found.judgement is not None:
        for reason in found.judgement.reasons:
            yield _reason(reason, found)
    if found.regression is not None and found.kpi is not None:
        yield _regression(found, found.kpi)
    yield from found.beside
    yield from found.remarks


def first_of(found: Evaluation) -> str:
    """Return what is to be known first: a slide, a warning, what the verdict waits for."""
    if found.slid and found.watch is not None and found.watch.slide is not None:
        return f"SLID BACK: {slide(found.watch.slide, found.watch.until)}."
    if found.regression is not None and found.kpi is not None:
        return _regression(found, found.kpi)
    return next(iter(reasons(found)), "")


def _reason(reason: Reason, found: Evaluation) -> str:
    kpi, effect_found, weeks = found.kpi, found.effect, found.weeks
    assert kpi is not None
    assert weeks is not None
    smallest = display.threshold(found.action.smallest_effect)
    match reason:
        case Reason.BETTER:
            return "The interval lies on the good side of zero." + _trend(kpi, effect_found)
        case Reason.WORSE:
            return "The interval lies on the bad side of zero."
        case Reason.SPANS_ZERO:
            return "The interval holds zero: it may have helped, harmed, or done nothing."
        case Reason.NOT_WORTHWHILE:
            return f"The interval lies within ±{smallest}{unit(kpi)}, the smallest effect worth it."
        case Reason.NO_COMPARISON:
            return "There is no comparison: what else changed in these weeks is in the figure."
        case Reason.TREND_BEFORE:
            return "It had been moving that way before the start." + _trend(kpi, effect_found)
        case Reason.GUARDRAIL_WORSE:
            return _guardrail_worse(found.guardrail)
        case Reason.FEW_BEFORE:
            return (
                f"Only {display.counted(len(weeks.before), 'whole week')} before can be counted; "
                f"{LEAST_BEFORE} are needed."
            )
        case Reason.FEW_AFTER:
            return (
                f"Only {display.counted(len(weeks.after), 'whole week')} after can be counted; "
                f"{LEAST_AFTER} are needed."
            )
        case Reason.NOTHING_DECLARED:
            return "No smallest worthwhile effect was declared: no difference cannot be shown."


def _trend(kpi: Kpi, found: Effect | None) -> str:
    if found is None:
        return ""
    drift = display.change(found.drift, kpi.unit, fine=True)
    beyond, low, high = (
        display.change(part, kpi.unit, fine=True)
        for part in (found.beyond, found.beyond_low, found.beyond_high)
    )
    return (
        f" Had the trend before gone on, it would have brought {drift}; beyond that there are "
        f"{beyond} [{low} … {high}]."
    )


def _guardrail_worse(guardrail: Guardrail) -> str:
    if guardrail.kpi is None or guardrail.spell is None:
        return "The guardrail got worse."
    since = display.short_day(guardrail.spell.first)
    fired = display.short_day(guardrail.spell.alarm)
    return (
        f"The guardrail {guardrail.kpi.title} got worse, since {since}; the {RULE} fired on "
        f"{fired}. What one number gained another lost."
    )


def _regression(found: Evaluation, kpi: Kpi) -> str:
    seen = found.regression
    assert seen is not None
    ordinary = display.amount(seen.ordinary, kpi.unit, fine=True)
    if seen.worst is not None and seen.worst_from is not None:
        bad = display.amount(seen.worst, kpi.unit, fine=True)
        week = display.short_day(seen.worst_from, found.action.live_at)
        what = f"the week from {week}, which led to it, stood at {bad}"
    else:
        bad = display.amount(seen.stated, kpi.unit, fine=True)
        what = f"its own baseline of {bad} is that of a bad week"
    return (
        f"Regression to the mean: {what}, the weeks before at {ordinary}. Bad weeks mend by "
        "themselves; they are no baseline here."
    )


def guardrail(found: Guardrail) -> str:
    """Return what the guardrail did, on one line; "" without one."""
    if found.kpi is None:
        return ""
    said = {
        GuardrailState.STEADY: "no bad signal",
        GuardrailState.UNKNOWN: "cannot be judged",
        GuardrailState.NONE: "",
        GuardrailState.WORSE: "▼ worse",
    }[found.state]
    since = f" since {display.short_day(found.spell.first)}" if found.spell else ""
    return f"{found.kpi.title}: {said}{since}"


def change(kpi: Kpi, found: Change) -> str:
    """Return "63.1% → 77.4% (same weekdays before: 63.0%)"."""
    before, after, expected = (
        display.amount(value, kpi.unit, fine=True)
        for value in (found.before, found.after, found.expected)
    )
    same = "" if before == expected else f" (its weekdays before: {expected})"
    return f"{before} → {after}{same}"


def stretch(weeks: Weeks) -> str:
    """Return which weeks were counted: "12 weeks before from 9 Feb, 8 after to 28 Jun"."""
    if not weeks.before or not weeks.after:
        return ""
    near = weeks.after[-1].last
    first = display.short_day(weeks.before[0].first, near)
    return (
        f"{display.counted(len(weeks.before), 'week')} before from {first}, "
        f"{len(weeks.after)} after to {display.short_day(near)}"
    )


def slide(spell: Spell, near: date) -> str:
    """Return since when a level is lost, and what said so on which day."""
    first, alarm = (display.short_day(day, near) for day in (spell.first, spell.alarm))
    text = f"since {first}; the {RULE} fired on {alarm}"
    return text if spell.end is None else f"{text}; back since {display.short_day(spell.end, near)}"


def watch(kpi: Kpi, found: Watched) -> Iterator[str]:
    """Yield the watch: the frozen level, what the rule says, what it could have seen, re-checks."""
    near = found.until
    level = display.measured(found.level, kpi.unit)
    days = f"{display.short_day(found.first, near)} – {display.short_day(found.last, near)}"
    yield f"frozen level {level} n={display.count(found.level.n)}, {days}"
    latest = display.measured(found.latest, kpi.unit) or "too few to say"
    yield f"last 28 days {latest} n={display.count(found.latest.n)}"
    if found.slide is None:
        yield f"It holds, to {display.short_day(near)}."
    else:
        word = "SLID BACK" if found.slid else "It slid back and came back"
        yield f"{word}: {slide(found.slide, near)}."
    if said := visible(kpi, found):
        yield said
    for check in found.rechecks:
        yield recheck(kpi, check, near)


def visible(kpi: Kpi, found: Watched) -> str:
    """Return what size of slide the watch could have seen; "" where there are too few days."""
    if found.visible is None or found.visible_quarter is None:
        return ""
    month, quarter = (
        f"{display.number(size, kpi.unit, fine=True)}{unit(kpi)}"
        for size in (found.visible, found.visible_quarter)
    )
    return f"Seen in 9 of 10 cases: a slide of {month} within 28 days, of {quarter} within 91."


def recheck(kpi: Kpi, check: Recheck, near: date) -> str:
    """Return what a re-check says: "after 30 days (26 May): +0.3 [−1.2 … +1.8] may be chance"."""
    head = f"after {_NEXT_DAYS.get(check.after_days, '')} ({display.short_day(check.day, near)}): "
    if not check.due:
        return f"{head}not due yet"
    if check.change is None:
        return f"{head}too few rows to compare"
    low, high = check.change.low, check.change.high
    good = 1 if kpi.direction is Direction.HIGHER else -1
    word = "may be chance" if low <= 0 <= high else ("better" if good * low > 0 else "worse")
    value, low_text, high_text = (
        display.change(part, kpi.unit, fine=True) for part in (check.change.difference, low, high)
    )
    return f"{head}{value} [{low_text} … {high_text}] {word}"


def disagreement(who: str, text: str) -> str:
    """Return what somebody holds against a verdict that stands."""
    return f"{who or 'somebody'} disagrees: {text}"


def stated(found: Evaluation) -> str:
    """Return that the action's own field says something else than its figures; "" where not."""
    said = found.action.stated_verdict
    if not said or (found.verdict is not None and said == found.verdict.value):
        return ""
    return f"A file said: {said}. The figures here do not."


def recorded(found: Evaluation) -> str:
    """Return who recorded the verdict and, if so, that today's figures say something else."""
    if found.recorded is None:
        return ""
    day = display.short_day(found.recorded.at.date(), found.state.as_of.date())
    text = f"recorded on {day} by {found.recorded.who or 'somebody'}"
    if found.differs and found.judgement is not None:
        figures = f" ({found.recorded.figures})" if found.recorded.figures else ""
        text += f"{figures}; today's figures say: {found.judgement.verdict.value}"
    return text
