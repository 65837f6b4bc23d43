import re
import subprocess
import sys

import pytest

from cjm_tui.domain.kpi import KpiClass
from cjm_tui.locations import shipped
from cjm_tui.store.catalog import parse_query
from cjm_tui.store.contract import check_contract
from tests.queries.facts import Facts, catalog

TEN = {"csat", "ces", "nps", "repeat_7d", "fcr_7d", "abandon_rate", "service_level", "asa", "aht"}


@pytest.fixture(scope="module")
def reader():
    return Facts().writer


@pytest.mark.parametrize("name", [query.name for query in catalog()])
def test_every_stored_query_keeps_its_contract(name, reader):
    check_contract(catalog().get(name), reader)


@pytest.mark.parametrize("name", [query.name for query in catalog()])
def test_every_stored_query_states_its_grain(name):
    assert "One row" in catalog().get(name).description


def test_the_ten_kpis_are_there_outcomes_first():
    kpis = catalog().kpis
    assert TEN | {"ivr_containment"} <= set(kpis)
    classes = [kpi.kpi_class for kpi in kpis.values()]
    order = [
        KpiClass.OUTCOME,
        KpiClass.PERCEPTION,
        KpiClass.OUTPUT,
        KpiClass.INPUT,
        KpiClass.QUALITY,
    ]
    assert classes == sorted(classes, key=order.index)


def test_every_kpi_of_the_service_has_a_guardrail_of_another_kind_or_direction():
    for kpi in catalog().kpis.values():
        if kpi.kpi_class is not KpiClass.QUALITY:
            guardrail = catalog().kpi(kpi.guardrail)
            assert guardrail.name != kpi.name
        assert kpi.variant
        assert kpi.because


def test_the_catalogue_is_loaded_without_duckdb_and_polars():
    code = (
        "import sys; from cjm_tui.store.catalog import load_catalog; load_catalog();"
        "sys.exit(bool({'duckdb', 'polars', 'textual'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_example_of_the_docs_keeps_the_contract(reader, tmp_path):
    text = (shipped("queries").parent / "docs" / "adding-a-kpi.md").read_text()
    example = re.search(r"```sql\n(.*?)```", text, re.DOTALL)[1]
    check_contract(parse_query(example, tmp_path / "first_answer.sql"), reader)
