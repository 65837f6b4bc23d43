"""The pack's sections on what is done: decisions, actions, milestones, verified wins."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from cjm_tui.domain import action_words, display
from cjm_tui.domain import verification_words as effects
from cjm_tui.domain.action_lists import ActionList, Group, listed
from cjm_tui.domain.actions import Action, State
from cjm_tui.domain.report import Block, Paragraph, Run, Section, Subheading, Text, Tone
from cjm_tui.domain.verification import Evaluation
from cjm_tui.services.report_parts import Answers, DueMilestone, joined, owner, table, text

_HORIZONS = ((183, "within 6 months"), (365, "within 12 months"), (548, "within 18 months"))


def action_section(answers: Answers) -> Section:
    """Return what sponsors are to decide, then every open action."""
    return Section("actions", "Actions, and decisions needed", tuple(_actions(answers)))


def decisions(answers: Answers) -> tuple[Group, ...]:
    """Return what sponsors are to decide, under their names."""
    return listed(ActionList.SPONSOR, answers.actions.actions, answers.today)


def decision(action: Action, sponsor: str) -> Text:
    """Return what a sponsor is to decide, in a line."""
    said = f": {action.waits_for_sponsor} — {action.action_id} {action.title}"
    return text(Run(sponsor, Tone.ALERT if not action.sponsor else Tone.STRONG), said)


def _actions(answers: Answers) -> Iterator[Block]:
    today, every = answers.today, answers.actions.actions
    is_open = [action for action in every if action.is_open]
    note = answers.notes.query("actions")
    late = sum(action.overdue(today) for action in is_open)
    still = sum(action.stalled(today) for action in is_open)
    said = f"{display.counted(len(is_open), 'open action')}: {late} overdue, {still} stalled."
    yield Paragraph(text(Run(said, Tone.STRONG, notes=note)), lead=True)
    yield Subheading(text("Decisions needed from sponsors"))
    if waiting := decisions(answers):
        rows = [
            (
                text(Run(group.title, Tone.PLAIN if action.sponsor else Tone.ALERT)),
                text(action.waits_for_sponsor),
                text(f"{action.action_id} {action.title}"),
                _due(action, today),
            )
            for group in waiting
            for action in group.actions
        ]
        yield table("sponsor|is to decide|action|when", rows)
    else:
        yield Paragraph(text("No sponsor is waited for."))
    if is_open:
        yield Subheading(text("Open actions, by state"))
        yield table("action|where|state|owner|departments|when", _rows(is_open, today))


def _rows(actions: Sequence[Action], today: date) -> list[tuple[Text, ...]]:
    order = list(State)
    return [
        (
            text(Run(f"{action.action_id} {action.title}", Tone.STRONG)),
            text(action.touchpoint),
            text(str(action.state)),
            text(owner(action_words.owner(action))),
            text(", ".join(action.departments)),
            joined([_due(action, today), text(", ".join(action_words.notes(action, today)))]),
        )
        for action in sorted(actions, key=lambda one: order.index(one.state))
    ]


def _due(action: Action, today: date) -> Text:
    tone = Tone.ALERT if action.overdue(today) else Tone.PLAIN
    return text(Run(action_words.due(action, today), tone))


def milestone_section(answers: Answers) -> Section:
    """Return the milestones: late ones, then those ahead by half years, then those done."""
    return Section("milestones", "Milestones", tuple(_milestones(answers)))


def _milestones(answers: Answers) -> Iterator[Block]:
    note = answers.notes.query("milestones")
    found = answers.milestones
    counts = Counter(_when(one, answers.today) for one in found)
    if not found:
        said = "No action has a milestone: nobody has said by what one will see that it goes on."
        yield Paragraph(text(Run(said, notes=note)), lead=True)
        return
    parts = ", ".join(f"{counts[name]} {name}" for name in _horizons() if counts[name])
    said = f"{display.counted(len(found), 'milestone')}: {parts}."
    yield Paragraph(text(Run(said, Tone.STRONG, notes=note)), lead=True)
    rows = [
        (
            text(Run(name, Tone.ALERT if name == "late" else Tone.PLAIN)),
            text(one.milestone.title),
            text(_day(one, answers.today)),
            text(f"{one.action_id} {one.action}"),
        )
        for name in _horizons()
        for one in found
        if _when(one, answers.today) == name
    ]
    yield table("when|milestone|day|action", rows)


def _horizons() -> tuple[str, ...]:
    return ("late", *(name for _, name in _HORIZONS), "later", "without a day", "done")


def _when(one: DueMilestone, today: date) -> str:
    due = one.milestone.due
    if one.milestone.done_at is not None and one.milestone.done_at <= today:
        return "done"
    if due is None:
        return "without a day"
    if due < today:
        return "late"
    return next((name for days, name in _HORIZONS if (due - today).days <= days), "later")


def _day(one: DueMilestone, today: date) -> str:
    due, done = one.milestone.due, one.milestone.done_at
    said = (
        f"due {display.short_day(due, today)}" if due else "",
        f"done {display.short_day(done, today)}" if done else "",
    )
    return ", ".join(part for part in said if part)


def win_section(answers: Answers) -> Section:
    """Return the effects that were shown and hold, and those that were lost again."""
    return Section("wins", "Wins that are verified", tuple(_wins(answers)))


def _wins(answers: Answers) -> Iterator[Block]:
    found = answers.effects
    held = display.counted(len(found.wins), "action")
    slid = len(found.slid_back)
    said = f"{held} worked and held; {slid} slid back."
    yield Paragraph(
        text(Run(said, Tone.STRONG, notes=answers.notes.query("undertakings"))), lead=True
    )
    if found.wins:
        yield table("action|effect|by", [_win(answers, one) for one in found.wins])
    if found.slid_back:
        yield Subheading(text("Reached, and lost again"))
        yield table("action|effect|lost", [_slid(answers, one) for one in found.slid_back])
    rest = [one for one in found.evaluations if one not in found.wins and not one.slid]
    if rest:
        counts = Counter(effects.title(one.verdict) for one in rest)
        parts = ", ".join(f"{number} {verdict}" for verdict, number in counts.items())
        yield Paragraph(text(f"Of the others that went live: {parts}."))
    yield Paragraph(
        text(
            "A win is an effect that was declared beforehand, that a comparison touchpoint did not "
            "have, whose 95% interval lies on the good side of zero, and whose guardrail held."
        )
    )


def win(answers: Answers, one: Evaluation) -> Text:
    """Return an effect with its figure, in a line."""
    notes = answers.notes.effect(one.action.kpi, one.span, one.action.action_id)
    tone = Tone.GOOD if one.worked and not one.slid else Tone.PLAIN
    return text(Run(effects.headline(one), tone, notes=notes))


def _win(answers: Answers, one: Evaluation) -> tuple[Text, ...]:
    said = ", ".join(one.action.departments) or one.action.owner
    name = f"{one.action.action_id} {one.action.title}"
    return (text(Run(name, Tone.STRONG)), win(answers, one), text(said))


def _slid(answers: Answers, one: Evaluation) -> tuple[Text, ...]:
    slide = one.watch.slide if one.watch else None
    said = effects.slide(slide, answers.today) if slide else ""
    name = f"{one.action.action_id} {one.action.title}"
    return (text(Run(name, Tone.STRONG)), win(answers, one), text(Run(said, Tone.BAD)))
