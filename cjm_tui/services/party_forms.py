"""The forms of a party, and of the departments that lead and support a stage."""

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
from cjm_tui.services.known_parties import KINDS, STATES, all_parties, party_named
from cjm_tui.services.owner_forms import add_party
from cjm_tui.store import edits as store
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.session import Reader, Writer

_WHY = FormField(WHY, "why", help="kept in the change log beside your name")
_PARTY_FIELDS = ("name", "department", "kind", "state", "logins")


def party_form(reader: Reader, _catalog: Catalog, identity: str, _about: str) -> Form:
    """Return the form of a party by its id or name; a new one is an active person."""
    now = dict.fromkeys(_PARTY_FIELDS, "") | {"kind": "person", "state": "active"}
    if identity:
        party = party_named(identity, all_parties(reader))
        identity = party.party_id
        now = {name: str(getattr(party, name)) for name in _PARTY_FIELDS}
    fields = (
        FormField("name", "name", now["name"], required=True),
        FormField("department", "department", now["department"], help="as others of it have it"),
        FormField(
            *("kind", "kind", now["kind"], FieldKind.CHOICE),
            choices=tuple(Choice(kind, kind) for kind in KINDS),
            required=True,
        ),
        FormField(
            *("state", "state", now["state"], FieldKind.CHOICE),
            help="what one answers for who has left is shown at once",
            choices=tuple(Choice(state, state) for state in STATES),
            required=True,
        ),
        FormField(
            *("logins", "writes as", now["logins"]),
            help="login name or CJM_USER, ; between several: whose changes are its own",
        ),
        _WHY,
    )
    title = now["name"] if identity else "a new party"
    return Form("party", identity, title, fields)


def keep_party(writer: Writer, given: Form, edits: tuple[Edit, ...], why: str) -> str:
    """Save a party."""
    if given.identity:
        store.edit_row(writer, "party", given.identity, edits, why)
        return given.identity
    now = given.values(edits)
    if now["state"] == "left":
        raise FieldError("state", "state: whoever is new has not left.")
    return add_party(writer, now["name"], now["department"], now["kind"], why, now["logins"])


def stage_departments_form(reader: Reader, _catalog: Catalog, identity: str, _about: str) -> Form:
    """Return the form of the departments that lead and support a stage, by its id or name."""
    stage_id, title, lead, supporters = _stage(reader, identity)
    known = ", ".join(departments(reader))
    fields = (
        FormField("lead", "leads", lead, help=f"one department: {known}" if known else ""),
        FormField(
            *("supporters", "support", as_text(supporters), FieldKind.ITEMS),
            help="departments, ; between several",
        ),
        _WHY,
    )
    return Form("stage_departments", stage_id, f"who leads {title}", fields)


def keep_stage_departments(writer: Writer, given: Form, edits: tuple[Edit, ...], why: str) -> str:
    """Save who leads and supports a stage; raises ConflictError where others were faster."""
    stage_id = given.identity
    new = {edit.field: edit.new for edit in edits}
    _, _, lead_now, supporters_now = _stage(writer, stage_id)
    lead = new.get("lead", lead_now) if "lead" in new else lead_now
    seen = given.field("lead").value
    if "lead" in new and lead_now not in (seen, lead or ""):
        key = (stage_id, lead_now or seen)
        who, at = store.last_change(writer, "stage_department", key) or ("", None)
        when = writer.local(at) if at is not None else None
        raise ConflictError((Conflict("lead", seen, lead_now, lead or "", who, when),))
    wanted = _supporters(edits, supporters_now)
    if lead and lead in wanted:
        raise FieldError("supporters", f"support: {lead} leads this stage.")
    roles = {**dict.fromkeys(wanted, "support"), **({lead: "lead"} if lead else {})}
    _keep_roles(writer, stage_id, roles, why)
    return stage_id


def _supporters(edits: tuple[Edit, ...], now: tuple[str, ...]) -> tuple[str, ...]:
    """Return the supporters once the edit is made, keeping what others have added meanwhile."""
    for edit in edits:
        if edit.field == "supporters":
            kept = [one for one in now if one in edit.new or one not in edit.seen]
            return tuple(dict.fromkeys([*kept, *(one for one in edit.new if one not in edit.seen)]))
    return now


def _keep_roles(writer: Writer, stage_id: str, wanted: dict[str, str], why: str) -> None:
    noun, where = "stage_department", "where stage_id = ? and department = ?"
    before = dict(
        writer.rows("select department, role from stage_department where stage_id = ?", [stage_id])
    )
    for department in dict.fromkeys([*before, *wanted]):
        old, new = before.get(department), wanted.get(department)
        key = (stage_id, department)
        if old == new:
            continue
        row_id = store.joint_id(key)
        if old is None:
            writer.log_change(noun, row_id, "", old=None, new="added", why=why or None)
            writer.execute("insert into stage_department values (?, ?, ?)", [*key, new])
        writer.log_change(noun, row_id, "role", old=old, new=new, why=why or None)
        if new is None:
            writer.log_change(noun, row_id, "", old="removed", new=None, why=why or None)
            writer.execute(f"delete from stage_department {where}", list(key))
        elif old is not None:
            writer.execute(f"update stage_department set role = ? {where}", [new, *key])


def _stage(reader: Reader, identity: str) -> tuple[str, str, str, tuple[str, ...]]:
    """Return a stage's id and name, its lead ("" for none) and its supporters."""
    rows = reader.query("stage_departments")
    folded = identity.strip().casefold()
    found = [row for row in rows if row[2] == identity] or [
        row for row in rows if row[3].casefold() == folded
    ]
    if len({row[2] for row in found}) > 1:
        among = ", ".join(dict.fromkeys(row[2] for row in found))
        raise UsageError(f"{identity!r} may be several stages.", hint=f"{among}.")
    if not found:
        known = ", ".join(dict.fromkeys(row[3] for row in rows))
        raise UsageError(f"There is no stage {identity!r}.", hint=f"There are {known}.")
    lead = next((row[4] for row in found if row[5] == "lead"), "")
    supporters = tuple(row[4] for row in found if row[5] == "support")
    return found[0][2], found[0][3], lead, supporters


def departments(reader: Reader) -> tuple[str, ...]:
    """Return every department that a party or a stage names, those that have not left alone."""
    of_parties = [
        party.department or (party.name if party.kind == "department" else "")
        for party in all_parties(reader)
        if party.state != "left"
    ]
    of_stages = [row[4] for row in reader.query("stage_departments")]
    return tuple(sorted({name for name in (*of_parties, *of_stages) if name}, key=str.casefold))
