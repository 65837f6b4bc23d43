"""A made-up company for looking at the screens and for Pilot tests: no database, no thread of its own."""

import random
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from cjm_tui.domain.breakdown import WHOLE, Breakdown, Cut
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.change_log import ChangeLog, Entry
from cjm_tui.domain.comparison import Compared, Comparison, days_back
from cjm_tui.domain.contact_story import ContactStory
from cjm_tui.domain.findings import Finding, customers_hurt, ranked
from cjm_tui.domain.journey import (
    DataState,
    IncompleteDay,
    JourneyMap,
    JourneyRow,
    Segment,
    StageRow,
    TouchpointScore,
)
from cjm_tui.domain.journey_order import lines
from cjm_tui.domain.journey_versions import VersionedJourney
from cjm_tui.domain.kpi import (
    Change,
    Chart,
    ChartPoint,
    Direction,
    Estimate,
    Kpi,
    KpiClass,
    Measure,
    ResponseRate,
    Signal,
    TargetState,
    Unit,
)
from cjm_tui.domain.kpi_gaps import Gap
from cjm_tui.domain.period import Period, parse_period
from cjm_tui.domain.rows import Rows
from cjm_tui.domain.touchpoint import (
    Accountable,
    ActionLine,
    Annotation,
    Figure,
    KpiLine,
    TouchpointPage,
    Verbatim,
)
from cjm_tui.domain.what_changed import WhatChanged
from cjm_tui.domain.words.disagreements import disagreements
from cjm_tui.domain.words.page import View, Voice, VoiceCount, WordsPage
from cjm_tui.domain.words.themes import themes
from cjm_tui.errors import CjmError
from tests.screens.fake_actions import FakeActions
from tests.screens.fake_audit import FakeAudit
from tests.screens.fake_breakdown import fake_breakdown
from tests.screens.fake_evidence import contact_story, counted_rows
from tests.screens.fake_flow import FakeFlow
from tests.screens.fake_imports import FakeImports
from tests.screens.fake_owners import FakeOwners
from tests.screens.fake_panel import FakePanel
from tests.screens.fake_paths import FakePaths
from tests.screens.fake_verification import FakeVerification
from tests.screens.fake_what_changed import fake_what_changed

LAST_DAY = date(2026, 11, 20)


def kpi(name: str) -> Kpi:
    short, title, measure, kpi_class, unit, direction, window = {
        "csat": ("CSAT", "CSAT", "proportion", "perception", "percent", "higher", 0),
        "ces": ("CES", "CES 2.0", "mean", "perception", "score", "higher", 0),
        "nps": ("NPS", "NPS", "nps", "perception", "points", "higher", 0),
        "res7": ("Res7", "resolved 7d", "proportion", "outcome", "percent", "higher", 7),
        "fcr_7d": ("FCR", "FCR 7d", "proportion", "outcome", "percent", "higher", 7),
        "repeat_7d": ("Rep7", "Repeat in 7 days", "proportion", "outcome", "percent", "lower", 7),
        "asa": ("ASA", "ASA", "mean", "output", "seconds", "lower", 0),
        "aht": ("AHT", "AHT", "ratio", "output", "seconds", "lower", 0),
        "abandon_rate": ("Aban", "Abandoned", "proportion", "output", "percent", "lower", 0),
        "service_level": ("SL", "Service level", "proportion", "output", "percent", "higher", 0),
    }[name]
    return Kpi(
        name=name,
        title=title,
        description=title,
        measure=Measure(measure),
        kpi_class=KpiClass(kpi_class),
        because="made up",
        unit=Unit(unit),
        direction=Direction(direction),
        window_days=window,
        variant="all reasons" if window else "top two boxes",
        short=short,
        sql_hash="4f1c9a0d77e2b6",
    )


