"""Editing the map by form: what may be changed of each thing, and saving what a person changed.

A form keeps what the person saw. Saving compares it with what is there by then, in one transaction
with its entries in the change log, so that nobody overwrites what they have not seen.
"""

import os
from collections.abc import Callable, Mapping

from cjm_tui.domain.form import Edit, Form, Saved, as_text
from cjm_tui.errors import CjmError, UsageError
from cjm_tui.services import (
    action_forms,
    action_moves,
    day_forms,
    kpi_forms,
    map_forms,
    objective_forms,
    opportunities,
    owner_forms,
    party_forms,
    verification_edits,
)
from cjm_tui.services.action_parts import PARTS
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.database import Database
from cjm_tui.store.session import Reader, Writer

WRITE_WAIT_S = 30.0  # a form says "saving…" meanwhile; whoever edits does not do it twice

Made = Callable[[Reader, Catalog, str, str], Form]
Kept = Callable[[Writer, Form, tuple[Edit, ...], str], str]

_FORMS: dict[str, Made] = {
    "touchpoint": map_forms.touchpoint_form,
    "stage": map_forms.stage_form,
    "journey": map_forms.journey_form,
    "annotation": day_forms.annotation_form,
    "rebase": day_forms.rebase_form,
    "owner": owner_forms.owner_form,
    "party": party_forms.party_form,
    "stage_departments": party_forms.stage_departments_form,
    "kpi": kpi_forms.kpi_form,
    "objective": objective_forms.objective_form,
}
_KEEPERS: dict[str, Kept] = {
    "touchpoint": map_forms.keep_touchpoint,
    "stage": map_forms.keep_stage,
    "journey": map_forms.keep_journey,
    "annotation": day_forms.keep_annotation,
    "rebase": day_forms.keep_rebase,
    "owner": owner_forms.keep_owner,
    "party": party_forms.keep_party,
    "stage_departments": party_forms.keep_stage_departments,
    "kpi": kpi_forms.keep_kpi,
    "objective": objective_forms.keep_objective,
}
NOUNS = tuple(_FORMS)  # of the map; what follows has `cjm actions`
_FORMS |= {
    "action": action_forms.action_form,
    "action_move": action_moves.move_form,
    "action_reopen": action_moves.reopen_form,
    "action_disagree": verification_edits.disagree_form,
    "action_watch": verification_edits.watch_form,
    "opportunity": opportunities.opportunity_form,
    "proposition": opportunities.proposition_form,
    **{noun: form for noun, (form, _) in PARTS.items()},
}
_KEEPERS |= {
    "action": action_forms.keep_action,
    "action_move": action_moves.keep_move,
    "action_reopen": action_moves.keep_reopen,
    "action_disagree": verification_edits.keep_disagreement,
    "action_watch": verification_edits.keep_watch,
    "opportunity": opportunities.keep_opportunity,
    "proposition": opportunities.keep_proposition,
    **{noun: keep for noun, (_, keep) in PARTS.items()},
}


def form(reader: Reader, catalog: Catalog, noun: str, identity: str = "", about: str = "") -> Form:
    """Return the form of one thing, or of a new one where `identity` is "".

    `about` is what a new one belongs to: the journey of a stage, the touchpoint of a note. Raises
    UsageError for a noun or an id that is none.
    """
    if noun not in _FORMS:
        raise UsageError(f"There is no form for {noun!r}.", hint=f"There are {', '.join(NOUNS)}.")
    return _FORMS[noun](reader, catalog, identity, about)


def save(database: Database, given: Form, answers: Mapping[str, str]) -> Saved:
    """Save what the answers change; a field without an answer stays as it is.

    Raises FieldError for an answer that will not do, ConflictError where somebody else has changed
    a field meanwhile, BusyError, and CjmError where this user may not write.
    """
    edits, why = given.edits(answers), given.why(answers)
    if not edits and given.identity:
        return Saved(given.noun, given.identity, given.title, ())
    refuse_readonly(database)
    with database.edit(wait=WRITE_WAIT_S) as writer:
        identity = _KEEPERS[given.noun](writer, given, edits, why)
    changes = tuple(_words(given, edit) for edit in edits)
    return Saved(given.noun, identity, given.title, changes, added=not given.identity)


def refuse_readonly(database: Database) -> None:
    """Raise CjmError, saying who could change it, where this user may only look."""
    if os.access(database.path, os.W_OK) and os.access(database.path.parent, os.W_OK):
        return
    raise CjmError(
        f"You may look, not change: {database.path} is not yours to write.",
        hint="Its owner or its group can; docs/operations.md has the permissions.",
    )


def _words(given: Form, edit: Edit) -> str:
    field = given.field(edit.field)
    words = {choice.value: choice.words for choice in field.choices}
    old, new = (words.get(text, text) for text in map(as_text, (edit.seen, edit.new)))
    if not given.identity and not as_text(edit.seen):
        return f"{field.label} {new}"
    return f"{field.label} {old or 'nothing'} → {new or 'nothing'}"
