"""How the journey map looks; a changed picture is looked at, then accepted."""

import pytest

from tests.screens.fake_boards import FakeBoards
from tests.screens.fake_versions import desired_map
from tests.screens.looks import SIZES, app_in, in_every_look, pressing


@in_every_look
def test_journey_map(snap_compare, monkeypatch, size, look):
    app = app_in(look, monkeypatch)
    assert snap_compare(app, terminal_size=size, run_before=pressing())


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_desired_map_beside_the_current_one(snap_compare, monkeypatch, size):
    boards = FakeBoards(versions=desired_map())
    app = app_in("dark", monkeypatch, boards)
    assert snap_compare(app, terminal_size=size, run_before=pressing("D"))


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("by-gap", ("S",)),
        ("by-signal", ("S", "S")),
        ("against-before", ("t", "p")),
        ("choosing-a-period", ("t",)),
        ("filtering", ("slash", *"channel:p")),
    ],
)
@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_views_of_the_map(snap_compare, monkeypatch, size, name, keys):
    app = app_in("dark", monkeypatch)
    assert snap_compare(app, terminal_size=size, run_before=pressing(*keys))
