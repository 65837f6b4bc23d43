"""`cjm map`: propose a mapping for an unknown file, with a preview, and write it down."""

from pathlib import Path

import click

from cjm_tui.cli.output import note, say, say_json, table_lines
from cjm_tui.cli.session import Session, pass_session
from cjm_tui.domain.proposal import Proposal
from cjm_tui.services import mapping_proposal as service


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


def _say(proposal: Proposal) -> None:
    say(f"{proposal.name}: each record becomes a row of {proposal.target}")
    columns = [(c.column, c.looks, c.becomes or "-", c.why) for c in proposal.columns]
    for line in table_lines(("column", "looks like", "becomes", "why"), columns):
        say(f"  {line}")
    for text in proposal.notes:
        say(f"- {text}")
    say(f"The first {proposal.read:,} records: {proposal.accepted:,} accepted")
    for at, column, reason in proposal.refused:
        say(f"  line {at}: {f'{column}: ' if column else ''}{reason}")
    rows = [["" if cell is None else str(cell) for cell in row] for row in proposal.preview]
    for line in table_lines(proposal.preview_columns, rows):
        say(f"  {line}")
