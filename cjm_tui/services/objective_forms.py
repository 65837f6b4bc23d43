"""The form of an objective: a KPI that a person, a team or a department is targeted on."""

from dataclasses import replace

from cjm_tui.domain.form import (
    WHY,
    YES_NO,
    Choice,
    Edit,
    FieldError,
    FieldKind,
    Form,
    FormField,
    as_text,
)
from cjm_tui.domain.text import shown
from cjm_tui.errors import UsageError
from cjm_tui.services.known_parties import Party, all_parties, party_named
from cjm_tui.services.map_forms import kpi_choice
from cjm_tui.services.site_kpis import kpi_named, site_kpis
from cjm_tui.store import edits as store
from cjm_tui.store.accountability import parts_of
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.session import Reader, Writer

OBJECTIVE = "objective"
ENDED = "ended"
_FIELDS = ("value", "target")
_WHY = FormField(WHY, "why", help="kept in the change log beside your name")


def objective_form(reader: Reader, catalog: Catalog, identity: str, about: str) -> Form:
    """Return the form of an objective by its id; a new one is of the department `about`.

    Raises UsageError for one that there is not.
    """
    parties = [party for party in all_parties(reader) if party.state != "left"]
    if not identity:
        fields = (
            FormField(
                *("party_id", "whose", _first_of(about, parties), FieldKind.CHOICE),
                help="a department's objective is everybody's in it",
                choices=tuple(Choice(party.party_id, party.words) for party in parties),
                required=True,
            ),
            FormField(
                *("kpi", "KPI", "", FieldKind.CHOICE),
                help="an outcome is what customers get; an output is what one produces",
                choices=_with_classes(reader, catalog),
                required=True,
            ),
            *_said("", "", "kpi"),
            _WHY,
        )
        return Form(OBJECTIVE, "", f"a new objective{f' of {about}' if about else ''}", fields)
    kpi, name, value, target = _known(reader, identity)
    title = catalog.kpis[kpi].title if kpi in catalog.kpis else kpi
    ended = FormField(
        *(ENDED, "it has ended", "", FieldKind.YES_NO),
        help="yes: nobody is targeted on it by this objective any more",
        choices=YES_NO,
    )
    of = kpi_choice(catalog.kpis[kpi]) if kpi in catalog.kpis else ""
    fields = (*_said(as_text(value), as_text(target), of), ended, _WHY)
    return Form(OBJECTIVE, identity, f"{name}: {title}", fields)


def named(reader: Reader, catalog: Catalog, party: str, kpi: str) -> tuple[Form, dict[str, str]]:
    """Return the form of a party's objective in a KPI, and the answers that make a new one that.

    Raises UsageError for a party or a KPI that is none.
    """
    whose = party_named(party, all_parties(reader))
    if _rows(reader, whose.party_id, kpi):
        identity = store.joint_id((whose.party_id, kpi))
        return objective_form(reader, catalog, identity, ""), {}
    kpi_named(reader, catalog, kpi)
    form = objective_form(reader, catalog, "", "")
    return form, {"party_id": whose.party_id, "kpi": kpi}


def keep_objective(writer: Writer, given: Form, edits: tuple[Edit, ...], why: str) -> str:
    """Save an objective, or end it."""
    if given.identity:
        key = tuple(parts_of(given.identity))
        said = [edit for edit in edits if edit.field != ENDED]
        store.edit_row(writer, OBJECTIVE, key, said, why)
        if any(edit.field == ENDED and edit.new for edit in edits):
            _end(writer, key, why)
        return given.identity
    values = {name: value for name, value in given.values(edits).items() if value is not None}
    key = (values["party_id"], values["kpi"])
    if _rows(writer, *key):
        raise FieldError("kpi", "KPI: that is its objective already.", hint="Change that one.")
    values.pop(WHY, None)
    store.add_row(writer, OBJECTIVE, store.joint_id(key), values, why)
    return store.joint_id(key)


def _end(writer: Writer, key: tuple[str, ...], why: str) -> None:
    """Take it away; the log keeps what it said, so that this can be undone."""
    row_id = store.joint_id(key)
    for name, value in zip(_FIELDS, _rows(writer, *key)[0], strict=True):
        if value is not None:
            writer.log_change(OBJECTIVE, row_id, name, old=value, new=None, why=why or None)
    writer.log_change(OBJECTIVE, row_id, "", old="removed", new=None, why=why or None)
    writer.execute("delete from objective where party_id = ? and kpi = ?", list(key))


def _said(value: str, target: str, of: str | Choice) -> tuple[FormField, ...]:
    return (
        FormField("value", "in words", value, help="what customers will notice"),
        FormField(
            "target", "target", target, FieldKind.NUMBER, help="in the KPI's own unit", of=of
        ),
    )


def _first_of(department: str, parties: list[Party]) -> str:
    """Return the party that stands for a department: its own, else the first of its people."""
    there = [p for p in parties if department and department in (p.department, p.name)]
    there.sort(key=lambda party: party.kind != "department")
    return there[0].party_id if there else ""


def _with_classes(reader: Reader, catalog: Catalog) -> tuple[Choice, ...]:
    """Return every KPI in force with the class that the site gives it: outcomes first."""
    known = site_kpis(reader, catalog).values()
    words = (replace(kpi_choice(kpi), words=f"{kpi.title} · {kpi.kpi_class}") for kpi in known)
    return (Choice("", "none yet"), *words)


def _known(reader: Reader, identity: str) -> tuple[str, str, str, float | None]:
    """Return an objective's KPI, whose it is, what it says in words, and its target."""
    for party_id, party, _, value, kpi, target in reader.query("objectives"):
        if store.joint_id((party_id, kpi)) == identity:
            return kpi, party, value, target
    raise UsageError(
        f"There is no objective {shown(identity)!r}.", hint="`cjm owners departments` lists them."
    )


def _rows(reader: Reader, party_id: str, kpi: str) -> list[tuple[str | None, float | None]]:
    found = reader.rows(
        "select value, target from objective where party_id = ? and kpi = ?", [party_id, kpi]
    )
    return [(value, target) for value, target in found]
