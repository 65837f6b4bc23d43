"""Which column is which, how sure that is, and what is missing for a KPI."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from cjm_tui.errors import RefusedFileError
from cjm_tui.importers.proposal.content import (
    COMPACT_DAYS,
    Kind,
    compact_day,
    is_distinct,
    is_time_of_day,
    kind_of,
)
from cjm_tui.importers.proposal.sample import Sample
from cjm_tui.importers.proposal.vocabulary import WORDS, clock_role, role_of

_TIMES = ("time", "epoch", "epoch_ms", *COMPACT_DAYS)
_CLOCKS = ("clock", "clock_12")
_MOST_WORDS = 20  # that a column of outcomes says beside the known ones
_SECONDS = ("wait_s", "talk_s", "hold_s", "wrap_s", "handle_s")
_NEEDS = {  # a role → the kinds of cells that it can be made of; others take any
    "started_at": _TIMES,
    "ended_at": _TIMES,
    **dict.fromkeys(_SECONDS, ("clock", "number", "comma", "yes_no")),
    "transfers": ("number", "yes_no"),
    "score": ("number", "comma", "yes_no"),
    "abandoned": ("yes_no",),
    "answered": ("yes_no",),
    "resolved": ("yes_no",),
}
_BY_CONTENT = {
    "email": "customer", "phone": "customer", "channel": "channel", "direction": "direction",
    "outcome": "outcome",
}  # fmt: skip
_FEEDS = {
    "wait_s": "no wait time: service level and average speed of answer cannot be fed",
    "handle_s": "no handling time: average handling time cannot be fed",
    "outcome": "no outcome: abandon rate and service level cannot be fed",
    "customer": "no customer: repeated contacts cannot be told",
    "resolved": "no word on whether it was resolved: first contact resolution cannot be fed",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file: what it is taken for, and why."""

    name: str
    role: str  # "" where it is left out
    kind: Kind
    unit: str
    why: str


@dataclass(frozen=True, slots=True)
class Guess:
    """What the file is taken for."""

    sample: Sample
    columns: tuple[Column, ...]
    target: str  # "interaction" or "feedback"
    dates: str  # as a dialect declares it, "" for ISO 8601
    decimal: str
    notes: tuple[str, ...] = field(default=())

    def column(self, role: str) -> Column | None:
        """Return the column that is taken for the role."""
        return next((column for column in self.columns if column.role == role), None)


def guess_of(sample: Sample) -> Guess:
    """Return which column is which. Raises RefusedFileError where none says when."""
    columns = _with_clocks(sample, _roles(sample))
    taken = {column.role for column in columns}
    if "started_at" not in taken:
        raise RefusedFileError("no column holds a time of each record: nothing can be made of it")
    target = (
        "feedback" if "score" in taken and not taken & {*_SECONDS, "outcome"} else "interaction"
    )
    dates, notes = _dates(columns)
    commas = [c.name for c in columns if c.role and c.kind.word == "comma"]
    if commas:
        notes.append(f"decimal comma: likely, by {', '.join(commas)}")
    notes += _clock_notes(columns) + _word_notes(sample, columns)
    notes += _zone_notes(columns) + _missing(target, taken)
    return Guess(sample, columns, target, dates, "," if commas else ".", tuple(notes))


def _roles(sample: Sample) -> tuple[Column, ...]:
    found: list[Column] = []
    taken: set[str] = set()
    kinds = [kind_of(sample.column(at)) for at in range(len(sample.names))]
    for at, name in enumerate(sample.names):
        role, unit = role_of(name)
        why = "by its name"
        if role == "started_at" and kinds[at].word == "number":
            kinds[at] = compact_day(sample.column(at)) or kinds[at]
        if len(unknown_words(role, sample.column(at))) > _MOST_WORDS:
            role, why = "", f"its name says {role}, but it says too many different things"
        if role and role in _NEEDS and kinds[at].word not in _NEEDS[role]:
            role, why = "", f"its name says {role}, but its cells do not"
        if role in ("id", "feedback_id") and not is_distinct(sample.column(at), len(sample.rows)):
            role, why = "", "its name says id, but it is empty or repeated in some records"
        if role in taken:
            role, why = "", f"a second column for {role}: left out"
        if role:
            taken.add(role)
        found.append(
            Column(name, role, kinds[at], unit, why if role or why != "by its name" else "")
        )
    for at, column in enumerate(found):
        role = _by_content(column, sample.column(at), len(sample.rows), taken)
        if not column.role and not column.why and role:
            taken.add(role)
            found[at] = Column(column.name, role, column.kind, "", "by what its cells look like")
        elif not column.role and not column.why:
            found[at] = Column(column.name, "", column.kind, "", "not known: left out")
    return tuple(found)


