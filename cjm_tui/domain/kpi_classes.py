"""The classes of KPIs in the order they are shown, each with its meaning in plain words."""

from collections.abc import Iterable

from cjm_tui.domain.kpi import KpiClass
from cjm_tui.domain.touchpoint import KpiLine

MEANINGS = {
    KpiClass.OUTCOME: "a need met or failed, as later behaviour confirms",
    KpiClass.PERCEPTION: "what customers say; no proof of a need met",
    KpiClass.OUTPUT: "what is done for customers, helpful or not",
    KpiClass.INPUT: "what is put in: people, hours, money",
    KpiClass.QUALITY: "how far the other figures can be trusted",
}


def by_class(lines: Iterable[KpiLine]) -> list[tuple[KpiClass, list[KpiLine]]]:
    """Return the classes that have lines, outcomes first, each with its own."""
    of_class: dict[KpiClass, list[KpiLine]] = {kpi_class: [] for kpi_class in MEANINGS}
    for line in lines:
        of_class[line.kpi.kpi_class].append(line)
    return [(kpi_class, found) for kpi_class, found in of_class.items() if found]


def meaning(kpi_class: KpiClass) -> str:
    """Return a class with its meaning: "outcome: a need met or failed, …"."""
    return f"{kpi_class.value}: {MEANINGS[kpi_class]}"
