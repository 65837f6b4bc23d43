"""What happens in a contact: its legs at the touchpoints, and whether the customer will be back."""

from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from .company import INDEX, QUEUES, REASONS, TOUCHPOINTS
from .contacts import CALL_BACK, FROM_FORM, Contacts
from .days import HOURS, Bools, Floats, Ints
from .ivr import END_OF, SECONDS, again_by_end, draw_ways
from .truths import (
    AGAIN_AFTER_ABANDONED,
    AGAIN_AFTER_FORM,
    AGAIN_AFTER_UNRESOLVED,
    FORM_TO_PHONE,
    Rates,
)

OUTCOMES = ("answered", "abandoned", "left", "contained", "to_agent", "done", "not_done")
ANSWERED, ABANDONED, LEFT, CONTAINED, TO_AGENT, DONE, NOT_DONE = range(7)
IVR, BILLING, HELP, FORM = (
    INDEX[name] for name in ("ivr", "billing-call", "agent-call", "fault-form")
)
SETUP = INDEX["setup-call"]
NONE = -1
_QUEUED = np.array([touchpoint.touchpoint_id in QUEUES for touchpoint in TOUCHPOINTS])
_CHAT = INDEX["chat"]
# Busy hours ring longer; the factors average to one over the calls.
_PEAK = np.array([1.5 if weight >= 80 else 0.75 for weight in HOURS["lines"]])


@dataclass
class Legs:
    """Legs, one entry each in every column; −1 is "not known"."""

    contact: Ints
    number: Ints  # 0 for the contact's first leg
    touchpoint: Ints
    start: Ints
    end: Ints
    wait: Ints
    talk: Ints
    hold: Ints
    wrap: Ints
    outcome: Ints
    resolved: Ints  # 1 yes, 0 no
    transfers: Ints
    team: Ints
    way: Ints  # through the IVR
    bend: Floats  # how unevenly the IVR's time is spread

    def __len__(self) -> int:
        return len(self.contact)

    @classmethod
    def blank(cls, contact: Ints, number: Ints, touchpoint: Ints, start: Ints) -> Self:
        """Return legs that begin, with nothing known of how they go."""
        unknown = [np.full(len(contact), NONE) for _ in range(10)]
        return cls(contact, number, touchpoint, start, *unknown, np.ones(len(contact)))

    def take(self, index: Ints | Bools) -> Self:
        """Return some of them, in the order of `index`."""
        return type(self)(*(getattr(self, field.name)[index] for field in fields(self)))

    @classmethod
    def joined(cls, parts: list[Self]) -> Self:
        """Return all of several in one."""
        return cls(
            *(np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(cls))
        )


@dataclass
class Course:
    """How a day's contacts went."""

    legs: Legs
    end: Ints  # by contact, local seconds since midnight
    again: Floats  # by contact: how likely it is followed by another
    to_phone: Bools  # by contact: gives up the form and calls
    call_back: Bools  # by contact: was promised a call back


def run(rng: np.random.Generator, contacts: Contacts, rates: Rates) -> Course:
    """Let contacts happen."""
    n = len(contacts)
    end, again, to_phone = contacts.sec.copy(), np.zeros(n), np.zeros(n, dtype=bool)
    at_ivr = contacts.touchpoint == IVR
    ivr, ivr_again = _ivr(rng, contacts, np.flatnonzero(at_ivr), rates)
    end[ivr.contact], again[ivr.contact] = ivr.end, ivr_again
    passed = ivr.take(ivr.outcome == TO_AGENT)
    billing = contacts.reason[passed.contact] == REASONS.index("billing")
    direct = np.flatnonzero(_QUEUED[contacts.touchpoint] & (contacts.origin != CALL_BACK))
    queue = Legs.blank(
        np.concatenate([passed.contact, direct]),
        np.concatenate(
            [np.ones(len(passed), dtype=np.int64), np.zeros(len(direct), dtype=np.int64)]
        ),
        np.concatenate([np.where(billing, BILLING, HELP), contacts.touchpoint[direct]]),
        np.concatenate([passed.end + 1, contacts.sec[direct]]),
    )
    promised = _queue(rng, queue, rates)
    end[queue.contact] = queue.end
    again[queue.contact] = _again_after_queue(queue, rates, contacts.origin)
    call_back = np.zeros(n, dtype=bool)
    call_back[queue.contact[promised]] = contacts.customer[queue.contact[promised]] >= 0
    again[call_back] = 0.0
    second = _transfers(rng, queue, rates)
    end[second.contact] = second.end
    visits = _visits(rng, contacts, np.flatnonzero(~_QUEUED[contacts.touchpoint] & ~at_ivr), rates)
    end[visits.contact] = visits.end
    failed = visits.outcome == NOT_DONE
    again[visits.contact] = np.where(failed, AGAIN_AFTER_UNRESOLVED, rates.again[visits.touchpoint])
    skips = failed & (visits.touchpoint == FORM)
    again[visits.contact[skips]] = 0.15
    to_phone[visits.contact[skips]] = rng.random(int(skips.sum())) < FORM_TO_PHONE
    back = _call_backs(rng, contacts)
    end[back.contact] = back.end
    again[back.contact] = 0.10
    return Course(Legs.joined([ivr, queue, second, visits, back]), end, again, to_phone, call_back)


