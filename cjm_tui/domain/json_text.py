"""Any result as JSON: NaN and infinity are null, decimals are numbers, times are ISO 8601."""

import json
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from typing import Any

from cjm_tui.domain.text import shown, shown_lines


def json_text(value: Any, *, indent: int | None = None, level: int = 0) -> str:
    """Return a value as JSON text; decimals keep all their digits, which `json` cannot do."""
    match value:
        case dict():
            parts = [
                f"{json.dumps(shown(str(key)))}: {json_text(item, indent=indent, level=level + 1)}"
                for key, item in value.items()
            ]
            return _bracketed("{", parts, "}", indent, level)
        case list() | tuple():
            parts = [json_text(item, indent=indent, level=level + 1) for item in value]
            return _bracketed("[", parts, "]", indent, level)
        case _:
            return _json_scalar(value)


def _bracketed(start: str, parts: list[str], end: str, indent: int | None, level: int) -> str:
    if not parts:
        return start + end
    if indent is None:
        return start + ", ".join(parts) + end
    pad = "\n" + " " * (indent * (level + 1))
    return start + pad + ("," + pad).join(parts) + "\n" + " " * (indent * level) + end


def _json_scalar(value: Any) -> str:
    match value:
        case None | bool() | int():
            return json.dumps(value)
        case float():
            return json.dumps(value) if isfinite(value) else "null"
        case Decimal():
            return format(value, "f") if value.is_finite() else "null"
        case datetime() | date() | time():
            return json.dumps(value.isoformat())
        case timedelta():
            return json.dumps(value.total_seconds())
        case bytes() | bytearray():
            return json.dumps(bytes(value).hex())
        case _:
            return json.dumps(shown_lines(str(value)))
