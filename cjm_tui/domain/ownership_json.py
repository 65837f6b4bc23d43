"""The ownership ledger as scripts read it (docs/ownership.md)."""

from typing import Any

from cjm_tui.domain.change_log import Entry
from cjm_tui.domain.owner_words import ROLES
from cjm_tui.domain.ownership import Departments, Ledger, LedgerLine, PartyLine
from cjm_tui.domain.touchpoint import Accountable


def ledger_json(ledger: Ledger, lines: tuple[LedgerLine, ...]) -> dict[str, Any]:
    """Return these lines of the ledger."""
    return {
        "today": ledger.today,
        "confirm_days": ledger.confirm_days,
        "touchpoints": [_line(line) for line in lines],
    }


def _line(line: LedgerLine) -> dict[str, Any]:
    return {
        "touchpoint_id": line.touchpoint_id,
        "touchpoint": line.name,
        "stage": line.stage,
        "journey": line.journey or None,
        "channel": line.channel or None,
        "moment_of_truth": line.moment_of_truth,
        "owners": [one.name for one in line.owners],
        "flags": [*line.troubles, *(["mine"] if line.mine else [])],
        "days_without_owner": line.days_without,
        "never_owned_days": line.known_days,
        "unconfirmed_days": line.unconfirmed_days,
        "parties": [_party(one) for one in line.parties],
        "changed_by_others": [_entry(entry) for entry in line.others],
    }


def _party(one: Accountable) -> dict[str, Any]:
    return {
        "party_id": one.party_id,
        "party": one.name,
        "department": one.department or None,
        "state": one.state,
        "role": ROLES.get(one.role, one.role),
        "since": one.since,
        "until": one.until,
        "confirmed_at": one.confirmed_at,
        "current": one.current,
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "at": entry.at,
        "who": entry.who or None,
        "what": entry.subject,
        "old": entry.old or None,
        "new": entry.new or None,
        "why": entry.why or None,
    }


def party_json(line: PartyLine) -> dict[str, Any]:
    """Return a party with the roles that it holds today."""
    return {
        "party_id": line.party_id,
        "name": line.name,
        "department": line.department or None,
        "kind": line.kind,
        "state": line.state,
        "logins": line.logins or None,
        "left_on": line.left_on,
        "roles": [
            {
                "role": ROLES.get(role.role, role.role),
                "touchpoint_id": role.touchpoint_id,
                "touchpoint": role.touchpoint,
            }
            for role in line.roles
        ],
    }


def departments_json(found: Departments) -> dict[str, Any]:
    """Return the departments' parts in the stages, and what they are targeted on."""
    return {
        "stages": [
            {
                "stage_id": stage.stage_id,
                "stage": stage.stage,
                "journey": stage.journey,
                "lead": stage.lead or None,
                "supporters": list(stage.supporters),
                "answering": list(stage.answering),
            }
            for stage in found.stages
        ],
        "departments": [
            {
                "department": line.name,
                "touchpoints": line.owned,
                "leads": list(line.leads),
                "supports": list(line.supports),
                "targeted_on_outcome": bool(line.outcomes),
                "objectives": [
                    {
                        "party": one.party,
                        "value": one.value or None,
                        "kpi": one.kpi,
                        "class": one.kpi_class or None,
                        "target": one.target,
                        "source": one.source,
                    }
                    for one in line.objectives
                ],
            }
            for line in found.lines
        ],
    }
