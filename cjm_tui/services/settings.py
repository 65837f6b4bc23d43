"""What the site has decided: an empty database, its settings, and changing one of them."""

import ast
import inspect
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from cjm_tui.config import Clock
from cjm_tui.store import settings as store
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.database import Database
from cjm_tui.store.rollup import bring_current
from cjm_tui.store.settings import SettingChange, SiteSettings


@dataclass(frozen=True, slots=True)
class SettingLine:
    """One setting as it is listed."""

    key: str
    value: Any
    text: str
    meaning: str


def init(path: Path, timezone: str, clock: Clock) -> None:
    """Make an empty database; raises UsageError for no such time zone, or a file that exists."""
    Database.create(path, timezone, clock)


def listing(database: Database) -> tuple[SettingLine, ...]:
    """Return every setting with its value and meaning."""
    with database.read() as reader:
        settings = reader.settings
    described = meanings()
    return tuple(
        SettingLine(
            item.name,
            getattr(settings, item.name),
            store.as_text(getattr(settings, item.name)),
            described[item.name],
        )
        for item in fields(SiteSettings)
    )


def change(database: Database, catalog: Catalog, key: str, value: str, why: str) -> SettingChange:
    """Change a setting, its old value kept in the ledger, and re-compute what rests on it.

    Raises UsageError for an unknown key, a value out of range or a missing reason.
    """
    with database.write() as writer:
        changed = store.change(writer, key, value, why)
    bring_current(database, catalog)
    return changed


@cache
def meanings() -> dict[str, str]:
    """Return what each setting decides: the attribute docstrings of SiteSettings."""
    (body,) = ast.parse(inspect.getsource(SiteSettings)).body
    assert isinstance(body, ast.ClassDef)
    described: dict[str, str] = {}
    for statement, following in zip(body.body, body.body[1:], strict=False):
        match statement, following:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                described[name] = " ".join(text.split())
    return described
