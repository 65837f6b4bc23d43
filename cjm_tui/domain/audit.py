"""The audit of KPIs: which are in use, what share of them are outputs, which hide a red outcome."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from cjm_tui.domain.journey import DataState
from cjm_tui.domain.kpi import Chart, Estimate, Kpi, KpiClass, Signal, TargetState
from cjm_tui.domain.kpi_choice import KpiChoice
from cjm_tui.domain.period import Period
from cjm_tui.domain.statistics.slow_change import SlowChange, Spell

TYPICAL_OUTPUTS = 80  # per cent of KPIs, a reference and no line to meet (Towers)
AUDITED = (KpiClass.OUTCOME, KpiClass.PERCEPTION, KpiClass.OUTPUT, KpiClass.INPUT)


@dataclass(frozen=True, slots=True)
class Use:
    """Where a KPI is held against something."""

    how: str  # target, standard of good, successful outcome, objective, stand-up
    place: str
    target: float | None
    touchpoint_id: str = ""  # "": not at one touchpoint
    who: str = ""  # whose name stands under it: of a target, an outcome, an objective


@dataclass(frozen=True, slots=True)
class Drift:
    """What the slow-change rule says of a KPI at a place; `change` is None where it cannot."""

    change: SlowChange | None
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A KPI at one place where it is in use: the figure there, how it goes, and whose it is."""

    kpi: Kpi
    place: str
    touchpoint_id: str  # "": the whole site
    hows: tuple[str, ...]
    estimate: Estimate | None  # None: it has no total over the site
    target: float | None
    state: TargetState
    drift: Drift
    owner: str  # "": nobody's name stands under it
    final_until: date | None


@dataclass(frozen=True, slots=True)
class Definition:
    """The definition of a KPI in force: since when, by whom, and how many there have been."""

    since: date  # local day
    who: str
    count: int


@dataclass(frozen=True, slots=True)
class InUse:
    """A KPI in use; `kpi` is None where it is none of the catalogue."""

    name: str
    kpi: Kpi | None
    uses: tuple[Use, ...]
    lines: tuple[Held, ...] = ()
    definition: Definition | None = None
    choice: KpiChoice | None = None  # what the site says of it
    guardrail: str = ""  # title of the KPI that worsens when this one is gamed

    @property
    def kpi_class(self) -> KpiClass | None:
        """Its class, None where neither the site nor the catalogue has given it one."""
        said = self.choice.kpi_class if self.choice else None
        return said or (self.kpi.kpi_class if self.kpi else None)

    @property
    def title(self) -> str:
        """Its title, or the name or the words that stand where it is used."""
        return self.kpi.title if self.kpi else self.name

    @property
    def has_target(self) -> bool:
        """Whether some place says which value is good."""
        return any(use.target is not None for use in self.uses)

    @property
    def has_owner(self) -> bool:
        """Whether somebody's name stands under it at some place."""
        return any(line.owner for line in self.lines) or any(use.who for use in self.uses)


@dataclass(frozen=True, slots=True)
class Retired:
    """A KPI that the site has retired, and where it is held against something all the same."""

    title: str
    choice: KpiChoice
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the KPIs in use are of a class."""

    kpi_class: KpiClass
    n: int
    percent: float


@dataclass(frozen=True, slots=True)
class Watermelon:
    """An output that improved while its outcome worsened: green outside, red inside."""

    output: Kpi
    outcome: Kpi
    touchpoint_id: str
    touchpoint: str
    output_spell: Spell
    outcome_spell: Spell
    suspected: bool  # the outcome's spell rests on days whose follow-up window is open
    output_estimate: Estimate
    outcome_estimate: Estimate
    owner: str = ""  # of the touchpoint; "": nobody


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A pair at a touchpoint that never had enough data to be judged."""

    output: Kpi
    outcome: Kpi
    touchpoint: str
    lacks: str  # the titles of what has too little
    touchpoint_id: str = ""


@dataclass(frozen=True, slots=True)
class Sound:
    """A pair at a touchpoint that was judged and in which nothing hides."""

    output: Kpi
    outcome: Kpi
    touchpoint_id: str
    touchpoint: str
    output_drift: Drift
    outcome_drift: Drift


@dataclass(frozen=True, slots=True)
class Audit:
    """The audit as a whole."""

    state: DataState
    period: Period | None
    in_use: tuple[InUse, ...]
    shares: tuple[Share, ...]
    watermelons: tuple[Watermelon, ...]
    judged: int  # pairs at touchpoints
    unjudged: tuple[Unjudged, ...]
    sound: tuple[Sound, ...] = ()
    retired: tuple[Retired, ...] = ()
    troubles: tuple[str, ...] = ()  # files of KPIs that people have added and that do not work

    @property
    def unclassified(self) -> tuple[InUse, ...]:
        """The KPIs in use to which neither the catalogue nor the site has given a class."""
        return tuple(found for found in self.in_use if found.kpi_class is None)

    @property
    def without_target(self) -> tuple[InUse, ...]:
        """The KPIs in use of which no place says which value is good."""
        return tuple(found for found in self.in_use if not found.has_target)

    @property
    def without_owner(self) -> tuple[InUse, ...]:
        """The KPIs in use under which nobody's name stands."""
        return tuple(found for found in self.in_use if not found.has_owner)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a pair at a touchpoint with everything that was looked at."""

    kpi: Kpi
    estimate: Estimate
    target: float | None
    state: TargetState
    chart: Chart
    drift: Drift
    final_until: date | None
    trend: tuple[float | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """An output and its outcome at a touchpoint, with the evidence of both sides."""

    state: DataState
    period: Period
    touchpoint_id: str
    touchpoint: str
    owner: str  # "": nobody
    output: Side
    outcome: Side
    watermelon: Watermelon | None
    judged: bool
    open_actions: int = 0


def shares(in_use: Iterable[InUse]) -> tuple[Share, ...]:
    """Return the share of each class among the classified KPIs in use; data quality is none."""
    counted = [found.kpi_class for found in in_use if found.kpi_class in AUDITED]
    if not counted:
        return ()
    return tuple(
        Share(kpi_class, n, 100.0 * n / len(counted))
        for kpi_class in AUDITED
        for n in [counted.count(kpi_class)]
    )


def hollow(output: SlowChange, outcome: SlowChange, period: Period) -> tuple[Spell, Spell] | None:
    """Return the latest spells in which the output got better and the outcome worse, or None.

    Both must overlap each other and reach into the period.
    """
    pairs = [
        (better, worse)
        for better in _of(output.spells, Signal.BETTER, period)
        for worse in _of(outcome.spells, Signal.WORSE, period)
        if better.overlaps(worse)
    ]
    return max(pairs, key=lambda pair: (pair[1].alarm, pair[0].alarm)) if pairs else None


def _of(spells: Sequence[Spell], signal: Signal, period: Period) -> list[Spell]:
    return [
        spell
        for spell in spells
        if spell.signal is signal
        and spell.first <= period.last
        and (spell.end is None or spell.end > period.first)
    ]
