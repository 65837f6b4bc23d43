"""Paths in plain words: a path, what came of it, a deviation as one says it in a meeting."""

from cjm_tui.domain import display
from cjm_tui.domain.path_design import Beside, Deviation, Kind, beside
from cjm_tui.domain.path_rules import PathRules, hours_words
from cjm_tui.domain.paths import Loop, Move, Paths, Place, Switch, Variant
from cjm_tui.domain.statistics.intervals import two_proportions, wilson

ARROW = " → "
_COLOUR_FROM = 30  # known paths
_TOO_FEW = "too few"
_RATIO = 1.25  # from which on it is said how many times as often

_RULES = {
    "started": "that started in the period",
    "ended": "that ended in the period",
    "within": "that lie within the period",
}


def path(found: Paths, touchpoints: tuple[str, ...], *, goes_on: bool = False) -> str:
    """Return "Fault form → IVR ×3 → Agent call": the same touchpoint again is counted."""
    steps: list[list[str | int]] = []
    for name in (found.name(touchpoint) for touchpoint in touchpoints):
        if steps and steps[-1][0] == name:
            steps[-1][1] = int(steps[-1][1]) + 1
        else:
            steps.append([name, 1])
    said = [f"{name} ×{times}" if times != 1 else str(name) for name, times in steps]
    return ARROW.join([*said, "…"] if goes_on else said)


def variant(found: Paths, one: Variant) -> str:
    """Return a variant's path, or how many others are counted together."""
    if one.is_rest:
        return display.counted(one.variants, "other variant")
    return path(found, one.touchpoints, goes_on=one.goes_on)


def rate(known: int, back: int, minimum: int) -> str:
    """Return the share that came back: "29%", or "too few"."""
    if known < max(1, minimum):
        return _TOO_FEW if known else ""
    return percent(back / known)


def interval(known: int, back: int, minimum: int) -> str:
    """Return the 95 % interval of the share that came back: "26–33"."""
    if known < max(1, minimum):
        return ""
    low, high = wilson(back, known)
    return f"{100 * low:.0f}–{100 * high:.0f}"


def measured(known: int, back: int, minimum: int) -> str:
    """Return share, interval and n: "29% [26–33] of 762"."""
    if known < max(1, minimum):
        return f"{_TOO_FEW} to say, n={known}"
    return f"{rate(known, back, minimum)} [{interval(known, back, minimum)}] of {known:,}"


def percent(share: float) -> str:
    """Return "31%", small shares with a decimal: "2.4%"."""
    value = 100 * share
    return f"{value:.0f}%" if value >= 9.95 or value == 0 else f"{value:.1f}%"


def share(one: int, of: int) -> str:
    """Return one count as a percentage of another; "" where there is nothing."""
    return percent(one / of) if of else ""


def lasting(seconds: float | None) -> str:
    """Return a time as one says it: "45s", "6 min", "3.4 h", "2.1 d"."""
    if seconds is None:
        return ""
    if seconds < 90:
        return f"{seconds:.0f}s"
    if seconds < 90 * 60:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h" if seconds < 36 * 3600 else f"{seconds / 86400:.1f} d"


def excess(one: Beside, minimum: int) -> str:
    """Return how many more came back than if they were as the others: "+11", "−3"."""
    if not one.enough(minimum):
        return ""
    number = f"{one.excess:+.0f}"
    return number.replace("-", "−") if number.strip("+-0") else "0"


def more(one: Beside, minimum: int) -> str:
    """Return volume × outcome of a deviation in words; "" where there are too few."""
    number = round(abs(one.excess))
    if not one.enough(minimum) or not number:
        return ""
    kind = "more" if one.excess > 0 else "fewer"
    return f" · {number:,} {kind} came back than if like the others"


