"""Values as a person reads them aloud; screens and their plain-text twins print the same words.

Unsaid is better than false: a value that is None gives "", never zero.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from math import sqrt

from cjm_tui.domain.journey import DataState, TouchpointScore
from cjm_tui.domain.kpi import Change, Estimate, Signal, TargetState, Unit
from cjm_tui.domain.period import Period
from cjm_tui.domain.touchpoint import Accountable, Figure, KpiLine

BLOCKS = "▁▂▃▄▅▆▇█"

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DIGITS = {  # decimals on the map, and where there is room
    Unit.PERCENT: (0, 1),
    Unit.SECONDS: (0, 0),
    Unit.POINTS: (0, 1),
    Unit.SCORE: (1, 2),
    Unit.COUNT: (1, 2),
    Unit.PER_THOUSAND: (1, 1),
}
_FEW = 10  # rows below which no value is said
_SUFFIX = {Unit.PERCENT: "%", Unit.SECONDS: "s"}


def short_day(day: date, near: date | None = None) -> str:
    """Return "20 Nov", with the year where it is not the year of `near`."""
    text = f"{day.day} {_MONTHS[day.month - 1]}"
    return text if near is None or near.year == day.year else f"{text} {day.year}"


def weekday(day: date, near: date | None = None) -> str:
    """Return "Fri 20 Nov", with the year where it is not the year of `near`."""
    return f"{_WEEKDAYS[day.weekday()]} {short_day(day, near)}"


def count(number: int) -> str:
    """Return a number of things: "12,410", and from ten million on "12.4M"."""
    return f"{number:,}" if number < 10_000_000 else f"{number / 1e6:.1f}M"


def counted(number: int, noun: str) -> str:
    """Return "1 action" or "3 actions"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def number(value: float | None, unit: Unit, *, fine: bool = False) -> str:
    """Return a value without its unit, rounded as the map shows it, or finer."""
    if value is None:
        return ""
    text = f"{value:,.{_DIGITS[unit][fine]}f}"
    if not text.strip("-0.,"):
        text = text.lstrip("-")
    return text.replace("-", "−")


def amount(value: float | None, unit: Unit, *, fine: bool = False) -> str:
    """Return a value with its unit once: "62%", "412s", "+31" for points, "5.9" for a score."""
    text = number(value, unit, fine=fine)
    if unit is Unit.POINTS and text and value is not None and value > 0 and text.strip("0."):
        return f"+{text}"
    return text + _SUFFIX.get(unit, "") if text else ""


def interval(estimate: Estimate, unit: Unit, *, fine: bool = False) -> str:
    """Return the 95 % interval without unit or brackets: "60–64", with a minus "−12 … −3"."""
    if estimate.low is None or estimate.high is None:
        return ""
    low, high = number(estimate.low, unit, fine=fine), number(estimate.high, unit, fine=fine)
    if "−" not in low + high:
        return f"{low}–{high}"
    return f"{low} … {high}" if fine else f"{low}…{high}"


def measured(estimate: Estimate, unit: Unit) -> str:
    """Return value and interval: "62.0% [60.1–63.9]", "412s" without, "" where n is too small."""
    around = interval(estimate, unit, fine=True)
    value = amount(estimate.value, unit, fine=True)
    return f"{value} [{around}]" if around else value


def threshold(value: float | None) -> str:
    """Return a target as it was set, without its unit: "35", "4.25"."""
    return "" if value is None else f"{value:,.10g}".replace("-", "−")


def signal(change: Change, n: int | None = None) -> str:
    """Return the signal in words that stand alone: "▼ worse, 9 days".

    `n` tells a period without data from too few rows, and these from weeks too thin to judge.
    """
    match change.signal:
        case Signal.BETTER:
            return f"▲ better, {counted(change.days, 'day')}"
        case Signal.WORSE:
            return f"▼ worse, {counted(change.days, 'day')}"
        case Signal.TOO_FEW:
            return unjudged(n)
        case Signal.NO_HISTORY:
            return f"not enough history ({change.history_days} of {change.history_needed} days)"
        case Signal.NONE:
            return "= steady"


