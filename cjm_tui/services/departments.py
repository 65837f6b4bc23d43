"""Parties, the departments' parts in the stages, and which of them are targeted on outcomes."""

from collections import Counter
from collections.abc import Sequence

from cjm_tui.domain.ownership import (
    DepartmentLine,
    Departments,
    LedgerLine,
    Objective,
    Parties,
    PartyLine,
    Role,
    StageDepartments,
)
from cjm_tui.services.data_state import data_state, today
from cjm_tui.services.known_parties import all_parties
from cjm_tui.services.ownership_ledger import ledger
from cjm_tui.services.party_forms import departments as department_names
from cjm_tui.services.site_kpis import SiteKpis
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.edits import joint_id
from cjm_tui.store.session import Reader


def parties(reader: Reader) -> Parties:
    """Return all parties by department with the roles that they hold today."""
    roles: dict[str, list[Role]] = {}
    for line in ledger(reader).lines:
        for one in line.parties:
            if one.current:
                role = Role(one.role, line.touchpoint_id, line.name)
                roles.setdefault(one.party_id, []).append(role)
    lines = [
        PartyLine(
            party_id=party.party_id,
            name=party.name,
            department=party.department,
            kind=party.kind,
            state=party.state,
            logins=party.logins,
            left_on=reader.local(party.left_at).date() if party.left_at else None,
            roles=tuple(roles.get(party.party_id, ())),
        )
        for party in all_parties(reader)
    ]
    return Parties(data_state(reader), today(reader), tuple(lines))


def departments(reader: Reader, catalog: Catalog) -> Departments:
    """Return the stages with their departments, and what each department is targeted on."""
    lines = ledger(reader).lines
    stages = _stages(reader, lines)
    known = SiteKpis.of(reader, catalog)
    own, of_touchpoints = _objectives(reader, known), _through_touchpoints(reader, known, lines)
    owned = Counter(name for line in lines for name in _answering(line))
    names = dict.fromkeys([*department_names(reader), *owned, *own])
    found = [
        DepartmentLine(
            name=name,
            owned=owned[name],
            leads=tuple(stage.stage for stage in stages if stage.lead == name),
            supports=tuple(stage.stage for stage in stages if name in stage.supporters),
            objectives=(*own.get(name, ()), *of_touchpoints.get(name, ())),
        )
        for name in sorted(names, key=str.casefold)
    ]
    return Departments(data_state(reader), stages, tuple(found))


def _answering(line: LedgerLine) -> tuple[str, ...]:
    """Return the departments of a touchpoint's owners."""
    return tuple(dict.fromkeys(owner.department or owner.name for owner in line.owners))


def _stages(reader: Reader, lines: Sequence[LedgerLine]) -> tuple[StageDepartments, ...]:
    found: dict[str, StageDepartments] = {}
    for _, journey, stage_id, stage, department, role in reader.query("stage_departments"):
        known = found.get(stage_id)
        lead = department if role == "lead" else (known.lead if known else "")
        supporters = known.supporters if known else ()
        supporters += (department,) if role == "support" else ()
        answering = Counter(
            name for line in lines if line.stage_id == stage_id for name in _answering(line)
        )
        names = tuple(name for name, _ in answering.most_common())
        found[stage_id] = StageDepartments(stage_id, stage, journey, lead, supporters, names)
    return tuple(found.values())


def _objectives(reader: Reader, known: SiteKpis) -> dict[str, list[Objective]]:
    found: dict[str, list[Objective]] = {}
    for party_id, party, department, value, kpi, target in reader.query("objectives"):
        about = _about(known, kpi, value)
        own = joint_id((party_id, kpi)) if kpi else ""
        objective = Objective(party, value, kpi, *about, target, "objective", own)
        found.setdefault(department, []).append(objective)
    return found


def _through_touchpoints(
    reader: Reader, known: SiteKpis, lines: Sequence[LedgerLine]
) -> dict[str, list[Objective]]:
    """Return the targets in force at the touchpoints that a department answers for."""
    by_touchpoint: dict[str, dict[str, float]] = {}
    for kpi, touchpoint_id, target in reader.query("targets_in_force", today=today(reader)):
        if touchpoint_id is not None:
            by_touchpoint.setdefault(touchpoint_id, {})[kpi] = target
    found: dict[str, list[Objective]] = {}
    for line in lines:
        for kpi, target in by_touchpoint.get(line.touchpoint_id, {}).items():
            for name in _answering(line):
                owner = ", ".join(one.name for one in line.owners)
                objective = Objective(owner, "", kpi, *_about(known, kpi), target, line.name)
                found.setdefault(name, []).append(objective)
    return found


def _about(known: SiteKpis, kpi: str, words: str = "") -> tuple[str, str]:
    """Return title and class of a KPI, or of an objective that goes by its words."""
    found, kpi_class = known.kpis.get(kpi), known.class_of(kpi or words)
    return found.title if found else kpi, kpi_class.value if kpi_class else ""
