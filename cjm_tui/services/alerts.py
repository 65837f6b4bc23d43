"""What needs attention, gathered from everywhere; what was acknowledged and is unchanged rests."""

from collections.abc import Iterator
from datetime import date, timedelta

from cjm_tui.domain import display, finding_words, signal_words
from cjm_tui.domain.actions import Action
from cjm_tui.domain.alerts import Acknowledged, Alert, AlertKind, Check, Mark, told
from cjm_tui.domain.expected_files import ExpectedLine, Slot, State
from cjm_tui.domain.findings import Finding
from cjm_tui.domain.journey import DataState
from cjm_tui.domain.ownership import LEFT, NO_OWNER, LedgerLine
from cjm_tui.errors import UsageError
from cjm_tui.services.actions import all_actions
from cjm_tui.services.data_state import data_state, today
from cjm_tui.services.expected_files import expected_lines, lacking_days
from cjm_tui.services.findings import everything_worse
from cjm_tui.services.ownership_ledger import ledger
from cjm_tui.services.verification import outcomes
from cjm_tui.store import acknowledgements
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.database import Database
from cjm_tui.store.session import Reader

SINCE_DAYS = 14  # days, files and refusals that are longer ago are history
_OUTSTANDING = frozenset({State.LATE, State.MISSING, State.REFUSED})


def check(reader: Reader, catalog: Catalog) -> Check:
    """Return what needs attention now, and what somebody has seen already."""
    state = data_state(reader)
    seen = {(row[0], row[1]): row[2:] for row in reader.query("acknowledgements")}
    every = tuple(_alerts(reader, catalog, state))
    marks = {alert: (alert.marks[0].finding, alert.marks[0].fingerprint) for alert in every}
    open_ones = (alert for alert in every if marks[alert] not in seen)
    resting = tuple(
        Acknowledged(alert, *seen[marks[alert]]) for alert in every if marks[alert] in seen
    )
    return Check(state, today(reader), told(open_ones), resting)


def acknowledge(database: Database, alerts: tuple[Alert, ...], why: str) -> None:
    """Record that somebody has seen them as they read now."""
    with database.write() as writer:
        acknowledgements.put(writer, (mark for alert in alerts for mark in alert.marks), why)


def chosen(found: Check, codes: tuple[str, ...]) -> tuple[Alert, ...]:
    """Return the alerts of these codes, or those of "all"; raises UsageError for one that is not.

    A finding that says something else by now has another code: nobody acknowledges what they have
    not read.
    """
    if "all" in codes:
        return found.alerts
    known = {alert.code: alert for alert in found.alerts}
    for code in codes:
        if code not in known:
            raise UsageError(
                f"No finding has the code {code!r} now.",
                hint="What changed since has another one: `cjm check` lists them.",
            )
    return tuple(known[code] for code in dict.fromkeys(codes))


def _alerts(reader: Reader, catalog: Catalog, state: DataState) -> Iterator[Alert]:
    """Yield every alert with one mark, of each kind the gravest first."""
    day = today(reader)
    since = day - timedelta(days=SINCE_DAYS)
    yield from _stale(state)
    for line in expected_lines(reader, SINCE_DAYS):
        yield from _missing(line, day)
    for file, batch, reason, _ in reader.query("files_refused", since=since):
        mark = Mark(f"refused:{file}", str(batch))
        yield Alert(AlertKind.REFUSED, file, (reason,), (mark,))
    lacking = set(lacking_days(reader))
    for one in state.incomplete:
        if one.day >= since and one not in lacking:
            mark = Mark(f"incomplete:{one.day}:{one.source}", one.reason)
            yield Alert(AlertKind.INCOMPLETE, one.reason, (), (mark,))
    yield from _quarantine(reader)
    yield from _slid_back(reader, catalog)
    for finding in everything_worse(reader, catalog):
        yield _worse(finding)
    for owned in ledger(reader).lines:
        yield from _without_owner(owned, day)
    for action in all_actions(reader):
        yield from _waiting(action, day)
    yield from _reviews(reader, day)


def _stale(state: DataState) -> Iterator[Alert]:
    if state.last_day is None:
        yield Alert(AlertKind.STALE, "no data yet", (), (Mark("stale", ""),))
    elif state.stale:
        said = f"no data after {display.weekday(state.last_day, state.as_of.date())}"
        yield Alert(AlertKind.STALE, said, (), (Mark("stale", str(state.last_day)),))


