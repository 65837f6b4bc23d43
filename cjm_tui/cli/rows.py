"""The rows behind a number, printed: as a table, JSON or CSV; and one row's contact."""

import csv
import sys

import click

from cjm_tui.cli.output import note, say, say_json, table_lines
from cjm_tui.cli.session import Session, pass_session
from cjm_tui.domain.contact_story import HEADINGS, ContactStory
from cjm_tui.domain.rows import Rows
from cjm_tui.domain.text import defused_cell, shown
from cjm_tui.services.contact_story import contact_story

csv_option = click.option("--csv", "as_csv", is_flag=True, help="With --rows: as CSV.")


def rows_json(rows: Rows, reckoning: str) -> dict[str, object]:
    """Return all rows, and in `rows_are` how they make up the number behind which they stand."""
    listed = [dict(zip(rows.columns, row, strict=True)) for row in rows.rows]
    return {"rows_are": reckoning, "n": rows.total, "rows": listed}


def print_rows(rows: Rows, reckoning: str, *, as_json: bool = False, as_csv: bool = False) -> None:
    """Print all rows, and in `reckoning` how they make up the number behind which they stand."""
    if as_json:
        say_json(rows_json(rows, reckoning))
        return
    if as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow([_cell(name) for name in rows.columns])
        writer.writerows([_cell(cell) for cell in row] for row in rows.rows)
        note(reckoning)
        return
    texts = [["" if cell is None else str(cell) for cell in row] for row in rows.rows]
    for line in table_lines(rows.columns, texts):
        say(line)
    say(reckoning)


def _cell(value: object) -> object:
    """Return a cell that a spreadsheet neither runs nor takes for something else."""
    return defused_cell(shown(value)) if isinstance(value, str) else value


@click.command()
@click.argument("row_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@pass_session
def contact(session: Session, row_id: str, as_json: bool) -> None:
    """Print one contact by its id or that of a leg, an answer or an invitation of it.

    Its legs with their steps and answers, and what the same customer did before and after.
    """
    with session.reading() as reader:
        found = contact_story(reader, "", row_id)
    print_story(found, as_json=as_json)


def print_story(found: ContactStory, *, as_json: bool) -> None:
    """Print a contact in the order of time."""
    if as_json:
        say_json(_story_json(found))
        return
    say(found.words)
    part = ""
    for step in found.steps:
        if step.part != part:
            part = step.part
            title, rest = HEADINGS[part]
            say()
            say(f"{title.capitalize()}{f' ({rest})' if rest else ''}")
        at = f"{step.at:%Y-%m-%d %H:%M:%S}" if step.at else ""
        say(f"  {at:19}  {'  ' if step.kind == 'step' else ''}{step.line}".rstrip())


def _story_json(found: ContactStory) -> dict[str, object]:
    return {
        "contact": found.contact_id or None,
        "customer": found.customer or None,
        "direction": found.direction or None,
        "reason": found.reason or None,
        "segment": found.segment or None,
        "resolved": found.resolved,
        "steps": [
            {
                "part": step.part,
                "kind": step.kind,
                "local_at": step.at,
                "touchpoint": step.touchpoint,
                "channel": step.channel or None,
                "words": step.words,
            }
            for step in found.steps
        ],
    }
