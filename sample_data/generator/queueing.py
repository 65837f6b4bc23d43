"""Legs that wait for a person: on the phone and in the chat."""

import numpy as np

from .company import INDEX, QUEUES, TOUCHPOINTS
from .days import HOURS, Bools, Ints
from .legs import ABANDONED, ANSWERED, LEFT, NONE, Legs, Today

BILLING, HELP, SETUP, CHAT = (
    INDEX[name] for name in ("billing-call", "agent-call", "setup-call", "chat")
)
QUEUED = np.array([touchpoint.touchpoint_id in QUEUES for touchpoint in TOUCHPOINTS])
# At busy hours more callers wait and give up; over a day's calls the factors average to one.
_PEAK = np.array([1.5 if weight >= 80 else 0.75 for weight in HOURS["lines"]])
_SENT_AWAY, _TRANSFERRED, _SAYS_RESOLVED = 0.01, 0.05, 0.93


def wait_and_talk(today: Today, legs: Legs) -> Bools:
    """Let legs wait and be answered or not; return who is promised a call back instead."""
    rng, rates, n, at = today.rng, today.rates, len(legs), legs.touchpoint
    busy = np.where(at == CHAT, 1.0, _PEAK[np.clip(legs.start // 3600, 0, 23)])
    fed_up = today.balance.draw(rng, "abandoned", at, rates.abandoned[at] * busy)
    promised = fed_up & (at == SETUP) & (rng.random(n) < rates.callbacks)
    sent_away = (~fed_up & (rng.random(n) < _SENT_AWAY)) | promised
    lost = fed_up | sent_away
    slow_chance = np.where(lost, 0.0, (1 - rates.fast[at]) * busy)
    slow = today.balance.draw(rng, "slow", at, slow_chance)
    quick = np.minimum(20, np.floor(rng.exponential(7, n)))
    long = 21 + np.floor(rng.lognormal(4.2, 0.7, n))
    gone = 3 + np.floor(rng.exponential(95, n))
    legs.wait[:] = np.where(lost, gone, np.where(slow, long, quick))
    legs.outcome[:] = np.where(sent_away, LEFT, np.where(fed_up, ABANDONED, ANSWERED))
    _handle(today, legs, ~lost)
    legs.end[:] = legs.start + legs.wait + legs.talk + legs.hold
    unresolved = today.balance.draw(rng, "unresolved", at, np.where(lost, 0, rates.unresolved[at]))
    said = np.where(rng.random(n) < _SAYS_RESOLVED, 1, NONE)
    legs.resolved[:] = np.where(lost, NONE, np.where(unresolved, 0, said))
    legs.team[:] = np.where(lost, NONE, np.searchsorted((0.5, 0.8), rng.random(n)))
    legs.transfers[:] = np.where(lost, NONE, 0)
    return promised


def _handle(today: Today, legs: Legs, answered: Bools) -> None:
    """Fill talk, hold and after-contact work, in seconds; 0 where nobody answered."""
    rng, n, at = today.rng, len(legs), legs.touchpoint
    mean = np.where(answered, today.rates.talk[at], 0.0)
    drawn = np.where(answered, rng.gamma(3.2, today.rates.talk[at] / 3.2), 0.0)
    talk = np.maximum(25, today.balance.amounts("talk", at, mean, drawn))
    hold = np.where((rng.random(n) < 0.22) & (at != CHAT), rng.exponential(70, n), 0)
    wrap = np.maximum(4, rng.gamma(2.0, today.rates.wrap[at] / 2.0))
    legs.talk[:], legs.hold[:], legs.wrap[:] = (
        np.where(answered, part, 0) for part in (talk, hold, wrap)
    )


def transfers(today: Today, queue: Legs) -> Legs:
    """Pass some answered help calls on to billing: a leg more, never a contact more."""
    chosen = today.rng.random(len(queue)) < _TRANSFERRED
    moved = chosen & (queue.touchpoint == HELP) & (queue.outcome == ANSWERED)
    queue.transfers[moved] = 1
    first = queue.take(moved)
    legs = Legs.blank(first.contact, first.number + 1, BILLING, first.end + 2)
    legs.wait[:] = today.rng.integers(0, 60, len(legs))
    legs.outcome[:], legs.transfers[:], legs.team[:] = ANSWERED, 0, 0
    _handle(today, legs, np.ones(len(legs), dtype=bool))
    legs.end[:] = legs.start + legs.wait + legs.talk + legs.hold
    legs.resolved[:] = first.resolved
    return legs


def call_backs(today: Today, which: Ints, touchpoint: Ints, start: Ints) -> Legs:
    """Make the promised calls back: the company's calls, never a repeat."""
    legs = Legs.blank(which, 0, touchpoint, start)
    legs.talk[:] = np.maximum(40, today.rng.gamma(3.2, 90, len(which)))
    legs.end[:] = legs.start + legs.talk
    return legs
