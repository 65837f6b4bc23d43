"""The KPIs as the site has them: in the classes it has given them, without those it has retired."""

from dataclasses import dataclass

from cjm_tui.domain.kpi import Kpi, KpiClass
from cjm_tui.domain.kpi_choice import KpiChoice, chosen
from cjm_tui.errors import UsageError
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.session import Reader


@dataclass(frozen=True, slots=True)
class SiteKpis:
    """The KPIs in force by name, and what the site says of KPIs and of objectives' words."""

    kpis: dict[str, Kpi]
    choices: dict[str, KpiChoice]

    @classmethod
    def of(cls, reader: Reader, catalog: Catalog) -> "SiteKpis":
        """Return those of a database."""
        choices = _choices(reader)
        return cls(chosen(catalog.kpis.values(), choices), choices)

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
    choice = known.choices[name]
    raise UsageError(
        f"{choice.who} has retired {name} on {choice.on}: {choice.why}.",
        hint=f'`cjm edit kpi {name} retired=no --why "…"` brings it back.',
    )


def _choices(reader: Reader) -> dict[str, KpiChoice]:
    return {
        kpi: KpiChoice(
            kpi, KpiClass(own) if own else None, retired, why, who, reader.local(at).date()
        )
        for kpi, own, retired, why, who, at in reader.query("kpi_choices")
    }
