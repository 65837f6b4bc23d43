"""What happens in a contact: its legs, how it ends, and whether the customer will be back."""

from dataclasses import dataclass

import numpy as np

from .company import INDEX, REASONS
from .contacts import CALL_BACK, FROM_FORM, Contacts
from .days import Bools, Floats, Ints
from .ivr import CLOSED, END_OF, KEPT, SECONDS, TO_PERSON, again_by_end, draw_ways
from .legs import ANSWERED, CONTAINED, DONE, NONE, NOT_DONE, TO_AGENT, Legs, Today
from .queueing import BILLING, HELP, QUEUED, call_backs, transfers, wait_and_talk
from .truths import (
    AGAIN_AFTER_ABANDONED,
    AGAIN_AFTER_CALL_BACK,
    AGAIN_AFTER_FORM,
    AGAIN_AFTER_UNRESOLVED,
    FORM_TO_PHONE,
    Rates,
)

IVR, FORM = INDEX["ivr"], INDEX["fault-form"]
_OPENS, _CLOSES = 8, 20  # hours of the agents
_TOLD = [INDEX[name] for name in ("engineer-visit", "repair-visit", "help-email")]
_FORM_LATER = 0.15  # of those who leave the form without calling that day: back within a week


@dataclass
class Course:
    """How contacts went; all but the legs by contact."""

    legs: Legs
    end: Ints  # local seconds since midnight
    last: Ints  # the touchpoint that it ended at
    again: Floats  # how likely it is followed by another
    to_phone: Bools  # gives up the form and calls
    call_back: Bools  # was promised a call back

    def close(self, legs: Legs, again: Floats | float) -> None:
        """Let the contacts of these legs end with them."""
        self.end[legs.contact], self.last[legs.contact] = legs.end, legs.touchpoint
        self.again[legs.contact] = again


def run(today: Today, contacts: Contacts) -> Course:
    """Let contacts happen."""
    n, rng, at = len(contacts), today.rng, contacts.touchpoint
    nobody = np.zeros(n, dtype=bool)
    course = Course(
        Legs.blank(np.zeros(0, dtype=np.int64), 0, 0, np.zeros(0, dtype=np.int64)),
        contacts.sec.copy(),
        at.copy(),
        np.zeros(n),
        nobody,
        nobody.copy(),
    )
    ivr = _ivr(today, contacts, np.flatnonzero(at == IVR))
    course.close(ivr, again_by_end(today.rates)[END_OF[ivr.way]])
    queue = _to_queue(contacts, ivr)
    promised = wait_and_talk(today, queue)
    course.close(queue, _again_after_queue(queue, today.rates, contacts.origin))
    course.call_back[queue.contact[promised]] = contacts.customer[queue.contact[promised]] >= 0
    course.again[course.call_back] = 0.0
    second = transfers(today, queue)
    course.end[second.contact] = second.end
    visits = _visits(today, contacts, np.flatnonzero(~QUEUED[at] & (at != IVR)))
    failed = visits.outcome == NOT_DONE
    course.close(
        visits, np.where(failed, AGAIN_AFTER_UNRESOLVED, today.rates.again[visits.touchpoint])
    )
    left_form = visits.contact[failed & (visits.touchpoint == FORM)]
    course.again[left_form] = _FORM_LATER
    course.to_phone[left_form] = rng.random(len(left_form)) < FORM_TO_PHONE
    back = np.flatnonzero(contacts.origin == CALL_BACK)
    called = call_backs(today, back, at[back], contacts.sec[back])
    called.outcome[:] = DONE
    course.close(called, AGAIN_AFTER_CALL_BACK)
    course.legs = Legs.joined([ivr, queue, second, visits, called])
    return course


def _ivr(today: Today, contacts: Contacts, which: Ints) -> Legs:
    rng = today.rng
    legs = Legs.blank(which, 0, IVR, contacts.sec[which])
    hour = legs.start // 3600
    closed = (hour < _OPENS) | (hour >= _CLOSES)
    from_form = contacts.origin[which] == FROM_FORM
    chance = np.where(closed | from_form, 0.0, today.rates.contained)
    kept = today.balance.draw(rng, "kept", legs.touchpoint, chance)
    kind = np.where(closed, CLOSED, np.where(kept, KEPT, TO_PERSON))
    legs.way[:] = draw_ways(rng, contacts.reason[which], kind, today.rates)
    pace = rng.lognormal(-0.04, 0.28, len(which))
    legs.end[:] = legs.start + np.maximum(4, np.rint(SECONDS[legs.way] * pace)).astype(np.int64)
    legs.bend[:] = rng.uniform(0.85, 1.15, len(which))
    legs.outcome[:] = np.where(kind == TO_PERSON, TO_AGENT, CONTAINED)
    return legs


def _to_queue(contacts: Contacts, ivr: Legs) -> Legs:
    """Return the legs that begin to wait: callers from the IVR, and who dials a line itself."""
    passed = ivr.take(ivr.outcome == TO_AGENT)
    about_bill = contacts.reason[passed.contact] == REASONS.index("billing")
    direct = np.flatnonzero(QUEUED[contacts.touchpoint] & (contacts.origin != CALL_BACK))
    return Legs.blank(
        np.concatenate([passed.contact, direct]),
        np.repeat((1, 0), (len(passed), len(direct))),
        np.concatenate([np.where(about_bill, BILLING, HELP), contacts.touchpoint[direct]]),
        np.concatenate([passed.end + 1, contacts.sec[direct]]),
    )


def _again_after_queue(legs: Legs, rates: Rates, origin: Ints) -> Floats:
    again = np.where(legs.resolved == 0, AGAIN_AFTER_UNRESOLVED, rates.again[legs.touchpoint])
    again = np.where(origin[legs.contact] == FROM_FORM, again * AGAIN_AFTER_FORM, again)
    return np.where(legs.outcome == ANSWERED, again, AGAIN_AFTER_ABANDONED)


def _visits(today: Today, contacts: Contacts, which: Ints) -> Legs:
    rng, at = today.rng, contacts.touchpoint[which]
    legs = Legs.blank(which, 0, at, contacts.sec[which])
    legs.end[:] = legs.start + np.maximum(15, rng.gamma(2.5, today.rates.talk[at] / 2.5))
    failed = today.balance.draw(rng, "unresolved", at, today.rates.unresolved[at])
    legs.outcome[:] = np.where(failed, NOT_DONE, DONE)
    legs.resolved[:] = np.where(np.isin(at, _TOLD), np.where(failed, 0, 1), NONE)
    return legs
