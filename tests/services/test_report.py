"""The executive pack of sites small enough to work by hand."""

from datetime import UTC, datetime, time, timedelta

import pytest

from cjm_tui.config import FixedClock, SystemClock
from cjm_tui.domain.kpi import ChartPoint
from cjm_tui.domain.report import Number, Paragraph, Run, Table
from cjm_tui.errors import UsageError
from cjm_tui.locations import shipped
from cjm_tui.paper.form import Form, form_of, written
from cjm_tui.services.kpis import kpis
from cjm_tui.services.report import executive_pack
from cjm_tui.services.report_trend import weeks
from cjm_tui.store.catalog import definition_hash
from cjm_tui.store.session import Writer
from tests.services.site import DAY, LAST, NOW, TODAY, Site


@pytest.fixture
def site():
    site = Site().map()
    site.insert("import_batch", [batch(1, NOW)])
    return site


def batch(number, at, **more):
    told = {"file": "/somewhere/calls.csv", "sha256": "x", "mapping": "calls", "timezone": "UTC"}
    row = {"batch": number, "status": "loaded", "started_at": at, "finished_at": at, "who": "ann"}
    return told | {
        k: v.replace(tzinfo=None) if k.endswith("_at") else v for k, v in (row | more).items()
    }


def pack(site, now=NOW, period="28d"):
    site.reader()
    return executive_pack(
        Writer(site.connection, FixedClock(now), site.catalog), site.catalog, period
    )


def runs_of(value):
    """Yield all runs of a pack, wherever they stand."""
    if isinstance(value, Run):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from runs_of(part)
    elif hasattr(value, "__dataclass_fields__") and not isinstance(value, Number):
        for name in value.__dataclass_fields__:
            yield from runs_of(getattr(value, name))


def section(found, anchor):
    return next(one for one in found.sections if one.anchor == anchor)


def words_of(value):
    return " ".join(run.text for run in runs_of(value))


def lead(found, anchor):
    return next(
        words_of(block)
        for block in section(found, anchor).blocks
        if isinstance(block, Paragraph) and block.lead
    )


def test_without_data_each_section_says_so_and_nothing_is_zero(site):
    found = pack(site)
    assert "No KPI is in use" in lead(found, "audit")
    assert lead(found, "outcomes").startswith("0 of 2 journeys with a successful outcome")
    assert "No action has a milestone" in lead(found, "milestones")
    assert found.state[0] == "No data yet"
    first = words_of(found.sections[0])
    assert "There is no pair yet" in first
    assert "without an outcome" in first
    assert not [run for run in runs_of(found) if run.number]


def test_each_figure_is_that_of_the_kpis_with_note_hash_and_days(site):
    site.insert(
        "kpi_target",
        [{"kpi": "csat", "target": 75.0}, {"kpi": "aht", "target": 50.0, "touchpoint_id": "line"}],
    )
    site.insert(
        "touchpoint",
        [
            {
                "touchpoint_id": "few",
                "name": "Few",
                "stage_id": "help",
                "good_kpi": "csat",
                "good_threshold": 80.0,
            }
        ],
    )
    site.answers("shop", LAST, 30, 10)
    site.answers("few", LAST, 3, 1)
    site.calls("line", LAST, 40, handle_s=60.0)
    found = pack(site)
    lines = kpis(site.reader(), site.catalog).lines
    known = {
        (line.kpi.name, line.touchpoint_id): (
            line.estimate.value,
            line.estimate.n,
            line.estimate.low,
        )
        for line in lines
    }
    numbers = {
        (run.number.kpi, run.number.touchpoint_id): (run.number.value, run.number.n, run.number.low)
        for run in runs_of(found)
        if run.number
    }
    # 33 of 44 answers over the whole site; four at one touchpoint are too few to say.
    assert numbers[("csat", "")][:2] == (75.0, 44)
    assert numbers == {key: known[key] for key in (("csat", ""), ("aht", "line"))}
    assert "too few to say n=4" in words_of(found)
    notes = {note.number: note for note in found.notes}
    for run in runs_of(found):
        if run.number:
            (note,) = (notes[number] for number in run.notes)
            query = site.catalog.get(run.number.kpi)
            assert note.sql_hash == definition_hash(query, site.reader().settings)
            assert (shipped("queries").parent / note.query).read_text().rstrip().endswith(note.sql)
            assert note.days == "23 Oct – 19 Nov 2026"


def test_the_share_of_outputs_is_that_of_the_audit(site):
    for kpi in ("asa", "aht", "service_level", "csat", "fcr_7d", "sales"):
        site.insert("kpi_target", [{"kpi": kpi, "target": 1.0}])
    site.answers("shop", LAST, 30, 10)
    found = pack(site)
    # Three outputs of five with a class: 60 %, twenty fewer than is typical; sales is none.
    assert "60%" in [run.text for run in runs_of(found.sections[0])]
    assert "20 points fewer outputs than the typical 80%." in words_of(found.sections[0])
    assert "sales" in words_of(section(found, "audit"))


def test_a_class_that_the_site_gave_says_who_and_why_and_what_is_retired_is_listed(site):
    site.insert("kpi_target", [{"kpi": kpi, "target": 1.0} for kpi in ("asa", "aht")])
    told = {"who": "ann", "at": NOW.replace(tzinfo=None)}
    site.insert(
        "kpi_choice",
        [
            {"kpi": "asa", "class": "input", "retired": False, "why": "it is capacity", **told},
            {"kpi": "aht", "retired": True, "why": "nobody acts on it", **told},
        ],
    )
    site.answers("shop", LAST, 30, 10)
    said = words_of(section(pack(site), "audit"))
    assert "classed by ann on 20 Nov: it is capacity" in said
    assert "By class: outcomes 0, 0%, perceptions 0, 0%, outputs 0, 0%, inputs 1, 100%." in said
    assert "nobody acts on it" in said.partition("Retired by the site")[2]