def unjudged(n: int | None) -> str:
    """Return why nothing is said of n rows."""
    if n == 0:
        return "no data in this period"
    return "too few to say" if n is None or n < _FEW else "too thin to judge"


def since_words(change: Change) -> str:
    """Return since when it is better or worse: "▼ worse since 6 Oct (39 days)"."""
    if change.since is None or change.signal not in (Signal.BETTER, Signal.WORSE):
        return signal(change)
    which = signal(change).split(",", maxsplit=1)[0]
    return f"{which} since {short_day(change.since)} ({counted(change.days, 'day')})"


def rule_words(change: Change) -> str:
    """Return the rule that fired, so that its days cannot be taken for those since it began."""
    return re.sub(r"^(?:(\d+) days|(\d+ weeks)) in a row", r"the last \1\2 in a row", change.rule)


def short_signal(change: Change, width: int, n: int | None = None) -> str:
    """Return the signal in at most `width` cells, for one column of the map."""
    full = signal(change, n)
    if len(full) <= width:
        return full
    match change.signal:
        case Signal.NO_HISTORY:
            short = f"history {change.history_days} of {change.history_needed}"
            return short if len(short) <= width else "new"
        case Signal.TOO_FEW:
            return {"no data in this period": "no data", "too thin to judge": "too thin"}.get(
                full, "too few"
            )
        case _:
            short = full.replace(" days", "d").replace(" day", "d").replace(",", "")
            return short if len(short) <= width else full.split(",", maxsplit=1)[0]


def target_state(state: TargetState) -> str:
    """Return the state of a target in one word; the one that hurts is in capitals."""
    return {
        TargetState.MET: "met",
        TargetState.MISSED: "MISSED",
        TargetState.PROVISIONAL: "prov.",
        TargetState.NONE: "",
    }[state]


def so_far(score: TouchpointScore, period: Period | None = None) -> bool:
    """Whether no day of the period has a closed follow-up window, so that the value may move."""
    if score.kpi is None or not score.kpi.window_days or score.estimate.value is None:
        return False
    closed = score.final_until
    open_days = period is not None and closed is not None and closed < period.first
    return score.state is TargetState.PROVISIONAL or open_days


def owner(score: TouchpointScore) -> tuple[str, bool]:
    """Return who is accountable in at most a word or two, and whether that is an alarm."""
    if not score.owner or "no_owner" in score.flags:
        return "NO OWNER", True
    if "two_owners" in score.flags:
        return "2 OWNERS", True
    if "owner_left" in score.flags:
        return "HAS LEFT", True
    return (f"{score.owner}?" if "unconfirmed" in score.flags else score.owner), False


def owner_sentence(
    score: TouchpointScore, parties: tuple[Accountable, ...] = ()
) -> tuple[str, bool]:
    """Return the ownership in full, and whether that is an alarm.

    `parties` tell an owner whom nobody ever confirmed from one who was confirmed long ago.
    """
    if not score.owner or "no_owner" in score.flags:
        days = score.days_without_owner
        return ("NO OWNER" if not days else f"NO OWNER for {counted(days, 'day')}"), True
    if "two_owners" in score.flags:
        return f"TWO OWNERS: {score.owner}", True
    if "owner_left" in score.flags:
        return f"owner {score.owner} HAS LEFT", True
    if "unconfirmed" not in score.flags:
        return f"owner {score.owner}", False
    owners = [party for party in parties if party.role == "A" and party.current]
    if owners and all(party.confirmed_at is None for party in owners):
        return f"owner {score.owner}, never confirmed", False
    return f"owner {score.owner}, not confirmed for {counted(score.confirm_days, 'day')}", False


def coloured(score: TouchpointScore) -> bool:
    """Whether the signal may be coloured: it is one, and enough rows stand behind it."""
    return score.change.signal in (Signal.BETTER, Signal.WORSE) and score.estimate.coloured


