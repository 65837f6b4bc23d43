"""What is planted: the rates that hold at each touchpoint on each day, and when they change."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from .company import INDEX, TOUCHPOINTS
from .days import Floats, day_of, index_of, ramp

WATERMELON = (date(2026, 9, 24), date(2026, 11, 1))  # IVR: begins, in full
HONEST = (date(2026, 9, 24), date(2026, 10, 28))  # chat
ORDER_CALL = (date(2026, 9, 28), date(2026, 10, 26))
ENGINEER = (date(2026, 10, 19), date(2026, 11, 2))
FLOW_V7 = date(2026, 11, 2)
BILLING_LIVE = date(2026, 5, 4)
CALLBACK_LIVE = date(2026, 3, 2)
CALLBACK_SLIDE = (date(2026, 8, 31), date(2026, 9, 28))
BAD_WEEK = (date(2026, 6, 8), date(2026, 6, 14))
OUTAGE = (date(2026, 8, 12), date(2026, 8, 13))
MISSING_IVR_DAY = date(2026, 11, 17)
FEW_DAYS_BACK = (1, 4, 8, 11, 15, 18, 22, 26)  # days before the end with a word from the shop

# touchpoint: unresolved, repeat after resolved, abandoned, answered within 20 s, talk s, wrap s
_LINES = {
    "order-call": (0.20, 0.13, 0.06, 0.78, 330, 60),
    "setup-call": (0.14, 0.10, 0.15, 0.70, 300, 70),
    "billing-call": (0.26, 0.16, 0.07, 0.76, 320, 90),
    "agent-call": (0.14, 0.10, 0.07, 0.76, 360, 80),
    "renewal-call": (0.12, 0.06, 0.06, 0.78, 410, 70),
    "leave-call": (0.10, 0.06, 0.08, 0.74, 380, 80),
    "chat": (0.20, 0.15, 0.05, 0.70, 470, 50),
}
# touchpoint: not done, repeat after done, seconds spent there
_VISITS = {
    "web-shop": (0.30, 0.03, 420),
    "shop-visit": (0.10, 0.02, 900),
    "activation-mail": (0.00, 0.07, 60),
    "setup-guide": (0.15, 0.08, 500),
    "engineer-visit": (0.12, 0.06, 4200),
    "my-account": (0.08, 0.05, 240),
    "bill-mail": (0.00, 0.07, 60),
    "fault-form": (0.39, 0.07, 300),
    "help-pages": (0.25, 0.10, 260),
    "help-email": (0.15, 0.08, 300),
    "repair-visit": (0.12, 0.06, 3600),
    "renew-online": (0.10, 0.05, 330),
    "complaint": (0.30, 0.10, 300),
    "payment-letter": (0.00, 0.0, 60),
    "ivr": (0.0, 0.0, 60),
}
# share of top-two-box answers, mean ease, or (promoters, detractors)
_CSAT = {
    "web-shop": 0.81,
    "order-call": 0.84,
    "shop-visit": 0.80,
    "setup-call": 0.76,
    "engineer-visit": 0.83,
    "my-account": 0.76,
    "billing-call": 0.72,
    "agent-call": 0.77,
    "chat": 0.80,
    "help-email": 0.76,
    "repair-visit": 0.82,
    "renewal-call": 0.80,
    "leave-call": 0.58,
    "complaint": 0.46,
}
_CES = {
    "activation-mail": 5.95,
    "setup-guide": 5.5,
    "bill-mail": 5.4,
    "ivr": 4.6,
    "fault-form": 4.3,
    "help-pages": 5.2,
}
AGAIN_AFTER_UNRESOLVED = 0.40
AGAIN_AFTER_ABANDONED = 0.55
AGAIN_AFTER_CALL_BACK = 0.10
FORM_TO_PHONE = 0.80  # of the form's visits that end not done, a call on the same day
AGAIN_AFTER_FORM = 2.0  # times as often as other callers


@dataclass
class Rates:
    """Rates of one day, by touchpoint index."""

    unresolved: Floats
    again: Floats
    abandoned: Floats
    fast: Floats  # of the answered, within 20 s
    talk: Floats
    wrap: Floats
    csat: Floats
    ces: Floats
    busy: Floats  # volume against an ordinary day
    promoters: float
    detractors: float
    contained: float  # of the IVR's calls in opening hours
    melon: float  # 0 … 1: how far the IVR's menus keep callers without helping them
    callbacks: float  # share of the would-be abandoned that get a call back
    version: str


def rates(index: int, rng: np.random.Generator) -> Rates:
    """Return the rates of a day; `rng` is for the day-to-day noise of the noisy touchpoint."""
    day = day_of(index)
    size = len(TOUCHPOINTS)
    values = {
        name: np.zeros(size)
        for name in ("unresolved", "again", "abandoned", "fast", "talk", "wrap")
    }
    for name, row in _LINES.items():
        for column, value in zip(values.values(), row, strict=True):
            column[INDEX[name]] = value
    for name, (not_done, again, seconds) in _VISITS.items():
        values["unresolved"][INDEX[name]] = not_done
        values["again"][INDEX[name]] = again
        values["talk"][INDEX[name]] = seconds
    melon = ramp(index, *WATERMELON)
    result = Rates(
        **values,
        csat=_by_touchpoint(_CSAT),
        ces=_by_touchpoint(_CES),
        busy=np.ones(size),
        promoters=0.47,
        detractors=0.21,
        contained=0.45 + 0.125 * melon,
        melon=melon,
        callbacks=0.0,
        version="v7" if day >= FLOW_V7 else "v6",
    )
    _slow_changes(result, index)
    _actions(result, index)
    _single_days(result, index, rng)
    return result


def _by_touchpoint(values: dict[str, float]) -> Floats:
    column = np.zeros(len(TOUCHPOINTS))
    for name, value in values.items():
        column[INDEX[name]] = value
    return column


def _slow_changes(rates: Rates, index: int) -> None:
    """Apply the honest pair, the better order call and the worse engineer visit."""
    honest, order = ramp(index, *HONEST), ramp(index, *ORDER_CALL)
    chat, call = INDEX["chat"], INDEX["order-call"]
    rates.unresolved[chat] -= 0.12 * honest
    rates.again[chat] -= 0.08 * honest
    rates.talk[chat] -= 95 * honest
    rates.csat[chat] += 0.06 * honest
    rates.unresolved[call] -= 0.12 * order
    rates.again[call] -= 0.07 * order
    rates.csat[INDEX["engineer-visit"]] -= 0.25 * ramp(index, *ENGINEER)
    rates.ces[INDEX["ivr"]] -= 0.5 * rates.melon


def _actions(rates: Rates, index: int) -> None:
    """Apply the real effect, and the callback offer that helped and slid back."""
    day = day_of(index)
    if day >= BILLING_LIVE:
        rates.unresolved[INDEX["billing-call"]] -= 0.12
        rates.again[INDEX["billing-call"]] -= 0.06
        rates.csat[INDEX["billing-call"]] += 0.04
    if day >= CALLBACK_LIVE:
        rates.callbacks = 0.62 * (1.0 - ramp(index, *CALLBACK_SLIDE))


def _single_days(rates: Rates, index: int, rng: np.random.Generator) -> None:
    """Apply the bad week, the outage, and the noise of the noisy line."""
    day = day_of(index)
    noisy = INDEX["renewal-call"]
    swing = rng.normal(0.0, 0.75)
    odds = rates.fast[noisy] / (1 - rates.fast[noisy]) * np.exp(swing)
    rates.fast[noisy] = odds / (1 + odds)
    if BAD_WEEK[0] <= day <= BAD_WEEK[1]:
        rates.csat[INDEX["help-email"]] -= 0.34
    if OUTAGE[0] <= day <= OUTAGE[1]:
        for name in ("ivr", "chat", "fault-form"):
            rates.busy[INDEX[name]] = 2.0
        for name in ("agent-call", "billing-call", "chat"):
            rates.abandoned[INDEX[name]] += 0.25
            rates.fast[INDEX[name]] *= 0.25
            rates.unresolved[INDEX[name]] += 0.20
        rates.unresolved[INDEX["my-account"]] += 0.40
        for name in ("agent-call", "chat", "my-account"):
            rates.csat[INDEX[name]] -= 0.35


def is_few_day(index: int) -> bool:
    """Return whether the shop gets its one answer of the day."""
    return (index_of(date(2026, 11, 20)) - index) % 28 in FEW_DAYS_BACK
