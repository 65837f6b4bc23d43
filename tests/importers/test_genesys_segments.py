"""Genesys Cloud's segments: each conversation whole, whatever files its segments came in."""

import random

import pytest

from tests.importers.exports import exported, kpis, said

SAMPLE = "genesys_segments.csv"
LEGS = """select split_part(interaction_id, ':', 2), touchpoint_id[9:], outcome, wait_s, talk_s, hold_s,
    wrap_s from interaction order by 1"""


def lines():
    return exported(SAMPLE).read_text(encoding="utf-8").splitlines()


@pytest.fixture
def loaded(new_site, kpi_catalog):
    site = new_site(kpi_catalog)
    (result,) = site.load(exported(SAMPLE))
    assert (result.mapping, result.read, result.accepted) == ("genesys_segments", 15, 15)
    assert result.balanced
    return site


def test_legs_and_steps(loaded):
    assert loaded.rows(LEGS) == [
        ("c1/s2", "ivr", "to_agent", None, None, None, None),
        ("c1/s3", "q-1", "answered", 15.0, 180.0, 30.0, 15.0),
        ("c1/s5", "q-2", "answered", 60.0, 155.0, None, None),
        ("c2/s8", "q-1", "abandoned", 90.0, None, None, None),
        ("c3/s10", "ivr", "contained", None, None, None, None),
        ("c4/s11", "direct", "done", None, 595.0, None, None),
        ("c5/other", "other", None, None, None, None, None),
    ]
    assert loaded.rows("select count(*) from contact") == [(5,)]
    assert loaded.rows("select name from touchpoint order by touchpoint_id") == [
        ("Direct to a person",), ("IVR",), ("Other",), ("Billing",), ("Repairs",),
    ]  # fmt: skip
    steps = "select event from interaction_event where interaction_id like '%:{}' order by seq"
    assert loaded.rows(steps.format("c2/s8")) == [("interact",), ("interact",), ("alert",)]
    assert loaded.rows(steps.format("c5/other")) == [("voicemail",)]
    assert loaded.rows("select count(*) from interaction_event") == [(15,)]


def test_the_kpis_that_it_feeds(loaded):
    assert kpis(loaded, "genesys-q-1") == {
        "service_level": (2, 50.0),
        "abandon_rate": (2, 50.0),
        "asa": (1, 15.0),
        "aht": (1, 225.0),
        "repeat_7d": (2, 50.0),  # the caller of c1 came back in c3
        "fcr_7d": (1, 0.0),
    }
    assert kpis(loaded, "genesys-ivr") == {"ivr_containment": (2, 50.0), "repeat_7d": (2, 50.0)}


def test_nobody_is_stored(loaded):
    everything = repr(loaded.facts()) + repr(loaded.rows("from source_record"))
    for word in ("Bo Ray", "7700900", '"u1"'):
        assert word not in everything


@pytest.mark.parametrize("seed", [1, 2])
def test_segments_in_several_files_in_any_order_twice(new_site, seed):
    whole, parted = new_site(), new_site()
    whole.load(exported(SAMPLE))
    header, *rows = lines()
    random.Random(seed).shuffle(rows)
    for part in (rows[:4], rows[4:5], rows[2:], rows[:3]):
        parted.load_text("\n".join([header, *part, ""]), SAMPLE)
    assert said(parted, touchpoints=False) == said(whole, touchpoints=False)


def test_a_segment_that_has_ended_since(new_site):
    whole, later = new_site(), new_site()
    whole.load(exported(SAMPLE))
    text = "\n".join([*lines(), ""])
    later.load_text(text.replace("2026-03-02T09:08:00.000Z", ""), SAMPLE)
    assert later.rows("select ended_at from contact where contact_id like '%c1'") != [(None,)]
    later.load_text(text, SAMPLE)
    assert said(later) == said(whole)


def test_the_real_segments(new_site, shared, kpi_catalog):
    site = new_site(kpi_catalog)
    (result,) = site.load(shared / "genesys_segments.csv")
    assert (result.mapping, result.read, result.accepted) == ("genesys_segments", 131, 131)
    assert site.rows("select direction, count(*) from contact group by 1 order by 1") == [
        ("callback", 19), ("inbound", 6),
    ]  # fmt: skip
    assert site.rows("select count(*) from interaction_event") == [(131,)]
    queue = "genesys-95c9d5f7-ad80-4572-857a-64d241cf4851"
    # 13.703 s and 4.345 s of waiting; 16.072 + 5 s and 17.480 + 39 s of handling
    found = kpis(site, queue)
    assert (found["asa"], found["aht"]) == ((2, 9.02), (2, 38.78))
    assert site.rows(f"select name from touchpoint where touchpoint_id = '{queue}'") == [
        ("JATest Queue",)
    ]
