"""What a site says of KPIs: their class, with a reason, and which it has retired."""

import pytest

from cjm_tui.domain.form import ConflictError, Edit, FieldError
from cjm_tui.domain.kpi import KpiClass
from cjm_tui.errors import UsageError
from cjm_tui.services.asked import asked
from cjm_tui.services.audit import audit
from cjm_tui.services.departments import departments
from cjm_tui.services.edits import form
from cjm_tui.services.findings import everything_worse
from cjm_tui.services.journey_map import journey_map
from cjm_tui.services.kpi_forms import keep_kpi
from cjm_tui.services.kpi_history import kpi_history
from cjm_tui.services.kpis import kpis
from tests.services.site import DAY, LAST, Site


@pytest.fixture
def site():
    found = Site().map()
    for kpi in ("csat", "aht", "fcr_7d", "sales"):
        found.insert("kpi_target", [{"kpi": kpi, "target": 1.0}])
    for ahead in range(5):
        found.answers("line", LAST - ahead * DAY, 9, 3)
    return found


def say(site, kpi, why="agreed on Monday", **answers):
    writer = site.reader()
    given = form(writer, site.catalog, "kpi", kpi)
    return keep_kpi(writer, given, given.edits({"why": why, **answers}), why)


def shares(site):
    found = audit(site.reader(), site.catalog)
    return {share.kpi_class.value: share.n for share in found.shares}


def test_another_class_moves_the_share_and_stands_with_its_reason(site):
    assert shares(site) == {"outcome": 1, "perception": 1, "output": 1, "input": 0}
    say(site, "csat", "asked by the agent whom it is about", **{"class": "output"})
    assert shares(site) == {"outcome": 1, "perception": 0, "output": 2, "input": 0}
    (line,) = [one for one in kpis(site.reader(), site.catalog).lines if not one.touchpoint_id]
    assert line.kpi.kpi_class is KpiClass.OUTPUT
    assert line.kpi.because == "asked by the agent whom it is about"


def test_history_says_who_changed_the_class_from_what_and_why(site):
    say(site, "csat", "first", **{"class": "output"})
    say(site, "csat", "second thoughts", **{"class": ""})
    found = kpi_history(site.reader(), site.catalog, "csat")
    assert [(d.old, d.new, d.why) for d in found.decisions] == [
        ("output", "perception", "second thoughts"),
        ("perception", "output", "first"),
    ]
    assert all(d.who for d in found.decisions)
    assert found.kpi_class == "perception"


def test_nothing_is_classed_without_a_reason(site):
    with pytest.raises(FieldError, match="empty"):
        say(site, "csat", "", **{"class": "output"})
    assert shares(site)["output"] == 1


def test_words_of_an_objective_can_be_classed_and_then_count(site):
    site.insert("party", [{"party_id": "p", "name": "Sara", "department": "Sales"}])
    site.insert("objective", [{"party_id": "p", "kpi": "", "value": "Be kind"}])
    before = audit(site.reader(), site.catalog)
    assert "Be kind" in [one.name for one in before.unclassified]
    say(site, "Be kind", **{"class": "outcome"})
    after = audit(site.reader(), site.catalog)
    assert "Be kind" not in [one.name for one in after.unclassified]
    assert {s.kpi_class.value: s.n for s in after.shares}["outcome"] == 2
    (line,) = [d for d in departments(site.reader(), site.catalog).lines if d.name == "Sales"]
    assert [one.outcome for one in line.objectives] == [True]


def test_a_retired_kpi_is_shown_nowhere_but_is_listed_with_who_still_names_it(site):
    say(site, "csat", "nobody acts on it", retired="yes")
    assert not [one for one in kpis(site.reader(), site.catalog).lines if one.kpi.name == "csat"]
    found = audit(site.reader(), site.catalog)
    assert "csat" not in [one.name for one in found.in_use]
    ((title, why, places),) = [
        (one.title, one.choice.why, [use.how for use in one.uses]) for one in found.retired
    ]
    assert (title, why, places) == (
        "Customer satisfaction (CSAT)",
        "nobody acts on it",
        ["target"],
    )
    with pytest.raises(UsageError, match=r"retired csat .*nobody acts on it"):
        asked(site.reader(), site.catalog, "line", "csat", "28d")


def worse(site):
    return everything_worse(site.reader(), site.catalog)


def test_with_every_kpi_retired_nothing_is_shown_and_nothing_fails(site):
    for ahead in range(70):
        site.calls("line", LAST - ahead * DAY, 3 if ahead < 9 else 30, 27 if ahead < 9 else 0)
    assert worse(site), "the example must have something to find"
    values = [
        {"kpi": kpi, "retired": True, "why": "x", "at": site.now} for kpi in site.catalog.kpis
    ]
    site.insert("kpi_choice", values)
    reader = site.reader()
    found = journey_map(reader, site.catalog)
    lines = [line for j in found.journeys for s in j.stages for line in s.touchpoints]
    assert {line.kpi for line in lines} == {None}
    assert worse(site) == []
    assert kpis(reader, site.catalog).lines == ()
    assert audit(reader, site.catalog).in_use[0].name == "sales", "words are no KPI to retire"


def test_a_retired_kpi_comes_back_as_it_was(site):
    say(site, "csat", retired="yes")
    say(site, "csat", "needed after all", retired="no")
    assert [one for one in kpis(site.reader(), site.catalog).lines if one.kpi.name == "csat"]
    assert audit(site.reader(), site.catalog).retired == ()


def test_a_name_that_is_none_and_stands_nowhere_is_refused_with_near_ones(site):
    with pytest.raises(UsageError, match="no KPI 'csta'"):
        form(site.reader(), site.catalog, "kpi", "csta")


def test_two_people_who_class_at_once_are_told_of_each_other(site):
    writer = site.reader()
    given = form(writer, site.catalog, "kpi", "csat")
    keep_kpi(writer, given, (Edit("class", None, "output"),), "mine")
    with pytest.raises(ConflictError):
        keep_kpi(writer, given, (Edit("class", None, "outcome"),), "too late")
