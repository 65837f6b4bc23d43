"""The made-up company's ledger: a late file, a missing one, a refused one, rows in quarantine."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from cjm_tui.domain.acd_report import LeftOut, ReadReport, Reconciliation
from cjm_tui.domain.acd_variants import LegClass, Measure
from cjm_tui.domain.expected_files import (
    Arrival,
    ExpectedFile,
    ExpectedLine,
    History,
    next_due,
    slots,
)
from cjm_tui.domain.imports import QuarantinedRow, TargetCount
from cjm_tui.domain.imports_board import (
    Batches,
    BatchLine,
    BatchPage,
    DeliveriesPage,
    FilesBoard,
    Quarantine,
    QuarantineReason,
    QuarantineRows,
    QuarantineRowsPage,
)
from cjm_tui.domain.reconciliation import Place, ReportLine, judge
from cjm_tui.domain.rows import Rows
from cjm_tui.errors import UsageError

NOW = datetime(2026, 11, 21, 8, 30)
LAST = date(2026, 11, 20)
DAY = timedelta(days=1)


def expected_line(pattern, source="interactions", missing=(), late=(), days=14):
    """A nightly file since 60 days, but for the days that are missing."""
    expected = ExpectedFile(source, pattern)
    held = [LAST - n * DAY for n in range(59, -1, -1) if LAST - n * DAY not in missing]
    arrivals = [
        Arrival(n, True, "", datetime.combine(day + DAY, time(9 if day in late else 5, 12)))
        for n, day in enumerate(held, 1)
    ]
    known = History(arrivals, {day: [(n, True)] for n, day in enumerate(held, 1)}, {}, held[0])
    since = NOW.date() - (days - 1) * DAY
    found = tuple(slots(expected, known, frozenset(), NOW, since))
    return ExpectedLine(expected, found, next_due(expected, NOW), ("ivr",))


def expected_lines(days=14):
    return (
        expected_line("interactions-ivr*", missing={date(2026, 11, 17)}, days=days),
        expected_line("interactions-phone*", late={LAST}, days=days),
        expected_line("feedback*", "feedback", missing={LAST}, days=days),
        ExpectedLine(ExpectedFile("measures"), (), next_due(ExpectedFile("measures"), NOW), came=False),
    )  # fmt: skip


def batch_line(number, name, *, read=1204, bad=0, reason="", undone=False):
    rows = {} if reason else {
        "interaction": TargetCount(read - bad, read - bad - 10, 4, 6),
        "contact": TargetCount(read - bad, read - bad, 0, 0),
    }  # fmt: skip
    day = None if reason else LAST - number % 3 * DAY
    return BatchLine(
        batch=number,
        file=f"/srv/inbox/{name}",
        mapping="interactions",
        refused=bool(reason),
        reason=reason,
        read=0 if reason else read,
        accepted=0 if reason else read - bad,
        ignored=0,
        quarantined=0 if reason else bad,
        targets=rows,
        first_day=day,
        last_day=day,
        at=NOW - timedelta(hours=3, minutes=18),
        who="importer",
        undone_at=NOW - timedelta(hours=1) if undone else None,
        undone_by="ann" if undone else "",
    )


BATCHES = (
    batch_line(62, "interactions-ivr-20261120.csv"),
    batch_line(61, "interactions-phone-20261120.csv", bad=14),
    batch_line(60, "feedback-20261120.csv", reason="12.4 % of its rows are bad (25 of 202); 5 % are allowed"),
    batch_line(59, "interactions-digital-20261120.csv", read=880, undone=True),
    *(batch_line(58 - n, f"interactions-ivr-{n:02}.csv", read=900 + n) for n in range(20)),
)  # fmt: skip
REASONS = (
    QuarantineReason("wait_s", "is negative", 1208, 2, 61, "/srv/inbox/interactions-phone-20261120.csv", NOW),
    QuarantineReason("started_at", "is not a time", 4, 1, 61, "/srv/inbox/interactions-phone-20261120.csv", NOW),
    QuarantineReason("", "has 14 cells instead of 12", 1, 1, 48, "/srv/inbox/interactions-ivr-10.csv", NOW - 3 * DAY),
)  # fmt: skip


def reconciliation(state, queue="Sales"):
    """Ten days of two queues: the ACD leaves short abandons out, and its AHT is anything."""
    places = (Place("queue", queue), Place("queue", "Service"))
    legs, lines = {}, []
    for offset in range(10):
        day = LAST - offset * DAY
        for n, place in enumerate(places):
            answered, short = 80 + 7 * offset + 20 * n, 3 + offset % 3
            legs[day, place] = (
                LegClass("answered", True, True, 10.0, answered, 0, answered, answered, 200.0 * answered),
                LegClass("abandoned", True, True, 2.0, short),
                LegClass("abandoned", True, True, 60.0, 9),
            )  # fmt: skip
            figures = {
                Measure.OFFERED: answered + 9.0 + short,
                Measure.ABANDONED: 9.0,
                Measure.AHT: 200.0 + (offset * 37 % 11) * 3 + 5,
            }
            lines.append(ReportLine(day, place, figures))
    report = ReadReport(63, "/srv/inbox/acd-november.csv", NOW, "ann", LAST - 9 * DAY, LAST)
    return Reconciliation(
        state, NOW, report, 20, LAST - 9 * DAY, LAST, 10, places,
        judge(lines, lambda border: legs, 20).results,
        (LeftOut(LAST, Place("queue", "Night"), "no call of ours names the queue Night"),),
        ((Place("queue", "Chat"), 1408),),
    )  # fmt: skip


@dataclass
class FakeImports:
    """Answers from made-up values; a test may change them or let them fail."""

    state: object
    asked: list = field(default_factory=list)
    lines: tuple = field(default_factory=expected_lines)
    batch_lines: tuple = BATCHES
    reasons: tuple = REASONS
    reconciled: object = None  # made when it is asked for
    running: object = None
    looked: int = 0
    failures: dict = field(default_factory=dict)  # what is asked → what it raises

    def _ask(self, what):
        self.asked.append(what)
        if what in self.failures:
            raise self.failures[what]

    def files(self, query):
        self._ask("files")
        return FilesBoard(self.state, NOW, 14, self.lines)

    def deliveries(self, source, pattern, query):
        self._ask(f"deliveries {source} {pattern}")
        for line in expected_lines(60):
            if (line.expected.source, line.expected.pattern) == (source, pattern):
                return DeliveriesPage(self.state, NOW, line)
        raise UsageError("not expected any more")

    def batches(self, query, *, refused_only=False):
        self._ask("refused" if refused_only else "batches")
        lines = tuple(line for line in self.batch_lines if line.refused or not refused_only)
        return Batches(self.state, NOW, lines, len(lines))

    def batch(self, number, query):
        self._ask(f"batch {number}")
        line = next(line for line in self.batch_lines if line.batch == number)
        days = ((LAST - 2 * DAY, 12), (LAST, line.read - 12))
        rows = tuple(
            QuarantinedRow(number, line.file, 10 + n, "wait_s", "is negative", f"a{n},b{n},-5")
            for n in range(line.quarantined)
        )
        return BatchPage(self.state, NOW, line, days, QuarantineRows(rows, len(rows)))

    def quarantine(self, query):
        self._ask("quarantine")
        return Quarantine(self.state, NOW, self.reasons)

    def quarantine_rows(self, column, reason, query):
        self._ask(f"rows {column} {reason}")
        rows = tuple(
            QuarantinedRow(61, "/srv/inbox/x.csv", n, column, reason, f"raw {n}") for n in range(9)
        )
        return QuarantineRowsPage(self.state, QuarantineRows(rows, 1208))

    def reconciliation(self, query):
        self._ask("reconciliation")
        self.reconciled = self.reconciled or reconciliation(self.state)
        return self.reconciled

    def report_legs(self, day, place, most, query):
        self._ask(f"calls {day} {place.name}")
        columns = ("local_at", "outcome", "wait_s", "interaction_id")
        rows = tuple(
            (NOW - n * timedelta(minutes=7), "answered", float(n), f"i{n}") for n in range(9)
        )
        return Rows(columns, rows, 9)

    def importing(self):
        self.looked += 1
        return self.running

    def renamed(self, text):
        """The same ledger in which every name from outside is this text."""
        return replace(
            self,
            lines=tuple(
                replace(line, expected=replace(line.expected, pattern=text)) for line in self.lines
            ),
            batch_lines=tuple(
                replace(
                    line, file=f"/x/{text}", mapping=text, reason=line.reason and text, who=text
                )
                for line in self.batch_lines
            ),
            reconciled=reconciliation(self.state, text),
            reasons=tuple(
                replace(reason, column=text, reason=text, newest_file=text)
                for reason in self.reasons
            ),
        )
