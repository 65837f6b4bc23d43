"""Files as they come: compressed, in other encodings and line ends, or no files at all."""

import errno
import fcntl
import gzip
import os
import shutil
import zipfile
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import Mock

import pytest

from cjm_tui.domain.imports import ImportOptions, import_exit_code
from cjm_tui.errors import BusyError, CjmError, ExitCode
from cjm_tui.importers import pipeline, reader
from cjm_tui.services import imports
from tests.importers.conftest import HEADER

TWO = f"{HEADER}\ni1,c1,web,2026-11-02T10:00:00\ni2,c2,web,2026-11-02T11:00:00\n"
ENCODED = """/*---
title = "Notes"
recognise = {{ name = "notes*", header = ["id", "when", "words"] }}
dialect = {{ encoding = "{encoding}", delimiter = ";" }}
timezone = "UTC"
---*/
create table feedback as
select _line, id as feedback_id, "when" as "at", 'csat' as instrument, words as verbatim
from source;
"""


def ids(site):
    return [row[0] for row in site.rows("select interaction_id from interaction order by 1")]


@pytest.mark.parametrize(
    "content",
    [
        TWO.encode(),
        b"\xef\xbb\xbf" + TWO.encode(),
        TWO.replace("\n", "\r\n").encode(),
        TWO.replace("\n", "\r").encode(),
        TWO.replace("00:00\n", "00:00\r\n", 1).encode(),
        TWO.rstrip().encode(),
        TWO.replace("\n", "\n\n").encode(),
        TWO.replace("interaction_id,contact_id", " Interaction_ID ,Contact_Id").encode(),
        TWO.replace("i1,", '"i1",').encode(),
    ],
    ids=["lf", "bom", "crlf", "cr", "mixed", "no last end", "blank lines", "case", "quoted"],
)
def test_the_same_records_in_any_dress(site, content):
    result = site.load_text(content)
    assert (result.read, result.accepted, result.quarantined) == (2, 2, 0)
    assert ids(site) == ["i1", "i2"]


def test_columns_in_another_order_and_unknown_ones(site):
    text = "started_at,note,contact_id,interaction_id,touchpoint_id\n2026-11-02 10:00,x,c1,i1,web\n"
    assert site.load_text(text).accepted == 1
    assert site.rows("select touchpoint_id, contact_id from interaction") == [("web", "c1")]


def test_gzip_and_zip_and_the_same_content_again(site):
    packed = site.folder / "interactions.csv.gz"
    packed.write_bytes(gzip.compress(TWO.encode()))
    archive = site.folder / "nightly.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("inner/interactions.csv", TWO)
        out.writestr("inner/interactions-more.csv", TWO.replace("i1,", "i3,"))
        out.writestr("__MACOSX/._interactions.csv", "rubbish")
    (first,) = site.load(packed)
    more, same = site.load(archive)
    assert (first.status, more.status, same.status) == ("loaded", "loaded", "unchanged")
    assert same.file.endswith("nightly.zip/inner/interactions.csv")
    assert same.batch == first.batch
    assert ids(site) == ["i1", "i2", "i3"]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252"]
)
def test_encodings_that_the_mapping_declares(site, encoding):
    (site.mappings / "notes.sql").write_text(ENCODED.format(encoding=encoding))
    text = "id;when;words\n1;2026-11-02T10:00:00;café für 3 £\n"
    assert site.load_text(text.encode(encoding), "notes.csv").accepted == 1
    assert site.rows("select verbatim from feedback") == [("café für 3 £",)]


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_utf8_is_not_taken_for_an_encoding_of_one_byte(site, encoding):
    (site.mappings / "notes.sql").write_text(ENCODED.format(encoding=encoding))
    text = "id;when;words\n1;2026-11-02T10:00:00;café\n"
    assert "it is in UTF-8" in site.load_text(text, "notes.csv").reason


