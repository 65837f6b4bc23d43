"""Who holds a role from when to when, and how that changes: never two owners from a takeover on."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Spell:
    """A party's time in one role at one touchpoint; first and last day are both of it."""

    party_id: str
    since: date | None = None  # None: not known
    until: date | None = None  # None: open
    confirmed_at: date | None = None

    def holds(self, day: date) -> bool:
        """Whether the party holds the role on that day."""
        begun = self.since is None or self.since <= day
        return begun and (self.until is None or day <= self.until)

    def over(self, day: date) -> bool:
        """Whether it had ended before that day."""
        return self.until is not None and self.until < day


def ended(spell: Spell, day: date) -> Spell | None:
    """Return the spell whose last day is the one before; None where it would not have begun."""
    if spell.over(day):
        return spell
    if spell.since is not None and spell.since >= day:
        return None
    return replace(spell, until=day - _DAY)


def taken_over(spells: Iterable[Spell], party_id: str, day: date, today: date) -> tuple[Spell, ...]:
    """Return the spells once the party is the only one in the role from that day on.

    Whoever held it till then goes on without a gap, and is confirmed today.
    """
    kept = tuple(spells)
    others = [ended(spell, day) for spell in kept if spell.party_id != party_id]
    own = next((spell for spell in kept if spell.party_id == party_id), None)
    return (*filter(None, others), _begun(own, party_id, day, today))


def joined(spells: Iterable[Spell], party_id: str, day: date, today: date) -> tuple[Spell, ...]:
    """Return the spells once the party is in the role as well from that day on."""
    kept = tuple(spells)
    own = next((spell for spell in kept if spell.party_id == party_id), None)
    others = (spell for spell in kept if spell.party_id != party_id)
    return (*others, _begun(own, party_id, day, today))


def given_up(spells: Iterable[Spell], parties: Iterable[str], day: date) -> tuple[Spell, ...]:
    """Return the spells once these parties have left the role: that day is the first without."""
    leaving = set(parties)
    left = (ended(spell, day) if spell.party_id in leaving else spell for spell in spells)
    return tuple(filter(None, left))


def confirmed(spells: Iterable[Spell], today: date) -> tuple[Spell, ...]:
    """Return the spells with those that hold the role today confirmed."""
    return tuple(
        replace(spell, confirmed_at=today) if spell.holds(today) else spell for spell in spells
    )


def _begun(own: Spell | None, party_id: str, day: date, today: date) -> Spell:
    if own is None or own.over(day - _DAY) or (own.since is not None and own.since > day):
        return Spell(party_id, day, None, today)
    return replace(own, until=None, confirmed_at=today)
