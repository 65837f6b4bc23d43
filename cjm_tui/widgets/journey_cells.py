"""What the list and the columns of the journey map have in common: a touchpoint's cells."""

from dataclasses import dataclass

from cjm_tui.domain import (
    comparison_words,
    display,
    journey_words,
    owner_words,
    score_words,
    signal_words,
)
from cjm_tui.domain.journey import TouchpointScore
from cjm_tui.domain.kpi import Signal, TargetState
from cjm_tui.domain.period import Period
from cjm_tui.widgets.picture import Ink, Span, clip

MARK = "◆"  # moment of truth
NEW = "•"  # has changed with the newest data
BEST = "*"  # behind a KPI that is the best that the data allows


@dataclass(frozen=True, slots=True)
class Cells:
    """A touchpoint's words, each column a field; numbers without padding."""

    score: TouchpointScore
    stage: str
    mark: str
    name: str
    n: str
    kpi: str
    now: str
    interval: str
    change: str  # against the baseline, or other days, without unit
    target: str
    goal: str  # the target's value
    owner: str
    owner_alarm: bool
    so_far: bool = False  # no day's follow-up window has closed
    is_new: bool = False

    @property
    def name_ink(self) -> Ink:
        """Bold where something has changed."""
        return Ink.STRONG if self._changed else Ink.PLAIN

    @property
    def signal_ink(self) -> Ink:
        """The signal's colour if there are rows enough; context is dim."""
        if score_words.coloured(self.score):
            worse = self.score.change.signal is Signal.WORSE
            return Ink.WORSE if worse else Ink.BETTER
        return Ink.PLAIN if self._changed else Ink.DIM

    @property
    def change_ink(self) -> Ink:
        """That of the signal; a difference from other days is bold where chance is unlikely."""
        if self.score.compared is None:
            return self.signal_ink
        return Ink.STRONG if self.score.compared.sure else Ink.DIM

    @property
    def target_ink(self) -> Ink:
        """A missed target is read, a met one only seen."""
        return Ink.PLAIN if self.score.state is TargetState.MISSED else Ink.DIM

    @property
    def now_ink(self) -> Ink:
        """A value that may still move is no news."""
        return Ink.DIM if self.so_far else self.name_ink

    @property
    def owner_ink(self) -> Ink:
        """An alarm where there is nobody to ask."""
        return Ink.ALERT if self.owner_alarm else Ink.DIM

    @property
    def actions(self) -> str:
        """How many actions are open; "" for none."""
        return str(self.score.open_actions or "")

    @property
    def baseline(self) -> str:
        """What the same weekdays led one to expect, without unit."""
        kpi = self.score.kpi
        return "" if kpi is None else display.number(self.score.change.baseline, kpi.unit)

    def signal(self, width: int) -> str:
        """The signal in words that fit."""
        return signal_words.short_signal(self.score.change, width, self.score.estimate)

    def around(self, width: int) -> str:
        """The interval of the difference from other days and what it means, in words that fit."""
        compared, kpi = self.score.compared, self.score.kpi
        if compared is None or kpi is None:
            return ""
        return comparison_words.around(compared, kpi, width)

    def short(self, width: int) -> str:
        """How far the target is missed, in words that fit."""
        full = journey_words.short_of_target(self.score, full=True)
        return full if len(full) <= width else journey_words.short_of_target(self.score)

    def trend(self, width: int) -> Span:
        """The sparkline in the signal's ink."""
        score = self.score
        picture = display.sparkline(score.trend, width, score.estimate)
        return Span(picture, Ink.DIM if self.so_far or score.compared else self.signal_ink)

    @property
    def _changed(self) -> bool:
        return self.score.change.signal in (Signal.BETTER, Signal.WORSE)


def cells(
    score: TouchpointScore, period: Period | None = None, *, stage: str = "", is_new: bool = False
) -> Cells:
    """Return a touchpoint's words."""
    kpi, estimate = score.kpi, score.estimate
    known = kpi is not None and estimate.value is not None
    owner, alarm = owner_words.owner(score)
    yet = score_words.so_far(score, period)
    around = "so far" if yet else display.interval(estimate, kpi.unit) if kpi and known else ""
    change = score.compared.change if score.compared else score.change.change
    best = BEST if journey_words.best_of_data(score) else ""
    return Cells(
        score=score,
        stage=stage,
        mark=MARK if "moment_of_truth" in score.flags else " ",
        name=score.name,
        n=display.count(estimate.n),
        kpi="" if kpi is None else clip(kpi.short or kpi.title, 6) + best,
        now=display.amount(estimate.value, kpi.unit) if kpi and known else "",
        interval=around,
        change=display.change(change, kpi.unit) if kpi and known else "",
        target=display.target_state(score.state),
        goal=display.threshold(score.target),
        owner=owner,
        owner_alarm=alarm,
        so_far=yet,
        is_new=is_new,
    )
