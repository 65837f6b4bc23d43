"""What an import is about to do to the facts, and the state of the data that this rests on."""

from dataclasses import dataclass
from datetime import date

from cjm_tui.domain.imports import TargetCount
from cjm_tui.store.session import Reader
from cjm_tui.store.targets import TARGETS, Column

STAGING = "stg"  # the alias under which the staging file is attached


@dataclass(frozen=True, slots=True)
class DataVersion:
    """Differs as soon as anybody has changed facts, or what the roll-up is computed by."""

    last_batch: int
    undone: int
    rows: int
    definitions: int
    settings: str


@dataclass(frozen=True, slots=True)
class FactPlan:
    """What is to happen to one table of facts."""

    name: str
    new_table: str  # in the staging file: the rows to insert, in order of time
    with_first: bool  # whether it has `_first`, the batch that first brought the row
    replaces: bool  # whether `old_<name>` lists keys whose rows go to the history
    count: TargetCount
    derived: bool = False  # made anew of other facts: an undo does it again

    @property
    def changes(self) -> bool:
        """Whether any row is new, replaced or gone."""
        return bool(self.count.inserted or self.count.updated or self.replaces)


@dataclass(frozen=True, slots=True)
class FactsPlan:
    """What is to happen to all tables of facts, and the local days that change by it."""

    version: DataVersion
    targets: tuple[FactPlan, ...]
    days: tuple[date, ...]


def data_version(reader: Reader) -> DataVersion:
    """Return the state of the facts."""
    facts = [name for name, target in TARGETS.items() if target.fact]
    rows = " + ".join(f"(select count(*) from {name})" for name in facts)
    found = reader.row(
        f"select coalesce(max(batch), 0), count(undone_at), {rows},"
        " (select count(*) from kpi_definition),"
        " (select coalesce(string_agg(key || '=' || value, ';' order by key), '')"
        " from site_setting) from import_batch"
    )
    batch, undone, count, definitions, settings = found
    return DataVersion(int(batch), int(undone), int(count), int(definitions), str(settings))


def quoted(name: str) -> str:
    """Return a name as SQL."""
    return '"' + name.replace('"', '""') + '"'


def listed(names: tuple[str, ...] | list[str], alias: str = "") -> str:
    """Return column names as SQL, each of the table with that alias."""
    prefix = f"{alias}." if alias else ""
    return ", ".join(prefix + quoted(name) for name in names)


def same_key(key: tuple[str, ...], left: str, right: str) -> str:
    """Return SQL for two rows having the same key, none of whose columns is ever null."""
    return " and ".join(f"{left}.{quoted(name)} = {right}.{quoted(name)}" for name in key)


def payload(columns: tuple[Column, ...], key: tuple[str, ...], alias: str) -> str:
    """Return SQL for a hash of all that a row says beside its key."""
    said = [column.name for column in columns if column.name not in key]
    return f"hash({listed(said, alias)})"
