"""Ad hoc SQL as text: what is refused as a courtesy, how it is cut, and DuckDB's errors in words.

Nothing here protects the database; `hardening` does. Imported by the child only.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from cjm_tui.errors import Place, QueryError

_BEFORE = "select * from (\n"
_READ_HINT = "Ask with select, from, with, describe, show, summarize, pivot or explain."
_OTHER_WAYS = {
    duckdb.StatementType.COPY: (
        "Write a result with x in the panel, or --output; bring files in with `cjm import`."
    ),
    duckdb.StatementType.INSERT: "Bring rows in with `cjm import`; change the map with `cjm edit`.",
    duckdb.StatementType.UPDATE: "Bring rows in with `cjm import`; change the map with `cjm edit`.",
    duckdb.StatementType.DELETE: "Take a batch back with `cjm import --undo BATCH`.",
    duckdb.StatementType.CREATE: (
        "Temporary tables, views and macros may be made (create temp table …), with a query below."
    ),
    duckdb.StatementType.ATTACH: "It asks this database alone: bring files in with `cjm import`.",
}
_REFUSALS = (
    (
        ("has been disabled by configuration", "file system operations are disabled"),
        "A query may not read or write files, or open other databases.",
        "Bring files in with `cjm import`; write a result with x in the panel, or --output.",
    ),
    (
        ("configuration has been locked", "Cannot change configuration"),
        "A query may not change settings.",
        "",
    ),
    (
        ("read-only mode", "WITH clause containing a"),  # … data-modifying (or COPY) statement
        "A query may only read.",
        "Each change has its own command.",
    ),
    (
        ("Out of Memory", "bad_alloc", "failed to allocate", "could not allocate"),
        "The query needs more memory than ad hoc SQL may use (1 GB).",
        "Ask for fewer rows or columns, or for a shorter period.",
    ),
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement as it will run, and where it stands in the user's text."""

    sql: str
    at: int  # characters of the user's text before it
    wrapped: int = 0  # bytes of `sql` before the user's own
    params: frozenset[str] = frozenset()
    counting: str = ""  # SQL that counts all its rows, where it is cut

    def given(self, params: Any) -> Any:
        """Return those of the parameters that it takes; None for none."""
        if isinstance(params, dict):
            return {name: params[name] for name in self.params if name in params} or None
        return params or None


@dataclass(frozen=True, slots=True)
class Script:
    """Statements that only prepare, and the one that is asked."""

    text: str
    before: tuple[Statement, ...]
    last: Statement


def prepared(sql: str, limit: int | None) -> Script:
    """Return the statements, the last of them cut at one row more than `limit` (None: not cut).

    Raises QueryError where there is none, where one before the last does more than make something
    temporary, and where the last does not read.
    """
    with duckdb.connect(config={"threads": "1"}) as parser:
        parser.execute("set errors_as_json = true")
        try:
            found = parser.extract_statements(sql)
        except duckdb.Error as error:
            raise described(error, sql, Statement(sql, 0), None) from error
    if not found:
        raise QueryError("There is no statement to run.", hint=_READ_HINT)
    starts = _starts(sql, [statement.query for statement in found])
    *before, last = zip(found, starts, strict=True)
    return Script(sql, tuple(_preparing(*each) for each in before), _asking(*last, limit))


def _starts(sql: str, queries: list[str]) -> list[int]:
    """Return where each statement begins: DuckDB leaves out the comments before it."""
    starts, end = [], 0
    for query in queries:
        start = max(end, sql.find(query, end))
        starts.append(start)
        end = start + len(query)
    return starts


def _preparing(found: duckdb.Statement, at: int) -> Statement:
    if found.type is not duckdb.StatementType.CREATE:
        raise QueryError(
            f"Only the last of several statements is asked; {found.type.name} is refused.",
            hint="Before it, temporary tables, views and macros may be made: create temp table …",
        )
    return Statement(found.query, at, params=frozenset(found.named_parameters))


def _asking(found: duckdb.Statement, at: int, limit: int | None) -> Statement:
    params = frozenset(found.named_parameters)
    if found.type is duckdb.StatementType.EXPLAIN:
        return Statement(found.query, at, params=params)
    if found.type not in (duckdb.StatementType.SELECT, duckdb.StatementType.MULTI):
        raise QueryError(
            f"{found.type.name} is refused: a query may only read.",
            hint=_OTHER_WAYS.get(found.type, _READ_HINT),
        )
    bare = _without_end(found.query)
    end = "" if limit is None else f" limit {limit + 1}"
    return Statement(
        f"{_BEFORE}{bare}\n) as result{end}",
        at,
        len(_BEFORE.encode()),
        params,
        "" if limit is None else f"select count(*) from (\n{bare}\n) as result",
    )


def described(
    error: Exception, text: str, statement: Statement, database: Path | None
) -> QueryError:
    """Return DuckDB's error about a statement in plain words, with its place in the user's text."""
    said = str(error)
    details = _details(said)
    message = str(details.get("exception_message", said))
    for phrases, words, hint in _REFUSALS:
        if any(phrase in said for phrase in phrases):
            return QueryError(words, hint=hint)
    if database is not None:
        for private in (str(database), str(database.parent)):
            message = message.replace(private, "the database")
    message, _, advice = message.strip().partition("\n")
    place = _place(details.get("position"), text, statement)
    where = f"{place.words}: " if place else ""
    return QueryError(f"{where}{message}", hint=" ".join(advice.split()), place=place)


def _details(text: str) -> dict[str, object]:
    _, _, tail = text.partition(": ")
    try:
        found = json.loads(tail)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _place(position: object, text: str, statement: Statement) -> Place | None:
    """Return line and column in the user's text of DuckDB's position, in bytes of the statement."""
    if not isinstance(position, str) or not position.isdigit():
        return None
    inside = int(position) - statement.wrapped
    raw = text[statement.at :].encode()
    if not 0 <= inside <= len(raw):
        return None
    before = text[: statement.at] + raw[:inside].decode(errors="replace")
    lines = before.split("\n")
    return Place(len(lines), len(lines[-1]) + 1)


def _without_end(sql: str) -> str:
    """Return the statement without the semicolon and the comments that follow it."""
    raw = sql.encode()
    end = len(raw)
    for start, kind in reversed(duckdb.tokenize(sql)):
        if kind != duckdb.token_type.comment and raw[start:end].strip(b"; \t\r\n"):
            break
        end = start
    return raw[:end].decode()
