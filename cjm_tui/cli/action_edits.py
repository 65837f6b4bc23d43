"""What `cjm actions` changes: the forms of the screens from the command line, gates and all."""

from dataclasses import asdict

import click

from cjm_tui.cli.output import say, say_json
from cjm_tui.cli.session import Session, pass_session
from cjm_tui.domain.action_start import Start
from cjm_tui.domain.actions import State
from cjm_tui.domain.form import WHY, Form, Saved
from cjm_tui.errors import UsageError
from cjm_tui.services import edits
from cjm_tui.services.action_undo import undo as take_back

_why = click.option("--why", default="", help="The reason, kept in the history.")
_json = click.option("--json", "as_json", is_flag=True, help="As JSON.")
_id = click.argument("action_id", metavar="ID")
_values = click.argument("values", nargs=-1, metavar="[FIELD=VALUE]…")


def _opened(session: Session, noun: str, identity: str = "", about: str = "") -> Form:
    edits.refuse_readonly(session.database)
    with session.reading() as reader:
        return edits.form(reader, session.catalog, noun, identity, about)


def _do(
    session: Session,
    noun: str,
    about: str,
    answers: dict[str, str | None],
    *,
    as_json: bool = False,
) -> None:
    form = _opened(session, noun, about=about)
    said = {name: text for name, text in answers.items() if text is not None}
    _say(edits.save(session.database, form, said), as_json=as_json)


def _say(saved: Saved, *, as_json: bool) -> None:
    if as_json:
        say_json(asdict(saved))
    else:
        say(f"{saved.identity} {saved.words}")


def _answers(form: Form, values: tuple[str, ...]) -> dict[str, str]:
    answers = {}
    for pair in values:
        name, sign, value = pair.partition("=")
        if not sign:
            raise UsageError(f"{pair!r} is no FIELD=VALUE.", hint="cjm actions edit A-1 due=…")
        answers[form.field(name.strip()).name] = value
    return answers


@click.command()
@click.argument("title", metavar="WHAT")
@_values
@click.option("--at", default="", help="The touchpoint, by id or name.")
@click.option("--kpi", default="", help="Its KPI; by itself the one the touchpoint is shown by.")
@click.option("--period", default="28d", show_default=True, help="The days of the baseline.")
@click.option("--of", default="", help="The proposition that it serves.")
@_why
@_json
@pass_session
def add(
    session: Session,
    title: str,
    values: tuple[str, ...],
    at: str,
    kpi: str,
    period: str,
    of: str,
    why: str,
    as_json: bool,
) -> None:
    """Propose an action: one line is enough. Its number comes along as baseline and evidence.

    \b
    cjm actions add "A way to a person from every menu" --at IVR
    cjm actions add "Text when the engineer sets off" owner="T. Boyd" due=2026-12-18
    """
    start = Start(touchpoint=at, kpi=kpi, period=period if at else "", proposition=of)
    form = _opened(session, "action", about=start.text)
    answers = {"title": title, **_answers(form, values), **({WHY: why} if why else {})}
    _say(edits.save(session.database, form, answers), as_json=as_json)


@click.command()
@_id
@_values
@_why
@_json
@pass_session
def edit(
    session: Session, action_id: str, values: tuple[str, ...], why: str, as_json: bool
) -> None:
    """Change fields of an action; without values, show them and what they take."""
    form = _opened(session, "action", action_id)
    if not values:
        from cjm_tui.cli.edit import show_form

        show_form(form, as_json=as_json)
        return
    answers = {**_answers(form, values), **({WHY: why} if why else {})}
    _say(edits.save(session.database, form, answers), as_json=as_json)


@click.command()
@_id
@click.argument("state", type=click.Choice([str(state).replace(" ", "-") for state in State]))
@click.option("--on", help="Of live: since which day; today by itself.")
@_why
@_json
@pass_session
def move(
    session: Session, action_id: str, state: str, on: str | None, why: str, as_json: bool
) -> None:
    """Move an action to another state; exit code 8 names what its gate misses."""
    if on is not None and state != State.LIVE:
        raise UsageError("--on says since when an action is live; other days are today's.")
    answers = {"live_at": on, "note": why or None}
    _do(session, "action_move", f"{state}:{action_id}", answers, as_json=as_json)


@click.command()
@_id
@click.option("--due", default="", help="The new due date.")
@click.option("--sponsor", default="", help="Who sponsors it now.")
@_why
@_json
@pass_session
def reopen(
    session: Session, action_id: str, due: str, sponsor: str, why: str, as_json: bool
) -> None:
    """Open a finished action again, with a new due date and a sponsor."""
    answers: dict[str, str | None] = {"due": due, "sponsor": sponsor, "note": why}
    _do(session, "action_reopen", f":{action_id}", answers, as_json=as_json)


def _word(
    session: Session, agreement: str, about: str, department: str, by: str, **rest: str
) -> None:
    answers: dict[str, str | None] = {
        "department": department,
        "agreement": agreement,
        "agreed_by": by,
        "agreed_at": rest["on"] or None,
        "note": rest["why"],
    }
    _do(session, "action_word", f":{about}", answers)


