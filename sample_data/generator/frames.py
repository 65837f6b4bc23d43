"""A day as the tables of its export files, columns named as docs/canonical-csv.md has them."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from .company import INDEX, QUEUES, REASONS, SEGMENTS, TEAMS, TOUCHPOINTS
from .contacts import CALL_BACK, segment_codes
from .days import Bools, Ints, day_of, local_epoch, to_utc
from .ivr import STEP_COLUMNS, events
from .legs import ANSWERED, OUTCOMES, Legs
from .simulation import Day
from .surveys import INSTRUMENTS, SCALES
from .truths import MISSING_IVR_DAY
from .words import SENTENCES

LOCAL, UTC = "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%SZ"
_CHANNELS = [touchpoint.channel for touchpoint in TOUCHPOINTS]
_IDS = [touchpoint.touchpoint_id for touchpoint in TOUCHPOINTS]
_OUTBOUND = np.array([touchpoint.outbound for touchpoint in TOUCHPOINTS])
FICTIONAL_NUMBERS, MAIL_ADDRESSES = 1000, 2000
GROUPS = {
    "ivr": ("ivr",),
    "phone": ("phone",),
    "digital": ("web", "chat", "email"),
    "field": ("shop", "visit"),
}


def words(codes: Ints, names: list[str] | tuple[str, ...]) -> pl.Series:
    """Return the names of codes; null where the code is −1."""
    series = pl.Series(names, dtype=pl.String)
    return series.gather(pl.Series(np.where(codes < 0, 0, codes))).zip_with(
        pl.Series(codes >= 0), pl.Series([None], dtype=pl.String)
    )


def counts(values: Ints) -> pl.Series:
    """Return whole numbers; null where −1."""
    return pl.Series(values).set(pl.Series(values < 0), None)


def moments(local: Ints, layout: str) -> pl.Series:
    """Return times as text, of seconds since 1970 (local or UTC, as they come)."""
    return pl.Series(local * 1000).cast(pl.Datetime("ms")).dt.to_string(layout)


def customers(codes: Ints) -> pl.Series:
    """Return what each customer is known by: a number of theirs, an address, mostly a customer id."""
    number = pl.Series("c", codes)
    padded = number.cast(pl.String).str.zfill(7)
    frame = pl.DataFrame({"c": number, "id": "C" + padded, "tail": padded.str.slice(-3)})
    return frame.select(
        pl.when(pl.col("c") < 0)
        .then(None)
        .when(pl.col("c") < FICTIONAL_NUMBERS)
        .then(pl.format("+447700900{}", "tail"))
        .when(pl.col("c") < MAIL_ADDRESSES)
        .then(pl.format("c{}@example.com", "c"))
        .otherwise("id")
        .alias("customer")
    ).to_series()


@dataclass
class DayTables:
    """The rows of one day for each export file."""

    interactions: dict[str, pl.DataFrame]  # by group
    events: pl.DataFrame
    feedback: pl.DataFrame
    invitations: pl.DataFrame


def tables(day: Day, width: int) -> DayTables:
    """Return a day's tables; ids are the date and a serial number of `width` digits."""
    stamp = day_of(day.index).strftime("%y%m%d")
    serial = pl.Series(np.arange(1, len(day.contacts) + 1)).cast(pl.String).str.zfill(width)
    contact_ids = f"{stamp}-" + serial
    channel = np.array([list(GROUPS).index(_group(name)) for name in _CHANNELS])[
        day.legs.touchpoint
    ]
    missing = day_of(day.index) == MISSING_IVR_DAY
    interactions = {}
    for number, group in enumerate(GROUPS):
        chosen = (
            channel == number
            if not (missing and group == "ivr")
            else np.zeros(len(channel), dtype=bool)
        )
        interactions[group] = _interactions(day, day.legs.take(chosen), contact_ids, group)
    ivr = day.legs.take((channel == 0) & (not missing))
    return DayTables(
        interactions,
        _events(day, ivr, contact_ids),
        _feedback(day, contact_ids, stamp, width),
        _invitations(day, contact_ids, stamp, width),
    )


def _group(channel: str) -> str:
    return next((group for group, channels in GROUPS.items() if channel in channels), "field")


def _leg_ids(legs: Legs, contact_ids: pl.Series) -> pl.Series:
    return contact_ids.gather(pl.Series(legs.contact)) + words(legs.number, ["a", "b", "c", "d"])


