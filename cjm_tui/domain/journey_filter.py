"""Which touchpoints a filter keeps: words that are read on the map, and facets (channel:ivr)."""

import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, replace

from cjm_tui.domain import owner_words, signal_words
from cjm_tui.domain.display import target_state
from cjm_tui.domain.journey import JourneyMap, JourneyRow, Segment, StageRow, TouchpointScore
from cjm_tui.domain.journey_order import lines
from cjm_tui.domain.kpi import Signal

FACETS = {
    "channel": "ivr, phone, chat, …",
    "dept": "a department that answers for it or supports",
    "stage": "a stage",
    "flag": "worse, missed, no_owner, moment_of_truth, …",
    "segment": "a segment: the scores of its customers alone",
}
_SEGMENT = "segment"  # keeps all touchpoints, each with the score of that segment's rows
_TOKEN = re.compile(r'(?:(?P<facet>[A-Za-z]+):)?(?:"(?P<quoted>[^"]*)"?|(?P<plain>\S*))\s*')
_SIGNALS = {
    Signal.WORSE: "worse",
    Signal.BETTER: "better",
    Signal.NONE: "steady",
    Signal.NO_HISTORY: "no_history",
    Signal.NO_BASELINE: "no_baseline",
    Signal.TOO_FEW: "too_few",
}


@dataclass(frozen=True, slots=True)
class Filter:
    """What a filter's text asks for; all of it must hold at once."""

    words: tuple[str, ...] = ()
    facets: tuple[tuple[str, str], ...] = ()  # commas in a value part alternatives
    segment: str | None = None  # whose rows are to be counted, as it was typed; None: everybody's

    @property
    def keeps_all(self) -> bool:
        """Whether no touchpoint is left out."""
        return not self.words and not self.facets


def parse_filter(text: str, known: Container[str] = FACETS) -> Filter:
    """Return what the text asks for; what looks like a facet that is none of `known` is a word.

    Quotes keep words together: stage:"get help". A facet without a value asks for nothing yet.
    """
    words: list[str] = []
    facets: list[tuple[str, str]] = []
    segments: list[str] = []
    for match in _TOKEN.finditer(text.strip()):
        value = match["quoted"] if match["plain"] is None else match["plain"]
        facet = (match["facet"] or "").casefold()
        if facet == _SEGMENT and facet in known:
            segments += [value] if value else []
        elif facet in known:
            facets += [(facet, _plain(value))] if value else []
        elif match[0].strip():
            words.append((f"{facet}:{value}" if facet else value).casefold())
    # Nobody is of two segments: two of them name none.
    segment = " and ".join(dict.fromkeys(segments)) or None
    return Filter(tuple(words), tuple(facets), segment)


def unfinished(text: str, known: Container[str] = FACETS) -> str:
    """Return what of a filter asks for nothing as it stands: an open quote, a bare facet; or ""."""
    if text.count('"') % 2:
        return "a quote is not closed"
    for match in _TOKEN.finditer(text.strip()):
        facet = (match["facet"] or "").casefold()
        if facet in known and not (match["quoted"] or match["plain"]):
            return f"{facet}: has no value"
    return ""


def segment_named(text: str, known: Sequence[Segment]) -> Segment | None:
    """Return which of the segments the text names in full, in whatever case; None for none."""
    exact = [segment for segment in known if segment.words == text]
    alike = [segment for segment in known if _plain(segment.words) == _plain(text)]
    return next(iter(exact + alike), None)


def without_segment(text: str) -> str:
    """Return a filter's text without what it says of a segment."""
    tokens = (match for match in _TOKEN.finditer(text) if match[0])
    kept = (m[0] for m in tokens if (m["facet"] or "").casefold() != _SEGMENT)
    return "".join(kept).strip()


def kept(journeys: tuple[JourneyRow, ...], wanted: Filter) -> tuple[JourneyRow, ...]:
    """Return the journeys with only the touchpoints that the filter keeps.

    Stages and journeys that it leaves without a touchpoint go.
    """
    if wanted.keeps_all:
        return journeys
    found_in = []
    for journey in journeys:
        stages = tuple(
            replace(stage, touchpoints=found)
            for stage in journey.stages
            if (found := tuple(s for s in stage.touchpoints if _keeps(wanted, s, stage)))
        )
        if stages:
            found_in.append(replace(journey, stages=stages))
    return tuple(found_in)


