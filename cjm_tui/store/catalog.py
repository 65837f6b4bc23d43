"""The catalogue of stored queries: one `.sql` file each, its metadata in the leading comment.

Loading reads front matter only; `store/contract.py` compares a query with what DuckDB says of it.
"""

import difflib
import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from cjm_tui import locations
from cjm_tui.domain.front_matter import split_front_matter
from cjm_tui.domain.kpi import Direction, Kpi, KpiClass, Measure, Unit
from cjm_tui.domain.kpi_choice import kpi_order
from cjm_tui.domain.pitfalls import Check, Pitfall
from cjm_tui.errors import CatalogError, CjmError, UsageError
from cjm_tui.store.front_rules import Rules
from cjm_tui.store.pitfall_front import pitfall_check
from cjm_tui.store.settings import SiteSettings

KPI_COLUMNS = ("touchpoint_id", "local_at", "source_table", "source_id", "value", "final_at")
KPI_PARAMS = ("from", "to", "as_of")
KINDS = ("kpi", "table", "pitfall")
PARAM_TYPES = (
    *("timestamp", "date", "varchar", "double", "integer", "boolean"),
    *("varchar[]", "date[]"),
)
SETTINGS = frozenset(item.name for item in fields(SiteSettings))

CJM, SITE, YOURS = "cjm", "site", "yours"  # where a stored query comes from

_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_TOP_KEYS = frozenset(
    {"title", "description", "kind", "params", "columns", "kpi", "pitfall", "reads"}
)
_KPI_KEYS = frozenset(
    {"measure", "class", "because", "unit", "direction", "guardrail", "window", "variant"}
    | {"quantile", "short", "needs", "main", "occurs", "between"}
)
_WEIGHTED = (Measure.RATE, Measure.RATIO)

# What a parameter can hide in: strings, quoted names, dollar quotes and comments are passed over.
_PARAMETER = re.compile(
    r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|/\*.*?\*/|(?P<tag>\$(?:[A-Za-z_]\w*)?\$).*?(?P=tag)"
    r"|\$(?P<name>[A-Za-z_]\w*)",
    re.DOTALL,
)
# What SQL is made of; strings and quoted names are one token each.
_TOKEN = re.compile(
    r"(?P<layout>\s+|--[^\n]*|/\*.*?\*/)|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\""
    r"|(?P<tag>\$(?:[A-Za-z_]\w*)?\$).*?(?P=tag)|\w+|.",
    re.DOTALL,
)


@dataclass(frozen=True)
class StoredQuery:
    """One stored query as its file declares it; `kpi` and `check` are None but for their kinds."""

    name: str
    title: str
    description: str
    kind: str  # "kpi", "table" or "pitfall"
    params: Mapping[str, str]
    columns: tuple[str, ...]
    sql: str
    sql_hash: str
    path: Path
    kpi: Kpi | None = None
    check: Check | None = None
    origin: str = CJM
    reads: str = ""  # the stored query whose rows it reads by its name, as those of a table
    own_params: frozenset[str] = frozenset()  # without those of what it reads
    own_sql: str = ""  # as its file has it; `sql` runs as it stands

    @property
    def personal(self) -> bool:
        """Whether people have added it, and nobody has checked its SQL before."""
        return self.origin != CJM


@dataclass(frozen=True)
class Source:
    """Where a catalogue was read from, and how the site's folder was then."""

    shipped: Path | None
    personal: Path | None
    site: Path | None
    stamp: tuple[tuple[str, int, int], ...] = ()  # file, time of change, size

    def changed(self) -> bool:
        """Whether somebody has changed a file of the site's folder since."""
        return self.site is not None and _stamp(self.site) != self.stamp


