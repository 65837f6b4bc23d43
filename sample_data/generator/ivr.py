"""The IVR: the ways that a call can take through it, and the events that each leaves behind."""

from dataclasses import dataclass

import numpy as np

from .company import INDEX, REASONS, TOUCHPOINTS
from .days import Floats, Ints
from .truths import Rates

# node, node type, event, value, target queue, seconds until the next event
Step = tuple[str, str, str, str, str, float]


@dataclass(frozen=True)
class Way:
    """One way through the flow: who takes it, how it ends, and its steps."""

    name: str
    reason: str
    end: str  # task_ok info gave_up failed designed zero callback closed
    weight: float  # among the ways of its reason and end
    steps: tuple[Step, ...]
    version: str = ""  # "": in both versions of the flow

    @property
    def seconds(self) -> float:
        """How long it takes at an ordinary pace."""
        return sum(step[5] for step in self.steps)


def _menu(node: str, key: str, seconds: float) -> tuple[Step, ...]:
    return ((node, "menu", "enter", "", "", seconds), (node, "menu", "input", key, "", 1))


def _one(
    node: str, kind: str, event: str, seconds: float = 0, value: str = "", queue: str = ""
) -> tuple[Step, ...]:
    return ((node, kind, event, value, queue, seconds),)


WELCOME = {"billing": "1", "fault": "2", "order": "3", "moving": "4", "other": "5"}
BILLING, FAULT = _menu("Welcome", "1", 7), _menu("Welcome", "2", 7)
ORDERS, ELSE = _menu("Welcome", "3", 7), _menu("Welcome", "5", 9)
PAY = BILLING + _menu("Billing", "1", 12)
EXPLAIN = BILLING + _menu("Billing", "2", 14) + _one("Explain my bill", "prompt", "enter", 46)
LINE_TEST = FAULT + _menu("Fault", "1", 11)
RESTART = _one("Router restart", "prompt", "enter", 65)
FAULT_AGAIN = _menu("Fault", "2", 16)


def _task(node: str, event: str, seconds: float) -> tuple[Step, ...]:
    return (
        _one(node, "task", "task_start", seconds)
        + _one(node, "task", event, 6)
        + _one(node, "task", "hangup")
    )


def _agent(queue: str) -> tuple[Step, ...]:
    return _one("Agent", "transfer", "transfer", 3, "", queue)


def _zero(node: str, kind: str, queue: str) -> tuple[Step, ...]:
    return _one(node, kind, "agent_request", 4, "0") + _agent(queue)


