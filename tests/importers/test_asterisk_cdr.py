"""Asterisk's CDR: Master.csv, the sample of cdr_custom and the table, against figures by hand."""

import csv
import io
import random
import re

import pytest

from tests.importers.exports import exported, kpis, said

CSV, CUSTOM, TABLE = "asterisk_cdr_csv.csv", "asterisk_cdr_custom.csv", "asterisk_cdr.csv"
NAMES = re.findall(
    r"\w+",
    "accountcode src dst dcontext clid channel dstchannel lastapp lastdata start answer"
    " end duration billsec disposition amaflags uniqueid userfield peeraccount linkedid sequence",
)
RING = {
    "service_level": (4, 50.0),  # 8 s, not answered, 0 s after the transfer, 25 s
    "abandon_rate": (4, 25.0),
    "asa": (3, 11.0),
    "aht": (3, 160.0),  # 120, 60 and 300 s
    "repeat_7d": (5, 0.0),
    "fcr_7d": (3, 100.0),
}
SUPPORT = {
    "service_level": (2, 0.0),  # 29 s
    "abandon_rate": (2, 50.0),
    "asa": (1, 29.0),
    "aht": (1, 171.0),
    "repeat_7d": (2, 0.0),
    "fcr_7d": (1, 100.0),
}


def records():
    """The records of the sample Master.csv by column."""
    with exported(CSV).open(newline="") as stream:
        return [dict(zip(NAMES, row, strict=True)) for row in csv.reader(stream)]


def master(rows, columns=NAMES):
    """Return such records as cdr_csv writes them."""
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(
        [row[name] for name in columns] for row in rows
    )
    return out.getvalue()


def legs(site):
    return site.rows(
        "select touchpoint_id, direction, outcome, wait_s, talk_s, transfers, queue"
        " from interaction order by started_at, interaction_id"
    )


@pytest.mark.parametrize("sample", [CSV, TABLE])
def test_the_samples_feed_the_kpis(new_site, pbx_catalog, sample):
    site = new_site(pbx_catalog)
    (result,) = site.load(exported(sample))
    assert result.mapping == sample.split(".")[0]
    assert (result.read, result.accepted, result.ignored, result.quarantined) == (14, 13, 1, 0)
    assert result.balanced
    assert kpis(site, "asterisk-cdr-ring") == RING
    assert kpis(site, "asterisk-cdr-queue-support") == SUPPORT
    assert kpis(site, "asterisk-cdr-queue-sales") == {
        "service_level": (1, 0.0), "abandon_rate": (1, 0.0), "repeat_7d": (1, 0.0),
    }  # fmt: skip
    assert kpis(site, "asterisk-cdr-ivr") == {"repeat_7d": (1, 0.0)}


def test_the_records_of_a_call_are_one_contact_with_its_legs(site):
    site.load(exported(CSV))
    assert legs(site) == [
        ("asterisk-cdr-ring", "inbound", "answered", 8.0, 120.0, 0, None),
        ("asterisk-cdr-ring", "inbound", "abandoned", 30.0, None, None, None),
        # The second agent, rung through a Local channel, answered after 29 s; then a transfer.
        ("asterisk-cdr-queue-support", "inbound", "answered", 29.0, 171.0, 1, "support"),
        ("asterisk-cdr-ring", "inbound", "answered", 0.0, 60.0, 0, None),
        ("asterisk-cdr-queue-support", "inbound", "abandoned", 45.0, None, None, "support"),
        ("asterisk-cdr-queue-sales", "inbound", "left", 30.0, None, None, "sales"),
        ("asterisk-cdr-mailbox", "inbound", "done", None, None, None, None),
        ("asterisk-cdr-ivr", "inbound", None, None, None, None, None),
        ("asterisk-cdr-ring", "inbound", "blocked", None, None, None, None),
        ("asterisk-cdr-ring", "outbound", "answered", 6.0, 120.0, 0, None),
        ("asterisk-cdr-ring", "inbound", "answered", 25.0, 300.0, 0, None),
    ]
    assert site.rows("select count(*) from contact") == [(9,)]
    assert site.rows(
        "select channel from interaction where touchpoint_id = 'asterisk-cdr-ivr'"
    ) == [("ivr",)]
    steps = "select event, node from interaction_event where interaction_id like '%03000.5/queue/support/1' order by interaction_id, seq limit 3"
    assert site.rows(steps) == [("NO ANSWER", "Queue"), ("ANSWERED", "Queue"), ("ANSWERED", "Dial")]
    everything = said(site) + repr(site.rows("select cells from source_record"))
    for word in ("Jones", "447700900203", "PJSIP", "1002"):
        assert word not in everything


