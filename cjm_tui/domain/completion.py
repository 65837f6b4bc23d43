"""What may come next in SQL that is being typed: tables, columns, functions, stored queries."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cjm_tui.domain.schema import Schema, Table
from cjm_tui.domain.sql_text import Token, statement_at, tokens

_WORDS = """
    select from where group by order limit having qualify with as join left inner full cross
    semi anti asof lateral on using union all except intersect distinct case when then else end
    and or not in is null like ilike between exists over partition rows range filter cast
    try_cast interval date timestamp values describe summarize pivot unpivot sample desc asc
    nulls first last exclude replace columns unnest true false explain create temp table macro
"""
KEYWORDS = tuple(_WORDS.split())
_TABLE_WORDS = frozenset({"from", "join", "describe", "summarize", "table"})
_ENDS_ALIAS = frozenset(KEYWORDS)
_MOST = 50


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A word that may come next, what it is, and what is put in its place if it is chosen."""

    words: str
    kind: str
    insert: str
    params: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Completion:
    """What may replace the text from `start` to the cursor; no suggestions where nothing fits."""

    start: int
    suggestions: tuple[Suggestion, ...] = ()


def complete(schema: Schema, sql: str, offset: int) -> Completion:
    """Return what may come at the cursor; nothing inside strings and comments."""
    before = list(tokens(sql[:offset]))
    if before and _is_open(before[-1]):
        return Completion(offset)
    typed = ""
    if before and before[-1].kind == "word" and not before[-1].text[0].isdigit():
        typed = before.pop().text
    start = offset - len(typed)
    said = [token for token in before if token.kind != "layout"]
    statement = statement_at(sql, max(0, start - 1))
    sources = dict(_sources(schema, statement.text if statement else sql))
    if said and said[-1].text == "." and said[-1].end == start:
        owner = said[-2].text.strip('"') if len(said) > 1 else ""
        offered = _columns_of(sources.get(owner.lower()) or _table(schema, owner))
    elif said and said[-1].text.lower() in _TABLE_WORDS:
        offered = _tables(schema, sources)
    else:
        offered = _anything(schema, sources)
    return Completion(start, _ranked(typed, offered))


def _is_open(token: Token) -> bool:
    """Whether the text ends inside a string or a comment."""
    if token.kind in ("text", "quoted"):
        closed = len(token.text) > 1 and token.text.endswith(token.text[0])
        return not closed or token.text.count(token.text[0]) % 2 == 1
    if token.kind == "layout":
        line = token.text.rpartition("\n")[2]
        comment = token.text.startswith("/*") and not token.text.endswith("*/")
        return comment or (token.text.startswith("--") and bool(line))
    tag = token.text[: token.text.find("$", 1) + 1]
    whole = len(token.text) >= 2 * len(tag) and token.text.endswith(tag)
    return token.kind == "dollar" and not whole


def _sources(schema: Schema, sql: str) -> Iterator[tuple[str, Table | None]]:
    """Yield what the statement asks from, by the names it may use: tables, aliases, WITH names."""
    words = [token for token in tokens(sql) if token.kind != "layout"]
    texts = [token.text.strip('"') for token in words] + ["", "", ""]
    for at, token in enumerate(words):
        word = token.text.lower()
        if word in ("from", "join") or (token.text == "," and at > 1):
            table = _table(schema, texts[at + 1])
            if table is None:
                continue
            yield table.name.lower(), table
            alias = texts[at + 3] if texts[at + 2].lower() == "as" else texts[at + 2]
            if alias.isidentifier() and alias.lower() not in _ENDS_ALIAS:
                yield alias.lower(), table
        elif texts[at + 1].lower() == "as" and texts[at + 2] == "(" and token.kind == "word":
            yield token.text, None


def _table(schema: Schema, name: str) -> Table | None:
    folded = name.lower()
    return next((table for table in schema.tables if table.name.lower() == folded), None)


def _columns_of(table: Table | None) -> Iterator[Suggestion]:
    for column in table.columns if table else ():
        yield Suggestion(column.name, column.kind.lower(), _quoted(column.name))


def _tables(schema: Schema, sources: dict[str, Table | None]) -> Iterator[Suggestion]:
    for name, table in sources.items():
        if table is None:
            yield Suggestion(name, "with", _quoted(name))
    for table in schema.tables:
        yield Suggestion(table.name, "table", _quoted(table.name))
    for query in schema.queries:
        inserted = f"(\n{query.sql}\n) as {query.name}"
        yield Suggestion(query.name, "stored query", inserted, query.params)


def _anything(schema: Schema, sources: dict[str, Table | None]) -> Iterator[Suggestion]:
    for table in dict.fromkeys(sources.values()):
        yield from _columns_of(table)
    for name in sources:
        yield Suggestion(name, "source", _quoted(name))
    for word in KEYWORDS:
        yield Suggestion(word, "", word)
    for function in schema.functions:
        yield Suggestion(f"{function}()", "function", f"{function}(")
    if not sources:
        for table in schema.tables:
            yield Suggestion(table.name, "table", _quoted(table.name))


def _ranked(typed: str, offered: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    """Return those that begin with what is typed, then those that have it within; each once."""
    folded = typed.lower()
    known = {(s.words, s.kind): s for s in offered if s.words.lower() != folded}
    begin = [s for s in known.values() if s.words.lower().startswith(folded)]
    within = [s for s in known.values() if s not in begin and len(folded) > 1]
    within = [s for s in within if folded in s.words.lower()]
    return tuple((begin + within)[:_MOST])


def _quoted(name: str) -> str:
    plain = name.isidentifier() and name == name.lower() and name not in _ENDS_ALIAS
    return name if plain and name.isascii() else '"' + name.replace('"', '""') + '"'
