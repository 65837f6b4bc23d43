"""The pack's sections on what customers get: the gap to each successful outcome, the pitfalls."""

from collections.abc import Iterator

from cjm_tui.domain import customer_outcome_words as words
from cjm_tui.domain import pitfall_words
from cjm_tui.domain.customer_outcome import JourneyOutcome
from cjm_tui.domain.kpi import TargetState, Unit
from cjm_tui.domain.pitfalls import Checked, Verdict
from cjm_tui.domain.report import (
    Block,
    Bullets,
    Distance,
    Distances,
    Paragraph,
    Run,
    Section,
    Subheading,
    Text,
    Tone,
)
from cjm_tui.services.report_parts import Answers, joined, owner, table, text

_VERDICTS = {
    Verdict.PRESENT: Tone.BAD,
    Verdict.UNSURE: Tone.STRONG,
    Verdict.UNKNOWN: Tone.QUIET,
}


def outcome_section(answers: Answers) -> Section:
    """Return each journey's outcome with its gap; one without says what it lacks."""
    title = "Distance from the successful customer outcome"
    return Section("outcomes", title, tuple(_outcomes(answers)))


def _outcomes(answers: Answers) -> Iterator[Block]:
    found = answers.outcomes
    note = answers.notes.query("journey_outcomes")
    yield Paragraph(text(Run(f"{words.headline(found)}.", Tone.STRONG, notes=note)), lead=True)
    if drawn := tuple(_distance(one) for one in found.journeys if one.estimate.value is not None):
        yield Distances("Now, with its 95% interval, and the target", drawn)
    for one in found.journeys:
        yield Subheading(text(one.journey, " · ", owner(words.owner(one))))
        yield Paragraph(text(one.statement or "Nobody has said what success is for the customer."))
        yield Paragraph(outcome(answers, one))
        said = [s for s in (words.days(one), words.counted(one), one.doubt) if s]
        if one.lacks:
            said.append(f"lacks {', '.join(one.lacks)}")
        if said:
            yield Paragraph(text(Run("; ".join(said), Tone.QUIET)))


def outcome(answers: Answers, one: JourneyOutcome) -> Text:
    """Return a journey's figure, its target and the gap between them."""
    measured = text(words.measured(one))
    if one.kpi is not None and one.estimate.value is not None:
        figure = answers.notes.figure(one.estimate, one.kpi, journey=one.journey_id)
        measured = text(f"{one.kpi.title} ", figure)
    missed = one.state is TargetState.MISSED
    gap = one.distance
    sure = missed and gap is not None and gap.sure and one.estimate.coloured
    return joined(
        [
            measured,
            text(Run(words.target(one), Tone.STRONG if missed else Tone.PLAIN)),
            text(Run(words.gap(one), Tone.BAD if sure else Tone.PLAIN)),
        ]
    )


def _distance(one: JourneyOutcome) -> Distance:
    assert one.kpi is not None
    assert one.estimate.value is not None
    found = one.estimate
    return Distance(
        one.journey,
        one.estimate.value,
        found.low,
        found.high,
        one.target,
        f"{words.measured(one)}, {words.target(one)}",
        Tone.BAD if one.state is TargetState.MISSED and found.coloured else Tone.PLAIN,
        percent=one.kpi.unit is Unit.PERCENT,
    )


def pitfall_section(answers: Answers) -> Section:
    """Return the five pitfalls with their verdicts, and each check with its reasoning."""
    return Section("pitfalls", "The five pitfalls", tuple(_pitfalls(answers)))


def _pitfalls(answers: Answers) -> Iterator[Block]:
    found = answers.pitfalls
    said = pitfall_words.headline(found)
    yield Paragraph(text(Run(f"{said[:1].upper()}{said[1:]}.", Tone.STRONG)), lead=True)
    rows = [
        (
            text(Run(one.pitfall.capitalize() if place == 0 else "", Tone.STRONG)),
            text(Run(checked.verdict, _VERDICTS.get(checked.verdict, Tone.PLAIN))),
            _check(answers, checked),
        )
        for one in found.found
        for place, checked in enumerate(one.checked)
    ]
    yield table("pitfall|verdict|what was found, and why it is a sign", rows)
    unknown = [c for one in found.found for c in one.of(Verdict.UNKNOWN)]
    if unknown:
        yield Subheading(text("What nobody can tell without more data"))
        yield Bullets(tuple(text(f"{one.check.title}: {one.check.needs}") for one in unknown))


def _check(answers: Answers, one: Checked) -> Text:
    notes = answers.notes.query(one.check.name, one.days)
    days = pitfall_words.days(one)
    return text(
        Run(pitfall_words.finding(one), notes=notes),
        f" ({days})" if days else "",
        ". ",
        Run(pitfall_words.reasoning(one), Tone.QUIET),
    )
