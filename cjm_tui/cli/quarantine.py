"""`cjm quarantine`: the rows that were refused, as a list or as sheets to be corrected."""

import sys
from pathlib import Path

import click

from cjm_tui.cli.output import note, say, say_json, table_lines
from cjm_tui.cli.session import Session, pass_session
from cjm_tui.errors import UsageError
from cjm_tui.importers.corrections import WHOLE
from cjm_tui.services import corrections
from cjm_tui.services import imports as service

_CUT_NAMED = 5


@click.command()
@click.option("--batch", type=int, help="Only this batch.")
@click.option(
    "--all", "resolved", is_flag=True, help="Those too that came again with a later file."
)
@click.option(
    "--csv", "as_csv", is_flag=True, help="As a sheet to be corrected and imported again."
)
@click.option(
    "--output-dir",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="With --csv: write a sheet for each kind of file into this folder.",
)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@pass_session
def quarantine(
    session: Session,
    batch: int | None,
    resolved: bool,
    as_csv: bool,
    output_dir: Path | None,
    as_json: bool,
) -> None:
    """List the rows that were refused: file, line, column, reason and raw text.

    --csv gives them in the columns of their file, with cjm_batch, cjm_line and cjm_reason at the
    end. Correct the cells, leave those three, and import the sheet: its rows take their place.
    """
    if output_dir is not None and not as_csv:
        raise UsageError("--output-dir is for sheets.", hint="cjm quarantine --csv --output-dir …")
    if as_csv:
        _give_sheets(corrections.sheets(session.database, batch, resolved=resolved), output_dir)
        return
    rows = service.quarantined(session.database, batch, resolved=resolved)
    if as_json:
        say_json([row.as_json() for row in rows])
        return
    if not rows:
        note("Nothing is in quarantine.")
        return
    again = ["came again"] if resolved else []
    columns = ["batch", "file", "line", "column", "reason", "raw", *again]
    cells = [
        [str(row.batch), row.file, _number(row.line), row.column, row.reason, row.raw]
        + ([_number(row.resolved_by)] if resolved else [])
        for row in rows
    ]
    for text in table_lines(columns, cells, right=(0, 2, 6)):
        say(text)


def _give_sheets(found: corrections.Sheets, output_dir: Path | None) -> None:
    if output_dir is not None:
        for path, sheet in zip(
            corrections.write_sheets(found, output_dir), found.sheets, strict=True
        ):
            say(f"{path}: {sheet.records:,} rows")
    elif len(found.sheets) > 1:
        kinds = ", ".join(
            f"{sheet.mapping} (batch {' '.join(map(str, sheet.batches))})" for sheet in found.sheets
        )
        raise UsageError(
            f"The refused rows are of {len(found.sheets)} kinds of files: {kinds}.",
            hint="Name a batch with --batch, or a folder for a file each with --output-dir.",
        )
    else:
        for sheet in found.sheets:
            sys.stdout.write(sheet.text)
    if not found.sheets:
        note("Nothing is in quarantine that a sheet can correct.")
    for mapping in found.whole:
        note(f"Left out, as a single record of {mapping} {WHOLE}.")
    if found.cut:
        named = ", ".join(found.cut[:_CUT_NAMED])
        more = f" and {len(found.cut) - _CUT_NAMED} more" if len(found.cut) > _CUT_NAMED else ""
        note(
            f"Left out, as only their first 2,000 characters are kept: {named}{more}."
            " Correct those in their own file, and import it again."
        )


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
