"""Asterisk's queue_log: the samples by hand, random calls against a model, any split like the whole."""

import csv
import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.importers.exports import exported, kpis, said

FILE, TABLE = "asterisk_queue_log_file.log", "asterisk_queue_log.csv"
SUPPORT = {
    "service_level": (7, 28.57),  # 12 and 18 s of 7 offered
    "abandon_rate": (7, 28.57),
    "asa": (4, 39.5),  # 12, 38, 18, 90 s
    "aht": (4, 198.75),  # 180, 240, 75, 300 s
    "repeat_7d": (7, 14.29),  # the first caller came again an hour later
    "fcr_7d": (3, 66.67),  # of four answered, one withheld the number
}
SALES = {
    "service_level": (4, 50.0),
    "abandon_rate": (4, 0.0),
    "asa": (2, 7.5),
    "aht": (2, 107.5),
    "repeat_7d": (4, 0.0),
    "fcr_7d": (2, 100.0),
}
CALL = [
    "1772442000|1772442000.21|support|NONE|ENTERQUEUE||447700900101|1",
    "1772442007|1772442000.21|support|Ann Smith|RINGNOANSWER|5000",
    "1772442012|1772442000.21|support|Bo Lee|CONNECT|12|1772442007.22|5",
    "1772442192|1772442000.21|support|Bo Lee|COMPLETECALLER|12|180|1",
]


def log(*lines):
    return "\n".join([*lines, ""])


def legs(site):
    return site.rows(
        "select queue, outcome, wait_s, talk_s, transfers from interaction order by started_at, interaction_id"
    )


@pytest.mark.parametrize("sample", [FILE, TABLE])
def test_the_samples_feed_the_kpis(new_site, pbx_catalog, sample):
    site = new_site(pbx_catalog)
    (result,) = site.load(exported(sample))
    assert result.mapping == sample.split(".")[0]
    assert (result.read, result.accepted, result.ignored, result.quarantined) == (38, 33, 5, 0)
    assert result.balanced
    assert kpis(site, "asterisk-support") == SUPPORT
    assert kpis(site, "asterisk-sales-renewals") == SALES
    outcomes = "select outcome, count(*) from interaction group by 1 order by 1 nulls last"
    assert site.rows(outcomes) == [
        ("abandoned", 2),
        ("answered", 6),
        ("blocked", 1),
        ("left", 3),
        (None, 1),
    ]
    assert site.rows("select count(*) from contact") == [(11,)]
    assert site.rows("select count(*) from interaction_event") == [(33,)]


def test_steps_of_a_call_and_what_is_not_stored(site):
    site.load(exported(FILE))
    steps = site.rows(
        "select event, value from interaction_event where interaction_id like '%.31/support/1' order by seq"
    )
    assert steps == [
        ("ENTERQUEUE", None),
        ("RINGNOANSWER", "15.0"),
        ("RINGNOANSWER", "15.0"),
        ("CONNECT", "38"),
        ("COMPLETEAGENT", "240"),
    ]
    assert site.rows("select event from interaction_event where node = 'NONE'") == [("DID",)]
    everything = said(site)
    for word in ("Ann Smith", "Bo Lee", "SIP/1002", "from-internal", "447700900101", "0800600500"):
        assert word not in everything


def test_a_call_over_midnight_whose_files_come_in_any_order(new_site):
    whole = exported(FILE).read_text().splitlines()
    midnight = next(n for n, line in enumerate(whole) if line.startswith("1772496020"))
    days = [log(*whole[:midnight]), log(*whole[midnight:])]
    sites = []
    for order in ([0, 1], [1, 0], [1, 0, 1], None):
        sites.append(new_site())
        for n in order if order is not None else ():
            sites[-1].load_text(days[n], f"queue_log.{n}")
        if order is None:
            sites[-1].load_text(log(*whole), "queue_log")
    assert len({said(site) for site in sites}) == 1
    late = "select wait_s, talk_s, outcome, started_at::varchar from interaction where wait_s = 90"
    assert sites[0].rows(late) == [(90.0, 300.0, "answered", "2026-03-02 23:58:50")]


