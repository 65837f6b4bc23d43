"""`cjm report`: the executive pack, to print or as one file for the board."""

import sys
from pathlib import Path

import click

from cjm_tui.cli.journey import period_option
from cjm_tui.cli.output import note
from cjm_tui.cli.session import Session, pass_session
from cjm_tui.paper.form import Form, form_of, written
from cjm_tui.services.export import refuse_own_files, write_text
from cjm_tui.services.report import executive_pack


@click.command()
@period_option
@click.option("--markdown", "form", flag_value=Form.MARKDOWN.value, help="As Markdown.")
@click.option("--html", "form", flag_value=Form.HTML.value, help="As one HTML file.")
@click.option("--output", type=click.Path(path_type=Path), help="Write to a file.")
@pass_session
def report(session: Session, period: str, form: str | None, output: Path | None) -> None:
    """Print the executive pack: a page for five minutes, then what it rests on.

    Without --markdown or --html the output's ending decides; Markdown without one. The same data
    gives the same bytes.
    """
    if output is not None:
        refuse_own_files(output, session.path)
    with session.reading() as reader:
        pack = executive_pack(reader, session.catalog, period)
    chosen = Form(form) if form else form_of(output.name if output else "")
    text = written(pack, chosen)
    if output is None:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.flush()
        return
    write_text(text, output, session.path)
    note(f"The pack is in {output.resolve()}")
