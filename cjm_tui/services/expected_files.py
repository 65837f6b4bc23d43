"""Files that should arrive: what came of each by the clock, and which days lack one."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cjm_tui.domain import display
from cjm_tui.domain.expected_files import (
    LACKING,
    Arrival,
    ExpectedFile,
    ExpectedLine,
    History,
    Slot,
    State,
    next_due,
    slots,
)
from cjm_tui.domain.journey import IncompleteDay
from cjm_tui.errors import UsageError
from cjm_tui.importers.mapping import load_mappings
from cjm_tui.store import expected_files as store
from cjm_tui.store.database import Database
from cjm_tui.store.session import Reader

SHOWN_DAYS = 14
_BEGINNING = date(1900, 1, 1)
_Key = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class _Known:
    """An expected file and what the ledger knows of it."""

    expected: ExpectedFile
    history: History
    touchpoints: tuple[str, ...]


def expected_lines(reader: Reader, days: int = SHOWN_DAYS) -> tuple[ExpectedLine, ...]:
    """Return each expected file with what came of it in the last days, and what is next."""
    now = local_now(reader)
    since = now.date() - timedelta(days=days - 1)
    holidays = _holidays(reader)
    return tuple(
        ExpectedLine(
            expected=known.expected,
            slots=tuple(slots(known.expected, known.history, holidays, now, since)),
            next_due=next_due(known.expected, now),
            touchpoints=known.touchpoints,
            came=any(arrival.loaded for arrival in known.history.arrivals),
        )
        for known in _known(reader, since - timedelta(days=8), short=True)
    )


def lacking_days(reader: Reader) -> tuple[IncompleteDay, ...]:
    """Return the days that lack an expected file by now, with the touchpoints that it concerns.

    A file that never came yet lacks nowhere: there is no touchpoint that it is known to feed.
    """
    if not reader.row("select exists (from expected_file)")[0]:
        return ()
    now = local_now(reader)
    holidays = _holidays(reader)
    found = []
    for known in _known(reader, _BEGINNING, short=False):
        begun = known.history.data_since
        if begun is None:
            continue
        for slot in slots(known.expected, known.history, holidays, now, begun):
            if slot.state in LACKING:
                found += list(_lacking(known, slot, begun))
    return tuple(found)


def _lacking(known: _Known, slot: Slot, begun: date) -> Iterator[IncompleteDay]:
    name, due = known.expected.name, slot.delivery.due_at
    why = "was refused" if slot.state is State.REFUSED else "due"
    for day in slot.delivery.days:
        if day >= begun:
            said = (
                f"{display.weekday(day)} lacks {name}"
                f" ({why} {display.weekday(due.date())}{'' if why != 'due' else f' {due:%H:%M}'})"
            )
            yield IncompleteDay(day, known.expected.source, said, known.touchpoints)


def add(database: Database, expected: ExpectedFile, why: str) -> bool:
    """Expect a file from now on, or change its schedule; return whether anything changed.

    Raises UsageError for a mapping that there is not, or without a reason.
    """
    _need_reason(why)
    known = load_mappings()
    if expected.source not in known:
        raise UsageError(
            f"There is no mapping {expected.source!r}.", hint="`cjm mappings` lists them."
        )
    with database.write() as writer:
        return store.put(writer, expected, why.strip())


def remove(database: Database, source: str, pattern: str | None, why: str) -> None:
    """Expect a file no longer. Raises UsageError where it is not expected, or without a reason."""
    _need_reason(why)
    with database.write() as writer:
        if not store.drop(writer, source, pattern, why.strip()):
            named = f"{source} {pattern}" if pattern else source
            raise UsageError(f"{named} is not expected.", hint="`cjm expect` lists what is.")


def _need_reason(why: str) -> None:
    if not why.strip():
        raise UsageError("A change of what is expected needs a reason.", hint="Add --why TEXT.")


def local_now(reader: Reader) -> datetime:
    """Return the site's local time, naive."""
    return reader.now.astimezone(ZoneInfo(reader.settings.timezone)).replace(tzinfo=None)


def _holidays(reader: Reader) -> frozenset[date]:
    return frozenset(day for (day,) in reader.rows("select day from holiday"))


def _known(reader: Reader, since: date, *, short: bool) -> Iterator[_Known]:
    """Yield each expected file with the days that its batches brought from `since` on."""
    listed = reader.query_records("expected_files")
    if not listed:
        return
    arrivals: dict[_Key, list[Arrival]] = defaultdict(list)
    for source, pattern, batch, status, reason, at, again_at, dated in reader.query(
        "expected_arrivals"
    ):
        loaded = status == "loaded"
        arrivals[source, pattern].append(
            Arrival(batch, loaded, reason or "", at, again_at, bool(dated))
        )
    days: dict[_Key, dict[date, list[tuple[int, bool]]]] = defaultdict(dict)
    for source, pattern, day, batch, begins in reader.query("expected_days", since=since):
        days[source, pattern].setdefault(day, []).append((batch, bool(begins)))
    marks = _short_days(reader) if short else {}
    for row in listed:
        expected, touchpoints = _expected(row), tuple(row["touchpoints"])
        key = (expected.source, expected.pattern)
        marked = {
            day: reason
            for at in touchpoints
            for day, reason in marks.get((expected.source, at), {}).items()
        }
        history = History(arrivals[key], days[key], marked, row["data_since"])
        yield _Known(expected, history, touchpoints)


def _expected(row: Mapping[str, Any]) -> ExpectedFile:
    return ExpectedFile(
        source=row["source"],
        pattern=row["pattern"],
        every=row["every"],
        due_at=row["due_at"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        covers=row["covers"],
        on_holidays=row["on_holidays"],
    )


def _short_days(reader: Reader) -> dict[tuple[str, str], dict[date, str]]:
    """Return what is said of the days of too small a volume, by source and touchpoint."""
    found: dict[tuple[str, str], dict[date, str]] = defaultdict(dict)
    today = local_now(reader).date()
    for day, source, touchpoint_id, reason in reader.query("incomplete_days", today=today):
        if touchpoint_id is not None:
            found[source, touchpoint_id][day] = reason
    return found
