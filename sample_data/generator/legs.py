"""The legs of contacts, and what a day has in store for them."""

from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from .balance import Balance
from .days import Bools, Floats, Ints
from .truths import Rates

OUTCOMES = ("answered", "abandoned", "left", "contained", "to_agent", "done", "not_done")
ANSWERED, ABANDONED, LEFT, CONTAINED, TO_AGENT, DONE, NOT_DONE = range(7)
NONE = -1


@dataclass
class Today:
    """What a day's draws depend on."""

    rng: np.random.Generator
    rates: Rates
    balance: Balance


@dataclass
class Legs:
    """Legs, one entry each in every column; −1 is "not known"."""

    contact: Ints
    number: Ints  # 0 for the contact's first leg
    touchpoint: Ints
    start: Ints  # local seconds since midnight
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
    def blank(cls, contact: Ints, number: Ints | int, touchpoint: Ints | int, start: Ints) -> Self:
        """Return legs that begin, with nothing known of how they go."""
        n = len(contact)
        unknown = [np.full(n, NONE) for _ in range(10)]
        numbers, places = np.broadcast_to(number, n).copy(), np.broadcast_to(touchpoint, n).copy()
        return cls(contact, numbers, places, start, *unknown, np.ones(n))

    def take(self, index: Ints | Bools) -> Self:
        """Return some of them, in the order of `index`."""
        return type(self)(*(getattr(self, field.name)[index] for field in fields(self)))

    @classmethod
    def joined(cls, parts: list[Self]) -> Self:
        """Return all of several in one."""
        return cls(
            *(np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(cls))
        )
