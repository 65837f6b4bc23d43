"""`cjm touchpoint NAME`: one touchpoint as text or JSON, its SQL and its rows."""

from collections.abc import Iterable, Iterator
from enum import Enum

import click

from cjm_tui.cli.change_log import print_log
from cjm_tui.cli.journey import compare_option, period_option, stamp_lines
from cjm_tui.cli.options import refuse_ignored
from cjm_tui.cli.output import say, say_json, say_lines, table_lines
from cjm_tui.cli.parts import print_parts
from cjm_tui.cli.rows import csv_option, print_rows, rows_json
from cjm_tui.cli.session import Session, pass_session
from cjm_tui.cli.words import said_line, words_lines
from cjm_tui.domain import display, owner_words, score_words, summary_words
from cjm_tui.domain.breakdown import Dimension, parse_cut
from cjm_tui.domain.comparison import Comparison
from cjm_tui.domain.journey_json import figure_json, page_json
from cjm_tui.domain.kpi_classes import by_class, meaning
from cjm_tui.domain.rows import Rows
from cjm_tui.domain.signal_words import rebased_words
from cjm_tui.domain.touchpoint import Figure, KpiLine, TouchpointPage
from cjm_tui.domain.touchpoint_words import action_terms
from cjm_tui.domain.words.page import View, Voice
from cjm_tui.domain.words.sentences import survey_words
from cjm_tui.domain.words.words_json import words_json
from cjm_tui.errors import UsageError
from cjm_tui.services.figure import figure, figure_known
from cjm_tui.services.touchpoint import touchpoint as touchpoint_page
from cjm_tui.services.words import words


class Mode(Enum):
    """What is printed of a touchpoint, by what asks for it."""

    PAGE = "the page of a touchpoint"
    LOG = "--log"
    WORDS = "--words"
    PARTS = "--by"
    CHANGED = "--changed"
    SQL = "--sql"
    ROWS = "--rows"


_TAKES = {
    Mode.PAGE: {"period", "as_json"},
    Mode.LOG: {"log", "as_json"},
    Mode.WORDS: {"view", "voice", "period", "as_json"},
    Mode.PARTS: {"by", "kpi", "period", "as_json"},
    Mode.CHANGED: {"changed", "by", "kpi", "period", "as_json"},
    Mode.SQL: {"sql", "changed", "only", "kpi", "period", "as_json"},
    Mode.ROWS: {"rows", "sql", "changed", "only", "kpi", "period", "as_json", "as_csv"},
}


