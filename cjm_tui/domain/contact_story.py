"""One contact as it went, with what the same customer did before and after it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Step:
    """A line of a contact's story."""

    part: str  # before, contact, later
    kind: str  # leg, step, invitation, answer
    at: datetime | None  # local time
    touchpoint: str
    channel: str
    words: str

    @property
    def line(self) -> str:
        """What happened, where; a recorded step says its node in its words."""
        return self.words if self.kind == "step" else f"{self.touchpoint}: {self.words}"


@dataclass(frozen=True, slots=True)
class ContactStory:
    """Whose contact it was, as far as the privacy rules let that be known, and how it went."""

    contact_id: str  # "": an answer or an invitation about no contact
    customer: str  # the keyed hash; "": not identified
    direction: str
    reason: str
    segment: str
    resolved: bool | None
    steps: tuple[Step, ...]

    @property
    def words(self) -> str:
        """Who it was and what about, in a line."""
        said = {True: "recorded as resolved", False: "recorded as NOT resolved", None: ""}
        parts = (
            f"customer {self.customer}" if self.customer else "customer not identified",
            f"contact {self.contact_id}" if self.contact_id else "about no contact",
            self.direction,
            f"reason {self.reason}" if self.reason else "",
            f"segment {self.segment}" if self.segment else "",
            said[self.resolved],
        )
        return " · ".join(part for part in parts if part)


HEADINGS = {
    "before": ("before", "the same customer, on any channel, within 28 days"),
    "contact": ("this contact", ""),
    "later": ("later", "the same customer, on any channel, within 28 days"),
}
