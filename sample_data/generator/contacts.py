"""Who gets in touch on a day: new contacts, and those who come back about an earlier one."""

from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from .company import INDEX, REASONS, TOUCHPOINTS
from .days import (
    DOUBLED_DAYS,
    HOURS,
    WEEK,
    Bools,
    Ints,
    avoid_missing_hour,
    day_of,
    seconds_of_day,
    volume,
)
from .truths import Rates, is_few_day

NEW, AGAIN, FROM_FORM, CALL_BACK = range(4)
BLOCKS = 61  # a customer comes up by himself at most every 61 days: repeats are planted
_PROFILE = [touchpoint.profile for touchpoint in TOUCHPOINTS]
_KNOWN = np.array([touchpoint.known for touchpoint in TOUCHPOINTS])
_SHARE_OF_NEW = 0.855  # the others are follow-ups
_PLANNED = sum(touchpoint.daily for touchpoint in TOUCHPOINTS)
_REASONS = {
    "web-shop": (0, 0, 1, 0, 0, 0, 0, 0, 0),
    "order-call": (0, 0, 0.85, 0.15, 0, 0, 0, 0, 0),
    "shop-visit": (0.2, 0.2, 0.6, 0, 0, 0, 0, 0, 0),
    "activation-mail": (0, 0, 0, 0, 0, 0, 0, 1, 0),
    "setup-guide": (0, 0, 0, 0, 0, 0, 0, 1, 0),
    "setup-call": (0, 0, 0, 0.1, 0, 0, 0, 0.9, 0),
    "engineer-visit": (0, 0, 0, 0, 0, 0, 0, 1, 0),
    "my-account": (0, 0.5, 0, 0.1, 0.1, 0, 0, 0, 0.3),
    "bill-mail": (0, 1, 0, 0, 0, 0, 0, 0, 0),
    "ivr": (0.42, 0.34, 0.10, 0.06, 0.08, 0, 0, 0, 0),
    "chat": (0.45, 0.30, 0.10, 0.05, 0.10, 0, 0, 0, 0),
    "fault-form": (1, 0, 0, 0, 0, 0, 0, 0, 0),
    "help-pages": (0.7, 0.2, 0, 0.1, 0, 0, 0, 0, 0),
    "help-email": (0.4, 0.3, 0.1, 0.1, 0.1, 0, 0, 0, 0),
    "repair-visit": (1, 0, 0, 0, 0, 0, 0, 0, 0),
    "renewal-call": (0, 0.2, 0, 0.1, 0.7, 0, 0, 0, 0),
    "renew-online": (0, 0, 0, 0, 1, 0, 0, 0, 0),
    "leave-call": (0, 0, 0, 0.2, 0, 0.8, 0, 0, 0),
    "complaint": (0, 0, 0, 0, 0, 0, 1, 0, 0),
}


@dataclass
class Contacts:
    """Contacts of one day, one entry each in every column."""

    touchpoint: Ints  # where it begins, index of TOUCHPOINTS
    sec: Ints  # local seconds since midnight
    customer: Ints  # −1 where unknown
    reason: Ints
    origin: Ints  # NEW AGAIN FROM_FORM CALL_BACK
    first_hour: Bools  # in the doubled hour: its first occurrence

    def __len__(self) -> int:
        return len(self.sec)

    def take(self, index: Ints | Bools) -> Self:
        """Return some of them, in the order of `index`."""
        return type(self)(*(getattr(self, field.name)[index] for field in fields(self)))

    @classmethod
    def joined(cls, parts: list[Self]) -> Self:
        """Return all of several in one."""
        return cls(
            *(np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(cls))
        )

    @classmethod
    def none(cls) -> Self:
        """Return no contact at all."""
        return cls(*(np.zeros(0, dtype=np.int64) for _ in range(5)), np.zeros(0, dtype=bool))


