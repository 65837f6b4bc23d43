"""The share of a touchpoint's invitations that was answered."""

from dataclasses import fields

from cjm_tui.domain.kpi import ResponseRate
from cjm_tui.services.scores import Place, Scores

RESPONSE = "survey_response"


def response(scores: Scores, touchpoint_id: str) -> ResponseRate | None:
    """Return which share of the invitations was answered; None where nobody can know.

    That is without invitations, and where answers came but none names an invited contact.
    """
    found = scores.estimate(Place(RESPONSE, touchpoint_id))
    answers = sum(
        scores.tallies[place].n
        for name in ("csat", "ces", "nps")
        if (place := Place(name, touchpoint_id)) in scores.tallies
    )
    linked = bool(found.numerator)
    if not found.n or (answers and not linked):
        return None
    kept = scores.counted(RESPONSE).period.last
    until = kept if kept < scores.period.last else None
    rate = {field.name: getattr(found, field.name) for field in fields(found)}
    return ResponseRate(**rate, invited_until=until)
