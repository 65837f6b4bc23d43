"""What an action has brought about: its effect, the verdict on it, and whether it lasts."""

from dataclasses import dataclass
from datetime import date, datetime

from cjm_tui.domain.journey import DataState
from cjm_tui.domain.kpi import Kpi
from cjm_tui.domain.period import Period
from cjm_tui.domain.statistics.blocks import Weeks
from cjm_tui.domain.statistics.effects import Effect
from cjm_tui.domain.statistics.slow_change import Spell
from cjm_tui.domain.statistics.verdicts import GuardrailState, Judgement, Regression, Verdict
from cjm_tui.domain.statistics.watching import Watched

WATCHED_STATES = ("live", "evaluated", "closed")


@dataclass(frozen=True, slots=True)
class Undertaking:
    """An action, as far as its effect is concerned."""

    action_id: str
    title: str
    state: str
    touchpoint_id: str
    touchpoint: str
    kpi: str
    comparison_id: str
    comparison: str
    guardrail: str
    baseline: float | None  # that the action itself names
    expected_effect: float | None
    smallest_effect: float | None
    effect_by: date | None
    proposed_at: date | None
    live_at: date | None
    declared: bool  # whether the effect was frozen here before the start
    stated_verdict: str  # in the action's own field
    owner: str
    departments: tuple[str, ...]  # the leading one first


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody wrote down about an action's effect."""

    at: datetime  # local time
    who: str
    text: str
    figures: str = ""  # with a verdict: those that it rested on


@dataclass(frozen=True, slots=True)
class Guardrail:
    """The KPI that must not get worse, and what it did in the weeks after."""

    kpi: Kpi | None
    state: GuardrailState
    spell: Spell | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All that the effect of an action is judged by; without a KPI or a day live, why it is not."""

    state: DataState
    action: Undertaking
    kpi: Kpi | None = None
    weeks: Weeks | None = None
    effect: Effect | None = None  # so far, while the verdict waits
    judgement: Judgement | None = None  # None: not yet
    waiting: str = ""  # why there is no verdict yet
    ready_on: date | None = None  # the day after which there will be one, if no day is left out
    guardrail: Guardrail = Guardrail(None, GuardrailState.NONE)
    regression: Regression | None = None
    beside: tuple[str, ...] = ()  # other actions that went live in these weeks, in words
    remarks: tuple[str, ...] = ()
    recorded: Statement | None = None  # the verdict that was given here
    disagreements: tuple[Statement, ...] = ()
    by_hand: Statement | None = None  # who put it on the watch
    watch: Watched | None = None

    @property
    def verdict(self) -> Verdict | None:
        """The verdict that stands: the one that was recorded, else what the figures say."""
        if self.recorded is not None:
            return Verdict(self.recorded.text)
        return self.judgement.verdict if self.judgement else None

    @property
    def differs(self) -> bool:
        """Whether today's figures say something else than the verdict that was recorded."""
        return (
            self.recorded is not None
            and self.judgement is not None
            and self.judgement.verdict is not self.verdict
        )

    @property
    def worked(self) -> bool:
        """Whether it counts as a success, and is watched without being asked."""
        return self.verdict is Verdict.WORKED

    @property
    def may_be_watched(self) -> bool:
        """Whether a lead may put it on the watch by hand."""
        return self.verdict is Verdict.IMPROVED and self.action.state in WATCHED_STATES

    @property
    def slid(self) -> bool:
        """Whether what was reached is lost now."""
        return self.watch is not None and self.watch.slid

    @property
    def span(self) -> Period | None:
        """The days from the first week before to the last one after."""
        if self.weeks is None or not self.weeks.trend or not self.weeks.after:
            return None
        return Period(self.weeks.trend[0].first, self.weeks.after[-1].last, "")


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Actions by what became of them: those that worked, and those that slid back."""

    state: DataState
    evaluations: tuple[Evaluation, ...]

    @property
    def wins(self) -> tuple[Evaluation, ...]:
        """What worked and holds, latest first."""
        found = [one for one in self.evaluations if one.worked and not one.slid]
        return tuple(sorted(found, key=_live, reverse=True))

    @property
    def slid_back(self) -> tuple[Evaluation, ...]:
        """What was reached and is lost, the longest lost first."""
        return tuple(sorted((one for one in self.evaluations if one.slid), key=_since))

    @property
    def by_verdict(self) -> tuple[tuple[Verdict | None, tuple[Evaluation, ...]], ...]:
        """All that went live under their verdicts, latest first; None: there is none yet."""
        latest = sorted(self.evaluations, key=_live, reverse=True)
        found = ((verdict, tuple(one for one in latest if one.verdict is verdict))
                 for verdict in (*Verdict, None))  # fmt: skip
        return tuple((verdict, those) for verdict, those in found if those)

    @property
    def departments(self) -> tuple[str, ...]:
        """The departments of the wins, by name; an action stands under each of its own."""
        names = {name for one in self.wins for name in one.action.departments or ("",)}
        return tuple(sorted(names, key=lambda name: (not name, name.casefold())))

    def wins_of(self, department: str) -> tuple[Evaluation, ...]:
        """Return the wins that a department led or supported."""
        return tuple(
            one
            for one in self.wins
            if department in one.action.departments
            or (not department and not one.action.departments)
        )


def _live(one: Evaluation) -> tuple[date, str]:
    return one.action.live_at or date.min, one.action.action_id


def _since(one: Evaluation) -> tuple[date, str]:
    slide = one.watch.slide if one.watch else None
    return (slide.first if slide else date.max), one.action.action_id