def pool_size(contacts: int) -> int:
    """Return how many customers a company of this many contacts has."""
    return BLOCKS * max(60, contacts // 160)


def _customers(rng: np.random.Generator, index: int, pool: int, known: Bools) -> Ints:
    """Draw customers who have not been in touch by themselves for two months, each once."""
    block = pool // BLOCKS
    serial = rng.permutation(block)[: len(known)]
    if len(serial) < len(known):
        serial = np.concatenate([serial, np.full(len(known) - len(serial), -1)])
    drawn = (index % BLOCKS) * block + serial
    scattered = (drawn * 7_919) % pool
    return np.where(known & (serial >= 0), scattered, -1)


def new_contacts(rng: np.random.Generator, index: int, rates: Rates, contacts: int) -> Contacts:
    """Return a day's contacts that follow from no earlier one, of `contacts` on all days."""
    weekday, busy = day_of(index).weekday(), volume(index)
    scale = contacts / 400 / _PLANNED * _SHARE_OF_NEW
    counts = []
    for number, touchpoint in enumerate(TOUCHPOINTS):
        expected = touchpoint.daily * WEEK[touchpoint.profile][weekday]
        if not touchpoint.fixed:
            expected *= scale * busy * rates.busy[number]
        counts.append(int(rng.poisson(expected)))
    if is_few_day(index):
        counts[INDEX["shop-visit"]] = max(1, counts[INDEX["shop-visit"]])
    touchpoint_of = np.repeat(np.arange(len(TOUCHPOINTS)), counts)
    sec = np.concatenate([seconds_of_day(rng, _PROFILE[t], n) for t, n in enumerate(counts)])
    known = rng.random(len(sec)) < _KNOWN[touchpoint_of]
    result = Contacts(
        touchpoint_of,
        avoid_missing_hour(index, sec),
        _customers(rng, index, pool_size(contacts), known),
        reasons(rng, touchpoint_of),
        np.full(len(sec), NEW),
        np.zeros(len(sec), dtype=bool),
    )
    return _doubled(result, index)


def reasons(rng: np.random.Generator, touchpoint: Ints) -> Ints:
    """Draw a reason for each contact from what its touchpoint is for."""
    uniform, result = rng.random(len(touchpoint)), np.zeros(len(touchpoint), dtype=np.int64)
    for name, shares in _REASONS.items():
        mask = touchpoint == INDEX[name]
        cumulative = np.cumsum(shares)
        result[mask] = np.searchsorted(cumulative / cumulative[-1], uniform[mask], side="right")
    return np.minimum(result, len(REASONS) - 1)


def _doubled(contacts: Contacts, index: int) -> Contacts:
    """Move a few into the hour that occurs twice, every other one into its first occurrence."""
    if day_of(index) not in DOUBLED_DAYS:
        return contacts
    for name, how_many in (("ivr", 6), ("my-account", 4), ("web-shop", 4)):
        found = np.flatnonzero((contacts.touchpoint == INDEX[name]) & (contacts.customer >= 0))
        for order, position in enumerate(found[:how_many]):
            contacts.sec[position] = 3600 + 240 + 420 * (order // 2) + 60 * (order % 2)
            contacts.first_hour[position] = order % 2 == 0
    return contacts


def segment_codes(customer: Ints) -> Ints:
    """Return each customer's segment, index of company.SEGMENTS; −1 where unknown."""
    tenth = (customer * 31) % 10
    code = np.where(tenth < 8, 0, np.where(tenth < 9, 1, 2))
    return np.where(customer < 0, -1, code)


_DELAYS = np.cumsum([0.28, 0.24, 0.15, 0.12, 0.09, 0.07, 0.05])
_OWN = {  # begins at: comes back at (touchpoint, share)
    "web-shop": (("order-call", 0.6), ("chat", 0.2), ("ivr", 0.2)),
    "order-call": (("order-call", 0.6), ("chat", 0.2), ("ivr", 0.2)),
    "setup-guide": (("setup-call", 0.6), ("ivr", 0.25), ("chat", 0.15)),
    "setup-call": (("setup-call", 0.6), ("ivr", 0.25), ("chat", 0.15)),
    "activation-mail": (("setup-call", 0.6), ("ivr", 0.25), ("chat", 0.15)),
    "engineer-visit": (("setup-call", 0.6), ("ivr", 0.25), ("chat", 0.15)),
    "renewal-call": (("renewal-call", 0.6), ("ivr", 0.4)),
    "renew-online": (("renewal-call", 0.7), ("chat", 0.3)),
    "leave-call": (("leave-call", 0.6), ("ivr", 0.4)),
    "complaint": (("complaint", 0.5), ("ivr", 0.5)),
}
_ANY = (("ivr", 0.72), ("chat", 0.18), ("help-email", 0.10))


@dataclass
class FollowUps:
    """Contacts to come, with how many days from now."""

    contacts: Contacts
    delay: Ints


def follow_ups(
    rng: np.random.Generator, contacts: Contacts, end: Ints, again: Bools, to_phone: Bools
) -> FollowUps:
    """Draw when and where those come back who do; those `to_phone` call on the same day."""
    drawn = (contacts.customer >= 0) & (to_phone | again)
    source, end, to_phone = contacts.take(drawn), end[drawn], to_phone[drawn]
    n = len(source)
    delay = np.searchsorted(_DELAYS, rng.random(n), side="right").clip(0, 6)
    delay[to_phone] = 0
    touchpoint = _where_again(rng, source.touchpoint)
    touchpoint[to_phone] = INDEX["ivr"]
    soon = end + 1200 + np.floor(rng.exponential(5400, n)).astype(np.int64)
    late = (delay == 0) & (soon > 71_000)
    soon = np.where(late & to_phone, np.maximum(end + 180, 28_900), soon)
    delay[late & ~to_phone] = 1
    sec = np.where(delay == 0, soon, 0)
    for profile in HOURS:
        mask = (delay > 0) & (
            np.array([_PROFILE[t] == profile for t in range(len(TOUCHPOINTS))])[touchpoint]
        )
        sec[mask] = seconds_of_day(rng, profile, int(mask.sum()))
    early = (delay == 0) & (sec < 29_400)
    sec[early] = 29_400 + rng.integers(0, 5400, int(early.sum()))
    delay += sec // 86_400
    sec %= 86_400
    other = reasons(rng, touchpoint)
    same = rng.random(n) < 0.8
    origin = np.where(to_phone, FROM_FORM, AGAIN)
    follow = Contacts(
        touchpoint,
        sec,
        source.customer,
        np.where(same, source.reason, other),
        origin,
        np.zeros(n, dtype=bool),
    )
    return FollowUps(follow, delay)


def _where_again(rng: np.random.Generator, began: Ints) -> Ints:
    uniform, result = rng.random(len(began)), np.zeros(len(began), dtype=np.int64)
    for number, touchpoint in enumerate(TOUCHPOINTS):
        mask = began == number
        if mask.any():
            choices = _OWN.get(touchpoint.touchpoint_id, _ANY)
            cumulative = np.cumsum([share for _, share in choices])
            places = np.array([INDEX[name] for name, _ in choices])
            result[mask] = places[
                np.searchsorted(cumulative, uniform[mask], side="right").clip(0, len(choices) - 1)
            ]
    return result
