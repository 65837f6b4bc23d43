"""The map and the work from a staging file: field by field, every change with its old value.

An empty cell changes nothing: a file that lacks a column, or leaves it blank, must not undo what
people entered. What people do by hand is theirs: no file changes a field of the work that a person
has changed, nor, once work on an action has begun, what success is. Where a table holds the members
of a set (a touchpoint's enablers, its parties in one role), a member that the file leaves out of a
set which it names has ended. Who answers for what is theirs to keep as a whole (`store/edited.py`).
"""

from datetime import date

from cjm_tui.domain.imports import TargetCount
from cjm_tui.store.edited import Edited
from cjm_tui.store.plan import STAGING, listed, quoted
from cjm_tui.store.session import Writer
from cjm_tui.store.targets import TARGETS, Column, Target

_MERGED = "merging"
# What people have changed of a table's rows by hand, and which rows they made themselves.
_BY_HAND = """
    select l.id, list(distinct l.field) as fields, bool_or(l.new = 'added') as whole
    from change_log as l where l.noun = $noun
    and not regexp_full_match(coalesce(l.why, ''), '(import|undo of) batch [0-9]+')
"""


def merge_map(
    writer: Writer,
    name: str,
    columns: tuple[Column, ...],
    *,
    batch: int,
    today: date,
    insert_only: bool,
    over_edits: bool = False,
) -> TargetCount:
    """Merge the attached staging file's rows of one table; return what became of them.

    `over_edits` takes the file's word also where people have edited what it says.
    """
    merge = _Merge(writer, TARGETS[name], columns, batch, today)
    return merge.run(insert_only=insert_only, over_edits=over_edits)


