"""From opportunities to the few propositions to actions: what could be better, what was chosen."""

from typing import Any

from cjm_tui.domain.form import Choice, Edit, FieldKind, Form, FormField, as_text, made_id
from cjm_tui.errors import UsageError
from cjm_tui.services.data_state import today
from cjm_tui.services.journey_map import all_touchpoints
from cjm_tui.services.names import named
from cjm_tui.store import edits as store
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.session import Reader, Writer

OPPORTUNITY, PROPOSITION = "opportunity", "proposition"
_SHORT = 40  # characters of an id that is made from a title


def opportunity_form(reader: Reader, _catalog: Catalog, identity: str, about: str) -> Form:
    """Return the form of an opportunity; a new one is seen at the touchpoint `about`."""
    rows = {row[0]: row for row in reader.query("opportunities")}
    now = _known(rows, OPPORTUNITY, identity)
    at = now[2] if now else (named(about, all_touchpoints(reader)).touchpoint_id if about else "")
    places = tuple(Choice(t.touchpoint_id, t.name) for t in all_touchpoints(reader))
    fields = (
        FormField("title", "opportunity", as_text(now[1]) if now else "", required=True),
        FormField(
            *("touchpoint_id", "touchpoint", at, FieldKind.CHOICE),
            choices=(Choice("", "nowhere yet"), *places),
        ),
        FormField("why", "why", help="kept in the change log beside your name"),
    )
    return Form(OPPORTUNITY, identity, now[1] if now else "a new opportunity", fields, about)


def proposition_form(reader: Reader, _catalog: Catalog, identity: str, about: str) -> Form:
    """Return the form of a proposition; a new one takes up the opportunity `about`."""
    known = {row[0]: row for row in reader.query("propositions")}
    now = _known(known, PROPOSITION, identity)
    opportunities = reader.query("opportunities")
    if about and about not in [row[0] for row in opportunities]:
        raise UsageError(
            f"There is no opportunity {about!r}.", hint="cjm actions trace lists them."
        )
    of = now[2] if now else about
    title = now[1] if now else next((row[1] for row in opportunities if row[0] == about), "")
    fields = (
        FormField("title", "proposition", as_text(title) if now else "", required=True),
        FormField(
            *("opportunity_id", "opportunity", of, FieldKind.CHOICE),
            choices=(Choice("", "none"), *(Choice(row[0], row[1]) for row in opportunities)),
        ),
        FormField("why", "why", help="why this one was chosen"),
    )
    shown = now[1] if now else "a new proposition"
    return Form(PROPOSITION, identity, shown, fields, about)


def keep_opportunity(writer: Writer, given: Form, edits: tuple[Edit, ...], why: str) -> str:
    """Save an opportunity."""
    return _keep(writer, OPPORTUNITY, given, edits, why)


def keep_proposition(writer: Writer, given: Form, edits: tuple[Edit, ...], why: str) -> str:
    """Save a proposition."""
    return _keep(writer, PROPOSITION, given, edits, why)


def _keep(writer: Writer, noun: str, given: Form, edits: tuple[Edit, ...], why: str) -> str:
    if given.identity:
        store.edit_row(writer, noun, given.identity, edits, why)
        return given.identity
    said = given.values(edits)
    identity = store.free_id(writer, noun, made_id(said["title"])[:_SHORT].strip("-"))
    values = {f"{noun}_id": identity, **said, "who": writer.who, "at": today(writer)}
    store.add_row(writer, noun, identity, values, why)
    return identity


def _known(rows: dict[Any, Any], noun: str, identity: str) -> Any:
    if identity and identity not in rows:
        raise UsageError(f"There is no {noun} {identity!r}.", hint="cjm actions trace lists them.")
    return rows.get(identity)
