"""SQL as text that is being written: its statements, the parameters on its top lines, its words.

Nothing here understands SQL; it only knows where strings, quoted names and comments begin and end.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

# Layout, then what may contain anything: strings, quoted names and dollar quotes are one token
# each. A string or comment that is not closed yet, as while one types, reaches to the end.
_TOKEN = re.compile(
    r"(?P<layout>\s+|--[^\n]*|/\*.*?(?:\*/|\Z))|(?P<text>'(?:[^']|'')*(?:'|\Z))"
    r"|(?P<quoted>\"(?:[^\"]|\"\")*(?:\"|\Z))"
    r"|(?P<dollar>(?P<tag>\$(?:[A-Za-z_]\w*)?\$).*?(?:(?P=tag)|\Z))|(?P<word>\w+)|(?P<sign>.)",
    re.DOTALL,
)
_PARAMETER_LINE = re.compile(r"--:[ \t]*(?P<name>[A-Za-z_]\w*)[ \t]*=[ \t]*(?P<value>.*?)[ \t]*\Z")
_TEMPORARY = re.compile(
    r"create\s+(?:or\s+replace\s+)?(?:(?:temp|temporary)\s+)?(?:table|view|macro|function)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of SQL; `kind` is layout, text, quoted, dollar, word or sign."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where the next token begins."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a text, without the semicolon, and where it begins and ends there."""

    text: str
    start: int
    end: int

    @property
    def prepares(self) -> bool:
        """Whether it only makes a table, view or macro that later statements may use."""
        return _TEMPORARY.match(_without_layout(self.text)) is not None


def tokens(sql: str) -> Iterator[Token]:
    """Yield the text's tokens; joined they are the text again."""
    for match in _TOKEN.finditer(sql):
        kind = "dollar" if match.lastgroup == "tag" else match.lastgroup or "sign"
        yield Token(kind, match[0], match.start())


def statements(sql: str) -> tuple[Statement, ...]:
    """Return the statements, each without leading and trailing layout; empty ones are none."""
    found, first, last = [], None, 0
    for token in tokens(sql):
        if token.kind == "sign" and token.text == ";":
            if first is not None:
                found.append(Statement(sql[first:last], first, last))
            first = None
        elif token.kind != "layout":
            first = token.start if first is None else first
            last = token.end
    if first is not None:
        found.append(Statement(sql[first:last], first, last))
    return tuple(found)


def statement_at(sql: str, offset: int) -> Statement | None:
    """Return the statement at the offset, else the one before it, else the first after it."""
    found = statements(sql)
    before = [statement for statement in found if statement.start <= offset]
    return before[-1] if before else (found[0] if found else None)


def runnable(sql: str, offset: int) -> tuple[Statement, ...]:
    """Return what runs for the cursor: its statement, after those before that prepare for it."""
    chosen = statement_at(sql, offset)
    if chosen is None:
        return ()
    before = [s for s in statements(sql) if s.start < chosen.start and s.prepares]
    return (*before, chosen)


def parameters(sql: str) -> dict[str, str]:
    """Return the parameters that the top lines give: `--: name = value`, before any SQL."""
    found = {}
    for line in sql.splitlines():
        if match := _PARAMETER_LINE.match(line.strip()):
            found[match["name"]] = match["value"]
        elif line.strip() and not line.strip().startswith("--"):
            break
    return found


def with_parameters(sql: str, given: dict[str, str]) -> str:
    """Return the SQL below lines that give its parameters."""
    lines = [f"--: {name} = {' '.join(value.split())}" for name, value in given.items()]
    return "\n".join([*lines, sql]) if lines else sql


def used_parameters(sql: str) -> tuple[str, ...]:
    """Return the names that stand in the SQL as `$name`, in order, each once."""
    names: dict[str, None] = {}
    previous: Token | None = None
    for token in tokens(sql):
        if (
            token.kind == "word"
            and previous is not None
            and previous.text == "$"
            and previous.end == token.start
        ):
            names[token.text] = None
        previous = token
    return tuple(names)


def value_of(text: str) -> Any:
    """Return what a parameter's text stands for: a number, a day, a time, yes or no, else text.

    In single quotes it is text, whatever it looks like; "null" is none.
    """
    if len(text) >= 2 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    if text.lower() in ("null", ""):
        return None
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    for kind in (int, float, date.fromisoformat, datetime.fromisoformat):
        try:
            found = kind(text)
        except ValueError:
            continue
        if not isinstance(found, float) or abs(found) < float("inf"):
            return found
    return text


def _without_layout(sql: str) -> str:
    """Return the words of the SQL with one blank between them."""
    return " ".join(token.text for token in tokens(sql) if token.kind != "layout")
