"""What people add to an effect: the verdict on record, a disagreement, a place on the watch."""

from cjm_tui.domain import verification_words as words
from cjm_tui.domain.actions import GateError
from cjm_tui.domain.form import Edit, Form, FormField
from cjm_tui.domain.verification import Evaluation
from cjm_tui.services.action_forms import action_of
from cjm_tui.services.verification import evaluation
from cjm_tui.store.actions import ACTION, Change
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.session import Reader, Writer

ON, OFF = "on", "off"


def verdict_of(reader: Reader, catalog: Catalog, action_id: str) -> Evaluation:
    """Return the evaluation of an action whose verdict is due; raises GateError where it is not."""
    found = evaluation(reader, catalog, action_id)
    if found.judgement is None:
        hint = "Without a KPI close it with a reason instead." if found.kpi is None else ""
        raise GateError(f"{found.action.action_id}: {found.waiting}", ("a verdict",), hint=hint)
    return found


def record_verdict(writer: Writer, action_id: str, change: Change | None = None) -> Evaluation:
    """Put today's verdict on record, within `change` if given; raises GateError before it is due.

    Later corrections of the data are shown beside it; the verdict on record stands.
    """
    assert isinstance(writer.catalog, Catalog)
    found = verdict_of(writer, writer.catalog, action_id)
    assert found.judgement is not None
    verdict = found.judgement.verdict.value
    change = change or Change(writer, found.action.action_id)
    (old,) = writer.row("select verdict from action where action_id = ?", [found.action.action_id])
    change.edit(ACTION, "", [Edit("verdict", old, verdict)], "set")
    change.event("verdict", new=verdict, note=words.headline(found))
    return found


def disagree_form(reader: Reader, catalog: Catalog, _identity: str, about: str) -> Form:
    """Return the form in which a lead disagrees with a verdict; raises GateError without one."""
    found = verdict_of(reader, catalog, action_of(about)[1])
    text = FormField("note", "why", help="the verdict stays, and both are shown", required=True)
    title = f"{found.action.action_id} {words.title(found.verdict)}: disagree"
    return Form("action_disagree", "", title, (text,), about)


def keep_disagreement(writer: Writer, given: Form, edits: tuple[Edit, ...], _why: str) -> str:
    """Add a disagreement to the action's history."""
    action_id = action_of(given.about)[1]
    Change(writer, action_id).event("disagree", note=given.values(edits)["note"])
    return action_id


def watch_form(reader: Reader, catalog: Catalog, _identity: str, about: str) -> Form:
    """Return the form that puts an action on the watch by hand, or takes it off ("off:A-101")."""
    word, action_id = action_of(about)
    found = evaluation(reader, catalog, action_id)
    named = found.action.action_id
    if word == OFF and found.by_hand is None:
        raise GateError(f"{named} was not put on the watch by hand.")
    if word != OFF and found.worked:
        raise GateError(f"{named} worked: it is watched by itself.")
    if word != OFF and not found.may_be_watched:
        raise GateError(
            f"{named}: {words.title(found.verdict)}.",
            hint="By hand one watches what improved without its cause being shown.",
        )
    why = FormField("note", "why", help="kept in the history", required=True)
    verb = "take it off the watch" if word == OFF else "watch its level"
    return Form("action_watch", "", f"{named} {found.action.title}: {verb}", (why,), about)


def keep_watch(writer: Writer, given: Form, edits: tuple[Edit, ...], _why: str) -> str:
    """Put an action on the watch, or take it off."""
    word, action_id = action_of(given.about)
    event = "unwatch" if word == OFF else "watch"
    Change(writer, action_id).event(event, note=given.values(edits)["note"])
    return action_id
