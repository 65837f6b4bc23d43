"""What else people do to an action, each by a short form: words of departments, sign-offs,
milestones, communications, comments, evidence, and what the sponsor is asked and decides.

The `about` of each form is "word:A-101", the word being what the thing is about, or empty.
"""

from collections.abc import Callable
from typing import Any

from cjm_tui.domain.actions import (
    AGREES,
    NOT_APPLICABLE,
    OBJECTS,
    SIGNED_OFF,
    Action,
    GateError,
    latest_milestone,
)
from cjm_tui.domain.form import Choice, Edit, FieldError, FieldKind, Form, FormField
from cjm_tui.errors import UsageError
from cjm_tui.services.action_forms import action_of, add_evidence
from cjm_tui.services.actions import action, action_title
from cjm_tui.services.data_state import today
from cjm_tui.services.people import department_named
from cjm_tui.store.actions import ACTION, Change, next_part_id
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.session import Reader, Writer

_DEPARTMENT = "action_department"
_TRAINING, _COMMUNICATION = "training", "communication"
_EVIDENCE = ("rows", "words", "document")

Made = Callable[[Reader, Catalog, str, str], Form]
Fields = Callable[[Reader, Action, str], tuple[FormField, ...]]
FewFields = Callable[[Reader, str, str], tuple[FormField, ...]]


def _form(noun: str, verb: str, fields: Fields) -> Made:
    """Return what makes a verb's form from the action as it stands."""

    def made(reader: Reader, _catalog: Catalog, _identity: str, about: str) -> Form:
        word, action_id = action_of(about)
        found = action(reader, action_id)
        title = f"{found.action_id} {found.title}: {verb}"
        return Form(noun, "", title, fields(reader, found, word), about)

    return made


def _short_form(noun: str, verb: str, fields: FewFields) -> Made:
    """Return what makes a verb's form from no more than the action's id."""

    def made(reader: Reader, _catalog: Catalog, _identity: str, about: str) -> Form:
        word, wanted = action_of(about)
        action_id, title = action_title(reader, wanted)
        form_title = f"{action_id} {title}: {verb}"
        return Form(noun, "", form_title, fields(reader, action_id, word), about)

    return made


def _meant(reader: Reader, given: Form) -> str:
    """Return the id of the action that a form is about; raises UsageError where it has gone."""
    return action_title(reader, action_of(given.about)[1])[0]


# A department's word


def _word_fields(reader: Reader, found: Action, word: str) -> tuple[FormField, ...]:
    says = {say.department: say for say in found.says}
    open_ones = [name for name, say in says.items() if not say.said]
    first = word or next(iter(open_ones or says), "")
    choices = tuple(Choice(name, name) for name in says)
    words = (Choice(AGREES, "agrees"), Choice(OBJECTS, "objects"))
    known = FieldKind.CHOICE if choices else FieldKind.TEXT
    chosen = FormField("department", "department", first, known, choices=choices, required=True)
    return (
        chosen,
        FormField("agreement", "its word", AGREES, FieldKind.CHOICE, choices=words, required=True),
        FormField("agreed_by", "said by", help="the name of who spoke for it", required=True),
        FormField(
            "agreed_at", "on", today(reader).isoformat(), FieldKind.DAY, "the day", required=True
        ),
        FormField("note", "note", help="an objection needs its reason"),
    )


def keep_word(writer: Writer, given: Form, edits: tuple[Edit, ...], why: str) -> str:
    """Record that a department agrees or objects, with name and date."""
    found = action(writer, action_of(given.about)[1])
    said = given.values(edits)
    name = said["department"]
    known = next(
        (s.department for s in found.says if s.department.casefold() == name.casefold()), ""
    )
    if not known:
        known = department_named(writer, "department", "department", name) or name
    if said["agreement"] == OBJECTS and not said["note"]:
        raise GateError(f"{known} objects: it lacks a reason.", ("a reason",))
    if said["agreed_at"] > today(writer):
        raise FieldError("agreed_at", "on: that day has not come yet.")
    change = Change(writer, found.action_id, said["note"] or why)
    if known not in [say.department for say in found.says]:
        values = {"action_id": found.action_id, "department": known}
        change.add(_DEPARTMENT, known, values, "department")
    new = {key: said[key] for key in ("agreement", "agreed_by", "agreed_at", "note")}
    _set(change, _DEPARTMENT, known, new, "word")
    return found.action_id


