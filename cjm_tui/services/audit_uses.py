"""The KPIs in use, and the figure of each at every place where it is held against something."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from cjm_tui.domain.audit import Definition, Drift, Held, InUse, Retired, Use
from cjm_tui.domain.kpi import Estimate, TargetState
from cjm_tui.services.data_state import today
from cjm_tui.services.drifts import WHOLE_SITE, Drifts
from cjm_tui.services.journey_map import Touchpoint, all_touchpoints, target_of
from cjm_tui.services.ownership import Ownership
from cjm_tui.services.scores import Place, Scores
from cjm_tui.services.site_kpis import SiteKpis
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.session import Reader

_TARGET, _EVERYWHERE = "target", "everywhere"
_NO_TOTAL = Drift(None, "no total: each touchpoint has a figure of its own")


def kpis_in_use(reader: Reader, catalog: Catalog) -> tuple[InUse, ...]:
    """Return the KPIs that have a target, a place on the map, in an objective or on the stand-up.

    Each says where, and since when its definition holds. Those that the site has retired are none.
    """
    known = SiteKpis.of(reader, catalog)
    defined = {
        kpi: Definition(reader.local(since).date(), who, count)
        for kpi, _, since, who, count in reader.query("kpi_definitions")
    }
    return tuple(
        InUse(
            *(name, known.kpis.get(name), uses),
            definition=defined.get(name),
            choice=known.choices.get(name),
            guardrail=_guardrail(known, name),
        )
        for name, uses in _uses(reader).items()
        if not known.retired(name)
    )


def retired_kpis(reader: Reader, catalog: Catalog) -> tuple[Retired, ...]:
    """Return what the site has retired, with the places that name it all the same."""
    known, uses = SiteKpis.of(reader, catalog), _uses(reader)
    titles = {name: kpi.title for name, kpi in catalog.kpis.items()}
    return tuple(
        Retired(titles.get(name, name), choice, uses.get(name, ()))
        for name, choice in known.choices.items()
        if choice.retired
    )


def _uses(reader: Reader) -> dict[str, tuple[Use, ...]]:
    found: dict[str, list[Use]] = {}
    for kpi, how, place, target, touchpoint_id, who in reader.query(
        "kpis_in_use", today=today(reader)
    ):
        found.setdefault(kpi, []).append(Use(how, place, target, touchpoint_id or "", who or ""))
    return {kpi: tuple(uses) for kpi, uses in found.items()}


def _guardrail(known: SiteKpis, name: str) -> str:
    kpi = known.kpis.get(name)
    other = known.kpis.get(kpi.guardrail or "") if kpi else None
    return other.title if other else ""


def with_lines(reader: Reader, drifts: Drifts, used: Sequence[InUse]) -> tuple[InUse, ...]:
    """Return the KPIs in use with their figures, each place once however often it is used."""
    points = {point.touchpoint_id: point for point in all_touchpoints(reader)}
    owners = Ownership(reader, list(points))
    spots = {one.name: tuple(_spots(drifts.scores, one, points)) for one in used if one.kpi}
    drifts.ask(spot.place for of_kpi in spots.values() for spot in of_kpi if spot.has_total)
    return tuple(
        replace(one, lines=tuple(_held(drifts, spot, points, owners) for spot in spots[one.name]))
        if one.kpi
        else one
        for one in used
    )


class _Spot(NamedTuple):
    """A place of a KPI in use, with what it is used for there."""

    place: Place
    name: str
    uses: tuple[Use, ...]
    has_total: bool = True  # False: each touchpoint has a figure of its own, the site has none


def _spots(scores: Scores, one: InUse, points: dict[str, Touchpoint]) -> Iterator[_Spot]:
    """Yield touchpoints at which it is used, then the site, then others of a general target.

    A general target of a KPI that has no total over the site is one of each touchpoint with rows.
    """
    here: dict[str, list[Use]] = {}
    for use in one.uses:
        here.setdefault(use.touchpoint_id if use.touchpoint_id in points else "", []).append(use)
    for at, uses in here.items():
        if at:
            yield _Spot(Place(one.name, at), points[at].name, tuple(uses))
    if not (general := here.get("")):
        return
    if scores.whole_site(one.name) is not None:
        for name, of_target in _by_target(general):
            yield _Spot(Place(one.name, WHOLE_SITE), name, of_target)
        return
    everywhere = tuple(use for use in general if use.how == _TARGET)
    others = [p for at, p in points.items() if at not in here and everywhere]
    for point in others:
        if (place := Place(one.name, point.touchpoint_id)) in scores.tallies:
            yield _Spot(place, point.name, everywhere)
    for use in general:
        if use not in everywhere:
            yield _Spot(Place(one.name, WHOLE_SITE), use.place, (use,), has_total=False)


def _by_target(general: Sequence[Use]) -> Iterator[tuple[str, tuple[Use, ...]]]:
    """Yield a name and the uses of each target that the site's figure is held against.

    What has none stands with the first: two people's targets are never one.
    """
    held: dict[float, list[Use]] = {}
    for use in general:
        if use.target is not None:
            held.setdefault(use.target, []).append(use)
    loose = [use for use in general if use.target is None]
    if not held:
        yield _EVERYWHERE, tuple(loose)
    for uses in held.values():
        of_all = len(held) == 1 or any(use.how == _TARGET for use in uses)
        places = ", ".join(dict.fromkeys(use.place for use in uses))
        yield (_EVERYWHERE if of_all else places), (*uses, *loose)
        loose = []


def _held(drifts: Drifts, spot: _Spot, points: dict[str, Touchpoint], owners: Ownership) -> Held:
    scores, place, at = drifts.scores, spot.place, spot.place.touchpoint_id
    estimate: Estimate | None = None
    target = next((use.target for use in spot.uses if use.target is not None), None)
    if at:
        estimate, target = scores.estimate(place), target_of(scores, place, points[at])
    elif spot.has_total:
        estimate = scores.whole_site(place.kpi)
    state = TargetState.NONE if estimate is None else scores.state(place, estimate, target)
    named = dict.fromkeys(use.who for use in spot.uses if use.who)
    drift = drifts.of(place) if spot.has_total else _NO_TOTAL
    return Held(
        kpi=scores.kpis[place.kpi],
        place=spot.name,
        touchpoint_id=at,
        hows=tuple(dict.fromkeys(use.how for use in spot.uses)),
        estimate=estimate,
        target=target,
        state=state,
        drift=drift,
        owner=(owners.names(at) if at else "") or ", ".join(named),
        final_until=scores.counted(place.kpi).final_until,
    )
