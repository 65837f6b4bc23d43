"""`cjm owners`: who answers for which touchpoint, and how that is changed."""

import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import click

from cjm_tui.cli.change_log import log_lines
from cjm_tui.cli.edit import answers_of, show_form
from cjm_tui.cli.output import note, say, say_json, table_lines
from cjm_tui.cli.session import Session, pass_session
from cjm_tui.domain import display, ownership_filter
from cjm_tui.domain import ownership_words as words
from cjm_tui.domain.change_log import log_json
from cjm_tui.domain.form import WHY
from cjm_tui.domain.owner_words import ROLE_FIELDS
from cjm_tui.domain.ownership import (
    LEFT,
    MINE,
    NO_OWNER,
    OTHERS,
    TWO_OWNERS,
    UNCONFIRMED,
    Departments,
    Ledger,
    LedgerLine,
    LedgerOrder,
    ordered,
)
from cjm_tui.domain.ownership_json import departments_json, ledger_json, party_json
from cjm_tui.errors import UsageError
from cjm_tui.services import departments as department_service
from cjm_tui.services import edits, objective_forms, owning
from cjm_tui.services.change_log import accountability_log
from cjm_tui.services.journey_map import all_touchpoints
from cjm_tui.services.names import named
from cjm_tui.services.owner_forms import DEPARTMENT, FROM, NEW_NAME, OWNER, known_party
from cjm_tui.services.owners_csv import FILES, csv_text
from cjm_tui.services.ownership_ledger import ledger as ledger_service

_FLAGS = {
    "no_owner": NO_OWNER,
    "left": LEFT,
    "several": TWO_OWNERS,
    "unconfirmed": UNCONFIRMED,
    "others": OTHERS,
    "mine": MINE,
}
_why = click.option("--why", default="", help="The reason, kept in the change log.")
_on = click.option(
    "--from", "day", metavar="DAY", help="The first day on which it counts.  [today]"
)
_filter = click.option("--filter", "text", default="", help="Words and facets, as on screen 5.")
_json = click.option("--json", "as_json", is_flag=True, help="As JSON.")


@click.group(invoke_without_command=True)
@click.option("--no-owner", is_flag=True, help="Those without an owner.")
@click.option("--left", is_flag=True, help="Those whose owner has left.")
@click.option("--several", is_flag=True, help="Those with several owners.")
@click.option("--unconfirmed", is_flag=True, help="Those not confirmed for as long as is allowed.")
@click.option("--others", is_flag=True, help="Those that others than the owner have changed.")
@click.option("--mine", is_flag=True, help="Those that you answer for.")
@_filter
@click.option("--sort", type=click.Choice([str(order) for order in LedgerOrder]), default="trouble")
@_json
@click.pass_context
def owners(ctx: click.Context, /, text: str, sort: str, as_json: bool, **flags: bool) -> None:
    """Show who answers for each touchpoint and what is wrong with that, or change it.

    Several flags show what has any of them.
    """
    if ctx.invoked_subcommand is not None:
        return
    session: Session = ctx.obj
    with session.reading() as reader:
        found = ledger_service(reader)
    wanted = {_FLAGS[name] for name, on in flags.items() if on}
    lines = [line for line in ordered(found.lines, LedgerOrder(sort)) if _wanted(line, wanted)]
    kept = ownership_filter.kept(lines, ownership_filter.parsed(text))
    if as_json:
        say_json(ledger_json(found, kept))
        return
    for out in _ledger_lines(found, kept):
        say(out)


def _wanted(line: LedgerLine, flags: set[str]) -> bool:
    return not flags or bool(flags & set(ownership_filter.values_of("flag", line)))


def _ledger_lines(found: Ledger, kept: tuple[LedgerLine, ...]) -> Iterator[str]:
    if not found.lines:
        note("There is no touchpoint yet. Next: cjm import touchpoints.csv")
        return
    yield words.summary(found)
    if not kept:
        note("No touchpoint is so.")
        return
    yield ""
    yield from table_lines(
        ("", "touchpoint", "stage", "accountable", "department", "confirmed", "what is wrong"),
        [
            (
                "◆" if line.moment_of_truth else "",
                line.name,
                line.stage,
                words.owner(line),
                _departments(line),
                _confirmed(line, found.today),
                " · ".join(words.troubles(line)),
            )
            for line in kept
        ],
    )


def _departments(line: LedgerLine) -> str:
    return ", ".join(dict.fromkeys(owner.department or owner.name for owner in line.owners))


def _confirmed(line: LedgerLine, today: date) -> str:
    days = [owner.confirmed_at for owner in line.owners if owner.confirmed_at]
    return display.short_day(min(days), today) if days else ""


# Changing it


