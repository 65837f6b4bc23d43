"""Asterisk's CEL: the sample of cel_custom and the table, against figures by hand."""

import csv
import io
import random
import re

import pytest

from tests.importers.exports import exported, kpis, said

CSV, TABLE = "asterisk_cel_csv.csv", "asterisk_cel.csv"
NAMES = re.findall(
    r"\w+",
    "eventtype eventtime cid_name cid_num cid_ani cid_rdnis cid_dnid exten context channame appname"
    " appdata amaflags accountcode uniqueid linkedid peer userfield userdeftype extra",
)
START = 1773133200
SUPPORT = {
    "service_level": (3, 33.33),  # 12 s of 12, 70 s and one who gave up
    "abandon_rate": (3, 33.33),
    "asa": (2, 41.0),
    "aht": (2, 210.0),  # 120 and 300 s
    "repeat_7d": (3, 33.33),  # the first caller rang again 40 minutes later
    "fcr_7d": (2, 50.0),
}
RING = {
    "service_level": (2, 100.0),  # 6 s after the transfer, 7 s
    "abandon_rate": (2, 0.0),
    "asa": (2, 6.5),
    "aht": (2, 75.0),  # 60 and 90 s
    "repeat_7d": (2, 50.0),
    "fcr_7d": (2, 50.0),
}


def legs(site):
    return site.rows(
        "select touchpoint_id, channel, outcome, wait_s, talk_s, transfers"
        " from interaction order by started_at, interaction_id"
    )


def event(at, kind, app="", data="", **more):
    """Return one event of the caller's channel; `own=False` for another channel of the call."""
    own = more.pop("own", True)
    row = dict.fromkeys(NAMES, "") | {
        "eventtype": kind, "eventtime": f"{START + at}.{0:06}", "cid_num": "447700900399", "exten": "s",
        "context": "from-trunk", "channame": "PJSIP/x", "appname": app, "appdata": data,
        "uniqueid": "1773133200.1" if own else "1773133200.2", "linkedid": "1773133200.1",
    }  # fmt: skip
    return row | more


