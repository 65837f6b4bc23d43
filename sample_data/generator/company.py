"""The company as the simulation knows it: how much comes to each touchpoint, and who is asked.

The map, its people and its actions are hand-written tables beside the generator.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Touchpoint:
    """How busy one touchpoint is."""

    touchpoint_id: str
    channel: str
    daily: float  # new contacts on an average day; 0: only reached from another touchpoint
    known: float  # share of contacts whose customer is known
    profile: str  # of hours and weekdays, see days
    instrument: str
    invite: float  # share of contacts after which the customer is asked
    respond: float  # share of those asked who answer
    outbound: bool = False
    fixed: bool = False  # its volume does not follow --contacts


TOUCHPOINTS = (
    Touchpoint("web-shop", "web", 28, 0.45, "web", "csat", 0.65, 0.45),
    Touchpoint("order-call", "phone", 22, 0.90, "lines", "csat", 0.5, 0.4),
    Touchpoint("shop-visit", "shop", 2, 0.80, "shop", "csat", 1.0, 0.15, fixed=True),
    Touchpoint("activation-mail", "email", 12, 1.0, "web", "ces", 1.0, 0.70, outbound=True),
    Touchpoint("setup-guide", "web", 9, 0.35, "web", "ces", 0.9, 0.6),
    Touchpoint("setup-call", "phone", 22, 0.90, "lines", "csat", 0.5, 0.4),
    Touchpoint("engineer-visit", "visit", 13, 1.0, "field", "csat", 1.0, 0.68, outbound=True),
    Touchpoint("my-account", "web", 22, 1.0, "web", "csat", 0.75, 0.45),
    Touchpoint("bill-mail", "email", 9, 1.0, "web", "ces", 1.0, 0.70, outbound=True),
    Touchpoint("billing-call", "phone", 0, 0.90, "lines", "csat", 0.5, 0.4),
    Touchpoint("payment-letter", "letter", 0, 1.0, "web", "csat", 0, 0, outbound=True),
    Touchpoint("ivr", "ivr", 92, 0.60, "voice", "ces", 0.30, 0.28),
    Touchpoint("agent-call", "phone", 0, 0.90, "lines", "csat", 0.5, 0.4),
    Touchpoint("chat", "chat", 32, 0.92, "web", "csat", 0.5, 0.45),
    Touchpoint("fault-form", "web", 19, 0.85, "web", "ces", 0.7, 0.45),
    Touchpoint("help-pages", "web", 12, 0.35, "web", "ces", 0.9, 0.6),
    Touchpoint("help-email", "email", 11, 0.97, "web", "csat", 0.9, 0.6),
    Touchpoint("repair-visit", "visit", 10, 1.0, "field", "csat", 1.0, 0.68, outbound=True),
    Touchpoint("renewal-call", "phone", 22, 0.95, "lines", "csat", 0.5, 0.4),
    Touchpoint("renew-online", "web", 13, 1.0, "web", "nps", 0.9, 0.55),
    Touchpoint("leave-call", "phone", 12, 0.97, "lines", "csat", 0.8, 0.6),
    Touchpoint("complaint", "email", 5, 1.0, "web", "csat", 1.0, 0.6),
)
INDEX = {touchpoint.touchpoint_id: number for number, touchpoint in enumerate(TOUCHPOINTS)}
REASONS = (
    "fault",
    "billing",
    "order",
    "moving",
    "other",
    "leaving",
    "complaint",
    "set-up",
    "payment",
)
SEGMENTS = ("home", "business", "priority")
TEAMS = ("Leeds", "Cardiff", "Partner")
QUEUES = {
    "order-call": "orders",
    "setup-call": "set-up",
    "billing-call": "billing",
    "agent-call": "help",
    "renewal-call": "renewals",
    "leave-call": "leavers",
    "chat": "chat",
}