def _interactions(day: Day, legs: Legs, contact_ids: pl.Series, group: str) -> pl.DataFrame:
    of_contact = day.contacts.take(legs.contact)
    midnight = local_epoch(day.index)
    start, end = midnight + legs.start, midnight + legs.end
    layout = LOCAL
    if group == "digital":
        second: Bools = ~of_contact.first_hour
        start, end, layout = to_utc(start, second), to_utc(end, second), UTC
    back = of_contact.origin == CALL_BACK
    direction = np.where(back, 2, np.where(_OUTBOUND[legs.touchpoint], 1, 0))
    columns: dict[str, pl.Series] = {
        "interaction_id": _leg_ids(legs, contact_ids),
        "contact_id": contact_ids.gather(pl.Series(legs.contact)),
        "touchpoint_id": words(legs.touchpoint, _IDS),
        "started_at": moments(start, layout),
        "ended_at": moments(end, layout),
        "channel": words(legs.touchpoint, _CHANNELS),
        "direction": words(direction, ["inbound", "outbound", "callback"]),
        "customer": customers(of_contact.customer),
        "reason": words(of_contact.reason, REASONS),
        "segment": words(segment_codes(of_contact.customer), SEGMENTS),
        "outcome": words(legs.outcome, OUTCOMES),
    }
    if group != "ivr":
        columns["resolved"] = words(legs.resolved, ["no", "yes"])
    if group in {"phone", "digital"}:
        handled = legs.outcome == ANSWERED
        columns["wait_s"] = counts(legs.wait)
        if group == "phone":
            columns["talk_s"], columns["hold_s"] = counts(legs.talk), counts(legs.hold)
            columns["wrap_s"] = counts(legs.wrap)
        columns["handle_s"] = counts(np.where(handled, legs.talk + legs.hold + legs.wrap, -1))
        columns["team"] = words(legs.team, TEAMS)
    if group == "phone":
        columns["transfers"] = counts(legs.transfers)
        queues = [QUEUES.get(name, "") for name in _IDS]
        columns["queue"] = words(legs.touchpoint, queues)
    if group == "ivr":
        columns["flow_version"] = pl.Series([day.rates.version], dtype=pl.String).new_from_index(
            0, len(legs)
        )
    return pl.DataFrame(columns)


def _events(day: Day, legs: Legs, contact_ids: pl.Series) -> pl.DataFrame:
    call, seq, second, step = events(legs.way, legs.start, legs.end, legs.bend)
    ids = _leg_ids(legs, contact_ids)
    steps = pl.Series(step)
    columns = {
        "interaction_id": ids.gather(pl.Series(call)),
        "seq": pl.Series(seq),
        "at": moments(local_epoch(day.index) + second, LOCAL),
        "event": pl.Series(STEP_COLUMNS["event"]).gather(steps),
    }
    for name in ("node", "node_type", "value", "target_queue"):
        texts = pl.Series([text or None for text in STEP_COLUMNS[name]], dtype=pl.String)
        columns[name] = texts.gather(steps)
    columns["flow_version"] = pl.Series([day.rates.version], dtype=pl.String).new_from_index(
        0, len(call)
    )
    return pl.DataFrame(columns)


def _feedback(day: Day, contact_ids: pl.Series, stamp: str, width: int) -> pl.DataFrame:
    asked = day.surveys
    rows = asked.take(asked.answered)
    who = day.contacts.customer[rows.contact]
    serial = pl.Series(np.flatnonzero(asked.answered) + 1).cast(pl.String).str.zfill(width)
    return pl.DataFrame(
        {
            "feedback_id": f"F{stamp}-" + serial,
            "touchpoint_id": words(rows.touchpoint, _IDS),
            "at": moments(local_epoch(day.index) + rows.answered_at, LOCAL),
            "instrument": words(rows.instrument, INSTRUMENTS),
            "scale": words(rows.instrument, SCALES),
            "score": pl.Series(rows.score),
            "contact_id": contact_ids.gather(pl.Series(rows.contact)),
            "customer": customers(who),
            "segment": words(segment_codes(who), SEGMENTS),
            "voice": words(np.zeros(len(rows.contact), dtype=np.int64), ["customer"]),
            "verbatim": words(rows.words, SENTENCES),
        }
    )


def _invitations(day: Day, contact_ids: pl.Series, stamp: str, width: int) -> pl.DataFrame:
    rows = day.surveys
    serial = pl.Series(np.arange(1, len(rows.contact) + 1)).cast(pl.String).str.zfill(width)
    return pl.DataFrame(
        {
            "invitation_id": f"V{stamp}-" + serial,
            "touchpoint_id": words(rows.touchpoint, _IDS),
            "at": moments(local_epoch(day.index) + rows.asked_at, LOCAL),
            "contact_id": contact_ids.gather(pl.Series(rows.contact)),
            "instrument": words(rows.instrument, INSTRUMENTS),
        }
    )


assert "ivr" in INDEX
