"""How the touchpoint's panes look in every size and look; a changed picture is looked at first."""

from tests.screens.looks import app_in, in_every_look, pressing


@in_every_look
def test_touchpoint_looks_as_before(snap_compare, monkeypatch, size, look):
    before = pressing(open_touchpoint="engineer-visit")
    assert snap_compare(app_in(look, monkeypatch), terminal_size=size, run_before=before)


@in_every_look
def test_breakdown_looks_as_before(snap_compare, monkeypatch, size, look):
    before = pressing("tab", open_touchpoint="engineer-visit")
    assert snap_compare(app_in(look, monkeypatch), terminal_size=size, run_before=before)


@in_every_look
def test_what_changed_looks_as_before(snap_compare, monkeypatch, size, look):
    before = pressing("tab", "tab", open_touchpoint="engineer-visit")
    assert snap_compare(app_in(look, monkeypatch), terminal_size=size, run_before=before)
