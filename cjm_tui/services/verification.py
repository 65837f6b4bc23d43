"""The effect of actions, judged: what the figures say, what was recorded, and whether it lasts.

Computed whenever it is asked for, from weeks that are settled beforehand: no import waits for it,
and whoever asks gets the same answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cjm_tui.domain import verification_words as words
from cjm_tui.domain.journey import DataState
from cjm_tui.domain.kpi import Kpi
from cjm_tui.domain.statistics.blocks import Side, Weeks, weeks_after, weeks_of
from cjm_tui.domain.statistics.effects import effect_of
from cjm_tui.domain.statistics.verdicts import GuardrailState, Verdict, judge, regression
from cjm_tui.domain.statistics.watching import Watched, guardrail_state, watched
from cjm_tui.domain.text import shown
from cjm_tui.domain.verification import (
    WATCHED_STATES,
    Evaluation,
    Guardrail,
    Outcomes,
    Statement,
    Undertaking,
)
from cjm_tui.errors import UsageError
from cjm_tui.services.data_state import data_state, period_of
from cjm_tui.services.scores import Place, Scores
from cjm_tui.store.catalog import Catalog, definition_hash, filled
from cjm_tui.store.session import Reader

_DAY = timedelta(days=1)


def evaluation(reader: Reader, catalog: Catalog, action_id: str) -> Evaluation:
    """Return what is known of one action's effect; raises UsageError where there is no such one."""
    every = _undertakings(reader)
    folded = action_id.strip().casefold()
    found = next((one for one in every if one.action_id.casefold() == folded), None)
    if found is None:
        raise UsageError(
            f"There is no action {shown(action_id)!r}.", hint="`cjm actions` lists them."
        )
    return _Judge.of(reader, catalog, every, [found]).evaluation(found)


def outcomes(reader: Reader, catalog: Catalog) -> Outcomes:
    """Return the effects of all actions that have gone live and were not given up."""
    every = _undertakings(reader)
    asked = [one for one in every if one.live_at and one.state in WATCHED_STATES]
    judge_of = _Judge.of(reader, catalog, every, asked)
    return Outcomes(judge_of.state, tuple(judge_of.evaluation(one) for one in asked))


def effect_sql(reader: Reader, catalog: Catalog, found: Evaluation) -> str:
    """Return SQL that runs as it stands and gives the weekly figures of the effect; "" without."""
    if found.kpi is None or found.span is None or found.action.live_at is None:
        return ""
    query = catalog.get("effect_weeks")
    hashed = definition_hash(catalog.get(found.kpi.name), reader.settings)
    return filled(
        query.sql,
        reader.bound(
            query.name,
            kpi=found.kpi.name,
            sql_hash=hashed,
            touchpoint=found.action.touchpoint_id,
            comparison=found.action.comparison_id,
            live=found.action.live_at,
            first=found.span.first,
            last=found.span.last,
            measure=found.kpi.measure.value,
            scale=found.kpi.scale,
        ),
    )


def _undertakings(reader: Reader) -> list[Undertaking]:
    return [
        Undertaking(*(*row[:-1], tuple(dict.fromkeys(name for name in row[-1] if name))))
        for row in reader.query("undertakings")
    ]


@dataclass(frozen=True, slots=True)
class _Said:
    """What people wrote down about one action since it went live."""

    verdict: Statement | None = None
    disagreements: tuple[Statement, ...] = ()
    by_hand: Statement | None = None


def _statements(reader: Reader, actions: Iterable[Undertaking]) -> dict[str, _Said]:
    since = {one.action_id: one.live_at for one in actions}
    found: dict[str, _Said] = {}
    for action_id, at, who, event, text, figures in reader.query("statements_on_effects"):
        live = since.get(action_id)
        local = reader.local(at)
        if live is None or local.date() < live:
            continue
        said, entry = found.get(action_id, _Said()), Statement(local, who, text, figures)
        match event:
            case "verdict" if text in set(Verdict):
                said = replace(said, verdict=entry)
            case "disagree":
                said = replace(said, disagreements=(*said.disagreements, entry))
            case "watch":
                said = replace(said, by_hand=entry)
            case "unwatch":
                said = replace(said, by_hand=None)
        found[action_id] = said
    return found


