"""XmR limits on worked numbers."""

import numpy as np
import pytest

from cjm_tui.domain.statistics.limits import RANGE_TO_LIMIT, RANGE_TO_SIGMA, xmr


def test_a_worked_example():
    # ranges 2 1 3 2 1 2 4 → mean 15/7
    found = xmr([10, 12, 11, 14, 12, 11, 13, 9])
    assert found.mean == pytest.approx(11.5)
    assert found.mean_range == pytest.approx(15 / 7)


def test_a_single_wild_range_is_dropped_before_the_mean_is_taken_again():
    calm = [10.0, 11.0] * 10
    jump = [*calm, 60.0]
    assert xmr(jump).mean_range == pytest.approx(1.0)


def test_values_that_never_move_have_no_range():
    assert xmr([5.0, 5.0, 5.0]).mean_range == 0.0


def test_the_constants_fit_a_normal_process():
    values = np.random.default_rng(3).normal(0, 2, 20_000).tolist()
    assert xmr(values).mean_range * RANGE_TO_SIGMA == pytest.approx(2, rel=0.04)
    assert pytest.approx(3, rel=0.001) == RANGE_TO_LIMIT / RANGE_TO_SIGMA
