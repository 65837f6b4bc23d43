"""`cjm journey`: the journey map as text or JSON."""

from collections.abc import Iterator

import click

from cjm_tui.cli.output import say, say_json, table_lines
from cjm_tui.cli.session import Session, pass_session
from cjm_tui.domain import comparison_words, display, owner_words, score_words, signal_words
from cjm_tui.domain.comparison import Comparison
from cjm_tui.domain.journey import DataState, JourneyMap, TouchpointScore
from cjm_tui.domain.journey_json import journey_json
from cjm_tui.domain.period import Period
from cjm_tui.services.journey_map import journey_map

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
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@pass_session
def journey(session: Session, period: str, compare: str, as_json: bool) -> None:
    """Print the journey map: every touchpoint with n, score, interval, signal and owner."""
    with session.reading() as reader:
        board = journey_map(reader, session.catalog, period, Comparison(compare))
    if as_json:
        say_json(journey_json(board))
        return
    for line in map_lines(board):
        say(line)


def map_lines(board: JourneyMap) -> Iterator[str]:
    """Yield the map as plain lines, stage by stage."""
    yield from stamp_lines(board.state, board.period)
    if not any(stage.touchpoints for journey in board.journeys for stage in journey.stages):
        yield "No touchpoints yet. Next: cjm import FILE …"
        return
    for journey_row in board.journeys:
        yield ""
        yield " · ".join(part for part in (journey_row.name, journey_row.customer_goal) if part)
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


def _columns(board: JourneyMap) -> tuple[str, ...]:
    against = comparison_words.against(board.comparison, board.period)
    return (*_COLUMNS[:_CHANGE], against, *_COLUMNS[_CHANGE + 1 :])


def stamp_lines(state: DataState, period: Period | None) -> Iterator[str]:
    """Yield what line 1 of every screen says: how current the data is, and the period."""
    parts = [display.data_until(state), display.period_words(period)]
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
        score.kpi.short or score.kpi.name if score.kpi else "",
        display.amount(score.estimate.value, unit, fine=True) if unit else "",
        f"{spread} so far" if spread and score_words.so_far(score, period) else spread,
        _change(score),
        signal_words.signal(score.change, score.estimate.n),
        display.target_state(score.state),
        owner_words.owner(score)[0],
    )


def _change(score: TouchpointScore) -> str:
    if score.kpi is None:
        return ""
    if score.compared is not None:
        return comparison_words.difference(score.compared, score.kpi)
    return display.change(score.change.change, score.kpi.unit, fine=True)
