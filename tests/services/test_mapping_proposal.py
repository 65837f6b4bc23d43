"""Files of many shapes that no mapping knows: what is proposed, and that it imports."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_tui.cli.map_file import map_file
from cjm_tui.config import FixedClock
from cjm_tui.domain.imports import ImportOptions
from cjm_tui.errors import CjmError, RefusedFileError, UsageError
from cjm_tui.importers.mapping import parse_mapping
from cjm_tui.importers.proposal.guess import guess_of
from cjm_tui.importers.proposal.sample import sample_of
from cjm_tui.importers.proposal.vocabulary import role_of
from cjm_tui.importers.proposal.writing import mapping_text
from cjm_tui.services import imports
from cjm_tui.services.mapping_proposal import propose, save
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.database import Database

CLOCK = FixedClock(datetime(2026, 11, 20, 8, 30, tzinfo=UTC))
GERMAN = """Vorgangsnummer;Beginn;Warteschlange;Wartezeit;Gesprächsdauer;Ergebnis;Rufnummer;Bearbeiter;Gelöst
A1;02.11.2026 09:05:00;Rechnung;12,5;220;angenommen;+44 7700 900123;Ann;ja
A2;13.11.2026 09:06:00;Technik;61;0;aufgelegt;+44 7700 900124;;nein
"""
US = """Call ID,Start Time,End Time,Skill,Wait (ms),Talk Time,Abandoned,Caller ID,Agent Name
7,11/02/26 9:05 AM,11/02/26 9:09 AM,Billing,12500,0:03:40,No,(212) 555-0123,Ann
8,11/23/26 1:06 PM,11/23/26 1:07 PM,Billing,61000,0:00:00,Yes,(212) 555-0124,
"""
EPOCH = "session;began;media\nx1;1793610300;chat\nx2;1793610360;voice\n"
EPOCH_MS = "session,began,media\nx1,1793610300000,chat\nx2,1793610360500,voice\n"
FEEDBACK = """Response Id,Recorded Date,Rating,Comment,E-Mail
r1,2026-11-02T10:00:00+01:00,9,very good,ann@example.org
r2,2026-11-02T11:00:00+01:00,3,"no, not at all",bob@example.org
"""


@pytest.fixture
def folder(tmp_path):
    """A place for files and mappings, with a database to import into."""
    Database.create(tmp_path / "cjm.duckdb", "UTC", CLOCK)
    return tmp_path


def proposed(folder, name, text, encoding="utf-8"):
    """Propose, save and import; return the proposal, the import's result, and a way to ask."""
    database = Database(folder / "cjm.duckdb", CLOCK, Catalog({}))
    path = folder / name
    path.write_bytes(text.encode(encoding))
    proposal = propose(path, CLOCK, folder=folder / "mappings")
    save(proposal, folder / "mappings" / f"{proposal.name}.sql", force=False)
    (result,) = imports.import_paths(
        database, Catalog({}), [path], ImportOptions(), lambda *_: None,
        mappings_folder=folder / "mappings",
    )  # fmt: skip

    def rows(sql):
        with database.read() as reader:
            return reader.rows(sql)

    return proposal, result, rows


def becomes(proposal):
    return {column.column: column.becomes for column in proposal.columns if column.becomes}


def said(proposal):
    return " | ".join(proposal.notes)


def test_a_german_export(folder):
    proposal, result, rows = proposed(folder, "anrufe_2026-11-02.csv", GERMAN, "cp1252")
    assert (proposal.name, result.mapping, result.accepted) == ("anrufe", "anrufe", 2)
    assert becomes(proposal)["Gesprächsdauer"] == "talk_s"
    assert "Bearbeiter" not in becomes(proposal)
    for sure in (
        "cp1252: likely",
        "delimiter ;",
        "D.M.Y: sure",
        "decimal comma: likely",
        "taken as the site's own",
    ):
        assert sure in said(proposal)
    assert rows(
        "select interaction_id, touchpoint_id, started_at::varchar, wait_s, talk_s, outcome, resolved,"
        " customer_key is not null from interaction order by 1"
    ) == [
        ("anrufe:A1", "Rechnung", "2026-11-02 09:05:00", 12.5, 220.0, "answered", True, True),
        ("anrufe:A2", "Technik", "2026-11-13 09:06:00", 61.0, 0.0, "abandoned", False, True),
    ]
    assert "900123" not in " ".join(str(cell) for row in proposal.preview for cell in row)


