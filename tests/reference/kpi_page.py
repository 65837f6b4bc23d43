"""docs/kpis.md: every KPI with its definition, class, guardrail and SQL."""

from pathlib import Path

from cjm_tui.domain.kpi import Kpi
from cjm_tui.locations import shipped
from cjm_tui.store.catalog import StoredQuery, load_catalog

_MADE = "<!-- Made by `python -m tests.reference`; edit the query instead. -->\n"
_INTRO = """\
Every figure is a stored query under `queries/kpi/`, which selects the rows of its denominator; `.` on any number
shows it with the parameters filled in. Formulas and classes follow the list of KPIs that the product is built on; a
bare name is never comparable, so each says its variant. The **guardrail** is the KPI that worsens when this one is
gamed. A KPI with a **window** is provisional until as many days have passed: its figures are those of the days whose
window has closed, and where a period has none of these, all its days are counted and marked provisional.

A target, or a threshold of a standard of good, is in the KPI's unit; percentages run from 0 to 100.
"""


def kpi_page(folder: Path | None = None) -> str:
    """Return docs/kpis.md, or the same of the queries in another folder."""
    catalog = load_catalog(folder, personal=shipped("queries") / "nowhere")
    queries = catalog.kpi_queries
    parts = ["# KPIs\n", _MADE, _INTRO, _table([query.kpi for query in queries if query.kpi])]
    parts += [_section(query) for query in queries]
    parts += [_scan(catalog.get(name)) for name in sorted({q.reads for q in queries if q.reads})]
    return "\n".join(parts)


def _table(kpis: list[Kpi]) -> str:
    head = "| name | KPI | class | unit | good is | window | guardrail |\n|---|---|---|---|---|---|---|\n"
    rows = [
        f"| [`{k.name}`](#{k.name}) | {k.title} | {k.kpi_class} | {k.unit} | {k.direction} "
        f"| {f'{k.window_days} days' if k.window_days else '–'} | `{k.guardrail}` |"
        for k in kpis
    ]
    return head + "\n".join(rows) + "\n"


def _section(query: StoredQuery) -> str:
    kpi = query.kpi
    assert kpi is not None
    settings = sorted(query.params.keys() - {"from", "to", "as_of"})
    takes = f" Site settings: {', '.join(f'`{name}`' for name in settings)}." if settings else ""
    return (
        f"## {kpi.name}\n\n**{kpi.title}** (`{kpi.short}` on the map). {_flat(kpi.description)}\n\n"
        f"- Variant: {_flat(kpi.variant)}.{takes}\n"
        f"- {kpi.kpi_class.capitalize()}: {kpi.because}\n"
        f"{f'- Selects from [`{query.reads}`](#{query.reads}).{chr(10)}' if query.reads else ''}"
        f"{f'- Needs: {_flat(kpi.needs)}.{chr(10)}' if kpi.needs else ''}\n```sql\n{query.own_sql}\n```\n"
    )


def _scan(query: StoredQuery) -> str:
    return f"## {query.name}\n\n**{query.title}**. {_flat(query.description)}\n\n```sql\n{query.sql}\n```\n"


def _flat(text: str) -> str:
    return " ".join(text.split())
