"""Who answers for touchpoints on the site's day, and what is wrong with that."""

from collections.abc import Sequence
from datetime import timedelta

from cjm_tui.domain.ownership import departments_of
from cjm_tui.domain.touchpoint import Accountable
from cjm_tui.services.data_state import today
from cjm_tui.store.session import Reader


def parties_at(reader: Reader, touchpoints: Sequence[str]) -> dict[str, list[Accountable]]:
    """Return the parties with a role at each touchpoint, those who hold it now first."""
    found: dict[str, list[Accountable]] = {}
    rows = reader.query("touchpoint_parties", touchpoints=touchpoints, today=today(reader))
    for touchpoint_id, *party in rows:
        found.setdefault(touchpoint_id, []).append(Accountable(*party))
    return found


class Ownership:
    """Who is accountable where, on the site's local day."""

    def __init__(self, reader: Reader, touchpoints: Sequence[str]) -> None:
        self._today = today(reader)
        self.confirm_days = reader.settings.confirm_days
        self._all = parties_at(reader, touchpoints)

    def departments(self, touchpoint_id: str) -> tuple[str, ...]:
        """Return the departments of those who answer for it, do it or support it today."""
        return departments_of(self._all.get(touchpoint_id, []))

    def parties(self, touchpoint_id: str) -> tuple[Accountable, ...]:
        """Return all who have, had or will have a role there, those who hold it today first."""
        return tuple(self._all.get(touchpoint_id, []))

    def _owners(self, touchpoint_id: str, *, current: bool) -> list[Accountable]:
        parties = self._all.get(touchpoint_id, [])
        return [party for party in parties if party.role == "A" and party.current is current]

    def names(self, touchpoint_id: str) -> str:
        """Return the accountable parties' names, joined where there are several; "" for none."""
        *before, last = [owner.name for owner in self._owners(touchpoint_id, current=True)] or [""]
        return f"{', '.join(before)} and {last}" if before else last

    def days_without(self, touchpoint_id: str) -> int | None:
        """Return the days since the last owner's spell ended; None where nobody ever owned it."""
        if self._owners(touchpoint_id, current=True):
            return None
        ended = [owner.until for owner in self._owners(touchpoint_id, current=False)]
        past = [until for until in ended if until is not None and until <= self._today]
        return (self._today - max(past)).days if past else None

    def flags(self, touchpoint_id: str) -> list[str]:
        """Return what is wrong with the ownership: none, two, a leaver, an old confirmation."""
        owners = self._owners(touchpoint_id, current=True)
        if not owners:
            return ["no_owner"]
        flags = ["two_owners"] if len(owners) > 1 else []
        flags += ["owner_left"] if any(owner.state == "left" for owner in owners) else []
        oldest = self._today - timedelta(days=self.confirm_days)
        confirmed = [owner.confirmed_at or owner.since for owner in owners]
        flags += ["unconfirmed"] if any(c is None or c < oldest for c in confirmed) else []
        return flags
