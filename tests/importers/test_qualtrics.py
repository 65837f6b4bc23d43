"""Qualtrics' responses: three header rows, their zone, numbers or texts, and which question is what."""

import pytest

from cjm_tui.importers.mapping import SHIPPED
from tests.importers.exports import exported, kpis

SAMPLE = "qualtrics.csv"


def text():
    return exported(SAMPLE).read_text(encoding="utf-8")


@pytest.fixture
def loaded(new_site, kpi_catalog):
    site = new_site(kpi_catalog)
    (result,) = site.load(exported(SAMPLE))
    assert (result.mapping, result.read, result.accepted) == ("qualtrics", 5, 3)
    assert (result.ignored, result.balanced) == (2, True)
    return site


def test_answers_with_their_words_in_the_zone_of_the_header(loaded):
    assert loaded.rows("select feedback_id[11:], score, verbatim from feedback order by 1") == [
        ("R_1/ces", 7.0, None),
        ("R_1/csat", 5.0, None),
        ("R_1/nps", 10.0, "Quick, friendly\nCall me on [number]"),
        ("R_1/resolved", 1.0, None),
        ("R_2/ces", 4.0, None),
        ("R_2/csat", 2.0, None),
        ("R_2/nps", 3.0, None),
        ("R_2/resolved", 0.0, None),
        ("R_5/csat", 2.0, None),
        ("R_5/nps", 8.0, None),
    ]
    # 09:00:01 in New York is 14:00:01 in UTC
    assert loaded.rows('select min("at")::varchar from feedback') == [("2026-03-02 14:00:01",)]
    assert loaded.rows("select count(distinct customer_key) from feedback") == [(2,)]


def test_the_kpis_that_it_feeds(loaded):
    assert kpis(loaded, "shop") == {"nps": (2, 0.0), "csat": (2, 50.0), "ces": (2, 5.5)}
    assert kpis(loaded, "qualtrics") == {"nps": (1, 0.0), "csat": (1, 0.0)}


def test_addresses_are_dropped_and_masked(site):
    bad = text().replace("10 - Extremely likely", "eleven")
    result = site.load_text(bad, SAMPLE, allow_bad=50)
    assert (result.accepted, result.quarantined) == (2, 1)
    (kept,) = site.quarantine()
    assert (kept.column, kept.reason) == ("score", "is not a number: eleven (nps is 0-10)")
    everything = kept.raw + repr(site.facts())
    for word in ("192.0.2", "bo.ray", "Ray", "51.5"):
        assert word not in everything


def test_a_number_off_the_scale_is_quarantined(site):
    result = site.load_text(text().replace(",,,,2,4,2,", ",,,,9,4,2,"), SAMPLE, allow_bad=50)
    assert result.quarantined == 1
    assert site.quarantine()[0].reason == "is not a number: 9 (csat is 1-5)"


def test_without_its_third_row_it_is_refused(site):
    lines = text().split("\n")
    cut = "\n".join(line for line in lines if "ImportId" not in line)
    assert "header row 3" in site.load_text(cut, SAMPLE).reason


def test_unnamed_questions_are_refused_and_named_in_a_copy(site):
    unnamed = text()
    for at, name in enumerate(
        ("NPS_NPS_GROUP", "NPS_TEXT", "NPS", "CSAT", "CES", "Issue resolved")
    ):
        unnamed = unnamed.replace(f",{name},", f",Q{at + 20},", 1)
    assert "has none of nps, csat, ces, resolved" in site.load_text(unnamed, SAMPLE).reason
    copy = (
        (SHIPPED / "qualtrics.sql")
        .read_text(encoding="utf-8")
        .replace('nps = ["NPS score"', 'nps = ["Q22"')
    )
    (site.mappings / "our_survey.sql").write_text(copy)
    result = site.load_text(unnamed, SAMPLE)
    assert (result.mapping, result.accepted) == ("our_survey", 3)
    assert site.rows("select instrument, count(*) from feedback group by 1") == [("nps", 3)]


def test_two_questions_that_may_be_the_same_are_refused(site):
    result = site.load_text(
        text().replace(",Q11,", ",Shop_CSAT,", 1).replace(",CSAT,", ",Web_CSAT,", 1), SAMPLE
    )
    assert "several of its columns may be csat" in result.reason
