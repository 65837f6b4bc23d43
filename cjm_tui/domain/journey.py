"""The journey map as it is shown: journeys, their stages, and each touchpoint with its score."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from cjm_tui.domain.comparison import Compared, Comparison
from cjm_tui.domain.findings import Finding
from cjm_tui.domain.kpi import Change, Estimate, Kpi, ResponseRate, TargetState
from cjm_tui.domain.period import Period


@dataclass(frozen=True, slots=True)
class IncompleteDay:
    """A day for which a file is missing, or far less came than its weekday's usual volume."""

    day: date
    source: str
    reason: str  # a plain sentence: "Tue 17 Nov lacks interactions-ivr* (due Wed 18 Nov 06:00)"
    touchpoints: tuple[str, ...] = ()  # that a missing file concerns


@dataclass(frozen=True, slots=True)
class DataState:
    """How current the data is; line 1 of every screen."""

    as_of: datetime  # UTC
    timezone: str
    data_until: datetime | None = None  # local time of the last fact
    first_day: date | None = None
    last_day: date | None = None  # the last complete local day; periods end here
    stale: bool = False
    demo: bool = False
    incomplete: tuple[IncompleteDay, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """The customers of one segment; without a name those whose segment is not known."""

    name: str | None

    @property
    def words(self) -> str:
        """Its name as one says it."""
        return "not known" if self.name is None else self.name


@dataclass(frozen=True, slots=True)
class TouchpointScore:
    """One line of the map."""

    touchpoint_id: str
    name: str
    channel: str
    kpi: Kpi | None  # None: no data of any KPI
    kpi_reason: str  # why this KPI: "standard of good", or "best that the data allows"
    estimate: Estimate
    change: Change
    target: float | None
    state: TargetState
    owner: str  # the accountable party's name; "" where there is none
    days_without_owner: int | None
    # moment_of_truth no_owner two_owners owner_left unconfirmed not_placed incomplete
    flags: tuple[str, ...]
    trend: tuple[float | None, ...]  # one value a day or a week of the period, oldest first
    has_steps: bool = False  # whether steps of its legs are recorded, ever
    open_actions: int = 0
    final_until: date | None = None  # last day whose follow-up window has closed; None: no window
    said: str = ""  # words of the day: a customer's newest verbatim of the period
    confirm_days: int = 90  # the site's setting: an older confirmation is "unconfirmed"
    compared: Compared | None = None  # None: with the baseline, which is in `change`
    departments: tuple[str, ...] = ()  # of those who answer for it, do it or support it today
    response: ResponseRate | None = None  # share of invitations that were answered; None: not known


def told_apart(scores: Sequence[TouchpointScore]) -> tuple[TouchpointScore, ...]:
    """Put the id before a name that several touchpoints of one stage have: "q-7 · Billing"."""
    times = Counter(score.name for score in scores)
    return tuple(
        replace(score, name=f"{score.touchpoint_id} · {score.name}")
        if times[score.name] > 1
        else score
        for score in scores
    )


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage with the customer's need and its touchpoints in order."""

    stage_id: str
    name: str
    customer_need: str
    touchpoints: tuple[TouchpointScore, ...]

    @property
    def open_actions(self) -> int:
        """Open actions at all touchpoints of the stage."""
        return sum(touchpoint.open_actions for touchpoint in self.touchpoints)


@dataclass(frozen=True, slots=True)
class JourneyRow:
    """A journey with its stages in order; the last may be "not placed".

    Where there are several journeys, what is not placed is a journey of its own without an id.
    """

    journey_id: str
    name: str
    customer_goal: str
    stages: tuple[StageRow, ...]
    review_due: date | None = None


@dataclass(frozen=True, slots=True)
class JourneyMap:
    """All journeys for one period."""

    state: DataState
    period: Period | None  # None: there is no data yet
    journeys: tuple[JourneyRow, ...]
    comparison: Comparison = Comparison.BASELINE
    findings: tuple[Finding, ...] | None = None  # None: nobody asked for them
    segments: tuple[Segment, ...] = ()  # that occur in the period, if asked for
    segment: Segment | None = None  # whose scores these are; None: of all customers
