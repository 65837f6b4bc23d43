"""Scores of KPIs at touchpoints: the period's estimate, the trend, the target.

Of a KPI with a follow-up window only days count whose window has closed; where the period has none
of these, all its days count and the score is provisional.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any

from cjm_tui.domain.journey import DataState
from cjm_tui.domain.kpi import Chart, DayTally, Estimate, Kpi, Measure, Tally, TargetState
from cjm_tui.domain.period import Period
from cjm_tui.domain.statistics.baseline import Rebase
from cjm_tui.domain.statistics.estimates import estimate, quantile_estimate
from cjm_tui.domain.statistics.measures import total_of
from cjm_tui.domain.statistics.targets import target_state
from cjm_tui.domain.statistics.trends import chart
from cjm_tui.services.data_state import today
from cjm_tui.services.site_kpis import site_kpis
from cjm_tui.store.catalog import Catalog, definition_hash, filled
from cjm_tui.store.denominator import (
    ascending_values,
    quantiles_by_day,
    standing_sql,
    sums_by_day,
)
from cjm_tui.store.session import Reader

_DAY = timedelta(days=1)
_FOUR_WEEKS = 28  # days
_NO_ROWS = Tally()
_NOT_ADDED_UP = (Measure.QUANTILE, Measure.RATIO, Measure.RATE)
# Where a day has several reasons, the one that is said.
_REASONS = {"incomplete": 0, "incident": 1, "holiday": 2}


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A KPI at a touchpoint."""

    kpi: str
    touchpoint_id: str


@dataclass(frozen=True, slots=True)
class Counted:
    """The days that a KPI's estimate counts."""

    period: Period
    final: bool  # whether the follow-up window of each has closed
    final_until: date | None  # last day of the data whose window has closed; None: no window


def counted(kpi: Kpi, period: Period, first_day: date, until: date) -> Counted:
    """Return which days of `period` count for the KPI in data that begins on `first_day`.

    `until` is the last complete day up to which later contacts would have been seen.
    """
    if kpi.window_days == 0:
        return Counted(period, final=True, final_until=None)
    final_until = until - timedelta(days=kpi.window_days)
    if final_until < max(period.first, first_day):
        return Counted(period, final=False, final_until=final_until)
    kept = Period(period.first, min(period.last, final_until), period.name)
    return Counted(kept, final=True, final_until=final_until)


