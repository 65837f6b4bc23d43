"""Mappings: one `.sql` file each, from a source system's columns to our tables (STYLE.md)."""

import hashlib
import re
import zoneinfo
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from cjm_tui import locations
from cjm_tui.domain.front_matter import split_front_matter
from cjm_tui.domain.kpi import Kpi
from cjm_tui.domain.statistics.measures import bounds_of
from cjm_tui.errors import CatalogError
from cjm_tui.importers.dialect import Dialect, read_dialect
from cjm_tui.importers.fields import Fields
from cjm_tui.importers.mapping_sql import HOLD, bare, read_sql, shared_macros
from cjm_tui.importers.names import fold
from cjm_tui.store.catalog import read_query
from cjm_tui.store.gathering import GATHERED
from cjm_tui.store.targets import TARGETS

SHIPPED = Path(__file__).parent / "mappings"
SITE = "site"
KPIS = "$kpis"  # in a rule's condition: the names of the site's KPIs, as `kpi not in $kpis`
RANGES = "$ranges"  # in a rule's condition: a table of them, kpi_name, least and most

_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")


@dataclass(frozen=True, slots=True)
class Rule:
    """What takes a record out of `source`: the first rule whose condition holds."""

    kind: str  # "ignore", "refuse" (the record) or "refuse_file"
    condition: str
    because: str
    column: str = ""


@dataclass(frozen=True, slots=True)
class ZoneIn:
    """Which header row names the time zone, as JSON under which key."""

    row: int  # from 1
    key: str


@dataclass(frozen=True, slots=True)
class Gather:
    """How records of several files belong together: `source` then holds whole contacts."""

    contact: str  # SQL over the columns: what the records of one contact have in common
    record: tuple[str, ...]  # columns that make two records the same one; none: all of them
    kept: dict[str, str]  # SQL of what is kept as a column of any name, instead of what it says
    hashed: dict[str, str]  # SQL of what is kept as a keyed hash, as a column of any name


@dataclass(frozen=True, slots=True)
class Mapping:
    """One mapping as its file declares it."""

    name: str
    title: str
    description: str
    patterns: tuple[str, ...]  # of the file name, as in a shell; without regard to case
    cells: dict[str, str]  # regular expressions of cells that tell a file of this kind
    required: tuple[str, ...]
    optional: tuple[str, ...]
    aliases: dict[str, tuple[str, ...]]  # other names of columns, or patterns of them
    dialect: Dialect
    any_of: tuple[str, ...]  # columns of which a file must have at least one
    any_columns: bool  # whether files may have any other columns, however they are named
    timezone: str  # "site", or the name of a zone
    zone_in: ZoneIn | None  # a header row that names another one
    version: str
    rules: tuple[Rule, ...]
    insert_only: frozenset[str]
    personal: frozenset[str]
    # Views, a target's table turned into one too, and the tables that hold what others use.
    statements: tuple[str, ...]
    targets: tuple[str, ...]
    sql_hash: str
    shipped: bool
    source: str  # what its rows name as their source: two mappings may share one
    gather: Gather | None = None
    borrowed: tuple[str, ...] = ()  # columns of the mapping that lends its SQL, not its own

    @property
    def holds(self) -> tuple[str, ...]:
        """The statements that hold rows, to be run again where `source` has become another."""
        return tuple(one for one in self.statements if one.startswith(HOLD))

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that `source` has; those that files may have come first."""
        return self.required + self.optional + self.borrowed


class Mappings(dict[str, Mapping]):
    """The mappings by name, and a user's own files that break a rule: they are left out."""

    def __init__(self, mappings: dict[str, Mapping], refused: tuple[CatalogError, ...]) -> None:
        super().__init__(mappings)
        self.refused = refused


def load_mappings(user_folder: Path | None = None) -> Mappings:
    """Return the shipped mappings and the user's own.

    Raises CatalogError where a shipped file breaks the contract; a user's file that does, or that
    takes a shipped name, is left out and listed in `Mappings.refused`.
    """
    found = {path.stem: read_mapping(path, shipped=True) for path in sorted(SHIPPED.glob("*.sql"))}
    folder = locations.user_mappings() if user_folder is None else user_folder
    refused = []
    try:
        own = sorted(folder.glob("*.sql")) if folder.is_dir() else []
    except OSError as error:
        own = []
        refused.append(CatalogError(f"{folder} cannot be read: {error.strerror or error}"))
    for path in own:
        try:
            if path.stem in found:
                raise CatalogError(
                    f"{path}: the name {path.stem} is taken by a mapping that ships with cjm.",
                    hint="A user's mapping may add a name, never replace one. Rename the file.",
                )
            found[path.stem] = read_mapping(path, shipped=False)
        except CatalogError as error:
            refused.append(error)
    return Mappings(found, tuple(refused))