def test_a_text_that_quotes_one_mark_of_a_conflict_is_none(site):
    header = f"{HEADER},reason"
    text = f'{header}\ni1,c1,web,2026-11-02,"see:\n<<<<<<< HEAD\n=======\nand so on"\n'
    assert site.load_text(text).accepted == 1


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), None])
def test_a_full_disk_is_said_and_leaves_nothing_behind(site, monkeypatch, error):
    path = site.write("interactions.csv", TWO.replace("\n", "\r\n") + "#" * (70 << 20))
    if error is None:
        usage = shutil.disk_usage(site.folder)._replace(free=1 << 20)
        monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    else:
        monkeypatch.setattr(reader, "_put", Mock(side_effect=error))
    with pytest.raises(CjmError, match=r"takes no more: No space|nearly full"):
        site.load(path)
    assert sorted(file.name for file in site.database.path.parent.iterdir()) == [
        "cjm.duckdb", "cjm.duckdb.gate", "cjm.duckdb.key", "cjm.duckdb.turn",
    ]  # fmt: skip
    assert site.rows("select count(*) from import_batch") == [(0,)]


def test_the_map_comes_before_the_facts_and_results_in_the_files_order(site):
    facts = site.write("a-interactions.csv", TWO)
    parties = site.write("z-parties.csv", "party_id,name\np1,Ann\n")
    results = site.load(facts, parties)
    assert [result.mapping for result in results] == ["interactions", "parties"]
    assert [result.batch for result in results] == [2, 1]


def test_a_folder_leaves_out_what_is_hidden_or_no_data(site):
    inbox = site.folder / "inbox"
    (inbox / "done").mkdir(parents=True)
    for name in ("interactions.csv", ".hidden.csv", "README.md", "done/interactions-old.csv"):
        (inbox / name).write_text(TWO)
    assert [result.file for result in site.load(inbox)] == [str(inbox / "interactions.csv")]