def test_american_times_of_twelve_hours_milliseconds_and_clocks(folder):
    proposal, result, rows = proposed(folder, "calls.csv", US)
    assert result.accepted == 2
    assert "dates M/D/YY: sure" in said(proposal)
    assert rows(
        "select started_at::varchar, wait_s, talk_s, outcome from interaction order by 1"
    ) == [
        ("2026-11-02 09:05:00", 12.5, 220.0, "answered"),
        ("2026-11-23 13:06:00", 61.0, 0.0, "abandoned"),
    ]


@pytest.mark.parametrize("text", [EPOCH, EPOCH_MS])
def test_seconds_and_milliseconds_since_1970_and_what_is_missing(folder, text):
    proposal, result, rows = proposed(folder, "chats.csv", text)
    assert result.accepted == 2
    assert "time zone: sure" in said(proposal)
    assert "no wait time: service level" in said(proposal)
    assert "no customer" in said(proposal)
    assert rows("select min(started_at)::timestamp(0)::varchar from interaction") == [
        ("2026-11-02 09:05:00",)
    ]
    assert rows("select channel from interaction order by interaction_id") == [
        ("chat",),
        ("phone",),
    ]


def test_a_survey(folder):
    proposal, result, rows = proposed(folder, "survey.csv", FEEDBACK)
    assert (proposal.target, result.accepted) == ("feedback", 2)
    assert "each time carries its offset" in said(proposal)
    assert rows(
        "select instrument, score, verbatim, local_at::varchar from feedback order by score"
    ) == [
        ("nps", 3.0, "no, not at all", "2026-11-02 10:00:00"),
        ("nps", 9.0, "very good", "2026-11-02 09:00:00"),
    ]


def test_an_order_of_days_that_no_record_shows_is_said_to_be_a_guess(folder):
    text = GERMAN.replace("13.11", "03.11")
    proposal, _, _ = proposed(folder, "anrufe.csv", text)
    assert "D.M.Y: a guess" in said(proposal)
    assert "M.D.Y is as likely" in said(proposal)


def test_a_record_without_an_id_is_its_own(folder):
    text = "Start,Queue,Wait\n2026-11-02 10:00,a,1\n2026-11-02 10:00,a,2\n"
    _, result, rows = proposed(folder, "queue.csv", text)
    assert result.accepted == 2
    assert rows("select count(distinct interaction_id) from interaction") == [(2,)]


def test_an_id_that_repeats_is_not_taken_for_one(folder):
    text = "Call ID,Start,Wait\n1,2026-11-02 10:00,1\n1,2026-11-02 10:05,2\n"
    proposal, result, rows = proposed(folder, "legs.csv", text)
    assert "repeated in some records" in {c.column: c.why for c in proposal.columns}["Call ID"]
    assert (result.accepted, rows("select count(*) from interaction")) == (2, [(2,)])


DATE_AND_TIME = """Date,Start Time,End Time,Call ID,Wait Time,Outcome
{day},23:59:30,0:01:30,1,0:00:20,Answered
{day},9:05,9:06,2,0:01:00,HANG
{day},,,3,0:01:00,answered
"""


@pytest.mark.parametrize("day", ["2026-11-13", "261113", "20261113", "13.11.2026", "11/13/26"])
def test_a_day_and_a_time_of_day_in_two_columns(folder, day):
    """An end before the start is the next day's; a record without a time is not one of midnight."""
    proposal, result, _ = proposed(folder, "calls.csv", DATE_AND_TIME.format(day=day))
    assert "time: Date and Start Time together" in said(proposal)
    assert "counts from 1970" not in said(proposal)
    assert result.status == "refused"  # a third of so few records is bad
    assert [at for at, *_ in proposal.refused] == [4]
    assert proposal.accepted == 2
    table = dict(zip(proposal.preview_columns, zip(*proposal.preview, strict=True), strict=True))
    assert [str(at) for at in table["started_at"]] == ["2026-11-13 23:59:30", "2026-11-13 09:05:00"]
    assert [str(at) for at in table["ended_at"]] == ["2026-11-14 00:01:30", "2026-11-13 09:06:00"]
    assert table["outcome"] == ("answered", "abandoned")