def read_mapping(path: Path, *, shipped: bool) -> Mapping:
    """Return a file's mapping; raises CatalogError naming the file and the rule it breaks."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogError(f"{path}: cannot be read: {error}") from error
    return parse_mapping(text, path.stem, shipped=shipped, file=str(path))


def parse_mapping(text: str, name: str, *, shipped: bool = False, file: str = "") -> Mapping:
    """Return the mapping that the text declares; raises CatalogError as `read_mapping` does."""
    where = file or f"mapping {name}"
    if not _NAME.match(name):
        raise CatalogError(f"{where}: a mapping's name is lower-case letters, digits and _")
    metadata, sql = split_front_matter(text, where)
    top = Fields(metadata, where)
    title = top.text("title")
    description = top.text("description", "")
    lender = top.text("sql_of", "")
    base = _lender(lender, sql, where) if lender else None
    recognise = top.table("recognise")
    patterns = recognise.text_or_names("name", "*")
    required = recognise.names("header", [] if base else None)
    cells = recognise.mapping_of_texts("cells")
    any_of = recognise.names("any_of", [])
    any_columns = recognise.flag("any_columns")
    recognise.end("recognise.")
    optional = top.names("optional", [])
    aliases = top.mapping_of_names("aliases")
    dialect = read_dialect(top.table("dialect", {}))
    timezone = top.text("timezone", SITE)
    zone_in = _zone_in(top.table("timezone_in", {}), dialect)
    if base:
        top.end()
        if not required:  # the same columns
            required, optional, any_of = base.required, base.optional, base.any_of
            aliases, any_columns = base.aliases, base.any_columns
        mapping = replace(
            base,
            name=name,
            title=title,
            description=description,
            patterns=patterns,
            cells=cells,
            required=required,
            optional=optional,
            aliases=base.aliases | aliases,
            dialect=dialect,
            any_of=any_of,
            any_columns=any_columns,
            timezone=timezone,
            zone_in=zone_in,
            sql_hash=_hash(text + base.sql_hash),
            shipped=shipped,
            borrowed=tuple(c for c in base.columns if c not in required + optional),
        )
        _check(mapping, {}, where)
        return mapping
    keys = {key: tuple(value) for key, value in top.mapping_of_names("key").items()}
    version = top.text("version", "")
    rules = tuple(_rule(entry, where) for entry in top.tables("rule"))
    insert_only = frozenset(top.names("insert_only", []))
    personal = frozenset(top.names("personal", []))
    gather = _gather(top.table("gather", {}))
    top.end()
    views, targets = read_sql(sql, where)
    mapping = Mapping(
        name=name,
        title=title,
        description=description,
        patterns=patterns,
        cells=cells,
        required=required,
        optional=optional,
        aliases=aliases,
        dialect=dialect,
        any_of=any_of,
        any_columns=any_columns,
        timezone=timezone,
        zone_in=zone_in,
        version=version,
        rules=rules,
        insert_only=insert_only,
        personal=personal,
        statements=views,
        targets=targets,
        sql_hash=_hash("".join([_known(text), *shared_macros(sql)])),
        shipped=shipped,
        source=name,
        gather=gather,
    )
    _check(mapping, keys, where)
    return mapping


def _lender(name: str, sql: str, where: str) -> Mapping:
    """Return the shipped mapping whose rules and SQL another one takes over."""
    if bare(sql):
        raise CatalogError(f"{where}: sql_of takes another mapping's SQL; it has its own as well")
    path = SHIPPED / f"{name}.sql"
    if not (_NAME.match(name) and path.is_file()):
        raise CatalogError(f"{where}: sql_of names no mapping that ships with cjm: {name}")
    base = read_mapping(path, shipped=True)
    if base.source != base.name:
        raise CatalogError(f"{where}: sql_of names {name}, whose SQL is itself another's")
    return base


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _zone_in(fields: Fields, dialect: Dialect) -> ZoneIn | None:
    row, key = fields.number("row", 0), fields.text("key", "")
    fields.end("timezone_in.")
    if not row and not key:
        return None
    if not (key and 1 <= row <= dialect.header_rows):
        raise CatalogError(f"{fields.where}: timezone_in names a header row and a key in it")
    return ZoneIn(row, key)


def _gather(fields: Fields) -> Gather | None:
    contact = fields.text("contact", "")
    record = fields.names("record", [])
    kept = fields.mapping_of_texts("kept")
    hashed = fields.mapping_of_texts("hashed")
    fields.end("gather.")
    if not contact and (record or kept or hashed):
        raise CatalogError(f"{fields.where}: gather.contact is missing")
    return Gather(contact, record, kept, hashed) if contact else None


def _rule(entry: dict[str, Any], where: str) -> Rule:
    fields = Fields(entry, where)
    kinds = [kind for kind in ("ignore", "refuse", "refuse_file") if kind in entry]
    if len(kinds) != 1:
        raise CatalogError(f"{where}: a rule has one of ignore, refuse and refuse_file")
    rule = Rule(
        kind=kinds[0],
        condition=_known(fields.text(kinds[0])),
        because=fields.text("because"),
        column=fields.text("column", ""),
    )
    fields.end("rule.")
    return rule


@lru_cache(maxsize=1)
def _kpis() -> tuple[Kpi, ...]:
    """Return the site's KPIs: the shipped ones, by their files."""
    paths = sorted((locations.shipped("queries") / "kpi").glob("*.sql"))
    return tuple(kpi for path in paths if (kpi := read_query(path).kpi) is not None)


