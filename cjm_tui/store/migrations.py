"""Forward migrations: `schema/NNNN_name.sql`, each in one transaction with its version's row."""

import os
import pwd
import re
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

from cjm_tui.config import Clock
from cjm_tui.errors import CjmError
from cjm_tui.store.copying import copy_closed
from cjm_tui.store.session import login_name

if TYPE_CHECKING:
    import duckdb

SCHEMA = Path(__file__).resolve().parent / "schema"
_NAME = re.compile(r"(\d{4})_[a-z0-9_]+\.sql\Z")


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of the schema."""

    version: int
    path: Path


def migrations(folder: Path = SCHEMA) -> tuple[Migration, ...]:
    """Return all steps in order; they count from 1 without a gap, or the package is broken."""
    found = sorted(path for path in folder.iterdir() if _NAME.match(path.name))
    steps = tuple(Migration(int(path.name[:4]), path) for path in found)
    if [step.version for step in steps] != list(range(1, len(steps) + 1)):
        raise RuntimeError(f"{folder}: versions are not 1, 2, 3 …")
    return steps


def version_of(connection: "duckdb.DuckDBPyConnection", path: Path) -> int:
    """Return the version of the open file; raises CjmError where it is not a database of cjm."""
    import duckdb

    try:  # to look for the table among all of them takes 8 ms
        row = connection.execute("select coalesce(max(version), 0) from schema_version").fetchone()
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise CjmError(
            f"{path} is a DuckDB database, but not one of cjm.",
            hint="Name another file with --db or CJM_DB, or make one with `cjm init`.",
        ) from error
    assert row is not None
    return int(row[0])


def refuse_newer(found: int, latest: int, path: Path) -> None:
    """Raise CjmError where a newer program has made the file; it is not touched."""
    if found > latest:
        raise CjmError(
            f"{path} was written by a newer cjm (its data has version {found}, "
            f"this program knows {latest}).",
            hint="Install that cjm here too; the file was left as it is.",
        )


def apply(
    connection: "duckdb.DuckDBPyConnection", steps: tuple[Migration, ...], clock: Clock
) -> None:
    """Run the steps, each in a transaction of its own; a failed one leaves no trace."""
    for step in steps:
        connection.execute("begin")
        try:
            connection.execute(step.path.read_text(encoding="utf-8"))
            connection.execute(
                "insert into schema_version values (?, ?, ?)",
                [step.version, clock.now().astimezone(UTC).replace(tzinfo=None), login_name()],
            )
            connection.execute("commit")
        except BaseException:
            connection.execute("rollback")
            raise


def back_up(path: Path, version: int) -> Path:
    """Copy the file as `<file>.before-vN`, before it is brought to version N; return the copy.

    The caller holds the gate alone and has no connection open.
    """
    target = _free_name(path, version)
    copy_closed(path, target)
    return target


def refuse_readonly(path: Path) -> None:
    """Raise CjmError naming the owner where this user may read an older file but not upgrade it."""
    effective = os.access in os.supports_effective_ids
    if all(os.access(item, os.W_OK, effective_ids=effective) for item in (path, path.parent)):
        return
    uid = path.stat().st_uid
    try:
        owner = pwd.getpwuid(uid).pw_name
    except KeyError:
        owner = f"user {uid}"
    raise CjmError(
        f"{path} was written by an older cjm and must be upgraded first, which you may not do.",
        hint=f"{owner}, who owns it, upgrades it by opening it once with this cjm.",
    )


def _free_name(path: Path, version: int) -> Path:
    base = path.with_name(f"{path.name}.before-v{version}")
    free, number = base, 2
    while free.exists():
        free = base.with_name(f"{base.name}.{number}")
        number += 1
    return free
