"""The front matter of a stored query that looks for a pitfall."""

from collections.abc import Mapping
from typing import Any

from cjm_tui.domain.pitfalls import Check, Pitfall
from cjm_tui.store.front_rules import Rules

COLUMNS = ("place", "failed")  # then `base` where it has one, then whatever shows the row
_KEYS = frozenset(
    {"of", "order", "item", "items", "failed", "allowed", "because", "needs", "window", "base"}
)


def pitfall_check(
    front: Mapping[str, Any], name: str, columns: tuple[str, ...], rules: Rules
) -> Check:
    """Return what the front matter declares of a check; raises CatalogError as `parse_query`."""
    found = front["pitfall"]
    if not isinstance(found, dict):
        rules.broken("[pitfall] is not a table")
    rules.keys(found, _KEYS, "pitfall.")
    if columns[: len(COLUMNS)] != COLUMNS:
        rules.broken(f"a pitfall's columns begin with {', '.join(COLUMNS)}")
    base = rules.text(found, "base")
    if base and columns[len(COLUMNS) : len(COLUMNS) + 1] != ("base",):
        rules.broken("a pitfall with a base has `base` for its third column")
    allowed = found.get("allowed")
    if allowed is not None and not (type(allowed) in (int, float) and 0 <= allowed < 100):
        rules.broken(f"pitfall.allowed = {allowed!r} is no percentage from 0 to below 100")
    if base and allowed is None:
        rules.broken("pitfall.base goes with allowed: it is the share that may fail beyond it")
    whole = {key: found.get(key, 0) for key in ("order", "window")}
    for key, value in whole.items():
        if type(value) is not int or value < 0:
            rules.broken(f"pitfall.{key} = {value!r} is no whole number from 0")
    words = {key: rules.text(found, key, needed=True) for key in ("item", "failed", "because")}
    return Check(
        name=name,
        title=rules.text(front, "title", needed=True),
        pitfall=rules.one_of(found, "of", Pitfall),
        order=whole["order"],
        items=rules.text(found, "items") or f"{words['item']}s",
        allowed=None if allowed is None else float(allowed),
        needs=rules.text(found, "needs", needed=True),
        window_days=whole["window"],
        base=base,
        **words,
    )
