"""The IVR in words; the screen and `cjm ivr` say the same."""

from collections import Counter
from collections.abc import Iterator, Sequence

from cjm_tui.domain import display
from cjm_tui.domain.ivr import STATES, Back, Call, Change, FlowCut, Ivr, Node, Share, Version, Way
from cjm_tui.domain.kpi import Unit

NODE_COLUMNS = ("node", "calls", "of parent", "exit%", "same weekdays", "again%", "p50/p90", "lost")
_NARROW = 1.5  # points: a narrower interval has a decimal
Line = tuple[str, FlowCut | None]  # what is said, and the rows behind it


def share(found: Share, *, n: bool = True) -> str:
    """Return "58.8% [57–60] n=3,404", or how few there are."""
    e = found.estimate
    if e.value is None:
        return f"too few (n={display.count(e.n)})"
    ends = display.interval(e, Unit.PERCENT)
    if e.low is not None and e.high is not None and e.high - e.low < _NARROW:
        ends = f"{e.low:.1f}–{e.high:.1f}"
    return f"{e.value:.1f}% [{ends}]" + (f" n={display.count(e.n)}" if n else "")


def points(change: Change | None) -> str:
    """Return "+23.1 [19…27]", and where chance may have done it that."""
    if change is None:
        return ""
    text = display.change(change.points, Unit.PERCENT, fine=True)
    ends = f"[{change.low:.1f} … {change.high:.1f}]".replace("-", "−")
    return f"{text} {ends}" + ("" if change.sure else ", may be chance")


def seconds(value: float | None) -> str:
    """Return "41s", "3:05" from two minutes on, "5.2h" and "3.1d" from two hours and days on."""
    if value is None:
        return "–"
    whole = round(value)
    if whole < 120:
        return f"{whole}s"
    if whole < 2 * 3600:
        return f"{whole // 60}:{whole % 60:02}"
    return f"{whole / 3600:.1f}h" if whole < 2 * 86400 else f"{whole / 86400:.1f}d"


