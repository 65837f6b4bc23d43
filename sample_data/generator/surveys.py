"""Who is asked for an opinion after a contact, who answers, and what."""

from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from .company import INDEX, TOUCHPOINTS
from .contacts import CALL_BACK, Contacts
from .days import DAY_S, Bools, Floats, Ints
from .legs import ANSWERED, DONE, NOT_DONE, Legs, Today
from .truths import is_few_day
from .words import WORDED, draw_words

INSTRUMENTS = ("csat", "ces", "nps")
SCALES = ("1-5", "1-7", "0-10")
SHOP = INDEX["shop-visit"]
_INVITE = np.array([touchpoint.invite for touchpoint in TOUCHPOINTS])
_RESPOND = np.array([touchpoint.respond for touchpoint in TOUCHPOINTS])
_INSTRUMENT = np.array([INSTRUMENTS.index(touchpoint.instrument) for touchpoint in TOUCHPOINTS])


@dataclass
class Surveys:
    """Invitations of a day, one entry each; the answer's columns hold where `answered`."""

    contact: Ints
    touchpoint: Ints
    instrument: Ints
    asked_at: Ints
    answered: Bools
    answered_at: Ints
    score: Ints
    words: Ints  # index of words.SENTENCES, −1 without words

    def take(self, index: Ints | Bools) -> Self:
        """Return some of them, in the order of `index`."""
        return type(self)(*(getattr(self, field.name)[index] for field in fields(self)))


def surveys(today: Today, index: int, contacts: Contacts, legs: Legs) -> Surveys:
    """Ask and answer; everything falls on the contact's own day."""
    rng = today.rng
    asked = _asked(rng, contacts, legs)
    n, at = len(asked), asked.touchpoint
    answers = rng.random(n) < _RESPOND[at]
    shop = np.flatnonzero(at == SHOP)
    answers[shop] = False
    if is_few_day(index):
        answers[shop[:1]] = True
    asked_at = np.minimum(asked.end + 60, DAY_S - 2)
    room = np.minimum(DAY_S - 1 - asked_at, 18_000)
    answered_at = asked_at + np.floor(rng.random(n) ** 2 * room).astype(np.int64)
    score = _scores(today, asked, answers)
    words = draw_words(rng, at, _INSTRUMENT[at], score)
    worded = rng.random(n) < WORDED[at]
    return Surveys(
        asked.contact,
        at,
        _INSTRUMENT[at],
        asked_at,
        answers,
        answered_at,
        score,
        np.where(worded, words, -1),
    )


def _asked(rng: np.random.Generator, contacts: Contacts, legs: Legs) -> Legs:
    """Return the legs after which the customer is asked: the contact's last, if it got anywhere."""
    order = np.lexsort((legs.number, legs.contact))
    last = np.ones(len(order), dtype=bool)
    last[:-1] = legs.contact[order][1:] != legs.contact[order][:-1]
    final = legs.take(order[last])
    reached = (
        (final.outcome == ANSWERED)
        | (final.outcome == DONE)
        | (final.outcome == NOT_DONE)
        | (final.way >= 0)
    )
    ours = contacts.origin[final.contact] != CALL_BACK
    chosen = rng.random(len(final)) < _INVITE[final.touchpoint]
    return final.take(reached & ours & chosen)


def _scores(today: Today, legs: Legs, answered: Bools) -> Ints:
    rng, rates, n, at = today.rng, today.rates, len(legs), legs.touchpoint

    def draw(kind: str, chance: Floats | float) -> Bools:
        return today.balance.draw(rng, kind, at, np.where(answered, chance, 0.0))

    let_down = (legs.outcome == NOT_DONE) | (legs.resolved == 0)
    instrument = _INSTRUMENT[at]
    good = draw("content", rates.csat[at] + np.where(let_down, -0.18, 0.03))
    fine = rng.random(n)
    csat = np.where(good, np.where(fine < 0.55, 5, 4), np.searchsorted((0.30, 0.55), fine) + 1)
    mean = np.where(answered, rates.ces[at] + np.where(let_down, -0.5, 0.1), 0.0)
    drawn = np.where(answered, rng.normal(mean, 1.15), 0.0)
    ease = today.balance.amounts("ease", at, mean, drawn)
    ces = np.clip(np.rint(ease), 1, 7)
    promoter = draw("promoter", rates.promoters)
    detractor = draw("detractor", np.where(promoter, 0, rates.detractors / (1 - rates.promoters)))
    other = np.where(detractor, np.floor(fine * 7), 7 + (fine < 0.6))
    nps = np.where(promoter, 9 + (fine < 0.45), other)
    return np.select([instrument == 0, instrument == 1], [csat, ces], nps).astype(np.int64)
