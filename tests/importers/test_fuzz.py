"""2,000 single defects planted into the product's own files (200 of them in `make test`).

Whatever the defect: no traceback, the equation holds, the records that it does not touch are loaded
as they were, and nothing else is; or the file is refused, which no defect of a single record does.
"""

import random
from dataclasses import dataclass, field

import pytest

from cjm_tui.errors import RefusedFileError
from cjm_tui.importers.canonical import Frame
from cjm_tui.importers.header import recognise
from cjm_tui.importers.mapping import load_mappings
from cjm_tui.importers.notation import Notation
from cjm_tui.importers.reader import head_of, read_content
from cjm_tui.importers.sources import Source
from cjm_tui.importers.stage import stage_file
from cjm_tui.store.staging import Staging
from cjm_tui.store.targets import TARGETS, columns_of
from tests.importers.defects import ORIGINALS, plant

SEED = 20261124
ALLOWED_BAD = 5.0


@dataclass
class Outcome:
    """What staging made of a file."""

    refused: str = ""
    read: int = 0
    quarantined: int = 0
    rows: list = field(default_factory=list)  # (key, row), as staged


class Stager:
    """Recognises, reads and stages a file as an import does, without a database to merge into."""

    def __init__(self, site, folder):
        self._folder = folder
        self._mappings = load_mappings(site.mappings)
        with site.database.read() as reader:
            self._tables = columns_of(reader)

    def __call__(self, name, content):
        path = self._folder / name
        path.write_bytes(content)
        source = Source(path)
        try:
            header = recognise(head_of(source), name, self._mappings.values())
            with Staging(self._folder / "db") as staging:
                return self._staged(staging, source, header)
        except RefusedFileError as error:
            return Outcome(refused=error.message)

    def _staged(self, staging, source, header):
        mapping = header.mapping
        content = read_content(source, header.dialect, staging.folder, lambda *_: None)
        frame = Frame(
            mapping=mapping.name, source=mapping.source, timezone="Europe/London",
            site_timezone="Europe/London", secret="s", unsafe=content.unsafe,
            versioned=bool(mapping.version), notation=Notation.of(mapping.dialect),
        )  # fmt: skip
        staged = stage_file(staging, content, header, frame, self._tables)
        assert staged.read == staged.accepted + staged.ignored + staged.quarantined
        (name,) = mapping.targets
        rows = staging.rows(f"select * exclude (_line, _bad) from staged_{name}")
        assert len(rows) == staged.accepted
        ((kept,),) = staging.rows("select count(*) from quarantine_row")
        assert kept == staged.quarantined
        if staged.bad_percent > ALLOWED_BAD:
            return Outcome(refused=f"{staged.bad_percent} % of its rows are bad")
        names = [column.name for column in self._tables[name]]
        key = names.index(TARGETS[name].key[0])
        return Outcome("", staged.read, staged.quarantined, [(row[key], row) for row in rows])


@pytest.fixture(scope="module")
def stager(new_site, tmp_path_factory):
    return Stager(new_site(), tmp_path_factory.mktemp("fuzz"))


@pytest.fixture(scope="module")
def sound(stager):
    found = [stager(one.name, one.text().encode()) for one in ORIGINALS]
    for one, outcome in zip(ORIGINALS, found, strict=True):
        assert (outcome.refused, outcome.read, outcome.quarantined) == ("", len(one.records), 0)
    return found


def check(original, sound, defect, outcome):
    if 0 in defect.touched or defect.whole:
        check_file(original, sound, defect, outcome)
        return
    before = dict(sound.rows)
    untouched = {
        record[0] for at, record in enumerate(original.records, start=1) if at not in defect.touched
    }
    if len(untouched) < 100 / ALLOWED_BAD and outcome.refused:
        return  # so few are left of a file cut short that a bad one is too many
    assert not outcome.refused, outcome.refused
    for key in untouched:
        assert (key, before[key]) in outcome.rows, key
    new = len(outcome.rows) - len(untouched) + outcome.quarantined
    assert new <= len(defect.touched) + 2, outcome.rows
    assert outcome.read == len(untouched) + new


def check_file(original, sound, defect, outcome):
    """The file is refused, or means what it meant; of a whole column that is gone the rest does."""
    before = dict(sound.rows)
    if outcome.refused:
        return
    assert outcome.read == len(outcome.rows) + outcome.quarantined == len(original.records)
    lost = 2 if defect.kind.startswith("delete column") else 0  # a wait counts in handle_s too
    for key, row in outcome.rows:
        assert sum(a != b for a, b in zip(row, before[key], strict=True)) <= lost, key


def run(stager, sound, count):
    for number in range(count):
        chance = random.Random(SEED + number)
        which = chance.randrange(len(ORIGINALS))
        original = ORIGINALS[which]
        defect = plant(original, chance)
        outcome = stager(original.name, defect.content)
        try:
            check(original, sound[which], defect, outcome)
        except AssertionError as error:
            raise AssertionError(f"defect {number} of file {which}: {defect.kind}") from error


def test_single_defects(stager, sound):
    run(stager, sound, 200)


@pytest.mark.soak
def test_two_thousand_single_defects(stager, sound):
    run(stager, sound, 2000)
