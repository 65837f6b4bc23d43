"""What a desired map changes, touchpoint by touchpoint."""

from cjm_tui.domain.journey_versions import Placed, compare


def place(name, stage="Help", good=("csat", 75.0), standard="solved", touchpoint_id=""):
    return Placed(stage, touchpoint_id or name.lower(), name, standard, *good)


NOW = [place("Shop", "Join"), place("Ivr"), place("Chat"), place("Form")]


def told(desired, current=None):
    return [
        ((line.desired or line.now).name, line.mark, line.differences)
        for line in compare(NOW if current is None else current, desired)
    ]


def test_an_equal_map_differs_in_nothing():
    assert told(NOW) == [(now.name, "", ()) for now in NOW]


def test_new_gone_moved_and_judged_otherwise():
    desired = [
        place("Shop", "Join", good=("csat", 85.0)),
        place("Chat", "Join"),
        place("Call back"),
        place("Ivr", standard="one key"),
    ]
    assert told(desired) == [
        ("Shop", "~", ("good is csat 85, now csat 75",)),
        ("Chat", "~", ("moves from Help to Join",)),
        ("Call back", "+", ("only on the desired map",)),
        ("Ivr", "~", ("standard: one key",)),
        ("Form", "−", ("only on the current map",)),
    ]


def test_an_id_decides_and_else_the_name():
    renamed = place("Voice menu", touchpoint_id="ivr")
    assert told([renamed], [place("Ivr")]) == [("Voice menu", "~", ("called Voice menu",))]
    other_id = place("IVR", touchpoint_id="ivr-2027")
    assert [line.mark for line in compare([place("Ivr")], [other_id])] == ["~"]


def test_no_two_touchpoints_are_the_same_one():
    desired = [place("Chat", touchpoint_id="new-chat"), place("Chat")]
    assert [line.mark for line in compare([place("Chat")], desired)] == ["+", ""]


def test_a_journey_without_a_current_map_is_all_new():
    assert {mark for _, mark, _ in told(NOW, [])} == {"+"}


def test_places_count_only_among_those_that_stay():
    desired = [NOW[0], place("Call back"), place("Chat"), place("Ivr"), place("Form")]
    assert [(name, said) for name, mark, said in told(desired) if mark == "~"] == [
        ("Chat", ("order: 1, now 2",)),
        ("Ivr", ("order: 2, now 1",)),
    ]
