"""How ACDs define the figures of their daily reports, and what each definition makes of our legs.

The service levels are the five that are published side by side (ICMI; Call Centre Helper, "Service
Level Threshold Calculations") and the one that leaves short abandons out of the offered calls.
"Offered" is answered + abandoned + left the queue without an agent.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from itertools import product

THRESHOLDS = (5, 10, 15, 20, 25, 30, 40, 45, 60, 90, 120)  # seconds; edges of `acd_classes`
SHORT = (5, 10)  # seconds under which an abandoned call is called short


class Measure(StrEnum):
    """A column of the ACD's report."""

    OFFERED = "offered"
    ANSWERED = "answered"
    ABANDONED = "abandoned"
    SERVICE_LEVEL = "service_level"
    AHT = "aht_s"

    @property
    def counts(self) -> bool:
        """Whether it is a number of calls."""
        return self in (Measure.OFFERED, Measure.ANSWERED, Measure.ABANDONED)


@dataclass(frozen=True, slots=True)
class LegClass:
    """Legs of one day and place that no definition tells apart."""

    outcome: str  # answered, abandoned, left; without asking for an agent: lost or kept in the IVR
    inbound: bool
    first: bool  # of its contact
    wait: float | None  # seconds; a value that is no edge stands for all between two edges
    n: int
    transfers: int = 0
    timed: int = 0  # legs with a known handling time
    worked: int = 0  # legs with more than 0 s of it
    handle_s: float = 0.0  # sums over the timed legs
    hold_s: float = 0.0
    wrap_s: float = 0.0
    parted: int = 0  # legs whose hold or wrap-up is known by itself

    @property
    def in_ivr(self) -> bool:
        """Whether the call ended in the IVR."""
        return self.outcome in ("lost", "kept")


class Members(StrEnum):
    """Which legs count; no service level has transfers: of their second wait nothing is known."""

    OURS = "ours"  # each inbound leg once
    FIRST = "first"  # a contact once, however often it was queued
    TRANSFERS = "transfers"  # a transferred call once more for each transfer
    ALL = "all"  # outbound calls and callbacks as well


class Left(StrEnum):
    """What calls are that left the queue by key or time-out, without an agent."""

    OFFERED = "offered"  # offered, not abandoned
    ABANDONED = "abandoned"
    OUT = "out"  # neither


class InIvr(StrEnum):
    """Which calls are offered, and abandoned, that ended in the IVR; never as well served."""

    OUT = "out"  # none
    LOST = "lost"  # those that were given up there, where their steps tell
    ALL = "all"


class Formula(StrEnum):
    """The published service levels, T being the threshold."""

    OFFERED = "answered in T ÷ offered"  # number 3, and ours
    ANSWERED = "answered in T ÷ answered"  # 2
    BOTH = "(answered + abandoned, both in T) ÷ offered"  # 1
    LATE_ABANDONS = "answered in T ÷ (answered + abandoned after T)"  # 4
    SHORT_COUNT = "(answered in T + short abandons) ÷ offered"  # 5
    SHORT_OUT = "answered in T ÷ (offered − short abandons)"


class Handling(StrEnum):
    """What an average handling time is made of."""

    ALL = "talk, hold and wrap-up"
    NO_HOLD = "without hold"
    NO_WRAP = "without wrap-up"
    TALK = "talk alone"


@dataclass(frozen=True, slots=True)
class Border:
    """On which day a call counts: by which of its times, on a clock set on by some minutes."""

    basis: str = "start"  # start, end, contact, utc
    minutes: int = 0


OUR_BORDER = Border()
BORDERS = (
    Border("end"),
    Border("contact"),
    Border("utc"),
    Border("start", 24 * 60),  # the day on which the report was made
    Border("start", -24 * 60),
    *(Border("start", sign * 60 * hours) for hours in (1, 2) for sign in (1, -1)),
    *(Border("start", -60 * hours) for hours in (3, 4, 5, 6)),  # a day that begins at that hour
)


