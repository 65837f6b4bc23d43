"""Today's findings: what is worse than its baseline, ranked by how many customers that hurt."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cjm_tui.domain.kpi import Change, Direction, Estimate, Kpi, KpiClass, Measure

TODAY = 3  # as many as a stand-up can take on
FELT = (KpiClass.OUTCOME, KpiClass.PERCEPTION, KpiClass.OUTPUT)  # by what customers are hurt


@dataclass(frozen=True, slots=True)
class Finding:
    """An open "worse" signal of a KPI at a touchpoint, with who answers for it."""

    touchpoint_id: str
    touchpoint: str
    stage: str
    kpi: Kpi
    estimate: Estimate  # of the period
    change: Change  # against the frozen baseline: since when, by which rule, by how much
    hurt: float | None  # see customers_hurt
    owner: str  # "" for nobody
    days_without_owner: int | None
    action: str = ""  # the open action that is due first; "" for none
    action_due: date | None = None


def customers_hurt(kpi: Kpi, estimate: Estimate, change: Change) -> float | None:
    """Return the excess failures over the baseline × volume: customers of the period, at least 0.

    hurt = (value − baseline) × n in the bad direction, of the rows that the value counts: of a
    proportion its failures; of an NPS (baseline − value) ÷ 100 × n, in which a promoter lost
    counts one and a detractor gained one; of a rate its events. Rows are answers where customers
    were asked, so that a survey's count is a floor. None for a mean, ratio or quantile: that it got
    longer for all on average does not say how many it hurt; and None for what no customer feels.
    """
    if change.change is None or kpi.kpi_class not in FELT:
        return None
    sign = -1.0 if kpi.direction is Direction.HIGHER else 1.0
    worse = max(0.0, sign * change.change)
    match kpi.measure:
        case Measure.PROPORTION:
            return worse / kpi.scale * estimate.n
        case Measure.NPS:
            return worse / 100.0 * estimate.n
        case Measure.RATE:
            return worse / kpi.scale * (estimate.denominator or 0.0)
    return None


def ranked(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return one finding a touchpoint, its strongest, most customers hurt first.

    Those that cannot be counted in customers follow, the longest first.
    """
    strongest: dict[str, Finding] = {}
    for finding in by_strength(findings):
        strongest.setdefault(finding.touchpoint_id, finding)
    return tuple(strongest.values())


def by_strength(findings: Iterable[Finding]) -> list[Finding]:
    """Return them by customers hurt, then those that cannot be counted, the longest first."""
    return sorted(findings, key=_strength, reverse=True)


def _strength(finding: Finding) -> tuple[bool, float, int]:
    return finding.hurt is not None, finding.hurt or 0.0, finding.change.days