def test_before_the_rest_has_come(new_site):
    first, second = new_site(), new_site()
    first.load_text(log(*CALL[:2]), "queue_log.1")
    assert legs(first) == [("support", None, None, None, None)]
    second.load_text(log(*CALL[2:]), "queue_log")
    assert legs(second) == [("support", "answered", 12.0, 180.0, 0)]
    begun = "select started_at::varchar, interaction_id from interaction"
    assert second.rows(begun) == [
        ("2026-03-02 09:00:00", "asterisk_queue_log:1772442000.21/support/0")
    ]
    second.load_text(log(*CALL[:2]), "queue_log.1")
    assert second.rows(begun) == [
        ("2026-03-02 09:00:00", "asterisk_queue_log:1772442000.21/support/1")
    ]
    assert second.rows("select count(*) from contact where customer_key is not null") == [(1,)]


@pytest.mark.parametrize("batch", [1, 2])
def test_undo_of_either_half_leaves_what_the_other_says(new_site, batch):
    halves = [log(*CALL[:2]), log(*CALL[2:])]
    site, other = new_site(), new_site()
    for half in halves:
        site.load_text(half, "queue_log")
    site.undo(batch)
    other.load_text(halves[2 - batch], "queue_log")
    assert said(site, touchpoints=False) == said(other, touchpoints=False)
    site.load_text(halves[batch - 1], "queue_log")
    assert legs(site) == [("support", "answered", 12.0, 180.0, 0)]


@pytest.mark.parametrize(
    ("end", "leg"),
    [
        ("50|c|q|NONE|ABANDON|1|1|50", ("abandoned", 50.0, None, None)),
        ("50|c|q|NONE|EXITEMPTY|1|1|50", ("left", 50.0, None, None)),
        ("50|c|q|NONE|EXITWITHTIMEOUT|1", ("left", 50.0, None, None)),
        ("50|c|q|NONE|EXITWITHKEY|#|1|1|50", ("left", 50.0, None, None)),
        ("50|c|q|a|COMPLETEAGENT|20|30|1", ("answered", 20.0, 30.0, 0)),
        ("50|c|q|a|TRANSFER|1005|default|20|30|1", ("answered", 20.0, 30.0, 1)),
        ("50|c|q|a|BLINDTRANSFER|1005|default|20|30|1", ("answered", 20.0, 30.0, 1)),
        ("50|c|q|a|ATTENDEDTRANSFER|BRIDGE|b-1|20|30|1", ("answered", 20.0, 30.0, 1)),
        ("50|c|q|a|ATTENDEDTRANSFER|LINK|SIP/1|SIP/2|20|30|1", ("answered", 20.0, 30.0, 1)),
        (
            "50|c|q|a|BLINDTRANSFER|1005|default|20|30|1\n50|c|q|a|COMPLETEAGENT|20|30|1",
            ("answered", 20.0, 30.0, 1),
        ),
        ("20|c|q|a|CONNECT|20|x|1", ("answered", 20.0, None, 0)),
        ("20|c|q|a|CONNECT\n50|c|q|a|COMPLETEAGENT", ("answered", 20.0, 30.0, 0)),
        ("0|c|q|NONE|ABANDON|1|1|0", ("abandoned", 0.0, None, None)),
        ("20|c|q|a|AGENTDUMP|", (None, None, None, None)),
    ],
)
def test_how_a_visit_can_end(site, end, leg):
    at = 1772442000
    rows = ["0|c|q|NONE|ENTERQUEUE||5550001234|1", *end.split("\n")]
    rows = [f"{at + int(row.split('|', 1)[0])}|{row.split('|', 1)[1]}" for row in rows]
    site.load_text(log(*rows), "queue_log")
    assert [found[1:] for found in legs(site)] == [leg]


