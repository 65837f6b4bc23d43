"""Figures that reach the company only as daily totals: the answers to payment letters."""

from pathlib import Path

import numpy as np
import polars as pl

from .days import DAYS, day_of

_LETTERS, _CONTENT = 8, 0.64  # answers on a working day, share of them in the top two boxes


def write_measures(folder: Path, seed: int) -> None:
    """Write `measures.csv`: how many answered a day, and how many in the top two boxes."""
    rng = np.random.default_rng([seed, 10_077])
    days = [day_of(index) for index in range(DAYS) if day_of(index).weekday() < 5]
    n = rng.poisson(_LETTERS, len(days))
    rows = {
        "kpi": "csat",
        "touchpoint_id": "payment-letter",
        "day": days,
        "n": n,
        "sum": rng.binomial(n, _CONTENT),
    }
    pl.DataFrame(rows).filter(pl.col("n") > 0).write_csv(folder / "measures.csv")
