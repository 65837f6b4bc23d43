"""FreeSWITCH's CDR: the sample against figures worked by hand, its quotes, and what is no CDR."""

import pytest

from tests.importers.exports import exported, kpis

SAMPLE = "freeswitch_cdr.csv"


@pytest.fixture
def loaded(new_site, pbx_catalog):
    site = new_site(pbx_catalog)
    (result,) = site.load(exported(SAMPLE))
    assert (result.mapping, result.read, result.accepted) == ("freeswitch_cdr", 8, 7)
    assert (result.ignored, result.quarantined) == (1, 0)
    assert result.balanced
    return site


def test_each_call_is_a_contact_with_one_leg(loaded):
    legs = loaded.rows(
        "select right(interaction_id, 4), touchpoint_id, direction, channel, outcome, wait_s, talk_s"
        " from interaction order by 1"
    )
    assert legs == [
        ("01/1", "freeswitch-public", "inbound", "phone", "answered", 9.0, 120.0),
        ("02/1", "freeswitch-public", "inbound", "phone", "abandoned", 35.0, None),
        ("03/1", "freeswitch-public", "inbound", "phone", "abandoned", 30.0, None),
        ("04/1", "freeswitch-public", "inbound", "phone", "blocked", None, None),
        ("05/1", "freeswitch-ivr", "inbound", "ivr", None, None, None),
        ("06/1", "freeswitch-default", "outbound", "phone", "answered", 5.0, 120.0),
        ("08/1", "freeswitch-public", "inbound", "phone", "answered", 21.0, 300.0),
    ]
    assert loaded.rows("select count(*), count(distinct contact_id) from contact") == [(7, 7)]
    assert loaded.rows("select event from interaction_event where interaction_id like '%04/1'") == [
        ("USER_BUSY",)
    ]


def test_the_kpis_that_it_feeds(loaded):
    assert kpis(loaded, "freeswitch-public") == {
        "service_level": (4, 25.0),  # 9 s of 9, 35, 30 and 21 s
        "abandon_rate": (4, 50.0),
        "asa": (2, 15.0),
        "aht": (2, 210.0),
        "repeat_7d": (5, 20.0),  # the first caller called again at 23:59
        "fcr_7d": (2, 50.0),
    }
    assert kpis(loaded, "freeswitch-ivr") == {"repeat_7d": (1, 0.0)}


def test_a_call_over_midnight_ends_the_next_day(loaded):
    (ends,) = loaded.rows(
        "select started_at::varchar, ended_at::varchar from contact where ended_at >= '2026-03-13'"
    )
    assert ends == ("2026-03-12 23:59:00", "2026-03-13 00:04:21")


def test_callers_leave_a_hash_only(loaded):
    assert loaded.rows("select count(customer_key) from contact") == [(7,)]
    said = repr(loaded.facts()) + repr(loaded.rows("from quarantine"))
    assert "447700900401" not in said
    assert "Annie" not in said


def test_another_template_is_not_taken_for_it(site):
    text = exported(SAMPLE).read_text().replace('"00000000-0000', '"x","00000000-0000')
    result = site.load_text(text, "Master.csv")
    assert result.status == "refused"
    assert "no mapping fits" in result.reason
