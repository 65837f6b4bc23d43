"""The ownership ledger in words: whose a touchpoint is, since when, and what is wrong with that."""

from collections.abc import Iterable
from datetime import date

from cjm_tui.domain import display
from cjm_tui.domain.change_log import Entry
from cjm_tui.domain.ownership import (
    LEFT,
    NO_OWNER,
    OTHERS,
    TROUBLES,
    TWO_OWNERS,
    UNCONFIRMED,
    Departments,
    Ledger,
    LedgerLine,
    LedgerOrder,
    Objective,
    PartyLine,
)
from cjm_tui.domain.touchpoint import Accountable

ORDER_NAMES = {
    LedgerOrder.TROUBLE: "by trouble",
    LedgerOrder.STAGE: "by stage",
    LedgerOrder.OWNER: "by owner",
}
_COUNTED = {
    NO_OWNER: "without an owner",
    LEFT: "whose owner has left",
    TWO_OWNERS: "with several",
    UNCONFIRMED: "not confirmed",
    OTHERS: "changed by others",
}


def names(parties: Iterable[Accountable]) -> str:
    """Return the parties' names, joined."""
    *before, last = [one.name for one in parties] or [""]
    return f"{', '.join(before)} and {last}" if before else last


def owner(line: LedgerLine) -> str:
    """Return who is accountable, in at most a few words."""
    if NO_OWNER in line.flags:
        return "NO OWNER"
    return names(line.owners)


def troubles(line: LedgerLine) -> tuple[str, ...]:
    """Return what is wrong, the gravest first, each in a few words."""
    said = {
        NO_OWNER: without(line),
        LEFT: f"{names(o for o in line.owners if o.state == 'left')} HAS LEFT",
        TWO_OWNERS: f"{len(line.owners)} OWNERS",
        OTHERS: f"{display.counted(len(line.others), 'change')} by {who_changed(line.others)}",
    }
    return tuple(said[one] if one in said else _unconfirmed(line) for one in line.troubles)


def without(line: LedgerLine) -> str:
    """Return for how long nobody answers for it: "NO OWNER for 143 days"."""
    if line.days_without is not None:
        return f"NO OWNER for {display.counted(line.days_without, 'day')}"
    if line.known_days:
        return f"NEVER AN OWNER in {display.counted(line.known_days, 'day')}"
    return "NEVER AN OWNER"


def _unconfirmed(line: LedgerLine) -> str:
    if line.unconfirmed_days is None:
        return "never confirmed"
    return f"not confirmed for {display.counted(line.unconfirmed_days, 'day')}"


def who_changed(entries: Iterable[Entry]) -> str:
    """Return who made the changes, each once, the newest first."""
    found = list(dict.fromkeys(entry.who or "somebody" for entry in entries))
    more = f" and {len(found) - 2} more" if len(found) > 2 else ""
    return " and ".join(found[:2]) + more if not more else ", ".join(found[:2]) + more


def held(party: Accountable, today: date) -> str:
    """Return since when, and when it was confirmed: "since 1 Apr 2025 · confirmed 5 Oct"."""
    terms = (
        f"since {display.short_day(party.since, today)}" if party.since else "",
        f"until {display.short_day(party.until, today)}" if party.until else "",
        f"confirmed {display.short_day(party.confirmed_at, today)}" if party.confirmed_at else "",
    )
    return " · ".join(term for term in terms if term)


def summary(ledger: Ledger) -> str:
    """Return how many there are of what: "21 touchpoints · 1 without an owner · …"."""
    counted = [display.counted(len(ledger.lines), "touchpoint")]
    counted += [
        f"{display.count(ledger.count(one))} {_COUNTED[one]}"
        for one in TROUBLES
        if ledger.count(one)
    ]
    return " · ".join(counted) if len(counted) > 1 else f"{counted[0]} · each has one owner"


def line_words(line: LedgerLine, today: date) -> str:
    """Return a line of the ledger in full, for the clipboard and the command line."""
    said = troubles(line)
    whose = names(line.owners)
    when = held(line.owners[0], today) if len(line.owners) == 1 else ""
    parts = (f"{line.stage} › {line.name}: {whose}".removesuffix(": "), when, *said)
    return " · ".join(part for part in parts if part)


def party_words(line: PartyLine, today: date) -> str:
    """Return a party in one line, with what it answers for."""
    left = ""
    if line.state == "left":
        left = f"LEFT {display.short_day(line.left_on, today)}" if line.left_on else "HAS LEFT"
    owned = line.accountable
    count = f"answers for {', '.join(role.touchpoint for role in owned)}" if owned else ""
    others = len(line.roles) - len(owned)
    more = f"{display.counted(others, 'other role')}" if others else ""
    parts = (line.name, line.department, line.kind, left, count, more)
    return " · ".join(part for part in parts if part)


def coverage(found: Departments) -> str:
    """Return how many departments are targeted on an outcome."""
    many = display.counted(len(found.lines), "department")
    return f"{found.covered} of {many} targeted on an outcome"


def objective(one: Objective) -> str:
    """Return what a party is targeted on: "FCR 80 (outcome, objective of Kim)"."""
    target = "" if one.target is None else f" {one.target:g}"
    source = f"at {one.source}" if one.source != "objective" else f"objective of {one.party}"
    value = f"{one.value}: " if one.value else ""
    return f"{value}{one.title}{target} ({one.kpi_class or 'not a KPI'}, {source})"
