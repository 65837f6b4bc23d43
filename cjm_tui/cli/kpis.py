"""`cjm kpis`: every KPI with value, interval and n."""

import click

from cjm_tui.cli.journey import period_option, stamp_lines
from cjm_tui.cli.kpi_history import print_history
from cjm_tui.cli.output import note, say, say_json, table_lines
from cjm_tui.cli.session import Session, pass_session
from cjm_tui.cli.touchpoint import definition_lines, kpi_cells
from cjm_tui.domain.journey_json import kpi_json
from cjm_tui.domain.kpi import Kpi
from cjm_tui.domain.touchpoint import KpiBoard
from cjm_tui.services.kpis import kpis as kpi_board
from cjm_tui.services.site_kpis import site_kpis, troubles


@click.command()
@period_option
@click.option("--touchpoint", help="Only this touchpoint.")
@click.option("--missing", is_flag=True, help="Only the KPIs without data, and what each needs.")
@click.option("--history", metavar="KPI", help="Its definitions, what each did, what was decided.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@pass_session
def kpis(
    session: Session,
    period: str,
    touchpoint: str | None,
    missing: bool,
    history: str | None,
    as_json: bool,
) -> None:
    """Print every KPI with value, interval, n, target, and the day to which it is final.

    Class and retirement are changed by `cjm edit kpi NAME class=outcome --why "…"`.
    """
    if history is not None:
        print_history(session, history, period, as_json=as_json)
        return
    with session.reading() as reader:
        board = kpi_board(reader, session.catalog, period, touchpoint)
        known = site_kpis(reader, session.catalog)
        wrong = troubles(reader, session.catalog)
    for said in wrong:
        note(said)
    if missing:
        _say_missing(list(known.values()), board, as_json=as_json)
        return
    if as_json:
        say_json([kpi_json(line, board.period) for line in board.lines])
        return
    for line in stamp_lines(board.state, board.period):
        say(line)
    if not board.lines:
        note("No KPI has data in this period.")
        return
    columns = ("touchpoint", "kpi", "class", "now", "range", "n", "target", "final to")
    rows = [(line.touchpoint_name or "all touchpoints", *kpi_cells(line)) for line in board.lines]
    for text in table_lines(columns, rows, right=(3, 5)):
        say(text)
    say()
    for text in definition_lines(board.lines):
        say(text)


def _say_missing(kpis: list[Kpi], board: KpiBoard, *, as_json: bool) -> None:
    """Print the KPIs that have no row in the period, each with the columns that it needs."""
    found = {line.kpi.name for line in board.lines}
    lacking = [kpi for kpi in kpis if kpi.name not in found]
    if as_json:
        say_json([{"kpi": k.name, "title": k.title, "needs": k.needs or None} for k in lacking])
        return
    rows = [(kpi.name, kpi.title, kpi.needs or "rows that its query counts") for kpi in lacking]
    for text in table_lines(("kpi", "title", "needs"), rows):
        say(text)