def variant_line(found: Paths, one: Variant) -> str:
    """Return a variant with its figures in a sentence."""
    parts = [
        f"{display.counted(one.paths, 'path')} ({share(one.paths, found.totals.paths)})",
        f"came back {measured(one.known, one.back, found.minimum)}",
        f"lasts {lasting(one.seconds)} (median)" if one.seconds is not None else "",
        f"low scores {measured(one.answers, one.low_answers, found.minimum)}",
        f"share vs then {changed}" if (changed := change(found, one)) else "",
    ]
    return f"{variant(found, one)}: " + "; ".join(part for part in parts if part)


def variant_beside(found: Paths, one: Variant) -> Beside:
    """Return a variant held against all other paths."""
    return beside(one.known, one.back, found.totals.known, found.totals.back)


def change(found: Paths, one: Variant) -> str:
    """Return how a variant's share differs from the days compared with: "+2.1 [0.8 … 3.4]"."""
    if found.before is None or one.before is None or not found.before.paths:
        return ""
    then, now = found.before.paths, found.totals.paths
    if one.before + one.paths < found.minimum or not now:
        return _TOO_FEW
    d = two_proportions(one.before, then, one.paths, now)
    sure = d.low > 0 or d.high < 0
    said = f"{100 * d.difference:+.1f} [{100 * d.low:.1f} … {100 * d.high:.1f}]".replace("-", "−")
    return said if sure else f"{said} may be chance"


def deviation(found: Paths, one: Deviation) -> str:
    """Return what people do instead: "31% of those at Fault form turn to IVR"."""
    here, there = found.name(one.touchpoint_id), found.name(one.next_id)
    of = f"{share(one.paths, one.of)} of those at {here}"
    match one.kind:
        case Kind.BACK:
            return f"{of} go back to {there}{_passed(one)}"
        case Kind.SKIPS:
            return f"{of} go straight to {there}, past {_missed(found, one)}{_passed(one)}"
        case Kind.BEGINS:
            return f"{share(one.paths, one.of)} begin at {there} without {_missed(found, one)}"
        case Kind.TURNS:
            turn = "turn to" if one.turns else "are passed on to"
            return f"{of} {turn} {there}"


def _missed(found: Paths, one: Deviation) -> str:
    return ", ".join(
        " or ".join(found.names.get(name, name) for name in alternatives)
        for alternatives in one.missed
    )


def _passed(one: Deviation) -> str:
    return "" if one.turns else " in the same contact"


def outcome(one: Beside, minimum: int, *, sure: bool, others: str = "the others there") -> str:
    """Return what came of it beside the others: "come back 3.1 times as often (16% against 5%)"."""
    if not one.enough(minimum):
        few = min(one.known, one.other_known)
        return f"too few to say whether they come back (n={few})"
    figures = f"{percent(one.share)} [{interval(one.known, one.back, 0)}] of {one.known:,}"
    figures += f" against {percent(one.other_share)} of {others} ({one.other_known:,})"
    apart = f"difference {_points(one.low)} to {_points(one.high)} points"
    chance = "" if sure else "; may be chance"
    return f"they come back {_times(one)}: {figures}; {apart}{chance}"


def _times(one: Beside) -> str:
    if one.share == one.other_share:
        return "as often"
    if one.other_share == 0 or one.share == 0:
        return "more often" if one.share > one.other_share else "less often"
    times = one.share / one.other_share
    if times >= _RATIO:
        return "twice as often" if f"{times:.1f}" == "2.0" else f"{times:.1f} times as often"
    return "more often" if times > 1 else "less often"


def _points(difference: float) -> str:
    return f"{100 * difference:+.0f}".replace("-", "−")


def move_to(found: Paths, one: Move) -> str:
    """Return where a move leads: a touchpoint, the end, or on beyond the steps that are kept."""
    if one.goes_on:
        return "goes on (not kept)"
    if one.next_id is None:
        return "the path ends"
    return found.name(one.next_id)


def how(one: Move) -> str:
    """Return whether a move is in the same contact or a new one."""
    if one.next_id is None:
        return ""
    return "new contact" if one.turns else "same contact"


