"""`cjm journey`: the journey map as text or JSON."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import click

from cjm_tui.cli.options import refuse_ignored
from cjm_tui.cli.output import say, say_json, table_lines
from cjm_tui.cli.session import Session, pass_session
from cjm_tui.domain import (
    comparison_words,
    display,
    finding_words,
    journey_words,
    owner_words,
    score_words,
    signal_words,
)
from cjm_tui.domain.comparison import Comparison
from cjm_tui.domain.findings import TODAY
from cjm_tui.domain.journey import DataState, JourneyMap, JourneyRow, StageRow, TouchpointScore
from cjm_tui.domain.journey_filter import kept, parse_filter, unfinished
from cjm_tui.domain.journey_json import journey_json, three_json, versions_json
from cjm_tui.domain.journey_order import Order, ordered
from cjm_tui.domain.period import Period
from cjm_tui.domain.text import shown
from cjm_tui.errors import UsageError
from cjm_tui.services.data_state import data_state, period_of
from cjm_tui.services.findings import findings
from cjm_tui.services.journey_map import journey_map
from cjm_tui.services.journey_versions import journey_versions
from cjm_tui.services.segments import asked_segment

DEFAULT_PERIOD = "28d"
period_option = click.option(
    "--period", default=DEFAULT_PERIOD, show_default=True, help="7d, 28d, all, or A..B (two days)."
)
compare_option = click.option(
    "--compare",
    type=click.Choice([comparison.value for comparison in Comparison]),
    default=Comparison.BASELINE.value,
    show_default=True,
    help="With the frozen baseline, as many days before, or the same days 52 weeks before.",
)
_COLUMNS = ("", "touchpoint", "n", "kpi", "now", "range", "change", "signal", "target", "owner")
_CHANGE = 6
_RIGHT = (2, 4)


@click.command()
@period_option
@compare_option
@click.option(
    "--filter",
    "text",
    default="",
    help="Words and facets: worse channel:ivr flag:missed segment:priority.",
)
@click.option(
    "--sort",
    type=click.Choice([order.value for order in Order]),
    default=Order.STAGE.value,
    show_default=True,
    help="By stage, by customers short of the target (gap × volume), or by signal.",
)
@click.option("--desired", is_flag=True, help="Only what the desired maps would change.")
@click.option("--three", is_flag=True, help="Only today's three: what hurts most customers.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@pass_session
def journey(
    session: Session,
    period: str,
    compare: str,
    text: str,
    sort: str,
    desired: bool,
    three: bool,
    as_json: bool,
) -> None:
    """Print the journey map: every touchpoint with n, score, interval, signal and owner."""
    if desired:
        refuse_ignored("--desired", {"desired", "as_json"})
        _say_desired(session, as_json=as_json)
        return
    if three:
        refuse_ignored("--three, which ranks the whole site", {"three", "period", "as_json"})
        _say_three(session, period, as_json=as_json)
        return
    wanted = parse_filter(text)
    if lacking := unfinished(text):
        raise UsageError(f"--filter: {lacking}.", hint='Write segment:priority, stage:"get help".')
    with session.reading() as reader:
        named = wanted.segment
        segment = None if named is None else asked_segment(reader, named, period)
        board = journey_map(reader, session.catalog, period, Comparison(compare), segment)
    board = replace(board, journeys=kept(board.journeys, wanted))
    if as_json:
        say_json(journey_json(board))
        return
    for line in map_lines(board, Order(sort), filtered=bool(text)):
        say(line)


def _say_desired(session: Session, *, as_json: bool) -> None:
    with session.reading() as reader:
        found = journey_versions(reader)
    if as_json:
        say_json([versions_json(journey) for journey in found])
        return
    if not found:
        say("There is no desired map. Import a copy of touchpoints.csv whose version is desired.")
    for journey in found:
        say(f"{journey.name}: {display.counted(journey.changes, 'touchpoint')} would change")
        rows = [
            (line.mark, place.stage, place.name, "; ".join(line.differences))
            for line in journey.lines
            if (place := line.desired or line.now) is not None
        ]
        for text in table_lines(("", "stage", "touchpoint", "what differs"), rows):
            say(text)


def _say_three(session: Session, period: str, *, as_json: bool) -> None:
    with session.reading() as reader:
        found = findings(reader, session.catalog, period)
        state = data_state(reader)
        span = period_of(state, period)
    if as_json:
        say_json(three_json(found, state, span))
        return
    for line in stamp_lines(state, span):
        say(line)
    say()
    say(finding_words.heading(found))
    for number, finding in enumerate(found[:TODAY], 1):
        first, second = finding_words.lines(finding)
        say(f"{number}. {first}")
        say(f"   {second}")


def map_lines(
    board: JourneyMap, order: Order = Order.STAGE, *, filtered: bool = False
) -> Iterator[str]:
    """Yield the map as plain lines, stage by stage or as one table in another order."""
    yield from stamp_lines(board.state, board.period)
    if board.segment is not None:
        yield f"segment {shown(board.segment.words)} alone: there is no baseline by segment"
    found = ordered(board.journeys, order)
    if not found:
        yield (
            "Nothing matches the filter."
            if filtered
            else ("No touchpoints yet. Next: cjm import FILE …")
        )
        return
    if order is not Order.STAGE:
        yield journey_words.LEGENDS[order]
        yield ""
        yield from _in_order(board, order)
        yield from _footnotes(found)
        return
    for journey_row in board.journeys:
        yield ""
        review, _ = journey_words.review(journey_row, board.state)
        about = (journey_row.name, journey_row.customer_goal, review)
        yield " · ".join(part for part in about if part)
        table = iter(
            table_lines(
                _columns(board),
                [
                    _cells(score, board.period)
                    for stage in journey_row.stages
                    for score in stage.touchpoints
                ],
                right=_RIGHT,
            )
        )
        yield next(table)
        yield next(table)
        for stage in journey_row.stages:
            actions = display.counted(stage.open_actions, "action") if stage.open_actions else ""
            heading = (stage.name.upper(), stage.customer_need, actions)
            yield "  ".join(part for part in heading if part)
            for _ in stage.touchpoints:
                yield next(table)
    yield from _footnotes(found)


def _in_order(board: JourneyMap, order: Order) -> list[str]:
    mark, name, *rest = _columns(board)
    columns = [mark, name, "stage", *rest, "target is", "short of it"]
    rows = []
    for _, stage, score in ordered(board.journeys, order):
        first, second, *others = _cells(score, board.period)
        short = journey_words.short_of_target(score, full=True)
        goal = display.threshold(score.target)
        rows.append((first, second, stage.name, *others, goal, short))
    return table_lines(columns, rows, right=(3, 5))


def _footnotes(found: Sequence[tuple[JourneyRow, StageRow, TouchpointScore]]) -> Iterator[str]:
    if any(journey_words.best_of_data(score) for _, _, score in found):
        yield ""
        yield (
            "* no standard of good names this KPI: it is the best that the data allows,"
            " an outcome before a perception before an output"
        )


def _columns(board: JourneyMap) -> tuple[str, ...]:
    against = comparison_words.against(board.comparison, board.period)
    against = "" if board.segment else against
    return (*_COLUMNS[:_CHANGE], against, *_COLUMNS[_CHANGE + 1 :])


def stamp_lines(state: DataState, period: Period | None) -> Iterator[str]:
    """Yield what line 1 of every screen says: how current the data is, and the period."""
    parts = [display.data_until(state), display.period_words(period, state.as_of.date())]
    parts += ["STALE"] if state.stale else []
    parts += ["DEMO"] if state.demo else []
    yield " · ".join(part for part in parts if part)
    incomplete = display.incomplete_words(state, period)
    if incomplete:
        yield f"incomplete: {incomplete}"


def _cells(score: TouchpointScore, period: Period | None) -> tuple[str, ...]:
    unit = score.kpi.unit if score.kpi else None
    spread = display.interval(score.estimate, unit, fine=True) if unit else ""
    return (
        "◆" if "moment_of_truth" in score.flags else "",
        score.name,
        display.count(score.estimate.n),
        f"{score.kpi.short or score.kpi.name}{_star(score)}" if score.kpi else "",
        display.amount(score.estimate.value, unit, fine=True) if unit else "",
        f"{spread} so far" if spread and score_words.so_far(score, period) else spread,
        _change(score),
        signal_words.signal(score.change, score.estimate),
        display.target_state(score.state),
        owner_words.owner(score)[0],
    )


def _change(score: TouchpointScore) -> str:
    if score.kpi is None:
        return ""
    if score.compared is not None:
        return comparison_words.difference(score.compared, score.kpi)
    return display.change(score.change.change, score.kpi.unit, fine=True)


def _star(score: TouchpointScore) -> str:
    return "*" if journey_words.best_of_data(score) else ""
