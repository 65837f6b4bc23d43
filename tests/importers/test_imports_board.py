"""The ledger as the imports screen shows it: equations, days, refused files, reasons."""

from datetime import date, datetime

import pytest

from cjm_tui.domain import imports_words as words
from cjm_tui.errors import UsageError
from cjm_tui.services import imports_board as board
from cjm_tui.store.catalog import load_catalog
from tests.importers.conftest import HEADER


@pytest.fixture(scope="module")
def catalog(tmp_path_factory):
    return load_catalog(personal=tmp_path_factory.mktemp("queries"))


@pytest.fixture
def ledger(new_site, catalog):
    """Three files: one of two days with bad rows, one that is refused, one that was undone."""
    site = new_site(catalog)
    rows = [f"i{n},c{n},web,2026-11-0{1 + n % 2}T10:00:00,{n}" for n in range(40)]
    rows += ["x,x,web,2026-11-01T10:00:00,-4", "y,y,web,yesterday,1", "z,z,web,today,1"]
    rows += ["u,u,web,2026-03-29T01:30:00,2", "short,row"]
    site.load_text("\n".join([f"{HEADER},wait_s", *rows, ""]), "interactions-a.csv", allow_bad=50)
    site.load(site.write("interactions-b.csv", f"{HEADER}\n"))
    undone = site.load_text(f"{HEADER}\nq,q,web,2026-11-03T10:00:00\n", "interactions-c.csv")
    site.undo(undone.batch)
    return site


def test_batches_come_newest_first_with_both_equations(ledger):
    with ledger.database.read() as reader:
        found = board.batches(reader)
        refused = board.batches(reader, refused_only=True)
        newest = board.batches(reader, most=1)
    third, second, first = found.lines
    assert found.total == 3
    assert words.records(first) == "45 read = 40 accepted + 0 ignored + 5 quarantined"
    assert words.rows(first.rows) == "80 produced = 80 inserted + 0 updated + 0 unchanged"
    assert (first.name, first.mapping, words.days(first, found.now)) == (
        "interactions-a.csv", "interactions", "1 Nov – 2 Nov",
    )  # fmt: skip
    assert first.at == datetime(2026, 11, 20, 8, 30), "London in winter"
    assert (second.refused, second.reason) == (True, "it has a header and no records")
    assert words.undone(third, found.now).startswith("UNDONE 08:30 by ")
    assert [line.batch for line in refused.lines] == [second.batch]
    assert ([line.batch for line in newest.lines], newest.total) == ([third.batch], 3)


def test_a_batch_names_its_days_tables_and_refused_rows(ledger):
    with ledger.database.read() as reader:
        page = board.batch_page(reader, 1)
        with pytest.raises(UsageError, match="no batch 9") as caught:
            board.batch_page(reader, 9)
    assert page.days == ((date(2026, 11, 1), 20), (date(2026, 11, 2), 20))
    assert page.line.targets["interaction"].inserted == 40
    assert page.quarantine.total == 5
    first = page.quarantine.rows[0]
    assert words.quarantined(first) == "interactions-a.csv line 42: wait_s: is negative: -4"
    assert "1" in caught.value.hint


def test_days_of_other_tables_do_not_count_twice(new_site, catalog):
    """A call with an IVR leg and an agent leg touches its day with two legs, not with contacts too."""
    site = new_site(catalog)
    site.load_text(f"{HEADER}\na,c,ivr,2026-11-03T10:00:00\nb,c,web,2026-11-03T10:01:00\n")
    with site.database.read() as reader:
        assert board.batch_page(reader, 1).days == ((date(2026, 11, 3), 2),)


def test_reasons_are_counted_without_what_the_cell_said(ledger):
    with ledger.database.read() as reader:
        found = board.quarantine(reader)
        rows = board.quarantine_rows(reader, column="started_at", reason="is not a time")
        cut = board.quarantine_rows(reader, most=2)
    assert {(words.reason(r), r.n) for r in found.reasons} == {
        ("started_at: is not a time", 2),
        ("started_at: never was in Europe/London", 1),
        ("wait_s: is negative", 1),
        ("touchpoint_id: has 2 of 5 cells", 1),
    }
    assert found.reasons[0].n == 2, "the most frequent first"
    assert [row.raw.split(",")[3] for row in rows.rows] == ["yesterday", "today"]
    assert (len(cut.rows), cut.total) == (2, 5)
    for reason in found.reasons:
        with ledger.database.read() as reader:
            behind = board.quarantine_rows(reader, column=reason.column, reason=reason.reason)
        assert behind.total == reason.n, "enter shows just those that were counted"


def test_what_was_corrected_or_undone_is_not_counted(ledger):
    with ledger.database.write() as writer:
        writer.execute(
            "update quarantine set resolved_by = 7 where starts_with(reason, 'is negative')"
        )
    with ledger.database.read() as reader:
        assert board.quarantine(reader).total == 4
    ledger.undo(1)
    with ledger.database.read() as reader:
        assert board.quarantine(reader).total == 0
        assert board.batch_page(reader, 1).quarantine.total == 4
