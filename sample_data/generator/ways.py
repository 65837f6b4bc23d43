"""The ways that a call can take through the IVR, written as they are walked.

A step is `Node.event@seconds`, the seconds until the next; `Menu>key@seconds` is hearing a menu for
so long and pressing a key; `Agent.transfer=queue` passes the call on.
"""

import re
from dataclasses import dataclass

NODE_TYPES = {
    "Welcome": "menu",
    "Billing": "menu",
    "Fault": "menu",
    "Orders": "menu",
    "Identify": "auth",
    "Pay a bill": "task",
    "Line test": "task",
    "Change appointment": "task",
    "Explain my bill": "prompt",
    "Payment date": "prompt",
    "Router restart": "prompt",
    "Known faults": "prompt",
    "Order status": "prompt",
    "Moving home": "prompt",
    "Opening hours": "prompt",
    "Agent": "transfer",
    "Closed": "exit",
}
# name | reason | end | weight among its reason's ways to that end | flow version | steps
_WALKED = """
pay            | billing | task_ok  | 1.0  |    | {bill}, Billing>1@12, Identify.enter@14, Identify.auth_ok@1, {pay}, Pay a bill.task_ok@6, Pay a bill.hangup
due date       | billing | info     | 0.7  |    | {bill}, Billing>3@13, Payment date.enter@18, Payment date.hangup
explained      | billing | info     | 0.7  | v6 | {bill}, {explain}, Payment date.enter@17, Payment date.hangup
asked again    | billing | gave_up  | 0.35 |    | {bill}, {explain}, Explain my bill.nomatch@28, Explain my bill.hangup
explain, gone  | billing | gave_up  | 0.45 |    | {bill}, {explain}, Explain my bill.hangup
billing, gone  | billing | gave_up  | 0.20 |    | {bill}, Billing.enter@15, Billing.hangup
not paid       | billing | failed   | 0.5  |    | {bill}, Billing>1@12, Identify.enter@14, Identify.auth_ok@1, {pay}, Pay a bill.task_fail@8, Pay a bill.hangup
not identified | billing | failed   | 0.3  |    | {bill}, Billing>1@12, Identify.enter@22, Identify.auth_fail@8, Identify.hangup
payment left   | billing | failed   | 0.2  |    | {bill}, Billing>1@12, Identify.enter@14, Identify.auth_ok@1, Pay a bill.enter@4, Pay a bill.task_start@34, Pay a bill.hangup
line test      | fault   | task_ok  | 0.75 |    | {fault}, Fault>1@11, {test}, Line test.task_ok@6, Line test.hangup
restarted      | fault   | task_ok  | 0.25 |    | {fault}, {restart}, Router restart.task_ok@4, Router restart.hangup
known faults   | fault   | info     | 1.0  |    | {fault}, Fault>3@12, Known faults.enter@24, Known faults.hangup
in circles     | fault   | gave_up  | 0.65 |    | {fault}, {restart}, {restart}, {restart}, Router restart.hangup
back, gone     | fault   | gave_up  | 0.35 |    | {fault}, Fault>9@11, Fault.back@2, Fault.enter@12, Fault.noinput@8, Fault.hangup
test failed    | fault   | failed   | 1.0  |    | {fault}, Fault>1@11, {test}, Line test.task_fail@8, Line test.hangup
order status   | order   | info     | 1.0  |    | {order}, Orders>1@10, Order status.enter@20, Order status.hangup
appointment    | order   | task_ok  | 1.0  |    | {order}, Orders>2@10, Change appointment.enter@5, Change appointment.task_start@75, Change appointment.task_ok@6, Change appointment.hangup
orders, gone   | order   | gave_up  | 1.0  |    | {order}, Orders.enter@14, Orders.hangup
broken off     | order   | failed   | 1.0  |    | {order}, Orders>2@10, Change appointment.enter@5, Change appointment.task_start@60, Change appointment.system_disconnect
moving guide   | moving  | info     | 1.0  |    | Welcome>4@8, Moving home.enter@35, Moving home.hangup
moving, gone   | moving  | gave_up  | 1.0  |    | Welcome>4@8, Moving home.enter@12, Moving home.hangup
opening hours  | other   | info     | 1.0  |    | Welcome>5@9, Opening hours.enter@16, Opening hours.hangup
welcome, gone  | other   | gave_up  | 1.0  |    | Welcome.enter@9, Welcome.hangup
to billing     | billing | designed | 1.0  |    | {bill}, Billing>9@15, {agent}=billing
billing zero   | billing | zero     | 0.45 |    | Welcome.enter@6, Welcome.agent_request@4, {agent}=billing
explain zero   | billing | zero     | 0.55 |    | {bill}, {explain}, Explain my bill.agent_request@4, {agent}=billing
to help        | fault   | designed | 1.0  |    | {fault}, Fault>9@14, {agent}=help
fault zero     | fault   | zero     | 0.85 |    | Welcome.enter@6, Welcome.agent_request@4, {agent}=help
circles zero   | fault   | zero     | 0.15 |    | {fault}, {restart}, {restart}, Router restart.agent_request@4, {agent}=help
to orders help | order   | designed | 1.0  |    | {order}, Orders>9@13, {agent}=help
order zero     | order   | zero     | 1.0  |    | Welcome.enter@6, Welcome.agent_request@4, {agent}=help
moving help    | moving  | designed | 1.0  |    | Welcome>4@8, {agent}=help
moving zero    | moving  | zero     | 1.0  |    | Welcome.enter@6, Welcome.agent_request@4, {agent}=help
other help     | other   | designed | 1.0  |    | Welcome>5@9, {agent}=help
other zero     | other   | zero     | 1.0  |    | Welcome.enter@6, Welcome.agent_request@4, {agent}=help
closed         |         | closed   | 1.0  |    | Welcome>2@7, Closed.enter@14, Closed.system_disconnect
"""  # noqa: E501 - a table is read by its columns
_SHORT = {
    "bill": "Welcome>1@7",
    "fault": "Welcome>2@7",
    "order": "Welcome>3@7",
    "explain": "Billing>2@14, Explain my bill.enter@46",
    "restart": "Fault>2@16, Router restart.enter@65",
    "pay": "Pay a bill.enter@4, Pay a bill.task_start@58",
    "test": "Line test.enter@4, Line test.task_start@66",
    "agent": "Agent.enter@1, Agent.transfer@2",
}
_STEP = re.compile(
    r"(?P<node>[^.>]+)(?P<kind>[.>])(?P<what>\w+)(@(?P<seconds>\d+))?(=(?P<queue>\w+))?"
)