WAYS = (
    Way("pay", "billing", "task_ok", 1.0, PAY + _task("Pay a bill", "task_ok", 62)),
    Way(
        "due date",
        "billing",
        "info",
        0.7,
        BILLING
        + _menu("Billing", "3", 13)
        + _one("Payment date", "prompt", "enter", 18)
        + _one("Payment date", "prompt", "hangup"),
    ),
    Way(
        "explained",
        "billing",
        "info",
        0.6,
        EXPLAIN
        + _one("Payment date", "prompt", "enter", 17)
        + _one("Payment date", "prompt", "hangup"),
        "v6",
    ),
    Way(
        "explain, asked again, gone",
        "billing",
        "gave_up",
        0.45,
        EXPLAIN
        + _one("Explain my bill", "prompt", "nomatch", 28)
        + _one("Explain my bill", "prompt", "hangup"),
    ),
    Way(
        "explain, gone",
        "billing",
        "gave_up",
        0.40,
        EXPLAIN + _one("Explain my bill", "prompt", "hangup"),
    ),
    Way(
        "billing, gone",
        "billing",
        "gave_up",
        0.15,
        BILLING + _one("Billing", "menu", "enter", 15) + _one("Billing", "menu", "hangup"),
    ),
    Way("payment failed", "billing", "failed", 0.7, PAY + _task("Pay a bill", "task_fail", 80)),
    Way(
        "payment left",
        "billing",
        "failed",
        0.3,
        PAY + _one("Pay a bill", "task", "task_start", 34) + _one("Pay a bill", "task", "hangup"),
    ),
    Way("line test", "fault", "task_ok", 0.75, LINE_TEST + _task("Line test", "task_ok", 70)),
    Way(
        "restart",
        "fault",
        "task_ok",
        0.25,
        FAULT
        + FAULT_AGAIN
        + RESTART
        + _one("Router restart", "prompt", "task_ok", 4)
        + _one("Router restart", "prompt", "hangup"),
    ),
    Way(
        "known faults",
        "fault",
        "info",
        1.0,
        FAULT
        + _menu("Fault", "3", 12)
        + _one("Known faults", "prompt", "enter", 24)
        + _one("Known faults", "prompt", "hangup"),
    ),
    Way(
        "restart in circles, gone",
        "fault",
        "gave_up",
        0.65,
        FAULT + (FAULT_AGAIN + RESTART) * 3 + _one("Router restart", "prompt", "hangup"),
    ),
    Way(
        "fault, back, gone",
        "fault",
        "gave_up",
        0.35,
        FAULT
        + _one("Fault", "menu", "enter", 15)
        + _one("Fault", "menu", "noinput", 8)
        + _one("Fault", "menu", "hangup"),
    ),
    Way(
        "line test failed", "fault", "failed", 1.0, LINE_TEST + _task("Line test", "task_fail", 95)
    ),
    Way(
        "order status",
        "order",
        "info",
        1.0,
        ORDERS
        + _menu("Orders", "1", 10)
        + _one("Order status", "prompt", "enter", 20)
        + _one("Order status", "prompt", "hangup"),
    ),
    Way(
        "appointment",
        "order",
        "task_ok",
        1.0,
        ORDERS + _menu("Orders", "2", 10) + _task("Change appointment", "task_ok", 75),
    ),
    Way(
        "orders, gone",
        "order",
        "gave_up",
        1.0,
        ORDERS + _one("Orders", "menu", "enter", 14) + _one("Orders", "menu", "hangup"),
    ),
    Way(
        "appointment failed",
        "order",
        "failed",
        1.0,
        ORDERS
        + _menu("Orders", "2", 10)
        + _one("Change appointment", "task", "task_start", 60)
        + _one("Change appointment", "task", "system_disconnect"),
    ),
    Way(
        "moving guide",
        "moving",
        "info",
        1.0,
        _menu("Welcome", "4", 8)
        + _one("Moving home", "prompt", "enter", 35)
        + _one("Moving home", "prompt", "hangup"),
    ),
    Way(
        "moving, gone",
        "moving",
        "gave_up",
        1.0,
        _menu("Welcome", "4", 8)
        + _one("Moving home", "prompt", "enter", 12)
        + _one("Moving home", "prompt", "hangup"),
    ),
    Way(
        "opening hours",
        "other",
        "info",
        1.0,
        ELSE
        + _one("Opening hours", "prompt", "enter", 16)
        + _one("Opening hours", "prompt", "hangup"),
    ),
    Way(
        "welcome, gone",
        "other",
        "gave_up",
        1.0,
        _one("Welcome", "menu", "enter", 9) + _one("Welcome", "menu", "hangup"),
    ),
    Way(
        "billing to agent",
        "billing",
        "designed",
        1.0,
        BILLING + _menu("Billing", "9", 15) + _agent("billing"),
    ),
    Way(
        "billing zero",
        "billing",
        "zero",
        0.6,
        _one("Welcome", "menu", "enter", 6) + _zero("Welcome", "menu", "billing"),
    ),
    Way(
        "explain zero",
        "billing",
        "zero",
        0.4,
        EXPLAIN
        + _one("Explain my bill", "prompt", "noinput", 10)
        + _zero("Explain my bill", "prompt", "billing"),
    ),
    Way(
        "fault to agent", "fault", "designed", 1.0, FAULT + _menu("Fault", "9", 14) + _agent("help")
    ),
    Way(
        "fault zero",
        "fault",
        "zero",
        0.8,
        _one("Welcome", "menu", "enter", 6) + _zero("Welcome", "menu", "help"),
    ),
    Way(
        "circles zero",
        "fault",
        "zero",
        0.2,
        FAULT + (FAULT_AGAIN + RESTART) * 2 + _zero("Router restart", "prompt", "help"),
    ),
    Way(
        "order to agent",
        "order",
        "designed",
        1.0,
        ORDERS + _menu("Orders", "9", 13) + _agent("help"),
    ),
    Way(
        "order zero",
        "order",
        "zero",
        1.0,
        _one("Welcome", "menu", "enter", 6) + _zero("Welcome", "menu", "help"),
    ),
    Way("moving to agent", "moving", "designed", 1.0, _menu("Welcome", "4", 8) + _agent("help")),
    Way(
        "moving zero",
        "moving",
        "zero",
        1.0,
        _one("Welcome", "menu", "enter", 6) + _zero("Welcome", "menu", "help"),
    ),
    Way("other to agent", "other", "designed", 1.0, ELSE + _agent("help")),
    Way(
        "other zero",
        "other",
        "zero",
        1.0,
        _one("Welcome", "menu", "enter", 6) + _zero("Welcome", "menu", "help"),
    ),
    Way(
        "closed",
        "",
        "closed",
        1.0,
        _menu("Welcome", "2", 7)
        + _one("Closed", "exit", "enter", 14)
        + _one("Closed", "exit", "system_disconnect"),
    ),
)
ENDS = ("task_ok", "info", "gave_up", "failed", "designed", "zero", "closed")
IVR_REASONS = ("billing", "fault", "order", "moving", "other")
REASON_SHARES = np.array([0.34, 0.42, 0.10, 0.06, 0.08])
TO_BILLING = frozenset({"billing"})
SECONDS = np.array([way.seconds for way in WAYS])
END_OF = np.array([ENDS.index(way.end) for way in WAYS])


