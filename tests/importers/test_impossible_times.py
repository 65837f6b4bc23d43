"""Durations below zero and ends before beginnings: quarantined in each source's own words."""

import json

import pytest

from tests.importers.exports import exported

LEG = "interaction_id,contact_id,touchpoint_id,started_at,ended_at,wait_s,wrap_s"
FREESWITCH = (
    '"","447700900402","1001","public","2026-03-12 09:10:00","2026-03-12 09:10:05",'
    '"{end}","{duration}","{billsec}","NORMAL_CLEARING","00000000-0000-4000-8000-000000000001",'
    '"b1","","",""'
)
CDR = "calldate,src,channel,duration,billsec,disposition,dstchannel,lastapp,linkedid\n"
SEELAB = (
    "vru+line\tcall_id\tcustomer_id\tpriority\ttype\tdate\tvru_entry\tvru_exit\tvru_time\tq_start"
    "\tq_exit\tq_time\toutcome\tser_start\tser_exit\tser_time\tserver\n"
)
SEGMENT = (
    "conversationId,participantId,purpose,sessionId,mediaType,segmentType,segmentStart,segmentEnd\n"
)
TICKET = "Id,Status,Via,Created at,Updated at,Solved at,First reply time in minutes\n"
GENESYS = "Full Export Completed,Conversation ID,Date,Media Type,Direction,End Date,Total Queue,Duration\n"
SHOP = """/*---
title = "Shop"
recognise = { header = ["no", "began", "over", "waited"] }
---*/
create table interaction as
select _line, no as interaction_id, no as contact_id, 'shop' as touchpoint_id, began as started_at,
    over as ended_at, waited as wait_s
from source;
"""


def contact(**said):
    """Return the sample's first record of Connect with other cells, as a line of JSON."""
    record = json.loads(exported("connect_contacts.jsonl").read_text().partition("\n")[0])
    for path, value in said.items():
        *outer, name = path.split("__")
        place = record
        for part in outer:
            place = place[part]
        place[name] = value
    return json.dumps(record) + "\n"