def test_days_alone_are_said_to_be(folder):
    proposal, _, _ = proposed(folder, "mails.csv", "Day,Ticket ID\n2026-11-02,1\n2026-11-03,2\n")
    assert "Day holds days alone" in said(proposal)


def test_words_that_are_not_known_are_kept_named_and_later_refused(folder):
    head, rows_of = "Call ID,Start,Result,Direction\n", "{0},2026-11-02 10:0{0},{1},{2}\n"
    text = head + rows_of.format(1, "Answered", "in") + rows_of.format(2, "Voicemail", "internal")
    proposal, _, rows = proposed(folder, "calls.csv", text)
    assert "Result also says voicemail: kept as it is" in said(proposal)
    assert "Direction also says internal" in said(proposal)
    assert rows("select outcome, direction from interaction order by 1") == [
        ("answered", "inbound"),
        ("voicemail", "internal"),
    ]
    good = "".join(rows_of.format(n, "answered", "in") for n in range(3, 9))
    (folder / "calls2.csv").write_text(head + good + rows_of.format(9, "Zombie", "in"))
    (later,) = imports.import_paths(
        Database(folder / "cjm.duckdb", CLOCK, Catalog({})), Catalog({}), [folder / "calls2.csv"],
        ImportOptions(allow_bad=50), lambda *_: None, mappings_folder=folder / "mappings",
    )  # fmt: skip
    assert (later.accepted, later.quarantined) == (6, 1)


def test_a_column_of_many_different_words_is_no_outcome(folder):
    lines = "".join(f"{n},2026-11-02 10:00,said thing {n}\n" for n in range(30))
    proposal, _, _ = proposed(folder, "calls.csv", f"Call ID,Start,Result\n{lines}")
    assert "outcome" not in becomes(proposal).values()


def test_ids_that_repeat_further_down_are_told(folder):
    lines = "".join(f"{n % 150},2026-11-02 10:00\n" for n in range(200))
    proposal, _, _ = proposed(folder, "calls.csv", f"Call ID,Start\n{lines}")
    assert "50 of the first records repeat an id" in said(proposal)


@pytest.mark.parametrize(
    ("column", "role"),
    [
        ("Zufriedenheit", "score"), ("Kundenzufriedenheit", "score"), ("Satisfacción", "score"),
        ("Valoración", "score"), ("Anmerkungen", "verbatim"), ("Commentaires", "verbatim"),
        ("Temps d'attente", "wait_s"), ("Tiempo de espera", "wait_s"), ("Wartezeit (Sek)", "wait_s"),
        ("Durée d'appel", "handle_s"), ("Gesprächsbeginn", "started_at"), ("Fecha y hora", "started_at"),
        ("Date/Heure", "started_at"), ("File d'attente", "queue"), ("Cola de espera", "queue"),
        ("Motif de contact", "reason"), ("Kontaktgrund", "reason"), ("Geloest", "resolved"),
        ("Anrufnr.", "id"), ("caller_id_number", "customer"), ("end_stamp", "ended_at"),
        ("Gespraechsdauer", "talk_s"), ("Numéro client", "customer"), ("Nacharbeitszeit", "wrap_s"),
    ],
)  # fmt: skip
def test_names_of_columns_in_the_languages_of_the_field(column, role):
    assert role_of(column)[0] == role


