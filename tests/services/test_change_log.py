"""The change log of one touchpoint holds what concerns it, newest first, and nothing else."""

from datetime import timedelta

from cjm_tui.services.change_log import change_log
from tests.services.site import Site


def log(site, *entries):
    for hours, (noun, identity, field, old, new, why) in enumerate(entries):
        site.now += timedelta(hours=1 if hours else 0)
        site.writer_at(site.now).log_change(noun, identity, field, old=old, new=new, why=why)


def test_it_holds_the_touchpoints_own_changes_newest_first():
    site = Site().map()
    site.insert("party", [{"party_id": "p", "name": "Kim Osei"}])
    site.insert(
        "annotation",
        [
            {"annotation_id": "n1", "touchpoint_id": "ivr", "kind": "outage", "note": "router",
             "first_day": site.now.date(), "last_day": site.now.date()},
            {"annotation_id": "n2", "touchpoint_id": "line", "kind": "outage", "note": "other",
             "first_day": site.now.date(), "last_day": site.now.date()},
        ],
    )  # fmt: skip
    log(
        site,
        ("touchpoint", "ivr", "good_threshold", 70, 80, "agreed"),
        ("touchpoint", "line", "good_threshold", 1, 2, None),
        ("accountability", '["ivr","p","A"]', "", None, "added", "stand-up"),
        ("enabler", '["line","people","Desk"]', "", None, "added", None),
        ("enabler", '["ivr","people","Desk"]', "", "removed", None, None),
        ("kpi_target", '["csat","ivr","2026-01-01"]', "target", 60, 70, None),
        ("kpi_target", '["csat",null,"2026-01-01"]', "target", 50, 55, None),
        ("annotation", "n1", "", None, "added", None),
        ("annotation", "n2", "", None, "added", None),
        ("party", "p", "name", "K", "Kim", None),
    )
    found = change_log(site.reader(), "IVR")
    assert [(entry.subject, entry.change, entry.why) for entry in found.entries] == [
        ("note on days router", "added", ""),
        ("target csat · 2026-01-01 target", "60 → 70", ""),
        ("enabler people · Desk", "removed", ""),
        ("accountability Kim Osei · A", "added", "stand-up"),
        ("good threshold", "70 → 80", "agreed"),
    ]
    assert found.total == 5
    assert found.entries[0].at > found.entries[-1].at
    assert len(change_log(site.reader(), "IVR", most=2).entries) == 2
