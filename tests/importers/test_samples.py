"""Every mapping has a small file in sample_data that it alone reads, and that comes in whole."""

import csv
from collections import Counter

import pytest

from cjm_tui import locations
from cjm_tui.importers.header import recognise
from cjm_tui.importers.mapping import load_mappings
from cjm_tui.importers.reader import head_of
from cjm_tui.importers.sources import sources_of
from tests.importers.exports import exported, kpis
from tests.queries.facts import catalog_of

REAL = {"seelab_calls", "telecom_nps"}  # real files, which are not ours to ship
COMPANY = ("touchpoints.csv", "parties.csv")
FED = ("cost_per_contact", "cost_per_need", "contact_rate", "forecast_error")


@pytest.fixture(scope="module")
def samples():
    return locations.shipped("sample_data")


def test_each_mapping_has_a_sample_that_it_is_known_by(samples, tmp_path):
    known = load_mappings(tmp_path)
    files = sorted(
        path for path in samples.rglob("*") if path.suffix in {".csv", ".gz", ".log", ".jsonl"}
    )
    found = Counter(
        recognise(head_of(source), source.file_name, known.values()).mapping.name
        for source in sources_of(tuple(files), ())
    )
    assert known.keys() - found.keys() == REAL


def test_the_samples_of_our_own_csv_come_in_whole_and_feed_their_kpis(new_site, samples):
    site = new_site(catalog_of(*FED))
    site.load(*(samples / name for name in COMPANY), samples / "nightly")
    results = site.load(samples / "canonical")
    lines = {p.name: len(p.read_text().splitlines()) - 1 for p in (samples / "canonical").iterdir()}
    for result in results:
        name = result.file.rpartition("/")[2]
        assert (result.status, result.quarantined) == ("loaded", 0), (name, result.reason)
        assert result.balanced
        assert result.read == result.accepted == lines[name]
    fed = {kpi for (kpi,) in site.rows("select distinct kpi from kpi_day where n > 0")}
    assert fed == set(FED)


def test_what_a_channel_costs_by_the_samples_rates(new_site, samples):
    """By hand: 0.03 a visit of the web, and no rate for a minute of it."""
    site = new_site(catalog_of("cost_per_contact"))
    site.load(samples / "canonical" / "cost_rates.csv", samples / "nightly")
    with (samples / "nightly" / "interactions-digital-20261121.csv").open() as file:
        web = [row for row in csv.DictReader(file) if row["touchpoint_id"] == "web-shop"]
    ((n, total),) = site.rows(
        "select sum(n), sum(sum) from kpi_day where kpi = 'cost_per_contact' and touchpoint_id = 'web-shop'"
    )
    assert n == len(web)
    assert total == pytest.approx(0.03 * len(web))


@pytest.mark.parametrize("dates", ["dmy", "dotted"])
def test_genesys_in_other_dates_says_the_same(new_site, pbx_catalog, dates):
    one, other = new_site(pbx_catalog), new_site(pbx_catalog)
    (by_month,) = one.load(exported("genesys_interactions.csv"))
    (by_day,) = other.load(exported(f"genesys_interactions_{dates}.csv"))
    assert by_day.mapping == f"genesys_interactions_{dates}"
    assert (by_day.read, by_day.accepted) == (by_month.read, by_month.accepted)
    asked = "select interaction_id, started_at, outcome, wait_s from interaction order by all"
    assert other.rows(asked) == one.rows(asked)
    assert kpis(other, "genesys-billing") == kpis(one, "genesys-billing") != {}
