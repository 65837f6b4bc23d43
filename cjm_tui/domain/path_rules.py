"""What makes a path: the silence that ends it, which days it belongs to, when one came back."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from cjm_tui.domain.journey_filter import facet_begun
from cjm_tui.domain.text import shown
from cjm_tui.errors import UsageError

PATH_RULES = ("started", "ended", "within")
FACETS = ("gap", "rule", "back", "segment")

_LENGTH = re.compile(r"(\d{1,4})\s*([hd])\Z")
_MOST_HOURS, _MOST_DAYS = 24 * 92, 92
_HINT = "gap:3d, rule:started (ended, within), back:28d, segment:NAME, and words of names."
_MONTH = 28
_OFTEN = {"gap": ("12h", "1d", "3d", "7d"), "rule": PATH_RULES, "back": ("7d", "14d", "28d")}


@dataclass(frozen=True, slots=True)
class PathRules:
    """The site's rules, or those that a person has chosen instead; None of a segment is all."""

    gap_hours: int = 24
    rule: str = "started"
    back_days: int = 7
    segment: str | None = None  # "" is a segment that is not known

    @property
    def outcome_seen(self) -> bool:
        """Whether anybody can come back after the gap and within the window."""
        return self.gap_hours < 24 * self.back_days


@dataclass(frozen=True, slots=True)
class PathWish:
    """What a person has typed: rules where they differ from the site's, and words of names."""

    gap_hours: int | None = None
    rule: str | None = None
    back_days: int | None = None
    segment: str | None = None
    words: tuple[str, ...] = ()

    def over(self, site: PathRules) -> PathRules:
        """Return the site's rules with these instead.

        A gap as long as the window leaves nobody time to come back: unless a window is chosen too,
        it becomes 28 days.
        """
        gap = site.gap_hours if self.gap_hours is None else self.gap_hours
        back = site.back_days if self.back_days is None else self.back_days
        if self.back_days is None and gap >= 24 * back:
            back = max(back, _MONTH)
        return replace(
            site, gap_hours=gap, rule=self.rule or site.rule, back_days=back, segment=self.segment
        )


def parse_wish(text: str) -> PathWish:
    """Return what a line such as `gap:3d rule:ended segment:priority ivr` wishes.

    Raises UsageError naming what it takes.
    """
    wish = PathWish()
    for part in _parts(text):
        name, colon, value = part.partition(":")
        if not colon:
            wish = replace(wish, words=(*wish.words, part.casefold()))
        elif name == "gap":
            wish = replace(wish, gap_hours=parse_hours(value))
        elif name == "back":
            wish = replace(wish, back_days=parse_days(value))
        elif name == "rule":
            wish = replace(wish, rule=parse_rule(value))
        elif name == "segment":
            wish = replace(wish, segment="" if value == "not known" else value)
        else:
            raise UsageError(f"{shown(part)!r} is nothing that paths go by.", hint=_HINT)
    return wish


def wish_completions(text: str, names: Iterable[str], segments: Iterable[str]) -> list[str]:
    """Return how the end of a line can go on: facets, what is usual for them, touchpoints' names.

    Values that begin so come first. A word of a name is offered once it has begun.
    """
    facet, colon, begun = facet_begun(text)
    part = (begun if colon else facet).strip('"')
    known = (segments if facet == "segment" else _OFTEN.get(facet, ())) if colon else names
    fitting = [name for name in known if part in name.casefold() and name.casefold() != part]
    fitting.sort(key=lambda name: not name.casefold().startswith(part))
    if colon:
        return [f"{facet}:{_quoted(name)}" for name in fitting]
    return [f"{name}:" for name in FACETS if name.startswith(facet)] + (
        [_quoted(name) for name in fitting] if part else []
    )


def _quoted(name: str) -> str:
    plain = name.replace('"', "")
    return f'"{plain}"' if any(map(str.isspace, plain)) else plain


def parse_hours(text: str) -> int:
    """Return the hours that `12h` or `7d` means; raises UsageError."""
    hours = _hours(text)
    if not 1 <= hours <= _MOST_HOURS:
        raise UsageError(f"{shown(text)!r} is no gap.", hint="Write 1h to 92d: 12h, 24h, 7d.")
    return hours


def parse_days(text: str) -> int:
    """Return the days that `7d` or `7` means; raises UsageError."""
    hours = _hours(text if text.endswith(("h", "d")) else f"{text}d")
    if hours % 24 or not 24 <= hours <= 24 * _MOST_DAYS:
        raise UsageError(f"{shown(text)!r} is no number of days.", hint="Write 1d to 92d.")
    return hours // 24


def parse_rule(text: str) -> str:
    """Return one of PATH_RULES; raises UsageError."""
    if text.casefold() not in PATH_RULES:
        raise UsageError(
            f"{shown(text)!r} is no rule for paths.",
            hint=f"One of {', '.join(PATH_RULES)}: which paths the period counts.",
        )
    return text.casefold()


def hours_words(hours: int) -> str:
    """Return "12 hours", "1 day", "7 days"."""
    if hours % 24:
        return "1 hour" if hours == 1 else f"{hours} hours"
    days = hours // 24
    return "1 day" if days == 1 else f"{days} days"


def _hours(text: str) -> int:
    match = _LENGTH.match(text.strip().casefold())
    return int(match[1]) * (24 if match[2] == "d" else 1) if match else 0


def _parts(text: str) -> Sequence[str]:
    """Return the words of a line; quotes hold words together: `segment:"not known"`."""
    found = re.findall(r'(?:[^\s"]|"[^"]*"?)+', text)
    return [part.replace('"', "") for part in found]
