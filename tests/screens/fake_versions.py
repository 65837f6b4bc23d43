"""A made-up desired map: one touchpoint comes, one goes, one moves, one is judged otherwise."""

from cjm_tui.domain.journey_versions import Placed, VersionedJourney, compare

_NOW = (
    Placed("Join", "shop", "Web shop", "Found and ordered in one visit", "csat", 80.0),
    Placed("Join", "form", "Order form", "", "", None),
    Placed("Set up", "visit", "Engineer visit", "It works when we leave", "csat", 75.0),
    Placed("Get help", "ivr", "IVR", "Served without an agent", "ivr_containment", 55.0),
    Placed("Get help", "call", "Agent call", "Solved in one call", "fcr_7d", 75.0),
    Placed("Get help", "chat", "Chat", "Solved in one chat", "csat", 80.0),
)
_DESIRED = (
    Placed("Join", "shop", "Web shop", "Found and ordered in one visit", "csat", 80.0),
    Placed("Join", "call-back", "A call back at a time of your choice", "", "", None),
    Placed("Set up", "visit", "Engineer visit", "It works when we leave", "csat", 85.0),
    Placed("Set up", "chat", "Chat", "Solved in one chat", "csat", 80.0),
    Placed("Get help", "ivr", "IVR", "Served, and no second call", "repeat_7d", 20.0),
    Placed("Get help", "call", "Agent call", "Solved in one call", "fcr_7d", 75.0),
)


def desired_map() -> tuple[VersionedJourney, ...]:
    """Return it beside the current one; of a second journey there is only the wish."""
    wish = (Placed("Leave", "bye", "Farewell", "Gone in a minute", "csat", 90.0),)
    return (
        VersionedJourney("Broadband", True, compare(_NOW, _DESIRED)),
        VersionedJourney("Leave us", False, compare((), wish)),
    )
