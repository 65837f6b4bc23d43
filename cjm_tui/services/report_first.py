"""The pack's first page: what an executive has to know in five minutes."""

from collections.abc import Iterator

from cjm_tui.domain import audit_words, display, pitfall_words
from cjm_tui.domain.audit import TYPICAL_OUTPUTS
from cjm_tui.domain.kpi import KpiClass, TargetState
from cjm_tui.domain.pitfalls import Verdict
from cjm_tui.domain.report import (
    Block,
    Bullets,
    Paragraph,
    Run,
    Section,
    Subheading,
    Text,
    Tile,
    Tiles,
    Tone,
)
from cjm_tui.services.report_audit import (
    IN_USE,
    nothing_judged,
    share_bars,
    typical,
    watermelon,
)
from cjm_tui.services.report_outcomes import outcome
from cjm_tui.services.report_parts import Answers, text
from cjm_tui.services.report_work import decision, decisions, win

_NAMED = 2  # of a kind on the first page, which is one sheet of A4; the sections name all
_JOURNEYS = 3  # in the title


def first_page(answers: Answers) -> Section:
    """Return the page: six figures, the share of outputs, what was found, what is to be decided."""
    return Section("page", "In five minutes", tuple(_blocks(answers)))


def _blocks(answers: Answers) -> Iterator[Block]:
    found = answers.audit
    yield Tiles(tuple(_tiles(answers)))
    if found.shares:
        yield share_bars(found, answers.notes.query(IN_USE))
        yield Paragraph(text(Run(audit_words.gap(found), Tone.STRONG), f" {typical()}"))
    unknown = answers.pitfalls.count(Verdict.UNKNOWN)
    unseen = f"None was seen; {unknown} cannot be told without more data." if unknown else ""
    apart = "No pair has come apart." if found.judged else nothing_judged(found)
    for title, items, nothing in (
        ("Green outside, red inside", _watermelons(answers), apart),
        ("The successful customer outcome", _outcomes(answers), "No journey has one."),
        ("Pitfalls that are present", _pitfalls(answers), unseen or "None was seen."),
        ("Decisions needed", _decisions(answers), "No sponsor is waited for."),
        ("Wins that are verified", _wins(answers), "No effect has been shown yet."),
    ):
        yield Subheading(text(title))
        yield Bullets(_short(items)) if items else Paragraph(text(nothing))


def _short(items: list[Text]) -> tuple[Text, ...]:
    more = len(items) - _NAMED
    rest = [text(Run(f"and {more} more, in the section below", Tone.QUIET))] if more > 0 else []
    return (*items[:_NAMED], *rest)


def _tiles(answers: Answers) -> Iterator[Tile]:
    found, notes = answers.audit, answers.notes
    outputs = next((s for s in found.shares if s.kpi_class is KpiClass.OUTPUT), None)
    if outputs is not None:
        classed = sum(share.n for share in found.shares)
        yield Tile(
            "of our KPIs are outputs",
            Run(f"{outputs.percent:.0f}%", notes=notes.query(IN_USE)),
            text(f"{outputs.n} of {classed} in use; typical {TYPICAL_OUTPUTS}%"),
        )
    hidden = len(found.watermelons)
    yield Tile(
        display.counted(hidden, "watermelon").partition(" ")[2],
        Run(str(hidden), Tone.BAD if hidden else Tone.PLAIN),
        text(f"of {display.counted(found.judged, 'pair')} judged"),
    )
    named = [one for one in answers.outcomes.journeys if one.named]
    met = sum(one.state is TargetState.MET for one in named)
    yield Tile(
        "successful outcomes met",
        Run(f"{met} of {len(answers.outcomes.journeys)}"),
        text(f"{len(answers.outcomes.without)} without an outcome"),
    )
    present = answers.pitfalls.count(Verdict.PRESENT)
    unknown = answers.pitfalls.count(Verdict.UNKNOWN)
    yield Tile(
        "pitfalls present",
        Run(f"{present} of {len(answers.pitfalls.found)}"),
        text(f"{unknown} cannot be told"),
    )
    waiting = [action for group in decisions(answers) for action in group.actions]
    late = sum(action.overdue(answers.today) for action in answers.actions.actions)
    yield Tile(
        "decisions needed",
        Run(str(len(waiting))),
        text(f"{display.counted(late, 'action')} overdue"),
    )
    wins, slid = len(answers.effects.wins), len(answers.effects.slid_back)
    yield Tile(
        display.counted(wins, "verified win").partition(" ")[2],
        Run(str(wins), notes=notes.query("undertakings")),
        text(f"{slid} slid back"),
    )


def _watermelons(answers: Answers) -> list[Text]:
    return [watermelon(answers, one) for one in answers.audit.watermelons]


def _outcomes(answers: Answers) -> list[Text]:
    """Return each journey: those that miss first, then those of which nobody can say it."""
    order = {TargetState.MISSED: 0, TargetState.PROVISIONAL: 1, TargetState.NONE: 1}
    ranked = sorted(answers.outcomes.journeys, key=lambda one: order.get(one.state, 2))
    return [
        (*text(Run(f"{one.journey}: ", Tone.STRONG)), *outcome(answers, one))
        if one.named
        else text(Run(f"{one.journey}: ", Tone.STRONG), f"lacks {', '.join(one.lacks)}")
        for one in ranked
    ]


def _pitfalls(answers: Answers) -> list[Text]:
    found = []
    for one in answers.pitfalls.found:
        if one.verdict is not Verdict.PRESENT:
            continue
        worst = max(one.of(Verdict.PRESENT), key=lambda checked: checked.failed)
        notes = answers.notes.query(worst.check.name, worst.days)
        said = Run(pitfall_words.finding(worst), notes=notes)
        found.append(text(Run(f"{one.pitfall.capitalize()}: ", Tone.STRONG), said))
    return found


def _decisions(answers: Answers) -> list[Text]:
    return [
        decision(action, group.title) for group in decisions(answers) for action in group.actions
    ]


def _wins(answers: Answers) -> list[Text]:
    return [
        text(Run(f"{one.action.action_id} {one.action.title}: ", Tone.STRONG), *win(answers, one))
        for one in answers.effects.wins
    ]


def about(answers: Answers) -> str:
    """Return whose pack it is, and of which days."""
    names = ", ".join(one.journey for one in answers.outcomes.journeys[:_JOURNEYS])
    more = len(answers.outcomes.journeys) - _JOURNEYS
    names += f" and {display.counted(more, 'more journey')}" if more > 0 else ""
    period = answers.audit.period
    if period is None:
        return names
    first, last = period.first, period.last
    days = f"{display.short_day(first, last)} – {display.short_day(last)} {last.year}"
    return " · ".join(part for part in (names, days) if part)
