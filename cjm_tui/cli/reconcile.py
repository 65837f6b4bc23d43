"""`cjm reconcile`: the ACD's own daily report beside our figures."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from cjm_tui.cli.expect import local_time
from cjm_tui.cli.imports import progress_bar
from cjm_tui.cli.output import note, say, say_json, table_lines
from cjm_tui.cli.session import Session, pass_session
from cjm_tui.domain import acd_words as words
from cjm_tui.domain import imports_words
from cjm_tui.domain.acd_report import Reconciliation
from cjm_tui.domain.reconciliation import Cell, Finding, MeasureResult, Status
from cjm_tui.services import reconcile as service

_SHOWN = 10


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--mapping", help="Read it with this mapping.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@pass_session
def reconcile(session: Session, file: Path | None, mapping: str | None, as_json: bool) -> None:
    """Compare the ACD's own daily report with our figures, and say which definition differs.

    FILE is imported as any other and kept; without one, the reports of the newest five weeks that
    were read are compared.
    """
    batch = None
    if file is not None:
        with progress_bar() as progress:
            result = service.read_report(session.database, session.catalog, file, mapping, progress)
        batch = result.batch
        if result.quarantined:
            note(f"{result.quarantined:,} lines are in quarantine: cjm quarantine --batch {batch}")
    found = service.reconciliation(session.database.read, batch)
    if as_json:
        say_json(report_json(found))
        return
    for text in report_lines(found):
        say(text)


def report_lines(found: Reconciliation) -> Iterator[str]:
    """Yield the reconciliation as plain lines."""
    report = found.report
    if report is None:
        yield "No report of the ACD has been read yet. Next: cjm reconcile FILE"
        return
    read = imports_words.read_at(report.read_at, report.who, found.now)
    yield f"The ACD's report beside ours: {report.file}, read {read}, batch {report.batch}"
    yield words.heading(found)
    yield from words.left_out(found)
    if missing := words.not_reported(found):
        yield missing
    if doubt := words.doubt(found):
        yield doubt
    if not found.results:
        return
    yield ""
    rows = [words.totals(result) for result in found.results]
    yield from table_lines(words.COLUMNS, rows, right=(1, 2, 3, 4))
    yield ""
    for result in found.results:
        for finding in result.findings:
            yield f"{words.title(result.measure)}: {words.verdict(result, finding, found)}."
    yield from _looks(found)


def _looks(found: Reconciliation) -> Iterator[str]:
    near = found.now.date()
    for result in found.results:
        cells = result.left(result.cells)
        if not cells:
            continue
        yield ""
        cut = "" if len(cells) <= _SHOWN else f", the largest {_SHOWN} of {len(cells):,}"
        yield f"{words.title(result.measure)} differs still{cut}; the calls behind a line:"
        for cell in cells[:_SHOWN]:
            yield f"  {words.cell(cell, result.measure, near)}"
            yield f"    {words.calls_command(cell)}"


def report_json(found: Reconciliation) -> dict[str, Any]:
    """Return the reconciliation as scripts read it."""
    report = found.report
    zone = ZoneInfo(found.state.timezone)
    return {
        "report": None
        if report is None
        else {
            "file": report.file,
            "batch": report.batch,
            "read_at": local_time(report.read_at, zone),
            "who": report.who or None,
        },
        "service_level_s": found.threshold_s,
        "first_day": found.first_day,
        "last_day": found.last_day,
        "days": found.days,
        "measures": [
            _finding_json(result, finding, found)
            for result in found.results
            for finding in result.findings
        ],
        "left_out": [
            {
                "day": line.day,
                "place_kind": line.place.kind,
                "place": line.place.name,
                "reason": line.reason,
            }
            for line in found.left_out
        ],
        "not_reported": [
            {"place_kind": place.kind, "place": place.name, "calls": n}
            for place, n in found.not_reported
        ],
    }


def _finding_json(result: MeasureResult, finding: Finding, found: Reconciliation) -> dict[str, Any]:
    cells, measure = finding.cells, result.measure
    explained = finding.status in (Status.EXPLAINED, Status.FITS)
    threshold = found.threshold_s
    return {
        "measure": str(measure),
        "place": finding.place.name if finding.place else None,
        "status": str(finding.status),
        "theirs": result.theirs(cells),
        "ours": result.ours(cells),
        "by_their_definition": result.ours(cells, explained=True) if explained else None,
        "definition": words.definition(finding, result, threshold) if explained else None,
        "alternatives": [
            words.clauses(variant, measure, threshold) for variant in finding.alternatives
        ],
        "days": finding.days,
        "days_agreeing": result.days_agreeing(cells, explained=True),
        "lines": len(cells),
        "lines_agreeing": finding.agreeing,
        "differences": [_cell_json(result, cell) for cell in result.left(cells)],
    }


def _cell_json(result: MeasureResult, cell: Cell) -> dict[str, Any]:
    return {
        "day": cell.day,
        "place_kind": cell.place.kind,
        "place": cell.place.name,
        "theirs": cell.theirs,
        "ours": cell.ours.value(result.measure),
        "by_their_definition": cell.explained.value(result.measure) if cell.explained else None,
    }
