"""Checked access to a mapping's front matter: a wrong type or an unknown key is named."""

from collections.abc import Mapping
from typing import Any, TypeVar

from cjm_tui.errors import CatalogError

_T = TypeVar("_T")


class Fields:
    """One TOML table; `end` refuses what nobody asked for.

    A default of None means that the key must be there. Every method raises CatalogError where a
    value is missing or of another type.
    """

    def __init__(self, table: Mapping[str, Any], where: str) -> None:
        self._table = table
        self._asked: set[str] = set()
        self.where = where

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text."""
        return self._value(key, str, "a text", default)

    def number(self, key: str, default: int | None = None) -> int:
        """Return a whole number."""
        value = self._value(key, int, "a whole number", default)
        if isinstance(value, bool):
            raise CatalogError(f"{self.where}: {key} must be a whole number")
        return value

    def flag(self, key: str) -> bool:
        """Return true or false; false where it is absent."""
        return self._value(key, bool, "true or false", False)

    def names(self, key: str, default: list[str] | None = None) -> tuple[str, ...]:
        """Return a list of texts."""
        value = self._value(key, list, "a list of texts", default)
        if not all(isinstance(item, str) and item for item in value):
            raise CatalogError(f"{self.where}: {key} must be a list of texts")
        return tuple(value)

    def text_or_names(self, key: str, default: str) -> tuple[str, ...]:
        """Return one text or a list of texts as a list."""
        if isinstance(self._table.get(key), list):
            return self.names(key)
        return (self.text(key, default),)

    def table(self, key: str, default: dict[str, Any] | None = None) -> "Fields":
        """Return a table within this one."""
        return Fields(self._value(key, dict, "a table", default), self.where)

    def tables(self, key: str) -> list[dict[str, Any]]:
        """Return an array of tables, which may be absent."""
        value = self._value(key, list, "an array of tables", [])
        if not all(isinstance(item, dict) for item in value):
            raise CatalogError(f"{self.where}: {key} must be an array of tables ([[{key}]])")
        return value

    def mapping_of_names(self, key: str) -> dict[str, tuple[str, ...]]:
        """Return a table of lists of texts, which may be absent."""
        inner = self.table(key, {})
        return {name: inner.names(name) for name in inner._table}

    def mapping_of_texts(self, key: str) -> dict[str, str]:
        """Return a table of texts, which may be absent."""
        inner = self.table(key, {})
        return {name: inner.text(name) for name in inner._table}

    def end(self, prefix: str = "") -> None:
        """Refuse the keys that nobody asked for."""
        if excess := sorted(self._table.keys() - self._asked):
            raise CatalogError(f"{self.where}: unknown {', '.join(prefix + key for key in excess)}")

    def _value(self, key: str, kind: type[_T], said: str, default: _T | None) -> _T:
        self._asked.add(key)
        if key not in self._table:
            if default is None:
                raise CatalogError(f"{self.where}: {key} is missing")
            return default
        value = self._table[key]
        if not isinstance(value, kind):
            raise CatalogError(f"{self.where}: {key} must be {said}")
        return value
