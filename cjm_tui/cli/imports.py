"""`cjm import` and `cjm mappings`: files in, and what reads them."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click

from cjm_tui.cli.output import note, say, say_json, say_lines, table_lines
from cjm_tui.cli.session import Session, pass_session
from cjm_tui.domain.imports import (
    FileStatus,
    ImportOptions,
    ImportResult,
    Progress,
    import_exit_code,
)
from cjm_tui.domain.text import shown
from cjm_tui.errors import ExitCode, UsageError
from cjm_tui.importers.mapping import load_mappings
from cjm_tui.services import imports as service
from cjm_tui.services.site_kpis import troubles


@click.command("import")
@click.argument("paths", nargs=-1)
@click.option("--mapping", help="Read every file with this mapping.")
@click.option("--timezone", help="The files' time zone, where they carry no offset.")
@click.option(
    "--allow-bad",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="Accept a file with this share of bad rows.",
)
@click.option("--dry-run", is_flag=True, help="Say what would happen; change nothing.")
@click.option(
    "--over-edits",
    is_flag=True,
    help="Take the files' word also on owners and parties that people have edited since.",
)
@click.option("--undo", type=int, metavar="BATCH", help="Take back what only this batch brought.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, one object a file.")
@pass_session
def import_files(
    session: Session,
    paths: tuple[str, ...],
    mapping: str | None,
    timezone: str | None,
    allow_bad: float | None,
    dry_run: bool,
    over_edits: bool,
    undo: int | None,
    as_json: bool,
) -> int:
    """Import files and folders (.gz and .zip as well).

    \b
    Exit codes: 0 all accepted or unchanged, 3 rows quarantined,
    4 a file refused whole (the others are in; 4 wins over 3),
    5 the database stayed busy: what it says is busy is not in, try it again.
    """
    if undo is not None:
        _undo(session, undo, as_json)
        return ExitCode.OK
    if not all(paths) or not paths:  # an empty word is an unset variable, not this folder
        raise UsageError("Nothing to import.", hint="cjm import FILE-OR-FOLDER …")
    options = ImportOptions(
        mapping=mapping,
        timezone=timezone,
        allow_bad=allow_bad,
        dry_run=dry_run,
        over_edits=over_edits,
    )
    with progress_bar() as progress:
        results = service.import_paths(
            session.database, session.catalog, tuple(map(Path, paths)), options, progress
        )
    if as_json:
        say_json([result.as_json() for result in results])
    else:
        for result in results:
            for text in result_lines(result):
                say(text)
    _note_broken_kpis(session)
    if not results:
        note(f"nothing to import in {', '.join(map(shown, paths))}: no file has a name of data")
    return import_exit_code(results)


def _note_left_out() -> None:
    """Say which of the user's own mappings break a rule: they read no file."""
    for refused in load_mappings().refused:
        note(f"left out: {refused.message}")


def _note_broken_kpis(session: Session) -> None:
    """Say which KPIs of the site's own were not counted with this import, and why."""
    with session.database.read() as reader:
        for said in troubles(reader, session.catalog):
            note(said)


def _undo(session: Session, batch: int, as_json: bool) -> None:
    outcome = service.undo(session.database, session.catalog, batch)
    if as_json:
        say_json(asdict(outcome))
        return
    say(f"Batch {outcome.batch} ({outcome.file}) is taken back.")
    for table, count in outcome.targets.items():
        say(f"  {table}: {count.removed:,} removed, {count.restored:,} restored")
        if count.left_total:
            say(f"  {count.left_total:,} rows that others changed or brought as well are left:")
            for key in count.left:
                say(f"    {key}")


def result_lines(result: ImportResult) -> Iterator[str]:
    """Yield what became of a file: one line, and one more for what a person should look at."""
    if result.status is FileStatus.REFUSED:
        yield f"{result.file}: REFUSED: {result.reason}"
        if result.batch is not None and "rows are bad" in result.reason:
            yield f"  see why: cjm quarantine --batch {result.batch}; or say --allow-bad PERCENT"
        elif result.reason.startswith("no mapping fits"):
            yield "  another system's file? cjm map FILE proposes a mapping for it"
        return
    if result.status is FileStatus.BUSY:
        yield f"{result.file}: NOT IN: {result.reason}"
        return
    if result.status is FileStatus.UNCHANGED:
        yield f"{result.file}: unchanged, imported before"
        return
    parts = [f"{result.read:,} read = {result.accepted:,} accepted"]
    parts.append(f"{result.ignored:,} ignored + {result.quarantined:,} quarantined")
    verb = "would load" if result.dry_run else "loaded"
    batch = f" as batch {result.batch}" if result.batch is not None else ""
    done = f"{verb} by {result.mapping}{batch}"
    yield f"{result.file}: {done}: {' + '.join(parts)} · {result.seconds:.1f} s"
    for table, count in result.targets.items():
        yield (
            f"  {table}: {count.produced:,} produced = {count.inserted:,} inserted"
            f" + {count.updated:,} updated + {count.unchanged:,} unchanged"
        )
        if count.kept:
            yield (
                f"    {count.kept:,} of them stay as people have edited them; "
                "--over-edits takes the file's word"
            )
    if result.quarantined and result.batch is not None:
        yield f"  see why: cjm quarantine --batch {result.batch}"


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Show a bar on a terminal's stderr; over a pipe nothing."""
    if not sys.stderr.isatty():
        yield lambda _step, _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)

        def show(step: str, done: int, total: int | None) -> None:
            bar.update(task, description=shown(step), completed=done, total=total)

        yield show


@click.command()
@click.argument("show", required=False, metavar="[show]")
@click.argument("name", required=False)
def mappings(show: str | None, name: str | None) -> None:
    """List the mappings, or `show NAME` one."""
    if show is None:
        listed = [(m.name, m.title, ", ".join(m.targets), m.origin) for m in service.mappings()]
        for text in table_lines(("mapping", "reads", "makes", "from"), listed):
            say(text)
        _note_left_out()
        return
    if show != "show" or name is None:
        raise UsageError(f"cjm mappings {show}?", hint="cjm mappings show NAME")
    say_lines(service.mapping_text(name))
