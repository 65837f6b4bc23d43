import pytest

from cjm_tui.domain.kpi import TargetState
from cjm_tui.errors import UsageError
from cjm_tui.services.kpis import kpis
from tests.services.site import LAST, Site
from tests.services.test_journey_map import site_noon


@pytest.fixture
def site():
    site = Site().map()
    site.calls("line", LAST, 27, 3)
    site.calls("ivr", LAST, 18, 2)
    for number in range(12):
        site.contact(f"k{number}", site_noon(LAST), legs=("ivr", "line"), outcome="to_agent")
    return site


def test_every_kpi_with_rows_first_over_the_site_then_by_touchpoint(site):
    board = kpis(site.reader(), site.catalog)
    told = [(line.touchpoint_name, line.kpi.name, line.estimate.n) for line in board.lines]
    assert told == [
        ("", "abandon_rate", 50),
        ("", "asa", 45),
        ("", "service_level", 50),
        ("IVR", "repeat_7d", 12),
        ("IVR", "abandon_rate", 20),
        ("IVR", "asa", 18),
        ("IVR", "service_level", 20),
        ("Agent call", "repeat_7d", 12),
        ("Agent call", "abandon_rate", 30),
        ("Agent call", "asa", 27),
        ("Agent call", "service_level", 30),
    ]
    assert board.lines[0].touchpoint_id == ""


def test_a_line_has_numerator_denominator_and_target(site):
    site.insert("kpi_target", [{"kpi": "abandon_rate", "target": 9.0}])
    line = kpis(site.reader(), site.catalog).lines[0]
    assert (line.estimate.numerator, line.estimate.denominator) == (5.0, 50)
    assert line.estimate.value == pytest.approx(10.0)
    assert (line.target, line.state, line.final_until) == (9.0, TargetState.MISSED, None)


def test_only_one_touchpoint(site):
    board = kpis(site.reader(), site.catalog, "7d", "agent")
    assert {line.touchpoint_name for line in board.lines} == {"Agent call"}
    with pytest.raises(UsageError, match="no touchpoint"):
        kpis(site.reader(), site.catalog, "7d", "nowhere")


def test_without_data_there_are_no_lines():
    site = Site().map()
    board = kpis(site.reader(), site.catalog)
    assert (board.period, board.lines) == (None, ())
