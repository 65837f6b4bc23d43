"""Measures an import of canonical interactions: `python -m tests.bench.import_bench --rows N`.

Every measurement runs in a process of its own. Targets: at most 5 times (aim: 3) the time of a
plain typed `read_csv` of the same file into DuckDB, at most 1.5 GB, and the exclusive lock held
at most 1.5 s per million changed rows; also for a file that adds rows of which half are known.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

_TYPES = {
    "started_at": "timestamp",
    "ended_at": "timestamp",
    "wait_s": "double",
    "talk_s": "double",
    "hold_s": "double",
    "wrap_s": "double",
    "transfers": "integer",
}


def write_file(path: Path, first: int, last: int, whole: int) -> None:
    """Write interactions `first` to `last` of a made-up centre with `whole` of them in 400 days."""
    import duckdb

    duckdb.sql(
        f"""
        copy (
            select 'I' || i as interaction_id, 'C' || (i - (i % 4 == 0)::int) as contact_id,
                'touchpoint-' || hash(i) % 20 as touchpoint_id,
                strftime(began, '%Y-%m-%dT%H:%M:%S') as started_at,
                strftime(began + interval (hash(i) % 900) second, '%Y-%m-%dT%H:%M:%S') as ended_at,
                'phone' as channel, 'inbound' as direction,
                '+4477009' || lpad((hash(i * 7) % 500000)::varchar, 6, '0') as customer,
                'reason ' || hash(i * 3) % 9 as reason,
                case hash(i * 5) % 3 when 0 then 'business' else 'home' end as segment,
                case hash(i * 11) % 4 when 0 then 'no' else 'yes' end as resolved,
                case hash(i * 41) % 12 when 0 then 'abandoned' else 'answered' end as outcome,
                hash(i * 13) % 120 as wait_s, hash(i * 17) % 400 as talk_s,
                hash(i * 19) % 60 as hold_s, hash(i * 23) % 60 as wrap_s,
                (hash(i * 43) % 10 = 0)::int as transfers,
                'queue ' || hash(i * 29) % 5 as queue, 'team ' || hash(i * 31) % 9 as team
            from (
                select i, timestamp '2025-01-01' + interval (i * 34560000 // {whole}) second as began
                from range({first}, {last}) as r (i)
            )
            where began not between '2025-03-30 00:30:00' and '2025-03-30 02:00:00'
        ) to '{path}' (header)
        """
    )


def plain_read(path: Path, folder: Path) -> dict[str, float]:
    """Read the file with its types into a table of a fresh database, and nothing else."""
    import duckdb

    names = path.open(encoding="utf-8").readline().strip().split(",")
    columns = ", ".join(f"'{name}': '{_TYPES.get(name, 'varchar')}'" for name in names)
    config = {"threads": "2", "memory_limit": "1GB"}
    connection = duckdb.connect(str(folder / "plain.duckdb"), config=config)
    began = time.monotonic()
    connection.execute(
        f"create table plain as select * from read_csv('{path}', header = true,"
        f" columns = {{{columns}}}, auto_detect = false)"
    )
    connection.close()
    return {"seconds": time.monotonic() - began, "mb": peak_mb()}


def product_import(path: Path, folder: Path) -> dict[str, float]:
    """Import the file as `cjm import` does; `lock` is how long the exclusive gate was held."""
    from cjm_tui.config import FixedClock
    from cjm_tui.domain.imports import ImportOptions
    from cjm_tui.services.imports import import_paths
    from cjm_tui.store.catalog import load_catalog
    from cjm_tui.store.database import Database

    clock = FixedClock(datetime(2026, 11, 22, 8, tzinfo=UTC))
    catalog = load_catalog()
    file = folder / "bench.duckdb"
    if not file.exists():
        Database.create(file, "Europe/London", clock)
    database = Database(file, clock, catalog)
    held: list[float] = []
    steps: dict[str, float] = {}
    original = database.gate.exclusive

    @contextmanager
    def timed(wait: float):
        with original(wait):
            began = time.monotonic()
            yield
            held.append(time.monotonic() - began)

    database.gate.exclusive = timed  # type: ignore[method-assign]
    last = [time.monotonic(), "starting"]

    def progress(step: str, done: int, total: int | None) -> None:
        now = time.monotonic()
        steps[last[1]] = steps.get(last[1], 0.0) + now - last[0]
        last[:] = [now, step.split(maxsplit=1)[0]]

    began = time.monotonic()
    (result,) = import_paths(
        database, catalog, [path], ImportOptions(), progress, mappings_folder=folder
    )
    seconds = time.monotonic() - began
    progress("end", 0, None)
    assert result.status == "loaded", result
    assert result.balanced, result
    changed = sum(count.inserted + count.updated for count in result.targets.values())
    return {
        "seconds": seconds,
        "mb": peak_mb(),
        "lock": max(held),
        "changed": changed,
        "lock_per_million": max(held) / changed * 1e6,
        **{f"step {name}": round(value, 2) for name, value in steps.items()},
    }


def peak_mb() -> float:
    """Return this process's peak resident memory in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def in_process(what: str, path: Path, folder: Path) -> dict[str, float]:
    """Run one measurement in a process of its own."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.bench.import_bench", "--only", what, str(path), str(folder)],
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(run.stdout)


def main() -> None:
    """Print the figures as one JSON object."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--only", nargs=3)
    options = parser.parse_args()
    if options.only:
        what, path, folder = options.only
        measure = {"plain": plain_read, "import": product_import}[what]
        print(json.dumps(measure(Path(path), Path(folder))))
        return
    rows = options.rows
    more = rows // 5
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        first, second = folder / "interactions-1.csv", folder / "interactions-2.csv"
        write_file(first, 0, rows, rows + more // 2)
        write_file(second, rows - more // 2, rows + more // 2, rows + more // 2)
        plain = in_process("plain", first, folder)
        fresh = in_process("import", first, folder)
        again = in_process("import", second, folder)
        size = (folder / "bench.duckdb").stat().st_size / 1e6
        print(
            json.dumps(
                {
                    "rows": rows,
                    "plain": plain,
                    "fresh": fresh,
                    "times": fresh["seconds"] / plain["seconds"],
                    "overlapping": again,
                    "database_mb": size,
                },
                indent=1,
            )
        )


if __name__ == "__main__":
    main()