@dataclass(frozen=True, slots=True)
class Variant:
    """One definition of a measure; what it does not name is as ours."""

    members: Members = Members.OURS
    left: Left = Left.OFFERED
    short_s: int = 0  # abandons under so many seconds do not count, or count as well served
    formula: Formula = Formula.OFFERED
    threshold_s: int = 0  # 0: the site's own
    under: bool = False  # answered in less than the threshold, rather than up to it
    handling: Handling = Handling.ALL
    worked: bool = False  # answered calls without any handling time are left out
    in_ivr: InIvr = InIvr.OUT
    border: Border = OUR_BORDER

    departures: int = field(init=False, compare=False, repr=False)  # ways in which it is not ours

    def __post_init__(self) -> None:
        """Count the departures: a short abandon's seconds belong to the formula that has them."""
        of_formula = self.formula in (Formula.SHORT_COUNT, Formula.SHORT_OUT)
        departures = (
            (self.members is not Members.OURS)
            + (self.left is not Left.OFFERED)
            + (self.short_s != 0 and not of_formula)
            + (self.formula is not Formula.OFFERED)
            + (self.threshold_s != 0)
            + self.under
            + (self.handling is not Handling.ALL)
            + self.worked
            + (self.in_ivr is not InIvr.OUT)
            + (self.border != OUR_BORDER)
        )
        object.__setattr__(self, "departures", departures)


OURS = Variant()


@dataclass(frozen=True, slots=True)
class Share:
    """A figure as its numerator and denominator; of a count the denominator is 1."""

    top: float
    bottom: float = 1.0

    def value(self, measure: Measure) -> float | None:
        """Return the figure in the report's unit; None where there is nothing to divide by."""
        if not self.bottom:
            return None
        return self.top / self.bottom * (100 if measure is Measure.SERVICE_LEVEL else 1)


class Tally:
    """The legs of one day and place by who counts them, summed once for all definitions."""

    def __init__(self, legs: Iterable[LegClass], members: Members) -> None:
        counted = [leg for leg in legs if _is_member(leg, members)]
        answered = [leg for leg in counted if leg.outcome == "answered"]
        again = members is Members.TRANSFERS
        self.transfers = sum(leg.transfers for leg in answered) if again else 0
        self.answered = sum(leg.n for leg in answered) + self.transfers
        self.worked = sum(leg.worked for leg in answered) + self.transfers
        self.timed = sum(leg.timed for leg in answered) + self.transfers
        self.abandoned = sum(leg.n for leg in counted if leg.outcome == "abandoned")
        self.left = sum(leg.n for leg in counted if leg.outcome == "left")
        lost = sum(leg.n for leg in counted if leg.outcome == "lost")
        kept = sum(leg.n for leg in counted if leg.outcome == "kept")
        self.in_ivr = {InIvr.OUT: 0, InIvr.LOST: lost, InIvr.ALL: lost + kept}
        self.handle_s = sum(leg.handle_s for leg in answered)
        self.hold_s = sum(leg.hold_s for leg in answered)
        self.wrap_s = sum(leg.wrap_s for leg in answered)
        self._waits = {outcome: Counter[float]() for outcome in ("answered", "abandoned")}
        for leg in counted:
            if leg.wait is not None and leg.outcome in self._waits:
                self._waits[leg.outcome][leg.wait] += leg.n

    def within(self, outcome: str, limit: int, *, under: bool = False) -> int:
        """Return the calls of the outcome that waited up to so many seconds, or less."""
        return sum(
            n
            for wait, n in self._waits[outcome].items()
            if (wait < limit if under else wait <= limit)
        )