CASES = {
    "interactions": [
        ("interactions.csv", f"{LEG}\ni,c,web,2026-11-02T10:00:00,,-5,\n", "wait_s", "is negative: -5"),
        ("interactions.csv", f"{LEG}\ni,c,web,2026-11-02T10:00:00,,,-1\n", "wrap_s", "is negative: -1"),
        (
            "interactions.csv",
            f"{LEG}\ni,c,web,2026-11-02T01:50:00,2026-11-02T01:40:00,,\n",
            "ended_at",
            "lies before started_at: 2026-11-02T01:40:00",
        ),
    ],
    "shop": [
        ("shop.csv", "no,began,over,waited\n1,2026-11-02T10:00:00,,-3600\n", "wait_s", "is negative"),
        (
            "shop.csv",
            "no,began,over,waited\n1,2026-11-02T10:00:00,2026-11-02T09:00:00,\n",
            "ended_at",
            "lies before started_at",
        ),
    ],
    "connect_contacts": [
        ("ctr.json", contact(Queue__Duration=-3600), "Queue.Duration", "is negative"),
        (
            "ctr.json",
            contact(Agent__AfterContactWorkDuration=-5),
            "Agent.AgentInteractionDuration",
            "after-contact duration is negative",
        ),
        (
            "ctr.json",
            contact(DisconnectTimestamp="2026-03-02T08:59:00Z"),
            "DisconnectTimestamp",
            "lies before the contact was initiated",
        ),
        (
            "ctr.json",
            contact(Queue__DequeueTimestamp="2026-03-02T09:00:39Z"),
            "Queue.EnqueueTimestamp",
            "lies behind Queue.DequeueTimestamp",
        ),
        ("ctr.json", contact(TransferCompletedTimestamp="soon"), "DisconnectTimestamp", "is not a time"),
    ],
    "freeswitch_cdr": [
        (
            "Master.csv",
            FREESWITCH.format(end="2026-03-12 09:09:00", duration=35, billsec=30) + "\n",
            "ended_at",
            "lies before started_at: 2026-03-12 09:09:00",
        ),
        (
            "Master.csv",
            FREESWITCH.format(end="2026-03-12 09:10:35", duration=35, billsec=95) + "\n",
            "billsec",
            "is longer than duration",
        ),
    ],
    "asterisk_cdr": [
        (
            "cdr.csv",
            CDR + "2026-03-05 09:00:00,447700900201,P/1,30,90,ANSWERED,P/2,Dial,1772505000.1\n",
            "billsec",
            "is longer than duration",
        )
    ],
    "seelab_calls": [
        (
            "seelab_a.tsv",
            SEELAB + "A1\t1\t0\t0\tPS\t990101\t0:00:31\t0:00:36\t5\t0:00:36\t0:01:00\t24\tAGENT"
            "\t0:01:00\t0:02:00\t-60\tX\n",
            "handle_s",
            "is negative: -60",
        )
    ],
    "genesys_segments": [
        (
            "segments.csv",
            SEGMENT + "c,p,acd,s,voice,interact,2026-03-02T09:00:00Z,2026-03-02T08:00:00Z\n",
            "segmentEnd",
            "lies before segmentStart",
        )
    ],
    "genesys_interactions": [
        (
            "genesys.csv",
            GENESYS + "YES,1,3/2/26 08:58 AM,voice,Inbound,3/2/26 08:05 AM,,\n",
            "ended_at",
            "lies before started_at",
        ),
        (
            "genesys.csv",
            GENESYS + "YES,1,3/2/26 08:58 AM,voice,Inbound,3/2/26 09:05 AM,-00:00:12,\n",
            "Duration",
            "neither milliseconds nor hh:mm:ss",
        ),
    ],
    "zendesk_tickets": [
        (
            "tickets.csv",
            TICKET + "1,Solved,Mail,2026-03-02 09:00,2026-03-02 12:00,2026-03-01 12:00,45\n",
            "Solved at",
            "lies before Created at",
        ),
        (
            "tickets.csv",
            TICKET + "1,Open,Mail,2026-03-02 09:00,2026-03-02 12:00,,-45\n",
            "First reply time in minutes",
            "is negative",
        ),
    ],
    "measures": [
        ("measures.csv", "kpi,touchpoint_id,day,n\ncsat,web,2026-11-02,-5\n", "n", "is negative"),
        (
            "measures.csv",
            "kpi,touchpoint_id,day,n,promoters\nnps,web,2026-11-02,5,-1\n",
            "promoters",
            "are negative",
        ),
    ],
    "acd_daily": [
        ("acd.csv", "day,offered,aht_s\n2026-11-02,5,-9\n", "aht_s", "is negative: -9"),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("mapping", "name", "text", "column", "said"),
    [
        pytest.param(mapping, *case, id=f"{mapping}-{case[2]}-{number}")
        for mapping, cases in CASES.items()
        for number, case in enumerate(cases)
    ],
)
def test_what_cannot_last_so_long_is_quarantined(site, mapping, name, text, column, said):
    site.mappings.mkdir(exist_ok=True)
    (site.mappings / "shop.sql").write_text(SHOP)
    result = site.load_text(text, name, allow_bad=100)
    assert (result.mapping, result.accepted, result.quarantined) == (mapping, 0, 1)
    (kept,) = site.quarantine()
    assert kept.column == column
    assert said in kept.reason
    assert site.rows("select count(*) from interaction") == [(0,)]


def test_over_the_hour_that_occurs_twice_an_end_may_look_earlier(site):
    over = FREESWITCH.format(end="2026-10-25 01:10:00", duration=1200, billsec=1195)
    text = over.replace("2026-03-12 09:10:0", "2026-10-25 01:50:0") + "\n"
    assert site.load_text(text, "Master.csv").accepted == 1


def test_times_of_several_records_that_contradict_one_another_leave_the_wait_unknown(site):
    """The queue's clock is behind the agent's: nobody knows which record is wrong."""
    log = (
        "1772442000|1.1|support|NONE|ENTERQUEUE||447700900101|1\n"
        "1772442012|1.1|support|Ann|CONNECT|-3600|1772442007.22|5\n"
        "1772442192|1.1|support|Ann|COMPLETECALLER|-3600|180|1\n"
    )
    assert site.load_text(log, "queue_log").accepted == 3
    assert site.rows("select outcome, wait_s, talk_s from interaction") == [("answered", 12, 180)]
