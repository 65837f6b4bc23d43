"""A mapping's SQL: which statements it may have, and how they are run."""

import re
from functools import lru_cache
from pathlib import Path

from cjm_tui.errors import CatalogError
from cjm_tui.store.staging import statements
from cjm_tui.store.targets import TARGETS

MACROS = Path(__file__).parent / "macros.sql"
HOLD = "create or replace temp table "

_COMMENTS = re.compile(r"\A(?:\s+|--[^\n]*\n|/\*.*?\*/)*", re.DOTALL)
_TABLE = re.compile(r"create\s+table\s+(?P<name>[a-z_]+)\s+as\s+(?P<select>.*)\Z", re.I | re.S)
_HELD = re.compile(r"create\s+temp\s+table\s+(?P<name>[a-z_]+)\s+as\s+", re.I)
_VIEW = re.compile(r"create\s+(?:view|macro)\s+(?P<name>[a-z_]+)\b", re.I)


def read_sql(sql: str, where: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the statements as they are run, and the targets."""
    views: list[str] = list(shared_macros(sql))
    targets: list[str] = []
    for statement in statements(sql, where):
        text = bare(statement)
        if made := _TABLE.match(text):
            target = made["name"].lower()
            if target not in TARGETS or TARGETS[target].engine:
                names = sorted(name for name in TARGETS if not TARGETS[name].engine)
                raise CatalogError(
                    f"{where}: there is no target {target}",
                    hint=f"Targets are {', '.join(names)}.",
                )
            if target in targets:
                raise CatalogError(f"{where}: creates {target} twice")
            targets.append(target)
            views.append(f'create view "{target}" as {made["select"]}')
        elif held := _HELD.match(text):
            views.append(f"{HOLD}{held['name']} as {text[held.end() :]}")
        elif _VIEW.match(text):
            views.append(text)
        else:
            raise CatalogError(
                f"{where}: only `create view`, `create macro`, `create temp table … as` and `create"
                f" table … as` may stand in a mapping, not {text[:40]!r}"
            )
    if not targets:
        raise CatalogError(f"{where}: creates no table")
    return tuple(views), tuple(targets)


def shared_macros(sql: str) -> tuple[str, ...]:
    """Return the macros that the SQL calls and does not create itself, in the order to create."""
    used: dict[str, str] = {}
    for name, macro in reversed(_macros().items()):
        texts = (sql, *used.values())
        own = re.search(rf"create\s+macro\s+{name}\b", sql, re.I)
        if not own and any(re.search(rf"\b{name}\s*\(", text, re.I) for text in texts):
            used[name] = macro
    return tuple(reversed(used.values()))


def bare(statement: str) -> str:
    """Return the SQL without the comments before it; "" where there is none."""
    return _COMMENTS.sub("", statement, count=1)


@lru_cache(maxsize=1)
def _macros() -> dict[str, str]:
    """Return the macros that every mapping may use, by name; those used by others come first."""
    text = MACROS.read_text(encoding="utf-8")
    found = (bare(one) for one in statements(text, str(MACROS)))
    return {made["name"]: one for one in found if (made := _VIEW.match(one))}