@dataclass(frozen=True)
class Step:
    """One event of a way, and the seconds until the next."""

    node: str
    node_type: str
    event: str
    value: str
    target_queue: str
    seconds: float


@dataclass(frozen=True)
class Way:
    """One way through the flow: who takes it, how it ends, and its steps."""

    name: str
    reason: str  # "": any
    end: str  # task_ok info gave_up failed designed zero closed
    weight: float
    version: str  # "": in both versions of the flow
    steps: tuple[Step, ...]

    @property
    def seconds(self) -> float:
        """How long it takes at an ordinary pace."""
        return sum(step.seconds for step in self.steps)

    def open_to(self, reason: str, version: str) -> bool:
        """Return whether a caller with this reason can take it in this version of the flow."""
        return self.reason in (reason, "") and self.version in (version, "")


def _way(line: str) -> Way:
    name, reason, end, weight, version, walked = (part.strip() for part in line.split("|"))
    steps = [step for text in walked.format(**_SHORT).split(", ") for step in _steps(text)]
    return Way(name, reason, end, float(weight), version, tuple(steps))


def _steps(text: str) -> tuple[Step, ...]:
    found = _STEP.fullmatch(text)
    if found is None:
        raise ValueError(f"not a step: {text!r}")
    node, seconds = found["node"], float(found["seconds"] or 0)
    kind = NODE_TYPES[node]
    if found["kind"] == ">":
        pressed = Step(node, kind, "input", found["what"], "", 1)
        return (Step(node, kind, "enter", "", "", seconds), pressed)
    value = "0" if found["what"] == "agent_request" else ""
    return (Step(node, kind, found["what"], value, found["queue"] or "", seconds),)


WAYS = tuple(_way(line) for line in _WALKED.strip().splitlines())