@owners.command("assign")
@click.argument("touchpoint")
@click.argument("party")
@click.option("--department", help="Of a party that is new.")
@click.option(
    "--role",
    type=click.Choice(["accountable", *ROLE_FIELDS.values()]),
    default="accountable",
    help="What it does there.  [accountable]",
)
@_on
@_why
@pass_session
def assign(
    session: Session,
    touchpoint: str,
    party: str,
    department: str | None,
    role: str,
    day: str | None,
    why: str,
) -> None:
    """Make PARTY accountable for TOUCHPOINT, in the place of whoever is; or give it another role.

    A name that nobody has is added as a person. Taking it from somebody needs --why.
    """
    with session.reading() as reader:
        known = known_party(reader, party)
        form = edits.form(reader, session.catalog, "owner", touchpoint)
    answers = {WHY: why, **({FROM: day} if day else {})}
    if role != "accountable":
        before = form.field(role).value
        answers[role] = f"{before}; {known.party_id if known else party}".strip("; ")
    elif known is not None and department is None:
        answers[OWNER] = known.party_id
    else:
        answers |= {NEW_NAME: party, DEPARTMENT: department or ""}
    say(edits.save(session.database, form, answers).words)


@owners.command("release")
@click.argument("touchpoint")
@click.argument("party", required=False)
@click.option(
    "--role",
    type=click.Choice(["accountable", *ROLE_FIELDS.values()]),
    default="accountable",
    help="Which role it leaves.  [accountable]",
)
@_on
@_why
@pass_session
def release(
    session: Session, touchpoint: str, party: str | None, role: str, day: str | None, why: str
) -> None:
    """Leave TOUCHPOINT without an owner from a day on; needs --why.

    With --role, PARTY leaves that role. Of several owners, PARTY alone goes.
    """
    if not why.strip():
        raise UsageError("Releasing needs a reason.", hint="Say it with --why.")
    first = as_day(day) if day else None
    say(owning.release(session.database, touchpoint, party or "", role, first, why).words)


@owners.command("hand-over")
@click.argument("giver", metavar="FROM")
@click.argument("taker", metavar="TO")
@click.argument("touchpoints", nargs=-1)
@_on
@_why
@pass_session
def hand_over(
    session: Session,
    giver: str,
    taker: str,
    touchpoints: tuple[str, ...],
    day: str | None,
    why: str,
) -> None:
    """Make TO accountable in the place of FROM: at all its touchpoints, or at those named.

    \b
    cjm owners hand-over "M. Hart" "P. Shah" --from 2026-12-01 --why "M. Hart leaves"
    """
    first = as_day(day) if day else None
    say(owning.hand_over(session.database, giver, taker, touchpoints, first, why).words)


