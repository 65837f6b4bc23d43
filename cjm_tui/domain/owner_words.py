"""Who answers for a touchpoint, in words, and whether that is an alarm."""

from dataclasses import dataclass
from datetime import date

from cjm_tui.domain import display
from cjm_tui.domain.journey import TouchpointScore
from cjm_tui.domain.touchpoint import Accountable


def owner(score: TouchpointScore) -> tuple[str, bool]:
    """Return who is accountable in at most a word or two, and whether that is an alarm."""
    if not score.owner or "no_owner" in score.flags:
        return "NO OWNER", True
    if "two_owners" in score.flags:
        return "2 OWNERS", True
    if "owner_left" in score.flags:
        return "HAS LEFT", True
    return (f"{score.owner}?" if "unconfirmed" in score.flags else score.owner), False


def owner_sentence(
    score: TouchpointScore, parties: tuple[Accountable, ...] = ()
) -> tuple[str, bool]:
    """Return the ownership in full, and whether that is an alarm.

    `parties` tell an owner whom nobody ever confirmed from one who was confirmed long ago.
    """
    if not score.owner or "no_owner" in score.flags:
        days = score.days_without_owner
        return ("NO OWNER" if not days else f"NO OWNER for {display.counted(days, 'day')}"), True
    if "two_owners" in score.flags:
        return f"TWO OWNERS: {score.owner}", True
    if "owner_left" in score.flags:
        return f"owner {score.owner} HAS LEFT", True
    if "unconfirmed" not in score.flags:
        return f"owner {score.owner}", False
    owners = [party for party in parties if party.role == "A" and party.current]
    if owners and all(party.confirmed_at is None for party in owners):
        return f"owner {score.owner}, never confirmed", False
    return (
        f"owner {score.owner}, not confirmed for {display.counted(score.confirm_days, 'day')}",
        False,
    )


ROLES = {
    "A": "accountable",
    "R": "responsible",
    "S": "supports",
    "C": "consulted",
    "I": "informed",
}
ROLE_FIELDS = {"R": "responsible", "S": "supporting", "C": "consulted", "I": "informed"}


@dataclass(frozen=True, slots=True)
class PartyWords:
    """The parts of the line about a party's role."""

    role: str
    name: str
    alarm: str
    rest: str

    @property
    def line(self) -> str:
        """All parts."""
        named = " ".join(part for part in (self.name, self.alarm) if part)
        return " · ".join(part for part in (f"{self.role}: {named}", self.rest) if part)


def party_words(party: Accountable, today: date) -> PartyWords:
    """Return the parts of a party's line; days of another year than today's carry theirs."""
    terms = (
        party.department if party.department != party.name else "",
        f"since {display.short_day(party.since, today)}" if party.since else "",
        f"until {display.short_day(party.until, today)}" if party.until else "",
        f"confirmed {display.short_day(party.confirmed_at, today)}" if party.confirmed_at else "",
    )
    return PartyWords(
        ROLES.get(party.role, party.role),
        party.name,
        "HAS LEFT" if party.state == "left" else "",
        " · ".join(term for term in terms if term),
    )
