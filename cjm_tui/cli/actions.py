"""`cjm actions`: the lists of actions and one of them, as text, JSON or CSV."""

from collections.abc import Iterator
from pathlib import Path

import click

from cjm_tui.cli import action_edits, verification
from cjm_tui.cli.journey import stamp_lines
from cjm_tui.cli.output import note, say, say_json, say_lines, table_lines
from cjm_tui.cli.session import Session, pass_session
from cjm_tui.domain import action_words as words
from cjm_tui.domain import display
from cjm_tui.domain.action_json import action_json, page_json
from cjm_tui.domain.action_lists import NONE_HERE, TITLES, ActionList, kept, listed, weak
from cjm_tui.domain.actions import Action, ActionBoard, ActionPage
from cjm_tui.domain.kpi import Kpi
from cjm_tui.errors import UsageError
from cjm_tui.services import action_files
from cjm_tui.services import actions as service


@click.group(invoke_without_command=True)
@click.option(
    "--list",
    "which",
    type=click.Choice([str(which) for which in ActionList]),
    default=str(ActionList.DUE),
    show_default=True,
    help="Which list: open ones by due date, owner or department; stalled, overdue, …",
)
@click.option("--filter", "text", default="", help="Words and facets: owner:kaur flag:overdue.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option("--csv", "as_csv", is_flag=True, help="All actions as the CSV that import takes.")
@click.pass_context
def actions(ctx: click.Context, which: str, text: str, as_json: bool, as_csv: bool) -> None:
    """List owned actions; the commands below show one, add, change and move it."""
    if ctx.invoked_subcommand is not None:
        return
    session = ctx.ensure_object(Session)
    if as_csv:
        if text or which != ActionList.DUE:
            raise UsageError("--csv gives all actions: it takes no list and no filter.")
        with session.database.read() as reader:
            say_lines(action_files.file_text(reader, action_files.ACTIONS).removesuffix("\n"))
        return
    with session.database.read() as reader:
        board = service.action_board(reader)
    found = kept(board.actions, text, board.today)
    groups = listed(ActionList(which), found, board.today)
    if as_json:
        chosen = {a.action_id: a for group in groups for a in group.actions}
        say_json([action_json(action, board.today) for action in chosen.values()])
        return
    for words_of_line in stamp_lines(board.state, None):
        say(words_of_line)
    say(f"Actions {TITLES[ActionList(which)]}")
    if not groups:
        say(_none(ActionList(which), board, text))
        return
    rows: list[tuple[str, ...]] = []
    for group in groups:
        if group.title:
            rows.append((group.title.upper(), "", "", "", "", ""))
        rows += [_row(action, board) for action in group.actions]
    for shown in table_lines(("action", "what", "state", "where", "owner", "when"), rows):
        say(shown)


def _none(which: ActionList, board: ActionBoard, text: str) -> str:
    if not board.actions:
        return "There is none yet: cjm actions add WHAT --at TOUCHPOINT proposes one."
    if text:
        return "The filter keeps none of them."
    return NONE_HERE.get(which, "None is open: --list all shows what is finished.")


def _row(action: Action, board: ActionBoard) -> tuple[str, ...]:
    when = " · ".join((words.due(action, board.today), *words.notes(action, board.today)))
    return (
        *(action.action_id, action.title, str(action.state), action.touchpoint),
        *(words.owner(action), when),
    )


@actions.command()
@click.argument("action_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@pass_session
def show(session: Session, action_id: str, as_json: bool) -> None:
    """Show one action: people, effect, gates, milestones, communication, evidence, history."""
    with session.database.read() as reader:
        page = service.action_page(reader, action_id)
    if as_json:
        say_json(page_json(page))
        return
    for text in _page(page, session.catalog.kpis):
        say(text)


def _page(page: ActionPage, kpis: dict[str, Kpi]) -> Iterator[str]:
    action, today = page.action, page.today
    yield words.line(action, today)
    for label, text in (
        ("problem", action.problem),
        ("root cause", action.root_cause),
        ("kind", action.kind),
        ("proposition", " ← ".join(filter(None, (action.proposition, action.opportunity)))),
    ):
        if text:
            yield f"  {label}: {text}"
    yield "People"
    yield from (f"  {label}: {text}" for label, text in words.people(action))
    yield "Effect"
    yield f"  {words.effect(action, kpis.get(action.kpi))}"
    if action.comparison:
        yield f"  compared with {action.comparison}"
    if action.guardrail:
        yield f"  guardrail {action.guardrail}"
    if frozen := words.frozen(action):
        yield f"  {frozen}"
    yield "Gates"
    yield f"  training: {words.sign_off(action.training)}"
    yield f"  communication: {words.sign_off(action.communication, action.told)}"
    for to, missing in words.steps(action):
        yield f"  next {to}: {missing or 'nothing is missing'}"
    yield from (f"  warning: {text}" for text in weak(action))
    yield from _parts(page, kpis)
    yield "History, newest first"
    for entry, text in words.changes(page.history):
        told = f" · {entry.note}" if entry.note else ""
        undone = " (taken back)" if entry.undone else ""
        yield f"  {entry.at:%Y-%m-%d %H:%M} {entry.who}: {text}{told}{undone}"


def _parts(page: ActionPage, kpis: dict[str, Kpi]) -> Iterator[str]:
    if page.milestones:
        yield "Milestones"
    for milestone in page.milestones:
        done = (
            f"done {milestone.done_at}"
            if milestone.done_at
            else words.ahead(milestone.due, page.today)
        )
        yield f"  {milestone.due or 'no day'} {milestone.title} · {done}"
    if page.communications:
        yield "Communication"
    for told in page.communications:
        planned = " (planned)" if told.on and told.on > page.today else ""
        yield f"  {told.on}{planned} {told.audience} · {told.channel or 'told'}: {told.message}"
    if page.evidence:
        yield "Evidence"
    for found in page.evidence:
        figure = words.figure(found, kpis.get(found.kpi))
        said = " · ".join(part for part in (found.reference, figure, found.note) if part)
        yield f"  {found.kind}: {said}"


@actions.command()
@pass_session
def trace(session: Session) -> None:
    """Print opportunities, the propositions that came of them, and their actions."""
    with session.database.read() as reader:
        found = service.trace(reader)
    for opportunity in found.opportunities:
        where = f" · {opportunity.touchpoint}" if opportunity.touchpoint else ""
        say(f"{opportunity.opportunity_id}: {opportunity.title}{where}".removeprefix(": "))
        for proposition in opportunity.propositions:
            say(f"  {proposition.proposition_id}: {proposition.title}")
            for action in proposition.actions:
                say(f"    {words.line(action, found.today)}")
    if not found.opportunities:
        say("There is none yet: cjm actions opportunity WHAT --at TOUCHPOINT notes one.")


@actions.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@pass_session
def export(session: Session, folder: Path) -> None:
    """Write actions and all that belongs to them as CSV files, which `cjm import` takes whole."""
    with session.database.read() as reader:
        written = action_files.write_files(reader, folder)
    for path in written:
        say(str(path))
    note(f"{display.counted(len(written), 'file')} written; cjm import {folder} takes them.")


for _command in (*action_edits.COMMANDS, *verification.COMMANDS):
    actions.add_command(_command)
