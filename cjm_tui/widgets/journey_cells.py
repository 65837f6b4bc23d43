"""What the list and the columns of the journey map have in common: a touchpoint's cells."""

from dataclasses import dataclass

from cjm_tui.domain import display, owner_words, score_words, signal_words
from cjm_tui.domain.journey import JourneyMap, JourneyRow, StageRow, TouchpointScore
from cjm_tui.domain.kpi import Signal, TargetState
from cjm_tui.domain.period import Period
from cjm_tui.widgets.picture import Ink, Span, clip

MARK = "◆"  # moment of truth


@dataclass(frozen=True, slots=True)
class Cells:
    """A touchpoint's words, each column a field; numbers without padding."""

    score: TouchpointScore
    mark: str
    name: str
    n: str
    kpi: str
    now: str
    interval: str
    target: str
    owner: str
    owner_alarm: bool
    so_far: bool = False  # no day's follow-up window has closed

    @property
    def name_ink(self) -> Ink:
        """Bold where something has changed."""
        return (
            Ink.STRONG if self.score.change.signal in (Signal.BETTER, Signal.WORSE) else Ink.PLAIN
        )

    @property
    def signal_ink(self) -> Ink:
        """The signal's colour if there are rows enough; context is dim."""
        if score_words.coloured(self.score):
            worse = self.score.change.signal is Signal.WORSE
            return Ink.WORSE if worse else Ink.BETTER
        changed = self.score.change.signal in (Signal.BETTER, Signal.WORSE)
        return Ink.PLAIN if changed else Ink.DIM

    @property
    def target_ink(self) -> Ink:
        """A missed target is read, a met one only seen."""
        return Ink.PLAIN if self.score.state is TargetState.MISSED else Ink.DIM

    def owner_span(self, width: int) -> Span:
        """The owner; an alarm where there is nobody to ask."""
        return Span(clip(self.owner, width), Ink.ALERT if self.owner_alarm else Ink.DIM)

    def trend(self, width: int) -> Span:
        """The sparkline in the signal's ink."""
        score = self.score
        picture = display.sparkline(score.trend, width, score.estimate)
        return Span(picture, Ink.DIM if self.so_far else self.signal_ink)

    @property
    def now_ink(self) -> Ink:
        """A value that may still move is no news."""
        return Ink.DIM if self.so_far else self.name_ink


def cells(score: TouchpointScore, period: Period | None = None) -> Cells:
    """Return a touchpoint's words."""
    kpi, estimate = score.kpi, score.estimate
    known = kpi is not None and estimate.value is not None
    owner, alarm = owner_words.owner(score)
    yet = score_words.so_far(score, period)
    around = "so far" if yet else display.interval(estimate, kpi.unit) if kpi and known else ""
    return Cells(
        score=score,
        mark=MARK if "moment_of_truth" in score.flags else " ",
        name=score.name,
        n=display.count(estimate.n),
        kpi="" if kpi is None else clip(kpi.short or kpi.title, 6),
        now=display.amount(estimate.value, kpi.unit) if kpi and known else "",
        interval=around,
        so_far=yet,
        target=display.target_state(score.state),
        owner=owner,
        owner_alarm=alarm,
    )


def matching(journey_map: JourneyMap, needle: str) -> tuple[JourneyRow, ...]:
    """Return the journeys with only those touchpoints whose words contain all words of `needle`.

    Words are those on the screen: names, channel, KPI, "worse", "missed", "no owner". Stages
    without such a touchpoint go.
    """
    words = needle.casefold().split()
    if not words:
        return journey_map.journeys
    journeys = []
    for journey in journey_map.journeys:
        stages = [
            StageRow(stage.stage_id, stage.name, stage.customer_need, kept)
            for stage in journey.stages
            if (kept := tuple(s for s in stage.touchpoints if _matches(s, stage, words)))
        ]
        if stages:
            journeys.append(
                JourneyRow(journey.journey_id, journey.name, journey.customer_goal, tuple(stages))
            )
    return tuple(journeys)


def _matches(score: TouchpointScore, stage: StageRow, words: list[str]) -> bool:
    of_kpi = (score.kpi.short, score.kpi.title) if score.kpi else ()
    text = " ".join(
        (
            *(score.name, stage.name, score.channel, score.owner, owner_words.owner(score)[0]),
            *(
                signal_words.signal(score.change, score.estimate.n),
                display.target_state(score.state),
            ),
            *(flag.replace("_", " ") for flag in score.flags),
            *of_kpi,
        )
    ).casefold()
    return all(word in text for word in words)
