"""The right definition is found for reports of other habits, and none where there is none."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from cjm_tui.config import FixedClock
from cjm_tui.domain import acd_words as words
from cjm_tui.domain.acd_variants import (
    Border,
    Formula,
    Handling,
    InIvr,
    Left,
    Measure,
    Members,
    Variant,
)
from cjm_tui.domain.reconciliation import Place, Status
from cjm_tui.errors import CjmError, ExitCode, UsageError
from cjm_tui.services import reconcile as service
from cjm_tui.services.imports import undo
from cjm_tui.store.catalog import load_catalog
from cjm_tui.store.database import Database
from tests.importers.conftest import SHARED, empty_file, new_site  # noqa: F401  fixtures
from tests.services import acd

END = acd.FIRST + timedelta(days=acd.DAYS)
NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def catalog(tmp_path_factory):
    return load_catalog(personal=tmp_path_factory.mktemp("queries"))


@pytest.fixture(scope="module")
def calls():
    return acd.calls()


@pytest.fixture(scope="module")
def in_ivr():
    return acd.ivr_calls()


@pytest.fixture(scope="module")
def site(new_site, catalog, calls, in_ivr):  # noqa: F811
    """A site with the month's calls; each test takes its report back."""
    site = new_site(catalog)
    site.load_text(acd.interactions(calls), "interactions.csv")
    site.load_text(acd.ivr_interactions(in_ivr), "interactions-ivr.csv")
    site.load_text(acd.ivr_steps(in_ivr), "interaction_events-ivr.csv")
    return site


@pytest.fixture
def compare(site):
    """Read a report and compare it."""
    batches = []

    def ask(text, name="acd.csv", **more):
        path = site.write(name, text)
        result = service.read_report(
            site.database, site.catalog, path, None, lambda *_: None, **more
        )
        batches.append(result.batch)
        return service.reconciliation(site.database.read, result.batch)

    yield ask
    for batch in batches:
        undo(site.database, site.catalog, batch)


def only(found, measure):
    """The only finding of a measure."""
    (finding,) = next(r for r in found.results if r.measure == measure).findings
    return finding


def sentence(found, measure):
    result = next(r for r in found.results if r.measure == measure)
    return words.verdict(result, result.findings[0], found)


def test_a_report_by_our_own_definitions_agrees_everywhere(compare, calls):
    found = compare(acd.report(calls))
    assert {result.measure for result in found.results} == set(Measure)
    assert {result.status for result in found.results} == {Status.AGREES}
    assert found.days == acd.DAYS
    assert [place.name for place in found.places] == ["Night", "Sales", "Service"]
    assert sentence(found, Measure.OFFERED) == "agrees on 24 days"


LEVELS = {
    "answered": (lambda c: acd.share(acd.in_time(c, 20), [x for x in c if x.outcome == "answered"]), Variant(formula=Formula.ANSWERED)),
    "both": (lambda c: acd.share(acd.in_time(c, 20) + acd.given_up(c, within=20), c), Variant(formula=Formula.BOTH)),
    "late": (lambda c: len(acd.in_time(c, 20)) / (len(c) - len(acd.given_up(c, within=20))), Variant(formula=Formula.LATE_ABANDONS)),
    "short counted": (lambda c: acd.share(acd.in_time(c, 20) + acd.given_up(c, under=5), c), Variant(formula=Formula.SHORT_COUNT, short_s=5)),
    "short out": (lambda c: len(acd.in_time(c, 20)) / (len(c) - len(acd.given_up(c, under=5))), Variant(formula=Formula.SHORT_OUT, short_s=5)),
    "short out of 10": (lambda c: len(acd.in_time(c, 20)) / (len(c) - len(acd.given_up(c, under=10))), Variant(formula=Formula.SHORT_OUT, short_s=10)),
    "in 30": (lambda c: acd.share(acd.in_time(c, 30), c), Variant(threshold_s=30)),
    "in less than 20": (lambda c: acd.share(acd.in_time(c, 19), c), Variant(under=True)),
    "left out": (lambda c: acd.share(acd.in_time(c, 20), [x for x in c if x.outcome != "left"]), Variant(left=Left.OUT)),
    "of answered in 15": (lambda c: acd.share(acd.in_time(c, 15), [x for x in c if x.outcome == "answered"]), Variant(formula=Formula.ANSWERED, threshold_s=15)),
}  # fmt: skip


