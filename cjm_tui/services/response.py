"""The share of a touchpoint's invitations that was answered."""

from cjm_tui.domain.kpi import Estimate
from cjm_tui.services.scores import Place, Scores

RESPONSE = "survey_response"


def response(scores: Scores, touchpoint_id: str) -> Estimate | None:
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
    return found if found.n and (linked or not answers) else None
