"""One day after the other: contacts, their follow-ups on the same and on later days, surveys."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from .balance import Balance
from .contacts import CALL_BACK, Contacts, FollowUps, follow_ups, new_contacts
from .course import Course, run
from .days import WARM_UP, Ints
from .legs import Legs, Today
from .surveys import Surveys, surveys
from .truths import Rates, rates

_ROUNDS = 4  # how often one customer may be in touch on one day


@dataclass
class Day:
    """Everything that happened on one day, contacts in the order of their time."""

    index: int
    rates: Rates
    contacts: Contacts
    legs: Legs  # in the order of contact, then of the leg's number
    surveys: Surveys


def simulate(contacts: int, seed: int, days: range) -> Iterator[Day]:
    """Yield each day; only the follow-ups of the coming week are kept between them.

    Days before `days` are lived through from the warm-up on but not yielded.
    """
    to_come: defaultdict[int, list[Contacts]] = defaultdict(list)
    balance = Balance()
    for index in range(-WARM_UP, days.stop):
        rng = np.random.default_rng([seed, index + WARM_UP])
        of_day = rates(index, rng)
        today = Today(rng, of_day, balance)
        waiting = [new_contacts(rng, index, of_day, contacts), *to_come.pop(index, [])]
        happened, courses = _rounds(today, waiting, index, to_come)
        if index in days:
            in_order, legs = _ordered(happened, courses)
            asked = surveys(today, index, in_order, legs)
            yield Day(index, of_day, in_order, legs, asked)


def _rounds(
    today: Today,
    waiting: list[Contacts],
    index: int,
    to_come: defaultdict[int, list[Contacts]],
) -> tuple[list[Contacts], list[Course]]:
    happened: list[Contacts] = []
    courses: list[Course] = []
    for number in range(_ROUNDS):
        batch = Contacts.joined(waiting)
        if len(batch) == 0:
            break
        course = run(today, batch)
        happened.append(batch)
        courses.append(course)
        chance = np.where((batch.customer >= 0) & ~course.to_phone, course.again, 0.0)
        came_back = today.balance.draw(today.rng, "again", course.last, chance)
        follow = follow_ups(today.rng, batch, course.end, came_back, course.to_phone)
        if number == _ROUNDS - 1:
            follow = FollowUps(follow.contacts, np.maximum(follow.delay, 1))
        for delay in np.unique(follow.delay[follow.delay > 0]):
            to_come[index + int(delay)].append(follow.contacts.take(follow.delay == delay))
        waiting = [follow.contacts.take(follow.delay == 0), _called_back(today.rng, batch, course)]
    return happened, courses


def _called_back(rng: np.random.Generator, batch: Contacts, course: Course) -> Contacts:
    promised = batch.take(course.call_back)
    later = course.end[course.call_back] + 900 + rng.integers(0, 7200, len(promised))
    return replace(
        promised, sec=np.minimum(later, 79_000), origin=np.full(len(promised), CALL_BACK)
    )


def _ordered(happened: list[Contacts], courses: list[Course]) -> tuple[Contacts, Legs]:
    """Put contacts in the order of their time, and number their legs accordingly."""
    together = Contacts.joined(happened)
    offsets = np.cumsum([0, *(len(part) for part in happened)])[:-1]
    legs = Legs.joined([course.legs for course in courses])
    legs.contact = legs.contact + np.repeat(offsets, [len(course.legs) for course in courses])
    order = np.argsort(together.sec, kind="stable")
    place: Ints = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    legs.contact = place[legs.contact]
    return together.take(order), legs.take(np.lexsort((legs.number, legs.contact)))
