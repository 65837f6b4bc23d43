"""What the map says of a touchpoint beyond its score line, and of a journey."""

from datetime import date
from zoneinfo import ZoneInfo

from cjm_tui.domain import comparison_words, display, owner_words, score_words, signal_words
from cjm_tui.domain.comparison import Comparison
from cjm_tui.domain.journey import DataState, JourneyMap, JourneyRow, Segment, TouchpointScore
from cjm_tui.domain.journey_order import Order, gap
from cjm_tui.domain.kpi import Signal, TargetState
from cjm_tui.domain.period import Period

STANDARD = "standard of good"  # the reason of a KPI that somebody has chosen

LEGENDS = {
    Order.STAGE: "",
    Order.GAP: "by gap × volume: customers short of the target, (target − value) × n; "
    "“each”: what every one of them is short of",
    Order.SIGNAL: "by signal: what is worse for longest first, then what is better",
}
ORDER_NAMES = {Order.STAGE: "", Order.GAP: "by gap", Order.SIGNAL: "by signal"}


def local_day(state: DataState) -> date:
    """Return the site's day at `as_of`."""
    return state.as_of.astimezone(ZoneInfo(state.timezone)).date()


def review(journey: JourneyRow, state: DataState) -> tuple[str, bool]:
    """Return when the map is, or was, to be reviewed, and whether that day has passed."""
    if journey.review_due is None:
        return "", False
    today = local_day(state)
    day = display.short_day(journey.review_due, today)
    overdue = journey.review_due < today
    return (f"review was due {day}" if overdue else f"review due {day}"), overdue


def whose(board: JourneyMap | None, typed: str | None, asked: Segment | None) -> str:
    """Return whose scores the map shows where they are not everybody's, or are not those asked for.

    `typed` is what the filter says of a segment, `asked` the segment that it names.
    """
    if board is None:
        return ""
    if board.segment != asked:
        return f"counting {f'segment {asked.words}' if asked else 'all segments'} …"
    if typed is not None and asked is None:
        if not board.segments:
            return f"looking for segment {typed} …"
        return f"no segment {typed}: all shown"
    return f"segment {asked.words}" if asked else ""


def short_of_target(score: TouchpointScore, *, full: bool = False) -> str:
    """Return "412" or "412 customers", "12s each" for a mean, else the state of the target."""
    found = gap(score)
    if found is None or score.kpi is None:
        return "no target" if score.target is None else ""
    if score.state is TargetState.NONE:
        return "too few"
    if score.state is TargetState.MET:
        return "met"
    if score.state is TargetState.PROVISIONAL:
        return "not final" if full else "prov."
    if found.customers is None:
        return f"{display.amount(found.distance, score.kpi.unit, fine=True)} each"
    people = max(1, round(found.customers))
    return display.counted(people, "customer") if full else display.count(people)


def best_of_data(score: TouchpointScore) -> bool:
    """Whether nobody has said what good is here, and the KPI is the best that the data allows."""
    return score.kpi is not None and score.kpi_reason != STANDARD


def change_words(score: TouchpointScore) -> str:
    """Return the change in words: "22.9 below baseline 83.8%"; "" without one."""
    kpi, change = score.kpi, score.change
    if kpi is None:
        return ""
    if score.compared is not None:
        return comparison_words.sentence(score.compared, kpi)
    if change.change is None or change.baseline is None:
        return ""
    size = display.number(abs(change.change), kpi.unit, fine=True)
    expected = display.amount(change.baseline, kpi.unit, fine=True)
    side = "above" if change.change > 0 else "below"
    if not size.strip("0.,"):
        return f"at baseline {expected}"
    return f"{size} {side} baseline {expected}"


def detail(
    score: TouchpointScore, where: str, period: Period | None, comparison: Comparison
) -> list[str]:
    """Return what the map's line of a touchpoint has no room for, the most telling first."""
    kpi, change = score.kpi, score.change
    near = period.last if period is not None else None
    parts = [where]
    if kpi is None:
        parts.append(score.kpi_reason)
    elif best_of_data(score):
        parts.append(f"{kpi.short or kpi.title}: {score.kpi_reason}")
    if comparison is not Comparison.BASELINE or change.signal in (
        Signal.TOO_FEW,
        Signal.NO_HISTORY,
        Signal.NO_BASELINE,
    ):
        parts.append(signal_words.signal(change, score.estimate))
    parts.append(change_words(score))
    parts.append(signal_words.rule_words(change))
    if score.target is not None:
        missed = short_of_target(score, full=True) if score.state is TargetState.MISSED else ""
        short = f", {missed} short" if missed else ""
        parts.append(f"target {display.threshold(score.target)}{short}")
    if score_words.so_far(score, period):
        parts.append("no follow-up window has closed yet")
    elif score.final_until is not None:
        parts.append(f"final to {display.short_day(score.final_until, near)}")
    if score.open_actions:
        parts.append(display.counted(score.open_actions, "open action"))
    parts.append(owner_words.owner_sentence(score)[0])
    parts.append(kpi.title if kpi else "")
    return [part for part in parts if part]
