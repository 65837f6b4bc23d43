"""The small files of other systems in sample_data/exports, and what the KPIs say of them."""

from cjm_tui import locations

MEASURED = ("service_level", "abandon_rate", "asa", "aht", "ivr_containment", "repeat_7d", "fcr_7d")
PERCENT = frozenset({"service_level", "abandon_rate", "ivr_containment", "repeat_7d", "fcr_7d"})


def exported(name):
    return locations.shipped("sample_data") / "exports" / name


def kpis(site, touchpoint):
    """Return n and value of each KPI that has any row at the touchpoint; shares in percent."""
    rows = site.rows(
        f"select kpi, sum(n), sum(sum) / sum(n) from kpi_day where touchpoint_id = '{touchpoint}'"
        " group by kpi"
    )
    return {
        kpi: (int(n), round(100 * mean if kpi in PERCENT else mean, 2))
        for kpi, n, mean in rows
        if kpi in MEASURED
    }
