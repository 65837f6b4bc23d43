"""Which rows stand behind a figure of paths, and how many the figure said that they are."""

from cjm_tui.domain import path_words as words
from cjm_tui.domain.path_design import Deviation, Kind
from cjm_tui.domain.paths import Behind, Loop, Mark, Move, Paths, Switch, Variant


def of_all(found: Paths) -> Mark:
    """Return all paths."""
    return Mark(Behind.PATHS, found.totals.paths, "all paths")


def of_variant(found: Paths, one: Variant) -> Mark:
    """Return the paths of a variant, or of all that are counted together."""
    title = words.variant(found, one)
    if one.is_rest:
        return Mark(Behind.REST, one.paths, title)
    return Mark(Behind.VARIANT, one.paths, title, one.touchpoints, flag=one.goes_on)


def of_deviation(found: Paths, one: Deviation) -> Mark:
    """Return the paths that deviate so."""
    title = words.deviation(found, one)
    if one.kind is Kind.BEGINS:
        return Mark(Behind.BEGINS, one.paths, title, (one.next_id,))
    ends = (one.touchpoint_id, one.next_id)
    return Mark(Behind.MOVE, one.paths, title, ends, flag=one.turns)


def of_move(found: Paths, one: Move) -> Mark:
    """Return the visits that are followed so."""
    title = f"{found.name(one.touchpoint_id)}{words.ARROW}{words.move_to(found, one)}"
    if one.next_id is None:
        here = (one.touchpoint_id,)
        return Mark(Behind.STEPS, one.visits, title, here, flag=one.goes_on, to_end=True)
    ends = (one.touchpoint_id, one.next_id)
    return Mark(Behind.STEPS, one.visits, title, ends, flag=one.turns)


def of_beginnings(found: Paths, touchpoint_id: str) -> Mark:
    """Return the paths that begin at a touchpoint."""
    title = f"begin at {found.name(touchpoint_id)}"
    return Mark(Behind.BEGINS, found.place(touchpoint_id).begins, title, (touchpoint_id,))


def of_loop(found: Paths, one: Loop) -> Mark:
    """Return the paths with the loop."""
    return Mark(
        Behind.LOOP, one.paths, words.loop(found, one), (one.touchpoint_id,), flag=one.direct
    )


def of_switch(one: Switch) -> Mark:
    """Return the switches themselves."""
    ends = (one.channel, one.next_channel)
    return Mark(Behind.SWITCH, one.switches, f"{words.switch(one)} within 24 hours", ends)
