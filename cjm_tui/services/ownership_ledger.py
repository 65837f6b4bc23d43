"""The ownership ledger: every touchpoint of the current journeys with all who have a role there."""

from collections.abc import Sequence
from datetime import date

from cjm_tui.domain.change_log import Entry
from cjm_tui.domain.ownership import MOMENT, OTHERS, Ledger, LedgerLine
from cjm_tui.domain.touchpoint import Accountable
from cjm_tui.services.data_state import data_state, today
from cjm_tui.services.journey_map import NOT_PLACED, Touchpoint, all_touchpoints
from cjm_tui.services.known_parties import Party, all_parties, writing_as
from cjm_tui.services.ownership import Ownership
from cjm_tui.store.session import Reader, login_name


def ledger(reader: Reader) -> Ledger:
    """Return the ledger; the touchpoints in the map's order, what is not placed last."""
    touchpoints = all_touchpoints(reader)
    ids = [touchpoint.touchpoint_id for touchpoint in touchpoints]
    ownership, parties = Ownership(reader, ids), all_parties(reader)
    me = login_name()
    mine = writing_as(me, parties)
    known = _known_days(reader, ids)
    changes = _changes(reader, ids)
    lines = []
    for touchpoint, stage, journey in _placed(reader, touchpoints):
        here = touchpoint.touchpoint_id
        roles = ownership.parties(here)
        owners = [one for one in roles if one.role == "A" and one.current]
        ever = any(one.role == "A" for one in roles)
        others = _by_others(changes.get(here, []), owners, parties)
        flags = [
            *([MOMENT] if touchpoint.moment_of_truth else []),
            *ownership.flags(here),
            *([OTHERS] if others else []),
        ]
        lines.append(
            LedgerLine(
                touchpoint_id=here,
                name=touchpoint.name,
                channel=touchpoint.channel,
                stage_id=touchpoint.stage_id or "",
                stage=stage,
                journey=journey,
                flags=tuple(flags),
                parties=roles,
                days_without=ownership.days_without(here),
                known_days=None if ever else known.get(here),
                others=others,
                unconfirmed_days=_unconfirmed(owners, today(reader)),
                mine=mine is not None and any(one.party_id == mine.party_id for one in owners),
            )
        )
    name = mine.name if mine else me
    return Ledger(data_state(reader), today(reader), ownership.confirm_days, name, tuple(lines))


def _placed(reader: Reader, touchpoints: Sequence[Touchpoint]) -> list[tuple[Touchpoint, str, str]]:
    """Return each touchpoint with its stage's and its journey's name, in the map's order."""
    found = []
    for _, journey, _, _, stage_id, stage, _ in reader.query("journey_stages"):
        found += [(t, stage, journey) for t in touchpoints if stage_id and t.stage_id == stage_id]
    return [*found, *((t, NOT_PLACED, "") for t in touchpoints if t.stage_id is None)]


def _unconfirmed(owners: Sequence[Accountable], day: date) -> int | None:
    """Return the days since the owner was confirmed, or took over, whose turn is longest ago."""
    said = [one.confirmed_at or one.since for one in owners]
    known = [one for one in said if one is not None]
    return (day - min(known)).days if known and len(known) == len(said) else None


def _known_days(reader: Reader, ids: Sequence[str]) -> dict[str, int]:
    day = today(reader)
    rows = reader.query("touchpoints_known", touchpoints=ids)
    return {here: (day - reader.local(at).date()).days for here, at in rows}


def _changes(reader: Reader, ids: Sequence[str]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for here, at, *rest in reader.query("owner_changes", touchpoints=ids):
        found.setdefault(here, []).append(Entry(reader.local(at), *rest))
    return found


def _by_others(
    changes: Sequence[Entry], owners: Sequence[Accountable], parties: Sequence[Party]
) -> tuple[Entry, ...]:
    """Return the changes that nobody made who answers for the touchpoint.

    A team's or a department's own people are its own fingers.
    """
    if not owners:
        return ()
    return tuple(entry for entry in changes if not _own(entry.who, owners, parties))


def _own(who: str, owners: Sequence[Accountable], parties: Sequence[Party]) -> bool:
    writer = writing_as(who, parties)
    if writer is None:
        return False
    for owner in owners:
        if owner.party_id == writer.party_id:
            return True
        department = owner.department or owner.name
        if owner.kind in ("team", "department") and writer.department == department:
            return True
    return False
