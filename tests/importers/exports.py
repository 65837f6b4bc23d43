"""The small files of other systems in sample_data/exports, and what the KPIs say of them."""

from cjm_tui import locations

MEASURED = (
    "service_level", "abandon_rate", "asa", "aht", "ivr_containment", "repeat_7d", "fcr_7d",
    "csat", "ces", "nps",
)  # fmt: skip
PERCENT = frozenset(MEASURED) - {"asa", "aht", "ces"}


def exported(name):
    return locations.shipped("sample_data") / "exports" / name


def kpis(site, touchpoint):
    """Return n and value of each KPI that has any row at the touchpoint; shares in percent."""
    rows = site.rows(
        "select kpi, sum(n), case when kpi = 'nps' then sum(promoters - detractors) else sum(sum) end"
        f" / sum(n) from kpi_day where touchpoint_id = '{touchpoint}' group by kpi"
    )
    return {
        kpi: (int(n), round(100 * mean if kpi in PERCENT else mean, 2))
        for kpi, n, mean in rows
        if kpi in MEASURED
    }


def said(site, *, touchpoints=True):
    """Return all that a site's tables say as one text; the key that hashes is each site's own."""
    with site.database.rehearse() as writer:
        for table in ("contact", "interaction"):
            writer.execute(f"update {table} set customer_key = customer_key is not null")
        return repr(
            [
                writer.rows(f"select * exclude (first_batch, last_batch) from {table} order by all")
                for table in ("contact", "interaction", "interaction_event")
            ]
            + (writer.rows("from touchpoint order by all") if touchpoints else [])
        )