def test_undoubled_quotes_and_no_linkedid(site):
    (result,) = site.load(exported(CUSTOM))
    assert result.mapping == "asterisk_cdr_custom"
    # Without the call's id nobody knows of which call a Local channel is.
    assert (result.read, result.accepted, result.ignored, result.quarantined) == (14, 12, 2, 0)
    queue = [leg for leg in legs(site) if leg[6] == "support"]
    assert queue[0] == (
        "asterisk-cdr-queue-support",
        "inbound",
        "answered",
        20.0,
        180.0,
        1,
        "support",
    )
    assert site.rows("select count(*) from contact") == [(9,)]


@pytest.mark.parametrize(
    ("tail", "contacts"),
    [
        (["uniqueid", "userfield", "peeraccount", "linkedid", "sequence"], 9),
        (["uniqueid", "peeraccount", "linkedid", "sequence"], 9),
        (["userfield", "peeraccount", "linkedid", "sequence"], 9),
        (["peeraccount", "linkedid", "sequence"], 9),
        (["uniqueid", "userfield"], 9),
        (["uniqueid"], 9),
        (["userfield"], 12),  # each record of the 12 is a call of its own
        ([], 12),
    ],
)
def test_whatever_cdr_conf_asks_for_at_the_end(site, tail, contacts):
    rows = [row | {"userfield": "VIP"} for row in records()]
    result = site.load_text(master(rows, NAMES[:16] + tail), "Master.csv")
    assert (result.mapping, result.quarantined) == ("asterisk_cdr_csv", 0)
    assert site.rows("select count(*) from contact") == [(contacts,)]


def test_the_columns_may_change_within_a_file(site):
    rows = records()
    text = master(rows[:5], NAMES[:17]) + master(rows[5:])
    assert site.load_text(text, "Master.csv.1").accepted == 12
    assert site.rows("select count(*) from contact") == [(9,)]


@pytest.mark.parametrize("seed", range(3))
def test_a_call_cut_into_files_in_any_order_is_like_the_whole(new_site, seed):
    lines = exported(CSV).read_text().splitlines()
    whole, parted = new_site(), new_site()
    whole.load_text("\n".join([*lines, ""]), "Master.csv")
    shuffled = random.Random(seed).sample(lines, len(lines))
    parts = [shuffled[:4], shuffled[4:9], shuffled[9:]]
    for part in [*parts, parts[seed]]:
        parted.load_text("\n".join([*part, ""]), "Master.csv")
    assert said(parted) == said(whole)


