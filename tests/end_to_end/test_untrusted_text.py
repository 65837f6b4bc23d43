"""Hostile names everywhere that text can go: nothing of theirs acts on a terminal."""

import csv
import json
import os
import re

import pytest

from tests.end_to_end.conftest import CJM, ROOT
from tests.end_to_end.terminal import terminal

SHARED = ROOT.parent / "shared" / "data" / "naughty_strings.json"
OWN = [
    "\x1b[2J\x1b[31mred", "\x9b31mC1", "nul\x00byte", "\u202eright to left", "[/nope]", "[link]x",
    "[bold]not bold", "\x1b]52;c;aGk=\x07", "\x1b]0;title\x07", "=cmd|' /C calc'!A0", "%s %n", "表ポあA鷗Œé",
    "👩‍👩‍👧‍👦 family", "a\u0300\u0301\u0302", "{{7*7}}", "$from", "'; drop table contact; --", "\t\ttabs\r\n",
]  # fmt: skip
FORBIDDEN_IN_TEXT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]"
)
MORNING = {"CJM_NOW": "2026-11-21T07:30"}


def naughty():
    found = json.loads(SHARED.read_text()) if SHARED.exists() else []
    return OWN + [text for text in found if text.strip()]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A database whose touchpoints, parties, needs, standards and verbatims are hostile."""
    import subprocess
    import sys

    folder = tmp_path_factory.mktemp("naughty \u202e(red) folder")
    names = naughty()
    tables = {
        "parties": (["party_id", "name", "department"], []),
        "touchpoints": (
            ["journey", "stage", "stage_position", "touchpoint_id", "touchpoint", "customer_need",
             "standard_of_good", "good_author", "accountable", "people"], [],
        ),
        "feedback": (
            ["feedback_id", "touchpoint_id", "at", "instrument", "scale", "score", "verbatim"], [],
        ),
    }  # fmt: skip
    for index, text in enumerate(names):
        tables["parties"][1].append([f"P{index}", text, text])
        tables["touchpoints"][1].append(
            [f"J{text}" if index < 3 else "Journey", f"S{text}"[:60], index // 40, f"T{index}",
             text, text, text, text, f"P{index}", text]
        )  # fmt: skip
        for day in range(12):
            tables["feedback"][1].append(
                [
                    f"F{index}-{day}",
                    f"T{index}",
                    f"2026-11-{day + 8:02}T10:00",
                    "csat",
                    "1-5",
                    3,
                    text,
                ]
            )
    for table, (header, rows) in tables.items():
        with (folder / f"{table}.csv").open("w", newline="", errors="surrogatepass") as file:
            writer = csv.writer(file)
            writer.writerow(header)
            writer.writerows(rows)
    database = folder / "site.duckdb"
    run = [sys.executable, "-m", "cjm_tui", "--db", str(database)]
    subprocess.run([*run, "init"], check=True, cwd=ROOT)
    done = subprocess.run(
        [*run, "import", "--json", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 3), done.stderr
    results = json.loads(done.stdout)
    for result in results:
        assert result["status"] == "loaded", result
        assert result["read"] == result["accepted"] + result["quarantined"] + result["ignored"]
        assert result["accepted"] > 0.95 * len(names)
    assert not FORBIDDEN_IN_TEXT.search(done.stdout + done.stderr)
    return database


@pytest.mark.parametrize(
    "words",
    [
        ["journey"], ["journey", "--json"], ["kpis"], ["kpis", "--json"], ["touchpoint", "T0"],
        ["touchpoint", "T3", "--json"], ["touchpoint", "T1", "--sql"], ["touchpoint", "T1", "--rows"],
        ["touchpoint", "\x1b[2J\u202e"], ["quarantine"], ["quarantine", "--csv"], ["query"],
        ["settings"], ["settings", "--json"], ["mappings"], ["sql", "select name from party"],
        ["sql", "select name as \"\x1b[2J\u202e\" from touchpoint", "--format", "csv"],
        ["sql", "select chr(27) || '[2J' || chr(8238) as x", "--format", "json"],
        ["sql", "select chr(27) || '[2J' || chr(155) || chr(8238) as x"], ["sql", "\x1b[2J\u202e"],
        ["import", "/nowhere/\x1b[2J\u202e.csv"], ["query", "\x1b[2J"], ["query", "csat", "-p", "\x1b[2J=1"],
        ["journey", "--period", "\x1b[2J\u202e"], ["\x1b[2J\u202e"], ["--\x1b[2J"],
        ["settings", "set", "\x1b[2J", "\u202e", "--why", "x"],
    ],
)  # fmt: skip
def test_no_command_lets_a_hostile_name_act_on_the_terminal(site, cjm_here, monkeypatch, words):
    monkeypatch.setenv("CJM_NOW", MORNING["CJM_NOW"])
    _, printed = cjm_here("--db", site, *words)
    assert printed
    assert not FORBIDDEN_IN_TEXT.search(printed), repr(FORBIDDEN_IN_TEXT.search(printed))
    assert "Traceback" not in printed


# What a terminal program itself sends: CSI, OSC and DCS sequences that begin with ESC.
_OWN = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1bP[^\x1b]*\x1b\\|\x1b\][0-9]+;[^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[78=>()][B0]?"
)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
def test_no_screen_lets_a_hostile_name_act_on_the_terminal(site, size):
    columns, lines = size
    command = [*CJM, "--db", str(site)]
    with terminal(command, environ=MORNING, columns=columns, lines=lines) as lead:
        lead.until("data until")
        lead.settle()
        for key in ("G", "g", "enter", "G", "esc", ".", "enter", "esc", "esc", "v", "G", "esc", "?", "esc",
                    "/", "e", "esc", ":", "r", "esc", "t"):  # fmt: skip
            lead.press(key)
            lead.settle(quiet=0.15)
        lead.until("data until")
        for _ in range(5):
            lead.press("j", "enter")
            lead.settle(quiet=0.15)
            lead.press("esc")
        lead.settle()
        lead.press("q")
        assert lead.end() == 0
        sent = _OWN.sub("", lead.output.decode())
        assert not re.search("\x1b\\]52", lead.output.decode())
        left = re.sub(r"[\r\n\x0e\x0f\x08]", "", sent)
        assert not FORBIDDEN_IN_TEXT.search(left), repr(FORBIDDEN_IN_TEXT.search(left))


def test_hostile_file_names_are_shown_and_imported(cjm, tmp_path):
    database = tmp_path / "x.duckdb"
    cjm("--db", database, "init")
    folder = tmp_path / "inbox"
    folder.mkdir()
    for index, text in enumerate(OWN):
        name = re.sub(r"[/\x00]", "_", text)[:60].encode("utf-8", "replace").decode()
        (folder / f"parties {index} {name}.csv").write_text(f"party_id,name\nP{index},{index}\n")
    (folder / os.fsdecode(b"parties \xff\xfe.csv")).write_text("party_id,name\nZ,z\n")
    result = cjm("--db", database, "import", "--json", folder)
    assert not FORBIDDEN_IN_TEXT.search(result.stdout + result.stderr)
    listed = json.loads(result.stdout)
    assert len(listed) == len(OWN) + 1
    assert {item["status"] for item in listed} == {"loaded"}
