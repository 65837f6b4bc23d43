"""The audit: KPIs in use by class, and outputs that hide a worse outcome."""

from collections.abc import Sequence
from dataclasses import replace

from cjm_tui.domain.audit import Audit, Sound, Unjudged, Watermelon, shares
from cjm_tui.services.audit_pairs import judge, pairs
from cjm_tui.services.audit_uses import kpis_in_use, retired_kpis, with_lines
from cjm_tui.services.data_state import data_state, period_of
from cjm_tui.services.drifts import Drifts
from cjm_tui.services.ownership import Ownership
from cjm_tui.services.scores import Scores
from cjm_tui.services.site_kpis import troubles
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.session import Reader


def audit(reader: Reader, catalog: Catalog, period: str = "28d") -> Audit:
    """Return the audit; watermelons are those whose spells reach into the period.

    Raises UsageError for a period that is none.
    """
    state = data_state(reader)
    span = period_of(state, period)
    used, retired = kpis_in_use(reader, catalog), retired_kpis(reader, catalog)
    wrong = troubles(reader, catalog)
    if span is None:
        return Audit(state, None, used, shares(used), (), 0, (), retired=retired, troubles=wrong)
    scores = Scores(reader, catalog, state, span)
    drifts = Drifts(scores)
    wanted = pairs(reader, scores, used)
    drifts.ask(place for pair in wanted for place in pair.places)
    found = [judge(drifts, pair) for pair in wanted]
    unjudged = tuple(one for one in found if isinstance(one, Unjudged))
    return Audit(
        state,
        span,
        with_lines(reader, drifts, used),
        shares(used),
        _owned(reader, [one for one in found if isinstance(one, Watermelon)]),
        len(found) - len(unjudged),
        unjudged,
        tuple(one for one in found if isinstance(one, Sound)),
        retired,
        wrong,
    )


def _owned(reader: Reader, found: Sequence[Watermelon]) -> tuple[Watermelon, ...]:
    """Return the watermelons with who answers for their touchpoints."""
    owners = Ownership(reader, [one.touchpoint_id for one in found])
    return tuple(replace(one, owner=owners.names(one.touchpoint_id)) for one in found)
