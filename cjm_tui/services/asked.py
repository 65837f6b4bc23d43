"""Which KPI at which touchpoint, in which days, a question about a figure means."""

from dataclasses import dataclass

from cjm_tui.domain.journey import DataState
from cjm_tui.domain.kpi import Kpi
from cjm_tui.domain.period import Period
from cjm_tui.errors import UsageError
from cjm_tui.services.data_state import data_state, period_of
from cjm_tui.services.journey_map import Touchpoint, all_touchpoints, choose
from cjm_tui.services.names import named
from cjm_tui.services.scores import Place, Scores
from cjm_tui.services.site_kpis import kpi_named
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.session import Reader


@dataclass(frozen=True)
class Asked:
    """A question's KPI and touchpoint with the scores of its period."""

    state: DataState
    scores: Scores
    touchpoint: Touchpoint
    place: Place

    @property
    def kpi(self) -> Kpi:
        """The KPI that is asked about."""
        return self.scores.kpis[self.place.kpi]

    @property
    def span(self) -> Period:
        """The days that count: of a KPI with a follow-up window those whose window has closed."""
        return self.scores.counted(self.place.kpi).period

    @property
    def kpis(self) -> tuple[Kpi, ...]:
        """The KPIs that have rows at the touchpoint."""
        at = self.touchpoint.touchpoint_id
        return tuple(
            kpi for name, kpi in self.scores.kpis.items() if Place(name, at) in self.scores.tallies
        )


_WHOLE_SITE = Touchpoint("", "all touchpoints", "", None, False, "", "", None, "", None)


def asked(reader: Reader, catalog: Catalog, touchpoint: str, kpi: str | None, period: str) -> Asked:
    """Return what is meant: `kpi`, or without one the KPI that the touchpoint is shown by.

    With a KPI and the touchpoint "" it is the whole site. Raises UsageError for a touchpoint,
    KPI or period that is none, and without data.
    """
    state = data_state(reader)
    span = period_of(state, period)
    whole = kpi is not None and not touchpoint
    found = _WHOLE_SITE if whole else named(touchpoint, all_touchpoints(reader))
    if span is None:
        raise UsageError("There is no data yet.", hint="Next: cjm import FILE …")
    scores = Scores(reader, catalog, state, span)
    if kpi is not None:
        place: Place | None = Place(kpi_named(reader, catalog, kpi).name, found.touchpoint_id)
    else:
        place = choose(scores, found).place
    if place is None:
        raise UsageError(
            f"{found.name}: no KPI has data in this period.",
            hint="A longer period may have some: t, or --period all.",
        )
    return Asked(state, scores, found, place)
