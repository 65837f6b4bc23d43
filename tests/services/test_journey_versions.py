"""Desired maps from the database; the current map, and its scores, know nothing of them."""

from cjm_tui.services.journey_map import all_touchpoints
from cjm_tui.services.journey_versions import journey_versions
from tests.services.site import Site


def test_a_desired_map_stands_beside_the_current_one():
    site = Site().map()
    site.insert(
        "journey", [{"journey_id": "one@desired", "name": "Broadband", "version": "desired"}]
    )
    stage = {"stage_id": "one@desired/help", "journey_id": "one@desired", "name": "Get help"}
    site.insert("stage", [stage | {"position": 1}])
    site.touchpoint(
        "ivr@desired", "IVR", "one@desired/help", 1, good_kpi="csat", good_threshold=80.0
    )
    site.touchpoint("back@desired", "Call back", "one@desired/help", 2)
    reader = site.reader()
    wish, broadband = sorted(journey_versions(reader), key=lambda journey: journey.has_current)
    assert (wish.name, wish.has_current, wish.changes) == ("Wish", False, 1)
    assert (broadband.name, broadband.has_current) == ("Broadband", True)
    told = {(line.desired or line.now).name: line.mark for line in broadband.lines}
    assert told == {"IVR": "~", "Call back": "+", "Agent call": "−", "Web shop": "−"}
    assert not any("@desired" in point.touchpoint_id for point in all_touchpoints(reader))
