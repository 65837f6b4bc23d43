"""A small site: a map of two journeys, and facts enough for a score, made by hand."""

from datetime import UTC, date, datetime, time, timedelta

from cjm_tui.store.rollup import refresh
from cjm_tui.store.unplaced import add_used
from tests.queries.facts import OFFSET, Facts

TODAY = date(2026, 11, 20)
LAST = TODAY - timedelta(days=1)  # the last complete day
NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
DAY = timedelta(days=1)


class Site(Facts):
    """A database whose last complete day is `LAST`, seen in the morning after."""

    def __init__(self, now=NOW, **settings):
        super().__init__(now, **settings)

    def map(self):
        """Two stages of the current journey, a later journey, and a desired one."""
        self.insert(
            "journey",
            [
                {"journey_id": "two", "name": "Leave", "position": 2, "version": "current"},
                {
                    "journey_id": "one",
                    "name": "Broadband",
                    "position": 1,
                    "version": "current",
                    "customer_goal": "get online",
                },
                {"journey_id": "wish", "name": "Wish", "position": 0, "version": "desired"},
            ],
        )
        self.insert(
            "stage",
            [
                {"stage_id": "help", "journey_id": "one", "position": 2, "name": "Get help"},
                {
                    "stage_id": "join",
                    "journey_id": "one",
                    "position": 1,
                    "name": "Join",
                    "customer_need": "tell me what it costs",
                },
                {"stage_id": "go", "journey_id": "two", "position": 1, "name": "Go"},
                {"stage_id": "dream", "journey_id": "wish", "position": 1, "name": "Dream"},
            ],
        )
        self.touchpoint("line", "Agent call", "help", 2)
        self.touchpoint("ivr", "IVR", "help", 1, moment_of_truth=True)
        self.touchpoint("shop", "Web shop", "join", 1)
        self.touchpoint("bye", "Farewell", "go", 1)
        self.touchpoint("dreamt", "Dreamt", "dream", 1)
        return self

    def touchpoint(self, touchpoint_id, name, stage_id, position=1, **more):
        row = {"touchpoint_id": touchpoint_id, "name": name, "stage_id": stage_id}
        self.insert("touchpoint", [row | {"position": position, "channel": "phone", **more}])

    def owner(self, touchpoint_id, party, *, state="active", **more):
        """Make a party accountable; it is confirmed today unless said otherwise."""
        self.insert("party", [{"party_id": party, "name": party.title(), "state": state}])
        row = {"touchpoint_id": touchpoint_id, "party_id": party, "role": "A"}
        self.insert("accountability", [row | {"confirmed_at": TODAY} | more])

    def answers(self, touchpoint, day, good, bad, instrument="csat"):
        """Insert satisfied and dissatisfied answers of a day."""
        at = datetime.combine(day, time(12))
        self.insert(
            "feedback",
            [
                {
                    "feedback_id": self.id("f"),
                    "touchpoint_id": touchpoint,
                    "at": at - OFFSET,
                    "local_at": at,
                    "instrument": instrument,
                    "score": score,
                }
                for score in [5.0] * good + [1.0] * bad
            ],
        )

    def calls(self, touchpoint, day, answered, abandoned=0, **more):
        """Insert calls of a day."""
        at = datetime.combine(day, time(12))
        outcomes = ["answered"] * answered + ["abandoned"] * abandoned
        self.insert(
            "interaction",
            [
                {
                    "interaction_id": self.id("i"),
                    "contact_id": self.id("c"),
                    "touchpoint_id": touchpoint,
                    "started_at": at - OFFSET,
                    "local_at": at,
                    "outcome": outcome,
                    **more,
                }
                for outcome in outcomes
            ],
        )

    def reader(self):
        """Do what ends an import, and return a session at the site's present."""
        add_used(self.writer_at(self.now))
        refresh(self.writer_at(self.now), self.catalog, None)
        return self.writer_at(self.now)