def test_a_caller_who_is_sent_round_is_offered_each_time(site):
    rows = ["1772442000|c|q|NONE|ENTERQUEUE||5550001234|1"]
    for n in range(1, 4):
        at = 1772442000 + 30 * n
        rows += [f"{at}|c|q|NONE|EXITWITHTIMEOUT|1|1|30", f"{at}|c|q|NONE|ENTERQUEUE||5550001234|1"]
    rows.append("1772442090|c|q|NONE|ABANDON|1|1|0")
    site.load_text(log(*random.Random(1).sample(rows, len(rows))), "queue_log")
    assert [(leg[1], leg[2]) for leg in legs(site)] == [("left", 30.0)] * 3 + [("abandoned", 0.0)]
    assert site.rows("select count(*) from contact") == [(1,)]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("1772442000|c|q", "is missing: the record is cut short"),
        ("soon|c|q|NONE|ABANDON|1|1|5", "is neither seconds since 1970 nor a time"),
        ("1772442000|c|q|Ann Smith|X|1|2|3|4|5|6|7|8|9|10", "has 15 cells instead of 14"),
    ],
)
def test_records_that_are_refused(site, row, why):
    result = site.load_text(log(*CALL, *CALL[:1] * 20, row), "queue_log")
    assert (result.accepted, result.quarantined) == (24, 1)
    (kept,) = site.quarantine()
    assert (kept.line, kept.reason) == (25, why)
    assert "Ann Smith" not in kept.raw


HEADERS = {
    "realtime": "time,callid,queuename,agent,event,data1,data2,data3,data4,data5",
    "reordered": "event,data5,data4,data3,data2,data1,agent,queuename,callid,time",
    "renamed": "id,partition,time_id,call_id,queue,agent,verb,data1,data2,data3,data4,data5,serverid",
    "joined": "id,time,callid,queuename,serverid,agent,event,data",
    "few": "time,callid,queue_name,event,info1,info2,info3",
}
NAMES = {
    "time_id": "time", "call_id": "callid", "queue": "queuename", "queue_name": "queuename",
    "verb": "event", "info1": "data1", "info2": "data2", "info3": "data3",
}  # fmt: skip