def custom(rows):
    """Return events as cel_custom writes them."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows([row[name] for name in NAMES] for row in rows)
    return out.getvalue()


@pytest.mark.parametrize("sample", [CSV, TABLE])
def test_the_samples_feed_the_kpis(new_site, pbx_catalog, sample):
    site = new_site(pbx_catalog)
    (result,) = site.load(exported(sample))
    assert result.mapping == sample.split(".")[0]
    assert (result.read, result.accepted, result.ignored, result.quarantined) == (62, 62, 0, 0)
    assert result.balanced
    assert kpis(site, "asterisk-cel-queue-support") == SUPPORT
    assert kpis(site, "asterisk-cel-ring") == RING
    assert kpis(site, "asterisk-cel-ivr") == {
        "ivr_containment": (3, 33.33), "repeat_7d": (3, 33.33),
    }  # fmt: skip
    assert kpis(site, "asterisk-cel-queue-sales") == {
        "service_level": (1, 0.0), "abandon_rate": (1, 0.0), "repeat_7d": (1, 0.0),
    }  # fmt: skip


def test_the_events_of_a_call_are_one_contact_with_its_legs(site):
    site.load(exported(CSV))
    assert legs(site) == [
        ("asterisk-cel-ivr", "ivr", "to_agent", None, None, None),
        ("asterisk-cel-queue-support", "phone", "answered", 12.0, 120.0, 1),
        ("asterisk-cel-ring", "phone", "answered", 6.0, 60.0, 0),
        ("asterisk-cel-ivr", "ivr", "contained", None, None, None),
        ("asterisk-cel-ivr", "ivr", "to_agent", None, None, None),
        ("asterisk-cel-queue-support", "phone", "abandoned", 45.0, None, None),
        ("asterisk-cel-queue-sales", "phone", "left", 30.0, None, None),
        ("asterisk-cel-mailbox", "phone", "done", None, None, None),
        ("asterisk-cel-ring", "phone", "answered", 7.0, 90.0, 0),
        ("asterisk-cel-queue-support", "phone", "answered", 70.0, 300.0, 0),
    ]
    assert site.rows("select count(*) from contact") == [(6,)]
    assert site.rows("select count(*) from interaction_event") == [(62,)]
    own = "select node, event from interaction_event where event = 'AUTH_OK'"
    assert site.rows(own) == [("ivr-main", "AUTH_OK")]
    everything = said(site) + repr(site.rows("select cells from source_record"))
    for word in ("447700900301", "PJSIP", '"1001"', "100@default"):
        assert word not in everything


QUEUE = [event(0, "CHAN_START"), event(2, "APP_START", "Queue", "sales,t")]
HANGUP = event(50, "HANGUP", "Queue", "sales,t")


@pytest.mark.parametrize(
    ("more", "leg"),
    [
        ([], (None, None, None)),
        ([HANGUP], ("abandoned", 48.0, None)),
        ([event(50, "LINKEDID_END")], ("abandoned", 48.0, None)),
        ([event(20, "BRIDGE_ENTER", "Queue", "sales,t")], ("answered", 18.0, None)),
        ([event(20, "BRIDGE_ENTER", "Queue", "sales,t"), HANGUP], ("answered", 18.0, 30.0)),
        (
            [event(20, "BRIDGE_ENTER", "Queue", "sales,t"), event(45, "BRIDGE_EXIT"), HANGUP],
            ("answered", 18.0, 25.0),
        ),
        ([event(20, "BRIDGE_ENTER", "AppQueue", own=False), HANGUP], ("abandoned", 48.0, None)),
        ([event(20, "SOMETHING_NEW", "Queue", "sales,t"), HANGUP], ("abandoned", 48.0, None)),
        (
            [HANGUP, event(50, "APP_START", "Hangup"), event(51, "CHAN_END")],
            ("abandoned", 48.0, None),
        ),
    ],
)
def test_how_a_stay_in_a_queue_can_end(site, more, leg):
    site.load_text(custom([*QUEUE, *more]), "Master.csv")
    ((touchpoint, _, *found, _),) = legs(site)
    assert (touchpoint, tuple(found)) == ("asterisk-cel-queue-sales", leg)
    assert site.rows("select count(*) from interaction_event") == [(2 + len(more),)]


@pytest.mark.parametrize(
    ("number", "dialled", "status", "expected"),
    [
        ("447700900399", "1001", "BUSY", ("inbound", "blocked")),
        ("447700900399", "1001", "NOANSWER", ("inbound", "abandoned")),
        ("1001", "447700900399", "CANCEL", ("outbound", "abandoned")),
        ("1001", "1002", "CANCEL", None),
        ("", "1001", "CANCEL", ("inbound", "abandoned")),
    ],
)
def test_who_rings_whom(site, number, dialled, status, expected):
    more = {"cid_num": number, "exten": dialled}
    end = event(9, "HANGUP", "Dial", extra=f'{{"hangupcause":17,"dialstatus":"{status}"}}', **more)
    rows = [event(0, "CHAN_START", **more), event(1, "APP_START", "Dial", "PJSIP/1", **more), end]
    result = site.load_text(custom(rows), "Master.csv")
    assert result.accepted == 3
    assert site.rows("select direction, outcome from interaction") == (
        [expected] if expected else []
    )
    known = [(int(bool(number)),)] if expected else []
    assert site.rows("select count(customer_key) from contact having count(*) > 0") == known


@pytest.mark.parametrize("seed", range(3))
def test_a_call_cut_into_files_in_any_order_is_like_the_whole(new_site, seed):
    lines = exported(CSV).read_text().splitlines()
    whole, parted = new_site(), new_site()
    whole.load_text("\n".join([*lines, ""]), "cel.csv")
    shuffled = random.Random(seed).sample(lines, len(lines))
    parts = [shuffled[:20], shuffled[20:45], shuffled[45:]]
    for part in [*parts, parts[seed]]:
        parted.load_text("\n".join([*part, ""]), "cel.csv")
    assert said(parted) == said(whole)


def test_undo_of_the_day_on_which_a_call_ended(new_site):
    lines = exported(CSV).read_text().splitlines()
    site, first = new_site(), new_site()
    site.load_text("\n".join([*lines[:-6], ""]), "cel-1.csv")
    site.load_text("\n".join([*lines[-6:], ""]), "cel-2.csv")
    first.load_text("\n".join([*lines[:-6], ""]), "cel-1.csv")
    assert legs(site)[-1][2] == "answered"
    site.undo(2)
    assert said(site) == said(first)
    assert legs(site)[-1][2] is None


@pytest.mark.parametrize("name", ["Master.csv", "cel.csv"])
@pytest.mark.parametrize("text", ["a,b\n1,2\n", ",".join(["1"] * 18) + "\n"])
def test_what_is_no_cel_is_not_taken_for_it(site, name, text):
    assert site.load_text(text, name).status == "refused"


def test_touchpoints_are_named_apart_from_those_of_other_sources(site):
    site.load(exported(CSV))
    names = {name for (name,) in site.rows("select name from touchpoint")}
    assert {"support (CEL)", "IVR (CEL)", "Telephones rung (CEL)"} <= names
