"""Which files should arrive when, and what became of each: a schedule held against the ledger.

A delivery is due on a day at a local time and holds the days since the one before it: a daily file
that is due on Saturday morning holds Friday. It is received when a file came after these days were
over and brought rows of one of them, or began with one of them whenever it came: then it is one of
the files that arrive while the day goes on. Times are the site's local ones.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from cjm_tui.errors import UsageError

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_BEFORE, SAME_DAY = "day before", "same day"
_DAY = timedelta(days=1)
_RANGE = re.compile(r"([a-z]{3})\s*-\s*([a-z]{3})\Z")
_BETWEEN = re.compile(r"[\s;,]+")


@dataclass(frozen=True, slots=True)
class ExpectedFile:
    """What should arrive of a source, as `expected_file` has it."""

    source: str  # the mapping that reads it
    pattern: str | None = None  # of the file's name; None: any file of the mapping
    every: str = "daily"  # "daily", "weekly", or weekdays as "mon;tue"
    due_at: time = time(6)
    valid_from: date | None = None  # first day on which it is due; None: since its first file
    valid_to: date | None = None  # last day on which it is due
    covers: str = DAY_BEFORE
    on_holidays: bool = True

    @property
    def name(self) -> str:
        """What people call it: the file name's pattern, or else the mapping."""
        return self.pattern or self.source

    @property
    def schedule(self) -> str:
        """Say when it is due: "daily by 06:00"."""
        every = self.every.replace(";", " ")
        if self.every == "weekly":
            every = f"weekly ({WEEKDAYS[self._weekly].title()})"
        return f"{every} by {self.due_at:%H:%M}"

    @property
    def _weekly(self) -> int:
        """The weekday of a weekly file: that of its first due day, else Monday."""
        return self.valid_from.weekday() if self.valid_from else 0

    def due_on(self, day: date) -> bool:
        """Return whether a delivery is due on this day, holidays apart."""
        if self.every == "daily":
            return True
        if self.every == "weekly":
            return day.weekday() == self._weekly
        return WEEKDAYS[day.weekday()] in self.every.split(";")


@dataclass(frozen=True, slots=True)
class Delivery:
    """One due day: what it should hold, and from when it can be there."""

    due_at: datetime
    opens_at: datetime  # before this no file can hold its days to their end
    first_day: date
    last_day: date

    @property
    def days(self) -> Iterator[date]:
        """The local days that it holds."""
        return _days(self.first_day, self.last_day)


def deliveries(expected: ExpectedFile, since: date, until: date) -> Iterator[Delivery]:
    """Yield the deliveries that are due from `since` to `until`, oldest first."""
    same_day = expected.covers == SAME_DAY
    before: date | None = None
    for day in _days(since - 8 * _DAY, min(until, expected.valid_to or until)):
        if not expected.due_on(day):
            continue
        started = expected.valid_from is None or day >= expected.valid_from
        if before is not None and day >= since and started:
            yield Delivery(
                due_at=datetime.combine(day, expected.due_at),
                opens_at=datetime.combine(before, expected.due_at)
                if same_day
                else datetime.combine(day, time()),
                first_day=before + _DAY if same_day else before,
                last_day=day if same_day else day - _DAY,
            )
        before = day


class State(StrEnum):
    """What became of a delivery, as one says it."""

    RECEIVED = "received"
    RECEIVED_LATE = "came late"
    SHORT = "SHORT"
    REFUSED = "REFUSED"
    WAITING = "waiting"  # its days are over, its time has not come
    LATE = "LATE"  # and the next one is not due yet
    MISSING = "MISSING"
    NOT_EXPECTED = "holiday"


LACKING = frozenset({State.REFUSED, State.WAITING, State.LATE, State.MISSING})


@dataclass(frozen=True, slots=True)
class Arrival:
    """A batch of an expected file."""

    batch: int
    loaded: bool  # False: refused
    reason: str  # why it was refused
    at: datetime
    again_at: datetime | None = None  # when the same content came last
    dated: bool = True  # whether its rows belong to days


@dataclass(frozen=True, slots=True)
class Slot:
    """A delivery and what became of it."""

    delivery: Delivery
    state: State
    batch: int | None = None  # that brought it, or was refused
    arrived_at: datetime | None = None
    reason: str = ""  # why it was refused, or in what it is short
    again: bool = False  # a file came, and said what an earlier one had said


@dataclass(frozen=True, slots=True)
class History:
    """All that came of an expected file."""

    arrivals: Sequence[Arrival]  # in the order of batches
    days: Mapping[date, Sequence[tuple[int, bool]]]  # batches with rows of a day; begun with it?
    short: Mapping[date, str]  # days of too small a volume, and what is said of them
    data_since: date | None  # the first day of which it ever brought rows


@dataclass(frozen=True, slots=True)
class ExpectedLine:
    """An expected file with its last deliveries."""

    expected: ExpectedFile
    slots: tuple[Slot, ...]  # oldest first
    next_due: datetime | None
    touchpoints: tuple[str, ...] = ()  # that its files have brought
    came: bool = True  # whether a file of it ever did