def _row(text: str) -> dict[str, str]:
    keys = (
        "mark",
        "name",
        "channel",
        "n",
        "kpi",
        "value",
        "low",
        "high",
        "signal",
        "days",
        "state",
        "owner",
    )
    return dict(zip(keys, (part.strip() for part in text.split("|")), strict=True))


_STAGES = (
    (
        "Join",
        "tell me what it costs and when it starts",
        1,
        """
  |Web shop|web|12410|csat|81|80|82|none|0|met|Sales
  |Order call|phone|3902|fcr_7d|74|72|75|better|6|none|Contact
  |Price page|web|22041|ces|5.6|5.5|5.7|none|0|none|Digital
  |Shop visit|shop|8|csat||||too_few|0|none|Retail""",
    ),
    (
        "Set up",
        "get me online on the day you promised",
        3,
        """
  |Activation mail|email|9120|ces|5.9|5.8|6.0|none|0|met|Marketing
* |Engineer visit|visit|2207|csat|62|60|64|worse|9|missed|Field Service
  |Router set-up help|chat|1340|csat|71|68|73|none|0|none|Digital
  |Router parcel|letter|411|nps|-12|-21|-3|none|0|none|Logistics""",
    ),
    (
        "Get help",
        "fix it, and do not make me call twice",
        5,
        """
* |IVR|ivr|31877|res7|29|28|30|worse|12|missed|
  |Agent call|phone|18204|fcr_7d|70|69|71|none|0|none|Contact
  |Chat|chat|6311|res7|77|76|78|better|8|met|Digital
  |E-mail|email|2950|ces|4.8|4.7|4.9|none|0|missed|Contact
  |Fault texts|web|640|csat|58|54|62|no_history|21|none|Network""",
    ),
    (
        "Pay",
        "a bill that I understand and can trust",
        2,
        """
  |Bill|letter|7015|csat|66|65|67|none|0|none|Finance
  |Payment page|web|15530|ces|6.1|6.1|6.2|none|0|met|Finance
* |Billing call|phone|4480|fcr_7d|61|60|63|worse|21|missed|Finance
  |Reminder|letter|24|csat|42|24|61|none|0|none|Finance""",
    ),
    (
        "Leave or stay",
        "let me go, or give me a reason to stay",
        0,
        """
* |Retention call|phone|1204|nps|31|25|36|better|11|met|Retention
  |Cancellation form|web|980|ces|3.4|3.2|3.6|none|0|missed|
  |Final bill|letter|402|csat|55|50|60|none|0|none|Finance""",
    ),
)

SAID = (
    "He came four hours late and left without testing the line.",
    "Pressed 2, then 3, then I was asked for the same number again and it hung up.",
    "Quick and friendly, sorted in one call. 感謝します",
    "The price on the page was not the price on the bill.",
    "I explained it to three people. Nobody wrote anything down, and the third transferred me back.",
    "Fine.",
)


def score(line: str, chooser: random.Random) -> TouchpointScore:
    row = _row(line)
    value = float(row["value"]) if row["value"] else None
    low, high = (float(row[k]) if row[k] else None for k in ("low", "high"))
    signal = Signal(row["signal"])
    days = int(row["days"])
    slope = {Signal.WORSE: -1.0, Signal.BETTER: 1.0}.get(signal, 0.0)
    noise = (high - low) * 1.3 if high is not None and low is not None else 1.0
    trend = tuple(
        None
        if value is None
        else value
        + chooser.gauss(0, noise)
        + slope * noise * 5 * (max(0, day - 28 + days + 8) / 14)
        for day in range(28)
    )
    flags = tuple(
        flag
        for flag, on in (
            ("moment_of_truth", row["mark"] == "*"),
            ("no_owner", not row["owner"]),
            ("unconfirmed", row["name"] == "Bill"),
        )
        if on
    )
    chosen = kpi(row["kpi"])
    rule = {
        Signal.WORSE: f"{min(days, 8)} days in a row below the baseline",
        Signal.BETTER: "8 days in a row above the baseline",
    }.get(signal, "")
    return TouchpointScore(
        touchpoint_id=row["name"].lower().replace(" ", "-"),
        name=row["name"],
        channel=row["channel"],
        kpi=chosen,
        kpi_reason="standard of good",
        estimate=Estimate(int(row["n"]), value, low, high),
        change=Change(
            signal,
            since=LAST_DAY - timedelta(days=days),
            days=days if signal in (Signal.WORSE, Signal.BETTER) else 0,
            rule=rule,
            baseline=None if value is None else value - slope * 4.3,
            change=slope * 4.3,
            history_days=days if signal is Signal.NO_HISTORY else 400,
        ),
        target=None
        if row["state"] == "none" or value is None
        else round(value) + (13 if row["state"] == "missed" else -3),
        state=TargetState(row["state"]),
        owner=row["owner"],
        days_without_owner=None if row["owner"] else 143,
        flags=flags,
        trend=trend,
        open_actions=2 if row["mark"] == "*" else int(row["name"] == "Shop visit"),
        final_until=date(2026, 11, 13) if chosen.window_days else None,
        said=chooser.choice(SAID),
    )


