"""Who holds a lock, in words, as far as the kernel tells."""

import os
import re
from pathlib import Path

_FLOCK = re.compile(r"^\d+: FLOCK\s+\S+\s+\S+\s+(?P<pid>-?\d+)\s+(?P<file>\S+)\s", re.MULTILINE)
_DUCKDB = re.compile(r"Conflicting lock is held in (?P<program>.*?) ?\(PID (?P<pid>\d+)\)")


def flock_holders(path: Path, table: Path = Path("/proc/locks")) -> str:
    """Return who holds a flock on `path`: "cjm (PID 12)", or "another program" if unknown."""
    try:
        status = path.stat()
        text = table.read_text(encoding="ascii")
    except OSError:
        return "another program"
    device = status.st_dev
    wanted = f"{os.major(device):02x}:{os.minor(device):02x}:{status.st_ino}"
    pids = {int(found["pid"]) for found in _FLOCK.finditer(text) if found["file"] == wanted}
    named = [_program(pid) for pid in sorted(pids) if pid > 0]
    if len(named) > 3:
        named = [*named[:3], f"{len(named) - 3} more"]
    return " and ".join(named) or "another program"


def duckdb_holder(message: str) -> str | None:
    """Return the program that DuckDB's "Could not set lock" names; None for any other error."""
    if "Could not set lock on file" not in message:
        return None
    found = _DUCKDB.search(message)
    if found is None:
        return "another program"
    return _program(int(found["pid"]), Path(found["program"].strip()).name)


def lives(pid: int) -> bool:
    """Return whether there is a process of this number, whoever owns it."""
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def born(pid: int) -> str:
    """Return what tells a process from a later one of its number; "" where the kernel does not."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return text.rpartition(")")[2].split()[19]  # field 22: when it began, in ticks since boot


def _program(pid: int, name: str = "") -> str:
    if pid == os.getpid():
        return f"another part of this program (PID {pid})"
    try:
        name = Path(f"/proc/{pid}/comm").read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return f"{name} (PID {pid})" if name else f"PID {pid}"
    return f"{name} (PID {pid})"