def visited(found: Paths, place: Place) -> str:
    """Return how often a touchpoint is visited, and how often a path begins or ends there."""
    name = found.name(place.touchpoint_id)
    if not place.visits:
        return f"{name}: in no path of these days"
    counts = f"{display.counted(place.visits, 'visit')} in {display.counted(place.paths, 'path')}"
    begin, end = share(place.begins, place.visits), share(place.ends, place.visits)
    return f"{name}: {counts}; {begin} begin here, {end} end here"


def loop(found: Paths, one: Loop) -> str:
    """Return a loop in words: "IVR again, directly", "IVR again, most often after Agent call"."""
    again = f"{found.name(one.touchpoint_id)} again"
    if one.direct:
        return f"{again}, directly"
    return f"{again} after something else, most often {found.name(one.via or '')}"


def loop_name(found: Paths, one: Loop) -> str:
    """Return a loop where there is little room: "IVR, directly", "IVR, after Agent call"."""
    here = found.name(one.touchpoint_id)
    return f"{here}, directly" if one.direct else f"{here}, after {found.name(one.via or '')}"


def summary(found: Paths) -> tuple[str, str]:
    """Return how many paths there are, and by which rules and with what outcome."""
    totals, legs = found.totals, found.coverage
    count = f"{display.counted(totals.paths, 'path')} of {display.counted(totals.legs, 'leg')}"
    known = share(legs.identified, legs.legs) or "0%"
    parts = (
        f" · {known} of legs known",
        f" · gap {hours_words(found.rules.gap_hours)}, {found.rules.rule}",
        f" · median {lasting(totals.seconds)}" if totals.seconds is not None else "",
        f" · came back {measured(totals.known, totals.back, found.minimum)}",
    )
    return count, "".join(parts)


def switch(one: Switch) -> str:
    """Return "web → phone"."""
    return f"{one.channel}{ARROW}{one.next_channel}"


def rules(found: Paths) -> str:
    """Return what a path is here, in a sentence."""
    own: PathRules = found.rules
    said = f"A path ends after {hours_words(own.gap_hours)} of silence; counted are those"
    said += f" {_RULES[own.rule]}"
    if own.segment is not None:
        said += f", of segment {own.segment or 'not known'} alone"
    if own.outcome_seen:
        back = hours_words(24 * own.back_days)
        return f"{said}. Came back: another contact within {back} of its end, once those are over."
    return f"{said}. Nobody can come back within {own.back_days} days after such a silence."


def coverage(found: Paths) -> str:
    """Return which legs make paths, and what is left out or cut."""
    legs, totals = found.coverage, found.totals
    known = share(legs.identified, legs.legs) or "0%"
    parts = [
        f"{legs.identified:,} of {legs.legs:,} legs of these days ({known}) have a known customer;"
        " the others are in no path"
    ]
    if totals.is_open:
        parts.append(f"{display.counted(totals.is_open, 'path')} may still go on")
    if totals.cut:
        cut = display.counted(totals.cut, "path")
        parts.append(f"{cut} longer than is kept ({totals.listed:,} of {totals.legs:,} legs)")
    if found.read and found.period and found.read.first > found.period.first:
        since = display.short_day(found.read.first, found.read.last)
        parts.append(f"only the days since {since} are read: more legs than path_legs allows")
    return "; ".join(parts) + "."


def design(found: Paths) -> str:
    """Return what the deviations are held against."""
    if found.design.explicit:
        paths = display.counted(len(found.design.paths), "designed path")
        return f"Held against {paths}."
    return (
        "No designed path has been brought in (designed_paths.csv): the order of the stages stands"
        " in for it. A need should be met at one touchpoint of its stage, then the next follows."
    )


def colour(one: Beside, *, sure: bool) -> bool:
    """Whether a difference may be coloured."""
    return sure and min(one.known, one.other_known) >= _COLOUR_FROM