def _set(change: Change, noun: str, item: str, new: dict[str, Any], event: str) -> None:
    """Set fields from whatever they are now: what is said last holds."""
    now = change.current(noun, item, tuple(new))
    change.edit(noun, item, [Edit(name, now[name], new[name]) for name in new], event)


# Training and communication


def _sign_off_fields(reader: Reader, found: Action, word: str) -> tuple[FormField, ...]:
    what = word or (_TRAINING if not found.training.given else _COMMUNICATION)
    whats = (Choice(_TRAINING, "training"), Choice(_COMMUNICATION, "communication"))
    words = (Choice(SIGNED_OFF, "signed off"), Choice(NOT_APPLICABLE, "not applicable"))
    now = NOT_APPLICABLE if what == _COMMUNICATION else SIGNED_OFF
    return (
        FormField("what", "what", what, FieldKind.CHOICE, choices=whats, required=True),
        FormField("said", "is", now, FieldKind.CHOICE, choices=words, required=True),
        FormField("by", "by", help="who of the contact centre's management says so", required=True),
        FormField("on", "on", today(reader).isoformat(), FieldKind.DAY, required=True),
        FormField("reason", "reason", help="needed where it is not applicable"),
    )


def keep_sign_off(writer: Writer, given: Form, edits: tuple[Edit, ...], why: str) -> str:
    """Record the training's sign-off, or why training or communication is not applicable."""
    action_id = _meant(writer, given)
    said = given.values(edits)
    what, reason = said["what"], said["reason"] or why or None
    if said["said"] == NOT_APPLICABLE and not reason:
        raise GateError(f"{what} is not applicable: it lacks a reason.", ("a reason",))
    if what == _COMMUNICATION and said["said"] == SIGNED_OFF:
        raise FieldError("said", "communication: log what was sent instead.")
    if said["on"] > today(writer):
        raise FieldError("on", "on: that day has not come yet.")
    new = {what: said["said"], f"{what}_by": said["by"], f"{what}_at": said["on"]}
    change = Change(writer, action_id, reason or "")
    _set(change, ACTION, "", {**new, f"{what}_why": reason}, what)
    return action_id


# Milestones


def _milestone_fields(_reader: Reader, _action_id: str, _word: str) -> tuple[FormField, ...]:
    return (
        FormField("title", "milestone", help="what will be there", required=True),
        FormField(
            "due", "due", kind=FieldKind.DAY, help="up to eighteen months ahead", required=True
        ),
    )


def keep_milestone(writer: Writer, given: Form, edits: tuple[Edit, ...], why: str) -> str:
    """Add a milestone; it lies eighteen months ahead at most."""
    action_id = _meant(writer, given)
    said = given.values(edits)
    latest = latest_milestone(today(writer))
    if said["due"] > latest:
        raise FieldError("due", f"due: a milestone lies eighteen months ahead at most, {latest}.")
    key = next_part_id(writer, "milestone", action_id)
    values = {"milestone_id": key, "action_id": action_id, **said}
    Change(writer, action_id, why).add("milestone", key, values, "milestone")
    return action_id


def _milestone_done_fields(reader: Reader, action_id: str, word: str) -> tuple[FormField, ...]:
    rows = reader.query("action_milestones", action=action_id)
    if not rows:
        raise UsageError(f"{action_id} has no milestone.")
    choices = tuple(Choice(row[0], f"{row[1]} ({row[2] or 'no day'})") for row in rows)
    open_ones = [row[0] for row in rows if row[3] is None]
    first = word or next(iter(open_ones), rows[0][0])
    return (
        FormField(
            "milestone_id", "milestone", first, FieldKind.CHOICE, choices=choices, required=True
        ),
        FormField(
            *("done_at", "done on", today(reader).isoformat(), FieldKind.DAY),
            help="empty: it is not done after all",
        ),
    )


def keep_milestone_done(writer: Writer, given: Form, edits: tuple[Edit, ...], why: str) -> str:
    """Say that a milestone is done, or is not after all."""
    action_id = _meant(writer, given)
    said = given.values(edits)
    if said["done_at"] is not None and said["done_at"] > today(writer):
        raise FieldError("done_at", "done on: that day has not come yet.")
    change = Change(writer, action_id, why)
    key = said["milestone_id"]
    _set(change, "milestone", key, {"done_at": said["done_at"]}, "milestone done")
    return action_id


