"""Write the made-up company's exports: `python sample_data/generate.py --help`."""

import argparse
import sys
from contextlib import ExitStack
from pathlib import Path

from generator.company import TOUCHPOINTS
from generator.days import DAYS, day_of
from generator.dirty import write_dirty
from generator.frames import GROUPS, DayTables, tables
from generator.simulation import simulate
from generator.totals import write_measures
from generator.writing import TableFile

CONTACTS, SEED = 150_000, 20261120
HERE = Path(__file__).resolve().parent
HAND_WRITTEN = (
    "parties",
    "touchpoints",
    "touchpoints-desired",
    "kpi_targets",
    "stage_departments",
    "objectives",
    "opportunities",
    "propositions",
    "actions",
    "action_departments",
    "milestones",
    "communications",
    "evidence",
    "annotations",
    "expected_files",
    "designed_flow",
)


def main(arguments: list[str] | None = None) -> int:
    """Write all files and print how many contacts they hold."""
    parser = argparse.ArgumentParser(
        description="Write the made-up company's exports, always the same ones."
    )
    parser.add_argument(
        "--contacts", type=int, default=CONTACTS, help="about so many (default %(default)s)"
    )
    parser.add_argument(
        "--seed", type=int, default=SEED, help="another company's luck (default %(default)s)"
    )
    parser.add_argument(
        "--out", type=Path, default=HERE, help="folder (default: beside this script)"
    )
    parser.add_argument(
        "--plain", action="store_true", help="CSV without gzip: larger, and faster to write"
    )
    chosen = parser.parse_args(arguments)
    if chosen.contacts < 1:
        parser.error("--contacts must be 1 or more")
    written = write_all(chosen.out, chosen.contacts, chosen.seed, plain=chosen.plain)
    print(f"{written:,} contacts at {len(TOUCHPOINTS)} touchpoints on {DAYS} days in {chosen.out}")
    return 0


def write_all(folder: Path, contacts: int, seed: int, *, plain: bool) -> int:
    """Write every file into `folder` and return the number of contacts of the 400 days."""
    folder.mkdir(parents=True, exist_ok=True)
    _copy_hand_written(folder)
    write_measures(folder, seed)
    write_dirty(folder / "dirty", seed)
    width = max(4, len(str(contacts // 150)))
    written = 0
    with ExitStack() as open_files:
        day_files = _Files(folder, plain=plain, open_files=open_files)
        for day in simulate(contacts, seed, range(DAYS + 1)):
            of_day = tables(day, width)
            if day.index < DAYS:
                day_files.add(of_day)
                written += len(day.contacts)
            else:
                _write_nightly(folder / "nightly", day_of(day.index).strftime("%Y%m%d"), of_day)
    return written


def _copy_hand_written(folder: Path) -> None:
    """Put the map, its people and the work beside the generated files."""
    for name in HAND_WRITTEN:
        table = (HERE / f"{name}.csv").read_bytes()
        if folder.resolve() != HERE:
            (folder / f"{name}.csv").write_bytes(table)


class _Files:
    """The growing export files."""

    def __init__(self, folder: Path, *, plain: bool, open_files: ExitStack) -> None:
        def opened(stem: str) -> TableFile:
            return open_files.enter_context(TableFile(folder, stem, plain=plain))

        self._groups = {group: opened(f"interactions-{group}") for group in GROUPS}
        self._events = opened("interaction_events-ivr")
        self._feedback, self._invitations = opened("feedback"), opened("invitations")

    def add(self, day: DayTables) -> None:
        for group, rows in day.interactions.items():
            self._groups[group].add(rows)
        self._events.add(day.events)
        self._feedback.add(day.feedback)
        self._invitations.add(day.invitations)


def _write_nightly(folder: Path, stamp: str, day: DayTables) -> None:
    """Write the files that arrive in the night after the last day."""
    folder.mkdir(parents=True, exist_ok=True)
    for group, rows in day.interactions.items():
        rows.write_csv(folder / f"interactions-{group}-{stamp}.csv")
    day.events.write_csv(folder / f"interaction_events-ivr-{stamp}.csv")
    day.feedback.write_csv(folder / f"feedback-{stamp}.csv")
    day.invitations.write_csv(folder / f"invitations-{stamp}.csv")


if __name__ == "__main__":
    sys.exit(main())
