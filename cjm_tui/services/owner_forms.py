"""The form of who has which role at a touchpoint: one owner, and who does, supports and knows."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from cjm_tui.domain import tenure
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
    made_id,
)
from cjm_tui.domain.owner_words import ROLE_FIELDS
from cjm_tui.domain.tenure import Spell
from cjm_tui.errors import UsageError
from cjm_tui.services.data_state import today
from cjm_tui.services.journey_map import all_touchpoints
from cjm_tui.services.known_parties import Party, all_parties, party_meant, party_named
from cjm_tui.services.names import named
from cjm_tui.store import accountability
from cjm_tui.store import edits as store
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.session import Reader, Writer

OWNER, NEW_NAME, DEPARTMENT, FROM = "accountable", "new_name", "department", "from"
NOBODY = Choice("", "nobody")
_SEVERAL = ";"


def owner_form(reader: Reader, _catalog: Catalog, identity: str, about: str) -> Form:
    """Return the form of who has which role at a touchpoint, by its id or name."""
    found = named(identity or about, all_touchpoints(reader))
    parties, day = all_parties(reader), today(reader)
    here = found.touchpoint_id
    owners = _held(reader, here, "A", day)
    fields = [
        FormField(
            *(OWNER, "accountable", _SEVERAL.join(owners), FieldKind.CHOICE),
            help="exactly one; whoever it was is so until the day before",
            choices=_owner_choices(owners, parties),
        ),
        FormField(NEW_NAME, "or a new name", help="a party that is not among them yet"),
        FormField(DEPARTMENT, "its department", help="of the new name"),
        FormField(
            *(FROM, "from", as_text(day), FieldKind.DAY),
            help="the first day on which the change counts",
            required=True,
        ),
    ]
    by_id = {party.party_id: party for party in parties}
    for role, name in ROLE_FIELDS.items():
        held = (_name(party_id, by_id) for party_id in _held(reader, here, role, day))
        fields.append(
            FormField(name, name, as_text(tuple(held)), FieldKind.ITEMS, "names, ; between several")
        )
    why = FormField(WHY, "why", help="kept in the change log; handing over and release need it")
    return Form("owner", here, f"who answers for {found.name}", (*fields, why))


def keep_owner(writer: Writer, given: Form, edits: tuple[Edit, ...], why: str) -> str:
    """Save who has which role at a touchpoint.

    Raises ConflictError where it has another owner by now than the person saw, and FieldError for
    a name that nobody has, or where an owner goes without a reason.
    """
    new = {edit.field: edit.new for edit in edits}
    day = given.values(edits)[FROM]
    here = given.identity
    taking = bool(new.get(NEW_NAME)) or OWNER in new
    if taking:
        _keep_accountable(writer, given, new, day, why)
    elif not new.keys() & set(ROLE_FIELDS.values()):
        raise FieldError(OWNER, "Who is accountable stays as it is: nothing has changed.")
    parties = all_parties(writer)
    by_id = {party.party_id: party for party in parties}
    for edit in edits:
        role = next((r for r, name in ROLE_FIELDS.items() if name == edit.field), "")
        if role:
            before = {_name(one, by_id): one for one in _held(writer, here, role, today(writer))}
            wanted = {_listed(edit.field, name, parties) for name in edit.new}
            leaving = {before[n] for n in edit.seen if n in before} - wanted
            _keep_role(writer, here, role, wanted, leaving, day, why)
    return here


def _keep_accountable(
    writer: Writer, given: Form, new: Mapping[str, Any], day: date, why: str
) -> None:
    here, seen = given.identity, given.field(OWNER).value
    current = _SEVERAL.join(_held(writer, here, "A", today(writer)))
    wanted = _new_party(writer, new, why) if new.get(NEW_NAME) else new.get(OWNER) or ""
    if current not in (seen, wanted):
        raise ConflictError((_conflict(writer, here, seen, current, wanted),))
    if seen and not why:
        does = "Handing over" if wanted else "Releasing"
        raise FieldError(WHY, f"why: {does} needs a reason.")
    change_owner(writer, here, wanted, day, why)


def change_owner(
    writer: Writer, touchpoint_id: str, party_id: str, day: date, why: str
) -> tuple[Spell, ...]:
    """Make a party the only one accountable from that day on; "" releases whoever is."""
    before = accountability.spells(writer, touchpoint_id, "A")
    if party_id:
        wanted = tenure.taken_over(before, party_id, day, today(writer))
    else:
        wanted = tenure.given_up(before, [spell.party_id for spell in before], day)
    return accountability.keep(writer, touchpoint_id, "A", wanted, why)


def _keep_role(
    writer: Writer,
    touchpoint_id: str,
    role: str,
    wanted: set[str],
    leaving: set[str],
    day: date,
    why: str,
) -> None:
    """Let these leave and those join; who joined meanwhile by another's hand stays."""
    spells = accountability.spells(writer, touchpoint_id, role)
    held = {spell.party_id for spell in spells if spell.holds(day)}
    spells = tenure.given_up(spells, leaving, day)
    for party_id in sorted(wanted - held):
        spells = tenure.joined(spells, party_id, day, today(writer))
    accountability.keep(writer, touchpoint_id, role, spells, why)