# Communication


def _communication_fields(reader: Reader, found: Action, _word: str) -> tuple[FormField, ...]:
    next_told = found.next_communication.isoformat() if found.next_communication else ""
    return (
        FormField("audience", "told to", help="who was told, or will be", required=True),
        FormField("channel", "how", help="meeting, mail, huddle …"),
        FormField("message", "message", help="what they were told", required=True),
        FormField(
            *("at", "on", today(reader).isoformat(), FieldKind.DAY),
            help="a day ahead is planned: it counts once it has come",
            required=True,
        ),
        FormField(
            *("next_communication", "next told", next_told, FieldKind.DAY),
            help="when they hear of it next",
        ),
    )


def keep_communication(writer: Writer, given: Form, edits: tuple[Edit, ...], why: str) -> str:
    """Log what was told to whom, and when they hear of it next."""
    found = action(writer, action_of(given.about)[1])
    said = given.values(edits)
    told_next = said.pop("next_communication")
    key = next_part_id(writer, "communication", found.action_id)
    change = Change(writer, found.action_id, why)
    values = {"communication_id": key, "action_id": found.action_id, "who": writer.who, **said}
    change.add("communication", key, values, "communication")
    if told_next != found.next_communication:
        edit = Edit("next_communication", found.next_communication, told_next)
        change.edit(ACTION, "", [edit])
    return found.action_id


# What is said


def _comment_fields(_reader: Reader, _action_id: str, _word: str) -> tuple[FormField, ...]:
    return (FormField("note", "comment", required=True),)


def _question_fields(_reader: Reader, _action_id: str, _word: str) -> tuple[FormField, ...]:
    return (FormField("note", "question", help="what the sponsor is to decide", required=True),)


def _decision_fields(_reader: Reader, found: Action, _word: str) -> tuple[FormField, ...]:
    asked = found.waits_for_sponsor
    return (FormField("note", "decision", help=asked and f"asked: {asked}", required=True),)


def _keep_saying(event: str) -> Callable[[Writer, Form, tuple[Edit, ...], str], str]:
    def kept(writer: Writer, given: Form, edits: tuple[Edit, ...], _why: str) -> str:
        action_id = _meant(writer, given)
        Change(writer, action_id).event(event, note=given.values(edits)["note"])
        return action_id

    return kept


# Evidence


def _evidence_fields(_reader: Reader, _action_id: str, _word: str) -> tuple[FormField, ...]:
    kinds = tuple(Choice(kind, kind) for kind in _EVIDENCE)
    return (
        FormField("kind", "kind", _EVIDENCE[0], FieldKind.CHOICE, choices=kinds, required=True),
        FormField(
            *("reference", "where"), help="a stored query, a file, a page: where to see it",
            required=True,
        ),
        FormField("note", "note", help="what it shows"),
    )  # fmt: skip


def keep_evidence(writer: Writer, given: Form, edits: tuple[Edit, ...], why: str) -> str:
    """Add evidence for the problem or its root cause."""
    action_id = _meant(writer, given)
    add_evidence(writer, Change(writer, action_id, why), action_id, given.values(edits))
    return action_id


PARTS = {
    "action_word": (_form("action_word", "a department's word", _word_fields), keep_word),
    "action_sign_off": (_form("action_sign_off", "sign-off", _sign_off_fields), keep_sign_off),
    "action_milestone": (
        _short_form("action_milestone", "a milestone", _milestone_fields),
        keep_milestone,
    ),
    "action_milestone_done": (
        _short_form("action_milestone_done", "a milestone is done", _milestone_done_fields),
        keep_milestone_done,
    ),
    "action_communication": (
        _form("action_communication", "communication", _communication_fields),
        keep_communication,
    ),
    "action_comment": (
        _short_form("action_comment", "a comment", _comment_fields),
        _keep_saying("comment"),
    ),
    "action_question": (
        _short_form("action_question", "ask the sponsor", _question_fields),
        _keep_saying("ask"),
    ),
    "action_decision": (
        _form("action_decision", "the sponsor decides", _decision_fields),
        _keep_saying("decide"),
    ),
    "action_evidence": (
        _short_form("action_evidence", "evidence", _evidence_fields),
        keep_evidence,
    ),
}
