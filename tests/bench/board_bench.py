"""Measures both boards on many interactions: `python -m tests.bench.board_bench --rows N`.

Each question is answered as the app asks it: the file opened, read and closed again; "anew" as the
first question of a process, "again" as a later one, which remembers what only a write can change.
Beside it all SQL of the first, run bare in a connection of its own. The disk is warm. Target: the
map and the touchpoint at most 150 ms.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cjm_tui.config import FixedClock
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.comparison import Comparison
from cjm_tui.domain.path_rules import PathWish
from cjm_tui.services.boards import DatabaseBoards
from cjm_tui.store.catalog import Catalog, load_catalog
from cjm_tui.store.connection import OFFLINE
from cjm_tui.store.database import Database
from cjm_tui.store.session import Reader, bindable
from tests.bench import key_bench
from tests.bench.big_site import NOW, make

RUNS = 7
TARGET_MS = 150
AT = "touchpoint-1"  # its standard of good is fcr_7d, the dearest definition
SITE = PathWish()  # paths by the site's own rules
Question = Callable[[DatabaseBoards], object]


@dataclass(frozen=True)
class Statement:
    """One statement that a board has run."""

    sql: str
    params: Any
    ms: float


@dataclass(frozen=True)
class Cost:
    """Milliseconds: the median, the shortest, and the least of processor time on all threads."""

    median: float
    best: float
    cpu: float


@dataclass(frozen=True)
class Measured:
    """A board, and what its SQL costs without it."""

    anew: Cost
    again: Cost
    bare: Cost
    statements: tuple[Statement, ...]


def questions() -> dict[str, Question]:
    """Return what is measured, by the name of its line."""
    asked, before, baseline = Cancellation(), Comparison.PREVIOUS, Comparison.BASELINE
    return {
        "journey map": lambda boards: boards.journey_map("28d", asked),
        "map against the days before": lambda boards: boards.journey_map("28d", asked, before),
        "map of a day": lambda boards: boards.journey_map("1d", asked),
        "touchpoint": lambda boards: boards.touchpoint(AT, "28d", asked),
        "breakdown by its FCR": lambda boards: boards.breakdown(AT, None, "28d", asked),
        "breakdown by handle time": lambda boards: boards.breakdown(AT, "aht", "28d", asked),
        "paths of 28 days": lambda boards: boards.paths.found("28d", SITE, baseline, asked),
        "paths of a week": lambda boards: boards.paths.found("7d", SITE, baseline, asked),
    }


def measure(path: Path, catalog: Catalog, question: Question) -> Measured:
    """Return what a question costs, and its SQL."""

    def boards() -> DatabaseBoards:
        return DatabaseBoards(Database(path, FixedClock(NOW), catalog), lambda: catalog)

    kept = boards()
    with recorded() as statements:
        question(kept)
    return Measured(
        anew=cost(lambda: question(boards())),
        again=cost(lambda: question(kept)),
        bare=cost(lambda: run_bare(path, statements)),
        statements=tuple(statements),
    )


def cost(work: Callable[[], object]) -> Cost:
    """Return what it costs, of several times."""
    walls, cpus = zip(*(timed(work) for _ in range(RUNS)), strict=True)
    return Cost(statistics.median(walls), min(walls), min(cpus))


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return how many milliseconds it takes, and of processor time."""
    began, spent = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - began) * 1000, (time.process_time() - spent) * 1000


@contextmanager
def recorded() -> Iterator[list[Statement]]:
    """Write down every statement that any Reader runs meanwhile."""
    found: list[Statement] = []
    original = Reader._run

    def run(self: Reader, sql: str, params: Any) -> Any:
        began = time.perf_counter()
        try:
            return original(self, sql, params)
        finally:
            found.append(Statement(sql, params, (time.perf_counter() - began) * 1000))

    Reader._run = run  # type: ignore[method-assign]
    try:
        yield found
    finally:
        Reader._run = original  # type: ignore[method-assign]


def run_bare(path: Path, statements: list[Statement]) -> None:
    """Run the statements in a connection of their own."""
    import duckdb

    with duckdb.connect(str(path), read_only=True, config=dict(OFFLINE)) as connection:
        for statement in statements:
            params = None if statement.params is None else bindable(statement.params)
            connection.execute(statement.sql, params).fetchall()


def main() -> None:
    """Print one line per question."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000_000)
    parser.add_argument("--folder", type=Path, help="where the database is made; 2 GB for 20 M")
    parser.add_argument("--database", type=Path, help="one that is kept, and made if it is missing")
    parser.add_argument(
        "--slowest", type=int, default=0, help="also show so many statements of each"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        path = options.database or Path(name) / "big.duckdb"
        if not path.exists():
            began = time.perf_counter()
            make(path, options.rows)
            print(f"made in {time.perf_counter() - began:.0f} s")
        report(path, options.slowest)
        print()
        key_bench.report(path)


def report(path: Path, slowest: int) -> None:
    """Print the table."""
    catalog = load_catalog()
    with Database(path, FixedClock(NOW)).read() as reader:
        (rows,) = reader.row("select count(*) from interaction")
    print(f"{rows:,} interactions, {path.stat().st_size / 1e6:,.0f} MB; ms, {RUNS} runs each")
    print(f"{'':28}{'anew':>21}{'again':>21}{'its SQL, bare':>21}{'statements':>12}")
    print(f"{'':28}" + f"{'median':>7}{'best':>7}{'cpu':>7}" * 3)
    for name, question in questions().items():
        found = measure(path, catalog, question)
        costs = "".join(_columns(cost) for cost in (found.anew, found.again, found.bare))
        print(f"{name:28}{costs}{len(found.statements):12}", flush=True)
        for one in sorted(found.statements, key=lambda s: -s.ms)[:slowest]:
            print(f"    {one.ms:8.1f}  {' '.join(one.sql.split())[:110]}")
    opened = cost(lambda: run_bare(path, []))
    print(f"{'opening and closing the file':28}{'':42}{_columns(opened)}")
    print(f"target: the map and the touchpoint at most {TARGET_MS} ms")


def _columns(cost: Cost) -> str:
    return f"{cost.median:7.0f}{cost.best:7.0f}{cost.cpu:7.0f}"


if __name__ == "__main__":
    main()
