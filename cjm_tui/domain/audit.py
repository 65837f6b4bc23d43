"""The audit of KPIs: which are in use, what share of them are outputs, which hide a red outcome."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cjm_tui.domain.journey import DataState
from cjm_tui.domain.kpi import Kpi, KpiClass, Signal
from cjm_tui.domain.period import Period
from cjm_tui.domain.statistics.slow_change import SlowChange, Spell

TYPICAL_OUTPUTS = 80  # per cent of KPIs, a reference and no line to meet (Towers)
AUDITED = (KpiClass.OUTCOME, KpiClass.PERCEPTION, KpiClass.OUTPUT, KpiClass.INPUT)


@dataclass(frozen=True, slots=True)
class Use:
    """Where a KPI is held against something."""

    how: str  # target, standard of good, successful outcome, objective
    place: str
    target: float | None


@dataclass(frozen=True, slots=True)
class InUse:
    """A KPI in use; `kpi` is None where it is none of the catalogue, so that it has no class."""

    name: str
    kpi: Kpi | None
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


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A pair at a touchpoint that never had enough data to be judged."""

    output: Kpi
    outcome: Kpi
    touchpoint: str
    lacks: str  # the titles of what has too little


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

    @property
    def unclassified(self) -> tuple[InUse, ...]:
        """The KPIs in use that no query of the catalogue defines."""
        return tuple(found for found in self.in_use if found.kpi is None)


def shares(in_use: Iterable[InUse]) -> tuple[Share, ...]:
    """Return the share of each class among the classified KPIs in use; data quality is none."""
    classes = [found.kpi.kpi_class for found in in_use if found.kpi is not None]
    counted = [kpi_class for kpi_class in classes if kpi_class in AUDITED]
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
