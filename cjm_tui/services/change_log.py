"""Who changed what at a touchpoint: its own fields, accountability, targets, notes, limits."""

from cjm_tui.domain.change_log import ChangeLog, Entry
from cjm_tui.services.journey_map import all_touchpoints
from cjm_tui.services.names import named
from cjm_tui.store.session import Reader

MOST = 500
_ALL = 1_000_000


def change_log(reader: Reader, name: str, most: int = MOST) -> ChangeLog:
    """Return the newest `most` changes at the touchpoint that `name` means, by id or name.

    Raises UsageError where nothing or several things are meant.
    """
    at = named(name, all_touchpoints(reader)).touchpoint_id
    rows = reader.query("touchpoint_log", touchpoint=at, most=most)
    entries = tuple(Entry(reader.local(row[0]), *row[1:8]) for row in rows)
    return ChangeLog(entries, rows[0][8] if rows else 0)


def accountability_log(reader: Reader, name: str) -> ChangeLog:
    """Return who had which role at a touchpoint and who changed that, newest first."""
    found = change_log(reader, name, most=_ALL)
    entries = tuple(entry for entry in found.entries if entry.noun == "accountability")
    return ChangeLog(entries[:MOST], len(entries))
