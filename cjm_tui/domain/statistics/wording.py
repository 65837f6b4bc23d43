"""The rules that fired, as they are read aloud in a stand-up."""

from datetime import date

OUTSIDE_POINT = "outside the limits"
RUN_POINT = "8 or more in a row on one side"

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_name(day: date) -> str:
    """Return the day as "Tue 3 Nov", whatever the locale."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def run(length: int, side: int, *, weekly: bool) -> str:
    """Return "9 days in a row below the baseline"."""
    unit = "weeks" if weekly else "days"
    where = "above" if side > 0 else "below"
    return f"{length} {unit} in a row {where} the baseline"


def outside(count: int, latest: date, *, weekly: bool) -> str:
    """Return "outside the limits on Tue 3 Nov", or on how many days and which was the last."""
    when = f"in the week of {day_name(latest)}" if weekly else f"on {day_name(latest)}"
    if count == 1:
        return f"outside the limits {when}"
    often = f"in {count} weeks" if weekly else f"on {count} days"
    return f"outside the limits {often}, last {when}"