def unknown_words(role: str, cells: Sequence[str]) -> list[str]:
    """Return what a column of fixed words says beside those that are known, as it is compared."""
    known = {word for words in WORDS.get(role, {}).values() for word in words}
    said = {cell.strip().lower() for cell in cells} if known else set()
    return sorted(said - known - {""})


def _with_clocks(sample: Sample, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Find the times of day that belong to a column of days: of the beginning, and of the end."""
    roles = [column.role for column in columns]
    if "started_at" not in roles or not columns[roles.index("started_at")].kind.day:
        return columns
    found = list(columns)
    for role, time in (("start_clock", "started_at"), ("end_clock", "ended_at")):
        clocks = [
            (rank, at)
            for at, column in enumerate(columns)
            if not column.role
            and column.kind.word in (_CLOCKS if role == "start_clock" else _CLOCKS[:1])
            and is_time_of_day(sample.column(at))
            and (rank := clock_role(column.name, time)) is not None
        ]
        if not clocks or (time == "ended_at" and ("ended_at" in roles or len(clocks) > 1)):
            continue
        _, at = min(clocks)
        found[at] = replace(columns[at], role=role, why="by its name, with the column of days")
        if found[at].kind.word == "clock_12":  # what an end would be counted from
            break
    if "start_clock" not in {column.role for column in found}:
        return columns
    return tuple(found)


def _clock_notes(columns: Sequence[Column]) -> list[str]:
    days = [column for column in columns if column.role == "started_at" and column.kind.day]
    clocks = [column for column in columns if column.role == "start_clock"]
    if clocks:
        return [f"time: {days[0].name} and {clocks[0].name} together"]
    if days:
        return [f"time: {days[0].name} holds days alone; each record is taken as of midnight"]
    return []


def _word_notes(sample: Sample, columns: Sequence[Column]) -> list[str]:
    return [
        f"{column.name} also says {', '.join(words)}: kept as it is. Edit `case` where one means"
        f" {' or '.join(list(WORDS[column.role])[:2])}"
        for at, column in enumerate(columns)
        if (words := unknown_words(column.role, sample.column(at)))
    ]


def _by_content(column: Column, cells: Sequence[str], rows: int, taken: set[str]) -> str:
    role = _BY_CONTENT.get(column.kind.word, "")
    if column.kind.word in _TIMES:
        role = "started_at" if "started_at" not in taken else ""
    elif column.kind.word == "word" and is_distinct(cells, rows) and rows > 1:
        role = "id"
    return role if role not in taken else ""


def _dates(columns: Sequence[Column]) -> tuple[str, list[str]]:
    """Return the order of days for the dialect, and how sure it is."""
    dated = [column for column in columns if column.role and column.kind.orders]
    if not dated:
        return "", []
    common = frozenset.intersection(*(column.kind.orders for column in dated))
    if not common:
        return sorted(dated[0].kind.orders)[0], ["the order of day and month differs by column"]
    order = next(iter(sorted(common)))
    if len(common) == 1:
        return order, [f"dates {order}: sure, no other order fits"]
    return order, [
        f"dates {order}: a guess, no day is above 12 in the first records;"
        f" {sorted(common)[1]} is as likely. A file that contradicts it will be refused"
    ]


def _zone_notes(columns: Sequence[Column]) -> list[str]:
    times = [column for column in columns if column.role == "started_at"]
    if times[0].kind.word in ("epoch", "epoch_ms"):
        return ["time zone: sure, the times count from 1970 in UTC"]
    if times[0].kind.offset:
        return ["time zone: sure, each time carries its offset"]
    named = re.search(r"(?i)\b(utc|gmt)\b", times[0].name)
    if named:
        return ["time zone: UTC, by the column's name"]
    return ["time zone: not in the file; taken as the site's own. Edit `timezone` if it is another"]


def _missing(target: str, taken: set[str]) -> list[str]:
    if target == "feedback":
        return []
    has = set(taken)
    if has & {"abandoned", "answered"}:
        has.add("outcome")
    if has & {"talk_s"}:
        has.add("handle_s")
    return [said for role, said in _FEEDS.items() if role not in has]
