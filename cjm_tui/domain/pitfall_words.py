"""The five pitfalls in words: the verdict, the reasoning, and where it shows."""

from cjm_tui.domain import display
from cjm_tui.domain.pitfalls import Checked, PitfallFound, Pitfalls, Verdict

NAMED = 3  # places that a sentence names

SIGNS = {
    Verdict.PRESENT: "!",
    Verdict.UNSURE: "?",
    Verdict.ABSENT: "–",
    Verdict.UNKNOWN: "·",
}


def headline(found: Pitfalls) -> str:
    """Return how many of the five there are, in a sentence."""
    parts = [f"{found.count(verdict)} {verdict}" for verdict in Verdict if found.count(verdict)]
    return f"of {len(found.found)}: {', '.join(parts)}"


def verdict(one: PitfallFound) -> str:
    """Return a pitfall's verdict with what it rests on."""
    shown = one.of(one.verdict)
    every = display.counted(len(one.checked), "check")
    if one.verdict is Verdict.UNKNOWN:
        return f"{one.verdict}: the data for all of {every} is missing"
    said = f"{one.verdict}, by {len(shown)} of {every}"
    unknown = len(one.of(Verdict.UNKNOWN))
    return f"{said}; {unknown} cannot tell" if unknown else said


def finding(one: Checked) -> str:
    """Return what a check found, in a sentence."""
    check = one.check
    if one.known == 0:
        return f"cannot tell {check.items} {check.failed}: needs {check.needs}{_unjudged(one)}"
    said = f"{display.count(one.failed)} of {_items(one)} {check.failed}"
    if check.allowed is not None and one.known < max(1, one.minimum):
        return f"cannot tell, too few: {said}"
    return f"{said}{_share(one)}{_places(one)}{_beyond(one)}{_unjudged(one)}"


def reasoning(one: Checked) -> str:
    """Return why that is a sign, and from when on it counts as one."""
    check = one.check
    if check.allowed is None:
        return f"{check.because} Each one counts."
    line = f"Up to {check.allowed:g}% is allowed for"
    if check.base:
        line = f"Up to {check.allowed:g} points beyond chance are allowed for"
    rule = {
        Verdict.PRESENT: f"{line}, and the interval lies above it.",
        Verdict.ABSENT: f"{line}, and the interval does not reach beyond it.",
        Verdict.UNSURE: f"{line}, which lies within the interval.",
        Verdict.UNKNOWN: f"{line}.",
    }[one.verdict]
    return f"{check.because} {rule}"


def days(one: Checked) -> str:
    """Return the days that a check counts; "" where it is of the map as it is now."""
    if one.days is None:
        return ""
    first, last = one.days.first, one.days.last
    return f"{display.short_day(first, last)} – {display.short_day(last)}"


def summary(one: Checked) -> str:
    """Return a check in one line, for the clipboard."""
    return f"{one.check.pitfall}: {one.verdict}: {finding(one)}"


def _items(one: Checked) -> str:
    return f"{display.count(one.known)} {one.check.item if one.known == 1 else one.check.items}"


def _share(one: Checked) -> str:
    if (ends := one.interval) is None:
        return ""
    return f", {100 * one.failed / one.known:.1f}% [{ends[0]:.1f}–{ends[1]:.1f}]"


def _beyond(one: Checked) -> str:
    """Return how many would have failed by chance, and what is left beyond them."""
    if (found := one.excess) is None or one.base is None:
        return ""
    by_chance = 100 * one.base.share_of / one.known
    ends = f"{found.low:.1f} … {found.high:.1f}".replace("-", "−")
    left = f"{found.value:.1f} points [{ends}]".replace("-", "−")
    return f"; {by_chance:.1f}% {one.check.base}, which leaves {left}"


def _places(one: Checked) -> str:
    if not one.places:
        return ""
    whole = one.failed == len(one.places)  # one each: the numbers would say nothing
    named = [
        place.place if whole else f"{place.place} ({display.count(place.failed)})"
        for place in one.places[:NAMED]
    ]
    more = len(one.places) - NAMED
    rest = f" and {display.count(more)} more" if more > 0 else ""
    lead = "" if whole else "mostly "
    return f": {lead}{', '.join(named)}{rest}"


def _unjudged(one: Checked) -> str:
    if not one.unknown:
        return ""
    return f"; {display.count(one.unknown)} more cannot be judged"
