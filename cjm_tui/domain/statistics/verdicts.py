"""The five verdicts on an action's effect, and why (DOMAIN.md, section 4, as a table)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cjm_tui.domain.kpi import Direction, Kpi
from cjm_tui.domain.statistics.blocks import LEAST_BEFORE, Block, Weeks
from cjm_tui.domain.statistics.distributions import t_quantile
from cjm_tui.domain.statistics.effects import Effect
from cjm_tui.domain.statistics.measures import row_noise, size_of, total_of

_BAD_BY_CHANCE = 0.01  # of actions are warned of although their weeks were ordinary


class Verdict(StrEnum):
    """What may be said of an action's effect."""

    WORKED = "worked"
    IMPROVED = "improved, cause not shown"
    NO_DIFFERENCE = "no material difference"
    WORSE = "worse"
    INCONCLUSIVE = "inconclusive"


class Reason(StrEnum):
    """Why a verdict is what it is; `domain.effect_words` puts them into sentences."""

    BETTER = "better"  # the interval lies on the good side of zero
    WORSE = "worse"
    SPANS_ZERO = "spans zero"
    NOT_WORTHWHILE = "within the smallest worthwhile effect"
    NO_COMPARISON = "no comparison"
    TREND_BEFORE = "the trend before explains it"
    GUARDRAIL_WORSE = "the guardrail got worse"
    FEW_BEFORE = "too few weeks before"
    FEW_AFTER = "too few weeks after"
    NOTHING_DECLARED = "no smallest worthwhile effect"


class GuardrailState(StrEnum):
    """What the guardrail did after the action went live."""

    NONE = "none"  # no guardrail is named
    STEADY = "steady"
    WORSE = "worse"
    UNKNOWN = "cannot be judged"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with its reasons, the decisive one first."""

    verdict: Verdict
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Regression:
    """The bad weeks that led to an action, beside the ordinary ones: they mend by themselves."""

    ordinary: float  # value of the weeks before that count, in the KPI's unit
    worst: float | None  # of the weeks that led to the proposal
    worst_from: date | None
    stated: float | None  # the baseline that the action itself names, where it is such a week's


def judge(
    kpi: Kpi,
    weeks: Weeks,
    effect: Effect | None,
    *,
    smallest: float | None,
    guardrail: GuardrailState,
) -> Judgement:
    """Return the verdict on a stretch that is over.

    *Worked* asks for four things: a comparison, a 95 % interval on the good side of zero, the same
    with at most 5 % error once the trend before is taken off, and no bad signal of the guardrail.
    """
    if effect is None:
        few = Reason.FEW_BEFORE if len(weeks.before) < LEAST_BEFORE else Reason.FEW_AFTER
        return Judgement(Verdict.INCONCLUSIVE, (few,))
    size = abs(smallest) if smallest else 0.0
    if size and -size < effect.low and effect.high < size:
        return Judgement(Verdict.NO_DIFFERENCE, (Reason.NOT_WORTHWHILE,))
    good = _good_side(kpi)
    low, high = sorted((good * effect.low, good * effect.high))
    if high < 0:
        return Judgement(Verdict.WORSE, _with_comparison(weeks, Reason.WORSE))
    if low <= 0:
        undeclared = () if size else (Reason.NOTHING_DECLARED,)
        return Judgement(Verdict.INCONCLUSIVE, (Reason.SPANS_ZERO, *undeclared))
    if guardrail is GuardrailState.WORSE:
        return Judgement(Verdict.INCONCLUSIVE, (Reason.GUARDRAIL_WORSE, Reason.BETTER))
    if not weeks.compared:
        return Judgement(Verdict.IMPROVED, (Reason.NO_COMPARISON, Reason.BETTER))
    if min(good * effect.beyond_low, good * effect.beyond_high) <= 0:
        return Judgement(Verdict.IMPROVED, (Reason.TREND_BEFORE, Reason.BETTER))
    return Judgement(Verdict.WORKED, (Reason.BETTER,))


def _with_comparison(weeks: Weeks, reason: Reason) -> tuple[Reason, ...]:
    return (reason,) if weeks.compared else (reason, Reason.NO_COMPARISON)


def _good_side(kpi: Kpi) -> int:
    return 1 if kpi.direction is Direction.HIGHER else -1


def regression(kpi: Kpi, weeks: Weeks, stated: float | None) -> Regression | None:
    """Return the warning of regression to the mean, or None.

    It is given where the baseline that the action names, or the worst week before the proposal,
    lies further on the bad side of the ordinary weeks than such a week does in 1 of 100 actions.
    """
    before = [block for block in weeks.before if block.own.value is not None]
    if len(before) < 2:
        return None
    ordinary, spread = _mean_and_spread(before)
    good = _good_side(kpi)

    noise = row_noise(kpi, [block.own.total for block in before]).variance
    size = size_of(kpi, total_of(block.own.total for block in before)) / len(before)
    one_more: float = math.sqrt(max(spread**2, noise / size) * (1 + 1 / len(before)))

    def bad(value: float, weeks_looked_at: int) -> bool:
        reach = t_quantile(len(before) - 1, _BAD_BY_CHANCE / weeks_looked_at) * one_more
        return good * (value - ordinary) < -reach

    known = [block for block in weeks.trigger if block.own.value is not None]
    worst = min(known, key=lambda block: good * (block.own.value or 0.0), default=None)
    if worst is not None and not bad(worst.own.value or 0.0, len(known)):
        worst = None
    named = stated if stated is not None and bad(stated, 1) else None
    if worst is None and named is None:
        return None
    return Regression(
        ordinary, worst.own.value if worst else None, worst.first if worst else None, named
    )


def _mean_and_spread(blocks: Sequence[Block]) -> tuple[float, float]:
    values = [block.own.value or 0.0 for block in blocks]
    mean = sum(values) / len(values)
    return mean, math.sqrt(sum((v - mean) ** 2 for v in values) / (len(values) - 1))