def dumped(header, moment=lambda at: at):
    """CALL as a dump of the table with these columns."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header.split(","))
    for n, line in enumerate(CALL):
        at, callid, queue, agent, event, *data = line.split("|")
        row = {
            "time": moment(at),
            "callid": callid,
            "queuename": queue,
            "agent": agent,
            "event": event,
            "id": n,
        }
        row |= {"data": "|".join(data)} | {f"data{k}": cell for k, cell in enumerate(data, 1)}
        writer.writerow(row.get(NAMES.get(name, name), "pbx1") for name in header.split(","))
    return out.getvalue()


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_tables_with_other_columns_say_the_same(new_site, header):
    site, file = new_site(), new_site()
    result = site.load_text(dumped(header), "dump.csv")
    assert (result.mapping, result.accepted) == ("asterisk_queue_log", 4)
    file.load_text(log(*CALL), "queue_log")
    assert said(site) == said(file)


@pytest.mark.parametrize(
    ("moment", "started"),
    [
        (lambda at: f"{at}.250000", "2026-03-02 09:00:00.25"),
        (lambda at: f"2026-07-02 09:{int(at) % 3600 // 60:02}:{int(at) % 60:02}.5", "2026-07-02 08:00:00.5"),
        (lambda at: f"2026-07-02 09:{int(at) % 3600 // 60:02}:{int(at) % 60:02}+02", "2026-07-02 07:00:00"),
    ],
)  # fmt: skip
def test_times_without_a_zone_are_the_sites(site, moment, started):
    site.load_text(dumped(HEADERS["realtime"], moment), "dump.csv")
    assert site.rows("select started_at::varchar, wait_s from interaction") == [(started, 12.0)]


@pytest.mark.parametrize("text", ["a,b,c\n1,2,3\n", "time|callid\n", "1|2|3|4|5|6\n7|8|9|0|1|2\n"])
def test_what_is_no_queue_log_is_not_taken_for_one(site, text):
    assert site.load_text(text, "queue_log.csv").status == "refused"


# Random calls, as an exchange would log them ------------------------------------------------------
ENDS = ["COMPLETEAGENT", "COMPLETECALLER", "BLINDTRANSFER", "ATTENDEDTRANSFER",
        "ABANDON", "EXITEMPTY", "EXITWITHKEY", "EXITWITHTIMEOUT", None]  # fmt: skip
VISIT = st.tuples(
    st.sampled_from(["support", "sales"]),
    st.integers(0, 90),  # seconds waited
    st.integers(0, 300),  # seconds talked
    st.integers(0, 2),  # agents who did not answer
    st.sampled_from(ENDS),
    st.integers(0, 2),  # seconds until the next visit
)
CALLS = st.lists(
    st.tuples(st.lists(VISIT, min_size=1, max_size=3), st.booleans()), min_size=1, max_size=4
)


def logged(calls):
    """Return the log's lines, and (queue, outcome, wait, talk, transfers) of each visit."""
    lines, expected = [], []
    for number, (visits, known) in enumerate(calls):
        at = 1772495000 + 400 * number
        call = f"{at}.{number}"
        caller = f"4477009001{number:02}" if known else ""
        for position, (queue, wait, talk, rings, end, pause) in enumerate(visits, 1):

            def event(when, name, *cells, call=call, queue=queue):
                lines.append(
                    "|".join([str(when), call, queue, f"agent of {call}", name, *map(str, cells)])
                )

            # `position` sets visits of the same second apart, as the place in the queue would.
            event(at, "ENTERQUEUE", "", caller, position)
            for n in range(rings):
                event(at + n * wait // 3, "RINGNOANSWER", 1000 * n + position)
            if end is None:
                expected.append((queue, None, None, None, None))
                break  # still waiting
            if end in ENDS[:4]:
                event(at + wait, "CONNECT", wait, f"{at}.99", position)
                method = ["1005", "default"] if end == "BLINDTRANSFER" else ["BRIDGE", "b"]
                ahead = method if "TRANSFER" in end else []
                event(at + wait + talk, end, *ahead, wait, talk, position)
                expected.append((queue, "answered", wait, talk, int("TRANSFER" in end)))
                at += max(1, wait + talk + pause)  # the log tells no order within a second
            else:
                key = ["1"] if end == "EXITWITHKEY" else []
                event(at + wait, end, *key, position, position, wait)
                expected.append(
                    (queue, "abandoned" if end == "ABANDON" else "left", wait, None, None)
                )
                at += max(1, wait + pause)
    return lines, expected


@settings(max_examples=15, deadline=None)
@given(calls=CALLS)
def test_random_calls_are_counted_as_they_were_made(new_site, calls):
    lines, expected = logged(calls)
    site = new_site()
    result = site.load_text(log(*random.Random(0).sample(lines, len(lines))), "queue_log")
    assert (result.accepted, result.quarantined) == (len(lines), 0)
    assert sorted(legs(site), key=repr) == sorted(expected, key=repr)
    offered = "select count(*) from interaction where outcome in ('answered', 'abandoned', 'left')"
    ended = [line for line in lines if line.split("|")[4] in ENDS]
    assert site.rows(offered) == [(len(ended),)]
    assert site.rows("select count(*) from contact") == [(len(calls),)]
    assert site.rows("select count(*) from interaction_event") == [(len(set(lines)),)]


@settings(max_examples=4, deadline=None)
@given(calls=CALLS, data=st.data())
def test_any_split_in_any_order_twice_is_like_the_whole(new_site, pbx_catalog, calls, data):
    lines, _ = logged(calls)
    shuffled = data.draw(st.permutations(lines))
    cuts = sorted(data.draw(st.sets(st.integers(1, len(lines)), max_size=3)))
    parts = [shuffled[a:b] for a, b in zip([0, *cuts], [*cuts, len(lines)], strict=True)]
    parts = [part for part in parts if part]
    whole, parted = new_site(pbx_catalog), new_site(pbx_catalog)
    whole.load_text(log(*lines), "queue_log")
    for part in parts + data.draw(st.permutations(parts)):
        parted.load_text(log(*part), "queue_log")
    assert said(parted) == said(whole)
    rolled = "select kpi, touchpoint_id, day, n, sum, sum_sq from kpi_day order by all"
    assert parted.rows(rolled) == whole.rows(rolled)
