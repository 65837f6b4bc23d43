"""Amazon Connect's contact records: JSON or CSV, delivered twice, transferred, in any order."""

import csv
import io
import json
import random

import pytest

from cjm_tui.importers.json_rows import flattened
from tests.importers.exports import exported, kpis, said

SAMPLE = "connect_contacts.jsonl"
LEGS = """select split_part(interaction_id, ':', 2), direction, outcome, wait_s, talk_s, hold_s, wrap_s
    from interaction order by 1"""


def lines():
    return exported(SAMPLE).read_text(encoding="utf-8").splitlines()


def flat_csv():
    rows = [dict(flattened(json.loads(line))) for line in lines()]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@pytest.fixture
def loaded(new_site, kpi_catalog):
    site = new_site(kpi_catalog)
    (result,) = site.load(exported(SAMPLE))
    assert (result.mapping, result.read, result.accepted) == ("connect_contacts", 11, 10)
    assert (result.ignored, result.balanced) == (1, True)
    return site


def test_a_chain_is_one_contact_with_a_leg_a_record(loaded):
    assert loaded.rows(LEGS) == [
        ("a1/a1/1-flow", "inbound", "to_agent", None, None, None, None),
        ("a1/a1/2-queue", "inbound", "answered", 15.0, 240.0, 30.0, 20.0),
        ("a1/a2/2-queue", "inbound", "answered", 60.0, 200.0, 0.0, 10.0),
        ("b1/b1/1-flow", "inbound", "to_agent", None, None, None, None),
        ("b1/b1/2-queue", "inbound", "abandoned", 150.0, None, None, None),
        ("c1/c1/1-flow", "inbound", "contained", None, None, None, None),
        ("d1/d1/1-flow", "inbound", "to_agent", None, None, None, None),
        ("d1/d1/2-queue", "inbound", "left", 220.0, None, None, None),
        ("d1/d2/2-queue", "callback", "answered", 1860.0, 290.0, 0.0, 30.0),
        ("e1/e1/2-direct", "outbound", "done", None, 110.0, 0.0, 5.0),
        ("f1/f1/1-flow", "inbound", "to_agent", None, None, None, None),
        ("f1/f1/2-queue", "inbound", "answered", 20.0, 100.0, 0.0, 10.0),
        ("g1/g1/1-flow", "inbound", "to_agent", None, None, None, None),
        ("g1/g1/2-queue", "inbound", "answered", 10.0, 1100.0, 0.0, 40.0),
    ]
    assert loaded.rows("select count(*), count(customer_key) from contact") == [(7, 6)]
    assert loaded.rows("select event from interaction_event where contains(interaction_id, 'a1/2-queue') order by seq") == [
        ("enqueued",), ("dequeued",), ("connected_to_agent",), ("holds",), ("transferred",), ("disconnected",),
    ]  # fmt: skip


def test_the_kpis_that_it_feeds(loaded):
    assert kpis(loaded, "connect-billing") == {
        "service_level": (3, 33.33),  # 15 s; given up; left for a call back
        "abandon_rate": (3, 33.33),
        "asa": (1, 15.0),
        "aht": (1, 290.0),
        "repeat_7d": (3, 33.33),  # a1's customer called again in f1
        "fcr_7d": (2, 50.0),
    }
    assert kpis(loaded, "connect-ivr") == {"ivr_containment": (5, 20.0), "repeat_7d": (5, 20.0)}


def test_the_latest_update_counts_whatever_the_order(new_site):
    whole = new_site()
    whole.load(exported(SAMPLE))
    for seed in (1, 2):
        parted, rows = new_site(), lines()
        random.Random(seed).shuffle(rows)
        for part in (rows[:5], rows[3:], rows[:2]):
            parted.load_text("\n".join([*part, ""]), SAMPLE)
        assert said(parted) == said(whole)


def test_flattened_csv_and_objects_without_line_ends(new_site):
    whole = new_site()
    whole.load(exported(SAMPLE))
    for text, name in ((flat_csv(), "connect.csv"), ("".join(lines()), "ctr-2026-03-02")):
        other = new_site()
        result = other.load_text(text, name)
        assert (result.mapping, result.accepted) == ("connect_contacts", 10)
        assert said(other) == said(whole)
    lower = new_site()
    header, _, rest = flat_csv().partition("\n")
    lower.load_text(header.lower().replace(".", "_") + "\n" + rest, "athena.csv")
    assert said(lower) == said(whole)


def test_neither_agents_nor_numbers_are_stored(loaded):
    everything = repr(loaded.facts()) + repr(loaded.rows("from source_record"))
    assert "ann.lee" not in everything
    assert "7700900" not in everything


def test_undo_leaves_the_records_of_the_other_files(new_site):
    alone, both = new_site(), new_site()
    rows = lines()
    alone.load_text("\n".join([*rows[:2], ""]), SAMPLE)
    both.load_text("\n".join([*rows[:2], ""]), SAMPLE)
    both.load_text("\n".join([*rows[1:], ""]), SAMPLE)
    both.undo(2)
    assert said(both, touchpoints=False) == said(alone, touchpoints=False)


def test_an_unknown_method_and_a_missing_part_are_kept(site):
    record = {
        **json.loads(lines()[3]),
        "InitiationMethod": "TELEPATHY",
        "Channel": "HOLOGRAM",
        "Agent": None,
    }
    assert site.load_text(json.dumps(record) + "\n", "ctr.json").accepted == 1
    assert site.rows("select channel, outcome from interaction") == [("hologram", "contained")]
