"""The notes of the executive pack: each figure's stored query, its hash, and the days it counts."""

from dataclasses import dataclass, field

from cjm_tui import locations
from cjm_tui.domain import display
from cjm_tui.domain.kpi import Estimate, Kpi
from cjm_tui.domain.period import Period
from cjm_tui.domain.report import Note, Number, Run, Tone
from cjm_tui.services.scores import Scores
from cjm_tui.store.catalog import CJM, Catalog, StoredQuery, definition_hash
from cjm_tui.store.session import Reader


@dataclass
class Notes:
    """The notes given so far: the same query on the same days has one."""

    reader: Reader
    catalog: Catalog
    scores: Scores | None  # None: there is no data yet
    found: list[Note] = field(default_factory=list)

    def kpi(self, name: str) -> tuple[int, ...]:
        """Return the note of a KPI's figure in the period; none for what is no KPI."""
        if name not in (self.scores.kpis if self.scores else self.catalog.kpis):
            return ()
        query = self.catalog.get(name)
        days = self.scores.counted(name).period if self.scores else None
        hashed = definition_hash(query, self.reader.settings)
        rows = f"cjm touchpoint NAME --kpi {name} --rows"
        return self._note(query, hashed, _days(days), rows)

    def query(self, name: str, days: Period | None = None) -> tuple[int, ...]:
        """Return the note of what another stored query gives, as it stands now or of days."""
        query = self.catalog.get(name)
        return self._note(query, query.sql_hash, _days(days), f"cjm query {name}")

    def effect(self, kpi: str, days: Period | None, action_id: str) -> tuple[int, ...]:
        """Return the note of an action's effect: the weeks of its KPI."""
        query = self.catalog.get("effect_weeks")
        rows = f"cjm actions verify {action_id} --sql"
        weeks = self._note(query, query.sql_hash, _days(days), rows)
        return (*weeks, *self.kpi(kpi)) if kpi else weeks

    def figure(self, found: Estimate, kpi: Kpi, at: str = "", journey: str = "") -> Run:
        """Return a KPI's figure with interval, n and note; "too few to say" has no number."""
        n = f"n={display.count(found.n)}"
        notes = self.kpi(kpi.name)
        if found.value is None:
            said = f"too few to say {n}" if found.n else "no data in this period"
            return Run(said, Tone.QUIET, notes=notes)
        number = Number(found.value, kpi.name, at, found.n, found.low, found.high, journey)
        return Run(f"{display.measured(found, kpi.unit)} {n}", number=number, notes=notes)

    def _note(self, query: StoredQuery, hashed: str, days: str, rows: str) -> tuple[int, ...]:
        file = _file(query)
        for note in self.found:
            if (note.query, note.sql_hash, note.days) == (file, hashed, days):
                return (note.number,)
        number = len(self.found) + 1
        self.found.append(Note(number, query.title, file, hashed, days, rows, query.own_sql))
        return (number,)


def _days(days: Period | None) -> str:
    if days is None:
        return ""
    first, last = days.first, days.last
    return f"{display.short_day(first, last)} – {display.short_day(last)} {last.year}"


def _file(query: StoredQuery) -> str:
    """Return the file as everybody has it, without this machine's folders."""
    if query.origin != CJM:
        return f"{query.origin}: {query.path.name}"
    return f"queries/{query.path.relative_to(locations.shipped('queries')).as_posix()}"
