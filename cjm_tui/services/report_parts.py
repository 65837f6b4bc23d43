"""What the sections of the executive pack share: the answers that they are written from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cjm_tui.domain.actions import ActionBoard, Milestone
from cjm_tui.domain.audit import Audit, Pair
from cjm_tui.domain.customer_outcome import CustomerOutcomes
from cjm_tui.domain.kpi import Signal, TargetState
from cjm_tui.domain.pitfalls import Pitfalls
from cjm_tui.domain.report import Column, Run, Table, Text, Tone
from cjm_tui.domain.verification import Outcomes
from cjm_tui.services.report_notes import Notes

SIGNALS = {Signal.BETTER: Tone.GOOD, Signal.WORSE: Tone.BAD}
STATES = {TargetState.MISSED: Tone.STRONG}


@dataclass(frozen=True, slots=True)
class DueMilestone:
    """A milestone with its action."""

    milestone: Milestone
    action_id: str
    action: str


@dataclass(frozen=True, slots=True)
class Answers:
    """All that the pack is written from, as of one moment."""

    today: date
    audit: Audit
    pairs: tuple[Pair, ...]  # of the audit's watermelons, in its order
    outcomes: CustomerOutcomes
    pitfalls: Pitfalls
    actions: ActionBoard
    milestones: tuple[DueMilestone, ...]
    effects: Outcomes
    notes: Notes

    @property
    def near(self) -> date | None:
        """The day by which others are dated: without a year in the same one."""
        return self.audit.period.last if self.audit.period else None


def text(*parts: str | Run) -> Text:
    """Return a text of plain strings and runs; empty strings are left out."""
    runs = (Run(part) if isinstance(part, str) else part for part in parts)
    return tuple(run for run in runs if run.text)


def joined(parts: Iterable[Text], between: str = " · ") -> Text:
    """Return the texts that say something with a separator between them."""
    found: list[Run] = []
    for part in parts:
        if part:
            found += [Run(between), *part] if found else part
    return tuple(found)


def table(titles: str, rows: Iterable[tuple[Text, ...]]) -> Table:
    """Return a table from its titles, `a|b|>c`: one that begins with > stands at the right."""
    columns = tuple(Column(title.lstrip(">"), title.startswith(">")) for title in titles.split("|"))
    return Table(columns, tuple(rows))


def owner(words: str) -> Run:
    """Return who owns it; nobody and who has left cannot be overlooked."""
    wrong = not words or "NO OWNER" in words or "HAS LEFT" in words
    return Run(words or "NO OWNER", Tone.ALERT if wrong else Tone.PLAIN)
