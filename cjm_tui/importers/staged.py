"""What staging a file leaves behind, and the records that turned out to be bad in it."""

from collections.abc import Callable
from dataclasses import dataclass

from cjm_tui.domain.text import shown
from cjm_tui.errors import CatalogError, RefusedFileError
from cjm_tui.importers.canonical import Check, Frame
from cjm_tui.importers.mapping import Mapping
from cjm_tui.importers.rules import Refusal, quoted
from cjm_tui.store.staging import Staging

_VALUE_SHOWN = 60


@dataclass(frozen=True, slots=True)
class StagedFile:
    """What the staging file holds now: `staged_<target>` for each target, `quarantine_row`."""

    targets: tuple[str, ...]
    read: int
    ignored: int
    quarantined: int

    @property
    def accepted(self) -> int:
        """Records that no rule took and that nothing is wrong with."""
        return self.read - self.ignored - self.quarantined

    @property
    def bad_percent(self) -> float:
        """Quarantined records per hundred that the mapping does not ignore."""
        return 100.0 * self.quarantined / max(1, self.read - self.ignored)


def bad_records(
    staging: Staging,
    name: str,
    checks: tuple[Check, ...],
    frame: Frame,
    line: str = "_line",
) -> list[Refusal]:
    """Return the records of which a staged row of the target is bad, numbered by `line`.

    Raises RefusedFileError where one of them shows that the dates are not what is declared.
    """
    table = quoted("staged_" + name)
    refused = []
    kinds = staging.rows(f"select _bad from {table} where _bad is not null group by _bad")
    for (number,) in sorted(kinds):
        check = checks[int(number) - 1]
        if check.dated:
            _refuse_contradiction(staging, name, check.column, frame)
        # Of several rows of a record, the one that is no number is more likely the bad one.
        shortened = f"left(t.{quoted(check.column)}::varchar, {_VALUE_SHOWN})"
        rows = staging.rows(
            f"select t._line, arg_max({shortened}, (try_cast({shortened} as double) is null)::int)"
            f" from {table} as s join {quoted(name)} as t on s.{line} = t._line"
            f" where s._bad = {int(number)} group by t._line"
        )
        for record, value in rows:
            reason = check.reason(frame, shown(str(value or "")))
            refused.append(Refusal(int(record), check.column, reason))
    return refused


def _refuse_contradiction(staging: Staging, name: str, column: str, frame: Frame) -> None:
    """Raise RefusedFileError where days and months are the other way round than declared."""
    cell = f"{quoted(column)}::varchar"
    found = staging.rows(
        f"select {cell} from {quoted(name)} where {frame.notation.contradicts(cell)} limit 1"
    )
    if found:
        raise RefusedFileError(
            f"its dates are not {frame.notation.dates}, as its mapping declares:"
            f" {column} is {shown(str(found[0][0])[:_VALUE_SHOWN])}"
        )


def broken(mapping: Mapping) -> Callable[[str], CatalogError]:
    """Return what makes the error of a mapping whose SQL fails, from the database's message."""
    return lambda message: CatalogError(f"mapping {mapping.name}: its SQL fails: {message}")
