"""A made-up month of calls, and what ACDs of other habits report of it: counted here by hand.

Nothing of the product is used: each report is written from the calls as a list, by the words of its
definition.
"""

import csv
import io
import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

FIRST = date(2026, 10, 1)
DAYS = 24
SUMMER = timedelta(hours=1)  # London is ahead of UTC until 25 October


@dataclass
class Call:
    """A request for an agent: one leg of a contact."""

    leg: str
    contact: str
    number: int  # of the contact's legs, from 1
    queue: str
    contact_at: datetime  # local
    at: datetime
    outcome: str
    direction: str
    wait: float
    talk: float
    hold: float
    wrap: float
    transfers: int

    @property
    def ended(self):
        return self.at + timedelta(seconds=self.wait + self.talk + self.hold)

    @property
    def handled(self):
        return self.talk + self.hold + self.wrap


def calls(seed=7, days=DAYS):
    """Calls of three queues, one of them open until after midnight; some are queued twice."""
    dice = random.Random(seed)
    found = []
    serial = 0
    for offset in range(days):
        for queue, busy in (("Sales", 70), ("Service", 110), ("Night", 60)):
            for _ in range(busy + dice.randrange(-15, 16)):
                serial += 1
                hour = 20 + dice.random() * 8.5 if queue == "Night" else 8 + dice.random() * 10
                begun = datetime.combine(FIRST, datetime.min.time()) + timedelta(
                    days=offset, seconds=int(hour * 3600)
                )
                outcome = dice.choices(["answered", "abandoned", "left"], [80, 15, 5])[0]
                wait = (
                    int(dice.expovariate(1 / 25))
                    if outcome == "answered"
                    else int(dice.expovariate(1 / 18))
                )
                answered = outcome == "answered"
                again = answered and dice.random() < 0.08
                in_ivr = timedelta(seconds=dice.randrange(20, 1500 if queue == "Night" else 200))
                first = Call(
                    leg=f"L{serial}",
                    contact=f"C{serial}",
                    number=1,
                    queue=queue,
                    contact_at=begun,
                    at=begun + in_ivr,
                    outcome=outcome,
                    direction="outbound" if dice.random() < 0.04 else "inbound",
                    wait=wait,
                    talk=dice.randrange(0, 400) if answered else 0,
                    hold=dice.randrange(0, 60) if answered and dice.random() < 0.4 else 0,
                    wrap=dice.randrange(5, 90) if answered else 0,
                    transfers=1 if again else 0,
                )
                if answered and dice.random() < 0.03:
                    first.talk = first.hold = first.wrap = 0
                found.append(first)
                if again and dice.random() < 0.6:
                    found.append(
                        Call(
                            leg=f"L{serial}b", contact=first.contact, number=2, queue="Service",
                            contact_at=begun, at=first.ended, outcome="answered",
                            direction=first.direction, wait=int(dice.expovariate(1 / 25)),
                            talk=dice.randrange(20, 300), hold=0, wrap=dice.randrange(5, 60),
                            transfers=0,
                        )
                    )  # fmt: skip
    return found


@dataclass
class IvrCall:
    """A call that ended in the IVR; its steps say so where it was given up there."""

    leg: str
    at: datetime  # local
    given_up: bool


def ivr_calls(seed=8, days=DAYS):
    """Calls that never asked for an agent, some 40 a day, of which a third were given up."""
    dice = random.Random(seed)
    return [
        IvrCall(
            f"V{offset}-{n}",
            datetime.combine(FIRST + timedelta(days=offset), datetime.min.time())
            + timedelta(seconds=int((9 + dice.random() * 8) * 3600)),
            dice.random() < 0.33,
        )
        for offset in range(days)
        for n in range(40 + dice.randrange(-9, 10))
    ]


def ivr_interactions(found):
    """The calls that ended in the IVR as the product's own CSV."""
    lines = [
        f"{call.leg},{call.leg},ivr,{call.at.isoformat()},ivr,inbound,contained" for call in found
    ]
    header = "interaction_id,contact_id,touchpoint_id,started_at,channel,direction,outcome"
    return "\n".join([header, *lines, ""])


def ivr_steps(found):
    """The steps of those that were given up: a menu, and no more."""
    lines = [
        f"{call.leg},1,{call.at.isoformat()},main,menu,enter" for call in found if call.given_up
    ]
    return "\n".join(["interaction_id,seq,at,node,node_type,event", *lines, ""])


def interactions(found):
    """The calls as the product's own CSV; the IVR leg of each contact comes first."""
    out = io.StringIO()
    names = [
        "interaction_id",
        "contact_id",
        "touchpoint_id",
        "started_at",
        "ended_at",
        "channel",
        "direction",
        "outcome",
        "wait_s",
        "talk_s",
        "hold_s",
        "wrap_s",
        "transfers",
        "queue",
    ]
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    for call in found:
        if call.number == 1:
            times = call.contact_at.isoformat(), call.at.isoformat()
            writer.writerow(
                [f"{call.leg}i", call.contact, "ivr", *times, "ivr", call.direction, "to_agent"]
                + [""] * 6
            )
        writer.writerow(
            [
                call.leg, call.contact, "desk", call.at.isoformat(), call.ended.isoformat(), "phone",
                call.direction, call.outcome, call.wait,
                *([call.talk, call.hold, call.wrap] if call.outcome == "answered" else ["", "", ""]),
                call.transfers, call.queue,
            ]
        )  # fmt: skip
    return out.getvalue()


def report(
    found,
    *,
    day_of=lambda call: call.at.date(),
    counts=lambda call: call.direction == "inbound",
    weight=lambda call: 1,
    is_offered=lambda call: True,
    is_answered=lambda call: call.outcome == "answered",
    is_abandoned=lambda call: call.outcome == "abandoned",
    level=None,
    handled=lambda call: call.handled,
    by_queue=True,
    columns=("offered", "answered", "abandoned", "service_level", "aht_s"),
    days=DAYS,
    decimals=1,
):
    """What an ACD of these habits reports, as CSV."""
    level = level or (lambda these: share(in_time(these, 20), these))
    lines = defaultdict(list)
    for call in found:
        if counts(call):
            lines[day_of(call), call.queue if by_queue else ""].append(call)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["day", *(["queue"] if by_queue else []), *columns])
    for (day, queue), these in sorted(lines.items()):
        if not FIRST <= day < FIRST + timedelta(days=days):
            continue
        answered = [call for call in these if is_answered(call)]
        figures = {
            "offered": sum(weight(call) for call in these if is_offered(call)),
            "answered": sum(weight(call) for call in answered),
            "abandoned": sum(weight(call) for call in these if is_abandoned(call)),
            "service_level": round(100 * level(these), decimals),
            "aht_s": round(
                sum(handled(call) for call in answered) / sum(weight(call) for call in answered)
            ),
        }
        writer.writerow([day, *([queue] if by_queue else []), *(figures[name] for name in columns)])
    return out.getvalue()


def in_time(these, seconds):
    return [call for call in these if call.outcome == "answered" and call.wait <= seconds]


def given_up(these, *, under=None, within=None):
    return [
        call
        for call in these
        if call.outcome == "abandoned"
        and (under is None or call.wait < under)
        and (within is None or call.wait <= within)
    ]


def share(part, whole):
    return len(part) / len(whole)
