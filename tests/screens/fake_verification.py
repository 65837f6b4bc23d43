"""Effects of three made-up actions: one that worked, one that slid back, a bad week's."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import numpy as np

from cjm_tui.domain.journey import DataState
from cjm_tui.domain.kpi import DayTally, Direction, Kpi, KpiClass, Measure, Tally, Unit
from cjm_tui.domain.statistics.blocks import Side, weeks_of
from cjm_tui.domain.statistics.effects import effect_of
from cjm_tui.domain.statistics.verdicts import GuardrailState, judge, regression
from cjm_tui.domain.statistics.watching import watched
from cjm_tui.domain.verification import (
    Evaluation,
    Guardrail,
    Outcomes,
    Statement,
    Undertaking,
)
from cjm_tui.errors import UsageError

LIVE = date(2026, 5, 4)
FIRST = LIVE - timedelta(weeks=20)
LAST = date(2026, 11, 20)
FCR = Kpi(
    *("fcr_7d", "First contact resolution (FCR)", "", Measure.PROPORTION, KpiClass.OUTCOME, ""),
    *(Unit.PERCENT, Direction.HIGHER),
    short="FCR",
)
AHT = Kpi(
    *("aht", "Average handling time (AHT)", "", Measure.MEAN, KpiClass.OUTPUT, ""),
    *(Unit.SECONDS, Direction.LOWER),
)
OUTAGE = {LIVE + timedelta(days=23): "incident"}


def _days(seed, level, effect=0.0, slide=0.0, bad_week=None):
    rng = np.random.default_rng(seed)
    days = []
    for place in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=place)
        share = level + (effect if day >= LIVE else 0.0)
        share -= slide if day >= date(2026, 8, 31) else 0.0
        if bad_week and bad_week <= day < bad_week + timedelta(days=7):
            share -= 0.3
        days.append(DayTally(day, Tally(40, float(rng.binomial(40, share)))))
    return days


def evaluation(state, action_id, title, departments, days, other=None, **more):
    """Judge made-up days as the service judges real ones."""
    proposed = more.pop("proposed", date(2026, 3, 9))
    action = Undertaking(
        *(action_id, title, "evaluated", "billing-call", "Billing call", "fcr_7d"),
        *("agent-call" if other else "", "Agent call" if other else "", "aht", 63.0, 12.0, 4.0),
        *(date(2026, 8, 31), proposed, LIVE, True, "", "K. Osei", departments),
    )
    weeks = weeks_of(
        FCR,
        Side(days, OUTAGE),
        Side(other, {}) if other else None,
        live=LIVE,
        proposed=proposed,
        until=LAST,
        wanted=12,
        minimum=10,
    )
    effect = effect_of(FCR, weeks)
    steady = GuardrailState.STEADY
    found = judge(FCR, weeks, effect, smallest=4.0, guardrail=steady)
    watch = None
    if found.verdict == "worked":
        last = weeks.settled_on
        watch = watched(FCR, days, first=LIVE, last=last, minimum=10)
    return Evaluation(
        state,
        action,
        kpi=FCR,
        weeks=weeks,
        effect=effect,
        judgement=found,
        guardrail=Guardrail(AHT, steady),
        regression=regression(FCR, weeks, None),
        watch=watch,
        **more,
    )


def evaluations(state):
    said = Statement(datetime(2026, 8, 3, 9, 10), "H. Lind", "The new bill came in the same month.")
    other = _days(2, 0.76)
    return (
        evaluation(
            *(state, "A-102", "Agents may correct a bill by up to £20", ("Billing", "Contact")),
            *(_days(1, 0.64, 0.14), other),
            disagreements=(said,),
        ),
        evaluation(
            *(state, "A-101", "Offer a call back at busy hours", ("Contact",)),
            *(_days(5, 0.64, 0.14, slide=0.12), other),
        ),
        evaluation(
            *(state, "A-104", "Reminder cards on every desk", ("Contact",)),
            _days(4, 0.72, bad_week=LIVE - timedelta(days=7)),
            proposed=LIVE,
        ),
    )


@dataclass
class FakeVerification:
    """Answers from three actions; a test may empty them."""

    state: DataState
    found: tuple[Evaluation, ...] = field(default=())

    def __post_init__(self):
        self.found = evaluations(self.state)

    def evaluation(self, action_id, query):
        for one in self.found:
            if one.action.action_id == action_id:
                return one
        raise UsageError(f"There is no action {action_id!r}.")

    def outcomes(self, query):
        return Outcomes(self.state, self.found)

    def weeks_text(self, action_id, query):
        return f"effect_{action_id}", "select 1"
