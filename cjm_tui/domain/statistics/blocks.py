"""Weekly blocks around the day on which an action went live, here and where it was not done.

A block is seven days counted from that day, so that each holds every weekday once. A week of which
one day is left out at either touchpoint does not count.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from cjm_tui.domain.kpi import DayTally, Kpi, Measure, Tally
from cjm_tui.domain.statistics.measures import size_of, total_of, value_of

LEAST_BEFORE = 8
MOST_BEFORE = 12
TREND_WEEKS = 26  # before, for the trend and the noise from week to week
LEAST_AFTER = 4
USUAL_AFTER = 8
MOST_AFTER = 12
LONGEST_SEARCH = 26  # weeks after; where days are left out the stretch takes longer
TRIGGER_WEEKS = 4  # before the proposal: what was bad enough to propose something
FEW = "few"
TRIGGER = "trigger"
_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)
_NO_ROWS = Tally()


class Side(NamedTuple):
    """The days of one touchpoint; `left_out` says why days do not count, with rows or without."""

    days: Sequence[DayTally]
    left_out: Mapping[date, str]
    values: Mapping[date, float] | None = None  # of weeks by first day, where sums do not tell


class Week(NamedTuple):
    """One touchpoint's seven days, in the order of the block, and the value of all."""

    days: tuple[Tally, ...]
    total: Tally
    value: float | None


class Block(NamedTuple):
    """One week at the touchpoint and at the comparison; `left_out` is empty where it counts."""

    place: int  # weeks from the day live: −1 the last one before, 0 the first one after
    first: date
    own: Week
    other: Week | None
    left_out: str

    @property
    def last(self) -> date:
        """The last of its seven days."""
        return self.first + _WEEK - _DAY


@dataclass(frozen=True, slots=True)
class Weeks:
    """The weeks of an action: those shown, and which of them its effect rests on."""

    blocks: tuple[Block, ...]
    trend: tuple[Block, ...]  # that count, before; the last twelve are the baseline
    after: tuple[Block, ...]  # that count, after, as many as were asked for at most
    wanted: int
    over: bool  # whether the stretch after is complete: later weeks change nothing any more
    compared: bool

    @property
    def before(self) -> tuple[Block, ...]:
        """The baseline: the latest weeks before that count."""
        return self.trend[-MOST_BEFORE:]

    @property
    def trigger(self) -> tuple[Block, ...]:
        """The weeks that led to the proposal; they are no baseline."""
        return tuple(block for block in self.blocks if block.left_out == TRIGGER)

    @property
    def settled_on(self) -> date | None:
        """The last day of the stretch after."""
        return self.after[-1].last if self.after else None


def weeks_after(live: date, effect_by: date | None) -> int:
    """Return how many weeks after count: until the effect was expected, 4 to 12, else 8.

    Decided before the figures are known: a verdict that is read anew each week until it pleases
    would be wrong far more often than it says.
    """
    if effect_by is None or effect_by <= live:
        return USUAL_AFTER
    return min(MOST_AFTER, max(LEAST_AFTER, (effect_by - live).days // 7))


def weeks_of(
    kpi: Kpi,
    own: Side,
    other: Side | None,
    *,
    live: date,
    proposed: date | None,
    until: date,
    wanted: int,
    minimum: int,
) -> Weeks:
    """Return the weeks to the last day `until` whose follow-up window has closed.

    The weeks that touch the 28 days before the proposal (or before the day live, where that is
    earlier) do not count as a baseline, for it is their badness that something was proposed for.
    """
    sides = [own] if other is None else [own, other]
    tallies = [{day.day: day.tally for day in side.days} for side in sides]
    known = [min(days) for days in tallies if days]
    if len(known) < len(sides):
        return Weeks((), (), (), wanted, over=False, compared=other is not None)
    chosen_on = min(proposed or live, live)
    blocks = []
    for place in range(-((live - max(known)).days // 7), (until + _DAY - live).days // 7):
        first = live + place * _WEEK
        week = [_week(kpi, side, days, first) for side, days in zip(sides, tallies, strict=True)]
        reason = _left_out(sides, week, first, minimum)
        if not reason and place < 0 and 0 < (chosen_on - first).days < 7 * (TRIGGER_WEEKS + 1):
            reason = TRIGGER
        blocks.append(Block(place, first, week[0], week[1] if other is not None else None, reason))
    return _chosen(blocks, wanted, compared=other is not None)


def _week(kpi: Kpi, side: Side, days: Mapping[date, Tally], first: date) -> Week:
    tallies = tuple(days.get(first + back * _DAY, _NO_ROWS) for back in range(7))
    total = total_of(tallies)
    if kpi.measure is Measure.QUANTILE:
        return Week(tallies, total, (side.values or {}).get(first))
    return Week(tallies, total, value_of(kpi, total) if size_of(kpi, total) > 0 else None)


def _left_out(sides: Sequence[Side], weeks: Sequence[Week], first: date, minimum: int) -> str:
    """Return the first reason why the week does not count; "" where it does."""
    days = [first + back * _DAY for back in range(7)]
    reasons = [side.left_out[day] for side in sides for day in days if day in side.left_out]
    if reasons:
        return reasons[0]
    few = any(week.total.n < minimum or week.value is None for week in weeks)
    return FEW if few else ""


def _chosen(blocks: Sequence[Block], wanted: int, *, compared: bool) -> Weeks:
    counting = [block for block in blocks if not block.left_out]
    trend = [block for block in counting if -2 * TREND_WEEKS <= block.place < 0][-TREND_WEEKS:]
    after = [block for block in counting if 0 <= block.place < LONGEST_SEARCH][:wanted]
    searched = bool(blocks) and blocks[-1].place >= LONGEST_SEARCH - 1
    return Weeks(
        tuple(blocks),
        tuple(trend),
        tuple(after),
        wanted,
        over=len(after) == wanted or searched,
        compared=compared,
    )