@click.command()
@click.argument("name")
@period_option
@click.option("--kpi", help="With --by, --changed, --sql or --rows: instead of the map's own.")
@click.option(
    "--by",
    type=click.Choice([dimension.value for dimension in Dimension]),
    help="Break the KPI down; hour prints hours and weekdays.",
)
@click.option("--changed", is_flag=True, help="Print what changed most, in words and by groups.")
@compare_option
@click.option(
    "--only",
    multiple=True,
    metavar="DIMENSION=VALUE",
    help="With --sql or --rows: only these rows; hour=9, weekday=Mon, team= for not known.",
)
@click.option("--sql", is_flag=True, help="Print the SQL behind the number, ready to run.")
@click.option("--rows", is_flag=True, help="Print the rows that the number counts, and whose.")
@csv_option
@click.option(
    "--words",
    "view",
    is_flag=False,
    flag_value=View.NEWEST.value,
    type=click.Choice([view.value for view in View]),
    help="Print what is said there instead: newest, worst, best, themes or disagreements.",
)
@click.option(
    "--voice",
    type=click.Choice([voice.value for voice in Voice]),
    default=Voice.CUSTOMER.value,
    show_default=True,
    help="With --words: whose.",
)
@click.option("--log", is_flag=True, help="Print who changed what there instead, and why.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@pass_session
def touchpoint(
    session: Session,
    name: str,
    period: str,
    kpi: str | None,
    by: str | None,
    changed: bool,
    compare: str,
    only: tuple[str, ...],
    sql: bool,
    rows: bool,
    as_csv: bool,
    view: str | None,
    voice: str,
    log: bool,
    as_json: bool,
) -> None:
    """Print a touchpoint: standard of good, score, KPIs, words, accountability, actions."""
    mode = _mode(log=log, words=view is not None, rows=rows, sql=sql, changed=changed, by=bool(by))
    refuse_ignored(mode.value, _TAKES[mode] | ({"compare"} if changed else set()))
    against = Comparison(compare) if changed else None
    match mode:
        case Mode.LOG:
            print_log(session, name, as_json=as_json)
        case Mode.WORDS:
            of = View(view or View.NEWEST)
            _print_words(session, name, period, of, Voice(voice), as_json=as_json)
        case Mode.PARTS | Mode.CHANGED:
            dimension = Dimension(by) if by else None
            print_parts(session, name, kpi, period, dimension, against, as_json=as_json)
        case Mode.SQL | Mode.ROWS:
            if as_json and as_csv:
                raise UsageError("--json and --csv are two forms.", hint="Ask for one of them.")
            with session.reading() as reader:
                cut = parse_cut(only)
                found = figure(reader, session.catalog, name, kpi, period, cut, against)
                counted = figure_known(reader, session.catalog, found) if rows else None
            _print_behind(found, counted, sql=sql, as_json=as_json, as_csv=as_csv)
        case Mode.PAGE:
            _print_page(session, name, period, as_json=as_json)


def _mode(*, log: bool, words: bool, rows: bool, sql: bool, changed: bool, by: bool) -> Mode:
    asked = (
        (log, Mode.LOG),
        (words, Mode.WORDS),
        (rows, Mode.ROWS),
        (sql, Mode.SQL),
        (changed, Mode.CHANGED),
        (by, Mode.PARTS),
    )
    return next((mode for wanted, mode in asked if wanted), Mode.PAGE)


def _print_behind(
    found: Figure, counted: Rows | None, *, sql: bool, as_json: bool, as_csv: bool
) -> None:
    """Print the SQL behind a number, its rows, or both."""
    reckoning = counted and summary_words.reckoning(counted.total, found, "the number")
    if as_json:
        own = figure_json(found) if sql else {}
        say_json(own | (rows_json(counted, reckoning or "") if counted is not None else {}))
        return
    if sql:
        say_lines(found.sql)
    if counted is not None:
        print_rows(counted, reckoning or "", as_csv=as_csv)


def _print_page(session: Session, name: str, period: str, *, as_json: bool) -> None:
    with session.reading() as reader:
        page = touchpoint_page(reader, session.catalog, name, period)
    if as_json:
        say_json(page_json(page))
        return
    for line in page_lines(page):
        say(line)


def _print_words(
    session: Session, name: str, period: str, view: View, voice: Voice, *, as_json: bool
) -> None:
    with session.reading() as reader:
        page = words(reader, session.catalog, name, period, view, voice)
    if as_json:
        say_json(words_json(page))
        return
    for line in words_lines(page):
        say(line)


def page_lines(page: TouchpointPage) -> Iterator[str]:
    """Yield the page as plain lines."""
    today = page.state.as_of.date()
    yield from stamp_lines(page.state, page.period)
    yield ""
    yield score_words.score_line(page.score, f"{page.stage} › {page.score.name}", page.period)
    if said := survey_words(page.score.kpi, page.response):
        yield f"survey: {said}"
    if page.score.change.rule:
        yield f"rule: {page.score.change.rule}"
    if anew := rebased_words(page.chart, page.period.last):
        yield anew
    yield ""
    yield from _standard(page)
    yield from _block("KPIs", _kpi_lines(page))
    yield from _block(f"Words ({page.words_total:,})", [said_line(said) for said in page.words])
    yield from _block(
        "Accountability",
        [owner_words.party_words(party, today).line for party in page.accountability],
    )
    yield from _block("Enablers", [f"{layer}: {item}" for layer, item in page.enablers])
    actions = [f"{one.title} · {action_terms(one, today)}" for one in page.actions]
    yield from _block("Actions", actions)
    yield from _block(
        "Annotations",
        [f"{a.first_day} – {a.last_day}  {a.kind}: {a.note}" for a in page.annotations],
    )


def _standard(page: TouchpointPage) -> Iterator[str]:
    if not page.standard_of_good:
        yield "No standard of good is set for this touchpoint."
        return
    yield f"What good looks like: {page.standard_of_good}"
    by = [page.good_author, str(page.good_set_at) if page.good_set_at else ""]
    if any(by):
        yield "set by " + ", ".join(part for part in by if part)


def _block(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield title
        yield from (f"  {line}" for line in lines)


def _kpi_lines(page: TouchpointPage) -> list[str]:
    lacking = [gap.words for gap in page.zero_waits]
    lacking += [f"no data here: {gap.words}" for gap in page.gaps]
    if not page.kpis:
        return lacking
    columns = ("kpi", "class", "now", "range", "n", "target", "final to", "survey")
    cells = [(*kpi_cells(line), survey_words(line.kpi, page.response)) for line in page.kpis]
    shown = columns if any(row[-1] for row in cells) else columns[:-1]
    table = table_lines(shown, [row[: len(shown)] for row in cells], right=(2, 4))
    classes = [meaning(kpi_class) for kpi_class, _ in by_class(page.kpis)]
    lacking = ["", *lacking] if lacking else []
    return [*table, *lacking, "", *classes, "", *definition_lines(page.kpis)]


def kpi_cells(line: KpiLine) -> tuple[str, ...]:
    """Return a KPI as cells: title, class, value, range, n, target, final day."""
    unit = line.kpi.unit
    goal = display.threshold(line.target)
    return (
        line.kpi.title,
        line.kpi.kpi_class,
        display.amount(line.estimate.value, unit, fine=True) or "too few",
        display.interval(line.estimate, unit, fine=True),
        display.count(line.estimate.n),
        f"{goal} {display.target_state(line.state)}".strip(),
        display.short_day(line.final_until) if line.final_until else "",
    )


def definition_lines(lines: Iterable[KpiLine]) -> Iterator[str]:
    """Yield each KPI's variant once: without it no figure can be compared with another's."""
    for kpi in {line.kpi.name: line.kpi for line in lines}.values():
        yield f"{kpi.short}: {kpi.variant} (query kpi/{kpi.name})"
