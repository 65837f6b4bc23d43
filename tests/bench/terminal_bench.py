"""Measures the map on the sample data beside a bare DataTable app: `python -m tests.bench.terminal_bench`.

Both run in a pseudo-terminal of 80×24; medians of several runs, with bytecode compiled.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.end_to_end.terminal import terminal

BARE = [sys.executable, "-m", "tests.bench.bare_app"]


@dataclass(frozen=True)
class Cost:
    """What a start, a minute without a key, and a key cost."""

    paint_ms: float  # exec to the first text on the screen
    ready_ms: float  # exec to the data on the screen
    start_bytes: float
    idle_bytes: int  # in 10 s
    key_ms: float
    key_bytes: float
    rss_mb: float


def cost(command: list[str], paint: str, ready: str, runs: int) -> Cost:
    """Return the medians over several runs of a program."""
    found = [_once(command, paint, ready, idle=10 if run == 0 else 0) for run in range(runs)]
    idle = found[0].idle_bytes
    return Cost(
        *(
            idle if name == "idle_bytes" else statistics.median(getattr(c, name) for c in found)
            for name in Cost.__dataclass_fields__
        )
    )


def _once(command: list[str], paint: str, ready: str, idle: float) -> Cost:
    environ = {"PYTHONDONTWRITEBYTECODE": "", "CJM_NOW": "2026-11-21T07:30"}
    begin = time.perf_counter()
    with terminal(command, environ=environ) as running:
        running.until(paint)
        paint_ms = (time.perf_counter() - begin) * 1000
        running.until(ready)
        ready_ms = (time.perf_counter() - begin) * 1000
        running.settle(quiet=0.25)
        start_bytes = len(running.output)
        idle_bytes = running.listen(idle)
        times, sizes = [], []
        for _ in range(8):
            pressed = time.perf_counter()
            running.press("down")
            sizes.append(running.settle(quiet=0.25))
            times.append((time.perf_counter() - pressed - 0.25) * 1000)
        return Cost(
            paint_ms,
            ready_ms,
            start_bytes,
            idle_bytes,
            statistics.median(times),
            statistics.median(sizes),
            _rss_mb(running.pid),
        )


def _rss_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def measure(database: Path, runs: int) -> tuple[Cost, Cost]:
    """Return what the bare app costs and what the journey map costs."""
    cjm = [sys.executable, "-m", "cjm_tui", "--db", str(database)]
    _once(BARE, "touchpoint", "touchpoint 5", 0)  # both once, so that the disk is warm
    _once(cjm, "Journey map", "data until", 0)
    return cost(BARE, "touchpoint", "touchpoint 5", runs), cost(
        cjm, "Journey map", "data until", runs
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--database", type=Path, help="a demo database; else one is built")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = options.database or Path(folder) / "demo.duckdb"
        if not database.exists():
            os.spawnv(
                os.P_WAIT,
                "/bin/sh",
                [
                    "sh",
                    "-c",
                    f"{sys.executable} -m cjm_tui --db {database} demo </dev/null >/dev/null",
                ],
            )
        bare, board = measure(database, options.runs)
    print("80×24                    bare DataTable   journey map   budget")
    ratio = board.paint_ms / bare.paint_ms
    print(
        f"first paint, ms        {bare.paint_ms:16.0f} {board.paint_ms:13.0f}   ≤ 1.5 × ({ratio:.2f} ×)"
    )
    ratio = board.ready_ms / bare.ready_ms
    print(
        f"with its data, ms      {bare.ready_ms:16.0f} {board.ready_ms:13.0f}   ≤ 2.5 × ({ratio:.2f} ×)"
    )
    print(f"bytes until then       {bare.start_bytes:16,.0f} {board.start_bytes:13,.0f}   ≤ 40,000")
    print(f"bytes in 10 idle s     {bare.idle_bytes:16,} {board.idle_bytes:13,}   0")
    print(f"ms a key               {bare.key_ms:16.0f} {board.key_ms:13.0f}   ≤ 50")
    print(f"bytes a key            {bare.key_bytes:16,.0f} {board.key_bytes:13,.0f}   ≤ 1,500")
    print(f"resident memory, MB    {bare.rss_mb:16.0f} {board.rss_mb:13.0f}   ≤ 120")


if __name__ == "__main__":
    main()
