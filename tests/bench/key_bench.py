"""Measures from the key to the whole picture on many interactions, in a pseudo-terminal.

`python -m tests.bench.key_bench --database FILE` takes a file that `board_bench` has kept. Each
key is pressed in one running app of 80×24, every time for something that it has not shown before;
a picture is whole when its last byte has come.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.bench.big_site import NOW
from tests.end_to_end.terminal import Terminal, terminal

QUIET_S = 0.3  # nothing more comes: the picture is whole
RUNS = 5


class Picture(NamedTuple):
    """What a key cost: milliseconds to the last byte, and bytes."""

    ms: float
    sent: int


def pressed(running: Terminal, *keys: str) -> Picture:
    """Press the keys at once; the cost of all they bring."""
    began = time.perf_counter()
    running.press(*keys)
    sent = running.settle(quiet=QUIET_S)
    return Picture((running.heard - began) * 1000, sent)


def once(path: Path) -> Iterator[tuple[str, Picture]]:
    """Yield what each way to a board costs, in an app of its own."""
    environ = {"PYTHONDONTWRITEBYTECODE": "", "CJM_NOW": NOW.isoformat()}
    command = [sys.executable, "-m", "cjm_tui", "--db", str(path)]
    with terminal(command, environ=environ) as running:
        running.until("data until")
        running.settle(quiet=QUIET_S)
        running.watched = False
        for name in ("touchpoint, the first", "touchpoint, another", "touchpoint, a third"):
            yield name, pressed(running, "enter")
            yield "back to the map", pressed(running, "esc")
            pressed(running, "down")
        yield "map of 7 days", pressed(running, "t", "w")
        yield "map of all days", pressed(running, "t", "a")
        yield "map against the days before", pressed(running, "t", "m", "t", "p")


def main() -> None:
    """Print one line per way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", type=Path, required=True)
    report(parser.parse_args().database)


def report(path: Path) -> None:
    """Print the table."""
    for _ in once(path):  # so that the disk is warm and the bytecode is compiled
        pass
    found: dict[str, list[Picture]] = {}
    for _ in range(RUNS):
        for name, picture in once(path):
            found.setdefault(name, []).append(picture)
    print(f"key to the whole picture, 80×24{'median':>10}{'best':>7} ms{'bytes':>9}")
    for name, pictures in found.items():
        times = [picture.ms for picture in pictures]
        sent = statistics.median(picture.sent for picture in pictures)
        print(f"{name:31}{statistics.median(times):10.0f}{min(times):7.0f}{sent:12,.0f}")


if __name__ == "__main__":
    main()
