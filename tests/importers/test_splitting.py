"""However a source cuts its export into files, and whatever their order: the same facts and scores."""

import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_tui.store.catalog import load_catalog
from tests.importers.conftest import HEADER

LEGS = f"{HEADER},ended_at,customer,reason,resolved,outcome,wait_s,handle_s,updated_at"
EVENTS = "interaction_id,seq,at,event,node"
FEEDBACK = "feedback_id,touchpoint_id,at,instrument,score,contact_id,updated_at"
ROLLED_UP = "select kpi, touchpoint_id, day::varchar, n, sum, sum_sq, promoters, detractors from kpi_day order by all"


@pytest.fixture(scope="module")
def catalog():
    return load_catalog()


@st.composite
def exports(draw):
    """Draw the lines of three exports: a record may come in several versions, each of its own time."""

    def legs():
        for n in range(14):
            start = f"2026-{draw(st.sampled_from(['10-25T0', '11-0']))}{draw(st.integers(1, 3))}"
            start += ":30:00" if "T" in start else f"T{10 + n % 3}:00:00"
            for version in range(draw(st.sampled_from([1, 1, 1, 2, 3]))):
                yield (
                    f"i{n},c{draw(st.integers(0, 5))},t{n % 3},{start},"
                    f"{draw(st.sampled_from(['', '2026-11-05T12:00:00']))},"
                    f"{draw(st.sampled_from(['', 'K1', '+44 7700 900123']))},r{n % 2},"
                    f"{draw(st.sampled_from(['', 'yes', 'no']))},"
                    f"{draw(st.sampled_from(['answered', 'abandoned', 'contained']))},"
                    f"{draw(st.integers(0, 90))},{n},2026-11-1{version}T00:00:00"
                )

    events = [f"i{n % 14},{n // 14},2026-11-02T10:{n:02}:00,enter,menu {n % 5}" for n in range(20)]
    feedback = [
        f"f{n},t{n % 3},2026-11-0{n % 5 + 1},nps,{draw(st.integers(0, 10))},c{n % 6},"
        f"2026-11-1{version}"
        for n in range(10)
        for version in range(draw(st.sampled_from([1, 2])))
    ]
    return {
        "interactions.csv": (LEGS, list(legs())),
        "interaction_events.csv": (EVENTS, events),
        "feedback.csv": (FEEDBACK, feedback),
    }


@st.composite
def cut(draw, export):
    """Draw the files into which a source may have cut its export, some of them twice."""
    files = []
    for name, (header, lines) in export.items():
        shuffled = draw(st.permutations(lines))
        ends = sorted(draw(st.sets(st.integers(1, len(lines) - 1), max_size=2)))
        parts = zip([0, *ends], [*ends, len(lines)], strict=True)
        files += [(name, "\n".join([header, *shuffled[a:b], ""])) for a, b in parts]
    return draw(st.permutations(files)) + draw(st.lists(st.sampled_from(files), max_size=3))


@settings(max_examples=6)
@given(data=st.data())
def test_any_split_in_any_order_twice_gives_the_same_facts_and_scores(new_site, catalog, data):
    export = data.draw(exports())
    whole, parted = new_site(catalog), new_site(catalog)
    for name, (header, lines) in export.items():
        assert whole.load_text("\n".join([header, *lines, ""]), name).status == "loaded"
    # The key that hashes customers is each site's own.
    shutil.copy(f"{whole.database.path}.key", f"{parted.database.path}.key")
    for at, (name, text) in enumerate(data.draw(cut(export))):
        result = parted.load_text(text, name.replace(".", f"-{at}."))
        assert result.status in ("loaded", "unchanged"), result.reason
    assert parted.facts() == whole.facts()
    assert parted.rows(ROLLED_UP) == whole.rows(ROLLED_UP)
    assert whole.rows(ROLLED_UP)