def _ivr(
    rng: np.random.Generator, contacts: Contacts, which: Ints, rates: Rates
) -> tuple[Legs, Floats]:
    legs = Legs.blank(
        which, np.zeros(len(which), dtype=np.int64), np.full(len(which), IVR), contacts.sec[which]
    )
    hour = legs.start // 3600
    kept = rng.random(len(which)) < rates.contained
    kind = np.where((hour < 8) | (hour >= 20), 2, np.where(kept, 0, 1))
    kind = np.where((contacts.origin[which] == FROM_FORM) & (kind == 0), 1, kind)
    legs.way[:] = draw_ways(rng, contacts.reason[which], kind, rates)
    pace = rng.lognormal(-0.04, 0.28, len(which))
    legs.end[:] = legs.start + np.maximum(4, np.rint(SECONDS[legs.way] * pace)).astype(np.int64)
    legs.bend[:] = rng.uniform(0.85, 1.15, len(which))
    legs.outcome[:] = np.where(kind == 1, TO_AGENT, CONTAINED)
    return legs, again_by_end(rates)[END_OF[legs.way]]


def _queue(rng: np.random.Generator, legs: Legs, rates: Rates) -> Bools:
    """Let legs wait in a queue, and be answered, given up or sent away; return who gets a call back."""
    n, at = len(legs), legs.touchpoint
    peak = _PEAK[np.clip(legs.start // 3600, 0, 23)]
    calm_chat = np.where(at == _CHAT, 1.0, peak)
    fate = rng.random(n)
    fed_up = fate < rates.abandoned[at] * calm_chat
    promised = fed_up & (at == SETUP) & (fate < rates.abandoned[at] * calm_chat * rates.callbacks)
    abandoned = fed_up & ~promised
    sent_away = ((fate > 0.99) & ~fed_up) | promised
    fast = rng.random(n) < 1 - (1 - rates.fast[at]) * calm_chat
    quick = np.minimum(20, np.floor(rng.exponential(7, n)))
    slow = 21 + np.floor(rng.lognormal(4.2, 0.7, n))
    gone = 3 + np.floor(rng.exponential(95, n))
    wait = np.where(abandoned | sent_away, gone, np.where(fast, quick, slow)).astype(np.int64)
    lost = abandoned | sent_away
    talk = np.maximum(25, rng.gamma(3.2, rates.talk[at] / 3.2)).astype(np.int64)
    hold = np.where(rng.random(n) < 0.22, rng.exponential(70, n), 0).astype(np.int64)
    hold[at == _CHAT] = 0
    wrap = np.maximum(4, rng.gamma(2.0, np.maximum(rates.wrap[at], 1) / 2.0)).astype(np.int64)
    legs.wait[:] = wait
    legs.talk[:], legs.hold[:], legs.wrap[:] = (
        np.where(lost, 0, part) for part in (talk, hold, wrap)
    )
    legs.end[:] = legs.start + wait + legs.talk + legs.hold
    legs.outcome[:] = np.where(abandoned, ABANDONED, np.where(sent_away, LEFT, ANSWERED))
    unresolved = rng.random(n) < rates.unresolved[at]
    asked = rng.random(n) < 0.93
    legs.resolved[:] = np.where(lost, NONE, np.where(unresolved, 0, np.where(asked, 1, NONE)))
    legs.team[:] = np.where(lost, NONE, np.searchsorted((0.5, 0.8), rng.random(n)))
    legs.transfers[:] = np.where(lost, NONE, 0)
    return promised


def _again_after_queue(legs: Legs, rates: Rates, origin: Ints) -> Floats:
    again = np.where(legs.resolved == 0, AGAIN_AFTER_UNRESOLVED, rates.again[legs.touchpoint])
    again = np.where(origin[legs.contact] == FROM_FORM, again * AGAIN_AFTER_FORM, again)
    return np.where(legs.outcome == ANSWERED, again, AGAIN_AFTER_ABANDONED)


def _transfers(rng: np.random.Generator, queue: Legs, rates: Rates) -> Legs:
    """Pass some answered help calls on to billing: a leg more, never a contact more."""
    moved = (
        (queue.touchpoint == HELP) & (queue.outcome == ANSWERED) & (rng.random(len(queue)) < 0.05)
    )
    queue.transfers[moved] = 1
    first = queue.take(moved)
    legs = Legs.blank(first.contact, first.number + 1, np.full(len(first), BILLING), first.end + 2)
    _queue(rng, legs, rates)
    lost = legs.outcome != ANSWERED
    legs.outcome[lost] = ANSWERED
    legs.talk[lost], legs.wrap[lost], legs.team[lost], legs.transfers[lost] = 180, 40, 0, 0
    legs.hold[lost] = 0
    legs.end[lost] = (legs.start + legs.wait + legs.talk)[lost]
    legs.resolved[:] = first.resolved
    return legs


def _visits(rng: np.random.Generator, contacts: Contacts, which: Ints, rates: Rates) -> Legs:
    at = contacts.touchpoint[which]
    legs = Legs.blank(which, np.zeros(len(which), dtype=np.int64), at, contacts.sec[which])
    spent = np.maximum(15, rng.gamma(2.5, rates.talk[at] / 2.5)).astype(np.int64)
    legs.end[:] = legs.start + spent
    failed = rng.random(len(which)) < rates.unresolved[at]
    legs.outcome[:] = np.where(failed, NOT_DONE, DONE)
    told = np.isin(at, [INDEX["engineer-visit"], INDEX["repair-visit"], INDEX["help-email"]])
    legs.resolved[:] = np.where(told, np.where(failed, 0, 1), NONE)
    return legs


def _call_backs(rng: np.random.Generator, contacts: Contacts) -> Legs:
    """Make the promised calls back: the company's calls, never a repeat."""
    which = np.flatnonzero(contacts.origin == CALL_BACK)
    legs = Legs.blank(
        which, np.zeros(len(which), dtype=np.int64), contacts.touchpoint[which], contacts.sec[which]
    )
    legs.talk[:] = np.maximum(40, rng.gamma(3.2, 90, len(which))).astype(np.int64)
    legs.end[:] = legs.start + legs.talk
    legs.outcome[:] = DONE
    return legs