def test_the_preview_fits_a_narrow_terminal(tmp_path):
    path = tmp_path / "a_rather_long_name_of_an_export.csv"
    path.write_text(US.replace("Skill", "Skill with a name that goes on for quite a while"))
    shown = CliRunner().invoke(map_file, [str(path), "--dry-run"])
    assert shown.exit_code == 0, shown.output
    assert max(map(len, shown.stdout.splitlines())) <= 80
    assert "2026-11-02 09:05:00" in shown.stdout


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it is empty"),
        ("just words\nand more\n", "no delimiter"),
        ("a,b\nx,y\n", "no column holds a time"),
        ("1,2026-11-02,3\n2,2026-11-03,4\n", "looks like data"),
        ("\x00\x01\x02binary,\x00", "not text"),
        ("a,b\n", "no records"),
        ('{"a": 1, "at": "2026-11-02"}\n', "it is JSON"),
        (
            '[{"ContactId": 1, "InitiationMethod": "", "InitiationTimestamp": "",'
            ' "LastUpdateTimestamp": ""}]',
            "connect_contacts reads this file already",
        ),
    ],
)
def test_what_no_mapping_can_be_proposed_for(tmp_path, text, why):
    path = tmp_path / "odd.csv"
    path.write_text(text)
    with pytest.raises(CjmError, match=why) as caught:
        propose(path, CLOCK, folder=tmp_path)
    assert caught.value.exit_code == 4


def test_the_command_writes_once_and_says_what_it_did(tmp_path):
    path = tmp_path / "calls.csv"
    path.write_text(US)
    out = tmp_path / "mine" / "calls.sql"
    first = CliRunner().invoke(map_file, [str(path), "--output", str(out)])
    assert first.exit_code == 0, first.output
    assert "Agent Name" in first.stdout
    assert "wait_s" in first.stdout
    assert parse_mapping(out.read_text(), "calls").targets == ("interaction",)
    again = CliRunner().invoke(map_file, [str(path), "--output", str(out)])
    assert isinstance(again.exception, UsageError)
    shown = CliRunner().invoke(map_file, [str(path), "--output", str(out), "--force", "--json"])
    assert json.loads(shown.stdout)["accepted"] == 2
    dry = CliRunner().invoke(
        map_file, [str(path), "--output", str(tmp_path / "x.sql"), "--dry-run"]
    )
    assert dry.exit_code == 0
    assert not (tmp_path / "x.sql").exists()


NAMES = st.one_of(
    st.sampled_from(
        [
            "Start",
            "Call ID",
            "Wait (s)",
            "Score",
            "Kunde",
            "Outcome",
            "e-mail",
            "---*/",
            'a"b',
            "x'y",
            "*/",
        ]
    ),
    st.text(max_size=10),
)
CELLS = st.one_of(
    st.sampled_from(
        [
            "2026-11-02",
            "02/11/2026 9:05 PM",
            "1793610300",
            "0:03:40",
            "yes",
            "12,5",
            "a@b.org",
            "",
            "'",
        ]
    ),
    st.text(max_size=10),
)


@st.composite
def csv_texts(draw):
    names = draw(st.lists(NAMES, min_size=1, max_size=6))
    rows = draw(st.lists(st.lists(CELLS, min_size=len(names), max_size=len(names)), max_size=6))
    out = io.StringIO()
    delimiter = draw(st.sampled_from(",;\t|"))
    csv.writer(out, delimiter=delimiter).writerows([names, *rows])
    return out.getvalue()


@settings(max_examples=200)
@given(st.one_of(csv_texts(), st.text()), st.sampled_from(["utf-8", "utf-16", "cp1252"]))
def test_whatever_the_file_what_is_written_loads_as_a_mapping(text, encoding):
    try:
        guess = guess_of(sample_of(text.encode(encoding, "replace")))
    except RefusedFileError:
        return
    mapping = parse_mapping(mapping_text(guess, "proposed"), "proposed")
    assert mapping.targets in (("interaction",), ("feedback",))


@settings(max_examples=12)
@given(csv_texts())
def test_any_csv_is_tried_or_refused_without_a_traceback(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("any") / "any.csv"
    path.write_text(
        "Start,Call ID\n2026-11-02,1\n" if text == "" else text, encoding="utf-8", newline=""
    )
    try:
        proposal = propose(path, CLOCK, folder=path.parent)
    except CjmError:
        return
    assert proposal.accepted + len(proposal.refused) > 0