@lru_cache(maxsize=1)
def _names() -> str:
    """Return the names of the site's KPIs as a list of SQL."""
    return "(" + ", ".join(f"'{kpi.name}'" for kpi in _kpis()) + ")"


@lru_cache(maxsize=1)
def _ranges() -> str:
    """Return what is counted of each of the site's KPIs, and between which values, as SQL."""
    ends = [(kpi.name, kpi.measure, *bounds_of(kpi)) for kpi in _kpis()]
    rows = ", ".join(
        f"('{name}', '{measure}', '{least}'::double, '{most}'::double)"
        for name, measure, least, most in ends
    )
    return f"(values {rows}) as kpi_range (kpi_name, measure, least, most)"


def _known(text: str) -> str:
    """Return the text with what the site's KPIs are in place of the words for them.

    It makes a mapping another one: a file that was imported with other KPIs is imported again.
    """
    return text.replace(KPIS, _names()).replace(RANGES, _ranges())


def _check(mapping: Mapping, keys: dict[str, tuple[str, ...]], where: str) -> None:
    folded = [fold(column) for column in mapping.columns]
    if len(set(folded)) != len(folded):
        raise CatalogError(f"{where}: names a column twice")
    for label, named in (
        ("personal", mapping.personal),
        ("version", {mapping.version} - {""}),
        ("a rule's column", {rule.column for rule in mapping.rules} - {""}),
        ("recognise.cells", set(mapping.cells)),
        ("aliases", set(mapping.aliases)),
        ("recognise.any_of", set(mapping.any_of)),
    ):
        if unknown := sorted(named - set(mapping.columns)):
            raise CatalogError(f"{where}: {label} names no column of it: {', '.join(unknown)}")
    for column, pattern in mapping.cells.items():
        try:
            re.compile(pattern)
        except re.error as error:
            raise CatalogError(f"{where}: recognise.cells.{column}: {error}") from error
    if mapping.dialect.header_rows == 0 and not (mapping.cells and "*" not in mapping.patterns):
        raise CatalogError(
            f"{where}: without a header row, recognise.name and recognise.cells must tell its files"
        )
    if unknown := sorted((mapping.insert_only | set(keys)) - set(mapping.targets)):
        raise CatalogError(f"{where}: key and insert_only name no target: {', '.join(unknown)}")
    for table, key in keys.items():
        if key != TARGETS[table].key:
            own = ", ".join(TARGETS[table].key)
            raise CatalogError(f"{where}: the key of {table} is {own}, not {', '.join(key)}")
    if mapping.gather:
        _check_gather(mapping, mapping.gather, where)
    if mapping.timezone != SITE:
        try:
            zoneinfo.ZoneInfo(mapping.timezone)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise CatalogError(f"{where}: timezone {mapping.timezone!r} does not exist") from error


def _check_gather(mapping: Mapping, gather: Gather, where: str) -> None:
    if unknown := sorted(set(gather.record) - set(mapping.columns)):
        raise CatalogError(f"{where}: gather names no column of it: {', '.join(unknown)}")
    others = [name for name in mapping.targets if TARGETS[name].fact and name not in GATHERED]
    if others:
        raise CatalogError(f"{where}: gathered contacts cannot make {', '.join(others)}")