class Scores:
    """The scores of one period, each asked from the database once."""

    def __init__(self, reader: Reader, catalog: Catalog, state: DataState, period: Period) -> None:
        assert state.first_day is not None
        assert state.last_day is not None
        self.kpis = site_kpis(reader, catalog)
        # What is retired is shown nowhere; yet a survey's response rate stands beside its score.
        self._known = {**catalog.kpis, **self.kpis}
        self.known = state
        self.period = period
        self._state = state
        self._reader = reader
        self._catalog = catalog
        self._minimum = reader.settings.minimum_n
        self._histories: dict[Place, list[DayTally]] = {}
        self._charts: dict[tuple[Place, bool], Chart] = {}
        until = followed_until(reader, state.last_day)
        self._counted = {
            name: counted(kpi, period, state.first_day, until) for name, kpi in self._known.items()
        }

    def counted(self, kpi: str) -> Counted:
        """Return which days of the period the KPI's estimates count."""
        return self._counted[kpi]

    @cached_property
    def tallies(self) -> Mapping[Place, Tally]:
        """What the estimates of the KPIs in force rest on, where there are rows."""
        return {place: found for place, found in self._tallies.items() if place.kpi in self.kpis}

    @cached_property
    def _tallies(self) -> dict[Place, Tally]:
        rows = self._reader.query(
            "kpi_totals",
            kpis=list(self._known),
            hashes=[self._hashes[name] for name in self._known],
            first=self.period.first,
            lasts=[self._counted[name].period.last for name in self._known],
        )
        return {
            Place(kpi, touchpoint_id): Tally(*sums)
            for kpi, touchpoint_id, *sums in rows
            if self._supplied(kpi, touchpoint_id)
        }

    def _supplied(self, kpi: str, touchpoint_id: str) -> bool:
        """Whether the data has ever had an event of a KPI for which never one means not known."""
        match self._known[kpi].occurs:
            case "site":
                return any(place.kpi == kpi for place in self._occurred)
            case "touchpoint":
                return Place(kpi, touchpoint_id) in self._occurred
            case _:
                return True

    @cached_property
    def _occurred(self) -> frozenset[Place]:
        asked = [name for name, kpi in self._known.items() if kpi.occurs]
        if not asked:
            return frozenset()
        hashes = [self._hashes[name] for name in asked]
        rows = self._reader.query("kpi_occurrences", kpis=asked, hashes=hashes)
        return frozenset(Place(*row) for row in rows)

    def estimate(self, place: Place) -> Estimate:
        """Return the period's value with its interval and n."""
        tally = self._tallies.get(place, _NO_ROWS)
        return self._estimate(place, self._counted[place.kpi].period, tally)

    def estimate_of(self, place: Place, days: Period) -> Estimate:
        """Return the value of other days, up to the period's end, with its interval and n."""
        if self._known[place.kpi].measure is Measure.QUANTILE:
            return self._estimate(place, days, _NO_ROWS)
        history = self.histories([place])[place]
        return self._estimate(place, days, total_of(d.tally for d in history if d.day in days))

    def _estimate(self, place: Place, span: Period, tally: Tally) -> Estimate:
        kpi = self._known[place.kpi]
        if kpi.measure is Measure.QUANTILE:
            values = ascending_values(self._reader, self._sql(place, span.first, span.last))
            return quantile_estimate(kpi, values, minimum=self._minimum)
        days: list[Tally] = []
        if kpi.measure is Measure.RATIO and tally.n:
            history = self.histories([place])[place]
            days = [day.tally for day in history if day.day in span]
        return estimate(kpi, tally, minimum=self._minimum, days=days)

    def estimate_of_rows(self, kpi: str, sql: str) -> Estimate:
        """Return the value of the rows that SQL such as `sql` gives, all or a part of them."""
        found = self._known[kpi]
        if found.measure is Measure.QUANTILE:
            values = ascending_values(self._reader, sql)
            return quantile_estimate(found, values, minimum=self._minimum)
        days = [Tally(*sums) for sums in sums_by_day(self._reader, found, sql)]
        return estimate(found, total_of(days), minimum=self._minimum, days=days)

    def whole_site(self, kpi: str) -> Estimate | None:
        """Return the KPI over all touchpoints, or None where its rows do not add up.

        They do not where one contact counts at each touchpoint that it passed, as with a follow-up
        window, where each touchpoint has the same days or customers, as with a rate, and where the
        interval would need the single rows or days.
        """
        found = self._known[kpi]
        if found.window_days or found.measure in _NOT_ADDED_UP:
            return None
        total = total_of(tally for place, tally in self.tallies.items() if place.kpi == kpi)
        return estimate(found, total, minimum=self._minimum) if total.n else None

    def target(self, place: Place, good_threshold: float | None = None) -> float | None:
        """Return the target in force.

        The touchpoint's own, or else the threshold of its standard of good, or else the general.
        """
        general = self._targets.get((place.kpi, None))
        fallback = general if good_threshold is None else good_threshold
        return self._targets.get((place.kpi, place.touchpoint_id), fallback)

    def state(self, place: Place, found: Estimate, target: float | None) -> TargetState:
        """Return whether the estimate meets the target."""
        final = self._counted[place.kpi].final
        return target_state(self._known[place.kpi], found, target, final=final)

    def histories(self, places: Iterable[Place]) -> dict[Place, list[DayTally]]:
        """Return all days with rows of each place, up to the period's end."""
        wanted = sorted(set(places))
        unasked = [place for place in wanted if place not in self._histories]
        if unasked:
            self._histories |= self._ask_histories(unasked)
        return {place: self._histories[place] for place in wanted}

    def _ask_histories(self, wanted: list[Place]) -> dict[Place, list[DayTally]]:
        found: dict[Place, list[DayTally]] = {place: [] for place in wanted}
        rows = self._reader.query(
            "kpi_history",
            kpis=[place.kpi for place in wanted],
            hashes=[self._hashes[place.kpi] for place in wanted],
            touchpoints=[place.touchpoint_id for place in wanted],
            last=self.period.last,
        )
        for (kpi, touchpoint_id), days in groupby(rows, key=itemgetter(0, 1)):
            excluded = self.left_out(touchpoint_id)
            final_until = self._counted[kpi].final_until or date.max
            found[Place(kpi, touchpoint_id)] = [
                DayTally(
                    day,
                    Tally(n, total, squares, promoters, detractors, weight),
                    day > final_until,
                    excluded.get(day, ""),
                )
                for _, _, day, n, total, squares, promoters, detractors, weight in days
            ]
        return found

    def charts(self, places: Iterable[Place], *, whole: bool = True) -> dict[Place, Chart]:
        """Return the trend of each place with its limits and its signal.

        Without `whole` only the period's own points are made.
        """
        wanted = sorted(set(places))
        unmade = [place for place in wanted if (place, whole) not in self._charts]
        self._charts |= self._new_charts(unmade, whole=whole)
        return {place: self._charts[place, whole] for place in wanted}

    def _new_charts(self, places: list[Place], *, whole: bool) -> dict[tuple[Place, bool], Chart]:
        return {
            (place, whole): chart(
                self._known[place.kpi],
                days,
                self._rebasings.get(place),
                self.period,
                minimum=self._minimum,
                values=self.quantiles(place, days),
                since=None if whole else self.period.first,
            )
            for place, days in self.histories(places).items()
        }

    def quantiles(
        self, place: Place, days: list[DayTally], *, weeks_from: date | None = None
    ) -> dict[date, float] | None:
        """Return a quantile of each day, or of the weeks that count from a day by their first days.

        Sums cannot give it, so it comes from the rows; None for other measures.
        """
        kpi = self._known[place.kpi]
        if kpi.measure is not Measure.QUANTILE or not days:
            return None
        sql = self._sql(place, days[0].day, days[-1].day)
        share = 0.5 if kpi.quantile is None else kpi.quantile
        found = quantiles_by_day(self._reader, sql, share, weeks_from)
        return {day: kpi.scale * value for day, value in found.items()}

    def rebase(self, place: Place) -> Rebase | None:
        """Return the latest re-basing of the place, if there is one."""
        return self._rebasings.get(place)

    def incomplete_at(self, touchpoint_id: str) -> bool:
        """Whether a day of the period lacks data that concerns the touchpoint."""
        return any(
            reason == "incomplete" and day in self.period
            for day, reason in self.left_out(touchpoint_id).items()
        )

    def sql(self, place: Place) -> str:
        """Return SQL that runs as it stands and gives the rows that the estimate counts."""
        span = self._counted[place.kpi].period
        return self._sql(place, span.first, span.last)

    def _sql(self, place: Place, first: date, last: date) -> str:
        return standing_sql(self.rows_sql(place.kpi, first, last), place.touchpoint_id)

    def rows_sql(self, kpi: str, first: date, last: date) -> str:
        """Return the KPI's SQL for these days with its parameters filled in, at all touchpoints."""
        values = bounds(first, last) | {"as_of": self._reader.now.replace(tzinfo=None)}
        return filled(self._catalog.get(kpi).sql, self._reader.bound(kpi, **values))

    def totals(self, place: Place, span: Period) -> Tally:
        """Return what of these days came as daily totals."""
        is_share = self._known[place.kpi].measure is Measure.PROPORTION
        (sums,) = self._reader.query(
            "daily_totals",
            kpi=place.kpi,
            touchpoint=place.touchpoint_id,
            first=span.first,
            last=span.last,
            is_share=is_share,
        )
        return Tally(*sums)

    @cached_property
    def _hashes(self) -> dict[str, str]:
        settings = self._reader.settings
        queries = self._catalog.kpi_queries
        return {query.name: definition_hash(query, settings) for query in queries}

    @cached_property
    def _targets(self) -> dict[tuple[str, str | None], float]:
        rows = self._reader.query("targets_in_force", today=today(self._reader))
        return {(kpi, touchpoint_id): target for kpi, touchpoint_id, target in rows}

    @cached_property
    def _rebasings(self) -> dict[Place, Rebase]:
        rows = self._reader.query("rebasings", as_of=self._reader.now)
        local = self._reader.local
        return {
            Place(kpi, where): Rebase(day, who, why, local(at).date())
            for kpi, where, day, who, why, at in rows
        }

    @cached_property
    def _excluded(self) -> dict[str | None, dict[date, str]]:
        rows = self._reader.query("excluded_days", first=date(1970, 1, 1), last=self.period.last)
        excluded: dict[str | None, dict[date, str]] = {}
        for day, touchpoint_id, reason in sorted(rows, key=lambda row: -_REASONS[row[2]]):
            excluded.setdefault(touchpoint_id, {})[day] = reason
        for lacking in self._state.incomplete:
            for touchpoint_id in lacking.touchpoints:
                excluded.setdefault(touchpoint_id, {})[lacking.day] = "incomplete"
        return excluded

    def left_out(self, touchpoint_id: str) -> dict[date, str]:
        """Return why days are left out at the touchpoint; its own reason goes before the site's."""
        return self._excluded.get(None, {}) | self._excluded.get(touchpoint_id, {})


