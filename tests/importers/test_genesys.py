"""Genesys Cloud: the interactions export in its dates, durations and chosen columns."""

import csv
import io
import re
from pathlib import Path

import pytest

from tests.importers.exports import exported, kpis, said

SAMPLE = "genesys_interactions.csv"
LEGS = """select interaction_id[9:], touchpoint_id[9:], direction, channel, outcome, wait_s, talk_s,
    handle_s from interaction order by 1"""
READ = [
    ("0001/1-flow", "ivr", "inbound", "ivr", "to_agent", None, None, None),
    ("0001/2-queue", "billing", "inbound", "phone", "answered", 12.0, 300.0, 325.0),
    ("0002/1-flow", "ivr", "inbound", "ivr", "to_agent", None, None, None),
    ("0002/2-queue", "billing", "inbound", "phone", "abandoned", 70.0, None, None),
    ("0003/1-flow", "ivr", "inbound", "ivr", "contained", None, None, None),
    ("0004/1-flow", "ivr", "inbound", "ivr", "contained", None, None, None),
    ("0005/1-flow", "ivr", "inbound", "ivr", "to_agent", None, None, None),
    ("0005/2-queue", "billing", "inbound", "phone", "answered", 30.0, 480.0, 500.0),
    ("0005/3-queue", "repairs", "inbound", "phone", "abandoned", 120.0, None, None),
    ("0006/1-flow", "ivr", "inbound", "ivr", "to_agent", None, None, None),
    ("0006/2-queue", "repairs", "inbound", "phone", "left", 320.0, None, None),
    ("0007/2-queue", "repairs", "callback", "phone", "answered", 30.0, 300.0, 330.0),
    ("0008/1-flow", "ivr", "inbound", "ivr", "to_agent", None, None, None),
    ("0008/2-queue", "repairs", "inbound", "phone", "answered", 40.0, 120.0, 130.0),
    ("0009/2-direct", "direct", "outbound", "phone", "done", None, 90.0, 90.0),
    ("0010/2-queue", "web-chat", "inbound", "chat", "answered", 25.0, 900.0, 960.0),
    ("0011/2-direct", "direct", "inbound", "phone", "done", None, 130.0, 130.0),
    ("0012/2-direct", "direct", "inbound", "fax", "not_done", None, None, None),
]


@pytest.fixture(scope="module")
def rows():
    return list(csv.DictReader(exported(SAMPLE).open(encoding="utf-8")))


