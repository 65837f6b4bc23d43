"""The lists that paths are shown as, in their orders and with the words that narrow them."""

from enum import StrEnum

from cjm_tui.domain.path_design import Deviation
from cjm_tui.domain.path_words import variant_beside
from cjm_tui.domain.paths import Loop, Move, Paths, Place, Switch, Variant


class PathOrder(StrEnum):
    """How variants are ordered."""

    VOLUME = "volume"
    OUTCOME = "outcome"  # volume × outcome: how many more came back than of the other paths


def variants(found: Paths, order: PathOrder) -> tuple[Variant, ...]:
    """Return the variants that have the words, the others together last."""
    kept = [one for one in found.variants if not one.is_rest and found.has_words(*one.touchpoints)]
    rest = [one for one in found.variants if one.is_rest and not found.words]
    if order is PathOrder.OUTCOME:
        kept.sort(key=lambda one: (-_harm(found, one), -one.paths))
    return (*kept, *rest)


def _harm(found: Paths, one: Variant) -> float:
    held = variant_beside(found, one)
    return held.excess if held.enough(found.minimum) else 0.0


def deviations(found: Paths) -> tuple[Deviation, ...]:
    """Return the deviations that have the words."""
    return tuple(one for one in found.deviations if found.has_words(one.touchpoint_id, one.next_id))


def after(found: Paths, touchpoint_id: str) -> tuple[Move, ...]:
    """Return where people go from a touchpoint, its end included: visits sum to its visits."""
    return tuple(one for one in found.moves if one.touchpoint_id == touchpoint_id)


def before(found: Paths, touchpoint_id: str) -> tuple[Move, ...]:
    """Return where people come from: with the paths that begin there they sum to its visits."""
    return tuple(one for one in found.moves if one.next_id == touchpoint_id)


def places(found: Paths) -> tuple[Place, ...]:
    """Return the touchpoints that have the words, most visited first."""
    return tuple(one for one in found.places if found.has_words(one.touchpoint_id))


def loops(found: Paths) -> tuple[Loop, ...]:
    """Return the loops that have the words, of most paths first."""
    return tuple(one for one in found.loops if found.has_words(one.touchpoint_id, one.via or ""))


def switches(found: Paths) -> tuple[Switch, ...]:
    """Return the switches of channel; words are of touchpoints, so that they narrow nothing."""
    return found.switches