@dataclass(frozen=True)
class _Judge:
    """The actions of one database at one moment, their figures asked for together."""

    state: DataState
    scores: Scores | None
    minimum: int
    every: list[Undertaking]
    said: dict[str, _Said]

    @classmethod
    def of(
        cls, reader: Reader, catalog: Catalog, every: list[Undertaking], asked: list[Undertaking]
    ) -> "_Judge":
        state = data_state(reader)
        span = period_of(state, "all")
        scores = Scores(reader, catalog, state, span) if span else None
        said = _statements(reader, asked)
        found = cls(state, scores, reader.settings.minimum_n, every, said)
        if scores is not None:  # one query for the days of all
            scores.histories(place for one in asked for place in found.places(one))
        return found

    def places(self, action: Undertaking) -> list[Place]:
        """Return the KPIs at touchpoints that the action is judged by."""
        if self.scores is None or action.kpi not in self.scores.kpis:
            return []
        places = [Place(action.kpi, action.touchpoint_id)]
        if action.comparison_id:
            places.append(Place(action.kpi, action.comparison_id))
        if guardrail := self._guardrail_of(action):
            places.append(Place(guardrail.name, action.touchpoint_id))
        return places

    def evaluation(self, action: Undertaking) -> Evaluation:
        """Judge one action."""
        said = self.said.get(action.action_id, _Said())
        found = Evaluation(
            self.state,
            action,
            recorded=said.verdict,
            disagreements=said.disagreements,
            by_hand=said.by_hand,
        )
        scores = self.scores
        if why := words.not_measurable(action, known=scores.kpis if scores else None):
            return replace(found, waiting=why)
        assert scores is not None
        assert action.live_at is not None
        kpi = scores.kpis[action.kpi]
        until = scores.counted(kpi.name).final_until or self.state.last_day
        assert until is not None
        weeks, remarks = self._weeks(action, kpi, until)
        guardrail = self._guardrail(action, weeks)
        found = replace(
            found,
            kpi=kpi,
            weeks=weeks,
            effect=effect_of(kpi, weeks),
            guardrail=guardrail,
            regression=regression(kpi, weeks, action.baseline),
            beside=tuple(self._beside(action, weeks)),
            remarks=(*remarks, *words.remarks(action, guardrail)),
        )
        if not weeks.over:
            found = self._wait(found, weeks, kpi)
        else:
            judged = judge(
                kpi,
                weeks,
                found.effect,
                smallest=action.smallest_effect,
                guardrail=guardrail.state,
            )
            found = replace(found, judgement=judged)
        watch = self._watch(action, kpi, weeks) if self._is_watched(found) else None
        return replace(found, watch=watch)

    def _weeks(self, action: Undertaking, kpi: Kpi, until: date) -> tuple[Weeks, tuple[str, ...]]:
        assert action.live_at is not None
        own = self._side(kpi, action.touchpoint_id, action.live_at)
        other: Side | None = None
        remarks: tuple[str, ...] = ()
        if action.comparison_id:
            other = self._side(kpi, action.comparison_id, action.live_at)
            if not any(day.day < action.live_at for day in other.days):
                other, remarks = None, (words.nothing_to_compare(action, kpi),)
        weeks = weeks_of(
            kpi,
            own,
            other,
            live=action.live_at,
            proposed=action.proposed_at,
            until=until,
            wanted=weeks_after(action.live_at, action.effect_by),
            minimum=self.minimum,
        )
        return weeks, remarks

    def _side(self, kpi: Kpi, touchpoint_id: str, live: date) -> Side:
        assert self.scores is not None
        place = Place(kpi.name, touchpoint_id)
        days = self.scores.histories([place])[place]
        values = self.scores.quantiles(place, days, weeks_from=live)
        return Side(days, self.scores.left_out(touchpoint_id), values)

    def _guardrail_of(self, action: Undertaking) -> Kpi | None:
        assert self.scores is not None
        kpis = self.scores.kpis
        return kpis.get(action.guardrail or kpis[action.kpi].guardrail or "")

    def _guardrail(self, action: Undertaking, weeks: Weeks) -> Guardrail:
        assert self.scores is not None
        assert action.live_at is not None
        kpi = self._guardrail_of(action)
        if kpi is None:
            state = GuardrailState.UNKNOWN if action.guardrail else GuardrailState.NONE
            return Guardrail(None, state)
        if weeks.settled_on is None:
            return Guardrail(None, GuardrailState.NONE)
        place = Place(kpi.name, action.touchpoint_id)
        days = self.scores.histories([place])[place]
        state, spell = guardrail_state(
            kpi,
            days,
            live=action.live_at,
            last=weeks.settled_on,
            minimum=self.minimum,
            values=self.scores.quantiles(place, days),
        )
        return Guardrail(kpi, state, spell)

    def _beside(self, action: Undertaking, weeks: Weeks) -> Iterable[str]:
        """Yield the other actions that went live at either touchpoint in the weeks that count."""
        if not weeks.before or not weeks.after:
            return
        first, last = weeks.before[0].first, weeks.after[-1].last
        for other in self.every:
            at = other.touchpoint_id
            if other.action_id == action.action_id or other.live_at is None or not at:
                continue
            here = at in (action.touchpoint_id, action.comparison_id)
            if here and first <= other.live_at <= last:
                yield words.beside(action, other)

    def _wait(self, found: Evaluation, weeks: Weeks, kpi: Kpi) -> Evaluation:
        live = found.action.live_at
        assert live is not None
        lacking = weeks.wanted - len(weeks.after)
        reached = weeks.blocks[-1].last if weeks.blocks else live - _DAY
        last = max(reached, live - _DAY) + 7 * lacking * _DAY
        ready = last + kpi.window_days * _DAY
        return replace(
            found, ready_on=ready, waiting=words.not_over(weeks, last, ready, self.state)
        )

    def _is_watched(self, found: Evaluation) -> bool:
        if found.action.state not in WATCHED_STATES:
            return False
        return found.worked or (found.by_hand is not None and found.may_be_watched)

    def _watch(self, action: Undertaking, kpi: Kpi, weeks: Weeks) -> Watched | None:
        assert self.scores is not None
        assert action.live_at is not None
        if weeks.settled_on is None:
            return None
        place = Place(kpi.name, action.touchpoint_id)
        days = self.scores.histories([place])[place]
        return watched(
            kpi,
            days,
            first=action.live_at,
            last=weeks.settled_on,
            minimum=self.minimum,
            values=self.scores.quantiles(place, days),
        )
