"""What the slow-change rule says of KPIs at places, each asked once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cjm_tui.domain.audit import Drift
from cjm_tui.domain.kpi import DayTally, Kpi, Measure
from cjm_tui.domain.statistics.baseline import BASELINE_DAYS
from cjm_tui.domain.statistics.measures import total_of
from cjm_tui.domain.statistics.slow_change import slow_change
from cjm_tui.services.scores import Place, Scores

WHOLE_SITE = ""  # as a place's touchpoint: all of them together


@dataclass
class Drifts:
    """The slow changes of one period's scores."""

    scores: Scores
    _found: dict[tuple[Place, bool], Drift] = field(default_factory=dict)

    def ask(self, places: Iterable[Place]) -> None:
        """Fetch the histories of these places in one question."""
        kpis = self.scores.kpis
        wanted = {part for place in places for part in self._parts(place)}
        self.scores.histories(p for p in wanted if kpis[p.kpi].measure is not Measure.QUANTILE)

    def of(self, place: Place, *, unclosed: bool = False) -> Drift:
        """Return the slow changes of final days, or with `unclosed` of all."""
        key = (place, unclosed)
        if key not in self._found:
            self._found[key] = self._drift(place, unclosed=unclosed)
        return self._found[key]

    def _drift(self, place: Place, *, unclosed: bool) -> Drift:
        scores, kpi = self.scores, self.scores.kpis[place.kpi]
        if kpi.measure is Measure.QUANTILE:
            return Drift(None, "a quantile has no sums to judge by")
        days = self._days(place)
        if unclosed:
            days = [day._replace(provisional=False) for day in days]
        change = slow_change(kpi, days, scores.rebase(place), scores.period)
        return Drift(change, "" if change else _why_not(days, kpi))

    def _days(self, place: Place) -> list[DayTally]:
        parts = self._parts(place)
        histories = self.scores.histories(parts)
        if place.touchpoint_id != WHOLE_SITE:
            return histories[place]
        return _joined([day for part in parts for day in histories[part]])

    def _parts(self, place: Place) -> list[Place]:
        if place.touchpoint_id != WHOLE_SITE:
            return [place]
        return [other for other in self.scores.tallies if other.kpi == place.kpi]


def _joined(days: Sequence[DayTally]) -> list[DayTally]:
    """Return the days of all touchpoints together; one that is left out leaves the day out."""
    by_day: dict[object, list[DayTally]] = {}
    for day in days:
        by_day.setdefault(day.day, []).append(day)
    return [
        DayTally(
            parts[0].day,
            total_of(part.tally for part in parts),
            any(part.provisional for part in parts),
            next((part.excluded for part in parts if part.excluded), ""),
        )
        for _, parts in sorted(by_day.items(), key=lambda item: item[1][0].day)
    ]


def _why_not(days: Sequence[DayTally], _kpi: Kpi) -> str:
    known = len([day for day in days if not day.excluded and not day.provisional])
    if known < BASELINE_DAYS:
        return f"no baseline: {known} of {BASELINE_DAYS} days"
    return "too thin to judge"
