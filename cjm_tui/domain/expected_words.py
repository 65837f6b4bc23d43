"""What came of expected files, as one says it: screens and their plain-text twins alike."""

from collections import Counter
from datetime import datetime

from cjm_tui.domain import display
from cjm_tui.domain.expected_files import ExpectedLine, Slot, State

_SIGNS = {
    State.RECEIVED: "■",
    State.RECEIVED_LATE: "▪",
    State.SHORT: "▂",
    State.REFUSED: "R",
    State.WAITING: "…",
    State.LATE: "L",
    State.MISSING: "×",
    State.NOT_EXPECTED: "·",
}
ALARMS = frozenset({State.SHORT, State.REFUSED, State.LATE, State.MISSING})
LEGEND = tuple(f"{sign} {state}" for state, sign in _SIGNS.items())


def strip(slots: tuple[Slot, ...]) -> str:
    """Return a picture of the deliveries, oldest first, one sign each."""
    return "".join(_SIGNS[slot.state] for slot in slots)


def tally(line: ExpectedLine) -> str:
    """Return how many of them came: "13 of 14 received, 1 MISSING"."""
    due = [slot for slot in line.slots if slot.state not in (State.WAITING, State.NOT_EXPECTED)]
    if not due:
        return ""
    states = Counter(slot.state for slot in due)
    came = states[State.RECEIVED] + states[State.RECEIVED_LATE] + states[State.SHORT]
    rest = [
        f"{states[state]} {state}"
        for state in (*sorted(ALARMS, key=list(State).index), State.RECEIVED_LATE)
        if states[state]
    ]
    return ", ".join([f"{came} of {len(due)} received", *rest])


def standing(line: ExpectedLine, now: datetime) -> str:
    """Return how the newest delivery stands: "Fri 20 Nov received 05:12, batch 14"."""
    if not line.slots:
        return "" if line.came else "never came yet"
    return slot_words(line.slots[-1], now)


def slot_words(slot: Slot, now: datetime) -> str:
    """Return which days a delivery holds, and what became of it."""
    days = _days(slot, now)
    again = "; the file that came says what an earlier one said" if slot.again else ""
    due = display.moment(slot.delivery.due_at, now)
    match slot.state:
        case State.RECEIVED | State.RECEIVED_LATE:
            at = display.moment(slot.arrived_at, now) if slot.arrived_at else ""
            return f"{days} {slot.state} {at}, batch {slot.batch}"
        case State.SHORT:
            return f"{days} SHORT in batch {slot.batch}: {slot.reason}"
        case State.REFUSED:
            return f"{days} REFUSED: {slot.reason}"
        case State.WAITING:
            return f"{days} waiting, due {due}{again}"
        case State.LATE | State.MISSING:
            return f"{days} {slot.state} since {due}{again}"
        case State.NOT_EXPECTED:
            return f"{days} holiday"


def next_due(line: ExpectedLine, now: datetime) -> str:
    """Return when the next delivery is due."""
    return "" if line.next_due is None else display.moment(line.next_due, now)


def alarms(line: ExpectedLine) -> tuple[Slot, ...]:
    """Return the deliveries that somebody should look at, newest first."""
    return tuple(slot for slot in reversed(line.slots) if slot.state in ALARMS)


def _days(slot: Slot, now: datetime) -> str:
    first, last = slot.delivery.first_day, slot.delivery.last_day
    if first == last:
        return display.weekday(last, now.date())
    return f"{display.short_day(first, last)} – {display.short_day(last, now.date())}"
