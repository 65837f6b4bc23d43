"""`cjm query` and `cjm sql`: stored and ad hoc SQL, both in the sandbox."""

import shutil
import sys
from math import isnan
from pathlib import Path

import click

from cjm_tui.cli.output import note, say, table_lines
from cjm_tui.cli.session import Session, pass_session
from cjm_tui.errors import UsageError
from cjm_tui.services import query as service
from cjm_tui.services.export import Format, show_table, write_result

_output_options = [
    click.option(
        "--format",
        "form",
        type=click.Choice([f.value for f in Format]),
        default=None,
        help="table, csv, json, parquet or md; else by the output's ending.",
    ),
    click.option("--output", type=click.Path(path_type=Path), help="Write to a file."),
    click.option(
        "--limit",
        type=click.IntRange(1, 10**12),
        default=None,
        help="Rows at most [default: 1,000 for a table, else all].",
    ),
    click.option(
        "--timeout",
        type=click.FloatRange(0.01, 86_400),
        default=30.0,
        show_default=True,
        help="Seconds at most.",
    ),
]


def _with_output_options(command: click.decorators.FC) -> click.decorators.FC:
    for option in reversed(_output_options):
        command = option(command)
    return command


@click.command()
@click.argument("name", required=False)
@click.option("-p", "--param", "params", multiple=True, metavar="KEY=VALUE", help="A parameter.")
@_with_output_options
@pass_session
def query(
    session: Session,
    name: str | None,
    params: tuple[str, ...],
    form: str | None,
    output: Path | None,
    limit: int | None,
    timeout: float,
) -> None:
    """Run a stored query; without a name, list them."""
    if name is None:
        listed = [(q.name, q.kind, q.origin, q.title, " ".join(q.params)) for q in session.catalog]
        for text in table_lines(("query", "kind", "from", "title", "parameters"), listed):
            say(text)
        for refused in session.catalog.refused:
            note(f"left out: {refused.message}")
        return
    given = dict(_pair(text) for text in params)
    ask = service.stored(session.database, session.catalog, name, given)
    _run(session, ask, form, output, limit, timeout)


@click.command()
@click.argument("text")
@_with_output_options
@pass_session
def sql(
    session: Session,
    text: str,
    form: str | None,
    output: Path | None,
    limit: int | None,
    timeout: float,
) -> None:
    """Run ad hoc SQL, which can read the database and nothing else; `-` reads it from stdin."""
    statement = sys.stdin.read() if text == "-" else text
    _run(session, service.Ask(statement, {}), form, output, limit, timeout)


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals or not key:
        raise UsageError(f"{text!r} is not KEY=VALUE.")
    return key.strip(), value


def _run(
    session: Session,
    ask: "service.Ask",
    form: str | None,
    output: Path | None,
    limit: int | None,
    timeout: float,
) -> None:
    if isnan(timeout):  # which no range keeps out
        raise UsageError("--timeout takes seconds.")
    chosen = Format.choose(form, output)
    rows = limit if limit is not None else service.default_limit(chosen)
    result = service.run(session.database, ask, limit=rows, timeout=timeout)
    if chosen is Format.TABLE and output is None:
        for line in show_table(result, width=_width()):
            say(line)
    else:
        write_result(result, chosen, output, sys.stdout.buffer, session.path)
    note(service.summary(result, output))


def _width() -> int | None:
    """Columns of the terminal; None over a pipe, where nothing is cut."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None
