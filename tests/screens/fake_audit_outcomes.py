"""Outcomes, pitfalls and the pack of the same made-up company."""

from datetime import timedelta

from cjm_tui.domain.customer_outcome import CustomerOutcomes, JourneyOutcome, OutcomePlace
from cjm_tui.domain.kpi import Estimate, TargetState
from cjm_tui.domain.pitfalls import Check, Checked, Failing, Pitfall, Pitfalls, by_pitfall
from cjm_tui.domain.report import Pack, Paragraph, Run, Section
from cjm_tui.domain.touchpoint import Figure
from cjm_tui.errors import UsageError


def journeys(state, month, kpi):
    final = month.last - timedelta(days=7)
    online = JourneyOutcome(
        *("broadband", "Broadband", "Online on the promised day", "fcr_7d", kpi, 90.0, "T. Boyd"),
        estimate=Estimate(2207, 82.1, 80.4, 83.6),
        state=TargetState.MISSED,
        days=month,
        final_until=final,
        sql="select 1 as value",
        sql_hash="4f1c9a0d77e2b6",
        places=(
            OutcomePlace("chat", "Chat", Estimate(900, 85.0, 82.5, 87.2)),
            OutcomePlace("agent-call", "Agent call", Estimate(8, None, None, None)),
        ),
        touchpoints=4,
    )
    bare = JourneyOutcome("leave", "Leave", "", "", None, None, "")
    return CustomerOutcomes(state, month, (online, bare))


def pitfalls(state, month):
    def check(name, pitfall, failed, known, **more):
        found = Check(
            *(name, name.replace("_", " ").capitalize(), pitfall, "contact", "contacts"),
            *("with a need that failed", "What fails is lost.", "recorded outcomes"),
            **more,
        )
        places = (Failing("IVR", failed),) if failed else ()
        sql = "select 1 as failed" if known else ""
        return Checked(found, known, failed, places=places, days=month, sql=sql, sql_hash="abc")

    return Pitfalls(
        state,
        month,
        by_pitfall(
            [
                check("needs_failed", Pitfall.NEEDS, 600, 2000, allowed=20.0),
                check("needs_words", Pitfall.NEEDS, 0, 12),
                check("identified_again", Pitfall.PERSONALISATION, 0, 0, allowed=5.0),
            ]
        ),
    )


class FakeOutcomes:
    """Their part of the audit's questions; `files` keeps what was written."""

    def outcomes(self, period, query):
        from tests.screens.fake_audit import FCR, MONTH

        return journeys(self.state, MONTH, FCR)

    def outcome_figure(self, journey_id, period, query):
        one = next(o for o in self.outcomes(period, query).journeys if o.journey_id == journey_id)
        return Figure("fcr_7d", "", "kpi/fcr_7d", one.sql, one.estimate, one.sql_hash)

    def pitfalls(self, period, query):
        from tests.screens.fake_audit import MONTH

        return pitfalls(self.state, MONTH)

    def pitfall_figure(self, check, period, query):
        n = Estimate(2000, None, None, None)
        return Figure(check, "", f"pitfalls/{check}", "select 1 as failed", n, "abc")

    def pack(self, period, query):
        said = Paragraph((Run(f"Made for {period}"),))
        return Pack("Pack", "", ("Data",), "", (Section("page", "Page", (said,)),) * 2)

    def write(self, text, path):
        if path.suffix == ".duckdb":
            raise UsageError(f"{path} is a file of the database itself.")
        path.write_text(text)
