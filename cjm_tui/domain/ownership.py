"""The ledger of who answers for which touchpoint, and what is wrong with that."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cjm_tui.domain.change_log import Entry
from cjm_tui.domain.journey import DataState
from cjm_tui.domain.touchpoint import Accountable

NO_OWNER, TWO_OWNERS, LEFT = "no_owner", "two_owners", "owner_left"
UNCONFIRMED, OTHERS, MOMENT = "unconfirmed", "other_fingers", "moment_of_truth"
TROUBLES = (NO_OWNER, LEFT, TWO_OWNERS, UNCONFIRMED, OTHERS)  # the gravest first
MINE = "mine"


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One touchpoint with all who have a role there."""

    touchpoint_id: str
    name: str
    channel: str
    stage_id: str
    stage: str
    journey: str
    flags: tuple[str, ...]  # of TROUBLES, and moment_of_truth
    parties: tuple[Accountable, ...]  # who hold a role today first
    days_without: int | None  # since the last owner's last day; None: there is one, or never was
    known_days: int | None  # since the touchpoint is known, where nobody ever owned it
    others: tuple[Entry, ...]  # changes by others since the owner took over or confirmed
    unconfirmed_days: int | None = None  # since somebody last confirmed an owner; None: never
    mine: bool = False  # whether whoever looks is accountable

    def of_role(self, role: str) -> tuple[Accountable, ...]:
        """Return who holds a role today."""
        return tuple(one for one in self.parties if one.role == role and one.current)

    @property
    def owners(self) -> tuple[Accountable, ...]:
        """Who is accountable today; one, if all is well."""
        return self.of_role("A")

    @property
    def troubles(self) -> tuple[str, ...]:
        """What is wrong, the gravest first."""
        return tuple(trouble for trouble in TROUBLES if trouble in self.flags)

    @property
    def moment_of_truth(self) -> bool:
        """Whether the relationship is decided here."""
        return MOMENT in self.flags

    @property
    def departments(self) -> tuple[str, ...]:
        """The departments of those who answer for it, do it or support it today."""
        return departments_of(self.parties)


def departments_of(parties: Iterable[Accountable]) -> tuple[str, ...]:
    """Return the departments of those who answer for it, do it or support it today."""
    taking_part = (one for one in parties if one.current and one.role in ("A", "R", "S"))
    return tuple(dict.fromkeys(one.department or one.name for one in taking_part))


@dataclass(frozen=True, slots=True)
class Ledger:
    """All touchpoints of the current journeys, in the map's order."""

    state: DataState
    today: date
    confirm_days: int
    me: str  # the name of whoever looks, as the log would have it
    lines: tuple[LedgerLine, ...]

    def count(self, flag: str) -> int:
        """Return how many touchpoints have that flag."""
        return sum(flag in line.flags for line in self.lines)


class LedgerOrder(StrEnum):
    """How the ledger is sorted."""

    TROUBLE = "trouble"
    STAGE = "stage"
    OWNER = "owner"


def ordered(lines: Iterable[LedgerLine], order: LedgerOrder) -> tuple[LedgerLine, ...]:
    """Return the lines in an order; those that it leaves alike stay as on the map.

    By trouble moments of truth come first, then what is gravest, then what lasts longest.
    """
    match order:
        case LedgerOrder.STAGE:
            return tuple(lines)
        case LedgerOrder.OWNER:
            return tuple(sorted(lines, key=_by_owner))
    return tuple(sorted(lines, key=_by_trouble))


def _by_owner(line: LedgerLine) -> tuple[bool, str]:
    names = ", ".join(owner.name for owner in line.owners)
    return bool(names), names.casefold()


def _by_trouble(line: LedgerLine) -> tuple[bool, bool, int, int]:
    gravest = TROUBLES.index(line.troubles[0]) if line.troubles else len(TROUBLES)
    lasting = line.days_without if line.days_without is not None else line.known_days or 0
    return not line.troubles, not line.moment_of_truth, gravest, -lasting


@dataclass(frozen=True, slots=True)
class Role:
    """A role that a party holds today."""

    role: str  # A R S C I
    touchpoint_id: str
    touchpoint: str


@dataclass(frozen=True, slots=True)
class PartyLine:
    """A person, team or department that can answer for something; never ranked, never scored."""

    party_id: str
    name: str
    department: str
    kind: str
    state: str
    logins: str
    left_on: date | None
    roles: tuple[Role, ...]

    @property
    def accountable(self) -> tuple[Role, ...]:
        """What it answers for today."""
        return tuple(role for role in self.roles if role.role == "A")


@dataclass(frozen=True, slots=True)
class Parties:
    """All parties, by department."""

    state: DataState
    today: date
    lines: tuple[PartyLine, ...]


@dataclass(frozen=True, slots=True)
class StageDepartments:
    """Which department leads a stage, and which support it."""

    stage_id: str
    stage: str
    journey: str
    lead: str
    supporters: tuple[str, ...]
    answering: tuple[str, ...]  # departments of the owners at its touchpoints, most of them first


@dataclass(frozen=True, slots=True)
class Objective:
    """What a party is targeted on; `source` says where that stands."""

    party: str
    value: str
    kpi: str
    title: str
    kpi_class: str  # "" where the KPI is not known
    target: float | None
    source: str  # "objective", or the touchpoint whose target it answers for
    objective_id: str = ""  # by which it is changed; "" for a touchpoint's target

    @property
    def outcome(self) -> bool:
        """Whether it is one of the customer's: a need met or failed."""
        return self.kpi_class == "outcome"


@dataclass(frozen=True, slots=True)
class DepartmentLine:
    """One department: what it answers for and what it is targeted on."""

    name: str
    owned: int  # touchpoints for which one of it is accountable
    leads: tuple[str, ...]  # stages
    supports: tuple[str, ...]
    objectives: tuple[Objective, ...]

    @property
    def outcomes(self) -> tuple[Objective, ...]:
        """Those of its objectives that are outcomes."""
        return tuple(one for one in self.objectives if one.outcome)


@dataclass(frozen=True, slots=True)
class Departments:
    """The departments, and their parts in the stages."""

    state: DataState
    stages: tuple[StageDepartments, ...]
    lines: tuple[DepartmentLine, ...]

    @property
    def covered(self) -> int:
        """How many departments are targeted on an outcome."""
        return sum(bool(line.outcomes) for line in self.lines)
