"""A day as the tables of its export files, columns named as docs/canonical-csv.md has them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from .company import QUEUES, REASONS, SEGMENTS, TEAMS, TOUCHPOINTS
from .contacts import CALL_BACK, segment_codes
from .days import Ints, day_of, local_epoch, to_utc
from .ivr import STEPS, events
from .legs import ANSWERED, OUTCOMES, Legs
from .simulation import Day
from .surveys import INSTRUMENTS, SCALES
from .truths import MISSING_IVR_DAY
from .words import SENTENCES

LOCAL, UTC = "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%SZ"
FICTIONAL_NUMBERS, MAIL_ADDRESSES = 1000, 2000
GROUPS = {
    "ivr": ("ivr",),
    "phone": ("phone",),
    "digital": ("web", "chat", "email"),
    "field": ("shop", "visit", "letter"),
}
_GROUP_OF = np.array(
    [
        next(number for number, channels in enumerate(GROUPS.values()) if at.channel in channels)
        for at in TOUCHPOINTS
    ]
)
_OUTBOUND = np.array([touchpoint.outbound for touchpoint in TOUCHPOINTS])


def _texts(names: Sequence[str]) -> pl.Series:
    return pl.Series([*(name or None for name in names), None], dtype=pl.String)


_IDS = _texts([touchpoint.touchpoint_id for touchpoint in TOUCHPOINTS])
_CHANNELS = _texts([touchpoint.channel for touchpoint in TOUCHPOINTS])
_QUEUES = _texts([QUEUES.get(touchpoint.touchpoint_id, "") for touchpoint in TOUCHPOINTS])
_REASONS, _SEGMENTS, _OUTCOMES, _TEAMS = map(_texts, (REASONS, SEGMENTS, OUTCOMES, TEAMS))
_DIRECTIONS, _YES_NO = _texts(("inbound", "outbound", "callback")), _texts(("no", "yes"))
_INSTRUMENTS, _SCALES, _SENTENCES = map(_texts, (INSTRUMENTS, SCALES, SENTENCES))
_LETTERS = _texts(("a", "b", "c", "d"))
_STEPS = {
    name: _texts([getattr(step, name) for step in STEPS])
    for name in ("event", "node", "node_type", "value", "target_queue")
}


def _named(code: str, names: pl.Series) -> pl.Expr:
    """Return the names of a column's codes; null where −1."""
    last = len(names) - 1
    return pl.lit(names).gather(pl.when(pl.col(code) < 0).then(last).otherwise(pl.col(code)))


def _count(column: str) -> pl.Expr:
    return pl.when(pl.col(column) >= 0).then(pl.col(column))


def _moment(column: str, layout: str = LOCAL) -> pl.Expr:
    """Return seconds since 1970, local or UTC as they come, as text."""
    return (pl.col(column) * 1000).cast(pl.Datetime("ms")).dt.to_string(layout)


def _serial(column: str, prefix: str, width: int) -> pl.Expr:
    """Return ids that count from 1; the column counts from 0."""
    return prefix + (pl.col(column) + 1).cast(pl.String).str.zfill(width)


def _customer() -> pl.Expr:
    """Return what each customer is known by: a number, an address, mostly a customer id."""
    code = pl.col("customer")
    padded = code.cast(pl.String).str.zfill(7)
    return (
        pl.when(code < 0)
        .then(None)
        .when(code < FICTIONAL_NUMBERS)
        .then("+447700900" + padded.str.slice(-3))
        .when(code < MAIL_ADDRESSES)
        .then("c" + code.cast(pl.String) + "@example.com")
        .otherwise("C" + padded)
    )


@dataclass
class DayTables:
    """The rows of one day for each export file."""

    interactions: dict[str, pl.DataFrame]  # by group
    events: pl.DataFrame
    feedback: pl.DataFrame
    invitations: pl.DataFrame


def tables(day: Day, width: int) -> DayTables:
    """Return a day's tables; ids are the date and a serial number of `width` digits."""
    stamp = day_of(day.index).strftime("%y%m%d-")
    contact = _serial("contact", stamp, width)
    missing = day_of(day.index) == MISSING_IVR_DAY
    group_of = np.where(missing & (_GROUP_OF == 0), -1, _GROUP_OF)[day.legs.touchpoint]
    legs = {group: day.legs.take(group_of == number) for number, group in enumerate(GROUPS)}
    return DayTables(
        {group: _interactions(day, rows, contact, group) for group, rows in legs.items()},
        _events(day, legs["ivr"], contact),
        _feedback(day, contact, _serial("row", "F" + stamp, width)),
        _invitations(day, contact, _serial("row", "V" + stamp, width)),
    )


