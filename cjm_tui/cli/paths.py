"""`cjm paths`: paths across touchpoints as text or JSON, their SQL and their rows."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import click

from cjm_tui.cli.journey import compare_option, period_option, stamp_lines
from cjm_tui.cli.output import say, say_json, say_lines, table_lines
from cjm_tui.cli.rows import csv_option, print_rows
from cjm_tui.cli.session import Session, pass_session
from cjm_tui.domain import display, path_marks, summary_words
from cjm_tui.domain import path_lists as lists
from cjm_tui.domain import path_words as words
from cjm_tui.domain.comparison import Comparison
from cjm_tui.domain.path_lists import PathOrder
from cjm_tui.domain.path_rules import (
    PATH_RULES,
    PathWish,
    parse_days,
    parse_hours,
    parse_wish,
)
from cjm_tui.domain.paths import Mark, Move, Paths
from cjm_tui.domain.paths_json import paths_json
from cjm_tui.errors import UsageError
from cjm_tui.services.figure import figure_known
from cjm_tui.services.journey_map import all_touchpoints
from cjm_tui.services.names import named
from cjm_tui.services.path_figure import path_figure
from cjm_tui.services.paths import paths as paths_of

_MOST = 20  # lines of a list without --all
_WIDEST = 72  # characters of a path in a table

Listed = tuple[list[str], list[Mark]]  # the lines of a list, and what stands behind each


@click.command()
@period_option
@compare_option
@click.option(
    "--gap", metavar="12h|7d", help="The silence that ends a path, instead of the site's."
)
@click.option("--rule", type=click.Choice(PATH_RULES), help="Which paths the period counts.")
@click.option("--back", metavar="DAYS", help="Within how many days of its end one came back.")
@click.option("--segment", help='Only this segment\'s paths; "not known" for the rest.')
@click.option("--filter", "text", default="", help="Words of touchpoints' names that a line has.")
@click.option(
    "--sort",
    type=click.Choice([order.value for order in PathOrder]),
    default=PathOrder.VOLUME.value,
    show_default=True,
    help="Variants by volume, or by volume × outcome.",
)
@click.option("--after", metavar="TOUCHPOINT", help="Where people go from there.")
@click.option("--before", metavar="TOUCHPOINT", help="Where people come from.")
@click.option("--deviations", is_flag=True, help="What people do instead of the design.")
@click.option("--switches", is_flag=True, help="Turns to another channel within 24 hours.")
@click.option("--loops", is_flag=True, help="The same touchpoint again in one path.")
@click.option("--all", "everything", is_flag=True, help=f"All lines, not the first {_MOST}.")
@click.option("--line", type=int, help="With --sql or --rows: of this line, not of all paths.")
@click.option("--sql", is_flag=True, help="Print the SQL behind the figure, ready to run.")
@click.option("--rows", is_flag=True, help="Print the rows that the figure counts.")
@csv_option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@pass_session
def paths(
    session: Session,
    period: str,
    compare: str,
    gap: str | None,
    rule: str | None,
    back: str | None,
    segment: str | None,
    text: str,
    sort: str,
    after: str | None,
    before: str | None,
    deviations: bool,
    switches: bool,
    loops: bool,
    everything: bool,
    line: int | None,
    sql: bool,
    rows: bool,
    as_csv: bool,
    as_json: bool,
) -> None:
    """Print the paths of customers across touchpoints, and what came of them."""
    if sum(map(bool, (after, before, deviations, switches, loops))) > 1:
        raise UsageError("Only one of --after, --before, --deviations, --switches, --loops.")
    if line is not None and not (sql or rows):
        raise UsageError("--line is for --sql and --rows.")
    wish = _wish(gap, rule, back, segment, text)
    with session.reading() as reader:
        found = paths_of(reader, session.catalog, period, wish, Comparison(compare))
        if after or before:
            at = named(after or before or "", all_touchpoints(reader)).touchpoint_id
            listed = _moves(found, at, after=bool(after))
        elif deviations or switches or loops:
            listed = (_deviations if deviations else _switches if switches else _loops)(found)
        else:
            listed = _variants(found, PathOrder(sort))
        if sql or rows:
            mark = _mark(found, listed[1], line)
            behind = path_figure(reader, session.catalog, period, wish, mark).rows
            counted = figure_known(reader, session.catalog, behind) if rows else None
    if sql:
        say_lines(behind.sql)
    if rows and counted is not None:
        said = summary_words.reckoning(counted.total, behind, mark.title)
        print_rows(counted, said, as_json=as_json, as_csv=as_csv)
    if sql or rows:
        return
    if as_json:
        say_json(paths_json(found, PathOrder(sort)))
        return
    for each in _page(found, listed[0], everything=everything):
        say(each)


def _wish(
    gap: str | None, rule: str | None, back: str | None, segment: str | None, text: str
) -> PathWish:
    wish = parse_wish(text)
    if gap is not None:
        wish = replace(wish, gap_hours=parse_hours(gap))
    if rule is not None:
        wish = replace(wish, rule=rule)
    if back is not None:
        wish = replace(wish, back_days=parse_days(back))
    if segment is not None:
        wish = replace(wish, segment="" if segment == "not known" else segment)
    return wish


def _mark(found: Paths, marks: Sequence[Mark], line: int | None) -> Mark:
    if line is None:
        return path_marks.of_all(found)
    if not 1 <= line <= len(marks):
        raise UsageError(f"There is no line {line}.", hint=f"The list has {len(marks)}.")
    return marks[line - 1]


def _page(found: Paths, lines: Sequence[str], *, everything: bool) -> Iterator[str]:
    yield from stamp_lines(found.state, found.period)
    if found.period is None:
        yield "There is no data yet. Next: cjm import FILE …"
        return
    yield words.rules(found)
    yield words.coverage(found)
    yield "".join(words.summary(found))
    yield ""
    head = [text for text in lines[:2] if text]
    body = lines[2:]
    shown = body if everything else body[:_MOST]
    yield from head
    yield from shown
    if len(body) > len(shown):
        yield f"… and {display.counted(len(body) - len(shown), 'line')} more: --all"


def _variants(found: Paths, order: PathOrder) -> Listed:
    kept = lists.variants(found, order)
    columns = ["", "path", "paths", "share", "came back", "95% range", "known", "more", "lasts"]
    columns += ["low scores", "answers"]
    compared = found.before is not None
    columns += ["share vs then"] if compared else []
    cells = []
    for number, one in enumerate(kept, 1):
        low = words.rate(one.answers, one.low_answers, found.minimum)
        cells.append(
            [
                str(number),
                _clipped(words.variant(found, one)),
                display.count(one.paths),
                words.share(one.paths, found.totals.paths),
                words.rate(one.known, one.back, found.minimum),
                words.interval(one.known, one.back, found.minimum),
                display.count(one.known),
                words.excess(words.variant_beside(found, one), found.minimum),
                words.lasting(one.seconds),
                low,
                display.count(one.answers),
                *([words.change(found, one)] if compared else []),
            ]
        )
    lines = table_lines(columns, cells, right=(0, 2, 3, 4, 5, 6, 7, 8, 9, 10))
    return lines, [path_marks.of_variant(found, one) for one in kept]


def _clipped(path: str) -> str:
    """Return a path in a table's width; --json and --rows have it whole."""
    return path if len(path) <= _WIDEST else path[: _WIDEST - 1].rstrip() + "…"


