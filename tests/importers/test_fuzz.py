"""2,000 single defects planted into the product's own files (200 of them in `make test`).

Whatever the defect: no traceback, the equation holds, the records that it does not touch are loaded
as they were, and nothing else is; or the file is refused, which no defect of a single record does.
"""

import random

import pytest

from tests.importers.defects import ORIGINALS, plant
from tests.importers.stager import ALLOWED_BAD, Stager

SEED = 20261124


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
        assert sum(row[name] != value for name, value in before[key].items()) <= lost, key


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