def rounded(parts: Sequence[int]) -> list[int]:
    """Return whole percentages that sum to 100, by the largest remainders."""
    total = sum(parts)
    if not total:
        return [0 for _ in parts]
    floors = [100 * part // total for part in parts]
    order = sorted(range(len(parts)), key=lambda i: -(100 * parts[i] % total))
    for place in order[: 100 - sum(floors)]:
        floors[place] += 1
    return floors


def owner_line(found: Ivr) -> str:
    """Return owner, open actions and flow version."""
    actions = display.counted(len(found.actions), "open action")
    parts = [found.owner, actions]
    if found.in_use:
        name, since = found.in_use[-1]
        before = f" (before: {found.in_use[-2][0]})" if len(found.in_use) > 1 else ""
        parts.append(f"flow {name} since {display.short_day(since, found.period.last)}{before}")
    return " · ".join(parts)


def ends_line(found: Ivr) -> str:
    """Return how the calls ended, in percentages that sum to 100."""
    if not found.is_ivr:
        last = _last_steps(found)
        whole = rounded([part for _, part in last])
        parts = [f"{name} {n}" for (name, _), n in zip(last, whole, strict=True)]
        return f"at {' · '.join(parts)} = 100% of {display.count(found.recorded)}"
    whole = rounded([share.part for _, share in found.ends])
    parts = [f"{STATES[s]} {n}" for (s, _), n in zip(found.ends, whole, strict=True)]
    return f"{' · '.join(parts)} = 100% of {display.count(found.calls)}"


def _last_steps(found: Ivr) -> list[tuple[str, int]]:
    """Return the nodes at which legs ended with how many did, most first."""
    ended = Counter[str]()
    for node in found.nodes:
        ended[node.name] += node.exits.part
    return [(name, part) for name, part in ended.most_common() if part]


def figure_lines(found: Ivr) -> Iterator[Line]:
    """Yield containment, what became of it, and resolution; never one instead of another."""
    if found.channel == "ivr":
        since = f"  {found.contained_signal}" if found.contained_signal else ""
        yield f"contained {share(found.contained)}{since}", FlowCut("all calls")
        yield _false(found), FlowCut("contained, follow-up known", only="kept_known")
        served = f"{share(found.self_service)}: ended well and not back in 7 days"
        if not found.recorded:
            served = "cannot tell: no steps are recorded"
        yield f"resolved by itself {served}", FlowCut("follow-up known", only="resolved")
    if found.recorded < found.calls:
        yield _unrecorded(found), FlowCut("calls without steps", only="unrecorded")
    p50, p90 = found.seconds
    word = "time in the IVR" if found.channel == "ivr" else "time from first to last step"
    yield (
        f"{word}: half within {seconds(p50)}, 90% within {seconds(p90)}",
        FlowCut(f"all {found.noun}s"),
    )


def _unrecorded(found: Ivr) -> str:
    """Return of how many calls only the source's own outcome is known, and what that says."""
    parts = {state: own.part for state, own in found.ends}
    said = [
        f"{words} {display.count(parts[state])}"
        for state, words in (
            ("to_agent", "passed on"),
            ("contained", "ended without an agent"),
            ("no_events", "neither said"),
        )
        if state in parts
    ]
    without = found.calls - found.recorded
    of = "any call" if not found.recorded else f"{without:,} of {found.calls:,} calls"
    return f"no steps of {of} are recorded: by the source {', '.join(said)}"


def _false(found: Ivr) -> str:
    final = display.short_day(found.known_until) if found.known_until else "no day yet"
    since = f"  {found.back_signal}" if found.back_signal else ""
    text = (
        f"but {share(found.false_containment.raw)} of those rang back in 7 days{since};"
        f" {share(found.coverage, n=False)} of the contained are identified; final to {final}"
    )
    return f"{text}; {against_agents(found)}"


def against_agents(found: Ivr) -> str:
    """Return the excess over callers of the same IVR who reached an agent, raw and capped."""
    text = f"callers who got to an agent: {share(found.agents.raw)}"
    if found.excess is not None:
        text += f", excess {points(found.excess)}"
        capped = found.excess_capped
        said = "the same" if capped == found.excess else points(capped) or "too few"
        text += f"; without very frequent callers {said}"
    return text


def end_lines(found: Ivr) -> Iterator[Line]:
    """Yield one line an end state; where there are none, one a last step."""
    if not found.is_ivr:
        for name, part in _last_steps(found):
            cut = FlowCut(f"ended at {name}", node=name, only="last")
            yield f"{name} {display.count(part)} of {display.count(found.recorded)}", cut
        return
    for state, own in found.ends:
        cut = FlowCut(f"ended {STATES[state]}", end_state=state)
        yield f"{STATES[state]} ({state}) {display.count(own.part)} = {share(own)}", cut


def change(node: Node) -> str:
    """Return the change of the exit share in points; a sign only where it is beyond chance."""
    if node.change is None:
        return ""
    sign = "" if not node.change.sure else ("▲ " if node.change.points > 0 else "▼ ")
    return sign + display.change(node.change.points, Unit.PERCENT, fine=True)


def node_cells(node: Node) -> tuple[str, ...]:
    """Return a node as cells of NODE_COLUMNS, without its name."""
    of, out = node.of_parent.estimate.value, node.exits.estimate.value
    return (
        display.count(node.calls),
        "" if of is None else f"{of:.0f}%",
        "few" if out is None else f"{out:.0f}%",
        change(node),
        f"{node.again:.0f}%" if out is not None else "",
        f"{seconds(node.dwell_p50)}/{seconds(node.dwell_p90)}",
        display.count(node.lost),
    )


def node_columns(found: Ivr) -> tuple[str, ...]:
    """Return the head of the tree."""
    name, _, *others = NODE_COLUMNS
    return (name, f"{found.noun}s", *others)


def node_words(node: Node, noun: str = "call") -> str:
    """Return all that is known of a node, with its intervals."""
    again = "" if node.again_low is None else f" [{node.again_low:.0f}–{node.again_high:.0f}]"
    parts = [
        f"{node.name}: {display.counted(node.calls, noun)}",
        f"{display.count(node.visits)} visits" if node.returns else "",
        f"of parent {share(node.of_parent)}",
        f"leave here {share(node.exits)}",
        f"same weekdays {points(node.change)}" if node.change else "same weekdays: too few",
        f"lost {display.count(node.lost)}, with those below {display.count(node.lost_below)}",
        f"asked again {node.again:.0f}%{again} of visits",
        f"dwell {seconds(node.dwell_p50)}, 90% {seconds(node.dwell_p90)}",
        f"cost {node.cost:,.0f}" if node.cost is not None else "",
        node.mark,
    ]
    return " · ".join(part for part in parts if part)


def way_words(way: Way) -> str:
    """Return a way with its outcome and how often its callers were back."""
    return f"{share(way.share)} {way_name(way)}{way_rest(way)}"


def way_rest(way: Way) -> str:
    """Return how a way mostly ended and how often its callers were back."""
    extra = f", excess {points(way.excess)}" if way.excess else ""
    capped = ""
    if way.excess_capped and way.excess_capped != way.excess:
        capped = f", capped {points(way.excess_capped)}"
    ended = "" if way.end_state == "other" else f" · mostly {STATES[way.end_state]}"
    lost = f" · lost {share(way.lost)}" if way.nodes and ended else ""
    return f"{ended}{lost} · back {share(way.back.raw)}{extra}{capped}"


def way_name(way: Way) -> str:
    """Return the nodes in order, a stretch that repeats once with its number."""
    nodes = list(way.nodes)
    return " › ".join(nodes) if nodes else "no steps recorded"


def version_rows(found: Ivr) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return the head and the rows of before and after by flow version."""
    head = ("", *(version_name(version) for version in found.versions))
    figures = (
        (f"{found.noun}s", lambda v: display.count(v.calls)),
        ("contained", lambda v: share(v.contained)),
        ("contained, rang back", lambda v: share(v.back.raw)),
        ("resolved by itself", lambda v: _of_recorded(v, v.served)),
        ("lost", lambda v: _of_recorded(v, v.lost)),
        ("zero", lambda v: _of_recorded(v, v.zero)),
        ("time, median", _median),
        ("time, 90%", lambda v: seconds(v.seconds_p90)),
    )
    shown = figures if found.is_ivr else (figures[0], *figures[-2:])
    return head, [(name, *(say(v) for v in found.versions)) for name, say in shown]


def _of_recorded(version: Version, found: Share) -> str:
    """Return a share of the calls with steps, or that there are none."""
    return share(found) if version.lost.estimate.n else "cannot tell, no steps"


def version_name(version: Version) -> str:
    """Return a version with its days in the period."""
    days = ""
    if version.first and version.last:
        days = f" {display.short_day(version.first)}–{display.short_day(version.last)}"
    return f"{version.name or 'no version'}{days}"


def _median(version: Version) -> str:
    around = ""
    if version.p50_low is not None:
        around = f" [{seconds(version.p50_low)}–{seconds(version.p50_high)}]"
    return f"{seconds(version.seconds_p50)}{around}"


def more_lines(found: Ivr) -> Iterator[str]:
    """Yield authentication, misroutes, callbacks and cost, or what the data lacks for them."""
    steps, legs = found.orphans
    if steps:
        yield (
            f"{display.counted(steps, 'step')} of {display.counted(legs, 'call')} that no file has"
            " brought: not counted; import the interactions of these days"
        )
    for name, own, said in found.more:
        if own:
            yield f"{name}: {share(own)} {said}"
        elif found.is_ivr:
            yield f"{name}: cannot tell, {said}"


def call_words(call: Call) -> str:
    """Return a call in a list."""
    back = {True: "back in 7 days", False: "not back", None: ""}[call.back]
    parts = (
        f"{call.at:%a %d %b %H:%M}",
        "" if call.end_state == "other" else STATES[call.end_state],
        seconds(call.seconds),
        " › ".join(call.nodes),
        back,
    )
    return "  ".join(part for part in parts if part)


def summary(found: Ivr, node: Node | None) -> str:
    """Return two plain lines for a mail."""
    where = f"{found.stage} › {found.name}" + (f" › {node.name}" if node else "")
    of = f" ({found.filter.words})" if found.filter.words else ""
    if node is not None:
        first = f"{where}{of}   {node_words(node, found.noun)}"
    else:
        first = (
            f"{where}{of}   contained {share(found.contained)}, of those"
            f" {share(found.false_containment.raw)} rang back in 7 days;"
            f" resolved by itself {share(found.self_service)} · {found.owner}"
        )
    basis = (
        display.period_words(found.period, found.state.as_of.date()),
        display.data_until(found.state),
        "queries ivr_calls, ivr_visits",
        "95% intervals",
    )
    return f"{first}\n{' · '.join(basis)}"


def back_words(back: Back) -> str:
    """Return how many were back, raw and capped."""
    return f"{share(back.raw)}; without very frequent callers {share(back.capped)}"