def _keeps(wanted: Filter, score: TouchpointScore, stage: StageRow) -> bool:
    return fits(wanted, _text(score, stage), lambda facet: values_of(facet, score, stage))


def fits(wanted: Filter, text: str, values: Callable[[str], Iterable[str]]) -> bool:
    """Whether a line with this text (case folded) and these values of each facet is kept."""
    return all(word in text for word in wanted.words) and all(
        any(_fits(facet, part, item) for part in value.split(",") if part for item in values(facet))
        for facet, value in wanted.facets
    )


def _fits(facet: str, part: str, item: str) -> bool:
    """Whether the value has the part; a flag begins with it: "actions" is not "no actions"."""
    plain = _plain(item)
    return plain.startswith(part) if facet == "flag" else part in plain


def _text(score: TouchpointScore, stage: StageRow) -> str:
    of_kpi = (score.kpi.short, score.kpi.title) if score.kpi else ()
    parts = (
        *(score.name, stage.name, score.channel, score.owner, owner_words.owner(score)[0]),
        signal_words.signal(score.change, score.estimate),
        target_state(score.state),
        *(flag.replace("_", " ") for flag in score.flags),
        *of_kpi,
    )
    return " ".join(parts).casefold()


def values_of(facet: str, score: TouchpointScore, stage: StageRow) -> tuple[str, ...]:
    """Return what a touchpoint has of a facet."""
    match facet:
        case "channel":
            return (score.channel,) if score.channel else ()
        case "dept":
            return score.departments
        case "stage":
            return (stage.name,)
        case "flag":
            return marks(score)
    return ()


def marks(score: TouchpointScore) -> tuple[str, ...]:
    """Return everything that can be said of a touchpoint in one word, as `flag:` takes it."""
    target = str(score.state) if score.target is not None else "no_target"
    actions = ("actions",) if score.open_actions else ("no_actions",)
    verdict = () if target == "none" else (target,)
    return (*score.flags, _SIGNALS[score.change.signal], *verdict, *actions)


def completions(text: str, board: JourneyMap | None) -> list[str]:
    """Return how the word at the end of the text can go on: facets, or their values on this map.

    Values that begin so come first, then those that many touchpoints have. Nothing for a word that
    is no facet's beginning.
    """
    facet, colon, begun = facet_begun(text)
    if not colon:
        return [f"{name}:" for name in FACETS if name.startswith(facet)]
    known = Counter(
        value
        for _, stage, score in (lines(board.journeys) if board else ())
        for value in dict.fromkeys(values_of(facet, score, stage))
    )
    if facet == _SEGMENT:
        return _segment_completions(begun.strip('"'), board)
    return value_completions(facet, begun, known)


def facet_begun(text: str) -> tuple[str, str, str]:
    """Return the facet at the end of the text, ":" where it has one, and its value so far."""
    return _last_token(text).casefold().partition(":")


def value_completions(facet: str, begun: str, known: Counter[str]) -> list[str]:
    """Return how a facet's value that has begun so can go on; the most frequent ones first."""
    *given, part = begun.strip('"').split(",")
    fitting = [value for value, _ in known.most_common() if _fits(facet, _plain(part), value)]
    fitting.sort(key=lambda value: not _plain(value).startswith(_plain(part)))
    before = ",".join([*given, ""])
    return [f"{facet}:{_quoted(before + value)}" for value in fitting if value.casefold() != part]


def _segment_completions(begun: str, board: JourneyMap | None) -> list[str]:
    known = [segment.words for segment in board.segments] if board else []
    fitting = [name for name in known if _plain(begun) in _plain(name)]
    fitting.sort(key=lambda name: not _plain(name).startswith(_plain(begun)))
    return [f"{_SEGMENT}:{_quoted(name)}" for name in fitting if name.casefold() != begun]


def completed(text: str, completion: str) -> str:
    """Return the text with its last word replaced by the completion, ready for what follows."""
    start = text[: len(text) - len(_last_token(text))]
    return start + completion + ("" if completion.endswith(":") else " ")


def _last_token(text: str) -> str:
    tokens = [match[0] for match in _TOKEN.finditer(text) if match[0]]
    last = tokens[-1] if tokens else ""
    open_quote = last.count('"') % 2 == 1
    return last if open_quote or last == last.rstrip() else ""


def _quoted(value: str) -> str:
    plain = value.replace('"', "")
    return f'"{plain}"' if any(map(str.isspace, plain)) else plain


def _plain(text: str) -> str:
    return text.casefold().replace("_", " ").replace("-", " ").replace('"', "")