def sparkline(trend: tuple[float | None, ...], width: int, estimate: Estimate) -> str:
    """Return a picture of the trend, oldest first, at most `width` cells.

    Neighbouring points share a cell by their mean, for the picture only. The scale is at least the
    ±3 sigma that points of this precision would show by chance, so noise does not look like news.
    """
    if not trend or width < 1 or all(value is None for value in trend):
        return ""
    cells = min(width, len(trend))
    edges = [round(index * len(trend) / cells) for index in range(cells + 1)]
    groups = [
        [value for value in trend[start:end] if value is not None] for start, end in pairwise(edges)
    ]
    means = [sum(group) / len(group) if group else None for group in groups]
    known = [value for value in means if value is not None]
    middle = (min(known) + max(known)) / 2
    half = (max(known) - min(known)) / 2
    if estimate.low is not None and estimate.high is not None:
        half = max(half, 3 * (estimate.high - estimate.low) / 3.92 * sqrt(len(trend)))
    return "".join("·" if mean is None else BLOCKS[_level(mean, middle, half)] for mean in means)


def _level(value: float, middle: float, half: float) -> int:
    if half <= 0:
        return 4
    share = (value - (middle - half)) / (2 * half)
    return min(len(BLOCKS) - 1, max(0, int(share * len(BLOCKS))))


def period_words(period: Period | None) -> str:
    """Return "28 days", "all 400 days", or both ends of a period that was named by its days."""
    if period is None:
        return ""
    if ".." in period.name:
        return f"{short_day(period.first, period.last)} – {short_day(period.last)}"
    return ("all " if period.name == "all" else "") + counted(period.days, "day")


def data_until(state: DataState) -> str:
    """Return "data until Fri 20 Nov"; with the time where that day is not complete."""
    if state.data_until is None:
        return "no data yet"
    text = weekday(state.data_until.date(), state.as_of.date())
    if state.last_day is not None and state.data_until.date() > state.last_day:
        text += f" {state.data_until:%H:%M}"
    return f"data until {text}"


def incomplete_words(state: DataState, period: Period | None) -> str:
    """Return what the period's data lacks, in a sentence; "" where it lacks nothing."""
    days = [day for day in state.incomplete if period is None or day.day in period]
    if not days:
        return ""
    newest = max(days, key=lambda day: day.day)
    more = len(days) - 1
    return newest.reason if not more else f"{newest.reason}; and {counted(more, 'more day')}"


@dataclass(frozen=True, slots=True)
class ScoreWords:
    """The parts of the one line that says everything about a score (DOMAIN.md section 4)."""

    value: str
    signal: str
    baseline: str
    target: str
    final: str
    owner: str

    @property
    def line(self) -> str:
        """All parts, two spaces before the signal and a middle dot between the others."""
        rest = [part for part in (self.baseline, self.target, self.final, self.owner) if part]
        return " · ".join([f"{self.value}  {self.signal}", *rest])


def score_words(score: TouchpointScore, period: Period | None = None) -> ScoreWords:
    """Return the parts of a touchpoint's score line."""
    whose, alarm = owner_sentence(score)
    if alarm and whose.startswith("NO OWNER"):
        whose = whose.replace("NO OWNER", "owner NONE")
    kpi = score.kpi
    if kpi is None:
        return ScoreWords(
            "no figures yet", signal(score.change, score.estimate.n), "", "", "", whose
        )
    unit, estimate = kpi.unit, score.estimate
    yet = "so far" if so_far(score, period) else ""
    parts = [kpi.title, measured(estimate, unit), yet, f"n={count(estimate.n)}"]
    value = " ".join(part for part in parts if part)
    baseline = number(score.change.baseline, unit, fine=True)
    goal = threshold(score.target)
    state = {TargetState.NONE: "", TargetState.PROVISIONAL: "provisional"}.get(
        score.state, score.state.value
    )
    return ScoreWords(
        value,
        signal(score.change, estimate.n),
        f"baseline {baseline}" if baseline else "",
        f"target {goal} {state}".rstrip() if goal else "",
        f"final to {short_day(score.final_until)}" if score.final_until else "",
        whose,
    )


