"""The error rates that the documentation states are those of the code, within chance."""

import math

import pytest

from tests.bench.false_alarms import DOCUMENT, RUNS, TASKS, read_table

FEWER = 160


@pytest.fixture(scope="module")
def stated():
    return read_table(DOCUMENT.read_text(encoding="utf-8"))


@pytest.mark.parametrize("task", TASKS, ids=range(len(TASKS)))
def test_a_smaller_simulation_agrees_with_the_documented_figures(stated, task):
    figures = list(task(FEWER, 77))
    assert figures
    for figure in figures:
        known = stated[figure.group, figure.name]
        error = known.error * math.sqrt(RUNS / FEWER)
        rounding = 3 / FEWER  # a rate that thousands of runs put near zero may show in one of 160
        assert abs(figure.value - known.value) <= 4 * error + rounding, figure


def test_every_documented_figure_is_simulated(stated):
    names = {(f.group, f.name) for place, task in enumerate(TASKS) for f in task(40, place)}
    assert set(stated) == names


def test_what_the_design_promises(stated):
    def figures(group, name):
        return [f.value for (g, n), f in stated.items() if group in g and name in n]

    five_points = figures("slide of 5 points: 200 rows", "8 in a row")
    assert five_points
    assert min(five_points) >= 0.90
    assert min(figures("slide of 1.5 σ", "slow-change")) >= 0.95
    uncorrelated = "beyond counting"
    assert (
        max(
            figures(
                f"for a quarter: 200 rows a day, noise of 3 points a day {uncorrelated}", "either"
            )
        )
        < 0.03
    )
    assert max(figures("Nothing changed: 200 rows", "open on one morning")) < 1.5
    assert min(figures("drop that stays", "drop of 2 σ")) >= 0.999
