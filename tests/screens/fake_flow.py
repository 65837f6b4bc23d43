"""A made-up IVR for the screens: no database."""

from datetime import date, datetime

from cjm_tui.domain.ivr import APART, Back, Call, Change, Ivr, Node, Share, Version, Way
from cjm_tui.domain.kpi import Estimate
from cjm_tui.domain.period import parse_period
from cjm_tui.domain.statistics.intervals import wilson
from cjm_tui.domain.touchpoint import Figure

LAST_DAY = date(2026, 11, 20)


def share(part, whole):
    if whole < 10:
        return Share(part, Estimate(whole, None, None, None))
    low, high = wilson(part, whole)
    return Share(part, Estimate(whole, 100 * part / whole, 100 * low, 100 * high))


def node(names, calls, parent, ended, lost, below, *, mark="", change=None, returns=0):
    return Node(
        place=APART.join(names), name=names[-1], kind="menu", calls=calls,
        of_parent=share(calls, parent), exits=share(ended, calls), lost=lost, lost_below=below,
        again=4.0, again_low=3.0, again_high=5.0, visits=calls + returns, returns=returns,
        dwell_p50=14.0, dwell_p90=141.0, change=change, mark=mark,
    )  # fmt: skip


def version(name, first, last, calls):
    return Version(
        name, first, last, calls, share(calls // 2, calls),
        Back(share(calls // 9, calls // 3), share(calls // 9, calls // 3)),
        share(calls // 4, calls), share(calls // 5, calls), share(calls // 5, calls),
        31.0, 128.0, 29.0, 36.0,
    )  # fmt: skip


def fake_ivr(state, period, chosen):
    dead = "dead end: none of 600 calls ended well from here; 58% leave here, 22% are asked again"
    surely, perhaps = Change(22.4, 15.1, 29.0, True), Change(-0.7, -2.0, 1.1, False)
    back = Back(share(340, 1000), share(300, 960))
    agents = Back(share(180, 1000), share(170, 980))
    return Ivr(
        state=state, period=period, stage="Get help", touchpoint_id="ivr", name="IVR",
        channel="ivr", owner="NO OWNER for 143 days", owner_alarm=True,
        actions=("Say why", "A way out"), filter=chosen, minimum=10,
        known_until=date(2026, 11, 13), calls=3000,
        ends=tuple(
            (end, share(part, 3000))
            for end, part in (
                ("task_ok", 1001), ("info_hangup", 300), ("designed_transfer", 500),
                ("zero_out", 700), ("hangup_in_menu", 400), ("system_error", 99),
            )
        ),
        contained=share(1800, 3000), coverage=share(1150, 1800), false_containment=back,
        self_service=share(500, 1900), recorded=3000, orphans=(0, 0), agents=agents, excess=Change(16.0, 12.2, 19.7, True),
        excess_capped=Change(13.9, 10.1, 17.6, True), seconds=(31.0, 124.0),
        nodes=(
            node(["Welcome"], 3000, 3000, 130, 130, 499, change=perhaps),
            node(["Welcome", "Billing"], 1200, 3000, 40, 40, 240, returns=30),
            node(["Welcome", "Billing", "Explain my bill"], 600, 1200, 348, 200, 200,
                 mark=dead, change=surely),
            node(["Welcome", "Billing", "Pay a bill"], 400, 1200, 390, 0, 0),
            node(["Welcome", "Fault"], 9, 3000, 9, 9, 9),
        ),
        ways=(
            Way(("Welcome", "Agent"), share(700, 3000), "zero_out", share(0, 700), agents,
                Change(0.3, -4.3, 5.3, False), None),
            Way(("Welcome", "Billing", "Explain my bill"), share(348, 3000), "hangup_in_menu",
                share(200, 348), back, Change(16.0, 9.0, 23.0, True), Change(14.0, 7.0, 20.0, True)),
        ),
        ways_total=24,
        versions=(version("v6", date(2026, 10, 24), date(2026, 11, 1), 1000),
                  version("v7", date(2026, 11, 2), LAST_DAY, 2000)),
        in_use=(("v6", date(2025, 10, 17)), ("v7", date(2026, 11, 2))),
        marks=(f"Explain my bill (flow v7): {dead}",),
        design=("nobody reaches Contract details in flow v7",),
        more=(("authentication", share(323, 340), "of calls that tried"),
              ("node cost", None, "no cost_rate.per_minute of ivr")),
        segments=(("", 900), ("home", 2000), ("priority", 100)),
        hours=((9, 1500, 250), (10, 1500, 249)),
        concerned=False,
    )  # fmt: skip


class FakeFlow:
    """Answers what an IVR's screen asks, and remembers the questions."""

    def __init__(self, state):
        self.state = state
        self.asked = []

    def ivr(self, touchpoint_id, period, chosen, query):
        self.asked.append(("ivr", touchpoint_id, chosen))
        span = parse_period(period, date(2025, 10, 17), LAST_DAY)
        return fake_ivr(self.state, span, chosen)

    def figure(self, touchpoint_id, period, chosen, cut, query):
        self.asked.append(("figure", chosen, cut))
        sql = "select * from flow_leg"
        return Figure(
            cut.words, touchpoint_id, "ivr/ivr_calls", sql, Estimate(7, None, None, None), "c0ffee"
        )

    def panel_text(self, touchpoint_id, period, chosen, cut, query):
        self.asked.append(("panel", chosen, cut))
        return (
            "ivr_calls",
            f"--: touchpoint = {touchpoint_id}\n--: segment = {chosen.segment}\nselect 1\n",
        )

    def calls(self, touchpoint_id, period, chosen, cut, query):
        self.asked.append(("calls", chosen, cut))
        at = datetime(2026, 11, 20, 19, 49)
        call = Call(
            "K1", at, "hangup_in_menu", 61.0, "Explain my bill", True, ("Welcome", "Billing")
        )
        return (call,), 1
