"""Which lines of the ledger a filter keeps: words that are read there, and facets (dept:field)."""

from collections import Counter
from collections.abc import Iterable

from cjm_tui.domain import ownership_words as words
from cjm_tui.domain.journey_filter import Filter, facet_begun, fits, parse_filter, value_completions
from cjm_tui.domain.ownership import MINE, LedgerLine

FACETS = {
    "owner": "who is accountable",
    "dept": "a department that answers for it, does it or supports it",
    "stage": "a stage",
    "journey": "a journey",
    "channel": "ivr, phone, chat, …",
    "flag": "no_owner, owner_left, two_owners, unconfirmed, other_fingers, moment_of_truth, mine",
}


def parsed(text: str) -> Filter:
    """Return what the text asks for."""
    return parse_filter(text, FACETS)


def kept(lines: Iterable[LedgerLine], wanted: Filter) -> tuple[LedgerLine, ...]:
    """Return the lines that the filter keeps."""
    return tuple(line for line in lines if _keeps(wanted, line))


def _keeps(wanted: Filter, line: LedgerLine) -> bool:
    return fits(wanted, _text(line), lambda facet: values_of(facet, line))


def _text(line: LedgerLine) -> str:
    names = (name for one in line.parties if one.current for name in (one.name, one.department))
    flags = (flag.replace("_", " ") for flag in values_of("flag", line))
    parts = (line.name, line.stage, line.journey, line.channel, *names, *flags)
    return " ".join((*parts, *words.troubles(line))).casefold()


def values_of(facet: str, line: LedgerLine) -> tuple[str, ...]:
    """Return what a line has of a facet."""
    match facet:
        case "owner":
            return tuple(owner.name for owner in line.owners)
        case "dept":
            return line.departments
        case "stage":
            return (line.stage,)
        case "journey":
            return (line.journey,) if line.journey else ()
        case "channel":
            return (line.channel,) if line.channel else ()
        case "flag":
            return (*line.flags, *((MINE,) if line.mine else ()))
    return ()


def completions(text: str, lines: Iterable[LedgerLine]) -> list[str]:
    """Return how the word at the end of the text can go on: facets, or their values here."""
    facet, colon, begun = facet_begun(text)
    if not colon:
        return [f"{name}:" for name in FACETS if name.startswith(facet)]
    if facet not in FACETS:
        return []
    known = Counter(value for line in lines for value in dict.fromkeys(values_of(facet, line)))
    return value_completions(facet, begun, known)
