"""Which touchpoint a person means by a name."""

import difflib
from collections.abc import Callable, Sequence

from cjm_tui.domain.text import shown
from cjm_tui.errors import UsageError
from cjm_tui.services.journey_map import Touchpoint


def named(text: str, touchpoints: Sequence[Touchpoint]) -> Touchpoint:
    """Return the touchpoint with this id, or this name, or whose name alone begins so.

    Upper and lower case are the same where nothing else decides. Raises UsageError naming near
    ones, or those among which the text does not decide.
    """
    folded = text.strip().casefold()
    rules: tuple[Callable[[Touchpoint], bool], ...] = (
        lambda t: t.touchpoint_id == text,
        lambda t: t.name == text,
        lambda t: folded in (t.touchpoint_id.casefold(), t.name.casefold()),
        lambda t: bool(folded) and t.name.casefold().startswith(folded),
    )
    for rule in rules:
        found = [touchpoint for touchpoint in touchpoints if rule(touchpoint)]
        if len(found) == 1:
            return found[0]
        if found:
            among = ", ".join(shown(f"{t.name} ({t.touchpoint_id})") for t in found)
            raise UsageError(f"{shown(text)!r} may be several touchpoints.", hint=f"{among}.")
    names = [touchpoint.name for touchpoint in touchpoints]
    by_folded = {name.casefold(): name for name in names}
    near = difflib.get_close_matches(folded, by_folded, n=3, cutoff=0.4)
    hint = f"Near: {', '.join(shown(by_folded[name]) for name in near)}." if near else ""
    raise UsageError(
        f"There is no touchpoint {shown(text)!r}.", hint=hint or "`cjm journey` lists them."
    )
