"""Ad hoc SQL as text: what is refused as a courtesy, how it is cut, and DuckDB's errors in words.

Nothing here protects the database; `hardening` does. Imported by the child only.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import duckdb

from cjm_tui.errors import QueryError

_BEFORE = "select * from (\n"
_READ_HINT = "Ask with select, from, with, describe, show, summarize, pivot or explain."
_REFUSALS = (
    (
        ("has been disabled by configuration", "file system operations are disabled"),
        "A query may not read or write files, or open other databases.",
        "Bring files in with `cjm import`; write a result with --output.",
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
    """One statement that reads, as it will run; `offset` bytes stand before the user's own text."""

    sql: str
    offset: int


def prepared(sql: str, limit: int | None) -> Statement:
    """Return the statement cut at one row more than `limit` (None: not cut).

    Raises QueryError where it is none, several, or one that does not read.
    """
    with duckdb.connect(config={"threads": "1"}) as parser:
        parser.execute("set errors_as_json = true")
        try:
            found = parser.extract_statements(sql)
        except duckdb.Error as error:
            raise described(error, sql, 0, None) from error
    if not found:
        raise QueryError("There is no statement to run.", hint=_READ_HINT)
    if len(found) > 1:
        raise QueryError(
            f"There are {len(found)} statements; one is run at a time.",
            hint="Run them one by one, or join them with common table expressions.",
        )
    kind = found[0].type
    if kind == duckdb.StatementType.EXPLAIN:
        return Statement(sql, 0)
    if kind not in (duckdb.StatementType.SELECT, duckdb.StatementType.MULTI):
        raise QueryError(f"{kind.name} is refused: a query may only read.", hint=_READ_HINT)
    bare = _without_end(sql)
    end = "" if limit is None else f" limit {limit + 1}"
    return Statement(f"{_BEFORE}{bare}\n) as result{end}", len(_BEFORE.encode()))


def described(error: Exception, sql: str, offset: int, database: Path | None) -> QueryError:
    """Return DuckDB's error about the user's `sql` in plain words, with its line and column."""
    text = str(error)
    details = _details(text)
    message = str(details.get("exception_message", text))
    for phrases, words, hint in _REFUSALS:
        if any(phrase in text for phrase in phrases):
            return QueryError(words, hint=hint)
    if database is not None:
        for private in (str(database), str(database.parent)):
            message = message.replace(private, "the database")
    message, _, advice = message.strip().partition("\n")
    place = _place(details.get("position"), sql, offset)
    return QueryError(f"{place}{message}", hint=" ".join(advice.split()))


def _details(text: str) -> dict[str, object]:
    _, _, tail = text.partition(": ")
    try:
        found = json.loads(tail)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _place(position: object, sql: str, offset: int) -> str:
    if not isinstance(position, str) or not position.isdigit():
        return ""
    before = sql.encode()[: int(position) - offset]
    if int(position) < offset or len(before) < int(position) - offset:
        return ""
    lines = before.decode(errors="replace").split("\n")
    return f"line {len(lines)}, column {len(lines[-1]) + 1}: "


def _without_end(sql: str) -> str:
    """Return the statement without the semicolon and the comments that follow it."""
    raw = sql.encode()
    end = len(raw)
    for start, kind in reversed(duckdb.tokenize(sql)):
        if kind != duckdb.token_type.comment and raw[start:end].strip(b"; \t\r\n"):
            break
        end = start
    return raw[:end].decode()