class Catalog:
    """All stored queries by name: the shipped ones, the site's and a user's own."""

    def __init__(
        self,
        queries: Mapping[str, StoredQuery],
        refused: tuple[CatalogError, ...] = (),
        packaged: Mapping[str, StoredQuery] | None = None,
        source: Source | None = None,
    ) -> None:
        self._queries = dict(sorted(queries.items()))
        self.refused = refused
        """The site's and a user's own files that break a rule; the program works without them."""
        self.packaged = dict(packaged or {})
        """The shipped KPIs in whose place the site has put its own, by name."""
        self.source = source
        """Where it was read from; None where it was put together otherwise."""

    def __iter__(self) -> Iterator[StoredQuery]:
        return iter(self._queries.values())

    def __len__(self) -> int:
        return len(self._queries)

    def get(self, name: str) -> StoredQuery:
        """Return the query of this name; raises UsageError naming near ones."""
        if (query := self._queries.get(name)) is not None:
            return query
        near = difflib.get_close_matches(name, self._queries, n=3)
        hint = f"Near: {', '.join(near)}." if near else "`cjm query` lists them."
        raise UsageError(f"There is no stored query {name!r}.", hint=hint)

    def kpi(self, name: str) -> Kpi:
        """Return the KPI of this name; raises UsageError naming near ones."""
        if (found := self.kpis.get(name)) is not None:
            return found
        near = difflib.get_close_matches(name, self.kpis, n=3)
        hint = f"Near: {', '.join(near)}." if near else f"There are {', '.join(self.kpis)}."
        raise UsageError(f"There is no KPI {name!r}.", hint=hint)

    @cached_property
    def kpis(self) -> dict[str, Kpi]:
        """The site's KPIs, outcomes first, then perception, output and input; main ones first."""
        found = [query.kpi for query in self.kpi_queries if query.kpi is not None]
        return {kpi.name: kpi for kpi in found}

    @cached_property
    def checks(self) -> tuple[StoredQuery, ...]:
        """The queries that look for pitfalls, the site's own among them, in the pitfalls' order."""
        found = [query for query in self if query.check is not None and query.origin != YOURS]
        return tuple(sorted(found, key=_check_order))

    @cached_property
    def kpi_queries(self) -> tuple[StoredQuery, ...]:
        """The queries of the site's KPIs, in the order of `kpis`; without a user's own."""
        own = [query for query in self if query.kpi is not None and query.origin != YOURS]
        return tuple(sorted(own, key=_kpi_order))


def _kpi_order(query: StoredQuery) -> tuple[int, bool, str]:
    assert query.kpi is not None
    return kpi_order(query.kpi)


def _check_order(query: StoredQuery) -> tuple[int, int, str]:
    assert query.check is not None
    return (list(Pitfall).index(query.check.pitfall), query.check.order, query.name)


def load_catalog(
    shipped: Path | None = None, personal: Path | None = None, site: Path | None = None
) -> Catalog:
    """Return the shipped queries, those of the site's folder and those of the user's own.

    A KPI in the site's folder takes the place of the shipped one of its name. Raises CatalogError
    where a shipped file breaks a rule; a file that people have added and that does, or that takes
    another name that is taken, is left out and listed in `Catalog.refused`.
    """
    source = Source(shipped, personal, site, _stamp(site) if site else ())
    queries: dict[str, StoredQuery] = {}
    for path in sorted((shipped or locations.shipped("queries")).rglob("*.sql")):
        query = read_query(path)
        if query.name in queries:
            raise CatalogError(f"{path}: {queries[query.name].path} has the same name.")
        queries[query.name] = query
    queries = {name: over(query, queries) for name, query in queries.items()}
    _check_guardrails(queries)
    refused: list[CatalogError] = []
    shipped_ones = dict(queries)
    if site is not None:
        _add(queries, refused, site, SITE)
    _add(queries, refused, personal or locations.user_queries(), YOURS)
    packaged = {name: q for name, q in shipped_ones.items() if queries[name] is not q}
    return Catalog(queries, tuple(refused), packaged, source)


def fresh(catalog: Catalog) -> Catalog:
    """Return the catalogue, read anew where the site's folder has changed since it was read."""
    source = catalog.source
    if source is None or not source.changed():
        return catalog
    return load_catalog(source.shipped, source.personal, source.site)


def refuse_changed(catalog: Catalog) -> None:
    """Raise CjmError where the site's folder has changed since the catalogue was read.

    Only an outdated roll-up minds: to count it by older files would undo what others have counted.
    """
    if catalog.source is not None and catalog.source.changed():
        raise CjmError(
            f"The KPI files in {catalog.source.site} have changed since this session began.",
            hint="Leave with q and open it again: it then counts by them, as the others do.",
        )


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    found = []
    for path in sorted(folder.rglob("*.sql")):
        with suppress(OSError):
            status = path.stat()
            found.append((str(path), status.st_mtime_ns, status.st_size))
    return tuple(found)


def _add(
    queries: dict[str, StoredQuery], refused: list[CatalogError], folder: Path, origin: str
) -> None:
    """Add the files of a folder that keep the rules: they may name one another."""
    added: dict[str, StoredQuery] = {}
    for path in sorted(folder.rglob("*.sql")):
        try:
            query = read_query(path, origin=origin)
            taken = added.get(query.name) or queries.get(query.name)
            if taken is not None and not _may_replace(query, taken):
                raise CatalogError(
                    f"{path}: the name {query.name} is taken; only a KPI of the site's folder may"
                    " replace one, a shipped KPI.",
                    hint="Give the file another name.",
                )
            added[query.name] = query
        except CatalogError as error:
            refused.append(error)
    while (broken := _add_all(queries, added)) is not None:
        refused.append(broken[1])
        del added[broken[0]]


