"""The audit of a made-up company: a watermelon, a suspected one, honest pairs, what has no class."""

import random
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from cjm_tui.domain.audit import (
    Audit,
    Definition,
    Drift,
    Held,
    InUse,
    Pair,
    Side,
    Sound,
    Unjudged,
    Use,
    Watermelon,
    shares,
)
from cjm_tui.domain.journey import DataState
from cjm_tui.domain.kpi import (
    Chart,
    ChartPoint,
    Direction,
    Estimate,
    Kpi,
    KpiClass,
    Measure,
    Signal,
    TargetState,
    Unit,
)
from cjm_tui.domain.kpi_history import Decision, Defined, Effect, KpiHistory
from cjm_tui.domain.period import Period
from cjm_tui.domain.statistics.slow_change import SlowChange, Spell
from cjm_tui.errors import UsageError
from tests.screens.fake_audit_outcomes import FakeOutcomes

LAST = date(2026, 11, 20)
MONTH = Period(LAST - timedelta(days=27), LAST, "28d")


def _kpi(name, title, kpi_class, unit="percent", window=0, guardrail=None):
    return Kpi(
        *(name, title, "", Measure.PROPORTION, KpiClass(kpi_class)),
        "The IVR can be made to keep callers without meeting their need.",
        *(Unit(unit), Direction.HIGHER, guardrail, window),
        short=title[:4],
    )


CONTAINMENT = _kpi("ivr_containment", "IVR containment", "output", guardrail="repeat_7d")
AHT = _kpi("aht", "Average handling time (AHT)", "output", "seconds", guardrail="repeat_7d")
REPEAT = _kpi("repeat_7d", "Repeat within 7 days", "outcome", window=7)
FCR = _kpi("fcr_7d", "First contact resolution (FCR), by repeats", "outcome", window=7)
CSAT = _kpi("csat", "Customer satisfaction (CSAT)", "perception")


def drift(*spells):
    first = date(2025, 10, 17)
    return Drift(SlowChange(spells, 0.8, 344, 1, first, first + timedelta(days=55)))


BETTER = Spell(Signal.BETTER, date(2026, 10, 4), date(2026, 10, 11), None)
WORSE = Spell(Signal.WORSE, date(2026, 10, 8), date(2026, 10, 19), None)
STEADY = drift()
CONTAINED = Estimate(31_877, 58.2, 57.7, 58.7)
BACK = Estimate(20_402, 34.0, 33.3, 34.6)


def _held(kpi, place, at, how, estimate, target, state, found, owner):
    final = LAST - timedelta(days=7) if kpi.window_days else None
    return Held(kpi, place, at, (how,), estimate, target, state, found, owner, final)


def _in_use(kpi, lines, guardrail="", days=12, count=1):
    uses = tuple(Use(line.hows[0], line.place, line.target, line.touchpoint_id) for line in lines)
    defined = Definition(LAST + timedelta(days=1 - days), "zoe, cjm 0.1", count)
    return InUse(kpi.name, kpi, uses, lines, defined, guardrail=guardrail)


def audit(state):
    """Two outputs, two outcomes, a perception and an objective in words."""
    target, good = "target", "standard of good"
    met, missed = TargetState.MET, TargetState.MISSED
    seconds = Estimate(18_204, 412.0, 408.0, 416.0)
    in_use = (
        _in_use(
            CONTAINMENT,
            (_held(CONTAINMENT, "IVR", "ivr", target, CONTAINED, 50.0, met, drift(BETTER), ""),),
            "Repeat within 7 days",
        ),
        _in_use(
            AHT,
            (_held(AHT, "everywhere", "", target, seconds, 400.0, missed, STEADY, "H. Lind"),),
            "Repeat within 7 days",
            days=140,
            count=2,
        ),
        _in_use(
            REPEAT,
            (_held(REPEAT, "IVR", "ivr", good, BACK, 25.0, missed, drift(WORSE), ""),),
            "Customer satisfaction (CSAT)",
        ),
        _in_use(
            FCR,
            (
                _held(
                    *(FCR, "Agent call", "agent-call", good, Estimate(1204, 71.0, 68.4, 73.5)),
                    *(72.0, TargetState.PROVISIONAL, STEADY, "S. Kaur"),
                ),
                _held(
                    *(FCR, "Broadband", "", "successful outcome", None, 80.0, TargetState.NONE),
                    *(Drift(None, "no total: each touchpoint has a figure of its own"), "H. Lind"),
                ),
            ),
            "Repeat within 7 days",
        ),
        _in_use(
            CSAT,
            (
                _held(
                    *(CSAT, "Shop visit", "shop-visit", good, Estimate(8, None, None, None)),
                    *(80.0, TargetState.NONE, Drift(None, "no baseline: 21 of 56 days"), "L. Moss"),
                ),
            ),
        ),
        InUse("Be kind", None, (Use("objective", "Sara", None, who="Sara"),)),
    )
    melons = (
        Watermelon(
            *(CONTAINMENT, REPEAT, "ivr", "IVR", BETTER, WORSE, False, CONTAINED, BACK),
        ),
        Watermelon(
            *(AHT, FCR, "chat", "Chat", BETTER, WORSE, True, Estimate(6311, 402.0, 398.0, 406.0)),
            *(Estimate(2204, 77.0, 75.2, 78.7), "P. Shah"),
        ),
    )
    sound = (Sound(AHT, REPEAT, "agent-call", "Agent call", STEADY, STEADY),)
    lacks = "Repeat within 7 days: no baseline: 12 of 56 days"
    unjudged = (Unjudged(AHT, REPEAT, "Renewal call", lacks, "renewal-call"),)
    return Audit(state, MONTH, in_use, shares(in_use), melons, 9, unjudged, sound)