def _new_party(writer: Writer, new: Mapping[str, Any], why: str) -> str:
    """Return the id of the party of that name, which is added where there is none yet."""
    name, department = str(new[NEW_NAME]), new.get(DEPARTMENT)
    folded = name.casefold()
    for party in all_parties(writer):
        same_place = department is None or party.department.casefold() == department.casefold()
        if party.name.casefold() == folded and party.state != "left" and same_place:
            return party.party_id
    return add_party(writer, name, department, "person", why)


def add_party(
    writer: Writer,
    name: str,
    department: str | None,
    kind: str,
    why: str,
    logins: str | None = None,
) -> str:
    """Add a party; return its id, which is made of its name."""
    party_id = store.free_id(writer, "party", made_id(name))
    values = {"party_id": party_id, "name": name, "kind": kind, "state": "active"}
    values |= {"department": department} if department else {}
    values |= {"logins": logins} if logins else {}
    store.add_row(writer, "party", party_id, values, why)
    return party_id


# What the form shows


def _owner_choices(owners: Sequence[str], parties: Sequence[Party]) -> tuple[Choice, ...]:
    """Return nobody, whoever it is now, and all that have not left."""
    by_id = {party.party_id: party for party in parties}
    now: tuple[Choice, ...] = ()
    if len(owners) > 1 or (owners and _has_left(owners[0], by_id)):
        names = " and ".join(_name(party_id, by_id) for party_id in owners)
        state = "several" if len(owners) > 1 else "HAS LEFT"
        now = (Choice(_SEVERAL.join(owners), f"{names} ({state})"),)
    active = (party for party in parties if party.state != "left")
    return (NOBODY, *now, *(Choice(party.party_id, party.words) for party in active))


def _has_left(party_id: str, by_id: Mapping[str, Party]) -> bool:
    return party_id not in by_id or by_id[party_id].state == "left"


def _held(reader: Reader, touchpoint_id: str, role: str, day: date) -> tuple[str, ...]:
    """Return the ids of those who hold a role on that day, as the map counts it."""
    rows = reader.query("touchpoint_parties", touchpoints=[touchpoint_id], today=day)
    return tuple(sorted(str(row[9]) for row in rows if row[1] == role and row[8]))


def _name(party_id: str, by_id: Mapping[str, Party]) -> str:
    """Return the name by which the form lists a party: its id where others have the same name."""
    party = by_id.get(party_id)
    if party is None:
        return party_id
    same = sum(other.name.casefold() == party.name.casefold() for other in by_id.values())
    return party.name if same == 1 and _SEVERAL not in party.name else party_id


def _listed(field: str, name: str, parties: Sequence[Party]) -> str:
    try:
        return party_named(name, parties).party_id
    except UsageError as error:
        raise FieldError(field, f"{field}: {error.message}", hint=error.hint) from error


def _conflict(reader: Reader, touchpoint_id: str, seen: str, theirs: str, mine: str) -> Conflict:
    ids: Iterable[str] = {*theirs.split(_SEVERAL), *seen.split(_SEVERAL)} - {""}
    last = [store.last_change(reader, "accountability", (touchpoint_id, one, "A")) for one in ids]
    who, at = max((found for found in last if found), key=lambda one: one[1], default=("", None))
    when = reader.local(at) if at is not None else None
    return Conflict(OWNER, seen, theirs, mine, who, when)


# What the other commands need


def owned_by(reader: Reader, party: Party) -> tuple[str, ...]:
    """Return the touchpoints for which a party is accountable today or later."""
    day = today(reader)
    rows = reader.query("party_roles")
    found = (
        row[1]
        for row in rows
        if row[0] == party.party_id and row[3] == "A" and (row[5] is None or row[5] >= day)
    )
    return tuple(dict.fromkeys(found))


def known_party(reader: Reader, name: str) -> Party | None:
    """Return the party that a name means, None where it is a new one."""
    return party_meant(name, all_parties(reader))