_department = click.argument("department")
_by = click.option("--by", required=True, help="The name of who says so.")
_on = click.option("--on", default="", help="The day; today by itself.")


@click.command()
@_id
@_department
@_by
@_on
@_why
@pass_session
def agree(session: Session, action_id: str, department: str, by: str, on: str, why: str) -> None:
    """Record that a department agrees, with name and date."""
    _word(session, "agreed", action_id, department, by, on=on, why=why)


@click.command("object")
@_id
@_department
@_by
@_on
@_why
@pass_session
def object_(session: Session, action_id: str, department: str, by: str, on: str, why: str) -> None:
    """Record that a department objects, with name, date and reason."""
    _word(session, "objects", action_id, department, by, on=on, why=why)


@click.command("sign-off")
@_id
@click.argument("what", type=click.Choice(["training", "communication"]))
@_by
@_on
@click.option("--not-applicable", "reason", help="It is not needed, and why.")
@pass_session
def sign_off(
    session: Session, action_id: str, what: str, by: str, on: str, reason: str | None
) -> None:
    """Sign the training off, or say why training or communication is not applicable."""
    said = "signed off" if reason is None else "not applicable"
    answers = {"what": what, "said": said, "by": by, "on": on or None, "reason": reason}
    _do(session, "action_sign_off", f"{what}:{action_id}", answers)


@click.command()
@_id
@click.argument("title", required=False)
@click.option("--due", help="Its day, up to eighteen months ahead.")
@click.option("--done", help="Say that the milestone of this id is done.")
@click.option("--on", help="The day on which it was done; today by itself.")
@pass_session
def milestone(
    session: Session,
    action_id: str,
    title: str | None,
    due: str | None,
    done: str | None,
    on: str | None,
) -> None:
    """Add a milestone, or say that one is done."""
    if done is not None:
        answers = {"milestone_id": done, "done_at": on}
        _do(session, "action_milestone_done", f"{done}:{action_id}", answers)
        return
    if not title or due is None:
        raise UsageError("A milestone has a title and a day.", hint="milestone A-1 TITLE --due DAY")
    _do(session, "action_milestone", f":{action_id}", {"title": title, "due": due})


@click.command()
@_id
@click.argument("message")
@click.option("--to", "audience", required=True, help="Who was told.")
@click.option("--channel", default="", help="How: meeting, mail, huddle …")
@_on
@click.option("--next", "next_told", help="When they hear of it next.")
@pass_session
def communicate(
    session: Session,
    action_id: str,
    message: str,
    audience: str,
    channel: str,
    on: str,
    next_told: str | None,
) -> None:
    """Log what was told to whom; a day ahead is planned."""
    answers = {
        "message": message,
        "audience": audience,
        "channel": channel,
        "at": on or None,
        "next_communication": next_told,
    }
    _do(session, "action_communication", f":{action_id}", answers)


@click.command()
@_id
@click.argument("text")
@pass_session
def comment(session: Session, action_id: str, text: str) -> None:
    """Add a comment to the history."""
    _do(session, "action_comment", f":{action_id}", {"note": text})


@click.command()
@_id
@click.argument("question")
@pass_session
def ask(session: Session, action_id: str, question: str) -> None:
    """Ask the sponsor for a decision."""
    _do(session, "action_question", f":{action_id}", {"note": question})


@click.command()
@_id
@click.argument("decision")
@pass_session
def decide(session: Session, action_id: str, decision: str) -> None:
    """Record what the sponsor decided."""
    _do(session, "action_decision", f":{action_id}", {"note": decision})


@click.command()
@_id
@click.argument("reference")
@click.option("--kind", type=click.Choice(["rows", "words", "document"]), default="rows")
@click.option("--note", help="What it shows.")
@pass_session
def evidence(session: Session, action_id: str, reference: str, kind: str, note: str | None) -> None:
    """Add evidence for the problem or its root cause: where it can be seen."""
    answers = {"reference": reference, "kind": kind, "note": note}
    _do(session, "action_evidence", f":{action_id}", answers)


@click.command()
@_id
@_json
@pass_session
def undo(session: Session, action_id: str, as_json: bool) -> None:
    """Take back your own last change of an action, as a new entry of its history."""
    _say(take_back(session.database, action_id), as_json=as_json)


@click.command()
@click.argument("title", metavar="WHAT")
@click.option("--at", default="", help="The touchpoint, by id or name.")
@_why
@pass_session
def opportunity(session: Session, title: str, at: str, why: str) -> None:
    """Note what could be better."""
    _do(session, "opportunity", at, {"title": title, "why": why})


@click.command()
@click.argument("title", metavar="WHAT")
@click.option("--of", default="", help="The opportunity that it takes up.")
@_why
@pass_session
def proposition(session: Session, title: str, of: str, why: str) -> None:
    """Choose one of the few opportunities that are taken up."""
    _do(session, "proposition", of, {"title": title, "why": why})


COMMANDS: tuple[click.Command, ...] = (
    *(add, edit, move, reopen, agree, object_, sign_off, milestone, communicate, comment),
    *(ask, decide, evidence, undo, opportunity, proposition),
)