def journey_map(period: str = "28d") -> JourneyMap:
    """Return the map of the sketch in SCREENS.md, with some more rows."""
    chooser = random.Random(7)
    stages = tuple(
        StageRow(
            name.lower().replace(" ", "-"),
            name,
            need,
            tuple(score(line, chooser) for line in lines.strip("\n").split("\n")),
        )
        for name, need, _, lines in _STAGES
    )
    journey = JourneyRow("broadband", "Broadband", "be online without thinking about it", stages)
    data = state()
    assert data.first_day is not None
    assert data.last_day is not None
    span = parse_period(period, data.first_day, data.last_day)
    segments = (Segment("business"), Segment("priority care"), Segment(None))
    return JourneyMap(data, span, (journey,), segments=segments)


def of_segment(board: JourneyMap, segment: Segment) -> JourneyMap:
    """Return the map with a tenth of the rows at each touchpoint, compared with nothing."""
    journeys = tuple(
        replace(
            journey,
            stages=tuple(
                replace(
                    stage,
                    touchpoints=tuple(
                        replace(
                            found,
                            estimate=replace(found.estimate, n=found.estimate.n // 10),
                            change=Change(Signal.NO_BASELINE),
                            trend=(),
                        )
                        for found in stage.touchpoints
                    ),
                )
                for stage in journey.stages
            ),
        )
        for journey in board.journeys
    )
    return replace(board, journeys=journeys, segment=segment, findings=None)


def todays(board: JourneyMap) -> tuple[Finding, ...]:
    """Return a finding for each touchpoint of the map that is worse."""
    return ranked(
        Finding(
            touchpoint_id=score.touchpoint_id,
            touchpoint=score.name,
            stage=stage.name,
            kpi=score.kpi,
            estimate=score.estimate,
            change=score.change,
            hurt=customers_hurt(score.kpi, score.estimate, score.change),
            owner=score.owner,
            days_without_owner=score.days_without_owner,
            action="Ask callers once" if score.name == "IVR" else "",
            action_due=date(2026, 12, 4) if score.name == "IVR" else None,
        )
        for _, stage, score in lines(board.journeys)
        if score.kpi and score.change.signal is Signal.WORSE
    )


def beside_other_days(board: JourneyMap) -> JourneyMap:
    """Return the map with each value beside that of 28 days before: worse by 4.3, as if by chance."""
    period = board.period
    assert period is not None
    back = days_back(board.comparison, period)

    def compared(score: TouchpointScore) -> TouchpointScore:
        value = score.estimate.value
        if value is None:
            beside = Compared(
                period.first - back, period.last - back, score.estimate, why="too few"
            )
        else:
            then = replace(score.estimate, value=value + 4.3)
            reach = 2.0 if "moment_of_truth" in score.flags else 6.0
            ends = (-4.3, -4.3 - reach, -4.3 + reach)
            beside = Compared(period.first - back, period.last - back, then, *ends)
        return replace(score, compared=beside)

    journeys = tuple(
        replace(
            journey,
            stages=tuple(
                replace(stage, touchpoints=tuple(compared(s) for s in stage.touchpoints))
                for stage in journey.stages
            ),
        )
        for journey in board.journeys
    )
    return replace(board, journeys=journeys)


def state() -> DataState:
    return DataState(
        as_of=datetime(2026, 11, 21, 6, 30, tzinfo=UTC),
        timezone="Europe/London",
        data_until=datetime(2026, 11, 20, 23, 58),
        first_day=LAST_DAY - timedelta(days=399),
        last_day=LAST_DAY,
    )


def chart(of: TouchpointScore) -> Chart:
    chooser = random.Random(of.touchpoint_id)
    base, points = of.change.baseline or 50.0, []
    for back in range(27, -1, -1):
        day = LAST_DAY - timedelta(days=back)
        centre = base + (2.0 if day.weekday() >= 5 else 0.0)
        fired = of.change.days > back
        drop = {Signal.WORSE: -5.0, Signal.BETTER: 5.0}.get(of.change.signal, 0.0) * fired
        value = None if of.estimate.value is None else centre + drop + chooser.gauss(0, 1.6)
        points.append(
            ChartPoint(
                day=day,
                days=1,
                n=80,
                value=value,
                centre=centre,
                lower=centre - 6,
                upper=centre + 6,
                excluded="incident" if 20 >= back >= 18 else "",
                provisional=back < 7 and of.final_until is not None,
                fired=of.change.rule if fired else "",
            )
        )
    return Chart(
        tuple(points),
        baseline_from=date(2026, 8, 1),
        baseline_to=date(2026, 9, 26),
        change=of.change,
    )


def verbatims(of: TouchpointScore, count: int = 40) -> tuple[Verbatim, ...]:
    chooser = random.Random(of.touchpoint_id)
    return tuple(
        Verbatim(
            at=datetime(2026, 11, 20, 14, 2) - timedelta(hours=9 * index),
            instrument="csat",
            scale="1-5",
            score=float(chooser.randint(1, 5)) if index % 9 else None,
            words=chooser.choice(SAID),
            voice="customer" if index % 11 else "employee",
        )
        for index in range(count)
    )


@dataclass
class FakeBoards:
    """Answers from `map`; a test may change it, count what was asked, or let it fail."""

    map: JourneyMap = field(default_factory=journey_map)
    failure: CjmError | None = None
    stamp_value: int = 0
    asked: list[str] = field(default_factory=list)
    queries: list[Cancellation] = field(default_factory=list)
    rows_total: int | None = None
    versions: tuple[VersionedJourney, ...] = ()
    totalled: int = 0
    panel: FakePanel = field(default_factory=FakePanel)
    actions: FakeActions = field(default_factory=lambda: FakeActions(state()))
    owners: FakeOwners = field(default_factory=lambda: FakeOwners(state()))
    imports: FakeImports = field(default_factory=lambda: FakeImports(state()))
    paths: FakePaths = field(default_factory=lambda: FakePaths(state()))
    verification: FakeVerification = field(default_factory=lambda: FakeVerification(state()))
    flow: FakeFlow = field(default_factory=lambda: FakeFlow(state()))
    audit: FakeAudit = field(default_factory=lambda: FakeAudit(state()))

    def panel_text(self, touchpoint_id, kpi, period, cut, query):
        found = self.figure(touchpoint_id, kpi, period, query)
        return found.kpi, f"--: touchpoint = {touchpoint_id}\n{found.sql}"

    def stamp(self) -> object:
        return self.stamp_value

    def _answer(self, what: str, query: Cancellation) -> None:
        self.asked.append(what)
        self.queries.append(query)
        if self.failure is not None:
            raise self.failure

    def journey_map(
        self,
        period: str,
        query: Cancellation,
        comparison: Comparison = Comparison.BASELINE,
        *,
        three: bool = False,
        segment: Segment | None = None,
        segments: bool = False,
    ) -> JourneyMap:
        plain = comparison is Comparison.BASELINE
        of = f" of {segment.words}" if segment else ""
        against = "" if plain else f" against {comparison}"
        self._answer(f"map {period}{against}{of}", query)
        known = self.map.segments if segments else ()
        if self.map.period is None:
            return self.map
        board = replace(self.map, period=journey_map(period).period, comparison=comparison)
        board = replace(board, segments=known)
        board = replace(board, findings=todays(board)) if three else board
        if segment is not None:
            return of_segment(board, segment)
        return board if plain else beside_other_days(board)

    def journey_versions(self, query: Cancellation) -> tuple[VersionedJourney, ...]:
        self._answer("versions", query)
        return self.versions

    def _find(self, touchpoint_id: str) -> tuple[str, TouchpointScore]:
        return next(
            (stage.name, found)
            for journey in self.map.journeys
            for stage in journey.stages
            for found in stage.touchpoints
            if found.touchpoint_id == touchpoint_id
        )

    def touchpoint(
        self, touchpoint_id: str, period: str, query: Cancellation, *, every: bool = False
    ) -> TouchpointPage:
        self._answer(f"touchpoint {touchpoint_id}", query)
        stage, found = self._find(touchpoint_id)
        return TouchpointPage(
            state=self.map.state,
            period=journey_map(period).period,
            stage=stage,
            score=found,
            standard_of_good="It is sorted the first time, on the day we said, by somebody who knows what I said before.",
            good_author="Dana Levi",
            good_set_at=date(2026, 3, 3),
            chart=chart(found),
            kpis=tuple(_kpi_lines(found)),
            words=verbatims(found, 8),
            words_total=214,
            accountability=(
                *(
                    (
                        Accountable(
                            "A",
                            found.owner,
                            found.owner,
                            "active",
                            date(2026, 3, 3),
                            None,
                            date(2026, 10, 12),
                        ),
                    )
                    if found.owner
                    else ()
                ),
                Accountable("S", "Planning", "Operations", "active", date(2026, 3, 3), None, None),
                Accountable(
                    "R", "Kim Osei", "Contact centre", "left", date(2025, 9, 1), None, None
                ),
            ),
            enablers=(
                ("people", "two engineers a region on call until 20:00"),
                ("process", "the slot is confirmed by text the evening before"),
                ("technology", "route planner with live traffic"),
            ),
            actions=(
                ActionLine(
                    "A-12",
                    "Text the customer when the engineer sets out",
                    "live",
                    "Dana Levi",
                    date(2026, 12, 4),
                    "",
                ),
                ActionLine(
                    "A-7",
                    "Two-hour slots instead of half days",
                    "evaluated",
                    "Field Service",
                    date(2026, 8, 1),
                    "improved, cause not shown",
                ),
            ),
            annotations=(
                Annotation(date(2026, 10, 31), date(2026, 11, 2), "outage", "core router outage"),
            ),
            response=ResponseRate(1200, 34.2, 31.6, 36.9, 410, 1200),
            gaps=(Gap((kpi("abandon_rate"),), "no outcome says answered or abandoned"),),
        )

    def breakdown(
        self, touchpoint_id: str, kpi: str | None, period: str, query: Cancellation
    ) -> Breakdown:
        self._answer(f"breakdown {touchpoint_id} {kpi} {period}", query)
        _, found = self._find(touchpoint_id)
        kpis = tuple(line.kpi for line in _kpi_lines(found))
        chosen = next((one for one in kpis if one.name == kpi), kpis[0])
        span = journey_map(period).period
        assert span is not None
        return fake_breakdown(found, chosen, kpis, self.map.state, span)

    def what_changed(
        self,
        touchpoint_id: str,
        kpi: str | None,
        period: str,
        query: Cancellation,
        comparison: Comparison,
    ) -> WhatChanged:
        self._answer(f"changed {touchpoint_id} {kpi} {period} {comparison}", query)
        _, found = self._find(touchpoint_id)
        kpis = tuple(line.kpi for line in _kpi_lines(found))
        chosen = next((one for one in kpis if one.name == kpi), kpis[0])
        span = journey_map(period).period
        assert span is not None
        return fake_what_changed(found, chosen, kpis, self.map.state, span, comparison)

    def figure(
        self,
        touchpoint_id: str,
        kpi: str | None,
        period: str,
        query: Cancellation,
        cut: Cut = WHOLE,
        against: Comparison | None = None,
    ) -> Figure:
        part = f" {cut.words}" if cut.values else ""
        part += f" against {against}" if against else ""
        self._answer(f"figure {touchpoint_id} {kpi} {period}{part}", query)
        _, found = self._find(touchpoint_id)
        name = kpi or "csat"
        hash_ = "4f1c9a0d77e2b6aa"
        estimate = replace(found.estimate, n=402) if cut.values else found.estimate
        before = replace(estimate, n=210) if against else None
        return Figure(name, touchpoint_id, name, _SQL, estimate, hash_, self.totalled, cut, before)

    def figure_rows(self, figure: Figure, limit: int, query: Cancellation) -> Rows:
        self._answer(f"rows {figure.kpi}", query)
        total = figure.n if self.rows_total is None else self.rows_total
        return counted_rows(figure, limit, total)

    def contact_story(self, source_table: str, source_id: str, query: Cancellation) -> ContactStory:
        self._answer(f"contact {source_table} {source_id}", query)
        return contact_story(source_table, source_id)

    def figure_words(
        self, figure: Figure, limit: int, query: Cancellation
    ) -> tuple[tuple[Verbatim, ...], int]:
        self._answer(f"words behind {figure.touchpoint_id} {figure.kpi}", query)
        return verbatims(self._find(figure.touchpoint_id)[1])[: min(limit, 7)], 7

    def change_log(self, touchpoint_id: str, query: Cancellation) -> ChangeLog:
        self._answer(f"log {touchpoint_id}", query)
        at = datetime(2026, 11, 19, 16, 20)
        entries = (
            Entry(
                at, "T. Boyd", "touchpoint", "", "good_threshold", "75", "80", "agreed on 19 Nov"
            ),
            Entry(at, "root", "accountability", "T. Boyd · A", "", "", "added", "import batch 2"),
        )
        return ChangeLog(entries, 2)

    def words(
        self, touchpoint_id: str, period: str, view: View, voice: Voice, query: Cancellation
    ) -> WordsPage:
        self._answer(f"words {touchpoint_id} {view} {voice}", query)
        stage, found = self._find(touchpoint_id)
        return words_page(stage, found, view, voice, self.map)


GOOD = ("Quick and friendly, sorted in one call.", "Fine. The agent called back as promised.")
BAD = (
    "He came four hours late and left without testing the line.",
    "Pressed 2, then 3, then I was asked for the same number again and it hung up.",
    "I explained it to three people. Nobody wrote anything down.",
)


def answers(of: TouchpointScore, count: int = 400) -> tuple[Verbatim, ...]:
    """Scored answers whose words fit the score, but for one in forty; every eleventh an employee's."""
    chooser = random.Random(of.touchpoint_id)
    said = []
    for index in range(count):
        score = float(chooser.choice((1, 2, 3, 4, 5, 5)))
        fits = chooser.choice(BAD if score < 3 else GOOD)
        odd = chooser.choice(GOOD if score < 3 else BAD)
        said.append(
            Verbatim(
                at=datetime(2026, 11, 20, 14, 2) - timedelta(hours=index),
                instrument="csat",
                scale="1-5",
                score=score,
                words=odd if index % 40 == 7 else fits,
                voice="customer" if index % 11 else "employee",
                height=(score - 1) / 4,
                person=index + 1,
            )
        )
    return tuple(said)


def words_page(
    stage: str,
    of: TouchpointScore,
    view: View,
    voice: Voice,
    board: JourneyMap,
    all_said: tuple[Verbatim, ...] = (),
) -> WordsPage:
    """A page of the real kind: its themes and disagreements are looked for in what is made up."""
    said = tuple(v for v in all_said or answers(of) if v.voice == voice)
    page = WordsPage(
        state=board.state,
        period=board.period or Period(date(2026, 10, 24), date(2026, 11, 20), "28d"),
        touchpoint_id=of.touchpoint_id,
        touchpoint=of.name,
        stage=stage,
        view=view,
        voice=voice,
        voices=(VoiceCount("customer", 900, 363), VoiceCount("employee", 41, 37)),
        response=ResponseRate(1200, 34.2, 31.6, 36.9, 410, 1200),
        total=len(said),
        read=len(said),
    )
    match view:
        case View.THEMES:
            return replace(page, themes=themes(said))
        case View.DISAGREEMENTS:
            return replace(page, disagreements=disagreements(said, said))
        case View.NEWEST:
            return replace(page, words=said[:200])
        case _:
            scored = [v for v in said if v.height is not None]
            worst = sorted(scored, key=lambda v: v.height, reverse=view is View.BEST)
            return replace(page, words=tuple(worst[:200]), total=len(scored))


_SQL = """\
-- One row per answer: 1 where the customer ticked one of the top two boxes.
select
    f.touchpoint_id,
    f.local_at,
    'feedback' as source_table,
    f.feedback_id as source_id,
    (f.score >= split_part(f.scale, '-', 2)::double - 1)::int as value,
    null::timestamp as final_at
from feedback as f
where
    f.instrument = 'csat'
    and f.score is not null
    and f.local_at >= timestamp '2026-10-24 00:00:00'
    and f.local_at < timestamp '2026-11-21 00:00:00'
    and f.touchpoint_id = 'engineer-visit'
order by f.local_at
"""


def _kpi_lines(found: TouchpointScore) -> list[KpiLine]:
    def entry(
        name: str,
        n: int,
        value: float,
        low: float,
        high: float,
        state: str = "none",
        target: float | None = None,
    ) -> KpiLine:
        final = date(2026, 11, 13) if kpi(name).window_days else None
        return KpiLine(
            kpi(name),
            found.touchpoint_id,
            found.name,
            Estimate(n, value, low, high),
            target,
            TargetState(state),
            final,
        )

    lines = [
        entry("repeat_7d", 31877, 34.2, 33.7, 34.7, "missed", 25),
        entry("fcr_7d", 18204, 70.1, 69.4, 70.8),
        entry("ces", 910, 5.1, 4.98, 5.22, "met", 5),
        entry("asa", 18204, 41, 40.2, 41.9),
        entry("aht", 18204, 412, 408, 416),
        entry("service_level", 20110, 78.4, 77.8, 79.0, "missed", 80),
        KpiLine(
            kpi("nps"),
            found.touchpoint_id,
            found.name,
            Estimate(8, None, None, None),
            None,
            TargetState.NONE,
            None,
        ),
    ]
    if found.kpi is not None:
        lines.insert(
            0,
            KpiLine(
                found.kpi,
                found.touchpoint_id,
                found.name,
                found.estimate,
                found.target,
                found.state,
                found.final_until,
            ),
        )
    return lines


def incomplete(known: JourneyMap) -> JourneyMap:
    """Return the same map with a day that lacks a file."""
    gap = IncompleteDay(date(2026, 11, 17), "ivr", "Tuesday lacks the IVR file")
    return replace(known, state=replace(known.state, incomplete=(gap,)))