def _deviations(found: Paths) -> Listed:
    kept = lists.deviations(found)
    lines = [words.design(found), ""]
    for number, one in enumerate(kept, 1):
        counts = f"({one.paths:,} of {one.of:,})"
        said = words.outcome(one.beside, found.minimum, sure=one.sure)
        more = words.more(one.beside, found.minimum)
        lines.append(f"{number:3}. {words.deviation(found, one)} {counts}; {said}{more}")
    if not kept:
        lines.append("No path deviates from the design.")
    return lines, [path_marks.of_deviation(found, one) for one in kept]


def _moves(found: Paths, at: str, *, after: bool) -> Listed:
    place = found.place(at)
    kept = lists.after(found, at) if after else lists.before(found, at)
    columns = ["", "then" if after else "before", "how", "visits", "share", "after", "came back"]
    columns += ["95% range", "known"]
    cells = [_move_cells(found, one, place.visits, after=after) for one in kept]
    marks = [path_marks.of_move(found, one) for one in kept]
    if not after and place.begins:
        came = (place.begins_known, place.begins_back, found.minimum)
        share = words.share(place.begins, place.visits)
        begin = ["the path begins", "", display.count(place.begins), share, ""]
        cells.append([*begin, words.rate(*came), words.interval(*came), str(place.begins_known)])
        marks.append(path_marks.of_beginnings(found, at))
    numbered = [[str(number), *cell] for number, cell in enumerate(cells, 1)]
    return table_lines(columns, numbered, right=(0, 3, 4, 5, 6, 7, 8)), marks


def _move_cells(found: Paths, one: Move, visits: int, *, after: bool) -> list[str]:
    came = (one.known, one.back, found.minimum)
    return [
        words.move_to(found, one) if after else found.name(one.touchpoint_id),
        words.how(one),
        display.count(one.visits),
        words.share(one.visits, visits),
        words.lasting(one.wait_s),
        words.rate(*came),
        words.interval(*came),
        display.count(one.known),
    ]


def _switches(found: Paths) -> Listed:
    visits = {channel.channel: channel.visits for channel in found.channels}
    columns = [
        "",
        "switch",
        "times",
        "of visits",
        "after",
        "paths",
        "came back",
        "95% range",
        "known",
    ]
    cells = [
        [
            str(number),
            words.switch(one),
            display.count(one.switches),
            words.share(one.switches, visits.get(one.channel, 0)),
            words.lasting(one.wait_s),
            display.count(one.paths),
            words.rate(one.known, one.back, found.minimum),
            words.interval(one.known, one.back, found.minimum),
            display.count(one.known),
        ]
        for number, one in enumerate(lists.switches(found), 1)
    ]
    lines = table_lines(columns, cells, right=range(2, 9))
    return lines, [path_marks.of_switch(one) for one in lists.switches(found)]


def _loops(found: Paths) -> Listed:
    kept = lists.loops(found)
    columns = [
        "",
        "loop",
        "paths",
        "of paths",
        "times",
        "most visits",
        "came back",
        "95% range",
        "known",
    ]
    cells = [
        [
            str(number),
            words.loop(found, one),
            display.count(one.paths),
            words.share(one.paths, found.place(one.touchpoint_id).paths),
            display.count(one.times),
            str(one.most),
            words.rate(one.known, one.back, found.minimum),
            words.interval(one.known, one.back, found.minimum),
            display.count(one.known),
        ]
        for number, one in enumerate(kept, 1)
    ]
    lines = table_lines(columns, cells, right=range(2, 9))
    return lines, [path_marks.of_loop(found, one) for one in kept]