def test_the_same_data_gives_the_same_bytes_whatever_the_time(site):
    site.insert("kpi_target", [{"kpi": "csat", "target": 75.0}])
    site.answers("shop", LAST, 30, 10)
    site.insert(
        "action",
        [{"action_id": "A-1", "title": "Call back", "state": "agreed", "due": TODAY + 9 * DAY}],
    )
    first = pack(site)
    later = pack(site, NOW + timedelta(days=40))
    own = Writer(site.connection, SystemClock(), site.catalog)
    for form in Form:
        assert written(first, form) == written(later, form)
        assert written(first, form) == written(executive_pack(own, site.catalog), form)
    assert "0 overdue" in lead(first, "actions")
    # An entry of a ledger is another state of the data: nine days on, and one day late.
    site.insert("import_batch", [batch(2, NOW + timedelta(days=10))])
    assert "1 overdue" in lead(pack(site, NOW + timedelta(days=40)), "actions")


def test_a_clock_that_stands_before_the_newest_entry_looks_back(site):
    site.answers("shop", LAST, 30, 10)
    found = pack(site, NOW - timedelta(days=1))
    assert "entry of 2026-11-19 08:30:00 UTC" in found.state_id
    assert any("cjm --as-of 2026-11-19T08:30:00Z kpis" in said for said in found.state)


def test_the_state_names_the_last_batch_and_the_newest_entry_without_folders(site):
    site.insert("import_batch", [batch(2, NOW - DAY, file="gone.csv", undone_at=NOW - DAY)])
    site.insert(
        "change_log",
        [{"at": datetime(2026, 11, 20, 9), "noun": "journey", "id": "one", "who": "bob"}],
    )
    said = " | ".join(pack(site, NOW + DAY).state)
    assert "Last import: batch 1, calls.csv" in said
    assert "somewhere" not in said
    assert "change of journey one, 20 Nov 2026 11:00 (Etc/GMT-2) by bob" in said


def test_milestones_stand_under_the_half_years_in_which_they_are_due(site):
    site.insert("action", [{"action_id": "A-1", "title": "Menu", "state": "agreed"}])
    for title, ahead, done in (
        ("gone", -5, None),
        ("kept", -9, -10),
        ("near", 100, None),
        ("mid", 300, None),
        ("far", 500, None),
    ):
        day = TODAY + ahead * DAY
        done_at = None if done is None else TODAY + done * DAY
        site.insert(
            "milestone",
            [
                {
                    "action_id": "A-1",
                    "milestone_id": title,
                    "title": title,
                    "due": day,
                    "done_at": done_at,
                }
            ],
        )
    (table,) = [b for b in section(pack(site), "milestones").blocks if isinstance(b, Table)]
    assert [(words_of(row[0]), words_of(row[1])) for row in table.rows] == [
        ("late", "gone"),
        ("within 6 months", "near"),
        ("within 12 months", "mid"),
        ("within 18 months", "far"),
        ("done", "kept"),
    ]


def test_what_a_sponsor_is_asked_stands_on_the_first_page(site):
    site.insert("party", [{"party_id": "l", "name": "H. Lind", "department": "Board"}])
    action = {
        "action_id": "A-1",
        "title": "Menu",
        "state": "proposed",
        "owner": "l",
        "sponsor": "l",
    }
    site.insert("action", [action | {"department": "Board", "due": TODAY + DAY}])
    assert "H. Lind : agree to it — A-1 Menu" in words_of(pack(site).sections[0])


def test_a_week_is_the_rows_of_its_days_and_an_open_one_is_marked(site):
    points = [
        ChartPoint(LAST - 8 * DAY, 1, 10, 50.0, 60.0),
        ChartPoint(LAST - 7 * DAY, 1, 30, 90.0, 60.0),  # 10 × 50 and 30 × 90 in 40: 80
        ChartPoint(LAST, 1, 20, 40.0, 60.0, provisional=True),
    ]
    found = weeks(site.catalog.kpis["csat"], points, LAST)
    assert len(found) == 26
    assert [(w.value, w.provisional) for w in found[-2:]] == [(80.0, False), (40.0, True)]
    assert found[-2].first == LAST - 13 * DAY
    assert found[0].value is None
    # A quantile of days gives none of a week: the points stay what they are.
    points = [ChartPoint(LAST - DAY, 1, 10, 50.0), ChartPoint(LAST, 1, 10, 70.0)]
    assert [w.value for w in weeks(site.catalog.kpis["wait_p90"], points, LAST)] == [50.0, 70.0]


def test_the_name_of_the_file_says_the_form():
    assert [form_of(n) for n in ("a.html", "a.HTM", "a.md", "", "pack")] == [
        *[Form.HTML] * 2,
        *[Form.MARKDOWN] * 3,
    ]


def test_a_period_that_is_none_is_refused(site):
    with pytest.raises(UsageError):
        pack(site, period="soon")


def test_the_clock_goes_on_as_it_was(site):
    site.answers("shop", LAST, 30, 10)
    reader = Writer(
        site.connection, FixedClock(datetime.combine(TODAY + 9 * DAY, time(), UTC)), site.catalog
    )
    executive_pack(reader, site.catalog)
    assert reader.now.date() == TODAY + 9 * DAY
