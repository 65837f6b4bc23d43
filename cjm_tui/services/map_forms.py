"""The forms of the map: a touchpoint with its standard of good, a stage, a journey."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

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
    made_id,
)
from cjm_tui.domain.kpi import Kpi
from cjm_tui.domain.statistics.measures import bounds_of
from cjm_tui.errors import UsageError
from cjm_tui.services.data_state import today
from cjm_tui.services.site_kpis import site_kpis
from cjm_tui.store import edits as store
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.session import Reader, Writer

CHANNELS = ("ivr", "phone", "chat", "email", "web", "shop", "visit", "letter")
LAYERS = ("people", "process", "technology")
_Spec = tuple[str, str, FieldKind, str, tuple[Choice, ...]]
_RANGED = {"good_threshold": "good_kpi", "outcome_target": "outcome_kpi"}
_GOOD = ("standard_of_good", "good_kpi", "good_threshold")

_WHY = FormField(WHY, "why", help="kept in the change log beside your name")


def kpi_choices(reader: Reader, catalog: Catalog, none: str) -> tuple[Choice, ...]:
    """Return every KPI in force as a choice, and before them the word for none of them."""
    kpis = site_kpis(reader, catalog).values()
    return (Choice("", none), *(kpi_choice(kpi) for kpi in kpis))


def kpi_choice(kpi: Kpi) -> Choice:
    """Return a KPI as a choice, with the range in which its values lie."""
    return Choice(kpi.name, kpi.title, *bounds_of(kpi))


# A touchpoint


def touchpoint_form(reader: Reader, catalog: Catalog, identity: str, about: str) -> Form:
    """Return the form of a touchpoint; a new one belongs to the stage `about`."""
    now = _entry(reader, "touchpoint_entry", "touchpoint", identity)
    if not identity:
        now["stage_id"] = about or None
    enablers = _enablers(reader, identity)
    channel = now["channel"] or ""
    channels = dict.fromkeys((*CHANNELS, *((channel,) if channel else ())))
    spec: tuple[_Spec, ...] = (
        ("stage_id", "stage", FieldKind.CHOICE, "where it stands on the map", _places(reader)),
        ("position", "place", FieldKind.NUMBER, "its place among the stage's touchpoints", ()),
        ("name", "name", FieldKind.TEXT, "", ()),
        ("channel", "channel", FieldKind.CHOICE, "", _choices(channels)),
        ("moment_of_truth", "moment of truth", FieldKind.YES_NO, "it makes or breaks", YES_NO),
        ("adds_value", "adds value", FieldKind.YES_NO, "for the customer", YES_NO),
        ("standard_of_good", "what good is", FieldKind.TEXT, "in the customer's words", ()),
        ("good_kpi", "judged by", FieldKind.CHOICE, _JUDGED, kpi_choices(reader, catalog, _BEST)),
        ("good_threshold", "threshold", FieldKind.NUMBER, "in the KPI's own unit", ()),
    )
    fields = [_field(now, *one) for one in spec]
    fields += [
        FormField(layer, layer, as_text(enablers[layer]), FieldKind.ITEMS, "; between several")
        for layer in LAYERS
    ]
    title = str(now["name"]) if identity else "a new touchpoint"
    return Form("touchpoint", identity, title, (*fields, _WHY), about)


_JUDGED = "the KPI whose value stands on the map"
_BEST = "the best that the data allows"


def keep_touchpoint(writer: Writer, given: Form, edits: tuple[Edit, ...], why: str) -> str:
    """Save a touchpoint and its enablers; who sets what good is is its author from that day."""
    own = [edit for edit in edits if edit.field not in LAYERS]
    identity = given.identity
    if identity:
        own += _authored(writer, identity, own)
        store.edit_row(writer, "touchpoint", identity, own, why)
    else:
        identity = store.free_id(writer, "touchpoint", made_id(str(_new(edits, "name"))))
        values = {edit.field: edit.new for edit in own if edit.new is not None}
        if any(edit.field in _GOOD for edit in own):
            values |= {"good_author": writer.who, "good_set_at": today(writer)}
        if given.field("stage_id").value:
            values.setdefault("stage_id", given.field("stage_id").value)
        store.add_row(writer, "touchpoint", identity, {"touchpoint_id": identity} | values, why)
    for edit in edits:
        if edit.field in LAYERS:
            scope = (identity, edit.field)
            store.set_members(writer, "enabler", scope, edit.seen, edit.new, why)
    return identity


def _authored(writer: Writer, identity: str, own: Sequence[Edit]) -> list[Edit]:
    if not any(edit.field in _GOOD for edit in own):
        return []
    now = _entry(writer, "touchpoint_entry", "touchpoint", identity)
    wanted = {"good_author": writer.who, "good_set_at": today(writer)}
    return [Edit(name, now[name], new) for name, new in wanted.items() if now[name] != new]


def _enablers(reader: Reader, identity: str) -> dict[str, tuple[str, ...]]:
    rows = reader.query("touchpoint_enablers", touchpoint=identity)
    return {layer: tuple(item for at, item in rows if at == layer) for layer in LAYERS}


def _places(reader: Reader) -> tuple[Choice, ...]:
    rows = [row for row in reader.query("map_places") if row[3] is not None]
    several = len({row[0] for row in rows}) > 1
    return (
        Choice("", "not placed"),
        *(Choice(stage_id, _place(row, several)) for row in rows for stage_id in (row[3],)),
    )


def _place(row: tuple[Any, ...], several: bool) -> str:
    _, journey, version, _, stage = row
    desired = " (desired)" if version != "current" else ""
    return f"{journey}{desired} › {stage}" if several else str(stage)


# A stage


def stage_form(reader: Reader, _catalog: Catalog, identity: str, about: str) -> Form:
    """Return the form of a stage; a new one belongs to the journey `about`."""
    now = _entry(reader, "stage_entry", "stage", identity)
    fields = (
        FormField("name", "name", as_text(now["name"]), required=True),
        FormField(
            *("position", "place", as_text(now["position"]), FieldKind.WHOLE),
            help="1 is the first stage of the journey",
        ),
        FormField(
            *("customer_need", "need", as_text(now["customer_need"])),
            help="what the customer wants here, in their words",
        ),
        FormField(
            *("negatives", "negatives", as_text(now["negatives"])),
            help="what customers dread here",
        ),
        _WHY,
    )
    title = str(now["name"]) if identity else "a new stage"
    return Form("stage", identity, title, fields, about)


def keep_stage(writer: Writer, given: Form, edits: tuple[Edit, ...], why: str) -> str:
    """Save a stage."""
    if given.identity:
        store.edit_row(writer, "stage", given.identity, edits, why)
        return given.identity
    wanted = f"{given.about}/{made_id(str(_new(edits, 'name')))}"
    identity = store.free_id(writer, "stage", wanted)
    values = {edit.field: edit.new for edit in edits if edit.new is not None}
    values = {"stage_id": identity, "journey_id": given.about} | values
    store.add_row(writer, "stage", identity, values, why)
    return identity


# A journey


def journey_form(reader: Reader, catalog: Catalog, identity: str, _about: str) -> Form:
    """Return the form of a journey."""
    now = _entry(reader, "journey_entry", "journey", identity)
    now["version"] = now["version"] or "current"
    spec: tuple[_Spec, ...] = (
        ("name", "name", FieldKind.TEXT, "", ()),
        ("version", "version", FieldKind.CHOICE, "", _choices(("current", "desired"), none=False)),
        ("customer_goal", "goal", FieldKind.TEXT, "what the customer set out for", ()),
        ("owner", "owner", FieldKind.TEXT, "who answers for the whole journey", ()),
        ("successful_outcome", "success", FieldKind.TEXT, "the successful customer outcome", ()),
        (
            "outcome_kpi",
            "measured by",
            FieldKind.CHOICE,
            "",
            kpi_choices(reader, catalog, "nothing yet"),
        ),
        ("outcome_target", "target", FieldKind.NUMBER, "in the KPI's own unit", ()),
        ("review_due", "review due", FieldKind.DAY, "the day by which the map is reviewed", ()),
    )
    fields = (_field(now, *one) for one in spec)
    title = str(now["name"]) if identity else "a new journey"
    return Form("journey", identity, title, (*fields, _WHY))


def keep_journey(writer: Writer, given: Form, edits: tuple[Edit, ...], why: str) -> str:
    """Save a journey."""
    if given.identity:
        store.edit_row(writer, "journey", given.identity, edits, why)
        return given.identity
    identity = store.free_id(writer, "journey", made_id(str(_new(edits, "name"))))
    values = {edit.field: edit.new for edit in edits if edit.new is not None}
    values = {"journey_id": identity, "version": "current"} | values
    store.add_row(writer, "journey", identity, values, why)
    return identity


# What the forms share


def _entry(reader: Reader, query: str, noun: str, identity: str) -> dict[str, Any]:
    rows = reader.query_records(query, **{noun: identity})
    if rows:
        return rows[0]
    if identity:
        raise UsageError(f"There is no {noun} {identity!r}.")
    return defaultdict(lambda: None)


def _field(
    now: Mapping[str, Any],
    name: str,
    label: str,
    kind: FieldKind,
    words: str,
    choices: tuple[Choice, ...],
) -> FormField:
    value, required = as_text(now[name]), name == "name"
    return FormField(name, label, value, kind, words, choices, required, of=_RANGED.get(name, ""))


def _choices(names: Iterable[str], *, none: bool = True) -> tuple[Choice, ...]:
    known = tuple(Choice(name, name) for name in names)
    return (Choice("", "not said"), *known) if none else known


def _new(edits: Sequence[Edit], field: str) -> Any:
    for edit in edits:
        if edit.field == field and edit.new is not None:
            return edit.new
    raise FieldError(field, f"{field}: may not be empty.")
