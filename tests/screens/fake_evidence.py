"""Made-up rows behind a number and a contact's story: no database."""

from datetime import datetime, timedelta

from cjm_tui.domain.contact_story import ContactStory, Step
from cjm_tui.domain.rows import Rows

COLUMNS = (
    *("touchpoint_id", "local_at", "source_table", "source_id", "value", "customer", "contact_id"),
    *("reason", "segment", "team", "channel", "queue", "wait_s", "handle_s", "outcome", "score"),
    *("words", "final_local_at"),
)


def counted_rows(figure, limit, total):
    """Return the first rows of a made-up denominator, as the service gives them."""
    at = datetime(2026, 11, 20, 18, 4, 11)
    rows = tuple(
        (
            figure.touchpoint_id,
            at - timedelta(minutes=37 * i),
            "feedback",
            f"f-{90211 - i}",
            float(i % 3 > 0),
            None if i % 5 == 4 else f"Zk{i:03}+8aYtQ3e",
            f"c-{4711 + i}",
            ("fault", "billing", "set-up")[i % 3],
            "home",
            f"Team {'AB'[i % 2]}",
            "visit",
            "engineers",
            60.0 * (i % 7),
            300.0 + i,
            "done",
            float(1 + i % 5),
            "He came four hours late and left without testing the line." if i % 4 == 0 else None,
            at - timedelta(minutes=37 * i - 5),
        )
        for i in range(min(limit, total))
    )
    return Rows(COLUMNS, rows, total, "select 1 as rows_with_their_details\n")


def contact_story(source_table, source_id):
    """Return a contact that was answered, and whose customer came again."""
    at = datetime(2026, 11, 20, 19, 49, 17)
    return ContactStory(
        contact_id="c-4711",
        customer="Zk000+8aYtQ3e",
        direction="inbound",
        reason="billing",
        segment="home",
        resolved=False,
        steps=(
            Step("before", "leg", at - timedelta(days=3), "Web shop", "web", "done"),
            Step("contact", "leg", at, "IVR", "ivr", "contained, reason billing"),
            Step("contact", "step", at, "IVR", "ivr", "Welcome enter"),
            Step("contact", "answer", at, "IVR", "", f"answered CSAT 1 of 1-5 “{source_id}”"),
            Step(
                "later", "leg", datetime(2026, 11, 21, 8, 2), "Agent call", "phone",
                "answered, waited 68s",
            ),
        ),
    )  # fmt: skip