def score_line(score: TouchpointScore, where: str) -> str:
    """Return one line for a mail or a stand-up: where, value, interval, n, signal and the rest."""
    return f"{where}   {score_words(score).line}"


def summary(score: TouchpointScore, where: str, period: Period | None, state: DataState) -> str:
    """Return two lines with their numbers: the score, and what it rests on."""
    said = score_words(score, period)
    whose, _ = owner_sentence(score)
    line = replace(said, owner=whose).line
    name = score.kpi.name if score.kpi else ""
    return _two_lines(where, line, period, state, score.estimate, name, rule_words(score.change))


def kpi_summary(
    line: KpiLine, score: TouchpointScore, where: str, period: Period | None, state: DataState
) -> str:
    """Return two lines about another KPI of the touchpoint; a signal is only the score's."""
    own = replace(
        score,
        kpi=line.kpi,
        estimate=line.estimate,
        target=line.target,
        state=line.state,
        final_until=line.final_until,
    )
    said, (whose, _) = score_words(own, period), owner_sentence(score)
    value = (
        said.value
        if line.estimate.value is not None
        else f"{said.value} {unjudged(line.estimate.n)}"
    )
    parts = (value, said.target, said.final, whose)
    text = " · ".join(part for part in parts if part)
    return _two_lines(where, text, period, state, line.estimate, line.kpi.name)


def _two_lines(
    where: str,
    said: str,
    period: Period | None,
    state: DataState,
    estimate: Estimate,
    name: str,
    rule: str = "",
) -> str:
    basis = [
        period_words(period),
        data_until(state),
        rule,
        f"query {name}" if name else "",
        "95% interval" if estimate.low is not None else "",
    ]
    second = " · ".join(part for part in basis if part)
    return "\n".join(" ".join(part.split("\n")) for part in (f"{where}   {said}", second))


def reckoning(rows: int, figure: Figure, value: str, *, shown: str = "") -> str:
    """Return in a sentence how rows and daily totals make up the n behind a number.

    `rows` stand behind the number now, `shown` says how many of them are to be seen.
    """
    n, totalled = figure.estimate.n, figure.totalled
    if not rows and totalled == n > 0:
        return f"All {count(n)} behind {value} came as daily totals, which have no rows."
    parts = counted(rows, "row") + shown
    if totalled:
        parts += f" and {count(totalled)} that came as daily totals, without rows,"
    if rows + totalled == n:
        return f"{parts} = the {count(n)} behind {value}"
    return f"{parts.rstrip(',')}, but n was {count(n)} when {value} was read"


ROLES = {
    "A": "accountable",
    "R": "responsible",
    "S": "supports",
    "C": "consulted",
    "I": "informed",
}


@dataclass(frozen=True, slots=True)
class PartyWords:
    """The parts of the line about a party's role."""

    role: str
    name: str
    alarm: str
    rest: str

    @property
    def line(self) -> str:
        """All parts."""
        named = " ".join(part for part in (self.name, self.alarm) if part)
        return " · ".join(part for part in (f"{self.role}: {named}", self.rest) if part)


def party_words(party: Accountable, today: date) -> PartyWords:
    """Return the parts of a party's line; days of another year than today's carry theirs."""
    terms = (
        party.department if party.department != party.name else "",
        f"since {short_day(party.since, today)}" if party.since else "",
        f"until {short_day(party.until, today)}" if party.until else "",
        f"confirmed {short_day(party.confirmed_at, today)}" if party.confirmed_at else "",
    )
    return PartyWords(
        ROLES.get(party.role, party.role),
        party.name,
        "HAS LEFT" if party.state == "left" else "",
        " · ".join(term for term in terms if term),
    )
