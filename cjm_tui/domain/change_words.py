"""What a change is made of, in sentences that one can read aloud in a stand-up."""

from cjm_tui.domain import display
from cjm_tui.domain.breakdown_words import TOTALS
from cjm_tui.domain.comparison_words import difference
from cjm_tui.domain.kpi import Kpi, Unit
from cjm_tui.domain.what_changed import Contribution, Split, WhatChanged

_PARTS = (
    (1.05, "more than all of"),
    (0.9, "nearly all of"),
    (0.7, "three quarters of"),
    (0.58, "two thirds of"),
    (0.42, "half of"),
    (0.29, "a third of"),
    (0.2, "a quarter of"),
)
_LEAST = _PARTS[-1][0]  # of the change: what contributes less is in the lists only
_ROWS = 30  # in one of the two periods: below it a sentence would be too sure
_MOST = 3  # sentences
_DIGITS = {Unit.SCORE: 2, Unit.COUNT: 2}
_ONE_SIDED = 3.0  # times as large: then the smaller effect goes unsaid


def days(found: WhatChanged) -> str:
    """Return the two stretches of days: "24 Oct – 20 Nov beside 26 Sep – 23 Oct"."""
    near = found.state.as_of.date()
    one, other = (
        f"{display.short_day(first, last)} – {display.short_day(last, near)}"
        for first, last in (
            (found.span.first, found.span.last),
            (found.compared.first, found.compared.last),
        )
    )
    return f"{one} beside {other}"


def change(found: WhatChanged) -> str:
    """Return the change with its interval: "66.3% → 62.0%: −4.3 [−6.9 … −1.7] worse"."""
    kpi, then = found.kpi, found.compared.estimate
    values = (
        display.amount(value.value, kpi.unit, fine=True) or f"too few (n={display.count(value.n)})"
        for value in (then, found.now)
    )
    said = difference(found.compared, kpi)
    if found.compared.change is None and found.change is not None:
        said = f"{display.change(found.change, kpi.unit, fine=True)}, {found.compared.why}"
    return f"{' → '.join(values)}: {said}"


def doubt(found: WhatChanged) -> str:
    """Return the warning that there may be nothing to explain; "" for a sure change."""
    if found.compared.change is None or found.compared.sure:
        return ""
    return "Chance alone moves it this far: there may be nothing to explain, so nothing is named."


def sentences(found: WhatChanged) -> tuple[str, ...]:
    """Return what contributed most beyond its share of the rows, or that nothing did.

    Of each dimension one value at most; what goes the way of the change, on rows enough, and at
    least a fifth of the change more than the value's share of the rows would have brought. Of a
    change that chance alone makes nothing is told.
    """
    whole = found.change or 0.0
    if not found.splits or not whole or doubt(found):
        return ()
    told = sorted((_standing_out(split, whole) for split in found.splits), key=lambda one: -one[0])
    texts: dict[tuple[int, int], str] = {}
    for excess, part in told:
        if excess >= _LEAST:
            rows = (part.before.n, part.now.n)  # the same under another dimension's name
            texts.setdefault(rows, _sentence(found.kpi, whole, part))
    if texts:
        return tuple(texts.values())[:_MOST]
    way = "rise" if whole > 0 else "fall"
    return (f"The {way} is spread: no group contributes much more than its share of the rows.",)


def _standing_out(split: Split, whole: float) -> tuple[float, Contribution]:
    """Return the value that contributes most beyond its share of the rows, and how far beyond."""

    def excess(part: Contribution) -> float:
        spoken_of = part.cut.known and max(part.before.n, part.now.n) >= _ROWS
        return part.both / whole - (part.share_before + part.share_now) / 2 if spoken_of else -1.0

    part = max(split.parts, key=excess)
    return excess(part), part


def _sentence(kpi: Kpi, whole: float, part: Contribution) -> str:
    much = next(words for least, words in _PARTS if part.both / whole >= least)
    way = "the rise" if whole > 0 else "the fall"
    numbers = " of ".join(effect(value, kpi) for value in (part.both, whole))
    return (
        f"{much[0].upper()}{much[1:]} {way} ({numbers}) comes from {part.cut.words}: "
        f"{_why(part, kpi)}."
    )


def _why(part: Contribution, kpi: Kpi) -> str:
    then, now = (
        display.amount(value.value, kpi.unit, fine=True) or "too few to say"
        for value in (part.before, part.now)
    )
    if not part.before.n:
        return f"it is new, with {percent(part.share_now)} of the rows at {now}"
    if not part.now.n:
        return f"it is gone, with {percent(part.share_before)} of the rows at {then}"
    grew = part.share_now > part.share_before
    volume = (
        f"it {'rose' if grew else 'fell'} from {percent(part.share_before)} "
        f"to {percent(part.share_now)} of the rows"
    )
    went = "rose" if part.rate > 0 else "fell"
    rate = f"its own value {went} from {then} to {now}"
    if abs(part.volume) >= _ONE_SIDED * abs(part.rate):
        return f"{volume} and stands at {now}"
    if abs(part.rate) >= _ONE_SIDED * abs(part.volume):
        return rate
    return f"{volume}, and {rate}"


def percent(share: float) -> str:
    """Return a share in percent, one that is not nothing never as 0 %."""
    return "<1%" if 0 < share < 0.005 else f"{100 * share:.0f}%"


def shares(part: Contribution) -> str:
    """Return the group's share of the rows, then and now: "10→18%"."""
    then, now = percent(part.share_before), percent(part.share_now)
    return f"{then.removesuffix('%')}→{now}"


def values(part: Contribution, kpi: Kpi) -> str:
    """Return the group's own value, then and now: "52.0→40.6"."""
    return "→".join(
        (display.number(value.value, kpi.unit, fine=True) or "too few") if value.n else "–"
        for value in (part.before, part.now)
    )


def effect(value: float, kpi: Kpi) -> str:
    """Return a contribution with its sign and without unit, finer than values: "−0.24", "0.0"."""
    text = f"{value:+,.{_DIGITS.get(kpi.unit, 1)}f}"
    return text.lstrip("+-") if not text.strip("+-0.,") else text.replace("-", "−")


def line(part: Contribution, kpi: Kpi) -> str:
    """Return all of a contribution: "reason late: CSAT 52.0→40.6 n=41→96 (10→18%) · −2.5 …"."""
    return (
        f"{named(part)}: {kpi.short or kpi.title} {values(part, kpi)} "
        f"n={display.count(part.before.n)}→{display.count(part.now.n)} ({shares(part)}) · "
        f"{effect(part.both, kpi)} = volume {effect(part.volume, kpi)}, "
        f"rate {effect(part.rate, kpi)}"
    )


def named(part: Contribution) -> str:
    """Return the group's cut in words; daily totals have none."""
    return TOTALS if part.totalled else part.cut.words
