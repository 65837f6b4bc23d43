"""What a site has decided about KPIs: the class of each, and which it does not use any more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from cjm_tui.domain.kpi import Kpi, KpiClass

_ORDER = (KpiClass.OUTCOME, KpiClass.PERCEPTION, KpiClass.OUTPUT, KpiClass.INPUT)


@dataclass(frozen=True, slots=True)
class KpiChoice:
    """What the site says of a KPI, or of the words of an objective."""

    kpi: str
    kpi_class: KpiClass | None  # None: as its file has it
    retired: bool
    why: str
    who: str
    on: date  # local day


def kpi_order(kpi: Kpi) -> tuple[int, bool, str]:
    """Return the place of a KPI in lists: outcomes first, main ones before others."""
    place = _ORDER.index(kpi.kpi_class) if kpi.kpi_class in _ORDER else len(_ORDER)
    return (place, not kpi.main, kpi.name)


def chosen(kpis: Iterable[Kpi], choices: Mapping[str, KpiChoice]) -> dict[str, Kpi]:
    """Return the KPIs that are not retired, as the site has classed them, in the order of lists."""
    found = []
    for kpi in kpis:
        choice = choices.get(kpi.name)
        if choice is None:
            found.append(kpi)
        elif not choice.retired:
            own = choice.kpi_class
            found.append(replace(kpi, kpi_class=own, because=choice.why) if own else kpi)
    return {kpi.name: kpi for kpi in sorted(found, key=kpi_order)}