@pytest.mark.parametrize("name", LEVELS)
@pytest.mark.parametrize("decimals", [1, 2])
def test_each_service_level_is_told_from_the_others(compare, calls, name, decimals):
    level, variant = LEVELS[name]
    found = compare(acd.report(calls, level=level, decimals=decimals))
    finding = only(found, Measure.SERVICE_LEVEL)
    assert (finding.status, finding.variant) == (Status.EXPLAINED, variant)
    assert finding.alternatives == ()
    assert only(found, Measure.OFFERED).status is Status.AGREES


COUNTS = {
    "short abandons out": (
        {"is_offered": lambda c: not (c.outcome == "abandoned" and c.wait < 5),
         "is_abandoned": lambda c: c.outcome == "abandoned" and c.wait >= 5},
        {Measure.OFFERED: Variant(short_s=5), Measure.ABANDONED: Variant(short_s=5)},
    ),
    "left is abandoned": (
        {"is_abandoned": lambda c: c.outcome in ("abandoned", "left")},
        {Measure.ABANDONED: Variant(left=Left.ABANDONED)},
    ),
    "left is not offered": (
        {"is_offered": lambda c: c.outcome != "left"},
        {Measure.OFFERED: Variant(left=Left.OUT)},
    ),
    "transfers twice": (
        {"weight": lambda c: 1 + c.transfers},
        {Measure.OFFERED: Variant(members=Members.TRANSFERS),
         Measure.ANSWERED: Variant(members=Members.TRANSFERS)},
    ),
    "outbound too": (
        {"counts": lambda c: True},
        {Measure.OFFERED: Variant(members=Members.ALL), Measure.ANSWERED: Variant(members=Members.ALL),
         Measure.ABANDONED: Variant(members=Members.ALL)},
    ),
    "a contact once": (
        {"counts": lambda c: c.direction == "inbound" and c.number == 1},
        {Measure.OFFERED: Variant(members=Members.FIRST), Measure.ANSWERED: Variant(members=Members.FIRST)},
    ),
    "nothing handled": (
        {"is_answered": lambda c: c.outcome == "answered" and c.handled > 0},
        {Measure.ANSWERED: Variant(worked=True)},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", COUNTS)
def test_each_way_of_counting_is_found(compare, calls, name):
    habits, expected = COUNTS[name]
    columns = ("offered", "answered", "abandoned")
    found = compare(acd.report(calls, **habits, columns=columns))
    for measure, variant in expected.items():
        finding = only(found, measure)
        assert (finding.status, finding.variant) == (Status.EXPLAINED, variant), measure
    for result in found.results:
        if result.measure not in expected:
            assert result.status is Status.AGREES, result.measure


@pytest.mark.parametrize("kind", [InIvr.LOST, InIvr.ALL])
def test_an_acd_that_counts_from_the_ivr_on_is_found(compare, calls, in_ivr, kind):
    """Counted by hand: calls that ended in the IVR, all or the given up, on top of the queues'."""
    lines = acd.report(calls, by_queue=False).splitlines()
    more = Counter(str(c.at.date()) for c in in_ivr if kind is InIvr.ALL or c.given_up)
    rows = [line.split(",") for line in lines[1:]]
    for row in rows:
        hung_up, offered = more[row[0]], int(row[1])
        in_time = float(row[4]) * offered / 100
        row[1:4:2] = [str(offered + hung_up), str(int(row[3]) + hung_up)]
        row[4] = f"{100 * in_time / (offered + hung_up):.1f}"
    found = compare("\n".join([lines[0], *(",".join(row) for row in rows), ""]))
    for measure in (Measure.OFFERED, Measure.ABANDONED, Measure.SERVICE_LEVEL):
        finding = only(found, measure)
        assert (finding.status, finding.variant) == (Status.EXPLAINED, Variant(in_ivr=kind))
        assert finding.alternatives == ()
    which = "all calls that ended" if kind is InIvr.ALL else "the calls that were given up"
    assert f"has {which} in the IVR as well" in sentence(found, Measure.OFFERED)
    assert f"({sum(more.values()):,} calls)" in sentence(found, Measure.OFFERED)
    assert only(found, Measure.ANSWERED).status is Status.AGREES


@pytest.mark.parametrize(
    ("handled", "handling"),
    [
        (lambda c: c.talk + c.wrap, Handling.NO_HOLD),
        (lambda c: c.talk + c.hold, Handling.NO_WRAP),
        (lambda c: c.talk, Handling.TALK),
    ],
)
def test_each_handling_time_is_found(compare, calls, handled, handling):
    found = compare(acd.report(calls, handled=handled))
    finding = only(found, Measure.AHT)
    assert (finding.status, finding.variant) == (Status.EXPLAINED, Variant(handling=handling))


BORDERS = {
    "end": (lambda c: c.ended.date(), Border("end")),
    "contact": (lambda c: c.contact_at.date(), Border("contact")),
    "utc": (lambda c: (c.at - acd.SUMMER).date(), Border("utc")),
    "from four": (lambda c: (c.at - timedelta(hours=4)).date(), Border("start", -240)),
    "the day after": (lambda c: c.at.date() + timedelta(days=1), Border("start", 24 * 60)),
}


@pytest.mark.parametrize("name", BORDERS)
def test_days_that_are_cut_elsewhere_are_found(compare, calls, name):
    day_of, border = BORDERS[name]
    found = compare(acd.report(calls, day_of=day_of, columns=("offered", "abandoned")))
    finding = only(found, Measure.OFFERED)
    assert finding.status is Status.EXPLAINED
    assert finding.variant == Variant(border=border)


def test_two_habits_at_once_are_found(compare, calls):
    text = acd.report(
        calls,
        day_of=lambda c: (c.at - timedelta(hours=4)).date(),
        is_abandoned=lambda c: c.outcome == "abandoned" and c.wait >= 10,
        columns=("abandoned",),
    )
    finding = only(compare(text), Measure.ABANDONED)
    assert finding.variant == Variant(short_s=10, border=Border("start", -240))
    assert finding.status is Status.EXPLAINED


def test_queues_with_thresholds_of_their_own_are_explained_one_by_one(compare, calls):
    limits = {"Sales": 10, "Service": 20, "Night": 60}
    text = acd.report(calls, level=lambda c: acd.share(acd.in_time(c, limits[c[0].queue]), c))
    found = compare(text)
    result = next(r for r in found.results if r.measure is Measure.SERVICE_LEVEL)
    by_place = {f.place.name: (f.status, f.variant.threshold_s) for f in result.findings}
    assert by_place == {
        "Sales": (Status.EXPLAINED, 10),
        "Service": (Status.AGREES, 0),
        "Night": (Status.EXPLAINED, 60),
    }
    assert result.status is Status.EXPLAINED


def test_a_threshold_that_the_report_states_is_taken(compare, calls):
    text = acd.report(calls, level=lambda c: acd.share(acd.in_time(c, 30), c))
    lines = text.splitlines()
    text = "\n".join([f"{lines[0]},service_level_s", *(f"{line},30" for line in lines[1:]), ""])
    found = compare(text)
    assert only(found, Measure.SERVICE_LEVEL).variant == Variant(threshold_s=30)
    assert "is answered in 30 s ÷ offered" in sentence(found, Measure.SERVICE_LEVEL)


@pytest.mark.parametrize("seed", range(4))
def test_chance_is_not_explained(compare, calls, seed):
    """Figures that are off by chance, as often as a definition would be, fit none."""
    dice = random.Random(seed)
    lines = acd.report(calls).splitlines()
    rows = [line.split(",") for line in lines[1:]]
    for row in rows:
        for place in (2, 3, 4):
            row[place] = str(int(row[place]) + dice.choice([-6, -4, -3, -2, -1, 1, 2, 3, 5]))
        row[5] = str(round(float(row[5]) + dice.choice([-1, 1]) * dice.uniform(0.5, 6), 1))
        row[6] = str(int(row[6]) + dice.choice([-9, -5, -2, 2, 4, 11]))
    found = compare("\n".join([lines[0], *(",".join(row) for row in rows), ""]))
    for result in found.results:
        assert result.status is Status.UNEXPLAINED, (result.measure, result.findings[0].variant)
    assert "NOT EXPLAINED" in sentence(found, Measure.OFFERED)


def test_a_definition_that_fits_three_days_is_not_called_sure(compare, calls):
    text = acd.report(
        calls, is_abandoned=lambda c: c.outcome == "abandoned" and c.wait >= 5, days=3
    )
    found = compare(text)
    assert only(found, Measure.ABANDONED).status is Status.FITS
    assert sentence(found, Measure.ABANDONED).startswith("MAY BE: their number of abandoned calls")
    assert sentence(found, Measure.ABANDONED).endswith("on 3 of 3 days: too few to be sure")


def test_two_odd_days_are_named_and_not_explained_away(compare, calls):
    lines = acd.report(calls, by_queue=False).splitlines()
    for at in (4, 11):
        row = lines[at].split(",")
        row[1] = str(int(row[1]) + 9)
        lines[at] = ",".join(row)
    found = compare("\n".join([*lines, ""]))
    result = next(r for r in found.results if r.measure is Measure.OFFERED)
    assert result.status is Status.MOSTLY
    assert [cell.day for cell in result.left(result.cells)] == [
        date(2026, 10, 4),
        date(2026, 10, 11),
    ]
    assert sentence(found, Measure.OFFERED) == (
        "agrees on 22 of 24 days; differs on Sun 4 Oct (+9), Sun 11 Oct (+9)"
    )


def test_what_is_said_reads_aloud(compare, calls):
    habits = COUNTS["short abandons out"][0]
    found = compare(acd.report(calls, **habits, level=LEVELS["short out"][0]))
    counted = [c for c in calls if c.direction == "inbound" and c.at.date() < END]
    short = len(acd.given_up(counted, under=5))
    theirs = len(acd.given_up(counted)) - short
    assert sentence(found, Measure.ABANDONED) == (
        f"their number of abandoned calls leaves out abandons under 5 s ({short:,} calls): with"
        f" that ours is {theirs:,} against their {theirs:,}, on 24 of 24 days"
    )
    said = sentence(found, Measure.SERVICE_LEVEL)
    assert said.startswith(
        "their service level is answered in 20 s ÷ (offered − abandons under 5 s), which leaves out"
        f" {short:,} calls: with that ours is "
    )


def test_places_are_matched_by_name_whatever_the_case(compare, calls):
    found = compare(acd.report(calls).replace("Sales", " sALES "))
    assert {result.status for result in found.results} == {Status.AGREES}


def test_what_cannot_be_compared_is_said(compare, calls, site):
    text = acd.report([c for c in calls if c.queue != "Night"])
    text += "2026-10-02,Complaints,5,5,0,100,60\n2026-12-01,Sales,9,9,0,100,60\n"
    found = compare(text)
    assert {result.status for result in found.results} == {Status.AGREES}
    assert set(words.left_out(found)) == {
        "1 line: no call of ours names the queue Complaints",
        "1 line: our data does not hold that day, or not to its end",
    }
    night = sum(
        c.queue == "Night" and c.direction == "inbound" and c.at.date() < END for c in calls
    )
    assert words.not_reported(found) == f"not in the report: Night ({night:,} calls)"


def test_an_incomplete_day_is_left_out_with_its_reason(compare, calls, site):
    day = date(2026, 10, 6)
    text = acd.report(calls, by_queue=False).replace("2026-10-06,", "2026-10-06,9")
    with site.database.write() as writer:
        writer.execute(
            "insert into incomplete_day values (?, 'interactions', 'desk', 'Tue 6 Oct lacks a file', ?)",
            [day, NOW],
        )
    try:
        found = compare(text)
    finally:
        with site.database.write() as writer:
            writer.execute("delete from incomplete_day")
    assert found.days == acd.DAYS - 1
    assert words.left_out(found) == ("1 line: Tue 6 Oct lacks a file",)
    assert {result.status for result in found.results} == {Status.AGREES}


def test_a_report_by_touchpoint_and_of_some_measures(compare, calls):
    text = acd.report(calls, by_queue=False, columns=("answered", "aht_s"))
    rows = text.splitlines()
    text = "\n".join(["touchpoint," + rows[0], *(f"Desk,{row}" for row in rows[1:]), ""])
    found = compare(text)
    assert found.places == (Place("touchpoint", "Desk"),)
    assert {r.measure: r.status for r in found.results} == {
        Measure.ANSWERED: Status.AGREES, Measure.AHT: Status.AGREES,
    }  # fmt: skip


def test_percent_sign_share_and_minutes_are_understood(compare, calls):
    lines = acd.report(calls, by_queue=False).splitlines()
    rows = [line.split(",") for line in lines[1:]]
    percent = [
        [*row[:4], f"{row[4]} %", f"{int(row[5]) // 3600}:{int(row[5]) // 60 % 60:02}:{int(row[5]) % 60:02}"]
        for row in rows
    ]  # fmt: skip
    share = [[*row[:4], f"{float(row[4]) / 100:.3f}", row[5]] for row in rows]
    for header, body in (
        (lines[0], percent),
        (lines[0].replace("service_level", "service_level_share"), share),
    ):
        found = compare("\n".join([header, *(",".join(row) for row in body), ""]))
        assert {result.status for result in found.results} == {Status.AGREES}


def test_a_share_in_the_column_of_percentages_is_doubted(compare, calls):
    lines = acd.report(calls, by_queue=False, columns=("service_level",)).splitlines()
    rows = [line.split(",") for line in lines[1:]]
    text = "\n".join([lines[0], *(f"{day},{float(sl) / 100:.3f}" for day, sl in rows), ""])
    found = compare(text)
    assert only(found, Measure.SERVICE_LEVEL).status is Status.UNEXPLAINED
    assert "service_level_share" in words.doubt(found)


def test_without_a_file_the_newest_five_weeks_of_reports_are_compared(compare, calls, site):
    compare(acd.report(calls, days=10), "acd-1.csv")
    compare(acd.report(calls), "acd-2.csv")
    found = service.reconciliation(site.database.read)
    assert (found.days, found.report.file.endswith("acd-2.csv")) == (acd.DAYS, True)


def test_no_report_and_no_such_batch(new_site, catalog):  # noqa: F811
    empty = new_site(catalog)
    assert service.reconciliation(empty.database.read).report is None
    with pytest.raises(UsageError, match="Batch 3"):
        service.reconciliation(empty.database.read, 3)


def test_a_file_that_is_no_report_is_not_imported(site, calls):
    path = site.write("interactions-more.csv", acd.interactions(calls[:3]))
    ask = (site.database, site.catalog, path)
    before = site.rows("select count(*) from import_batch")
    with pytest.raises(CjmError, match="cannot be read as the ACD's report") as caught:
        service.read_report(*ask, None, lambda *_: None)
    assert caught.value.exit_code == ExitCode.REFUSED
    with pytest.raises(UsageError, match="interactions reads no report"):
        service.read_report(*ask, "interactions", lambda *_: None)
    assert site.rows("select count(*) from import_batch") == before


def test_a_folder_that_holds_no_report_is_named(site, tmp_path):
    with pytest.raises(UsageError, match="holds no file"):
        service.read_report(site.database, site.catalog, tmp_path, None, lambda *_: None)


def test_the_calls_behind_a_line(compare, calls, site):
    compare(acd.report(calls))
    day = date(2026, 10, 5)
    with site.database.read() as reader:
        rows = service.report_legs(reader, day, Place("queue", "sales"), 1000)
    said = "on_day" in rows.columns  # left out where it would be the same of each call
    on_day = [row for row in rows.rows if not said or row[rows.columns.index("on_day")]]
    assert len(on_day) == sum(c.queue == "Sales" and c.at.date() == day for c in calls)
    assert rows.total == len(rows.rows)


SEELAB = {
    "base": Variant(),
    "answered": Variant(formula=Formula.ANSWERED),
    "both": Variant(formula=Formula.BOTH),
    "late": Variant(formula=Formula.LATE_ABANDONS),
    "short counted": Variant(formula=Formula.SHORT_COUNT, short_s=5),
    "short out": Variant(formula=Formula.SHORT_OUT, short_s=5),
}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real files are not here")
def test_a_banks_month_by_each_published_service_level(new_site, catalog):  # noqa: F811
    path = SHARED / "seelab_calls_1999-01.tsv"
    bank = new_site(catalog)
    with bank.database.write() as writer:
        writer.execute("update site_setting set value = 'Asia/Jerusalem' where key = 'timezone'")
    bank.database = Database(bank.database.path, FixedClock(NOW), catalog)
    bank.load(path)
    days = seelab_days(path)
    total = [sum(column) for column in zip(*days.values(), strict=True)]
    assert total[:3] == [27_060, 3_080, 16_402], "as an independent count says"
    formulas = {
        "base": lambda a, b, in_t, _gone, _short: in_t / (a + b),
        "answered": lambda a, b, in_t, _gone, _short: in_t / a,
        "both": lambda a, b, in_t, gone, _short: (in_t + gone) / (a + b),
        "late": lambda a, b, in_t, gone, _short: in_t / (a + b - gone),
        "short counted": lambda a, b, in_t, _gone, short: (in_t + short) / (a + b),
        "short out": lambda a, b, in_t, _gone, short: in_t / (a + b - short),
    }
    for name, formula in formulas.items():
        lines = [
            f"{day},Agent call,{a + b},{a},{b},{100 * formula(a, b, *rest):.1f}"
            for day, (a, b, *rest) in days.items()
        ]
        header = "day,touchpoint,offered,answered,abandoned,service_level"
        file = bank.write(f"acd-{name}.csv", "\n".join([header, *lines, ""]))
        result = service.read_report(bank.database, catalog, file, None, lambda *_: None)
        found = service.reconciliation(bank.database.read, result.batch)
        finding = only(found, Measure.SERVICE_LEVEL)
        assert finding.variant == SEELAB[name]
        assert finding.status is (Status.AGREES if name == "base" else Status.EXPLAINED)
        assert found.days == 29
        undo(bank.database, catalog, result.batch)
    hung_up = seelab_hung_up(path)
    assert sum(hung_up.values()) == 4_299
    lines = [f"{day},{days[day][0] + n},{n}" for day, n in hung_up.items()]
    file = bank.write("acd-all.csv", "\n".join(["day,offered,abandoned", *lines, ""]))
    result = service.read_report(bank.database, catalog, file, None, lambda *_: None)
    found = service.reconciliation(bank.database.read, result.batch)
    for measure in (Measure.OFFERED, Measure.ABANDONED):
        finding = only(found, measure)
        assert (finding.status, finding.variant) == (Status.EXPLAINED, Variant(in_ivr=InIvr.ALL))


def seelab_hung_up(path):
    """All calls of each day that were hung up, in the IVR or in the queue."""
    cells = [line.split("\t") for line in path.read_text(encoding="ascii").splitlines()[1:]]
    days = [row[5].strip() for row in cells if row[12].strip() == "HANG"]
    return Counter(f"19{day[:2]}-{day[2:4]}-{day[4:]}" for day in days)


def seelab_days(path):
    """Answered, abandoned, answered and abandoned within 20 s, abandoned under 5 s; of each day."""
    days = {}
    for line in path.read_text(encoding="ascii").splitlines()[1:]:
        cells = [cell.strip() for cell in line.split("\t")]
        day, outcome, wait = cells[5], cells[12], int(cells[11])
        if outcome == "PHANTOM" or (outcome == "HANG" and wait <= 0):
            continue
        row = days.setdefault(f"19{day[:2]}-{day[2:4]}-{day[4:]}", [0, 0, 0, 0, 0])
        agent = outcome == "AGENT"
        row[0 if agent else 1] += 1
        row[2 if agent else 3] += wait <= 20
        row[4] += not agent and wait < 5
    return days
