"""The company's calendar: its 400 days, how busy each is, and local time against UTC."""

from datetime import date, datetime, timedelta

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

FIRST = date(2025, 10, 17)
LAST = date(2026, 11, 20)
DAYS = (LAST - FIRST).days + 1
WARM_UP = 8  # days before the first whose follow-ups reach into the data
DAY_S = 86_400
DOUBLED_DAYS = (date(2025, 10, 26), date(2026, 10, 25))
MISSING_HOUR_DAY = date(2026, 3, 29)

# Shares of a week's and of a day's contacts; "voice" runs all day because the IVR does.
WEEK = {
    "voice": (1.15, 1.08, 1.03, 1.02, 1.05, 0.88, 0.79),
    "lines": (1.13, 1.07, 1.03, 1.02, 1.05, 0.90, 0.80),
    "web": (1.02, 1.00, 0.99, 0.98, 0.95, 1.00, 1.06),
    "field": (1.08, 1.08, 1.08, 1.08, 1.06, 0.92, 0.70),
    "shop": (0.9, 0.9, 0.95, 1.0, 1.1, 1.4, 0.75),
}
HOURS = {
    "voice": (3, 2, 1, 1, 1, 2, 6, 14, 60, 92, 96, 84, 66, 62, 64, 66, 74, 82, 70, 44, 12, 9, 6, 4),
    "lines": (0, 0, 0, 0, 0, 0, 0, 0, 60, 92, 96, 84, 66, 62, 64, 66, 74, 82, 70, 44, 0, 0, 0, 0),
    "web": (
        9,
        5,
        3,
        2,
        2,
        4,
        11,
        24,
        36,
        44,
        47,
        46,
        52,
        48,
        44,
        42,
        45,
        52,
        62,
        74,
        80,
        72,
        46,
        22,
    ),
    "field": (0, 0, 0, 0, 0, 0, 0, 0, 10, 22, 22, 18, 8, 18, 20, 16, 6, 2, 0, 0, 0, 0, 0, 0),
    "shop": (0, 0, 0, 0, 0, 0, 0, 0, 0, 6, 12, 16, 20, 16, 14, 14, 16, 8, 0, 0, 0, 0, 0, 0),
}
PROFILES = tuple(HOURS)
_CUMULATIVE = {name: np.cumsum(weights) / sum(weights) for name, weights in HOURS.items()}


def day_of(index: int) -> date:
    """Return the date of a day's index; 0 is the first day of the data."""
    return FIRST + timedelta(days=index)


def index_of(day: date) -> int:
    """Return a date's index; 0 is the first day of the data."""
    return (day - FIRST).days


def ramp(index: int, begin: date, full: date) -> float:
    """Return 0 up to `begin`, 1 from `full` on, and a straight line between them."""
    first, last = index_of(begin), index_of(full)
    return min(1.0, max(0.0, (index - first) / (last - first)))


def volume(index: int) -> float:
    """Return how busy a day is: growth, the moving weeks of September, January, Christmas."""
    growth = 0.92 + 0.17 * index / DAYS
    september = 0.20 * np.exp(-(((index - index_of(date(2026, 9, 12))) / 12) ** 2))
    january = 0.12 * np.exp(-(((index - index_of(date(2026, 1, 7))) / 7) ** 2))
    day = day_of(index)
    quiet = 0.35 if (day.month, day.day) in {(12, 25), (12, 26), (1, 1)} else 1.0
    return float((growth + september + january) * quiet)


def seconds_of_day(rng: np.random.Generator, profile: str, n: int) -> Ints:
    """Draw `n` local seconds since midnight from a profile of hours."""
    hour = np.searchsorted(_CUMULATIVE[profile], rng.random(n), side="right")
    return hour * 3600 + rng.integers(0, 3600, n)


def avoid_missing_hour(index: int, sec: Ints) -> Ints:
    """Move what would touch the spring hour that never was to after it."""
    if day_of(index) != MISSING_HOUR_DAY:
        return sec
    return np.where((sec >= 2400) & (sec < 7200), sec + 5400, sec)


def local_epoch(index: int) -> int:
    """Return the day's local midnight as seconds since 1970, read as if it were UTC."""
    return (day_of(index) - date(1970, 1, 1)).days * DAY_S


def to_utc(local: Ints, second: Bools) -> Ints:
    """Return UTC seconds of local ones in Europe/London; `second` decides in the doubled hour."""

    def at(day: date, hour: int) -> int:
        return int(
            (datetime(day.year, day.month, day.day, hour) - datetime(1970, 1, 1)).total_seconds()
        )

    summer = (local < at(DOUBLED_DAYS[0], 2)) | (
        (local >= at(MISSING_HOUR_DAY, 2)) & (local < at(DOUBLED_DAYS[1], 2))
    )
    for day in DOUBLED_DAYS:
        summer &= ~((local >= at(day, 1)) & (local < at(day, 2)) & second)
    return local - np.where(summer, 3600, 0)
