"""The successful customer outcome of a journey: what it is, how far it is away, and whose it is."""

from dataclasses import dataclass, field
from datetime import date

from cjm_tui.domain.journey import DataState
from cjm_tui.domain.kpi import Direction, Estimate, Kpi, KpiClass, TargetState
from cjm_tui.domain.period import Period


@dataclass(frozen=True, slots=True)
class Distance:
    """How far a value falls short of its target, in the KPI's unit, with its 95 % interval.

    Positive is on the bad side, whichever way is good; the target itself is no estimate.
    """

    short: float
    low: float | None
    high: float | None

    @property
    def sure(self) -> bool:
        """Whether the whole interval lies on one side of the target."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


@dataclass(frozen=True, slots=True)
class OutcomePlace:
    """The same measure at one touchpoint of the journey."""

    touchpoint_id: str
    name: str
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class JourneyOutcome:
    """A journey's successful outcome; what nobody has said is empty."""

    journey_id: str
    journey: str
    statement: str
    measure: str  # the KPI's name as it was entered, whether it is one or not
    kpi: Kpi | None  # None: none was named, or none of that name exists
    target: float | None
    owner: str
    owner_left: bool = False
    estimate: Estimate = field(default_factory=lambda: Estimate(0, None, None, None))
    state: TargetState = TargetState.NONE
    days: Period | None = None  # that the value counts
    final_until: date | None = None
    totalled: int = 0  # how many of n came as daily totals, which have no rows
    sql: str = ""  # runs as it stands and gives the rows counted
    sql_hash: str = ""
    why_not: str = ""  # why there is no figure although there are rows
    places: tuple[OutcomePlace, ...] = ()
    touchpoints: int = 0  # of the journey, whether the measure has rows there or not

    @property
    def lacks(self) -> tuple[str, ...]:
        """What nobody has said yet, in words."""
        missing = (
            ("a statement", not self.statement),
            ("a measure", not self.measure),
            (f"a measure that is a KPI here ({self.measure} is none)", self._unknown),
            ("a target", self.target is None),
            ("an owner", not self.owner),
            (f"an owner who has not left ({self.owner} has)", self.owner_left),
        )
        return tuple(words for words, is_missing in missing if is_missing)

    @property
    def _unknown(self) -> bool:
        return bool(self.measure) and self.kpi is None

    @property
    def named(self) -> bool:
        """Whether the journey has a successful outcome at all: it is said and it is measured."""
        return bool(self.statement) and self.kpi is not None

    @property
    def doubt(self) -> str:
        """What speaks against the measure itself, in a sentence; "" for nothing."""
        if self.kpi is None or self.kpi.kpi_class is KpiClass.OUTCOME:
            return ""
        return (
            f"{self.kpi.title} is of class {self.kpi.kpi_class}, no outcome: "
            "it can be met while customers get nothing more."
        )

    @property
    def distance(self) -> Distance | None:
        """How far the value falls short of the target; None where one of them is missing."""
        return distance(self.kpi, self.estimate, self.target) if self.kpi else None


@dataclass(frozen=True, slots=True)
class CustomerOutcomes:
    """The successful outcomes of all journeys."""

    state: DataState
    period: Period | None  # None: there is no data yet
    journeys: tuple[JourneyOutcome, ...]

    @property
    def without(self) -> tuple[JourneyOutcome, ...]:
        """The journeys that have none, or one that nothing measures."""
        return tuple(one for one in self.journeys if not one.named)


def distance(kpi: Kpi, estimate: Estimate, target: float | None) -> Distance | None:
    """Return how far an estimate falls short of `target`; None where there is nothing to say."""
    if target is None or estimate.value is None:
        return None
    ends = (estimate.low, estimate.high)
    if kpi.direction is Direction.HIGHER:
        value, ends = target - estimate.value, ends[::-1]
        low, high = (None if end is None else target - end for end in ends)
    else:
        value = estimate.value - target
        low, high = (None if end is None else end - target for end in ends)
    return Distance(value, low, high)
