"""`cjm report` as a user types it, on the sample company; its HTML in a browser."""

import json
import shutil
import subprocess
from collections import Counter
from html.parser import HTMLParser

import pytest

from cjm_tui.config import SystemClock
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.errors import UsageError
from cjm_tui.paper.form import Form, written
from cjm_tui.services.boards import DatabaseBoards
from cjm_tui.store.catalog import load_catalog
from cjm_tui.store.database import Database

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
    "--host-resolver-rules=MAP * ~NOTFOUND",
)


@pytest.fixture(scope="module")
def packs(demo_master, tmp_path_factory):
    """The pack as both files, each written in one process."""
    from tests.end_to_end.conftest import CJM, ROOT

    folder = tmp_path_factory.mktemp("packs")
    for name in ("pack.html", "pack.md"):
        command = [*CJM, "--db", demo_master, "report", "--output", folder / name]
        subprocess.run([*map(str, command)], check=True, capture_output=True, cwd=ROOT)
    return folder


class Figures(HTMLParser):
    """Each `<data>` of a page, and the text of its elements."""

    def __init__(self, text):
        super().__init__()
        self.figures, self.tags, self.text = [], Counter(), ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags[tag] += 1
        if tag == "data":
            self.figures.append(dict(attrs))

    def handle_data(self, data):
        self.text += data


def opened(page, folder):
    """Open a page in a browser: what it made of it, what it asked for, and what it complained of."""
    log = folder / f"{page.stem}.netlog"
    done = subprocess.run(
        [CHROMIUM, *QUIET, f"--user-data-dir={folder / 'profile'}", f"--log-net-log={log}",
         "--enable-logging=stderr", "--dump-dom", page.as_uri()],
        check=True, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    found = json.loads(log.read_text())
    start = found["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"]
    asked = [
        event["params"] for event in found["events"] if event["type"] == start and "params" in event
    ]
    # What the browser asks for by itself has no page for its origin.
    by_page = [p["url"] for p in asked if p.get("initiator", "not an origin") != "not an origin"]
    complaints = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    return Figures(done.stdout), by_page, complaints


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")
def test_the_pack_opens_in_a_browser_and_asks_for_nothing(packs, tmp_path, cjm_here, demo_master):
    page, asked, complaints = opened(packs / "pack.html", tmp_path)
    assert (asked, complaints) == ([], [])
    assert page.tags["svg"] >= 4  # shares, both sides of the watermelon, the outcome
    assert "In five minutes" in page.text
    code, printed = cjm_here("--db", demo_master, "kpis", "--json")
    assert code == 0
    known = {(line["kpi"], line["touchpoint_id"] or ""): line for line in json.loads(printed)}
    _, printed = cjm_here("--db", demo_master, "audit", "--json")
    outcomes = {one["journey_id"]: one for one in json.loads(printed)["customer_outcomes"]}
    compared = 0
    for figure in page.figures:
        if "data-journey" in figure:
            line = outcomes[figure["data-journey"]]
        else:
            line = known[figure["data-kpi"], figure["data-touchpoint"]]
            compared += 1
        assert float(figure["value"]) == line["value"]
        assert int(figure["data-n"]) == line["n"]
        assert float(figure["data-low"]) == line["low"]
        assert float(figure["data-high"]) == line["high"]
    assert compared > 25


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")
def test_that_a_page_asks_for_something_would_be_seen(tmp_path):
    page = tmp_path / "asks.html"
    page.write_text('<p>x<img src="http://127.0.0.1:9/x.png"><p>y')
    assert opened(page, tmp_path)[1] == ["http://127.0.0.1:9/x.png"]


def test_the_same_data_gives_the_same_bytes_a_year_later(
    packs, cjm_here, demo_master, tmp_path, monkeypatch
):
    monkeypatch.setenv("CJM_NOW", "2027-11-21T12:00")
    for name in ("pack.html", "pack.md"):
        code, said = cjm_here("--db", demo_master, "report", "--output", tmp_path / name)
        assert code == 0
        assert f"The pack is in {tmp_path / name}" in said
        assert (tmp_path / name).read_bytes() == (packs / name).read_bytes()


def test_the_audit_screen_writes_the_same_pack(packs, demo_master, tmp_path):
    catalog = load_catalog(personal=tmp_path)
    boards = DatabaseBoards(Database(demo_master, SystemClock(), catalog), lambda: catalog)
    pack = boards.audit.pack("28d", Cancellation())
    boards.audit.write(written(pack, Form.HTML), tmp_path / "pack.html")
    assert (tmp_path / "pack.html").read_bytes() == (packs / "pack.html").read_bytes()
    with pytest.raises(UsageError, match="a file of the database itself"):
        boards.audit.write("", demo_master)


def test_the_pack_says_in_words_what_was_planted(packs):
    text = (packs / "pack.md").read_text()
    assert "36 points fewer outputs than the typical 80%." in text
    first_page = text.partition("## What we measure")[0]
    (melon,) = [line for line in first_page.splitlines() if "but Repeat within 7 days" in line]
    assert melon.startswith("- IVR: IVR containment")
    assert "NO OWNER" in melon
    assert "A-102" in first_page
    assert "A-101" in text.partition("### Reached, and lost again")[2]
    assert "queries/kpi/ivr" in text


def test_printed_or_written_it_is_the_same_and_a_file_of_the_database_is_refused(
    packs, cjm_here, demo_master
):
    code, printed = cjm_here("--db", demo_master, "report")
    assert (code, printed) == (0, (packs / "pack.md").read_text())
    code, said = cjm_here("--db", demo_master, "report", "--output", demo_master)
    assert code == 2
    assert "a file of the database itself" in said
