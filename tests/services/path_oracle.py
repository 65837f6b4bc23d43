"""Paths in plain Python, written from their definition and knowing nothing of the queries."""

from collections import Counter, defaultdict
from datetime import timedelta
from itertools import pairwise


def paths_of(legs, gap, *, back=timedelta(days=7), followed=None):
    """Return the paths of legs (dicts) of known customers, each with its legs and whether one came back.

    `followed` is the last local day that is known; came_back is None until that can be told.
    """
    own = defaultdict(list)
    for leg in legs:
        if leg["customer"] is not None:
            own[leg["customer"]].append(leg)
    found = []
    for unordered in own.values():
        theirs = sorted(unordered, key=lambda leg: (leg["started"], leg["id"]))
        paths, silent_since, contact = [], None, None
        for leg in theirs:
            is_new = silent_since is None or (
                leg["started"] > silent_since + gap and leg["contact"] != contact
            )
            if is_new:
                paths.append([])
            paths[-1].append(leg)
            end = max(leg["ended"] or leg["started"], leg["started"])
            silent_since = end if silent_since is None else max(silent_since, end)
            contact = leg["contact"]
        for number, legs_of in enumerate(paths):
            end = max(max(leg["ended"] or leg["started"], leg["started"]) for leg in legs_of)
            later = [
                leg["started"]
                for after in paths[number + 1 :]
                for leg in after
                if leg["direction"] in (None, "inbound")
            ]
            came = any(at <= end + back for at in later)
            known = followed is None or end.date() + back <= followed
            found.append({"legs": legs_of, "end": end, "came_back": came if known else None})
    return found


def variants(paths):
    """Return how many paths each sequence of touchpoints has."""
    return Counter(tuple(leg["touchpoint"] for leg in path["legs"]) for path in paths)


def follows(paths):
    """Return how often each touchpoint directly follows another."""
    names = [[leg["touchpoint"] for leg in path["legs"]] for path in paths]
    return Counter(pair for path in names for pair in pairwise(path))


def starts(paths):
    """Return how many paths begin at each touchpoint."""
    return Counter(path["legs"][0]["touchpoint"] for path in paths)


def ends(paths):
    """Return how many paths end at each touchpoint."""
    return Counter(path["legs"][-1]["touchpoint"] for path in paths)
