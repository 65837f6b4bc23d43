"""What the site has decided, so that all its people see the same numbers (`cjm settings`)."""

import difflib
import zoneinfo
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

from cjm_tui.config import FixedClock
from cjm_tui.domain.path_rules import PATH_RULES
from cjm_tui.errors import UsageError

if TYPE_CHECKING:
    from cjm_tui.store.session import Writer


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """Site settings and their defaults; a stored query may declare any of them as a parameter."""

    timezone: str = "UTC"
    """The site's time zone (IANA name), for days and weekdays; set once, by `cjm init`."""

    service_level_s: int = 20
    """Seconds within which an answered call counts for the service level."""

    minimum_n: int = 10
    """Rows below which no value is shown, only how many there are."""

    refusal_percent: float = 5.0
    """Percentage of bad rows above which an import refuses a file whole."""

    stale_after_hours: int = 36
    """Hours after the last fact from which the data is called STALE."""

    check_quarantine_percent: float = 0.0
    """Percentage of a file's records in quarantine above which `cjm check` says so."""

    confirm_days: int = 90
    """Days after which an owner's confirmation is too old."""

    path_gap_hours: int = 24
    """Hours of a customer's silence after which a path across touchpoints has ended."""

    path_rule: str = "started"
    """Which paths a period counts: those that started in it, ended in it, or lie within it."""

    path_back_days: int = 7
    """Days after a path's end in which another contact means that the customer came back."""

    path_steps: int = 50
    """Steps of one path that are kept; longer ones are counted and said to go on."""

    path_variants: int = 200
    """Variants of paths that are kept; all others count together as one line."""

    path_legs: int = 3_000_000
    """Legs that are put together to paths at once; of more, the newest days that fit."""

    demo: bool = False
    """Whether this is the demo, which every screen says."""

    demo_now: datetime | None = None
    """Where the demo's clock stands (UTC), unless `--as-of` or `CJM_NOW` says otherwise."""


@dataclass(frozen=True, slots=True)
class SettingChange:
    """One change of a site setting, as it was recorded."""

    key: str
    old: str
    new: str


class Asks(Protocol):
    """Anything that answers SQL with rows."""

    def rows(
        self, sql: str, params: Mapping[str, Any] | Sequence[Any] | None = None
    ) -> list[tuple[Any, ...]]:
        """Return all rows of the query."""
        ...


def load(reader: Asks) -> SiteSettings:
    """Return what is stored, with the defaults for the rest; unknown keys are passed over."""
    found = dict(reader.rows("select key, value from site_setting"))
    known = {key: _PARSERS[key](value) for key, value in found.items() if key in _PARSERS}
    return SiteSettings(**known)


def as_text(value: object) -> str:
    """Return a setting's value as it is stored and shown; None is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)


def change(writer: "Writer", key: str, value: str, why: str) -> SettingChange:
    """Set one setting, and record who did it, from what and why.

    A setting that a KPI declares as a parameter is part of the KPI's hash, so the roll-up sees by
    itself what is out of date. Raises UsageError for an unknown key, a value of the wrong type or
    range, or no reason.
    """
    parsed = checked(key, value)
    if not why.strip():
        raise UsageError("A change of a site setting needs a reason.", hint="Add --why TEXT.")
    before = getattr(load(writer), key)
    if key == "timezone" and _has_facts(writer):
        raise UsageError(
            "The time zone cannot change once there is data: its days are already cut by it.",
            hint="Make a new database with `cjm init --timezone`, and import the files again.",
        )
    result = SettingChange(key, as_text(before), as_text(parsed))
    store(writer, key, parsed)
    writer.log_change("setting", key, "value", old=result.old, new=result.new, why=why.strip())
    return result


def store(writer: "Writer", key: str, value: object) -> None:
    """Write one value that has been checked, without a trace in the change log."""
    writer.execute("delete from site_setting where key = ?", [key])
    writer.execute("insert into site_setting values (?, ?)", [key, as_text(value)])
    writer.__dict__.pop("settings", None)


def checked(key: str, value: str) -> object:
    """Return the value that the text stands for; raises UsageError as `change` does."""
    if key not in _PARSERS:
        near = difflib.get_close_matches(key, _PARSERS, n=3, cutoff=0.5)
        raise UsageError(
            f"There is no site setting {key!r}.",
            hint=f"Did you mean {' or '.join(near)}?" if near else "`cjm settings` lists them.",
        )
    try:
        return _PARSERS[key](value.strip())
    except ValueError as error:
        raise UsageError(f"{key}: {value!r} will not do; it takes {error}.") from error


def checked_timezone(text: str) -> str:
    """Return the name of a time zone that exists; raises ValueError saying what is wanted."""
    try:
        zoneinfo.ZoneInfo(text)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        near = difflib.get_close_matches(text, zoneinfo.available_timezones(), n=2, cutoff=0.6)
        wanted = "a time zone as Europe/London"
        raise ValueError(f"{wanted} (near: {', '.join(near)})" if near else wanted) from error
    return text


def _whole(low: int, high: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        wanted = f"a whole number from {low} to {high}"
        try:
            number = int(text)
        except ValueError:
            raise ValueError(wanted) from None
        if not low <= number <= high:
            raise ValueError(wanted)
        return number

    return parse


def _one_of(*words: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text.lower() not in words:
            raise ValueError(f"one of {', '.join(words)}")
        return text.lower()

    return parse


def _percent(text: str) -> float:
    wanted = "a percentage from 0 to 100"
    try:
        number = float(text)
    except ValueError:
        raise ValueError(wanted) from None
    if not 0 <= number <= 100:
        raise ValueError(wanted)
    return number


def _yes_or_no(text: str) -> bool:
    answers = {"yes": True, "true": True, "no": False, "false": False}
    if text.lower() not in answers:
        raise ValueError("yes or no")
    return answers[text.lower()]


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        return FixedClock(datetime.fromisoformat(text)).now().astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("a time as 2026-11-20T08:30, or nothing") from None


def _has_facts(writer: "Writer") -> bool:
    (row,) = writer.rows("select exists (from import_batch)")
    return bool(row[0])


_PARSERS: dict[str, Callable[[str], Any]] = {
    "timezone": checked_timezone,
    "service_level_s": _whole(1, 3600),
    "minimum_n": _whole(1, 1000),
    "refusal_percent": _percent,
    "stale_after_hours": _whole(1, 24 * 60),
    "check_quarantine_percent": _percent,
    "confirm_days": _whole(1, 730),
    "path_gap_hours": _whole(1, 24 * 92),
    "path_rule": _one_of(*PATH_RULES),
    "path_back_days": _whole(1, 92),
    "path_steps": _whole(2, 500),
    "path_variants": _whole(5, 5_000),
    "path_legs": _whole(10_000, 100_000_000),
    "demo": _yes_or_no,
    "demo_now": _moment,
}
assert set(_PARSERS) == {item.name for item in fields(SiteSettings)}