def test_table_and_file_of_the_same_days_are_the_same_records(site):
    site.load(exported(CSV))
    before = said(site)
    out = io.StringIO()
    names = ["calldate", *(name for name in NAMES if name not in ("start", "answer", "end"))]
    writer = csv.DictWriter(out, names, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(row | {"calldate": row["start"]} for row in records())
    result = site.load_text(out.getvalue(), "dump.csv")
    assert (result.mapping, result.accepted) == ("asterisk_cdr", 13)
    assert result.targets["source_record"].unchanged == 13
    assert said(site) == before


def test_a_table_may_number_its_dispositions(new_site):
    """As Asterisk's cdr.h does: every leg and event is as with the words."""
    numbers = {"NO ANSWER": "0", "FAILED": "2", "BUSY": "4", "ANSWERED": "8", "CONGESTION": "16"}
    found = []
    for said_as in ({}, numbers):
        rows = [
            r | {"disposition": said_as.get(r["disposition"], r["disposition"])} for r in records()
        ]
        out = io.StringIO()
        names = [name for name in NAMES if name not in ("answer", "end")]
        writer = csv.DictWriter(out, names, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
        site = new_site()
        assert site.load_text(out.getvalue(), "dump.csv").accepted == 13
        events = "select event, count(*) from interaction_event group by event order by event"
        found.append((legs(site), site.rows(events)))
    assert found[0] == found[1]
    assert {event for event, _ in found[1][1]} <= set(numbers)


RINGS = [
    # (start, seconds, seconds talked, disposition) of attempts at the same call
    ([(0, 20, 0, "NO ANSWER"), (20, 40, 30, "ANSWERED")], [("answered", 30.0, 30.0)]),
    ([(0, 40, 30, "ANSWERED"), (0, 10, 0, "NO ANSWER"), (1, 9, 0, "NO ANSWER")], [("answered", 10.0, 30.0)]),
    ([(0, 20, 0, "NO ANSWER"), (0, 20, 0, "NO ANSWER")], [("abandoned", 20.0, None)]),
    ([(0, 1, 0, "BUSY"), (1, 1, 0, "CONGESTION")], [("blocked", None, None)]),
    ([(0, 1, 0, "BUSY"), (1, 20, 0, "NO ANSWER")], [("abandoned", 21.0, None)]),
    ([(0, 40, 30, "ANSWERED"), (40, 25, 20, "ANSWERED")], [("answered", 10.0, 30.0), ("answered", 5.0, 20.0)]),
    ([(0, 40, 30, "ANSWERED"), (41, 10, 0, "NO ANSWER")], [("answered", 10.0, 30.0), ("abandoned", 10.0, None)]),
]  # fmt: skip


@pytest.mark.parametrize(("attempts", "expected"), RINGS)
def test_attempts_are_one_leg_until_somebody_answers(site, attempts, expected):
    rows = []
    for n, (start, lasted, talked, disposition) in enumerate(attempts):
        row = dict.fromkeys(NAMES, "") | {
            "src": "447700900300", "dst": "1001", "dcontext": "from-trunk", "channel": "PJSIP/trunk-1",
            "dstchannel": f"PJSIP/100{n}", "lastapp": "Dial", "start": f"2026-03-03 09:{start // 60:02}:{start % 60:02}",
            "duration": lasted, "billsec": talked, "disposition": disposition, "amaflags": "DOCUMENTATION",
            "uniqueid": "1772530000.1", "linkedid": "1772530000.1", "sequence": n,
        }  # fmt: skip
        rows.append(row)
    site.load_text(master(rows), "Master.csv")
    assert [leg[2:5] for leg in legs(site)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "a,b,c\n1,2,3\n",
        ",".join("x" * 16) + "\n",
        master([dict.fromkeys(NAMES, "2026-03-03 09:00:00")]),
        master([dict.fromkeys(NAMES, "12")]),
    ],
)
def test_any_other_master_csv_is_refused(site, text):
    result = site.load_text(text, "Master.csv")
    assert result.status == "refused"
    assert site.rows("from interaction") == []


def test_records_that_are_refused(site):
    rows = records() * 3
    lines = master(rows).splitlines()
    bad = [lines[0].rsplit('"ANSWERED"', 1)[0].rstrip(","), lines[0].replace('"128"', '"-1"')]
    result = site.load_text("\n".join([*lines, *bad, ""]), "Master.csv")
    assert (result.quarantined, result.balanced) == (2, True)
    assert [(row.line, row.column) for row in site.quarantine()] == [
        (43, "disposition"),
        (44, "duration"),
    ]
    assert not any("Bell" in row.raw or "4477" in row.raw for row in site.quarantine())


def test_touchpoints_are_named_apart_from_those_of_other_sources(site):
    site.load(exported(CSV))
    names = {name for (name,) in site.rows("select name from touchpoint")}
    assert {"support (CDR)", "IVR (CDR)", "Telephones rung (CDR)"} <= names


@pytest.mark.parametrize("duration", ["inf", "nan", "1e400", "1e18", "-1"])
def test_a_duration_that_none_can_be_refuses_its_row_only(new_site, pbx_catalog, duration):
    site = new_site(pbx_catalog)
    rows = records()
    rows[1]["duration"] = duration
    summary = site.load_text(master(rows), "Master.csv", allow_bad=100)
    assert summary.quarantined == 1
    assert site.rows("select distinct reason from quarantine") == [
        ("duration or billsec is not a number of seconds",)
    ]
