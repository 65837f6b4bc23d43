"""One file into its staging tables: raw text → rules → the mapping's views → rows of our tables."""

from dataclasses import dataclass

from cjm_tui.domain.text import shown
from cjm_tui.errors import CatalogError, RefusedFileError
from cjm_tui.importers.canonical import Check, Frame, projection
from cjm_tui.importers.header import Header
from cjm_tui.importers.mapping import Mapping
from cjm_tui.importers.quarantine import write_quarantine
from cjm_tui.importers.raw import load_raw
from cjm_tui.importers.reader import Content
from cjm_tui.importers.rules import Refusal, apply_rules, quoted, refuse_more
from cjm_tui.store.staging import Staging
from cjm_tui.store.targets import TARGETS, Column

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


def stage_file(
    staging: Staging,
    content: Content,
    header: Header,
    frame: Frame,
    tables: dict[str, tuple[Column, ...]],
) -> StagedFile:
    """Stage one file. Raises RefusedFileError (the whole file) or CatalogError (the mapping)."""
    mapping = header.mapping
    raw = load_raw(staging, content, header)
    staging.lock_down()
    ruled = apply_rules(staging, header, nul=content.nul)
    for statement in mapping.statements:
        staging.attempt(statement, lambda message: _broken(mapping, message))
    refused = list(ruled.refused)
    found = _build(staging, mapping, frame, tables)
    if found:
        refused += found
        _leave_out(staging, mapping, frame, tables, found)
    write_quarantine(staging, header, raw, refused)
    return StagedFile(
        targets=mapping.targets,
        read=raw.read,
        ignored=ruled.ignored,
        quarantined=len(raw.rejects) + len(refused),
    )


def _build(
    staging: Staging,
    mapping: Mapping,
    frame: Frame,
    tables: dict[str, tuple[Column, ...]],
) -> list[Refusal]:
    """Fill `staged_<target>` for each target; return the records of which a row is bad."""
    refused: dict[int, Refusal] = {}
    for name in mapping.targets:
        made = projection(staging, TARGETS[name], tables[name], frame)
        staging.execute(f"drop table if exists {quoted('staged_' + name)}")
        staging.attempt(made.sql, lambda message: _broken(mapping, message), made.parameters)
        for refusal in _bad(staging, name, made.checks, frame):
            refused.setdefault(refusal.record, refusal)
    return list(refused.values())


def _leave_out(
    staging: Staging,
    mapping: Mapping,
    frame: Frame,
    tables: dict[str, tuple[Column, ...]],
    refused: list[Refusal],
) -> None:
    """Take bad records out of all targets, so that a record is accepted whole or not at all."""
    refuse_more(staging, refused)
    if all(TARGETS[name].fact for name in mapping.targets):
        for name in mapping.targets:
            table = quoted("staged_" + name)
            staging.execute(f"delete from {table} where _line in (select t._line from taken as t)")
    elif _build(staging, mapping, frame, tables):
        raise RefusedFileError("its rows stay bad when the bad records are left out")


def _bad(staging: Staging, name: str, checks: tuple[Check, ...], frame: Frame) -> list[Refusal]:
    table = quoted("staged_" + name)
    refused = []
    kinds = staging.rows(f"select _bad from {table} where _bad is not null group by _bad")
    for (number,) in sorted(kinds):
        check = checks[int(number) - 1]
        rows = staging.rows(
            f"select s._line, any_value(left(t.{quoted(check.column)}::varchar, {_VALUE_SHOWN}))"
            f" from {table} as s join {quoted(name)} as t on s._line = t._line"
            f" where s._bad = {int(number)} group by s._line"
        )
        for line, value in rows:
            reason = check.reason(frame, shown(str(value or "")))
            refused.append(Refusal(int(line), check.column, reason))
    return refused


def _broken(mapping: Mapping, message: str) -> CatalogError:
    return CatalogError(f"mapping {mapping.name}: its SQL fails: {message}")
