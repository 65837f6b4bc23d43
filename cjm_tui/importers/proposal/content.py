"""What the cells of a column look like, whatever it is called."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cjm_tui.importers.proposal.vocabulary import CHANNELS, DIRECTIONS, NO, OUTCOMES, YES

COMPACT_DAYS = {"yyyymmdd": "%Y%m%d", "yymmdd": "%y%m%d"}
_HOURS = 24
_MOST = 0.9  # of the cells of a column agree
_CLOCK = r"(,?[T ] *\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AaPp]\.?[Mm]\.?)?)?( ?(Z|[+-]\d{2}:?\d{2}))?"
_ISO = re.compile(r"\d{4}-\d{1,2}-\d{1,2}" + _CLOCK)
_DAY = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{2}|\d{4})" + _CLOCK)
_OFFSET = re.compile(r"(Z|[+-]\d{2}:?\d{2})$")
_PATTERNS = {
    "epoch": re.compile(r"1\d{9}(\.\d+)?"),
    "epoch_ms": re.compile(r"1\d{12}"),
    "clock": re.compile(r"\d{1,3}:\d{2}(:\d{2})?"),
    "clock_12": re.compile(r"\d{1,2}:\d{2}(:\d{2})? ?[AaPp]\.?[Mm]\.?"),
    "number": re.compile(r"-?\d+(\.\d+)?"),
    "comma": re.compile(r"-?\d*,?\d+"),
    "email": re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"),
    "phone": re.compile(r"((tel|sip):)?\+?[\d ()./-]{7,}(@.*)?"),
}
_WORDS = {
    "yes_no": frozenset((*YES, *NO)),
    "channel": frozenset(word for words in CHANNELS.values() for word in words),
    "direction": frozenset(word for words in DIRECTIONS.values() for word in words),
    "outcome": frozenset(word for words in OUTCOMES.values() for word in words),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """What a column's cells look like: one word, and the order of its days where it holds days."""

    word: str  # "time", "epoch", "clock", "number", "yes_no", "phone", "id", "text", …; "" for none
    orders: frozenset[str] = frozenset()  # of `dates` that all its cells can be read in
    offset: bool = False
    day: bool = False  # days alone, without a time of day


def kind_of(cells: Sequence[str]) -> Kind:
    """Return what the filled cells of a column look like."""
    if not cells:
        return Kind("")
    if _share(cells, _ISO) >= _MOST:
        return Kind("time", frozenset(), *_offset_and_day(cells))
    if _share(cells, _DAY) >= _MOST:
        return Kind("time", _orders(cells), *_offset_and_day(cells))
    for word in ("epoch_ms", "epoch"):
        if _share(cells, _PATTERNS[word]) >= _MOST:
            return Kind(word)
    lower = [cell.lower() for cell in cells]
    for word, known in _WORDS.items():
        if sum(cell in known for cell in lower) >= _MOST * len(lower):
            return Kind(word)
    for word in ("clock", "clock_12", "number", "comma", "email", "phone"):
        if _share(cells, _PATTERNS[word]) >= _MOST:
            return Kind(word)
    return Kind("text" if any(" " in cell for cell in cells) else "word")


def compact_day(cells: Sequence[str]) -> Kind | None:
    """Return the kind of a column that is named as a day and holds it in digits alone."""
    for word, form in COMPACT_DAYS.items():
        if all(_is_day(cell, form) for cell in cells):
            return Kind(word, day=True)
    return None


def is_time_of_day(cells: Sequence[str]) -> bool:
    """Whether clock times could be those of a day, and not how long something took."""
    return all(int(cell.partition(":")[0]) < _HOURS for cell in cells)


def is_distinct(cells: Sequence[str], rows: int) -> bool:
    """Whether a column could be an id: always filled, never the same."""
    return len(cells) == rows == len(set(cells)) and not any(" " in cell for cell in cells)


def _offset_and_day(cells: Sequence[str]) -> tuple[bool, bool]:
    offset = all(_OFFSET.search(cell) and ":" in cell for cell in cells)
    return offset, not any(":" in cell for cell in cells)


def _is_day(cell: str, form: str) -> bool:
    try:
        return datetime.strptime(cell, form).strftime(form) == cell
    except ValueError:
        return False


def _share(cells: Sequence[str], pattern: re.Pattern[str]) -> float:
    return sum(pattern.fullmatch(cell) is not None for cell in cells) / len(cells)


def _orders(cells: Sequence[str]) -> frozenset[str]:
    """Return the orders of day, month and year in which every day of the column is one."""
    left: set[str] | None = None
    for cell in cells:
        found = _DAY.fullmatch(cell)
        if found is None:
            continue
        first, sign, second, third = found[1], found[2], int(found[3]), found[4]
        possible = set()
        year = "Y" if len(third) == 4 else "YY"
        if len(first) == 4 and second <= 12:
            possible.add(f"Y{sign}M{sign}D")
        if len(first) <= 2 and 1 <= int(first) <= 31 and 1 <= second <= 12:
            possible.add(f"D{sign}M{sign}{year}")
        if len(first) <= 2 and 1 <= int(first) <= 12 and 1 <= second <= 31:
            possible.add(f"M{sign}D{sign}{year}")
        left = possible if left is None else left & possible
    return frozenset(left or ())
