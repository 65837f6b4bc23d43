"""One touchpoint opened: its standard of good, trend, words, accountability and actions."""

from dataclasses import dataclass, field
from datetime import date, datetime

from cjm_tui.domain.breakdown import Cut
from cjm_tui.domain.journey import DataState, TouchpointScore
from cjm_tui.domain.kpi import Chart, Estimate, Kpi, ResponseRate, TargetState
from cjm_tui.domain.kpi_gaps import Gap
from cjm_tui.domain.period import Period


@dataclass(frozen=True, slots=True)
class KpiLine:
    """One KPI in the period, of a touchpoint or, with an empty id and name, of the whole site."""

    kpi: Kpi
    touchpoint_id: str
    touchpoint_name: str
    estimate: Estimate
    target: float | None
    state: TargetState
    final_until: date | None


@dataclass(frozen=True, slots=True)
class KpiBoard:
    """Every KPI that has data in the period, at each touchpoint and of the whole site."""

    state: DataState
    period: Period | None  # None: there is no data yet
    lines: tuple[KpiLine, ...]


@dataclass(frozen=True, slots=True)
class Verbatim:
    """A customer's words beside the score that came with them; numbers and addresses are masked."""

    at: datetime  # local time
    instrument: str
    scale: str
    score: float | None
    words: str
    voice: str
    height: float | None = None  # the score on its scale, 0 the worst and 1 the best
    person: int = 0  # the same for answers of one customer; 0 is nobody in particular


@dataclass(frozen=True, slots=True)
class Accountable:
    """A party's role at the touchpoint."""

    role: str  # R A S C I
    name: str
    department: str
    state: str
    since: date | None
    until: date | None
    confirmed_at: date | None
    current: bool = (
        True  # whether the role is held on the site's day (services decide, once for all)
    )
    party_id: str = ""
    kind: str = ""  # person, team, department


@dataclass(frozen=True, slots=True)
class ActionLine:
    """An action as it is listed at its touchpoint."""

    action_id: str
    title: str
    state: str
    owner: str
    due: date | None
    verdict: str
    started_at: date | None = None
    live_at: date | None = None
    closed_at: date | None = None


@dataclass(frozen=True, slots=True)
class Annotation:
    """A recorded incident, campaign, price change or release, whose days stay out of baselines."""

    first_day: date
    last_day: date
    kind: str
    note: str


@dataclass(frozen=True, slots=True)
class TouchpointPage:
    """Everything that the touchpoint screen and `cjm touchpoint` show."""

    state: DataState
    period: Period
    stage: str
    score: TouchpointScore
    standard_of_good: str
    good_author: str
    good_set_at: date | None
    chart: Chart
    kpis: tuple[KpiLine, ...]
    words: tuple[Verbatim, ...]  # newest first
    words_total: int
    accountability: tuple[Accountable, ...]
    enablers: tuple[tuple[str, str], ...]  # layer, item
    actions: tuple[ActionLine, ...]
    annotations: tuple[Annotation, ...]
    every: bool = True  # whether all KPIs were asked for, or the main ones and those with a target
    folded: tuple[Kpi, ...] = ()  # KPIs with a figure here that was not asked for
    response: ResponseRate | None = None  # share of invitations that were answered; None: not known
    gaps: tuple[Gap, ...] = ()  # KPIs without a figure here
    zero_waits: tuple[Gap, ...] = ()  # KPIs whose figure rests on waits that the data lacks


@dataclass(frozen=True, slots=True)
class Figure:
    """A number's source: its stored query with this figure's parameters filled in."""

    kpi: str
    touchpoint_id: str
    query: str
    sql: str  # runs as it stands; gives the denominator's rows
    estimate: Estimate
    sql_hash: str
    totalled: int = 0  # how many of the estimate's n came as daily totals, which have no rows
    cut: Cut = field(default_factory=Cut)  # which part of the KPI's rows; by itself, all of them
    before: Estimate | None = None  # of a change: the same on the other days, whose rows it has too

    @property
    def n(self) -> int:
        """How many rows and daily totals it rests on, of both stretches of days if it has two."""
        return self.estimate.n + (self.before.n if self.before else 0)
