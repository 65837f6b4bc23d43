"""The lines of a breakdown at any width: names can be told apart, n and interval never go."""

import pytest

from cjm_tui.domain.breakdown import Cut, Dimension, Part
from cjm_tui.domain.kpi import Estimate, Signal
from cjm_tui.widgets.part_cells import PartColumns
from tests.screens.fake_boards import kpi

CSAT = kpi("csat")

NAMES = ("regular activity", "regular activity in English", "stock exchange")


def part(name):
    cut, estimate = Cut(((Dimension.REASON, name),)), Estimate(20_374, 59.3, 58.3, 60.3)
    return Part(cut, estimate, 0.7, Signal.WORSE, gap=-31.2, harm=249.0)


@pytest.mark.parametrize("width", [59, 64, 80, 120])
def test_names_can_be_told_apart_and_n_and_interval_stay(width):
    parts = [part(name) for name in NAMES]
    columns = PartColumns.fitted(parts, CSAT, width)
    rows = ["".join(span.text for span in columns.row(each, CSAT)) for each in parts]
    assert all(len(row) <= width for row in rows)
    assert len({row[1 : columns.name + 1] for row in rows}) == len(NAMES)
    assert all("20,374" in row and "58.3–60.3" in row for row in rows)
    assert all("▼" in row and "−31.2" in row for row in rows)
    assert all("▼ worse" in row for row in rows) == (width >= 64)
