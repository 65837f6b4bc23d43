"""What people have edited, which an import leaves as it is whatever its file says."""

from collections.abc import Sequence

from cjm_tui.store.plan import quoted
from cjm_tui.store.session import Writer
from cjm_tui.store.targets import Target

_EDITED = "edited_by_people"
_BY_PEOPLE = "not regexp_full_match(coalesce(why, ''), '(import|undo of) batch [0-9]+')"


class Edited:
    """What of one table people have edited, beside the rows of a file that are to be merged.

    Who belongs to a set is decided as a whole: where people have changed that, the file's rows of
    the set stay out. Else a row that people took away stays away, and a field stays as it is.
    """

    def __init__(
        self, writer: Writer, target: Target, merged: str, same: str, identity: str
    ) -> None:
        """`same` joins `m`, the file's rows in the table `merged`, with `d`; `identity` is of m."""
        self._writer = writer
        self._target = target
        self._merged = merged
        self._same = same
        self._identity = identity
        writer.execute(
            f"create or replace temp table {_EDITED} as"
            " select distinct id, coalesce(field, '') as field"
            f" from change_log where noun = $noun and {_BY_PEOPLE}",
            {"noun": target.name},
        )

    def leave(self, fields: Sequence[str]) -> int:
        """Take out of the file's rows what people have edited; return how many said otherwise."""
        table = quoted(self._target.name)
        others = [f"m.{quoted(f)} is distinct from d.{quoted(f)}" for f in fields]
        alike = " and ".join([self._same, *(f"not ({other})" for other in others)])
        whole = f"from {self._merged} as m where {self._decided()}"
        (kept,) = self._writer.row(
            f"select count(*) {whole} and not exists (from {table} as d where {alike})"
        )
        self._writer.execute(f"delete {whole}")
        for field, other in zip(fields, others, strict=True):
            kept += self._writer.execute(
                f"update {self._merged} as m set {quoted(field)} = null"
                f" from {table} as d where {self._same} and m.{quoted(field)} is not null"
                f" and {other} and {self._entry(field)}"
            )
        return int(kept)

    def _decided(self) -> str:
        """Return SQL that holds for the rows whose being there people have decided."""
        target = self._target
        if not target.scope:
            there = f"exists (from {quoted(target.name)} as d where {self._same})"
            return f"{self._entry('')} and not {there}"
        parts = "from_json(e.id, '[\"VARCHAR\"]')"
        within = " and ".join(
            f"{parts}[{target.key.index(name) + 1}] = m.{quoted(name)}" for name in target.scope
        )
        begun_or_ended = "e.field in ('', 'since', 'until') and " if target.ends else ""
        return f"exists (from {_EDITED} as e where {begun_or_ended}{within})"

    def _entry(self, field: str) -> str:
        return f"exists (from {_EDITED} as e where e.id = {self._identity} and e.field = '{field}')"