class _Merge:
    """One table's merge."""

    def __init__(
        self,
        writer: Writer,
        target: Target,
        columns: tuple[Column, ...],
        batch: int,
        today: date,
    ) -> None:
        self._writer = writer
        self._target = target
        self._columns = tuple(column.name for column in columns)
        self._fields = tuple(name for name in self._columns if name not in target.key)
        self._batch = batch
        self._log = {
            "now": writer.now,
            "who": writer.who,
            "noun": target.name,
            "why": f"import batch {batch}",
        }
        self._today = today

    def run(self, *, insert_only: bool, over_edits: bool) -> TargetCount:
        produced = self._gather()
        if produced == 0:
            return TargetCount()
        self._leave_to_people()
        updated = kept = 0
        if self._target.kept and not over_edits:
            kept = self._edited.leave(self._fields)
        self._keep_offers()
        if not insert_only and not self._target.appended:
            self._end_left_out()
            updated = self._update()
        inserted = self._insert()
        return TargetCount(produced, inserted, updated, produced - inserted - updated, kept)

    def _gather(self) -> int:
        """Fold the file's rows by key, the last filled cell of each field prevailing."""
        staged = f"{STAGING}.{quoted('staged_' + self._target.name)}"
        fields = "".join(f", arg_max({quoted(f)}, _line) as {quoted(f)}" for f in self._fields)
        self._writer.execute(
            f"create or replace temp table {_MERGED} as"
            f" select {listed(self._target.key)}{fields} from {staged}"
            f" group by {listed(self._target.key)}"
        )
        return int(self._writer.row(f"select count(*) from {staged}")[0])

    def _keep_offers(self) -> None:
        """Keep what needs no entry in the change log, for an undo: cells of new rows, and repeats.

        It stands in time after the entries that the log has now.
        """
        (entries,) = self._writer.row("select count(*) from change_log")
        rows = f"{_MERGED} as m left join {self._table} as d on {self._same}"
        offered = [
            f"select {self._identity('m')}, '', 'added', 'added' from {rows}"
            " where d.rowid is not null"
        ]
        for field in self._fields:
            said = f"m.{quoted(field)}"
            offered.append(
                f"select {self._identity('m')}, '{field}',"
                f" case when d.rowid is not null then {said}::varchar end, {said}::varchar"
                f" from {rows} where {said} is not null"
                f" and (d.rowid is null or d.{quoted(field)} is not distinct from {said})"
            )
        offered += self._endings()
        self._writer.execute(
            "insert into map_offer select $batch, $noun, o.id, o.field, o.old, o.new, $entries"
            f" from ({' union all '.join(offered)}) as o (id, field, old, new)",
            {"batch": self._batch, "noun": self._target.name, "entries": entries},
        )

    def _leave_to_people(self) -> None:
        """Empty the cells that no file may change any more: an empty cell changes nothing."""
        if not self._target.personal or not self._fields:
            return
        sets = ", ".join(
            f"{quoted(f)} = case when h.whole or list_contains(h.fields, '{f}')"
            f" then null else m.{quoted(f)} end"
            for f in self._fields
        )
        self._writer.execute(
            f"update {_MERGED} as m set {sets} from ({_BY_HAND} group by l.id) as h"
            f" where {self._identity('m')} = h.id and exists (from {self._table} as d"
            f" where {self._same})",
            {"noun": self._target.name},
        )
        if frozen := [name for name in self._target.frozen if name in self._fields]:
            self._writer.execute(
                f"update {_MERGED} as m set {', '.join(f'{quoted(f)} = null' for f in frozen)}"
                f" from {self._table} as d where {self._same}"
                f" and not (true{not_frozen(self._target, frozen[0])})"
            )

    def _endings(self) -> list[str]:
        """Return SQL for the members of a named set that are left out, and had ended before."""
        if not self._target.scope:
            return []
        if self._target.ends:
            ends = f"d.{quoted(self._target.ends)}"
            return [
                f"select {self._identity('d')}, '{self._target.ends}', {ends}::varchar,"
                f" {ends}::varchar from {self._table} as d"
                f" where {self._left_out} and {ends} is not null"
            ]
        within = " and ".join(
            f"json_extract_string(c.id, '$[{self._target.key.index(name)}]') = m.{quoted(name)}"
            for name in self._target.scope
        )
        return [
            f"select distinct c.id, '', null, null from change_log as c"
            f" where c.noun = '{self._target.name}' and c.old = 'removed' and c.new is null"
            f" and exists (from {_MERGED} as m where {within})"
            f" and c.id not in (select {self._identity('m')} from {_MERGED} as m)"
            f" and c.id not in (select {self._identity('d')} from {self._table} as d)"
        ]

    def _insert(self) -> int:
        new = f"from {_MERGED} as m where not exists (from {self._table} as d where {self._same})"
        if self._target.personal:  # what a person took away does not come back by a file
            gone = f"from ({_BY_HAND} and l.old = 'removed' group by l.id)"
            new += f" and {self._identity('m')} not in (select id {gone})"
        params = {"noun": self._target.name} if self._target.personal else None
        self._record(f"select {self._identity('m')}, null, null, 'added' {new}")
        return self._writer.execute(
            f"insert into {self._table} ({listed(self._columns)})"
            f" select {listed(self._columns, 'm')} {new}",
            params,
        )

    def _update(self) -> int:
        differs = [self._differs(field) for field in self._fields]
        if not differs:
            return 0
        for field in self._fields:
            self._record(
                f"select {self._identity('d')}, '{field}', d.{quoted(field)}::varchar,"
                f" m.{quoted(field)}::varchar from {_MERGED} as m join {self._table} as d"
                f" on {self._same} where {self._differs(field)}"
            )
        sets = ", ".join(f"{quoted(f)} = {self._merged(f)}" for f in self._fields)
        return self._writer.execute(
            f"update {self._table} as d set {sets} from {_MERGED} as m"
            f" where {self._same} and ({' or '.join(differs)})"
        )

    def _end_left_out(self) -> None:
        """End the members of a set that the file names but leaves out."""
        if not self._target.scope:
            return
        left_out = self._left_out
        ends = quoted(self._target.ends) if self._target.ends else ""
        if ends:
            left_out += f" and d.{ends} is null"
            self._record(
                f"select {self._identity('d')}, '{self._target.ends}', null, $today::varchar"
                f" from {self._table} as d where {left_out}",
                today=True,
            )
            self._writer.execute(
                f"update {self._table} as d set {ends} = $today where {left_out}",
                {"today": self._today},
            )
            return
        self._record(
            f"select {self._identity('d')}, null, 'removed', null"
            f" from {self._table} as d where {left_out}"
        )
        self._writer.execute(f"delete from {self._table} as d where {left_out}")

    @property
    def _left_out(self) -> str:
        within = " and ".join(f"m.{quoted(c)} = d.{quoted(c)}" for c in self._target.scope)
        return (
            f"exists (from {_MERGED} as m where {within})"
            f" and not exists (from {_MERGED} as m where {self._same})"
        )

    @property
    def _edited(self) -> Edited:
        same, identity = self._same, self._identity("m")
        return Edited(self._writer, self._target, _MERGED, same, identity)

    @property
    def _table(self) -> str:
        return quoted(self._target.name)

    @property
    def _same(self) -> str:
        return " and ".join(
            f"m.{quoted(name)} is not distinct from d.{quoted(name)}" for name in self._target.key
        )

    def _merged(self, field: str) -> str:
        # Who is named again takes part again: only the end of a membership may be emptied.
        if field == self._target.ends:
            return f"m.{quoted(field)}"
        return f"coalesce(m.{quoted(field)}, d.{quoted(field)})"

    def _differs(self, field: str) -> str:
        return f"{self._merged(field)} is distinct from d.{quoted(field)}"

    def _identity(self, alias: str) -> str:
        return identity(self._target, alias)

    def _record(self, found: str, *, today: bool = False) -> None:
        """Log what a query of (id, field, old, new) finds, before it is done."""
        self._writer.execute(
            'insert into change_log ("at", who, noun, id, field, old, new, why)'
            " select $now, $who, $noun, c.id, c.field, c.old, c.new, $why"
            f" from ({found}) as c (id, field, old, new)",
            {**self._log, **({"today": self._today} if today else {})},
        )


def not_frozen(target: Target, field: str) -> str:
    """Return the condition on a row `d` that a file may still change the field; "" for any."""
    if field not in target.frozen:
        return ""
    thawed = ", ".join(f"'{state}'" for state in target.thawed)
    return f" and regexp_replace(lower(trim(d.state)), '[ _-]+', ' ', 'g') in ({thawed})"


def identity(target: Target, alias: str) -> str:
    """Return SQL for the id under which the change log knows a row: its key, several as JSON."""
    if len(target.key) == 1:
        return f"{listed(target.key, alias)}::varchar"
    parts = ", ".join(f"{alias}.{quoted(name)}::varchar" for name in target.key)
    return f"to_json([{parts}])::varchar"
