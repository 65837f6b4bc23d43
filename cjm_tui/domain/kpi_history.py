"""The history of a KPI: its definitions with what each change did to the value, and decisions."""

import difflib
from dataclasses import dataclass
from datetime import datetime

from cjm_tui.domain.journey import DataState
from cjm_tui.domain.kpi import Estimate, Unit
from cjm_tui.domain.period import Period


@dataclass(frozen=True, slots=True)
class Effect:
    """A KPI at a touchpoint by two definitions that run on the same rows of the same days."""

    touchpoint_id: str
    touchpoint: str
    before: Estimate
    after: Estimate


@dataclass(frozen=True, slots=True)
class Defined:
    """One definition, and how it differs from the one before."""

    since: datetime  # local time
    who: str
    sql_hash: str
    sql: str
    before: str  # the SQL of the definition before; "" for the first
    declared: tuple[str, ...]  # what else changed: "service_level_s 20 → 30"
    effects: tuple[Effect, ...]  # most rows first
    places: int  # at how many touchpoints it has rows
    unit: Unit
    why_not: str = ""  # why no effect can be told

    @property
    def is_first(self) -> bool:
        """Whether none came before, so that nothing changed."""
        return not self.before

    @property
    def sql_changed(self) -> bool:
        """Whether the SQL differs from that of the definition before, layout apart."""
        return bool(self.before) and self.before != self.sql

    def difference(self) -> tuple[str, ...]:
        """Return the lines of SQL that went (-) and came (+), with a line around them."""
        if not self.sql_changed:
            return ()
        lines = difflib.unified_diff(
            self.before.splitlines(), self.sql.splitlines(), lineterm="", n=1
        )
        return tuple(line for line in lines if not line.startswith(("---", "+++", "@@")))


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody has decided about a KPI: its class, or whether it is retired."""

    at: datetime  # local time
    who: str
    field: str
    old: str
    new: str
    why: str


@dataclass(frozen=True, slots=True)
class KpiHistory:
    """A KPI's definitions and decisions, newest first."""

    state: DataState
    period: Period | None
    days: Period | None  # the days on which definitions are compared
    name: str
    title: str
    kpi_class: str  # as the site has it; "" where nobody has said
    because: str
    retired: bool
    own: str  # the file by which the site defines it; "" where the packaged one holds
    replaces: bool  # whether that takes the place of a packaged KPI
    definitions: tuple[Defined, ...]
    decisions: tuple[Decision, ...]
