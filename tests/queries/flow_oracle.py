"""Visits and end states by plain Python, from what docs/ivr.md says and not from the queries."""

from dataclasses import dataclass, field

SEP = chr(31)


@dataclass
class Stay:
    """A stay at a node."""

    node: str
    events: list = field(default_factory=list)
    node_type: str | None = None

    @property
    def again(self):
        return sum(event["event"] in ("nomatch", "noinput") for event in self.events)


def stays(events):
    """Return the stays of one leg's events, in the order of seq."""
    ordered = sorted(events, key=lambda event: event["seq"])
    names = [event["node"] for event in ordered if event["node"] is not None]
    found, last, node = [], None, None
    for event in ordered:
        same = last is not None and all(
            event[key] == last[key] for key in ("at", "node", "event", "value")
        )
        last = event
        node = event["node"] or node or (names[0] if names else None)
        at = node if names else event["event"] or "not named"
        if same:
            continue
        if not found or event["event"] == "enter" or at != found[-1].node:
            found.append(Stay(at))
        found[-1].events.append(event)
    for stay in found:
        types = [e["node_type"] for e in stay.events if e["node_type"] is not None]
        stay.node_type = min(types) if types else None
    return found


def places(found):
    """Return the place of each node on the tree of first visits."""
    result, before = {}, None
    for stay in found:
        if stay.node not in result:
            result[stay.node] = (*result[before], stay.node) if before else (stay.node,)
        before = stay.node
    return result


def end_state(found, *, channel="ivr", outcome=None, success=()):
    """Return the one state in which the leg ended."""
    if not found:
        return "no_events"
    events = [event["event"] for stay in found for event in stay.events]
    if "callback_accept" in events:
        return "callback"
    if "transfer" in events or outcome == "to_agent":
        return "zero_out" if "agent_request" in events else "designed_transfer"
    turn = None
    for stay in found:
        for place, event in enumerate(stay.events):
            turn = _turn(stay, event, place == 0, success) or turn
    if turn in ("task_ok", "info_hangup", "task_failed"):
        return turn
    last = found[-1]
    if last.node_type == "exit" and turn in (None, "hangup_in_menu"):
        asked_again = len(found) > 1 and found[-2].again > 0
        return "hangup_in_menu" if asked_again else "out_of_hours"
    said = [event["event"] for event in last.events if event["event"] is not None]
    if said and said[-1] == "system_disconnect":
        return "system_error"
    words = {"hangup", "system_disconnect"}
    ends = {
        [e["event"] for e in s.events if e["event"] is not None][-1:][0]
        for s in found
        if any(e["event"] for e in s.events)
    }
    if turn is None and not ends & words and channel != "ivr":
        return "other"
    return turn or "hangup_in_menu"


def _turn(stay, event, first, success):
    match event["event"]:
        case "task_ok":
            return "task_ok"
        case "task_fail" | "auth_fail":
            return "task_failed"
        case "task_start":
            return "hangup_mid_task"
        case "auth_ok":
            return "hangup_in_menu"
        case "agent_request":
            return "zero_out"
    if first and stay.node in success:
        return "info_hangup"
    if first and event["node_type"] in ("task", "auth", "collect"):
        return "hangup_mid_task"
    return None
