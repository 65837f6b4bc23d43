"""How calls go through an IVR, or legs through recorded steps, and how they end (docs/ivr.md)."""

from dataclasses import dataclass
from datetime import date, datetime

from cjm_tui.domain.journey import DataState
from cjm_tui.domain.kpi import Estimate
from cjm_tui.domain.period import Period

APART = chr(31)  # what parts the nodes of a place or a way
STATES = {  # in the order in which they are shown, with what one says
    "task_ok": "task done",
    "info_hangup": "told",
    "callback": "call back",
    "designed_transfer": "agent",
    "zero_out": "zero",
    "hangup_in_menu": "gave up",
    "hangup_mid_task": "left a task",
    "task_failed": "failed",
    "system_error": "cut off",
    "out_of_hours": "closed",
    "other": "other end",
    "to_agent": "agent, no steps",
    "contained": "no agent, no steps",
    "no_events": "not recorded",
}
UNRECORDED = ("to_agent", "contained", "no_events")  # known, if at all, from the leg's own outcome
LOST = ("hangup_mid_task", "hangup_in_menu", "task_failed", "system_error")


def leg_noun(channel: str) -> str:
    """Return what one leg of a channel is called: a call on the telephone, elsewhere a case."""
    return "call" if channel in ("ivr", "phone") else "case"


@dataclass(frozen=True, slots=True)
class FlowFilter:
    """Which calls are looked at; by itself, all."""

    segment: str | None = None  # "": those whose segment is not known
    from_hour: int | None = None
    to_hour: int | None = None  # not included
    version: str | None = None

    @property
    def words(self) -> str:
        """The filter as one says it; "" where it lets all pass."""
        hours = "" if self.from_hour is None else f"{self.from_hour}–{self.to_hour}h"
        segment = "" if self.segment is None else f"segment {self.segment or 'not known'}"
        version = "" if self.version is None else f"flow {self.version}"
        return ", ".join(part for part in (segment, hours, version) if part)


ALL_CALLS = FlowFilter()


@dataclass(frozen=True, slots=True)
class FlowCut:
    """Which rows stand behind a figure: calls, or visits where it is about a node."""

    words: str = "calls"
    end_state: str | None = None
    place: str | None = None
    node: str | None = None
    way: str | None = None
    version: str | None = None
    only: str = ""  # kept_known, resolved, lost, ended, last …: what else is asked of a row


@dataclass(frozen=True, slots=True)
class Share:
    """A number of calls out of others, with the interval of the share where they are enough."""

    part: int
    estimate: Estimate  # n is what it is a share of; in percent


@dataclass(frozen=True, slots=True)
class Back:
    """How many customers were back within 7 days, raw and without the most frequent ones."""

    raw: Share
    capped: Share


@dataclass(frozen=True, slots=True)
class Change:
    """A share less that of other days, in points, with its 95 % interval."""

    points: float
    low: float
    high: float
    sure: bool  # beyond chance, however many were compared


@dataclass(frozen=True, slots=True)
class Node:
    """A place on the tree of first visits."""

    place: str
    name: str
    kind: str
    calls: int
    of_parent: Share
    exits: Share
    lost: int
    lost_below: int  # with those of all nodes below it
    again: float  # re-prompts a visit
    again_low: float | None
    again_high: float | None
    visits: int
    returns: int  # visits beyond the first of each call
    dwell_p50: float | None
    dwell_p90: float | None
    change: Change | None  # of the exit share, against the same weekdays
    mark: str = ""  # why it is a dead end or a loop
    cost: float | None = None

    @property
    def parent(self) -> str:
        """The place above it; "" for a root."""
        return self.place.rpartition(APART)[0]

    @property
    def level(self) -> int:
        """How many nodes stand above it."""
        return self.place.count(APART)


@dataclass(frozen=True, slots=True)
class Way:
    """The nodes that calls passed in order, loops and all."""

    nodes: tuple[str, ...]
    share: Share
    end_state: str  # the most frequent one
    lost: Share
    back: Back
    excess: Change | None  # over callers of the same IVR who reached an agent
    excess_capped: Change | None


@dataclass(frozen=True, slots=True)
class Version:
    """The calls of one flow version, for before and after."""

    name: str
    first: date | None
    last: date | None
    calls: int
    contained: Share
    back: Back  # of contained calls
    served: Share
    lost: Share
    zero: Share
    seconds_p50: float | None
    seconds_p90: float | None
    p50_low: float | None
    p50_high: float | None


@dataclass(frozen=True, slots=True)
class Ivr:
    """Everything that the IVR's screen and `cjm ivr` show of one touchpoint in one period."""

    state: DataState
    period: Period
    stage: str
    touchpoint_id: str
    name: str
    channel: str
    owner: str
    owner_alarm: bool
    actions: tuple[str, ...]  # titles of the open ones
    filter: FlowFilter
    minimum: int
    known_until: date | None  # the last day whose follow-up windows have closed
    calls: int
    ends: tuple[tuple[str, Share], ...]
    contained: Share
    coverage: Share  # contained calls with an identity
    false_containment: Back
    self_service: Share
    recorded: int  # calls whose steps are recorded
    orphans: tuple[int, int]  # steps without a call, and the calls that they name
    agents: Back  # callers of the same IVR who reached an agent
    excess: Change | None
    excess_capped: Change | None
    seconds: tuple[float | None, float | None]
    nodes: tuple[Node, ...]
    ways: tuple[Way, ...]
    ways_total: int
    versions: tuple[Version, ...]
    in_use: tuple[tuple[str, date], ...]  # all versions so far, and since when
    marks: tuple[str, ...]  # dead ends and loops with their reasons
    design: tuple[str, ...]  # what was designed and is not walked, and the other way round
    more: tuple[tuple[str, Share | None, str], ...]  # authentication, misroutes … or what lacks
    segments: tuple[tuple[str, int], ...]
    hours: tuple[tuple[int, int, int], ...]  # hour, calls, lost
    concerned: bool = True
    contained_signal: str = ""  # of all calls, against the frozen baseline; "" where there is none
    back_signal: str = ""

    @property
    def is_ivr(self) -> bool:
        """Whether these are an IVR's calls; of others the steps alone can be judged."""
        return self.channel == "ivr"

    @property
    def noun(self) -> str:
        """What one of its legs is called."""
        return leg_noun(self.channel)

    def node(self, place: str) -> Node | None:
        """Return the node at a place."""
        return next((node for node in self.nodes if node.place == place), None)


@dataclass(frozen=True, slots=True)
class Call:
    """A call in a list."""

    call_id: str
    at: datetime
    end_state: str
    seconds: float | None
    last_node: str
    back: bool | None
    nodes: tuple[str, ...]
