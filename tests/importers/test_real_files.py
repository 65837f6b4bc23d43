"""The two real exports, against the figures that an independent count gives."""

import pytest

from cjm_tui.store.catalog import load_catalog

TOTALS = """
    select sum(n), sum(sum) / sum(n), 100.0 * (sum(promoters) - sum(detractors)) / sum(n)
    from kpi_day where kpi = '{kpi}' and touchpoint_id = '{touchpoint}'
"""


@pytest.fixture(scope="module")
def catalog():
    return load_catalog()


def total(site, kpi, touchpoint):
    ((n, mean, nps),) = site.rows(TOTALS.format(kpi=kpi, touchpoint=touchpoint))
    return int(n), mean, nps


def test_seelab_calls(new_site, shared, catalog):
    site = new_site(catalog)
    path = shared / "seelab_calls_1999-01.tsv"
    (result,) = site.load(path, timezone="Asia/Jerusalem")
    assert (result.read, result.accepted, result.ignored, result.quarantined) == (
        31_599, 31_359, 240, 0,
    )  # fmt: skip
    assert site.load(path, timezone="Asia/Jerusalem")[0].status == "unchanged"
    offered, service_level, _ = total(site, "service_level", "seelab-agent")
    assert (offered, round(100 * service_level, 2)) == (30_140, 54.42)
    assert round(100 * total(site, "abandon_rate", "seelab-agent")[1], 2) == 10.22
    assert round(total(site, "asa", "seelab-agent")[1], 2) == 35.03
    assert round(total(site, "aht", "seelab-agent")[1], 2) == 183.45
    assert site.rows("select count(*), count(customer_key) from contact") == [(31_359, 13_200)]
    no_end = "select count(*) from interaction where channel = 'ivr' and ended_at is null"
    assert site.rows(no_end) == [(32,)]
    longest = "select max(date_diff('hour', started_at, ended_at)) from contact"
    assert site.rows(longest)[0][0] < 3  # calls over midnight do not last a day
    assert site.rows("select count(*) from interaction where team is not null") == [(0,)]


def test_seelab_with_lf_ends_and_a_tab_missing(new_site, shared):
    site = new_site()
    content = (shared / "seelab_calls_1999-01.tsv").read_bytes().replace(b"\r\n", b"\n")
    lines = content.split(b"\n")
    lines[100] = lines[100].replace(b"\t", b" ", 1)
    lines[200] += b"\r"
    result = site.load_text(b"\n".join(lines), "january.txt")
    assert (result.mapping, result.read, result.quarantined) == ("seelab_calls", 31_599, 1)
    (row,) = site.quarantine()
    assert (row.line, row.reason) == (101, "has 16 of 17 cells")
    assert b"\t".join(lines[100].split(b"\t")[2:3]).decode() not in row.raw.split("\t")[1:3]


def test_telecom_nps(new_site, shared, catalog):
    site = new_site(catalog)
    (result,) = site.load(shared / "telecom_nps.csv")
    assert (result.read, result.accepted) == (2_385, 2_385)
    assert site.rows("select count(*) from feedback where score is null") == [(32,)]
    assert site.rows("select name from stage order by position") == [
        ("Order",), ("Equipment Received",), ("First Payment",), ("Service in Use",),
    ]  # fmt: skip
    figures = {
        "telecom-order": (962, -9.98),
        "telecom-first-payment": (1130, -29.29),
        "telecom-equipment-received": (231, -56.71),
        "telecom-service-in-use": (30, -76.67),
    }
    for touchpoint, (n, nps) in figures.items():
        found, _, value = total(site, "nps", touchpoint)
        assert (found, round(value, 2)) == (n, nps)


def test_an_overlapping_telecom_file_adds_only_what_is_new(new_site, shared):
    site = new_site()
    header, *lines = (shared / "telecom_nps.csv").read_text(encoding="utf-8").split("\n")
    twice = lines[:300] + lines[:20]
    site.load_text("\n".join([header, *twice, ""]), "telecom_nps-1.csv")
    result = site.load_text("\n".join([header, *twice, *lines[300:400], ""]), "telecom_nps-2.csv")
    count = result.targets["feedback"]
    assert (count.inserted, count.updated) == (100, 0)
    assert count.unchanged == count.produced - 100


def test_telecom_stages_that_a_lead_renamed_stay(new_site, shared):
    site = new_site()
    text = (shared / "telecom_nps.csv").read_text(encoding="utf-8")
    site.load_text(text, "telecom_nps.csv")
    with site.database.write() as writer:
        writer.execute("update touchpoint set name = 'Ordering' where name = 'Order'")
    site.load_text(text.replace("easy and good", "good"), "telecom_nps.csv")
    assert ("Ordering",) in site.rows("select name from touchpoint")