def _chart(level, slope, seed):
    chooser = random.Random(seed)
    points = []
    for place in range(120):
        moved = slope * max(0, place - 70) / 50
        value = level + moved + chooser.gauss(0, 1)
        day = LAST - timedelta(days=119 - place)
        points.append(ChartPoint(day, 1, 800, value, level, level - 4, level + 4))
    return Chart(tuple(points), baseline_from=date(2025, 10, 17), baseline_to=date(2025, 12, 11))


@dataclass
class FakeAudit(FakeOutcomes):
    """Answers from `found`; a test may change it."""

    state: DataState
    found: Audit | None = field(default=None)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self):
        self.found = audit(self.state)

    def audit(self, period, query):
        self.asked.append("audit")
        return self.found

    def pair(self, output, outcome, touchpoint, period, query):
        for one in self.found.watermelons:
            if (one.output.name, one.outcome.name, one.touchpoint_id) == (
                *(output, outcome, touchpoint),
            ):
                return self._pair(one)
        raise UsageError("There is no such pair.")

    def kpi_history(self, kpi, period, query):
        self.asked.append(f"history {kpi}")
        return history(self.state, kpi)

    def _pair(self, one):
        green = Side(
            *(one.output, one.output_estimate, 50.0, TargetState.MET),
            *(_chart(52, 8, 1), drift(one.output_spell), None),
        )
        red = replace(
            green,
            kpi=one.outcome,
            estimate=one.outcome_estimate,
            target=25.0,
            state=TargetState.MISSED,
            chart=_chart(28, 7, 2),
            drift=drift(one.outcome_spell),
            final_until=LAST - timedelta(days=7),
        )
        return Pair(
            *(self.state, MONTH, one.touchpoint_id, one.touchpoint, one.owner, green, red, one),
            judged=True,
            open_actions=2,
        )


def history(state, kpi):
    """A KPI that was classed anew, and whose threshold and SQL have changed."""
    old = "select\n    touchpoint_id,\n    wait_s <= 20 as value\nfrom interaction"
    effects = (
        Effect("chat", "Chat", Estimate(1131, 65.3, 62.4, 68.0), Estimate(1131, 71.0, 68.2, 73.6)),
        Effect(
            "line", "Agent [call]", Estimate(8, None, None, None), Estimate(0, None, None, None)
        ),
    )
    defined = (
        Defined(
            *(datetime(2026, 11, 12, 9, 30), "zoe, cjm 0.1", "ab12cd34", old.replace("20", "30")),
            *(old, ("service_level_s 20 → 30",), effects, 5, Unit.PERCENT),
        ),
        Defined(
            *(datetime(2026, 3, 2, 7, 5), "zoe, cjm 0.1", "99ff00aa", old, "", (), (), 0),
            Unit.PERCENT,
        ),
    )
    decided = (
        Decision(
            *(datetime(2026, 11, 19, 10, 2), "H. Lind", "class", "perception", "output"),
            "asked by the agent whom it is about",
        ),
    )
    return KpiHistory(
        *(state, MONTH, MONTH, kpi, "Customer satisfaction (CSAT)", "output"),
        *("asked by the agent whom it is about", False, "", False, defined, decided),
    )
