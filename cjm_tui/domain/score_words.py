"""A touchpoint's score in one line, with everything that makes it believable."""

from dataclasses import dataclass

from cjm_tui.domain import display, owner_words, signal_words
from cjm_tui.domain.journey import TouchpointScore
from cjm_tui.domain.kpi import Signal, TargetState
from cjm_tui.domain.period import Period


def so_far(score: TouchpointScore, period: Period | None = None) -> bool:
    """Whether no day of the period has a closed follow-up window, so that the value may move."""
    if score.kpi is None or not score.kpi.window_days or score.estimate.value is None:
        return False
    closed = score.final_until
    open_days = period is not None and closed is not None and closed < period.first
    return score.state is TargetState.PROVISIONAL or open_days


def coloured(score: TouchpointScore) -> bool:
    """Whether the signal may be coloured: it is one, and enough rows stand behind it."""
    return score.change.signal in (Signal.BETTER, Signal.WORSE) and score.estimate.coloured


@dataclass(frozen=True, slots=True)
class ScoreWords:
    """The parts of the one line that says everything about a score (DOMAIN.md section 4)."""

    value: str
    signal: str
    baseline: str
    target: str
    final: str
    owner: str

    @property
    def line(self) -> str:
        """All parts, two spaces before the signal and a middle dot between the others."""
        rest = [part for part in (self.baseline, self.target, self.final, self.owner) if part]
        return " · ".join([f"{self.value}  {self.signal}", *rest])


def score_words(score: TouchpointScore, period: Period | None = None) -> ScoreWords:
    """Return the parts of a touchpoint's score line."""
    whose, alarm = owner_words.owner_sentence(score)
    if alarm and whose.startswith("NO OWNER"):
        whose = whose.replace("NO OWNER", "owner NONE")
    kpi = score.kpi
    if kpi is None:
        return ScoreWords(
            "no figures yet", signal_words.signal(score.change, score.estimate), "", "", "", whose
        )
    unit, estimate = kpi.unit, score.estimate
    near = period.last if period is not None else None
    yet = "so far" if so_far(score, period) else ""
    parts = [kpi.title, display.measured(estimate, unit), yet, f"n={display.count(estimate.n)}"]
    value = " ".join(part for part in parts if part)
    baseline = display.number(score.change.baseline, unit, fine=True)
    goal = display.threshold(score.target)
    state = {TargetState.NONE: "", TargetState.PROVISIONAL: "provisional"}.get(
        score.state, score.state.value
    )
    return ScoreWords(
        value,
        signal_words.signal(score.change, estimate),
        f"baseline {baseline}" if baseline else "",
        f"target {goal} {state}".rstrip() if goal else "",
        f"final to {display.short_day(score.final_until, near)}" if score.final_until else "",
        whose,
    )


def score_line(score: TouchpointScore, where: str, period: Period | None = None) -> str:
    """Return one line for a mail or a stand-up: where, value, interval, n, signal and the rest."""
    return f"{where}   {score_words(score, period).line}"
