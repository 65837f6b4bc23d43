"""`cjm map`: propose a mapping for an unknown file, with a preview, and write it down."""

from pathlib import Path

import click

from cjm_tui.cli.output import note, say, say_json, table_lines
from cjm_tui.cli.session import Session, pass_session
from cjm_tui.domain.proposal import Proposal
from cjm_tui.services import mapping_proposal as service
from cjm_tui.widgets.picture import clip, flat, wrap


@click.command("map")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name", help="The mapping's name  [default: from the file's].")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Write it here, not into your mappings folder.",
)
@click.option("--force", is_flag=True, help="Write over a mapping that is there.")
@click.option("--dry-run", is_flag=True, help="Show it only; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, with the mapping's text.")
@pass_session
def map_file(
    session: Session,
    file: Path,
    name: str | None,
    output: Path | None,
    force: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Propose a mapping for a file that no mapping reads, and write it down.

    It guesses which column is which, by names in several languages and by what the cells look like,
    says how sure each guess is, and shows what the first records become. Look it through, edit it,
    then import the file. An import itself never guesses.

    Exit codes: 0 written, 2 the name is taken, 4 nothing can be proposed.
    """
    proposal = service.propose(file, session.clock, name=name)
    path = None if dry_run else service.save(proposal, output, force=force)
    if as_json:
        say_json({**proposal.as_json(), "written": None if path is None else str(path)})
        return
    _say(proposal)
    if path is None:
        note("Nothing is written.")
        return
    say(f"Written to {path}: look it through, and edit it where a guess is wrong.")
    if output is None:
        say(f"Then: cjm import --dry-run {file}")
    else:
        say("Put it into your mappings folder (docs/adding-a-mapping.md), then import the file.")


_WIDTH = 80
_NAME, _CELL = 24, 19  # widths of a column's name, and of a cell of the preview
_SHOWN = 3  # records side by side


def _say(proposal: Proposal) -> None:
    say(f"{proposal.name}: each record becomes a row of {proposal.target}")
    for line in _columns(proposal):
        say(f"  {line}")
    for text in proposal.notes:
        first, *more = wrap(text, _WIDTH - 2)
        say(f"- {first}")
        for line in more:
            say(f"  {line}")
    say(f"The first {proposal.read:,} records: {proposal.accepted:,} accepted")
    for at, column, reason in proposal.refused:
        for line in wrap(f"line {at}: {f'{column}: ' if column else ''}{reason}", _WIDTH - 2):
            say(f"  {line}")
    for line in _preview(proposal):
        say(f"  {line}")


def _columns(proposal: Proposal) -> list[str]:
    """Return what becomes of each column; long reasons go on below."""
    rows = []
    taken = (
        2
        + 2 * 3
        + sum(
            max(map(len, cells))
            for cells in (
                [clip(column.column, _NAME) for column in proposal.columns],
                ["looks like", *(column.looks for column in proposal.columns)],
                ["becomes", *(column.becomes for column in proposal.columns)],
            )
        )
    )
    for column in proposal.columns:
        why = wrap(column.why, max(20, _WIDTH - taken)) or [""]
        name = clip(column.column, _NAME)
        rows.append((name, column.looks, column.becomes or "-", why[0]))
        rows += [("", "", "", more) for more in why[1:]]
    return table_lines(("column", "looks like", "becomes", "why"), rows)


def _preview(proposal: Proposal) -> list[str]:
    """Return the first records as columns: a line for each thing that is known of them."""
    records = proposal.preview[:_SHOWN]
    rows = [
        (name, *(_cell(row[at], of_id=name.endswith("_id")) for row in records))
        for at, name in enumerate(proposal.preview_columns)
    ]
    heads = (f"record {at + 1}" for at in range(len(records)))
    return table_lines(("becomes", *heads), rows) if records else []


def _cell(value: object, *, of_id: bool) -> str:
    """Return a cell of the preview; an id's end tells more than its beginning."""
    text = "" if value is None else flat(str(value))
    if of_id and len(text) > _CELL:
        return clip("…" + text[1 - _CELL :], _CELL)
    return clip(text, _CELL)
