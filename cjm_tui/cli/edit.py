"""`cjm edit`: what the forms of the screens change, from the command line."""

from dataclasses import asdict

import click

from cjm_tui.cli.output import say, say_json, table_lines
from cjm_tui.cli.session import Session, pass_session
from cjm_tui.domain.form import WHY, Form, FormField
from cjm_tui.errors import UsageError
from cjm_tui.services import edits as service
from cjm_tui.services.journey_map import all_touchpoints
from cjm_tui.services.names import named

_NEW = "new"


@click.command()
@click.argument("noun", type=click.Choice(service.NOUNS))
@click.argument("identity", metavar="ID|new")
@click.argument("values", nargs=-1, metavar="[FIELD=VALUE]…")
@click.option("--in", "about", default="", help="What a new one belongs to.")
@click.option("--why", default="", help="The reason, kept in the change log.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@pass_session
def edit(
    session: Session,
    noun: str,
    identity: str,
    values: tuple[str, ...],
    about: str,
    why: str,
    as_json: bool,
) -> None:
    """Edit the map or who answers for it; without values, show it.

    \b
    cjm edit touchpoint IVR good_threshold=80 --why "agreed on 3 Nov"
    cjm edit touchpoint new name=Chatbot --in STAGE-ID
    cjm edit annotation new kind=outage first_day=2026-11-03 last_day=2026-11-04 note="…"
    cjm edit rebase IVR from_day=2026-11-03 --why "new menu"
    cjm edit kpi csat class=output --why "asked by the agent whom it is about"
    cjm edit kpi nps retired=yes --why "nobody acts on it"
    """
    form = _form(session, noun, identity, about)
    answers = {**answers_of(form, values), **({WHY: why} if why else {})}
    if not values:
        show_form(form, as_json=as_json)
        return
    saved = service.save(session.database, form, answers)
    if as_json:
        say_json(asdict(saved))
    else:
        say(saved.words)


def _form(session: Session, noun: str, identity: str, about: str) -> Form:
    made = identity == _NEW
    with session.reading() as reader:
        if noun in ("touchpoint", "rebase") and not made:
            identity = named(identity, all_touchpoints(reader)).touchpoint_id
        if noun == "annotation" and made and about:
            about = named(about, all_touchpoints(reader)).touchpoint_id
        if noun == "rebase":
            return service.form(reader, session.catalog, noun, "", about or identity)
        return service.form(reader, session.catalog, noun, "" if made else identity, about)


def answers_of(form: Form, values: tuple[str, ...]) -> dict[str, str]:
    """Return what FIELD=VALUE pairs say; raises UsageError for one that is none."""
    answers = {}
    for pair in values:
        name, sign, value = pair.partition("=")
        if not sign:
            raise UsageError(f"{pair!r} is no FIELD=VALUE.", hint="cjm edit … good_threshold=80")
        answers[form.field(name.strip()).name] = value
    return answers


def show_form(form: Form, *, as_json: bool) -> None:
    """Print the fields with their values and what they take."""
    fields = [field for field in form.fields if field.name != WHY]
    if as_json:
        say_json({field.name: field.value or None for field in fields})
        return
    rows = [(field.name, _value(field), _takes(field)) for field in fields]
    for text in table_lines(("field", "value", "takes"), rows):
        say(text)


def _value(field: FormField) -> str:
    words = {choice.value: choice.words for choice in field.choices}
    said = words.get(field.value, "")
    return field.value if said in ("", field.value) else f"{field.value} ({said})".strip()


def _takes(field: FormField) -> str:
    known = [choice.value for choice in field.choices if choice.value]
    needed = "needed" if field.required else ""
    return "; ".join(part for part in (needed, field.help, ", ".join(known)) if part)