def text(rows, columns=None, delimiter=","):
    out = io.StringIO()
    columns = columns or list(rows[0])
    writer = csv.DictWriter(out, columns, delimiter=delimiter, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def changed(rows, pattern, change):
    """The rows with each cell that the pattern matches whole changed."""
    look = re.compile(pattern)
    return [
        {
            name: change(found) if (found := look.fullmatch(cell)) else cell
            for name, cell in row.items()
        }
        for row in rows
    ]


@pytest.fixture
def loaded(new_site, kpi_catalog):
    site = new_site(kpi_catalog)
    (result,) = site.load(exported(SAMPLE))
    assert (result.mapping, result.read, result.accepted) == ("genesys_interactions", 12, 12)
    assert result.balanced
    return site


def test_each_conversation_is_a_contact_with_its_legs(loaded):
    assert loaded.rows(LEGS) == READ
    assert loaded.rows("select count(*), count(customer_key) from contact") == [(12, 11)]
    assert loaded.rows("select touchpoint_id, name, channel from touchpoint order by 1") == [
        ("genesys-billing", "Billing", "phone"),
        ("genesys-direct", "Direct to a person", None),
        ("genesys-ivr", "IVR", "ivr"),
        ("genesys-repairs", "Repairs", "phone"),
        ("genesys-web-chat", "Web Chat", "chat"),
    ]
    assert loaded.rows(
        "select started_at::varchar, ended_at::varchar from interaction where contact_id like '%0001'"
        " order by interaction_id"
    ) == [
        ("2026-03-02 08:58:00", "2026-03-02 08:58:45.5"),
        ("2026-03-02 08:58:45.5", "2026-03-02 09:04:30"),
    ]


def test_the_kpis_that_it_feeds(loaded):
    # 0001 answered after 12 s, 0002 given up, 0005 answered after 30 s. Who called in 0001 called
    # again two days later (0008); the return call 0007 and the outbound 0009 are no repeats.
    assert kpis(loaded, "genesys-billing") == {
        "service_level": (3, 33.33),
        "abandon_rate": (3, 33.33),
        "asa": (2, 21.0),
        "aht": (2, 412.5),
        "repeat_7d": (3, 33.33),
        "fcr_7d": (2, 50.0),
        "nps": (1, 100.0),
    }
    assert kpis(loaded, "genesys-repairs") == {
        "service_level": (3, 0.0),  # given up after a transfer, left for a return call, 40 s
        "abandon_rate": (3, 33.33),
        "asa": (1, 40.0),
        "aht": (1, 130.0),
        "repeat_7d": (3, 0.0),
        "fcr_7d": (1, 100.0),
        "nps": (1, -100.0),
    }
    assert kpis(loaded, "genesys-ivr") == {"ivr_containment": (7, 28.57), "repeat_7d": (7, 14.29)}


def test_what_happened_in_a_leg_is_kept_in_its_order(loaded):
    steps = loaded.rows(
        "select interaction_id[9:], event, coalesce(node, target_queue, value) from interaction_event"
        " where contains(interaction_id, '0005') or contains(interaction_id, '0004') order by 1, seq"
    )
    assert steps == [
        ("0004/1-flow", "enter", "Main Menu"),
        ("0004/1-flow", "task_fail", "1"),
        ("0004/1-flow", "system_disconnect", None),
        ("0005/1-flow", "enter", "Main Menu"),
        ("0005/1-flow", "enter", "Billing Hold"),
        ("0005/1-flow", "transfer", "Billing"),
        ("0005/2-queue", "queue", "Billing"),
        ("0005/2-queue", "queue", "Repairs"),
        ("0005/2-queue", "transfer", "1"),
        ("0005/2-queue", "disconnect", "external"),
    ]


def test_neither_agents_nor_numbers_are_stored(loaded):
    everything = repr(loaded.facts()) + repr(loaded.rows("from touchpoint"))
    assert "Ann Lee" not in everything
    assert "7700900" not in everything
    # tel: and sip: of the same number are the same customer
    assert loaded.rows(
        "select count(distinct customer_key) from contact where contact_id in"
        " ('genesys:0002', 'genesys:0009')"
    ) == [(1,)]


def in_milliseconds(rows):
    def milliseconds(found):
        hours, minutes, seconds = found[0].split(":")
        return str(round(1000 * (3600 * int(hours) + 60 * int(minutes) + float(seconds))))

    return changed(rows, r"\d\d:\d\d:\d\d\.\d{3}", milliseconds)


def dated(rows, form):
    def written(found):
        month, day, _, hour, minute, half = re.split(r"[/ :]", found[0])
        hour = int(hour) % 12 + 12 * (half == "PM")
        return form.format(month=int(month), day=int(day), hour=hour, minute=minute)

    return changed(rows, r"\d+/\d+/\d+ \d\d:\d\d [AP]M", written)


@pytest.mark.parametrize(
    ("dress", "mapping"),
    [
        (in_milliseconds, ""),
        (lambda rows: changed(rows, r"\d\d:\d\d:\d\d\.\d{3}", lambda found: f" {found[0]}"), ""),
        (
            lambda rows: changed(rows, ".* [AP]M", lambda found: found[0].replace(" A", "\u202fA")),
            "",
        ),
        (lambda rows: dated(rows, "2026-{month:02}-{day:02}T{hour:02}:{minute}:00Z"), ""),
        (lambda rows: dated(rows, "2026-{month:02}-{day:02} {hour:02}:{minute}"), ""),
        (lambda rows: dated(rows, "{day:02}/{month:02}/2026 {hour:02}:{minute}"), "_dmy"),
        (lambda rows: dated(rows, "{day}/{month}/26, {hour:02}:{minute}:00"), "_dmy"),
        (lambda rows: dated(rows, "{day:02}.{month:02}.26 {hour:02}:{minute}"), "_dotted"),
    ],
    ids=["ms", "padded", "narrow space", "iso with zone", "iso", "d/m/y", "d/m/yy", "d.m.yy"],
)
def test_the_same_export_in_another_dress(new_site, rows, dress, mapping):
    plain, other = new_site(), new_site()
    plain.load(exported(SAMPLE))
    result = other.load_text(text(dress(rows)), "export.csv")
    assert (result.mapping, result.accepted) == (f"genesys_interactions{mapping}", 12)
    assert said(other) == said(plain)


def test_dates_that_contradict_what_is_declared_refuse_the_file(site, rows):
    american = [{**row, "Date": row["Date"].replace("3/4/26", "23/3/26")} for row in rows]
    refused = site.load_text(text(american), SAMPLE)
    assert refused.reason.startswith("its dates are not M/D/YY, as its mapping declares: ")
    british = dated(rows, "{day:02}/{month:02}/2026 {hour:02}:{minute}")
    british = [{**row, "Date": row["Date"].replace("04/03", "03/23")} for row in british]
    assert "its dates are not D/M/YY" in site.load_text(text(british), SAMPLE).reason


def test_the_mapping_of_the_docs_for_days_before_months_with_am_and_pm(site, rows):
    docs = Path(__file__).parents[2] / "docs" / "mappings" / "genesys_interactions.md"
    (written,) = re.findall(r"```sql\n(.*?)```", docs.read_text(encoding="utf-8"), re.DOTALL)
    (site.mappings / "genesys_australia.sql").write_text(written)
    british = changed(
        rows, r"3/(\d)/26 (.*)", lambda found: f"0{found[1]}/03/26 {found[2].lower()}"
    )
    assert site.load_text(text(british), SAMPLE, mapping="genesys_australia").accepted == 12
    assert site.rows(LEGS) == READ


@pytest.mark.parametrize(
    "partial",
    [
        {"Full Export Completed": "NO"},
        {"Full Export Completed": "", "Partial Result Timestamp": "3/2/26 09:00 AM"},
    ],
)
def test_a_partial_export_is_refused(site, rows, partial):
    result = site.load_text(text([*rows[:-1], {**rows[-1], **partial}]), SAMPLE)
    assert (result.status, "partial" in result.reason) == ("refused", True)
    assert site.rows("from interaction") == []


def test_the_columns_that_everybody_has_are_enough(site, rows):
    standard = list(rows[0])[:16]
    assert standard[-1] == "Conversation ID"
    assert site.load_text(text(rows, standard), SAMPLE).accepted == 12
    assert site.rows("select outcome, count(*) from interaction where touchpoint_id <> 'genesys-ivr' group by 1 order by 1") == [
        ("abandoned", 2), ("answered", 5), ("done", 2), ("not_done", 1),
    ]  # fmt: skip


def test_columns_in_any_order_with_others_that_look_alike(site, rows):
    columns = [*reversed(list(rows[0])), "Total Alerts", "Total Talks", "Users - Alerted", "Queues"]
    assert site.load_text(text(rows, columns, ";"), "Export 1.csv").accepted == 12
    assert site.rows(LEGS) == READ


def test_an_unknown_media_type_or_direction_is_kept(site, rows):
    odd = {**rows[0], "Media Type": "hologram", "Direction": "Sideways", "Conversation ID": "9"}
    assert site.load_text(text([odd]), SAMPLE).accepted == 1
    assert site.rows(
        "select direction, channel, outcome from interaction order by interaction_id"
    ) == [
        ("inbound", "hologram", "to_agent"),
        ("inbound", "hologram", "answered"),
    ]


def test_rows_that_say_nothing_usable_are_quarantined_with_people_masked(site, rows):
    broken = [{**rows[0], "Conversation ID": ""}, {**rows[1], "Total Queue": "a while"}]
    result = site.load_text(text([*broken, *rows[2:]]), SAMPLE, allow_bad=50)
    assert (result.accepted, result.quarantined) == (10, 2)
    assert [row.column for row in site.quarantine()] == ["Conversation ID", "Duration"]
    shown = " ".join(row.raw for row in site.quarantine())
    for word in ("Ann Lee", "Bo Ray", "Cy Poe", "7700900"):
        assert word not in shown


def test_a_conversation_that_goes_on_is_completed_by_the_next_export(site, rows):
    open_ended = {
        **rows[0],
        "End Date": "",
        "Duration": "",
        "Disconnect Type": "",
        "Users": "",
        "Total Talk": "",
        "Total Handle": "",
    }
    site.load_text(text([open_ended, *rows[1:]]), SAMPLE)
    assert site.rows(
        "select outcome from interaction where interaction_id = 'genesys:0001/2-queue'"
    ) == [(None,)]
    result = site.load_text(text(rows), SAMPLE)
    assert site.rows(LEGS) == READ
    assert result.targets["interaction"].updated == 1  # the queue leg; the IVR was left before
