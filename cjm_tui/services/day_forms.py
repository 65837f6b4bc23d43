"""The forms about days: a note on what happened on them, and where a baseline begins anew."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from cjm_tui.domain.form import (
    WHY,
    Choice,
    Edit,
    FieldError,
    FieldKind,
    Form,
    FormField,
    as_text,
)
from cjm_tui.domain.kpi import Signal
from cjm_tui.errors import UsageError
from cjm_tui.services.data_state import data_state, period_of, today
from cjm_tui.services.journey_map import all_touchpoints, touchpoint_scores
from cjm_tui.services.map_forms import kpi_choices
from cjm_tui.services.names import named
from cjm_tui.services.scores import Scores
from cjm_tui.store import edits as store
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.session import Reader, Writer

HOLIDAY = "holiday"
KINDS = ("outage", "campaign", "price", "release", "other", HOLIDAY)
_LONGEST_DAYS = 366


# A note on days


def annotation_form(reader: Reader, _catalog: Catalog, identity: str, about: str) -> Form:
    """Return the form of a note on days; a new one is about the touchpoint `about`, and the day."""
    if identity:
        rows = reader.query_records("annotation_entry", annotation=identity)
        if not rows:
            raise UsageError(f"There is no annotation {identity!r}.")
        now: Mapping[str, Any] = rows[0]
    else:
        day = data_state(reader).last_day or today(reader)
        now = {"touchpoint_id": about or None, "first_day": day, "last_day": day}
    kind = now.get("kind") or ""
    kinds = dict.fromkeys((*KINDS, *((kind,) if kind else ())))
    fields = (
        FormField(
            *("kind", "kind", kind, FieldKind.CHOICE),
            help="a holiday is for the whole site",
            choices=tuple(Choice(name, name) for name in kinds),
            required=True,
        ),
        FormField(
            *("touchpoint_id", "where", as_text(now["touchpoint_id"]), FieldKind.CHOICE),
            choices=_where(reader),
        ),
        FormField(
            *("first_day", "first day", as_text(now["first_day"]), FieldKind.DAY),
            help="its days are shown, and left out of baselines and signals",
            required=True,
        ),
        FormField(
            *("last_day", "last day", as_text(now["last_day"]), FieldKind.DAY), required=True
        ),
        FormField(
            *("note", "note", as_text(now.get("note"))),
            help="as it shall stand on the charts",
            required=True,
        ),
    )
    title = as_text(now.get("note")) if identity else "a note on days"
    return Form("annotation", identity, title, fields, about)


def keep_annotation(writer: Writer, given: Form, edits: tuple[Edit, ...], why: str) -> str:
    """Save a note on days, or a holiday."""
    now = given.values(edits)
    _refuse_days(now["first_day"], now["last_day"])
    if given.identity:
        store.edit_row(writer, "annotation", given.identity, edits, why)
        return given.identity
    if now["kind"] == HOLIDAY:
        return _keep_holiday(writer, now, why)
    identity = store.free_id(writer, "annotation", f"note-{now['first_day']}")
    named_by = {"annotation_id": identity, "who": writer.who, "at": writer.now}
    store.add_row(writer, "annotation", identity, now | named_by, why)
    return identity


def _refuse_days(first: date, last: date) -> None:
    if last < first:
        raise FieldError("last_day", "The last day lies before the first.")
    if (last - first).days >= _LONGEST_DAYS:
        raise FieldError("last_day", "A note is about a year at most.")


def _keep_holiday(writer: Writer, now: Mapping[str, Any], why: str) -> str:
    if now["touchpoint_id"] is not None:
        raise FieldError("touchpoint_id", "A holiday is one everywhere: choose everywhere.")
    known = {day for (day,) in writer.query("holidays")}
    first, last = now["first_day"], now["last_day"]
    for ahead in range((last - first).days + 1):
        day = first + timedelta(days=ahead)
        if day not in known:
            values = {"day": day, "name": now["note"]}
            store.add_row(writer, "holiday", str(day), values, why)
    return str(first)


def _where(reader: Reader) -> tuple[Choice, ...]:
    touchpoints = all_touchpoints(reader)
    return (Choice("", "everywhere"), *(Choice(t.touchpoint_id, t.name) for t in touchpoints))


# Where a baseline begins anew


def rebase_form(reader: Reader, catalog: Catalog, _identity: str, about: str) -> Form:
    """Return the form that begins a touchpoint's baseline anew, from its open signal's first day.

    Raises UsageError for a touchpoint that is none, and while there is no data.
    """
    found = named(about, all_touchpoints(reader))
    state = data_state(reader)
    span = period_of(state, "28d")
    if span is None or state.last_day is None:
        raise UsageError("There is no data yet.", hint="Next: cjm import FILE …")
    ((score, _),) = touchpoint_scores(reader, Scores(reader, catalog, state, span), [found])
    changed = score.change.signal in (Signal.BETTER, Signal.WORSE)
    since = score.change.since if changed and score.change.since else state.last_day
    kpi = score.kpi.name if score.kpi else ""
    fields = (
        FormField(
            *("kpi", "KPI", kpi, FieldKind.CHOICE),
            choices=kpi_choices(reader, catalog, "none")[1:],
            required=True,
        ),
        FormField(
            *("from_day", "from", as_text(since), FieldKind.DAY),
            help="the baseline is reckoned anew from this day; 56 days later signals begin again",
            required=True,
        ),
        FormField(
            *(WHY, "why"),
            help="what has changed for good: it stands below the chart with your name",
            required=True,
        ),
    )
    return Form("rebase", "", f"the limits of {found.name}", fields, found.touchpoint_id)


def keep_rebase(writer: Writer, given: Form, edits: tuple[Edit, ...], why: str) -> str:
    """Record that a baseline begins anew. Raises FieldError without a reason, or for the future."""
    if not why:
        raise FieldError(WHY, "why: limits are never moved without a reason.")
    now = given.values(edits)
    if now["from_day"] > today(writer):
        raise FieldError("from_day", "from: that day has not come yet.")
    identity = store.joint_id([given.about, now["kpi"]])
    values = {**now, "touchpoint_id": given.about, "who": writer.who, "why": why, "at": writer.now}
    store.add_row(writer, "rebase", identity, values, why)
    return given.about