REFUSED = {
    "empty": (b"", "empty"),
    "only a mark": (b"\xef\xbb\xbf\n", "empty"),
    "header only": ((HEADER + "\n").encode(), "no records"),
    "no header": (TWO.partition("\n")[2].encode(), "no mapping fits"),
    "lacking column": (b"interaction_id,contact_id,started_at\ni,c,2026-01-01\n", "touchpoint_id"),
    "column twice": (f"{HEADER},Contact_ID\ni,c,t,2026-01-01,c\n".encode(), "twice"),
    "misspelt column": (f"{HEADER},ended_t\ni,c,t,2026-01-01,\n".encode(), "ended_at"),
    "binary": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "not text"),
    "utf-16 without a mark": (TWO.encode("utf-16-le"), "not text"),
    "utf-32": (TWO.encode("utf-32"), "UTF-32"),
    "truncated gzip": (gzip.compress(TWO.encode() * 500)[:-9], "cut short"),
    "damaged gzip": (gzip.compress(TWO.encode())[:-8] + b"12345678", "damaged"),
    "git conflict": (
        TWO.replace("i2,", "<<<<<<< HEAD\ni2,", 1).encode()
        + b"=======\ni2,c3,web,2026-11-02T11:00:00\n>>>>>>> theirs\n",
        "git conflict (line 3)",
    ),
    "damaged zip": (b"PK\x03\x04 nothing follows", "damaged"),
    "excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Excel"),
    "too many bad": (f"{HEADER}\ni1,c,t,2026-01-01\ni2,c,t,soon\n".encode(), "50.0 %"),
    "one cell a line": (TWO.replace(",", "^").encode(), "no mapping fits"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_refused_whole_with_a_reason(site, kind):
    content, reason = REFUSED[kind]
    result = site.load_text(content)
    assert (result.status, result.read) == ("refused", 0)
    assert reason in result.reason
    assert site.rows("select count(*) from interaction") == [(0,)]
    assert site.rows("select batch, status, reason from import_batch") == [
        (result.batch, "refused", result.reason)
    ]


def test_what_is_no_file(site):
    missing, fifo = site.folder / "missing.csv", site.folder / "pipe.csv"
    os.mkfifo(fifo)
    assert [result.status for result in site.load(missing, fifo)] == ["refused", "refused"]


def test_what_is_no_file_in_a_folder_is_not_passed_over(site):
    inbox = site.folder / "inbox"
    (inbox / "calls.csv").mkdir(parents=True)
    os.mkfifo(inbox / "pipe.csv")
    (inbox / "link.csv").symlink_to(site.folder / "gone.csv")
    (inbox / "good.csv").symlink_to(site.write("interactions.csv", TWO))
    assert [(Path(result.file).name, result.reason) for result in site.load(inbox)] == [
        ("good.csv", ""),
        ("link.csv", "it is a link to nothing"),
        ("pipe.csv", "it is not a regular file"),
    ]


def test_a_refused_file_does_not_hold_up_the_others(site):
    bad, good = site.write("bad.csv", "a,b\n1,2\n"), site.write("interactions.csv", TWO)
    assert [result.status for result in site.load(bad, good)] == ["refused", "loaded"]


def test_bad_rows_may_be_allowed_and_are_kept_with_their_place(site):
    text = f"{HEADER}\ni1,c,t,2026-01-01\ni2,c,t,soon\n,c,t,2026-01-01\n"
    refused = site.load_text(text)
    assert [row.line for row in site.quarantine()] == [3, 4]
    loaded = site.load_text(text, allow_bad=70)
    assert (loaded.status, loaded.accepted, loaded.quarantined) == ("loaded", 1, 2)
    assert loaded.batch != refused.batch
    kept = [(row.line, row.column, row.reason) for row in site.quarantine()][:2]
    assert kept == [(3, "started_at", "is not a time: soon"), (4, "interaction_id", "is missing")]


def test_a_dry_run_counts_and_changes_nothing(site):
    before = site.database.stamp()
    (result,) = site.load(site.write("interactions.csv", TWO), dry_run=True)
    assert (result.accepted, result.batch) == (2, None)
    assert result.targets["interaction"].inserted == 2
    assert site.database.stamp() == before


def test_the_files_before_a_busy_database_keep_their_results(site, monkeypatch):
    monkeypatch.setattr(pipeline, "WRITE_WAIT_S", 0.05)
    monkeypatch.setattr(pipeline, "READ_WAIT_S", 0.05)
    paths = [
        site.write(f"interactions-{n}.csv", f"{HEADER}\ni{n},c,web,2026-11-02T10:00:00\n")
        for n in range(3)
    ]
    gate_file = Path(f"{site.database.path}.gate")
    with ExitStack() as held:

        def progress(step, _done, _total):
            if step.startswith("checking interactions-1"):
                gate = held.enter_context(gate_file.open("rb"))
                fcntl.flock(gate, fcntl.LOCK_EX)

        results = imports.import_paths(
            site.database, site.catalog, paths, ImportOptions(), progress
        )
    assert [result.status for result in results] == ["loaded", "busy", "busy"]
    assert "stayed busy" in results[1].reason
    assert import_exit_code(results) == ExitCode.BUSY
    assert site.rows("select interaction_id from interaction") == [("i0",)]
    assert [result.status for result in site.load(*paths)] == ["unchanged", "loaded", "loaded"]
    late = site.write("interactions-4.csv", f"{HEADER}\ni4,c,web,2026-11-02T10:00:00\n")
    with gate_file.open("rb") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        with pytest.raises(BusyError):
            site.load(late)


def test_refused_rows_are_listed_once_when_their_file_comes_again(site):
    text = HEADER + "\ni1,c1,web,2026-11-02T10:00:00\ni2,c1,web,\n"
    assert [site.load_text(text).status for _ in range(2)] == ["refused", "refused"]
    assert [row.batch for row in site.quarantine()] == [2]
    assert site.load_text(text, allow_bad=50).status == "loaded"
    assert [(row.batch, row.line) for row in site.quarantine()] == [(3, 3)]


@pytest.mark.parametrize(
    "name",
    [b"interactions[2].csv", b"interactions*.csv", b"interactions?.csv", b"interactions\xff.csv"],
)
def test_a_name_that_looks_like_a_pattern_reads_that_file_and_no_other(site, name):
    for other in ("interactions2.csv", "interactionsX.csv"):
        (site.folder / other).write_text(TWO.replace("i1,", "other,"))
    path = site.folder / os.fsdecode(name)
    path.write_text(TWO)
    (result,) = site.load(path)
    assert (result.status, result.accepted) == ("loaded", 2)
    assert ids(site) == ["i1", "i2"]