@owners.command("confirm")
@click.argument("touchpoints", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every touchpoint that has an owner.")
@click.option("--mine", is_flag=True, help="Those that you answer for.")
@_filter
@click.option("--dry-run", is_flag=True, help="Say which; change nothing.")
@_why
@pass_session
def confirm(
    session: Session,
    touchpoints: tuple[str, ...],
    everything: bool,
    mine: bool,
    text: str,
    dry_run: bool,
    why: str,
) -> None:
    """Confirm that whoever is accountable still is: of these touchpoints, or of many at once."""
    if not (touchpoints or everything or mine or text):
        raise UsageError(
            "Confirm what?", hint="Name touchpoints, or say --all, --mine or --filter."
        )
    with session.reading() as reader:
        found = ledger_service(reader)
        places = all_touchpoints(reader)
    ids = {named(name, places).touchpoint_id for name in touchpoints}
    kept = ownership_filter.kept(found.lines, ownership_filter.parsed(text))
    lines = [
        line
        for line in kept
        if line.owners and (not ids or line.touchpoint_id in ids) and (not mine or line.mine)
    ]
    if dry_run:
        for line in lines:
            say(words.line_words(line, found.today))
        return
    say(owning.confirm(session.database, [line.touchpoint_id for line in lines], why).words)


@owners.command("undo")
@pass_session
def undo(session: Session) -> None:
    """Take your own last change of owners, parties or departments back, as a new entry."""
    say(owning.undo(session.database).words)


@owners.command("log")
@click.argument("touchpoint")
@_json
@pass_session
def log(session: Session, touchpoint: str, as_json: bool) -> None:
    """Show who has had which role at TOUCHPOINT, who changed it and why, newest first."""
    with session.reading() as reader:
        found = accountability_log(reader, touchpoint)
    if as_json:
        say_json(log_json(found))
        return
    for line in log_lines(found):
        say(line)


# Parties and departments


@owners.command("parties")
@click.option("--left", is_flag=True, help="Those that have left.")
@_json
@pass_session
def parties(session: Session, left: bool, as_json: bool) -> None:
    """List people, teams and departments with what they answer for, by department."""
    with session.reading() as reader:
        found = department_service.parties(reader)
    lines = [line for line in found.lines if not left or line.state == "left"]
    if as_json:
        say_json([party_json(line) for line in lines])
        return
    if not lines:
        note("There is no such party. Next: cjm owners party new name=… department=…")
        return
    rows = [
        (
            line.department,
            line.name,
            line.kind,
            line.state if line.state != "left" else "LEFT",
            ", ".join(role.touchpoint for role in line.accountable),
            str(len(line.roles) - len(line.accountable) or ""),
            line.party_id,
        )
        for line in lines
    ]
    head = ("department", "name", "kind", "state", "answers for", "other roles", "id")
    for out in table_lines(head, rows, right=(5,)):
        say(out)


@owners.command("party")
@click.argument("name", metavar="NAME|new")
@click.argument("values", nargs=-1, metavar="[FIELD=VALUE]…")
@_why
@pass_session
def party(session: Session, name: str, values: tuple[str, ...], why: str) -> None:
    """Add or change a party, or mark it as left; without values, show it.

    \b
    cjm owners party new name="N. Okafor" department=Field
    cjm owners party "M. Hart" state=left --why "left on 3 Nov"
    """
    _edit(session, "party", "" if name == "new" else name, values, why)


@owners.command("departments")
@_json
@pass_session
def departments(session: Session, as_json: bool) -> None:
    """List which department leads and supports each stage, and what each is targeted on."""
    with session.reading() as reader:
        found = department_service.departments(reader, session.catalog)
    if as_json:
        say_json(departments_json(found))
        return
    for out in _department_lines(found):
        say(out)


def _department_lines(found: Departments) -> Iterator[str]:
    if found.stages:
        rows = [
            (
                stage.stage,
                stage.lead or "NO LEAD",
                ", ".join(stage.supporters),
                ", ".join(stage.answering),
            )
            for stage in found.stages
        ]
        yield from table_lines(("stage", "leads", "support", "owners are of"), rows)
        yield ""
    if not found.lines:
        note("No department is known. Next: cjm import parties.csv")
        return
    yield words.coverage(found)
    yield from table_lines(
        ("department", "touchpoints", "outcome", "targeted on"),
        [
            (
                line.name,
                str(line.owned or ""),
                "yes" if line.outcomes else "NONE",
                "; ".join(map(words.objective, line.objectives)),
            )
            for line in found.lines
        ],
        right=(1,),
    )


@owners.command("stage")
@click.argument("stage")
@click.argument("values", nargs=-1, metavar="[FIELD=VALUE]…")
@_why
@pass_session
def stage(session: Session, stage: str, values: tuple[str, ...], why: str) -> None:
    """Say which department leads STAGE and which support it; without values, show it.

    \b
    cjm owners stage "Get help" lead=Contact supporters="Digital; Field"
    """
    _edit(session, "stage_departments", stage, values, why)


@owners.command("objective")
@click.argument("party")
@click.argument("kpi")
@click.argument("values", nargs=-1, metavar="[FIELD=VALUE]…")
@click.option("--end", is_flag=True, help="It is an objective no more.")
@_why
@pass_session
def objective(
    session: Session, party: str, kpi: str, values: tuple[str, ...], end: bool, why: str
) -> None:
    """Target PARTY on KPI, change that, or end it.

    \b
    cjm owners objective Contact fcr_7d target=75 value="Solved at the first contact"
    cjm owners objective "N. Cole" ivr_containment --end --why "an output"
    """
    with session.reading() as reader:
        form, given = objective_forms.named(reader, session.catalog, party, kpi)
    given |= answers_of(form, values) | ({objective_forms.ENDED: "yes"} if end else {})
    if end and not form.identity:
        raise UsageError(f"{party} has no such objective that could end.")
    say(edits.save(session.database, form, given | {WHY: why}).words)


@owners.command("export")
@click.argument("file", type=click.Choice(FILES))
@click.option("--output", type=click.Path(path_type=Path), help="Where to; else to the terminal.")
@pass_session
def export(session: Session, file: str, output: Path | None) -> None:
    """Write one of the product's own CSV files, which `cjm import` reads again."""
    with session.reading() as reader:
        text = csv_text(reader, file)
    if output is None:
        sys.stdout.write(text)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{output} cannot be written: {error.strerror}.") from error
    say(f"{output}: {display.counted(text.count(chr(10)) - 1, 'row')}")


def _edit(session: Session, noun: str, identity: str, values: Iterable[str], why: str) -> None:
    with session.reading() as reader:
        form = edits.form(reader, session.catalog, noun, identity)
    given = tuple(values)
    if not given:
        show_form(form, as_json=False)
        return
    say(edits.save(session.database, form, answers_of(form, given) | {WHY: why}).words)


def as_day(text: str) -> date:
    """Return the day that a person typed; raises UsageError for one that is none."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise UsageError(f"{text!r} is not a day.", hint="Write it as 2026-11-20.") from error
