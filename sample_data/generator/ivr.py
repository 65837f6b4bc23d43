"""The IVR: which way each call takes, how often its caller is back, and the events it leaves."""

import numpy as np

from .company import REASONS
from .days import Floats, Ints
from .truths import Rates
from .ways import WAYS

ENDS = ("task_ok", "info", "gave_up", "failed", "designed", "zero", "closed")
KEPT, TO_PERSON, CLOSED = range(3)  # how a call fares, as `kinds` below
IVR_REASONS = ("billing", "fault", "order", "moving", "other")
SECONDS = np.array([way.seconds for way in WAYS])
END_OF = np.array([ENDS.index(way.end) for way in WAYS])


def again_by_end(rates: Rates) -> Floats:
    """Return how often callers ring back after each end of ENDS without an agent."""
    before = np.array([0.09, 0.12, 0.60, 0.60, 0.0, 0.0, 0.30])
    after = np.array([0.23, 0.26, 0.72, 0.68, 0.0, 0.0, 0.30])
    return before + (after - before) * rates.melon


def draw_ways(rng: np.random.Generator, reasons: Ints, kinds: Ints, rates: Rates) -> Ints:
    """Draw each call's way, index of WAYS; `reasons` index REASONS."""
    result = np.zeros(len(reasons), dtype=np.int64)
    uniform = rng.random(len(reasons))
    for code, reason in enumerate(REASONS):
        for kind in (KEPT, TO_PERSON, CLOSED):
            mask = (reasons == code) & (kinds == kind)
            if mask.any():
                known = reason if reason in IVR_REASONS else "other"
                ways, cumulative = _shares_of_ways(known, kind, rates)
                result[mask] = ways[np.searchsorted(cumulative, uniform[mask], side="right")]
    return result


def _shares_of_ways(reason: str, kind: int, rates: Rates) -> tuple[Ints, Floats]:
    """Return the ways that callers with a reason take, and their cumulative shares."""
    shares = _shares_of_ends(kind, rates)
    open_ways = [
        (number, way)
        for number, way in enumerate(WAYS)
        if way.end in shares and way.open_to(reason, rates.version)
    ]
    weights = []
    for _, way in open_ways:
        rivals = sum(other.weight for _, other in open_ways if other.end == way.end)
        weights.append(shares[way.end] * way.weight / rivals)
    cumulative = np.cumsum(weights)
    return np.array([number for number, _ in open_ways]), cumulative / cumulative[-1]


def _shares_of_ends(kind: int, rates: Rates) -> dict[str, float]:
    if kind == CLOSED:
        return {"closed": 0.6, "task_ok": 0.25, "info": 0.15}
    if kind == TO_PERSON:
        zero = 0.55 if rates.version == "v6" else 0.48
        return {"designed": 1 - zero, "zero": zero}
    gave_up, failed = 0.14 + 0.16 * rates.melon, 0.06 + 0.03 * rates.melon
    helped = 1 - gave_up - failed
    return {"task_ok": 0.75 * helped, "info": 0.25 * helped, "gave_up": gave_up, "failed": failed}


_LENGTHS = np.array([len(way.steps) for way in WAYS])
_STARTS = np.concatenate(([0], np.cumsum(_LENGTHS)[:-1]))
STEPS = [step for way in WAYS for step in way.steps]


def _elapsed() -> Floats:
    """Return for each of STEPS the share of its way's time that has passed before it."""
    parts = []
    for way in WAYS:
        passed = np.cumsum([0.0, *(step.seconds for step in way.steps)])[:-1]
        parts.append(passed / way.seconds)
    return np.concatenate(parts)


_ELAPSED = _elapsed()


def events(ways: Ints, start: Ints, end: Ints, bend: Floats) -> tuple[Ints, Ints, Ints, Ints]:
    """Return (call, seq from 1, second, step) of every event; `step` indexes STEPS."""
    lengths = _LENGTHS[ways]
    call = np.repeat(np.arange(len(ways)), lengths)
    first = np.cumsum(lengths) - lengths
    seq = np.arange(len(call)) - np.repeat(first, lengths)
    step = _STARTS[ways][call] + seq
    share = _ELAPSED[step] ** bend[call]
    second = start[call] + np.floor(share * (end - start)[call]).astype(np.int64)
    return call, seq + 1, second, step
