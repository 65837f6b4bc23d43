"""Paths across touchpoints: variants, moves, loops, switches, and what came of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cjm_tui.domain.comparison import Comparison
from cjm_tui.domain.journey import DataState
from cjm_tui.domain.path_design import Design, Deviation
from cjm_tui.domain.path_rules import PathRules
from cjm_tui.domain.period import Period
from cjm_tui.domain.touchpoint import Figure


@dataclass(frozen=True, slots=True)
class Variant:
    """Paths with the same touchpoints in the same order; or, without touchpoints, all others."""

    touchpoints: tuple[str, ...]
    goes_on: bool  # longer than the steps that are kept
    variants: int  # 1, or how many are counted together
    paths: int
    known: int  # whose follow-up window has closed
    back: int  # of these, after how many the customer came back
    answers: int
    low_answers: int
    seconds: float | None  # median; None of the others together
    before: int | None = None  # paths on the days compared with

    @property
    def is_rest(self) -> bool:
        """Whether it stands for all variants that are not kept."""
        return not self.touchpoints


@dataclass(frozen=True, slots=True)
class Move:
    """How often one touchpoint is followed by another, or by the end of the path."""

    touchpoint_id: str
    next_id: str | None  # None: the path ends, or with `goes_on` its list
    turns: bool  # the next leg belongs to another contact
    goes_on: bool
    visits: int
    paths: int
    known: int
    back: int
    wait_s: float | None  # median from start to start


@dataclass(frozen=True, slots=True)
class Place:
    """A touchpoint's part in the paths."""

    touchpoint_id: str
    visits: int
    begins: int
    begins_known: int
    begins_back: int
    ends: int
    paths: int
    known: int
    back: int


@dataclass(frozen=True, slots=True)
class Loop:
    """Paths that come to a touchpoint again, directly or with something between."""

    touchpoint_id: str
    direct: bool
    via: str | None  # what most often comes between
    times: int
    paths: int
    known: int
    back: int
    most: int  # visits in one path


@dataclass(frozen=True, slots=True)
class Switch:
    """Turns from one channel to another within 24 hours."""

    channel: str
    next_channel: str
    switches: int
    paths: int
    known: int
    back: int
    wait_s: float | None


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel's part in the paths; IVR and telephone are one."""

    channel: str
    visits: int
    paths: int
    known: int
    back: int


@dataclass(frozen=True, slots=True)
class Totals:
    """All paths of the period together."""

    paths: int
    legs: int
    listed: int  # legs within the steps that are kept
    contacts: int
    cut: int  # paths longer than that
    is_open: int  # which the customer may still go on with
    known: int
    back: int
    answers: int
    low_answers: int
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """The legs of the days read, and those whose customer is known: only they make paths."""

    legs: int
    identified: int


@dataclass(frozen=True, slots=True)
class Paths:
    """Everything that the paths screen and `cjm paths` show."""

    state: DataState
    period: Period | None  # None: there is no data yet
    read: Period | None  # the days read: fewer where the period has more legs than the site allows
    comparison: Comparison
    rules: PathRules
    words: tuple[str, ...]  # of touchpoints' names, which what is listed has
    minimum: int
    names: Mapping[str, str]
    design: Design
    coverage: Coverage
    totals: Totals
    variants: tuple[Variant, ...] = ()  # most frequent first, the others together last
    deviations: tuple[Deviation, ...] = ()
    moves: tuple[Move, ...] = ()
    places: tuple[Place, ...] = ()
    loops: tuple[Loop, ...] = ()
    switches: tuple[Switch, ...] = ()
    channels: tuple[Channel, ...] = ()
    segments: tuple[str, ...] = ()  # that occur, as one says them
    before: Totals | None = None  # of the days compared with
    before_days: Period | None = None

    def name(self, touchpoint_id: str) -> str:
        """Return a touchpoint's name, its id where it has none."""
        return self.names.get(touchpoint_id, touchpoint_id) or "touchpoint not known"

    def place(self, touchpoint_id: str) -> Place:
        """Return a touchpoint's part in the paths; none at all where it does not occur."""
        none = Place(touchpoint_id, 0, 0, 0, 0, 0, 0, 0, 0)
        return next((p for p in self.places if p.touchpoint_id == touchpoint_id), none)

    def has_words(self, *touchpoints: str) -> bool:
        """Whether each of the words is in the name of one of these touchpoints."""
        names = [self.name(touchpoint).casefold() for touchpoint in touchpoints]
        return all(any(word in name for name in names) for word in self.words)


class Behind(StrEnum):
    """What rows stand behind a figure of paths."""

    PATHS = "paths"  # all of them
    VARIANT = "variant"
    REST = "rest"
    MOVE = "move"  # paths with the move
    STEPS = "steps"  # the visits of a move
    BEGINS = "begins"
    LOOP = "loop"
    SWITCH = "switch"  # the turns themselves


@dataclass(frozen=True, slots=True)
class Mark:
    """One figure of the paths, by which its rows are found."""

    behind: Behind
    n: int  # as it was shown
    title: str
    touchpoints: tuple[str, ...] = ()  # of a variant; from and to; a loop's; two channels
    flag: bool = False  # goes_on of a variant and an end, direct of a loop, turns of a move
    to_end: bool = False  # a move to the end of the path


@dataclass(frozen=True, slots=True)
class PathFigure:
    """A figure's rows, and the legs whose contacts say what those customers said."""

    rows: Figure
    legs: Figure
