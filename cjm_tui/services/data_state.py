"""How current the data is: until when it reaches, which day is the last complete one, STALE."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cjm_tui.domain.journey import DataState, IncompleteDay
from cjm_tui.domain.period import Period, parse_period
from cjm_tui.services.expected_files import lacking_days
from cjm_tui.store.session import Reader


def today(reader: Reader) -> date:
    """Return the site's local day at `as_of`."""
    return reader.now.astimezone(ZoneInfo(reader.settings.timezone)).date()


def data_state(reader: Reader) -> DataState:
    """Return how far the facts reach that are known at `as_of`; no days where there are none.

    A day is complete once the clock has left it. Where all data is of today, today must do.
    STALE is counted from the end of the last complete day.
    """
    settings = reader.settings
    zone = ZoneInfo(settings.timezone)
    now, local_day = reader.now, today(reader)
    ((first_at, last_at),) = reader.query("data_state", as_of=now, today=local_day)
    if first_at is None:
        return DataState(as_of=now, timezone=settings.timezone, demo=settings.demo)
    first_day, last_day = first_at.date(), last_at.date()
    if last_day >= local_day:
        last_day = max(first_day, last_day - timedelta(days=1))
    end = datetime.combine(last_day + timedelta(days=1), time(), zone).astimezone(UTC)
    return DataState(
        as_of=now,
        timezone=settings.timezone,
        data_until=last_at,
        first_day=first_day,
        last_day=last_day,
        stale=now - end > timedelta(hours=settings.stale_after_hours),
        demo=settings.demo,
        incomplete=_incomplete(reader, local_day),
    )


def period_of(state: DataState, text: str) -> Period | None:
    """Return the period that `text` names for this data, or None where there is no data yet.

    Raises UsageError where the text is no period.
    """
    if state.first_day is None or state.last_day is None:
        parse_period(text, date.min, date.max)
        return None
    return parse_period(text, state.first_day, state.last_day)


def _incomplete(reader: Reader, local_day: date) -> tuple[IncompleteDay, ...]:
    """Return the days that lack an expected file, and those of too small a volume.

    Each day and source once, however many touchpoints it concerns; a file that is missing explains
    the volume of what it feeds.
    """
    missing = lacking_days(reader)
    explained = {(day.day, day.source, at) for day in missing for at in day.touchpoints}
    small = {
        IncompleteDay(day, source, reason)
        for day, source, touchpoint_id, reason in reader.query("incomplete_days", today=local_day)
        if (day, source, touchpoint_id) not in explained
    }
    return tuple(sorted([*missing, *small], key=lambda day: (day.day, day.source, day.reason)))