def slots(
    expected: ExpectedFile,
    history: History,
    holidays: frozenset[date],
    now: datetime,
    since: date,
) -> Iterator[Slot]:
    """Yield what became of the deliveries since a day that can be there by `now`, oldest first.

    Without a first day of its own the schedule begins with the first data that came.
    """
    received = _Received(history)
    begun = expected.valid_from or history.data_since or received.first_day
    if begun is None:
        return
    listed = list(deliveries(expected, max(since, begun), now.date() + 8 * _DAY))
    for place, delivery in enumerate(listed):
        following = listed[place + 1] if place + 1 < len(listed) else None
        if delivery.opens_at > now:
            return
        if expected.valid_from is None and delivery.last_day < begun:
            continue
        slot = received.slot(delivery)
        if slot is not None:
            yield slot
        elif not expected.on_holidays and all(day in holidays for day in delivery.days):
            yield Slot(delivery, State.NOT_EXPECTED)
        else:
            yield _lacking_slot(delivery, following, history.arrivals, now)


class _Received:
    """The loaded batches of an expected file, by number and by day."""

    def __init__(self, history: History) -> None:
        loaded = [arrival for arrival in history.arrivals if arrival.loaded]
        self._days = history.days
        self._short = history.short
        self._at = {arrival.batch: arrival.at for arrival in loaded}
        # A file without days is there when it came at all since then, changed or not.
        self._undated = [(a.again_at or a.at, a.batch) for a in loaded if not a.dated]
        self._began = min(self._at.values(), default=None)

    @property
    def first_day(self) -> date | None:
        """The day on which the first of them came."""
        return None if self._began is None else self._began.date()

    def slot(self, delivery: Delivery) -> Slot | None:
        """Return the delivery as received, None where no file has brought it."""
        opens = delivery.opens_at
        came = [one for one in self._undated if one[0] >= opens]
        for day in delivery.days:
            for batch, begins in self._days.get(day, ()):
                if begins or self._at[batch] >= opens:
                    came.append((self._at[batch], batch))
        if not came or self._began is None:
            return None
        arrived_at, batch = min(came)
        said = next((self._short[day] for day in delivery.days if day in self._short), "")
        # Before its first file came nothing could be late: that is history being loaded.
        late = arrived_at > delivery.due_at >= self._began
        state = State.SHORT if said else State.RECEIVED_LATE if late else State.RECEIVED
        return Slot(delivery, state, batch, arrived_at, said)


def _lacking_slot(
    delivery: Delivery, following: Delivery | None, arrivals: Sequence[Arrival], now: datetime
) -> Slot:
    end = following.opens_at if following else datetime.max
    meanwhile = [a for a in arrivals if delivery.opens_at <= a.at < end]
    refused = [a for a in meanwhile if not a.loaded]
    if refused:
        last = refused[-1]
        return Slot(delivery, State.REFUSED, last.batch, last.at, last.reason)
    again = any(a.again_at is not None and delivery.opens_at <= a.again_at < end for a in arrivals)
    if now <= delivery.due_at:
        return Slot(delivery, State.WAITING, again=again)
    overtaken = following is not None and following.due_at <= now
    state = State.MISSING if overtaken else State.LATE
    return Slot(delivery, state, again=again)


def next_due(expected: ExpectedFile, now: datetime) -> datetime | None:
    """Return when the next delivery is due, holidays apart; None where none is within 8 days."""
    first = max(now.date(), expected.valid_from or now.date())
    coming = deliveries(expected, first, first + 8 * _DAY)
    return next((delivery.due_at for delivery in coming if delivery.due_at > now), None)


def parse_every(text: str) -> str:
    """Return "daily", "weekly" or the weekdays as "mon;tue"; takes "mon-fri" and any separator.

    Raises UsageError where the text is none of these.
    """
    cleaned = text.strip().lower()
    if cleaned in ("daily", "weekly"):
        return cleaned
    if match := _RANGE.match(cleaned):
        first, last = match.groups()
        if first in WEEKDAYS and last in WEEKDAYS:
            start = WEEKDAYS.index(first)
            length = (WEEKDAYS.index(last) - start) % 7 + 1
            wanted = {WEEKDAYS[(start + step) % 7] for step in range(length)}
            return ";".join(day for day in WEEKDAYS if day in wanted)
    named = {part for part in _BETWEEN.split(cleaned) if part}
    if not named or not named <= set(WEEKDAYS):
        raise UsageError(
            f"{text!r} does not say how often.",
            hint="Write daily, weekly, or weekdays: mon-fri, or mon;wed;fri.",
        )
    return ";".join(day for day in WEEKDAYS if day in named)


def _days(first: date, last: date) -> Iterator[date]:
    for step in range((last - first).days + 1):
        yield first + step * _DAY
