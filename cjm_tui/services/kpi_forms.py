"""The form of a KPI: the class that the site gives it, with the reason, and retiring it."""

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
from cjm_tui.domain.kpi_classes import MEANINGS
from cjm_tui.errors import UsageError
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.kpi_choices import choice_of, keep_choice
from cjm_tui.store.session import Reader, Writer

_ASK = "input: a resource; perception: an opinion; output: what is done; outcome: a need met"


def kpi_form(reader: Reader, catalog: Catalog, identity: str, _about: str) -> Form:
    """Return the form of a KPI by its name, or of the words by which an objective goes.

    Raises UsageError for a name that is no KPI and stands nowhere.
    """
    kpi = catalog.kpis.get(identity)
    if kpi is None and not _stands_somewhere(reader, identity):
        catalog.kpi(identity)  # says which names are near
    now = choice_of(reader, identity)
    filed = kpi.kpi_class.value if kpi else ""
    fields = (
        FormField(
            *("class", "class", as_text(now["class"]), FieldKind.CHOICE),
            help=_ASK,
            choices=(
                Choice("", f"as its file has it: {filed}" if filed else "not classed"),
                *(Choice(one.value, one.value) for one in MEANINGS),
            ),
        ),
        FormField(
            *("retired", "retired", as_text(now["retired"]), FieldKind.YES_NO),
            help="counted on, and shown nowhere; no brings it back",
            choices=YES_NO[1:],
            required=True,
        ),
        FormField(
            *(WHY, "why"),
            help="kept in its history beside your name; never without one",
            required=True,
        ),
    )
    return Form("kpi", identity, kpi.title if kpi else identity, fields, about=filed)


def keep_kpi(writer: Writer, given: Form, edits: tuple[Edit, ...], why: str) -> str:
    """Save a KPI's class and whether it is retired. Raises FieldError without a reason."""
    if not why:
        raise FieldError(WHY, "why: a KPI is never classed or retired without a reason.")
    said = tuple(
        Edit(edit.field, edit.seen, bool(edit.new)) if edit.field == "retired" else edit
        for edit in edits
    )
    keep_choice(writer, given.identity, said, why, filed=given.about)
    return given.identity


def _stands_somewhere(reader: Reader, words: str) -> bool:
    if not words:
        raise UsageError("A KPI is added by a file: docs/adding-a-kpi.md.")
    named = {row[0] for row in reader.query("kpis_in_use", today=reader.now.date())}
    return words in named or choice_of(reader, words)["class"] is not None