def figure(measure: Measure, variant: Variant, tally: Tally, threshold_s: int) -> Share:
    """Return what the definition makes of the legs; `threshold_s` is the site's own.

    The tally is of the variant's members.
    """
    if measure is Measure.ANSWERED:
        return Share(tally.worked if variant.worked else tally.answered)
    if measure is Measure.AHT:
        return _handling(tally, variant)
    short = tally.within("abandoned", variant.short_s, under=True) if variant.short_s else 0
    if measure is Measure.ABANDONED:
        left = tally.left if variant.left is Left.ABANDONED else 0
        return Share(tally.abandoned - short + left + tally.in_ivr[variant.in_ivr])
    left = 0 if variant.left is Left.OUT else tally.left
    offered = tally.answered + tally.abandoned + left + tally.in_ivr[variant.in_ivr]
    if measure is Measure.OFFERED:
        return Share(offered - short)
    limit = variant.threshold_s or threshold_s
    in_time = tally.within("answered", limit, under=variant.under)
    in_vain = tally.within("abandoned", limit, under=variant.under)
    match variant.formula:
        case Formula.OFFERED:
            return Share(in_time, offered)
        case Formula.ANSWERED:
            return Share(in_time, tally.answered)
        case Formula.BOTH:
            return Share(in_time + in_vain, offered)
        case Formula.LATE_ABANDONS:
            return Share(in_time, offered - in_vain)
        case Formula.SHORT_COUNT:
            return Share(in_time + short, offered)
        case Formula.SHORT_OUT:
            return Share(in_time, offered - short)


def _handling(tally: Tally, variant: Variant) -> Share:
    seconds = tally.handle_s
    if variant.handling in (Handling.NO_HOLD, Handling.TALK):
        seconds -= tally.hold_s
    if variant.handling in (Handling.NO_WRAP, Handling.TALK):
        seconds -= tally.wrap_s
    return Share(seconds, tally.worked if variant.worked else tally.timed)


@cache
def candidates(measure: Measure, thresholds: tuple[int, ...]) -> tuple[Variant, ...]:
    """Return the definitions on our days, the nearest to ours first; ours is not among them."""
    found = {variant for variant in _all(measure, thresholds) if variant != OURS}
    return tuple(sorted(found, key=lambda variant: (variant.departures, _place(variant))))


@cache
def on_border(measure: Measure, border: Border, thresholds: tuple[int, ...]) -> tuple[Variant, ...]:
    """Return the definitions on days cut elsewhere: as ours else, or with one more departure."""
    near = [variant for variant in candidates(measure, thresholds) if variant.departures == 1]
    return tuple(replace(variant, border=border) for variant in (OURS, *near))


def _all(measure: Measure, thresholds: tuple[int, ...]) -> Iterator[Variant]:
    members_of = [
        m for m in Members if m is not Members.TRANSFERS or measure is not Measure.SERVICE_LEVEL
    ]
    for members in members_of:
        if measure is Measure.ANSWERED:
            yield from (Variant(members=members, worked=worked) for worked in (False, True))
        elif measure is Measure.AHT:
            for handling in Handling:
                for worked in (False, True):
                    yield Variant(members=members, handling=handling, worked=worked)
        elif measure.counts:
            for left in Left:
                if measure is Measure.ABANDONED and left is Left.OUT:
                    continue  # as ours
                if measure is Measure.OFFERED and left is Left.ABANDONED:
                    continue  # as ours
                for short_s in (0, *SHORT):
                    for in_ivr in InIvr:
                        yield Variant(members, left, short_s, in_ivr=in_ivr)
        else:
            yield from _service_levels(members, thresholds)


def _service_levels(members: Members, thresholds: tuple[int, ...]) -> Iterator[Variant]:
    ways = product((Left.OFFERED, Left.OUT), Formula, (0, *thresholds), (False, True), InIvr)
    for left, formula, threshold_s, under, in_ivr in ways:
        if formula is Formula.ANSWERED and in_ivr is not InIvr.OUT:
            continue  # nobody answers in the IVR
        shorts = SHORT if formula in (Formula.SHORT_COUNT, Formula.SHORT_OUT) else (0,)
        for short_s in shorts:
            variant = Variant(members, left, short_s, formula, threshold_s, under, in_ivr=in_ivr)
            if variant.departures <= 3:
                yield variant


def _place(variant: Variant) -> tuple[int, ...]:
    """Return the order among equally simple definitions: the usual ones first."""
    return (
        list(Formula).index(variant.formula),
        variant.under,
        list(Members).index(variant.members),
        list(Left).index(variant.left),
        variant.short_s,
        list(Handling).index(variant.handling),
        variant.worked,
        list(InIvr).index(variant.in_ivr),
        variant.threshold_s,
    )


def _is_member(leg: LegClass, members: Members) -> bool:
    if members is Members.ALL:
        return True
    return leg.inbound and (leg.first or members is not Members.FIRST)
