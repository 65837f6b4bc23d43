"""The canonical CSV of the designed paths: several, alternatives, a path that is replaced."""

from cjm_tui.store.catalog import load_catalog

HEAD = "journey,path,position,touchpoint_id\n"
FAULT = "Get help,fault,1,form\nGet help,fault,2,ivr\nGet help,fault,2,chat\n"
BILL = "Get help,bill,1,bill-mail\n"


def designed(site):
    return site.rows(
        "from designed_path select journey_id, path_name, position, touchpoint_id order by all"
    )


def test_paths_have_positions_with_alternatives(site):
    result = site.load_text(HEAD + FAULT + BILL, "designed_paths.csv")
    assert (result.mapping, result.accepted) == ("designed_paths", 4)
    assert designed(site) == [
        ("get-help", "bill", 1, "bill-mail"),
        ("get-help", "fault", 1, "form"),
        ("get-help", "fault", 2, "chat"),
        ("get-help", "fault", 2, "ivr"),
    ]


def test_a_file_replaces_the_paths_that_it_names_and_no_other(site):
    site.load_text(HEAD + FAULT + BILL, "designed_paths.csv")
    site.load_text(HEAD + "Get help,fault,1,app\n", "designed_paths-2.csv")
    assert [row[1:] for row in designed(site)] == [("bill", 1, "bill-mail"), ("fault", 1, "app")]


def test_the_only_path_of_a_journey_needs_no_name(site):
    site.load_text("Journey,Position,Touchpoint ID\nHelp,1,form\nHelp,2,ivr\n", "designed_path.csv")
    assert site.rows(load_catalog().get("designed_paths").sql) == [
        ("help", 1, "form"),
        ("help", 2, "ivr"),
    ]


def test_a_position_is_a_whole_number_from_one_on(site):
    site.load_text(
        HEAD + FAULT + "Get help,fault,0,x\n" + "Get help,fault,b,x\n",
        "designed_paths.csv",
        allow_bad=60,
    )
    assert [(row.line, row.column) for row in site.quarantine()] == [
        (5, "position"),
        (6, "position"),
    ]