def _missing(line: ExpectedLine, day: date) -> Iterator[Alert]:
    name = line.expected.name
    for slot in reversed(line.slots):
        if slot.state in _OUTSTANDING:
            finding = f"missing:{line.expected.source}:{name}:{slot.delivery.due_at}"
            words = (_due(slot, day), slot.reason) if slot.reason else (_due(slot, day),)
            yield Alert(AlertKind.MISSING, name, words, (Mark(finding, slot.reason),), group=name)


def _due(slot: Slot, day: date) -> str:
    due = slot.delivery.due_at
    refused = "was refused, " if slot.state is State.REFUSED else ""
    return f"{refused}due {display.weekday(due.date(), day)} {due:%H:%M}"


def _quarantine(reader: Reader) -> Iterator[Alert]:
    for batch, file, mapping, read, waiting, reason in reader.query("batches_with_quarantine"):
        name = file.rpartition("/")[2]
        said = f"{display.counted(waiting, 'row')} of {display.count(read)} in {name}"
        mark = Mark(f"quarantine:{batch}", str(waiting))
        words = (reason, f"batch {batch}")
        yield Alert(AlertKind.QUARANTINE, said, words, (mark,), group=mapping)


def _slid_back(reader: Reader, catalog: Catalog) -> Iterator[Alert]:
    for one in outcomes(reader, catalog).slid_back:
        slide = one.watch.slide if one.watch else None
        if slide is not None:
            since = f"since {display.short_day(slide.first)}"
            fired = f"the rule fired on {display.short_day(slide.alarm)}"
            mark = Mark(f"slid_back:{one.action.action_id}", str(slide.first))
            about = f"{one.action.action_id} {one.action.title}"
            yield Alert(AlertKind.SLID_BACK, about, (since, fired), (mark,))


def _worse(finding: Finding) -> Alert:
    kpi, change = finding.kpi, finding.change
    value = f"{kpi.short or kpi.title} {display.measured(finding.estimate, kpi.unit)}"
    since = f" since {display.short_day(change.since)}" if change.since else ""
    words = (
        f"{value}{since}",
        signal_words.brief_rule(change),
        finding_words.hurt(finding) if finding.hurt is not None else "",
        finding_words.owner(finding),
    )
    mark = Mark(f"worse:{finding.touchpoint_id}:{kpi.name}", f"{change.since}")
    said = tuple(word for word in words if word)
    return Alert(AlertKind.WORSE, finding.touchpoint, said, (mark,), group=finding.touchpoint_id)


def _without_owner(line: LedgerLine, day: date) -> Iterator[Alert]:
    if not line.moment_of_truth or not {NO_OWNER, LEFT} & set(line.flags):
        return
    days = line.days_without if line.days_without is not None else line.known_days
    since = "" if days is None else str(day - timedelta(days=days))
    words = (
        "moment of truth",
        "its owner has left" if LEFT in line.flags else "",
        "" if not days else f"for {display.counted(days, 'day')}",
    )
    mark = Mark(f"no_owner:{line.touchpoint_id}", since)
    said = tuple(word for word in words if word)
    yield Alert(AlertKind.NO_OWNER, line.name, said, (mark,))


def _waiting(action: Action, day: date) -> Iterator[Alert]:
    about = f"{action.action_id} {action.title}"
    owner = f"owner {action.owner.name}" if action.owner else "NO OWNER"
    if action.due is not None and action.overdue(day):
        mark = Mark(f"overdue:{action.action_id}", str(action.due))
        words = (f"due {display.short_day(action.due, day)}", owner)
        yield Alert(AlertKind.OVERDUE, about, words, (mark,))
    elif action.stalled(day):
        mark = Mark(f"stalled:{action.action_id}", str(action.moved_on))
        words = (f"nothing moved for {display.counted(action.still_for(day), 'day')}", owner)
        yield Alert(AlertKind.STALLED, about, words, (mark,))


def _reviews(reader: Reader, day: date) -> Iterator[Alert]:
    rows = reader.query("journey_stages")
    for journey_id, name, review_due in dict.fromkeys((r[0], r[1], r[3]) for r in rows):
        if review_due is not None and review_due < day:
            words = (f"the map's review was due {display.short_day(review_due, day)}",)
            mark = Mark(f"review:{journey_id}", str(review_due))
            yield Alert(AlertKind.REVIEW, name, words, (mark,))
