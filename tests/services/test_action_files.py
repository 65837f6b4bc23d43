"""Actions as CSV: out and in again they are the same, whatever people wrote; files change no edit."""

import csv
import io
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cjm_tui.domain.actions import GateError
from cjm_tui.errors import UsageError
from cjm_tui.services import imports
from cjm_tui.services.action_files import FILES, file_text, write_files
from tests.queries.facts import catalog
from tests.services.actions_site import ActionSite

WORDS = st.text(
    st.one_of(st.sampled_from(",;|\t\"'=-@ äß漢\u202e\x1b"), st.characters(codec="utf-8")),
    min_size=1,
    max_size=20,
).filter(lambda text: text.strip(" \t\r\n") != "")
DAYS = st.integers(1, 500).map(lambda days: str(date(2026, 11, 20) + timedelta(days=days)))
NUMBERS = st.floats(-1e6, 1e6, allow_nan=False).map(repr)


def load(site, *paths):
    return imports.import_paths(
        site.database, catalog(), paths, imports.ImportOptions(), lambda *_: None
    )


def texts(site):
    with site.database.read() as reader:
        return {name: file_text(reader, name) for name in FILES}


@pytest.fixture
def site(tmp_path, monkeypatch):
    return ActionSite(tmp_path / "cjm.duckdb", monkeypatch)


def worked_on(site, data):
    """Let people do what they like with two actions."""
    draw = data.draw
    chosen = site.do("opportunity", title=draw(WORDS), touchpoint_id="ivr").identity
    chosen = site.do("proposition", chosen, title=draw(WORDS)).identity
    for _ in range(2):
        action_id = site.add(
            draw(WORDS),
            owner="kaur",
            sponsor="lind",
            due=draw(DAYS),
            supporting="Field",
            problem=draw(WORDS),
            baseline=draw(NUMBERS),
            expected_effect=draw(NUMBERS),
            proposition_id=chosen,
        )
        site.later(seconds=7, microseconds=draw(st.integers(0, 999_999)))
        site.word(action_id, "Field", agreement="objects", note=draw(WORDS))
        site.do("action_comment", f":{action_id}", note=draw(WORDS))
        site.do("action_milestone", f":{action_id}", title=draw(WORDS), due=draw(DAYS))
        site.do("action_evidence", f":{action_id}", reference=draw(WORDS), note=draw(WORDS))
        if draw(st.booleans()):
            site.move(action_id, "agreed")
            site.live(action_id)
        if draw(st.booleans()):
            site.undo(action_id)


@settings(
    max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_out_and_in_again_is_the_same(tmp_path_factory, monkeypatch, data):
    folder = tmp_path_factory.mktemp("files")
    site = ActionSite(folder / "one.duckdb", monkeypatch)
    worked_on(site, data)
    with site.database.read() as reader:
        paths = write_files(reader, folder / "out")
    other = ActionSite(folder / "other.duckdb", monkeypatch)
    results = load(other, *paths)
    assert {result.status for result in results} == {"loaded"}
    assert all(result.quarantined == 0 for result in results)
    assert texts(other) == texts(site)
    with site.database.read() as one, other.database.read() as two:
        for name in ("A-1", "A-2"):
            assert [e.new for e in _history(one, name)] == [e.new for e in _history(two, name)]


def _history(reader, action_id):
    from cjm_tui.services.actions import history

    return [line for line in history(reader, action_id) if line.change]


HEAD = "action_id,title,state,due,owner,baseline\n"


def test_a_file_brings_actions_and_changes_what_nobody_has_touched(site, tmp_path):
    path = tmp_path / "actions.csv"
    path.write_text(HEAD + "A-7,Fix it,proposed,2026-12-01,S. Kaur,30\n")
    load(site, path)
    path.write_text(HEAD + "A-7,Fix it soon,proposed,2026-12-08,S. Kaur,31\n")
    load(site, path)
    found = site.get("A-7")
    assert (found.title, found.due, found.baseline) == ("Fix it soon", date(2026, 12, 8), 31)
    assert found.owner.department == "Contact"


def test_no_file_changes_what_a_person_has_edited(site, tmp_path):
    path = tmp_path / "actions.csv"
    path.write_text(HEAD + "A-7,Fix it,proposed,2026-12-01,S. Kaur,30\n")
    load(site, path)
    site.edit("A-7", due="2027-01-15")
    own = site.add("Mine")
    path.write_text(
        HEAD + f"A-7,Fix it soon,proposed,2026-12-08,S. Kaur,31\n{own},Theirs,closed,,,\n"
    )
    load(site, path)
    found = site.get("A-7")
    assert (found.title, found.due) == ("Fix it soon", date(2027, 1, 15))
    assert site.get(own).title == "Mine"
    assert site.get(own).state == "proposed"


def test_no_file_chooses_a_baseline_after_work_has_begun(site, tmp_path):
    path = tmp_path / "actions.csv"
    path.write_text(HEAD + "A-7,Fix it,in progress,2026-12-01,S. Kaur,30\n")
    load(site, path)
    path.write_text(HEAD + "A-7,Fix it,in progress,2026-12-08,S. Kaur,99\n")
    load(site, path)
    assert (site.get("A-7").baseline, site.get("A-7").due) == (30, date(2026, 12, 8))
    with pytest.raises(GateError, match="frozen"):
        site.edit("A-7", baseline="50")


def test_what_was_taken_away_by_hand_does_not_come_back_by_a_file(site, tmp_path):
    path = tmp_path / "actions.csv"
    text = "action_id,title,state,departments\nA-7,Fix it,proposed,Field;Contact\n"
    path.write_text(text)
    load(site, path)
    site.edit("A-7", supporting="Contact")
    path.write_text(text.replace("Fix it", "Fix it soon"))
    load(site, path)
    assert site.get("A-7").departments == ("Contact",)


def test_nothing_is_written_over(site, tmp_path):
    site.add()
    with site.database.read() as reader:
        write_files(reader, tmp_path / "out")
        with pytest.raises(UsageError, match=r"actions\.csv"):
            write_files(reader, tmp_path / "out")


def test_the_file_names_who_takes_part(site):
    site.add('A, or B; "C"', supporting="Field; Contact")
    (row,) = csv.DictReader(io.StringIO(texts(site)["actions"]))
    assert (row["title"], row["departments"]) == ('A, or B; "C"', "Field;Contact")
