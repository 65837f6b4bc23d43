"""What came of actions: `cjm actions verify`, wins, slid-back, watch, unwatch, disagree."""

from collections.abc import Iterator

import click

from cjm_tui.cli.output import say, say_json, say_lines
from cjm_tui.cli.session import Session, pass_session
from cjm_tui.domain import display
from cjm_tui.domain import verification_words as words
from cjm_tui.domain.verification import Evaluation, Outcomes
from cjm_tui.domain.verification_json import evaluation_json, outcomes_json
from cjm_tui.errors import UsageError
from cjm_tui.services import edits
from cjm_tui.services.verification import effect_sql, evaluation, outcomes
from cjm_tui.services.verification_edits import OFF, ON

_json_option = click.option("--json", "as_json", is_flag=True, help="As JSON.")


@click.command()
@click.argument("action_id")
@click.option("--sql", is_flag=True, help="Print the SQL of its weekly figures, ready to run.")
@_json_option
@pass_session
def verify(session: Session, action_id: str, sql: bool, as_json: bool) -> None:
    """Print an action's effect: the verdict and its reasons, the figures, the watch."""
    with session.reading() as reader:
        found = evaluation(reader, session.catalog, action_id)
        text = effect_sql(reader, session.catalog, found) if sql else ""
    if sql:
        if not text:
            raise UsageError(f"{found.action.action_id} has no figures: {found.waiting}")
        say_lines(text)
    elif as_json:
        say_json(evaluation_json(found))
    else:
        for line in evaluation_lines(found):
            say(line)


def evaluation_lines(found: Evaluation) -> Iterator[str]:
    """Yield an evaluation as plain lines."""
    action, kpi = found.action, found.kpi
    yield f"{display.data_until(found.state)}"
    yield f"{action.action_id} {action.title} · {action.state}"
    if action.touchpoint:
        yield f"at {action.touchpoint}, by {', '.join(action.departments) or 'no department'}"
    yield ""
    yield words.headline(found)
    for said in (words.recorded(found), words.stated(found)):
        if said:
            yield said
    for one in found.disagreements:
        yield words.disagreement(one.who, one.text)
    for reason in words.reasons(found):
        yield f"- {reason}"
    if kpi is None or found.weeks is None:
        return
    if found.effect is not None:
        yield ""
        yield f"{kpi.title}, {words.method(found)}: {words.stretch(found.weeks)}"
        yield f"  {action.touchpoint}: {words.change(kpi, found.effect.own)}"
        if found.effect.other is not None:
            yield f"  {action.comparison}: {words.change(kpi, found.effect.other)}"
        if said := words.guardrail(found.guardrail):
            yield f"  guardrail {said}"
    if found.watch is not None:
        yield ""
        by = f", put there by {found.by_hand.who}: {found.by_hand.text}" if found.by_hand else ""
        yield f"On the slide-back watch{by}"
        for line in words.watch(kpi, found.watch):
            yield f"  {line}"


@click.command()
@_json_option
@pass_session
def wins(session: Session, as_json: bool) -> None:
    """Print the actions that worked and hold, by department."""
    found = _outcomes(session)
    if as_json:
        say_json(outcomes_json(found, found.wins))
        return
    say(display.data_until(found.state))
    for line in win_lines(found):
        say(line)


def win_lines(found: Outcomes) -> Iterator[str]:
    """Yield the wins as plain lines; an action stands under each of its departments."""
    if not found.wins:
        yield "No action has been shown to have worked."
    for department in found.departments:
        yield ""
        yield department or "no department"
        for one in found.wins_of(department):
            yield f"  {one.action.action_id} {one.action.title}"
            yield f"      {words.headline(one)}"
    if found.slid_back:
        yield ""
        lost = display.counted(len(found.slid_back), "action")
        yield f"and {lost} slid back: cjm actions slid-back"


@click.command()
@_json_option
@pass_session
def verdicts(session: Session, as_json: bool) -> None:
    """Print all that went live by verdict, with figures and the first thing to know."""
    found = _outcomes(session)
    if as_json:
        say_json(outcomes_json(found, found.evaluations))
        return
    say(display.data_until(found.state))
    if not found.evaluations:
        say("No action has gone live yet.")
    for verdict, those in found.by_verdict:
        say("")
        say(words.title(verdict))
        for one in those:
            say(f"  {one.action.action_id} {one.action.title}")
            for text in filter(None, (words.headline(one), words.first_of(one))):
                say(f"      {text}")


@click.command("slid-back")
@_json_option
@pass_session
def slid_back(session: Session, as_json: bool) -> None:
    """Print the actions whose level was reached and is lost, with the rule and its day."""
    found = _outcomes(session)
    if as_json:
        say_json(outcomes_json(found, found.slid_back))
        return
    say(display.data_until(found.state))
    if not found.slid_back:
        say("Nothing that was reached has slid back.")
    for one in found.slid_back:
        assert one.kpi is not None
        assert one.watch is not None
        say("")
        say(f"{one.action.action_id} {one.action.title} · {', '.join(one.action.departments)}")
        for line in words.watch(one.kpi, one.watch):
            say(f"  {line}")


@click.command()
@click.argument("action_id")
@click.option("--why", required=True, help="The reason, kept in the history.")
@pass_session
def watch(session: Session, action_id: str, why: str) -> None:
    """Put an action that improved, cause not shown, on the slide-back watch."""
    _save(session, "action_watch", f"{ON}:{action_id}", why)


@click.command()
@click.argument("action_id")
@click.option("--why", required=True, help="The reason, kept in the history.")
@pass_session
def unwatch(session: Session, action_id: str, why: str) -> None:
    """Take an action off the watch that was put there by hand."""
    _save(session, "action_watch", f"{OFF}:{action_id}", why)


@click.command()
@click.argument("action_id")
@click.argument("text")
@pass_session
def disagree(session: Session, action_id: str, text: str) -> None:
    """Disagree with a verdict in writing; the verdict stays, and both are shown."""
    _save(session, "action_disagree", f":{action_id}", text)


def _save(session: Session, noun: str, about: str, text: str) -> None:
    with session.reading() as reader:
        form = edits.form(reader, session.catalog, noun, "", about)
    say(edits.save(session.database, form, {"note": text}).words)


def _outcomes(session: Session) -> Outcomes:
    with session.reading() as reader:
        return outcomes(reader, session.catalog)


COMMANDS = (verify, verdicts, wins, slid_back, watch, unwatch, disagree)
