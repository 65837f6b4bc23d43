"""The KPIs as the site has them: in the classes it has given them, without those it has retired."""

from dataclasses import dataclass

from cjm_tui.domain.kpi import Kpi, KpiClass
from cjm_tui.domain.kpi_choice import KpiChoice, chosen
from cjm_tui.errors import UsageError
from cjm_tui.store.catalog import Catalog, definition_hash
from cjm_tui.store.session import Reader


@dataclass(frozen=True, slots=True)
class SiteKpis:
    """The KPIs in force by name, and what the site says of KPIs and of objectives' words."""

    kpis: dict[str, Kpi]
    choices: dict[str, KpiChoice]
    faults: dict[str, str]  # why KPIs of the site's own cannot be counted, by name

    @classmethod
    def of(cls, reader: Reader, catalog: Catalog) -> "SiteKpis":
        """Return those of a database."""
        choices, faults = _choices(reader), _faults(reader, catalog)
        counted = [kpi for kpi in catalog.kpis.values() if kpi.name not in faults]
        return cls(chosen(counted, choices), choices, faults)

    def retired(self, name: str) -> bool:
        """Whether the site does not use it any more."""
        return name in self.choices and self.choices[name].retired

    def class_of(self, name: str) -> KpiClass | None:
        """Return the class of a KPI in force, or of an objective's words that the site classed."""
        if (kpi := self.kpis.get(name)) is not None:
            return kpi.kpi_class
        return self.choices[name].kpi_class if name in self.choices else None


def site_kpis(reader: Reader, catalog: Catalog) -> dict[str, Kpi]:
    """Return the KPIs in force by name, outcomes first."""
    return SiteKpis.of(reader, catalog).kpis


def kpi_named(reader: Reader, catalog: Catalog, name: str) -> Kpi:
    """Return a KPI in force; raises UsageError for a name that is none, or that is retired."""
    catalog.kpi(name)
    known = SiteKpis.of(reader, catalog)
    if name in known.kpis:
        return known.kpis[name]
    if name in known.faults:
        raise UsageError(
            f"The site's KPI {name} cannot be counted: {known.faults[name]}",
            hint=f"Mend {catalog.get(name).path}.",
        )
    choice = known.choices[name]
    raise UsageError(
        f"{choice.who} has retired {name} on {choice.on}: {choice.why}.",
        hint=f'`cjm edit kpi {name} retired=no --why "…"` brings it back.',
    )


def troubles(reader: Reader, catalog: Catalog) -> tuple[str, ...]:
    """Return what is wrong with files that people have added, in sentences."""
    refused = [f"left out: {error.message}" for error in catalog.refused]
    failing = [
        f"not counted: {catalog.get(name).path}: {reason}"
        for name, reason in _faults(reader, catalog).items()
    ]
    return (*refused, *failing)


def _faults(reader: Reader, catalog: Catalog) -> dict[str, str]:
    known = {(kpi, digest): reason for kpi, digest, reason in reader.query("kpi_faults")}
    found = {}
    for query in catalog.kpi_queries if known else ():
        reason = known.get((query.name, definition_hash(query, reader.settings)))
        if reason is not None:
            found[query.name] = reason
    return found


def _choices(reader: Reader) -> dict[str, KpiChoice]:
    return {
        kpi: KpiChoice(
            kpi, KpiClass(own) if own else None, retired, why, who, reader.local(at).date()
        )
        for kpi, own, retired, why, who, at in reader.query("kpi_choices")
    }
