"""Measures the audit on many interactions: `python -m tests.bench.audit_bench --rows N`.

Every KPI of the catalogue is in use, held at each touchpoint and over the site, and each journey
has a successful outcome. The file is opened, read and closed for each question, as a process does
that asks it first. Target: the audit, the outcomes and the pitfalls together within 2 s.
"""

import argparse
import tempfile
from pathlib import Path

from cjm_tui.config import FixedClock
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.services.boards import DatabaseBoards
from cjm_tui.store.catalog import load_catalog
from cjm_tui.store.database import Database
from tests.bench.big_site import NOW, make
from tests.bench.board_bench import timed

TARGET_MS = 2_000
_RUNS = 3
_OUTCOME = """
update journey set successful_outcome = 'Solved at once', outcome_kpi = 'fcr_7d', outcome_target = 80
"""


def in_use(database: Database, kpis: list[str]) -> None:
    """Give every KPI a target, and each journey an outcome."""
    with database.write() as writer:
        writer.execute("delete from kpi_target")
        for kpi in kpis:
            writer.execute("insert into kpi_target (kpi, target) values (?, 1)", [kpi])
        writer.execute(_OUTCOME)


def main() -> None:
    """Print one line per question."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000_000)
    parser.add_argument("--database", type=Path, help="one that is kept, and made if it is missing")
    options = parser.parse_args()
    catalog = load_catalog()
    with tempfile.TemporaryDirectory() as name:
        path = options.database or Path(name) / "big.duckdb"
        if not path.exists():
            make(path, options.rows)
        in_use(Database(path, FixedClock(NOW), catalog), list(catalog.kpis))
        print(f"{options.rows:,} interactions, {len(catalog.kpis)} KPIs in use; ms")
        asked, total = Cancellation(), 0.0
        for question in ("audit", "outcomes", "pitfalls"):
            best = min(_answer(path, question, asked) for _ in range(_RUNS))
            total += best
            print(f"{question:12}{best:8.0f}")
        print(f"{'together':12}{total:8.0f}   target: {TARGET_MS}")


def _answer(path: Path, question: str, asked: Cancellation) -> float:
    catalog = load_catalog()
    boards = DatabaseBoards(Database(path, FixedClock(NOW), catalog), lambda: catalog)
    return timed(lambda: getattr(boards.audit, question)("28d", asked))[0]


if __name__ == "__main__":
    main()
