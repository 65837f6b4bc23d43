"""The form of an action: one line is enough for a new one, the rest may follow by and by."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from cjm_tui.domain.action_start import Measured, Start, start_of
from cjm_tui.domain.actions import FROZEN, KINDS, THAWED, Action, GateError, State
from cjm_tui.domain.form import (
    WHY,
    Choice,
    Conflict,
    ConflictError,
    Edit,
    FieldError,
    FieldKind,
    Form,
    FormField,
    as_text,
)
from cjm_tui.errors import UsageError
from cjm_tui.services.action_start import measured
from cjm_tui.services.actions import action, unknown
from cjm_tui.services.data_state import today
from cjm_tui.services.journey_map import all_touchpoints
from cjm_tui.services.map_forms import kpi_choices
from cjm_tui.services.names import named
from cjm_tui.services.people import department_named, departments, parties, party_named
from cjm_tui.store.actions import ACTION, Change, next_action_id, next_part_id
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.session import Reader, Writer

SUPPORTING = "supporting"
_DEPARTMENT = "action_department"
_PEOPLE = (("owner", "owner"), ("sponsor", "sponsor"))
_Spec = tuple[str, str, FieldKind, str, tuple[Choice, ...]]


def action_form(reader: Reader, catalog: Catalog, identity: str, about: str) -> Form:
    """Return the form of an action; a new one starts from the number that `about` says.

    Raises UsageError for an action, touchpoint, KPI or period that is none.
    """
    if identity:
        action_id, now = _entry(reader, identity)
        fields = _fields(reader, catalog, now)
        return Form(ACTION, action_id, now["title"], fields, about)
    start = start_of(about)
    if start.touchpoint:
        touchpoint = named(start.touchpoint, all_touchpoints(reader))
        start = Start(**{**_plain(start), "touchpoint": touchpoint.touchpoint_id})
    figure = measured(reader, catalog, start)
    began: dict[str, Any] = {
        "touchpoint_id": start.touchpoint or None,
        "kpi": figure.kpi if figure else start.kpi or None,
        "baseline": _rounded(figure.value) if figure and not start.cut.values else None,
        "proposition_id": start.proposition or None,
    }
    fields = _fields(reader, catalog, began, figure)
    return Form(ACTION, "", "a new action", fields, about, (figure, began))


def _entry(reader: Reader, identity: str) -> tuple[str, dict[str, Any]]:
    """Return an action's id and fields, people by name; all that it amounts to takes 25 ms more."""
    for action_id in (identity, identity.upper()):
        for now in reader.query_records("action_entry", action=action_id):
            names = {party.party_id: party.name for party in parties(reader)}
            people = {role: names.get(now[role], now[role]) for role, _ in _PEOPLE}
            says = reader.query("action_departments", action=action_id)
            return action_id, now | people | {SUPPORTING: tuple(str(row[1]) for row in says)}
    raise unknown(identity)


def _plain(start: Start) -> dict[str, Any]:
    return {name: getattr(start, name) for name in Start.__dataclass_fields__}


def _rounded(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.6g}")