def again_by_end(rates: Rates) -> Floats:
    """Return how often callers ring back after each end of ENDS without an agent."""
    before = np.array([0.09, 0.12, 0.60, 0.60, 0.0, 0.0, 0.30])
    after = np.array([0.23, 0.26, 0.72, 0.68, 0.0, 0.0, 0.30])
    return before + (after - before) * rates.melon


def _end_shares(reason: str, kind: str, rates: Rates) -> dict[str, float]:
    if kind == "closed":
        return (
            {"closed": 0.6, "task_ok": 0.25, "info": 0.15} if reason != "other" else {"closed": 1.0}
        )
    if kind == "agent":
        zero = 0.55 if rates.version == "v6" else 0.48
        return {"designed": 1 - zero, "zero": zero}
    gave_up, failed = 0.14 + 0.16 * rates.melon, 0.06 + 0.03 * rates.melon
    return {
        "task_ok": 0.75 * (1 - gave_up - failed),
        "info": 0.25 * (1 - gave_up - failed),
        "gave_up": gave_up,
        "failed": failed,
    }


def ways_table(reason: str, kind: str, rates: Rates) -> tuple[Ints, Floats]:
    """Return the ways that callers with a reason take, and their cumulative shares.

    `kind` is `kept` (no agent), `agent`, or `closed` (outside the opening hours).
    """
    shares = _end_shares(reason, kind, rates)
    chosen, weights = [], []
    for number, way in enumerate(WAYS):
        if way.end in shares and way.reason in (reason, "") and way.version in ("", rates.version):
            same = [
                other.weight
                for other in WAYS
                if other.end == way.end
                and other.reason in (reason, "")
                and other.version in ("", rates.version)
            ]
            chosen.append(number)
            weights.append(shares[way.end] * way.weight / sum(same))
    cumulative = np.cumsum(weights)
    return np.array(chosen), cumulative / cumulative[-1]


def draw_ways(rng: np.random.Generator, reasons: Ints, kinds: Ints, rates: Rates) -> Ints:
    """Draw each call's way; `reasons` index REASONS, `kinds` 0 kept, 1 agent, 2 closed."""
    result = np.zeros(len(reasons), dtype=np.int64)
    uniform = rng.random(len(reasons))
    for code, reason in enumerate(REASONS):
        for kind, name in enumerate(("kept", "agent", "closed")):
            mask = (reasons == code) & (kinds == kind)
            if mask.any():
                known = reason if reason in IVR_REASONS else "other"
                chosen, cumulative = ways_table(known, name, rates)
                result[mask] = chosen[np.searchsorted(cumulative, uniform[mask], side="right")]
    return result


_LENGTHS = np.array([len(way.steps) for way in WAYS])
_STARTS = np.concatenate(([0], np.cumsum(_LENGTHS)[:-1]))
_STEPS = [step for way in WAYS for step in way.steps]
_ELAPSED = np.concatenate(
    [
        np.concatenate(([0.0], np.cumsum([step[5] for step in way.steps])[:-1]))
        / max(way.seconds, 1)
        for way in WAYS
    ]
)
STEP_COLUMNS = {
    name: [step[position] for step in _STEPS]
    for position, name in enumerate(("node", "node_type", "event", "value", "target_queue"))
}


def events(ways: Ints, start: Ints, end: Ints, bend: Floats) -> tuple[Ints, Ints, Ints, Ints]:
    """Return (call, seq from 1, second, step) of every event; `step` indexes STEP_COLUMNS."""
    lengths = _LENGTHS[ways]
    call = np.repeat(np.arange(len(ways)), lengths)
    first = (
        np.concatenate(([0], np.cumsum(lengths)[:-1])) if len(ways) else np.zeros(0, dtype=np.int64)
    )
    seq = np.arange(len(call)) - np.repeat(first, lengths)
    step = _STARTS[ways][call] + seq
    share = _ELAPSED[step] ** bend[call]
    second = start[call] + np.floor(share * (end - start)[call]).astype(np.int64)
    return call, seq + 1, second, step


IVR = INDEX["ivr"]
assert TOUCHPOINTS[IVR].channel == "ivr"