def bounds(first: date, last: date) -> dict[str, Any]:
    """Return the parameters `from` and `to` of whole local days, the last one included."""
    return {"from": datetime.combine(first, time()), "to": datetime.combine(last + _DAY, time())}


def followed_until(reader: Reader, last_day: date) -> date:
    """Return the last day up to which a customer's next contact would have been seen.

    That of the newest interaction, or an earlier one where a channel of a source that came often
    has been silent for longer than ever in four weeks; `last_day` where all came as totals.
    """
    newest = _newest_interaction(reader, last_day)
    if newest is None:
        return last_day
    first = newest - (_FOUR_WEEKS - 1) * _DAY
    streams: dict[tuple[str, str], list[date]] = {}
    for source, channel, day in reader.query("interaction_days", first=first, last=newest):
        streams.setdefault((source, channel), []).append(day)
    return min(_delivered_until(sorted(days), newest) for days in streams.values())


def _newest_interaction(reader: Reader, last_day: date) -> date | None:
    """Return its day: of the last four weeks, or else of all that is known, which takes longer."""
    for first in (last_day - _FOUR_WEEKS * _DAY, date.min):
        ((newest,),) = reader.query("newest_interaction", first=first, last=last_day)
        if isinstance(newest, date):
            return newest
    return None


def _delivered_until(days: list[date], newest: date) -> date:
    """Return the last of `days` where more should have come, `newest` where all has."""
    often = len(days) >= _FOUR_WEEKS // 2
    longest = max((b - a for a, b in pairwise(days)), default=timedelta())
    return days[-1] if often and newest - days[-1] > longest else newest