def _fields(
    reader: Reader, catalog: Catalog, now: Mapping[str, Any], figure: Measured | None = None
) -> tuple[FormField, ...]:
    text, day, number, choice = FieldKind.TEXT, FieldKind.DAY, FieldKind.NUMBER, FieldKind.CHOICE
    kpis = kpi_choices(reader, catalog, "not said")
    places = _with_now(
        tuple(Choice(t.touchpoint_id, t.name) for t in all_touchpoints(reader)), "nowhere yet"
    )
    kinds = (Choice("", "not said"), *(Choice(kind, kind) for kind in KINDS))
    propositions = _with_now(
        tuple(Choice(row[0], row[1]) for row in reader.query("propositions")), "none"
    )
    frozen = _frozen_words(now)
    spec: tuple[_Spec, ...] = (
        ("title", "action", text, "what is to be done, in one line: enough to propose it", ()),
        ("problem", "problem", text, "what goes wrong for the customer", ()),
        ("root_cause", "root cause", text, "why it goes wrong; add what shows it as evidence", ()),
        ("owner", "owner", text, "one person; " + _known(reader), ()),
        ("department", "department", text, "that leads; empty: the owner's", ()),
        (SUPPORTING, "supporting", FieldKind.ITEMS, _supporting(reader), ()),
        ("sponsor", "sponsor", text, "who decides and clears the way", ()),
        ("due", "due", day, "when it is to be live", ()),
        ("kind", "kind", choice, "", kinds),
        ("next_communication", "next told", day, "when people hear of it next", ()),
        ("touchpoint_id", "touchpoint", choice, frozen, places),
        ("kpi", "KPI", choice, frozen or "what it is to move", kpis),
        ("baseline", "baseline", number, frozen or _baseline(figure), ()),
        (
            *("expected_effect", "effect", number),
            *(frozen or "change expected, in the KPI's unit: 8 or -8", ()),
        ),
        ("effect_by", "effect by", day, frozen or "the day on which it is judged", ()),
        ("smallest_effect", "worthwhile", number, frozen or "the smallest change worth it", ()),
        (
            *("comparison_touchpoint", "compared with", choice),
            *(frozen or "a touchpoint like it, without the action", places),
        ),
        ("guardrail", "guardrail", choice, frozen or "the KPI that must not get worse", kpis),
        ("proposition_id", "proposition", choice, "what it serves", propositions),
    )
    return (
        *(_field(name, *rest, now=now) for name, *rest in spec),
        FormField(WHY, "why", help="kept in the history beside your name"),
    )


def _field(
    name: str,
    label: Any,
    kind: Any,
    words: Any,
    choices: Any,
    *,
    now: Mapping[str, Any],
) -> FormField:
    value = as_text(now.get(name))
    if kind is FieldKind.CHOICE and value not in [known.value for known in choices]:
        choices = (*choices, Choice(value, value))  # what a file said stays what it is
    return FormField(name, label, value, kind, words, choices, required=name == "title")


def _with_now(choices: tuple[Choice, ...], none: str) -> tuple[Choice, ...]:
    return (Choice("", none), *choices)


def _frozen_words(now: Mapping[str, Any]) -> str:
    if now.get("state") is None or now["state"] in THAWED:
        return ""
    since = f" on {now['started_at']}" if now["started_at"] else ""
    return f"frozen since work began{since}"


def _known(reader: Reader) -> str:
    people = [party.name for party in parties(reader) if party.kind == "person" and not party.left]
    return f"a part of the name will do: {', '.join(people[:4])} …" if people else "by name"


def _supporting(reader: Reader) -> str:
    known = departments(reader)
    return f"departments, ; between several: {'; '.join(known)}" if known else "; between several"


def _baseline(figure: Measured | None) -> str:
    if figure is None or figure.value is None:
        return "where the KPI stands before"
    low, high = _rounded(figure.low), _rounded(figure.high)
    between = "" if low is None or high is None else f", interval {low:.4g} to {high:.4g}"
    return f"n={figure.n:,}{between}, {figure.first_day} to {figure.last_day}"


# Keeping


def keep_action(writer: Writer, given: Form, edits: tuple[Edit, ...], why: str) -> str:
    """Save an action; a new one is proposed today, with the number that it starts from.

    Raises GateError for a field that was frozen when work began.
    """
    edits = tuple(_resolved(writer, edit) for edit in edits)
    if not given.identity:
        return _add(writer, given, edits, why)
    own = [edit for edit in edits if edit.field != SUPPORTING]
    if any(edit.field in ("owner", "sponsor") for edit in own):
        now = action(writer, given.identity)
        own = [_as_stored(now, edit) for edit in own]
    _refuse_frozen(writer, given, own)
    change = Change(writer, given.identity, why)
    try:
        change.edit(ACTION, "", own)
    except ConflictError as error:
        raise ConflictError(tuple(_named(writer, one) for one in error.conflicts)) from None
    for edit in edits:
        if edit.field == SUPPORTING:
            _keep_supporting(writer, change, given.identity, edit)
    return given.identity


