"""The clock that a command lives by, and what one person has set for themselves."""

import os
import tomllib
import zoneinfo
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Any, Protocol

from cjm_tui.errors import CjmError, UsageError
from cjm_tui.locations import config_folder


class Clock(Protocol):
    """Where the program asks for the time."""

    def now(self) -> datetime:
        """Return the present moment, aware and in UTC."""
        ...


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the present moment, aware and in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class FixedClock:
    """A clock that stands still, for `--as-of`, `CJM_NOW` and tests."""

    moment: datetime

    def now(self) -> datetime:
        """Return the moment at which it stands, aware and in UTC; a naive one is read as UTC."""
        if self.moment.tzinfo is None:
            return self.moment.replace(tzinfo=UTC)
        return self.moment.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class EndOfDay:
    """A clock that stands at the end of a day, for a date without a time: that of the site."""

    day: date

    def now(self) -> datetime:
        """Return the day's end in UTC, where no site is known."""
        return self.in_zone(UTC)

    def in_zone(self, zone: tzinfo) -> datetime:
        """Return the day's end there, aware and in UTC."""
        after = datetime.combine(self.day + timedelta(days=1), time(), zone)
        return after.astimezone(UTC)


def clock_from(as_of: str | None, environ: Mapping[str, str]) -> Clock:
    """Return the clock that `--as-of` or else `CJM_NOW` fixes, or the machine's own.

    Both take an ISO date or date and time; without an offset it is UTC, and a date alone is the end
    of that day at the site. Raises UsageError where the text is neither.
    """
    for name, text in (("--as-of", as_of), ("CJM_NOW", environ.get("CJM_NOW"))):
        if text:
            return _fixed(name, text.strip())
    return SystemClock()


def _fixed(name: str, text: str) -> Clock:
    try:
        clock: Clock
        if len(text) <= len("2026-11-20"):
            clock = EndOfDay(date.fromisoformat(text))
        else:
            clock = FixedClock(datetime.fromisoformat(text))
        clock.now()  # one that no calendar has is refused here
        return clock
    except (ValueError, OverflowError) as error:
        raise UsageError(
            f"{name}: {text!r} is not a time.",
            hint="Write 2026-11-20, 2026-11-20T08:30 or 2026-11-20T08:30+01:00.",
        ) from error


def machine_timezone() -> str:
    """Return the IANA name of this machine's time zone: that of TZ or /etc/localtime, else UTC."""
    named = os.environ.get("TZ", "").lstrip(":")
    _, _, linked = os.path.realpath("/etc/localtime").rpartition("/zoneinfo/")
    for name in (named, linked):
        if name in zoneinfo.available_timezones():
            return name
    return "UTC"


@dataclass(frozen=True, slots=True)
class PersonalSettings:
    """What one person has set in their own `config.toml`; none of it changes a number."""

    theme: str = ""
    """Colour theme by name; empty for the app's own. The app refuses a name that is none."""

    mouse: bool = True
    """Take the mouse; `false` leaves it to the terminal, for selecting text."""

    keys: Mapping[str, str] = field(default_factory=dict)
    """Keys by what they do (docs/screens.md): `words = "w"`, several with commas between."""


_KINDS: dict[str, tuple[type, str]] = {
    "theme": (str, "text in quotes"),
    "mouse": (bool, "true or false"),
    "keys": (dict, 'a table: [keys], and below it lines as words = "w"'),
}


def load_personal_settings(path: Path | None = None) -> PersonalSettings:
    """Return the settings in `path` (default: `config.toml` of the configuration folder).

    A missing file gives the defaults. Raises CjmError naming file and line for anything amiss.
    """
    path = path or config_folder() / "config.toml"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return PersonalSettings()
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise CjmError(f"{path}, line {line}: not UTF-8 text.") from error
    except OSError as error:
        raise CjmError(f"{path} cannot be read: {error.strerror}.") from error
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        reason = str(error).replace("at end of document", f"at line {text.count(chr(10)) + 1}")
        raise CjmError(f"{path} is not TOML: {reason}.") from error
    return PersonalSettings(**_checked(found, text, path))


def _checked(found: dict[str, Any], text: str, path: Path) -> dict[str, Any]:
    for key, value in found.items():
        where = f"{path}, line {_line_of(key, text)}"
        if key not in _KINDS:
            raise CjmError(f"{where}: no setting {key!r}.", hint=f"There are {', '.join(_KINDS)}.")
        kind, wanted = _KINDS[key]
        if type(value) is not kind:
            raise CjmError(f"{where}: {key} takes {wanted}.")
    keys = dict(_flat(found.get("keys", {})))
    for name, key in keys.items():
        if type(key) is not str or not key.strip():
            where = f"{path}, line {_line_of(name, text)}"
            raise CjmError(f"{where}: {name} takes a key in quotes.")
    return {**found, "keys": keys}


def _flat(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield a TOML table's values by their dotted names; `copy.line = "c"` nests a table."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield before + name, value


def _line_of(key: str, text: str) -> int:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.lstrip(" \t[\"'").startswith(key):
            return number
    return 1
