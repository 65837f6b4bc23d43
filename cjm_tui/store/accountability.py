"""Who holds a role at a touchpoint, written row by row: each change with its entry in the log."""

import json
from collections.abc import Iterable

from cjm_tui.domain.tenure import Spell
from cjm_tui.store.edits import joint_id
from cjm_tui.store.session import Reader, Writer

_NOUN = "accountability"
_FIELDS = ("since", "until", "confirmed_at")
_WHERE = "where touchpoint_id = ? and party_id = ? and role = ?"


def spells(reader: Reader, touchpoint_id: str, role: str) -> tuple[Spell, ...]:
    """Return who holds, held or will hold a role at a touchpoint."""
    rows = reader.rows(
        "select party_id, since, until, confirmed_at from accountability"
        " where touchpoint_id = ? and role = ? order by since nulls first, party_id",
        [touchpoint_id, role],
    )
    return tuple(Spell(*row) for row in rows)


def keep(
    writer: Writer, touchpoint_id: str, role: str, wanted: Iterable[Spell], why: str
) -> tuple[Spell, ...]:
    """Make these the spells of a role at a touchpoint; return those that were changed or added.

    A spell that is not among them goes. Each change has its entry in the log.
    """
    before = {spell.party_id: spell for spell in spells(writer, touchpoint_id, role)}
    after = {spell.party_id: spell for spell in wanted}
    for party_id in before.keys() - after.keys():
        key = (touchpoint_id, party_id, role)
        _log(writer, key, before[party_id], Spell(party_id), why)
        writer.log_change(_NOUN, joint_id(key), "", old="removed", new=None, why=why or None)
        writer.execute(f"delete from accountability {_WHERE}", list(key))
    changed = []
    for party_id, spell in after.items():
        old = before.get(party_id)
        if old == spell:
            continue
        key = (touchpoint_id, party_id, role)
        if old is None:
            writer.log_change(_NOUN, joint_id(key), "", old=None, new="added", why=why or None)
            writer.execute(
                "insert into accountability (touchpoint_id, party_id, role) values (?, ?, ?)",
                list(key),
            )
        _log(writer, key, old or Spell(party_id), spell, why)
        writer.execute(
            f"update accountability set since = ?, until = ?, confirmed_at = ? {_WHERE}",
            [spell.since, spell.until, spell.confirmed_at, *key],
        )
        changed.append(spell)
    return tuple(changed)


def _log(writer: Writer, key: tuple[str, str, str], old: Spell, new: Spell, why: str) -> None:
    for field in _FIELDS:
        was, is_now = getattr(old, field), getattr(new, field)
        if was != is_now:
            writer.log_change(_NOUN, joint_id(key), field, old=was, new=is_now, why=why or None)


def parts_of(row_id: str) -> list[str]:
    """Return the columns of the key that an id of the log spells."""
    return [str(part) for part in json.loads(row_id)] if row_id.startswith('["') else [row_id]
