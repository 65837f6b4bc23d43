"""What a KPI is: its definition, and the sufficient statistics that its value and interval need."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Measure(StrEnum):
    """How a KPI aggregates the `value` of its rows (STYLE.md, stored queries)."""

    PROPORTION = "proportion"  # value is 0 or 1
    MEAN = "mean"
    NPS = "nps"  # value is 0 … 10
    QUANTILE = "quantile"  # computed from the raw rows of the visible window
    RATE = "rate"  # events (value) per exposure (weight)
    RATIO = "ratio"  # sum of value per sum of weight


class KpiClass(StrEnum):
    """What a KPI says about the customer (DOMAIN.md section 2, asked in this order)."""

    INPUT = "input"
    PERCEPTION = "perception"
    OUTPUT = "output"
    OUTCOME = "outcome"
    QUALITY = "data quality"


class Direction(StrEnum):
    """Which way is good."""

    HIGHER = "higher"
    LOWER = "lower"


class Unit(StrEnum):
    """What a value is counted in; percentages run 0 … 100 and NPS −100 … 100."""

    PERCENT = "percent"
    SECONDS = "seconds"
    POINTS = "points"
    SCORE = "score"
    COUNT = "count"
    PER_THOUSAND = "per 1,000"


@dataclass(frozen=True)
class Kpi:
    """One KPI as its stored query's front matter declares it."""

    name: str
    title: str
    description: str
    measure: Measure
    kpi_class: KpiClass
    because: str
    unit: Unit
    direction: Direction
    guardrail: str | None = None
    window_days: int = 0
    variant: str = ""
    quantile: float | None = None
    short: str = ""  # at most five characters, for the map at 80 columns
    main: bool = False  # whether it may stand for a touchpoint that has no standard of good
    needs: str = ""  # the columns or daily totals without which there is no figure
    between: tuple[float, float] | None = None  # the scale of the answers that a mean is of
    occurs: str = ""  # "touchpoint" or "site": where an event must ever have been, else no figure
    sql_hash: str = ""

    @property
    def only_totals(self) -> bool:
        """Whether no import has rows of it, so that it can only come as daily totals."""
        return self.needs.startswith("daily totals")

    @property
    def rests_on(self) -> str:
        """The table without whose rows there is no figure, where `needs` names one; else ""."""
        table, colon, _ = self.needs.partition(":")
        return table if colon and table.isidentifier() else ""

    @property
    def scale(self) -> float:
        """Factor from the roll-up's own scale to the unit that is shown."""
        return {Unit.PERCENT: 100.0, Unit.PER_THOUSAND: 1000.0}.get(self.unit, 1.0)


class Tally(NamedTuple):
    """Sufficient statistics of the rows of one day, or of several days added up."""

    n: int = 0
    sum: float = 0.0
    sum_sq: float = 0.0
    promoters: int = 0
    detractors: int = 0
    weight: float = 0.0


class DayTally(NamedTuple):
    """One day of one KPI at one touchpoint; `excluded` says why it is left out of baselines.

    A map makes some ten thousand of these at each refresh, hence no dataclass.
    """

    day: date
    tally: Tally
    provisional: bool = False
    excluded: str = ""  # "" | "incident" | "incomplete" | "holiday"


class Signal(StrEnum):
    """What the map says of a touchpoint's change, in the words of `cjm journey --json`."""

    NONE = "none"
    BETTER = "better"
    WORSE = "worse"
    TOO_FEW = "too_few"
    NO_HISTORY = "no_history"
    NO_BASELINE = "no_baseline"  # of a segment alone there is none


class TargetState(StrEnum):
    """A value against its standard of good."""

    MET = "met"
    MISSED = "missed"
    NONE = "none"
    PROVISIONAL = "provisional"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 95 % interval, in the KPI's unit; all None where n is too small to say.

    A value without an interval: a ratio of which only totals are known, a mean without squares.
    """

    n: int
    value: float | None
    low: float | None
    high: float | None
    numerator: float | None = None
    denominator: float | None = None
    colour_from: int = 30  # rows; an NPS needs 100

    @property
    def coloured(self) -> bool:
        """Whether enough rows stand behind the value to colour a signal on it."""
        return self.value is not None and self.n >= self.colour_from


@dataclass(frozen=True, slots=True)
class ResponseRate(Estimate):
    """The share of the invitations that was answered.

    `invited_until` is the last day whose invitations count where the period goes on after it: who
    was invited later may still answer.
    """

    invited_until: date | None = None


@dataclass(frozen=True, slots=True)
class WeekChange:
    """The latest week less the same weekdays of the week before, with its 95 % interval."""

    first: date
    last: date
    days: int  # weekdays that both weeks have
    unit: Unit
    difference: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Change:
    """The comparison with the frozen baseline of the same weekdays, and the open signal if any."""

    signal: Signal
    since: date | None = None
    days: int = 0
    rule: str = ""  # in words, for example "8 days in a row below the baseline"
    baseline: float | None = None  # expected value of the period, same weekdays
    change: float | None = None  # value − baseline, in the KPI's unit
    history_days: int = 0
    history_needed: int = 56
    week: WeekChange | None = None  # with 21 days of history and no baseline yet
    opened: date | None = None  # the day on which the rule fired: the eighth, or the one outside


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """One point of a trend: a day, or a week where the days are too thin."""

    day: date
    days: int
    n: int
    value: float | None
    centre: float | None = None  # expected value of this point, weekday effect included
    lower: float | None = None
    upper: float | None = None
    excluded: str = ""
    provisional: bool = False
    fired: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A trend with its control limits, the rule that fired and the baseline that it rests on."""

    points: tuple[ChartPoint, ...] = ()
    weekly: bool = False  # whether each point is a week, by its Monday
    baseline_from: date | None = None
    baseline_to: date | None = None
    rebased_by: str = ""
    rebased_why: str = ""
    rebased_from: date | None = None  # first day of the new baseline
    rebased_on: date | None = None  # day on which that was recorded
    change: Change = field(default_factory=lambda: Change(Signal.NO_HISTORY))