def _add(writer: Writer, given: Form, edits: Sequence[Edit], why: str) -> str:
    figure, began = given.carried if isinstance(given.carried, tuple) else (None, {})
    identity = next_action_id(writer)
    change = Change(writer, identity, why)
    said = {edit.field: edit.new for edit in edits if edit.field != SUPPORTING}
    day = today(writer)
    values = {"action_id": identity, "state": str(State.PROPOSED), "proposed_at": day}
    change.add(ACTION, "", {**began, **said, **values}, "added")
    for edit in edits:
        if edit.field == SUPPORTING:
            _keep_supporting(writer, change, identity, edit)
    if figure is not None:
        add_evidence(writer, change, identity, asdict(figure))
    return identity


def add_evidence(writer: Writer, change: Change, action_id: str, said: Mapping[str, Any]) -> None:
    """Add a piece of evidence, as it stands now and by who is writing."""
    key = next_part_id(writer, "evidence", action_id)
    named_by = {"evidence_id": key, "action_id": action_id, "who": writer.who, "at": writer.now}
    change.add("evidence", key, {**named_by, **said}, "evidence")


def _keep_supporting(writer: Writer, change: Change, action_id: str, edit: Edit) -> None:
    """Add and take away departments, leaving those that others have added meanwhile."""
    rows = writer.query("action_departments", action=action_id)
    there = {str(row[1]) for row in rows}
    for gone in (name for name in edit.seen or () if name in there and name not in edit.new):
        change.remove(_DEPARTMENT, gone, "department")
    for new in (name for name in edit.new if name not in there):
        values = {"action_id": action_id, "department": new}
        change.add(_DEPARTMENT, new, values, "department")


def _resolved(reader: Reader, edit: Edit) -> Edit:
    """Return the edit with people and departments as the site knows them."""
    for field, label in _PEOPLE:
        if edit.field == field:
            return Edit(field, edit.seen, party_named(reader, field, label, edit.new))
    if edit.field == "department":
        found = department_named(reader, "department", "department", edit.new)
        return Edit("department", edit.seen, found)
    if edit.field == SUPPORTING:
        seen = edit.seen or ()
        names = [
            name if name in seen else department_named(reader, SUPPORTING, "supporting", name)
            for name in edit.new
        ]
        return Edit(SUPPORTING, seen, tuple(dict.fromkeys(filter(None, names))))
    if edit.field == "kind" and edit.new not in (None, *KINDS):
        raise FieldError("kind", f"kind: say {' or '.join(KINDS)}.")
    return edit


def _as_stored(now: Action, edit: Edit) -> Edit:
    """Return the edit with the id of the person whose name was seen, if that is still who it is."""
    person = {"owner": now.owner, "sponsor": now.sponsor}.get(edit.field)
    if person is None or edit.seen != person.name:
        return edit
    return Edit(edit.field, person.identity, edit.new)


def _named(reader: Reader, conflict: Conflict) -> Conflict:
    """Return the conflict with people's names for their ids."""
    if conflict.field not in ("owner", "sponsor"):
        return conflict
    names = {party.party_id: party.name for party in parties(reader)}
    theirs, mine = (names.get(text, text) for text in (conflict.theirs, conflict.mine))
    return replace(conflict, theirs=theirs, mine=mine)


def _refuse_frozen(writer: Writer, given: Form, own: Sequence[Edit]) -> None:
    touched = [given.field(edit.field).label for edit in own if edit.field in FROZEN]
    if not touched:
        return
    found = action(writer, given.identity)
    if found.state in THAWED:
        return
    since = f" on {found.started_at}" if found.started_at else ""
    raise GateError(
        f"{found.action_id} is {found.state}: {', '.join(touched)} was frozen when work began"
        f"{since}, so that nobody chooses afterwards what success is.",
        hint="Back to agreed with a reason, or reopened, it can be set: work then begins anew.",
    )


def action_of(text: str) -> tuple[str, str]:
    """Return what a verb's `about` says: a word before the first colon, and the action's id."""
    word, colon, action_id = text.partition(":")
    if not colon:
        raise UsageError("There is no action to do this with.")
    return word, action_id