def _interactions(day: Day, legs: Legs, contact: pl.Expr, group: str) -> pl.DataFrame:
    of_contact, midnight = day.contacts.take(legs.contact), local_epoch(day.index)
    start, end, layout = midnight + legs.start, midnight + legs.end, LOCAL
    if group == "digital":
        start, end = (to_utc(local, ~of_contact.first_hour) for local in (start, end))
        layout = UTC
    called_back = of_contact.origin == CALL_BACK
    handled = np.where(legs.outcome == ANSWERED, legs.talk + legs.hold + legs.wrap, -1)
    codes = {
        "contact": legs.contact,
        "number": legs.number,
        "at": legs.touchpoint,
        "start": start,
        "end": end,
        "direction": np.where(called_back, 2, np.where(_OUTBOUND[legs.touchpoint], 1, 0)),
        "customer": of_contact.customer,
        "reason": of_contact.reason,
        "segment": segment_codes(of_contact.customer),
        "handle_s": handled,
        **{name: getattr(legs, name) for name in ("outcome", "resolved", "team", "transfers")},
        **{f"{name}_s": getattr(legs, name) for name in ("wait", "talk", "hold", "wrap")},
    }
    columns = {
        "interaction_id": contact + _named("number", _LETTERS),
        "contact_id": contact,
        "touchpoint_id": _named("at", _IDS),
        "started_at": _moment("start", layout),
        "ended_at": _moment("end", layout),
        "channel": _named("at", _CHANNELS),
        "direction": _named("direction", _DIRECTIONS),
        "customer": _customer(),
        "reason": _named("reason", _REASONS),
        "segment": _named("segment", _SEGMENTS),
        "outcome": _named("outcome", _OUTCOMES),
        **_more_columns(group, day.rates.version),
    }
    return pl.DataFrame(codes).select(**columns)


def _more_columns(group: str, flow_version: str) -> dict[str, pl.Expr]:
    """Return what one group's source tells beyond the others'."""
    if group == "ivr":
        return {"flow_version": pl.lit(flow_version)}
    resolved = {"resolved": _named("resolved", _YES_NO)}
    if group == "digital":
        queue = {"wait_s": _count("wait_s"), "handle_s": _count("handle_s")}
        return {**resolved, **queue, "team": _named("team", _TEAMS)}
    if group == "phone":
        parts = ("wait_s", "talk_s", "hold_s", "wrap_s", "handle_s", "transfers")
        named = {"team": _named("team", _TEAMS), "queue": _named("at", _QUEUES)}
        return {**resolved, **{part: _count(part) for part in parts}, **named}
    return resolved


def _events(day: Day, legs: Legs, contact: pl.Expr) -> pl.DataFrame:
    call, seq, second, step = events(legs.way, legs.start, legs.end, legs.bend)
    codes = {
        "contact": legs.contact[call],
        "number": legs.number[call],
        "seq": seq,
        "at": local_epoch(day.index) + second,
        "step": step,
    }
    return pl.DataFrame(codes).select(
        interaction_id=contact + _named("number", _LETTERS),
        seq=pl.col("seq"),
        at=_moment("at"),
        **{name: _named("step", texts) for name, texts in _STEPS.items()},
        flow_version=pl.lit(day.rates.version),
    )


def _survey_codes(day: Day, rows: Ints) -> pl.DataFrame:
    asked, midnight = day.surveys.take(rows), local_epoch(day.index)
    customer = day.contacts.customer[asked.contact]
    codes = {
        "row": rows,
        "at": asked.touchpoint,
        "asked_at": midnight + asked.asked_at,
        "answered_at": midnight + asked.answered_at,
        "customer": customer,
        "segment": segment_codes(customer),
        **{name: getattr(asked, name) for name in ("contact", "instrument", "score", "words")},
    }
    return pl.DataFrame(codes)


def _feedback(day: Day, contact: pl.Expr, feedback_id: pl.Expr) -> pl.DataFrame:
    return _survey_codes(day, np.flatnonzero(day.surveys.answered)).select(
        feedback_id=feedback_id,
        touchpoint_id=_named("at", _IDS),
        at=_moment("answered_at"),
        instrument=_named("instrument", _INSTRUMENTS),
        scale=_named("instrument", _SCALES),
        score=pl.col("score"),
        contact_id=contact,
        customer=_customer(),
        segment=_named("segment", _SEGMENTS),
        voice=pl.lit("customer"),
        verbatim=_named("words", _SENTENCES),
    )


def _invitations(day: Day, contact: pl.Expr, invitation_id: pl.Expr) -> pl.DataFrame:
    return _survey_codes(day, np.arange(len(day.surveys.contact))).select(
        invitation_id=invitation_id,
        touchpoint_id=_named("at", _IDS),
        at=_moment("asked_at"),
        contact_id=contact,
        instrument=_named("instrument", _INSTRUMENTS),
    )
