"""`cjm ivr [NODE]`: how the calls of an IVR went, as text or JSON, with SQL, rows and calls."""

from collections.abc import Iterator
from dataclasses import asdict

import click

from cjm_tui.cli.journey import period_option, stamp_lines
from cjm_tui.cli.output import say, say_json, say_lines, table_lines
from cjm_tui.cli.rows import csv_option, print_rows, print_story
from cjm_tui.cli.session import Session, pass_session
from cjm_tui.domain import display, summary_words
from cjm_tui.domain import ivr_words as words
from cjm_tui.domain.ivr import STATES, FlowCut, FlowFilter, Ivr, Node
from cjm_tui.domain.text import shown
from cjm_tui.errors import UsageError
from cjm_tui.services.contact_story import contact_story
from cjm_tui.services.figure import figure_known
from cjm_tui.services.ivr import ivr as ivr_of
from cjm_tui.services.ivr_figure import calls_of, ivr_figure


@click.command()
@click.argument("node", required=False)
@period_option
@click.option("--touchpoint", default="", help="Which; else the only one of channel ivr.")
@click.option("--segment", help='Only this segment; "" for those whose is not known.')
@click.option("--hours", metavar="9-12", help="Only calls that began from 9:00 to before 12:00.")
@click.option("--flow", "version", help="Only this flow version.")
@click.option("--end", type=click.Choice(list(STATES)), help="With --calls, --sql, --rows.")
@click.option("--calls", is_flag=True, help="List the newest calls.")
@click.option("--call", "call_id", metavar="ID", help="Print one call's timeline.")
@click.option("--sql", is_flag=True, help="Print the SQL behind the calls, ready to run.")
@click.option("--rows", is_flag=True, help="Print the rows: calls, or a node's visits.")
@csv_option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@pass_session
def ivr(
    session: Session,
    node: str | None,
    period: str,
    touchpoint: str,
    segment: str | None,
    hours: str | None,
    version: str | None,
    end: str | None,
    calls: bool,
    call_id: str | None,
    sql: bool,
    rows: bool,
    as_csv: bool,
    as_json: bool,
) -> None:
    """Print an IVR: ends, containment beside resolution, the tree of nodes, ways, versions."""
    chosen = FlowFilter(segment, *_hours(hours), version)
    with session.reading() as reader:
        if call_id is not None:
            print_story(contact_story(reader, "interaction", call_id), as_json=as_json)
            return
        found = ivr_of(reader, session.catalog, touchpoint, period, chosen)
        at = found.touchpoint_id
        name = _node(found, node).name if node else None
        cut = FlowCut(f"calls{f' at {name}' if name else ''}", end_state=end, node=name)
        if sql or rows:
            figure = ivr_figure(reader, session.catalog, at, period, chosen, cut)
            counted = figure_known(reader, session.catalog, figure) if rows else None
        if calls:
            listed, total = calls_of(reader, session.catalog, at, period, chosen, cut)
    if sql:
        say_lines(figure.sql)
    if rows and counted is not None:
        said = summary_words.reckoning(counted.total, figure, figure.kpi)
        print_rows(counted, said, as_json=as_json, as_csv=as_csv)
    if calls:
        for call in listed:
            say(f"{call.call_id}  {words.call_words(call)}")
        say(f"the newest {len(listed):,} of {display.counted(total, 'call')}")
    if sql or rows or calls:
        return
    if as_json:
        say_json(asdict(found))
        return
    for line in _node_lines(found, _node(found, node)) if node else ivr_lines(found):
        say(line)


def _hours(text: str | None) -> tuple[int | None, int | None]:
    """Return the first hour and the one after the last; raises UsageError for anything else."""
    if text is None:
        return None, None
    first, _, last = text.partition("-")
    if not (first.isdecimal() and (last or "0").isdecimal()) or int(first) > 23:
        raise UsageError(f"{shown(text)!r} are no hours.", hint="--hours 9-12, or --hours 9.")
    end = int(last) if last else int(first) + 1
    if not int(first) < end <= 24:
        raise UsageError(f"{shown(text)!r} are no hours.", hint="--hours 9-12, or --hours 9.")
    return int(first), end


def _node(found: Ivr, name: str) -> Node:
    """Return the node of that name with most calls; raises UsageError where there is none."""
    for node in sorted(found.nodes, key=lambda node: -node.calls):
        if node.name.casefold() == name.strip().casefold():
            return node
    names = ", ".join(dict.fromkeys(shown(node.name) for node in found.nodes))
    raise UsageError(
        f"There is no node {shown(name)!r} here.", hint=f"There are {names}." if names else ""
    )


def _node_lines(found: Ivr, node: Node) -> Iterator[str]:
    yield from stamp_lines(found.state, found.period)
    yield ""
    for place in found.nodes:
        if place.name == node.name:
            yield f"{' › '.join(place.place.split(chr(31)))}"
            yield f"  {words.node_words(place, found.noun)}"
    for below in found.nodes:
        if below.parent == node.place:
            yield f"  then {words.node_words(below, found.noun)}"


def ivr_lines(found: Ivr) -> Iterator[str]:
    """Yield the page as plain lines."""
    yield from stamp_lines(found.state, found.period)
    yield ""
    of = f" ({found.filter.words})" if found.filter.words else ""
    yield f"{found.stage} › {found.name}{of}".removeprefix(" › ")
    yield words.owner_line(found)
    if not found.calls:
        yield "No steps of this touchpoint's legs are recorded in this period."
        return
    yield f"ended: {words.ends_line(found)}"
    yield from (text for text, _ in words.figure_lines(found))
    if found.nodes:
        yield ""
        yield from _tree(found)
    for title, lines in (
        ("Dead ends and loops", found.marks),
        ("Designed and walked", found.design),
        ("Ways", [words.way_words(way) for way in found.ways[:10]]),
        ("More", list(words.more_lines(found))),
    ):
        if lines:
            yield ""
            yield title
            yield from (f"  {line}" for line in lines)
    if found.ways_total > len(found.ways[:10]):
        yield f"  and {found.ways_total - len(found.ways[:10]):,} more ways"
    yield ""
    head, rows = words.version_rows(found)
    yield from table_lines(head, rows)


def _tree(found: Ivr) -> Iterator[str]:
    rows = [("  " * node.level + node.name, *words.node_cells(node)) for node in found.nodes]
    yield from table_lines(words.node_columns(found), rows, right=range(1, 8))
