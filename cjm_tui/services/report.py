"""The executive pack: the audit, what it means for customers, and what is done about it."""

from datetime import UTC, datetime
from pathlib import PurePath
from zoneinfo import ZoneInfo

from cjm_tui.domain import display
from cjm_tui.domain.actions import Milestone
from cjm_tui.domain.report import Pack, Section
from cjm_tui.services.actions import action_board
from cjm_tui.services.audit import audit
from cjm_tui.services.audit_pairs import pair
from cjm_tui.services.customer_outcomes import customer_outcomes
from cjm_tui.services.data_state import data_state, period_of, today
from cjm_tui.services.pitfalls import pitfalls
from cjm_tui.services.report_audit import audit_section, watermelon_section
from cjm_tui.services.report_first import about, first_page
from cjm_tui.services.report_notes import Notes
from cjm_tui.services.report_outcomes import outcome_section, pitfall_section
from cjm_tui.services.report_parts import Answers, DueMilestone
from cjm_tui.services.report_work import action_section, milestone_section, win_section
from cjm_tui.services.scores import Scores
from cjm_tui.services.verification import outcomes
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.session import Reader

TITLE = "What we measure, and what customers get"
# In the order in which it is read; the first is the page for five minutes.
_SECTIONS = (
    first_page,
    audit_section,
    watermelon_section,
    outcome_section,
    pitfall_section,
    action_section,
    milestone_section,
    win_section,
)


def executive_pack(reader: Reader, catalog: Catalog, period: str = "28d") -> Pack:
    """Return the pack; the same data gives the same pack, whenever it is asked for.

    Its moment is that of the newest entry of the ledgers, or an earlier one at which the user has
    fixed the clock. Raises UsageError for a period that is none.
    """
    (entry,) = reader.query_records("ledger_state")
    newest = entry["newest_at"].replace(tzinfo=UTC)
    moment = min(newest, reader.now) if reader.fixed else newest
    with reader.standing_at(moment):
        answers = _answers(reader, catalog, period)
        sections: tuple[Section, ...] = tuple(section(answers) for section in _SECTIONS)
        return Pack(
            title=TITLE,
            about=about(answers),
            state=_state(reader, answers, entry, moment),
            state_id=_state_id(entry, moment),
            sections=sections,
            notes=tuple(answers.notes.found),
        )


def _answers(reader: Reader, catalog: Catalog, period: str) -> Answers:
    state = data_state(reader)
    span = period_of(state, period)
    found = audit(reader, catalog, period)
    return Answers(
        today=today(reader),
        audit=found,
        pairs=tuple(
            pair(reader, catalog, one.output.name, one.outcome.name, one.touchpoint_id, period)
            for one in found.watermelons
        ),
        outcomes=customer_outcomes(reader, catalog, period),
        pitfalls=pitfalls(reader, catalog, period),
        actions=action_board(reader),
        milestones=tuple(
            DueMilestone(Milestone(*row[:4]), *row[4:6]) for row in reader.query("milestones")
        ),
        effects=outcomes(reader, catalog),
        notes=Notes(reader, catalog, Scores(reader, catalog, state, span) if span else None),
    )


def _state(
    reader: Reader, answers: Answers, entry: dict[str, object], moment: datetime
) -> tuple[str, ...]:
    """Return in sentences what the figures rest on."""
    state, period = answers.audit.state, answers.audit.period
    until = display.data_until(state)
    said = [f"{until[:1].upper()}{until[1:]}{' · DEMO: made-up data' if state.demo else ''}"]
    if lacking := display.incomplete_words(state, period):
        said.append(f"Incomplete: {lacking}")
    if entry["batch"] is not None:
        file = PurePath(str(entry["file_name"])).name
        said.append(f"Last import: batch {entry['batch']}, {file}")
    who = f" by {entry['who']}" if entry["who"] else ""
    said.append(
        f"Newest entry of the ledgers: {entry['newest_entry']}, "
        f"{_local(reader, entry['newest_at'])}{who}; {entry['changes']:,} changes and "
        f"{entry['action_events']:,} events of actions are known"
    )
    at = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    again = f"cjm --as-of {at} kpis"
    if period is not None:
        again += f" --period {period.first}..{period.last}"
    said.append(f"The same figures again: {again}")
    return tuple(said)


def _local(reader: Reader, at: object) -> str:
    assert isinstance(at, datetime)
    zone = ZoneInfo(reader.settings.timezone)
    local = at.replace(tzinfo=UTC).astimezone(zone)
    return f"{display.short_day(local.date())} {local.year} {local:%H:%M} ({zone.key})"


def _state_id(entry: dict[str, object], moment: datetime) -> str:
    batch = f"batch {entry['batch']}" if entry["batch"] is not None else "no batch"
    return f"{batch}, entry of {moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