def _may_replace(query: StoredQuery, taken: StoredQuery) -> bool:
    both = query.kpi is not None and taken.kpi is not None
    return both and query.origin == SITE and taken.origin == CJM


def _add_all(
    queries: dict[str, StoredQuery], added: dict[str, StoredQuery]
) -> tuple[str, CatalogError] | None:
    """Add all of them, or none and return the first that cannot stand with the others."""
    whole = queries | added
    for name, query in added.items():
        try:
            whole[name] = over(query, queries | added)
            _check_guardrail(query, whole)
        except CatalogError as error:
            return name, error
    queries.update(whole)
    return None


def over(query: StoredQuery, others: Mapping[str, StoredQuery]) -> StoredQuery:
    """Return the query with the one that it `reads` written before it, so that it runs by itself.

    Raises CatalogError where there is none of that name, or where they read each other in a circle.
    """
    seen, base = [query.name], query
    while base.reads:
        if base.reads not in others or base.reads in seen:
            Rules(query.path).broken(f"reads = {base.reads!r} is no query that it can stand on")
        seen.append(base.reads)
        base = others[base.reads]
    if not query.reads:
        return query
    read = over(others[query.reads], others)
    own = f"select *\nfrom (\n{query.own_sql}\n) as {query.name}"
    sql = f"with {read.name} as (\n{read.sql}\n)\n\n{own}"
    params = {**read.params, **query.params}
    kpi = query.kpi and replace(query.kpi, sql_hash=_hash(sql))
    if kpi is not None:
        _check_kpi_params(params, Rules(query.path))
    return replace(query, sql=sql, sql_hash=_hash(sql), params=params, kpi=kpi)


def read_query(path: Path, *, origin: str = CJM) -> StoredQuery:
    """Return the query in one file; raises CatalogError naming the file and the rule it breaks."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogError(f"{path}: cannot be read as UTF-8 text: {error}.") from error
    return parse_query(text, path, origin=origin)


def parse_query(text: str, path: Path, *, origin: str = CJM) -> StoredQuery:
    """Return the query that `text` is, named after `path`; raises CatalogError as `read_query`."""
    front, sql = split_front_matter(text, str(path))
    rules = Rules(path)
    rules.keys(front, _TOP_KEYS)
    name = path.stem
    if not _NAME.match(name):
        rules.broken("a query's name is lower-case letters, digits and _")
    kind = rules.text(front, "kind", needed=True)
    if kind not in KINDS:
        rules.broken(f'kind = "{kind}" is none of {", ".join(KINDS)}')
    params = _params(front, rules)
    sql = sql.strip()
    sql_hash = _hash(sql)
    kpi = None
    if kind == "kpi":
        kpi = _kpi(front, name, sql_hash, rules)
        columns = KPI_COLUMNS + (("weight",) if kpi.measure in _WEIGHTED else ())
        _check_kpi_params(params, rules)
    else:
        columns = _columns(front, rules)
    check = pitfall_check(front, name, columns, rules) if kind == "pitfall" else None
    return StoredQuery(
        name=name,
        title=rules.text(front, "title", needed=True),
        description=rules.text(front, "description", needed=True),
        kind=kind,
        params=params,
        columns=columns,
        sql=sql,
        sql_hash=sql_hash,
        path=path,
        kpi=kpi,
        check=check,
        origin=origin,
        reads=rules.text(front, "reads"),
        own_params=frozenset(params),
        own_sql=sql,
    )


def definition_hash(query: StoredQuery, settings: SiteSettings) -> str:
    """Return what identifies a KPI's numbers: its SQL and the site settings that the SQL takes.

    Comments and layout of the SQL make no difference.
    """
    used = query.params.keys() & SETTINGS
    return told_hash(query.sql, {key: getattr(settings, key) for key in used})


def told_hash(sql: str, settings: Mapping[str, Any]) -> str:
    """Return the hash of a definition whose SQL takes these settings."""
    told = [f"{key}={settings[key]}" for key in sorted(settings)]
    return _hash("\n".join([_bare(sql), *told]))


@lru_cache
def _bare(sql: str) -> str:
    """Return the SQL without comments and layout; not made to be run."""
    return " ".join(token[0] for token in _TOKEN.finditer(sql) if token["layout"] is None)


def filled(sql: str, values: Mapping[str, Any]) -> str:
    """Return the SQL with its parameters written as literals, so that it runs as it stands."""

    def literal_of(match: "re.Match[str]") -> str:
        name = match["name"]
        return match[0] if name is None else literal(values[name])

    return _PARAMETER.sub(literal_of, sql)


def literal(value: object) -> str:
    """Return a value as DuckDB reads it in SQL text; datetimes are naive."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return f"timestamp '{value.isoformat(sep=' ')}'"
    if isinstance(value, date):
        return f"date '{value.isoformat()}'"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(literal(item) for item in value)}]"
    return "'" + str(value).replace("'", "''") + "'"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _params(front: Mapping[str, Any], rules: Rules) -> dict[str, str]:
    params = front.get("params", {})
    if not isinstance(params, dict):
        rules.broken("params is not a table of names and types")
    for key, kind in params.items():
        if kind not in PARAM_TYPES:
            rules.broken(f"params: {key} = {kind!r} is none of {', '.join(PARAM_TYPES)}")
    return dict(params)


