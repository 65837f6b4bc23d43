"""`cjm quarantine`: a list, and sheets that come back corrected."""

import csv
import io
import json

import pytest

from cjm_tui.config import SystemClock
from cjm_tui.store.database import Database

HEADER = "interaction_id,contact_id,touchpoint_id,started_at,customer"
ROWS = f"{HEADER}\ni1,c1,web,2026-11-02,C-1\ni2,c2,web,noon,C-2\n"
SURVEY = "feedback_id,touchpoint_id,at,instrument,score\nf1,web,noon,nps,9\n"


@pytest.fixture
def ask(cjm_here, tmp_path):
    path = tmp_path / "db" / "cjm.duckdb"
    Database.create(path, "Europe/London", SystemClock())

    def run(*words):
        return cjm_here("--db", path, *words)

    return run


def load(ask, tmp_path, name, text):
    (tmp_path / name).write_text(text)
    code, _ = ask("import", tmp_path / name, "--allow-bad", "100")
    assert code == 3


def test_a_sheet_is_corrected_and_imported_again(ask, tmp_path):
    load(ask, tmp_path, "interactions.csv", ROWS)
    code, printed = ask("quarantine", "--csv")
    assert code == 0
    header, row = csv.reader(io.StringIO(printed))
    assert header == [*HEADER.split(","), "cjm_batch", "cjm_line", "cjm_reason"]
    assert row == [
        "i2",
        "c2",
        "web",
        "noon",
        "[masked]",
        "1",
        "3",
        "started_at: is not a time: noon",
    ]
    (tmp_path / "sheet.csv").write_text(printed.replace("web,noon", "web,2026-11-02"))
    code, printed = ask("import", tmp_path / "sheet.csv", "--json")
    assert (code, json.loads(printed)[0]["accepted"]) == (0, 1)
    code, printed = ask("quarantine")
    assert (code, printed.strip()) == (0, "Nothing is in quarantine.")
    assert json.loads(ask("quarantine", "--json")[1]) == []
    (resolved,) = json.loads(ask("quarantine", "--all", "--json")[1])
    assert (resolved["batch"], resolved["line"], resolved["resolved_by"]) == (1, 3, 2)
    assert "came again" in ask("quarantine", "--all")[1].splitlines()[0]
    assert "that a sheet can correct" in ask("quarantine", "--csv")[1]


def test_rows_of_several_kinds_of_files_need_a_sheet_each(ask, tmp_path):
    load(ask, tmp_path, "interactions.csv", ROWS)
    load(ask, tmp_path, "feedback.csv", SURVEY)
    code, printed = ask("quarantine", "--csv")
    assert code == 2
    assert "interactions (batch 1), feedback (batch 2)" in printed
    assert "--output-dir" in printed
    assert ask("quarantine", "--csv", "--batch", "2")[1].startswith("feedback_id,")
    code, printed = ask("quarantine", "--csv", "--output-dir", tmp_path / "sheets")
    assert code == 0
    assert sorted(path.name for path in (tmp_path / "sheets").iterdir()) == [
        "corrections-feedback.csv",
        "corrections-interactions.csv",
    ]
    code, _ = ask("import", tmp_path / "sheets")  # nothing corrected yet: all refused anew
    assert code == 3
    assert len(json.loads(ask("quarantine", "--json")[1])) == 2
    assert ask("quarantine", "--csv", "--batch", "99")[0] == 2
    assert ask("quarantine", "--output-dir", tmp_path)[0] == 2


def test_a_row_that_is_kept_in_part_only_is_named(ask, tmp_path):
    long = f"{HEADER},reason\ni2,c2,web,noon,C-2,{'x' * 2500}\n"
    load(ask, tmp_path, "interactions.csv", long)
    code, printed = ask("quarantine", "--csv")
    assert code == 0
    assert "interactions.csv line 2" in printed
    assert "2,000 characters" in printed
    assert HEADER not in printed