def _check_kpi_params(params: Mapping[str, str], rules: Rules) -> None:
    for key in KPI_PARAMS:
        if params.get(key) != "timestamp":
            rules.broken(f'a KPI declares {key} = "timestamp"')
    for key in params.keys() - set(KPI_PARAMS) - SETTINGS:
        rules.broken(f"params: {key} is neither from, to, as_of nor a site setting")


def _columns(front: Mapping[str, Any], rules: Rules) -> tuple[str, ...]:
    columns = front.get("columns")
    if not isinstance(columns, list) or not columns or not all(isinstance(c, str) for c in columns):
        rules.broken('every kind but "kpi" names its columns = [...]')
    if "kpi" in front:
        rules.broken('only kind = "kpi" has a [kpi]')
    if ("pitfall" in front) != (front["kind"] == "pitfall"):
        rules.broken('kind = "pitfall" has a [pitfall], and no other')
    return tuple(columns)


def _kpi(front: Mapping[str, Any], name: str, sql_hash: str, rules: Rules) -> Kpi:
    found = front.get("kpi")
    if not isinstance(found, dict):
        rules.broken('kind = "kpi" needs a [kpi] table')
    if "columns" in front:
        rules.broken("the columns of a KPI are fixed: leave columns out")
    rules.keys(found, _KPI_KEYS, "kpi.")
    window = found.get("window", 0)
    if not isinstance(window, int) or isinstance(window, bool) or window < 0:
        rules.broken(f"window = {window!r} is not a number of days")
    short = rules.text(found, "short", needed=True)
    if len(short) > 5:
        rules.broken(f"short = {short!r} has more than five characters")
    measure = rules.one_of(found, "measure", Measure)
    quantile = found.get("quantile")
    if (measure is Measure.QUANTILE) != (quantile is not None):
        rules.broken('quantile belongs to measure = "quantile", and to no other')
    if quantile is not None and not (isinstance(quantile, float) and 0 < quantile <= 1):
        rules.broken(f"quantile = {quantile!r} does not lie between 0 and 1 (1.0: the most)")
    occurs = rules.text(found, "occurs")
    if occurs not in ("", "touchpoint", "site"):
        rules.broken(f"occurs = {occurs!r} is neither touchpoint nor site")
    return Kpi(
        name=name,
        title=rules.text(front, "title", needed=True),
        description=rules.text(front, "description", needed=True),
        measure=measure,
        kpi_class=rules.one_of(found, "class", KpiClass),
        because=rules.text(found, "because", needed=True),
        unit=rules.one_of(found, "unit", Unit),
        direction=rules.one_of(found, "direction", Direction),
        guardrail=rules.text(found, "guardrail") or None,
        window_days=window,
        variant=rules.text(found, "variant", needed=True),
        quantile=quantile,
        short=short,
        needs=rules.text(found, "needs"),
        between=_between(found, measure, rules),
        occurs=occurs,
        main=found.get("main") is True,
        sql_hash=sql_hash,
    )


def _between(
    found: Mapping[str, Any], measure: Measure, rules: Rules
) -> tuple[float, float] | None:
    ends = found.get("between")
    if ends is None:
        return None
    if measure not in (Measure.MEAN, Measure.QUANTILE):
        rules.broken('between belongs to measure = "mean" or "quantile": others have their own')
    both = ends if isinstance(ends, list) else []
    numbers = [float(end) for end in both if isinstance(end, int | float)]
    if not (len(numbers) == len(both) == 2 and numbers[0] < numbers[1]):
        rules.broken(f"between = {ends!r} is not the least and the greatest answer")
    return numbers[0], numbers[1]


def _check_guardrails(queries: Mapping[str, StoredQuery]) -> None:
    """Refuse a guardrail that no KPI of the catalogue is: a screen could not show it."""
    for query in queries.values():
        _check_guardrail(query, queries)


def _check_guardrail(query: StoredQuery, queries: Mapping[str, StoredQuery]) -> None:
    guardrail = query.kpi.guardrail if query.kpi else None
    if guardrail is None:
        return
    other = queries.get(guardrail)
    if other is None or other.kpi is None or guardrail == query.name:
        Rules(query.path).broken(f"guardrail = {guardrail!r} is no other KPI's name")
