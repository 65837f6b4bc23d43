"""Reconciling with the ACD: its own daily report beside our figures, differences by definition."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta
from pathlib import Path

from cjm_tui.domain.acd_report import LeftOut, ReadReport, Reconciliation
from cjm_tui.domain.acd_variants import OUR_BORDER, Border, LegClass, Measure
from cjm_tui.domain.imports import FileStatus, ImportOptions, ImportResult, Progress
from cjm_tui.domain.journey import DataState
from cjm_tui.domain.reconciliation import Legs, Place, ReportLine, judge
from cjm_tui.domain.rows import Rows
from cjm_tui.errors import CjmError, ExitCode, RefusedFileError, UsageError
from cjm_tui.importers.header import recognise
from cjm_tui.importers.mapping import load_mappings
from cjm_tui.importers.reader import head_of
from cjm_tui.importers.sources import Refusal, sources_of
from cjm_tui.services.data_state import data_state
from cjm_tui.services.expected_files import local_now
from cjm_tui.services.imports import import_paths
from cjm_tui.services.journey_map import all_touchpoints
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.database import Database
from cjm_tui.store.session import Reader

WEEKS = 5  # of reports that are compared where no file is named
TARGET = "acd_day"
_ALWAYS = ("local_at", "outcome", "wait_s", "interaction_id")  # of the calls behind a line
_MARGIN = timedelta(days=2)  # that a day may be cut otherwise
_DAY = timedelta(days=1)

Reading = Callable[[], AbstractContextManager[Reader]]  # opens the database for a moment


def read_report(
    database: Database,
    catalog: Catalog,
    path: Path,
    mapping: str | None,
    progress: Progress,
    *,
    mappings_folder: Path | None = None,
) -> ImportResult:
    """Import a file that is a report of the ACD; as any import it is known from then on.

    Raises UsageError where no mapping for reports reads it, CjmError where it is refused.
    """
    known = load_mappings(mappings_folder)
    reports = {name: found for name, found in known.items() if TARGET in found.targets}
    if mapping is not None and mapping not in reports:
        raise UsageError(
            f"{mapping} reads no report of an ACD.", hint=f"These do: {', '.join(reports)}."
        )
    forced = reports[mapping] if mapping else None
    found = list(sources_of((path,), ()))
    if len(found) != 1:
        held = "several files" if found else "no file that could be one"
        raise UsageError(f"{path} holds {held}.", hint="Name one report.")
    (source,) = found
    try:
        if isinstance(source, Refusal):
            raise RefusedFileError(source.reason)
        header = recognise(head_of(source), source.file_name, reports.values(), forced)
    except RefusedFileError as error:
        raise CjmError(
            f"{path} cannot be read as the ACD's report: {error.message}.",
            hint="Its columns are in docs/canonical-csv.md (acd_daily); or write a mapping.",
            exit_code=ExitCode.REFUSED,
        ) from error
    options = ImportOptions(mapping=header.mapping.name)
    (result,) = import_paths(
        database, catalog, (path,), options, progress, mappings_folder=mappings_folder
    )
    if result.status is FileStatus.REFUSED:
        raise CjmError(
            f"{path} is refused: {result.reason}.",
            hint=f"See why: cjm quarantine --batch {result.batch}",
            exit_code=ExitCode.REFUSED,
        )
    if result.status is FileStatus.BUSY:
        raise CjmError(result.reason, exit_code=ExitCode.BUSY)
    return result


def reconciliation(reading: Reading, batch: int | None = None) -> Reconciliation:
    """Compare the days of one report, or of all that were read in the newest five weeks.

    The database is opened anew for each way of cutting days, so that nobody waits for all of them.
    Without any report the result has none. Raises UsageError for a batch that is none.
    """
    with reading() as reader:
        state, now = data_state(reader), local_now(reader)
        reports = _reports(reader, batch)
        threshold = reader.settings.service_level_s
        if not reports:
            return Reconciliation(state, now, None, threshold)
        lines = _lines(reader, reports, batch)
        incomplete = _incomplete(reader, state)
        names = {t.touchpoint_id: t.name for t in all_touchpoints(reader)}
    legs = _Legs(reading, names, lines)
    legs.on(OUR_BORDER)  # asks which queues there are
    compared, left_out = [], []
    for line in lines:
        reason = _left_out(line, state, legs, incomplete)
        if reason:
            left_out.append(LeftOut(line.day, line.place, reason))
        else:
            compared.append(line)
    return Reconciliation(
        state=state,
        now=now,
        report=reports[0],
        threshold_s=threshold,
        first_day=min((line.day for line in compared), default=None),
        last_day=max((line.day for line in compared), default=None),
        days=len({line.day for line in compared}),
        places=tuple(sorted({line.place for line in compared})),
        results=judge(compared, legs.on, threshold).results,
        left_out=tuple(left_out),
        not_reported=legs.not_reported({line.day for line in compared}),
    )


def _reports(reader: Reader, batch: int | None) -> list[ReadReport]:
    reports = [ReadReport(*row) for row in reader.query("acd_reports")]
    if batch is None:
        return reports
    found = [report for report in reports if report.batch == batch]
    if not found:
        raise UsageError(f"Batch {batch} brought no report of the ACD.")
    return found


def _lines(reader: Reader, reports: Sequence[ReadReport], batch: int | None) -> list[ReportLine]:
    last = max(report.last_day for report in reports)
    first = reports[0].first_day if batch is not None else last - (7 * WEEKS - 1) * _DAY
    lines = [_report_line(row) for row in reader.query("acd_days", first=first, last=last)]
    if batch is None:
        return lines
    held = {day for day, _ in reader.query("import_batch_days", batch=batch)}
    return [line for line in lines if line.day in held]


def report_legs(reader: Reader, day: date, place: Place, most: int) -> Rows:
    """Return the calls behind a line of the report, and how many there are.

    Columns that say nothing, or the same of each call, are left out.
    """
    found = reader.query_records("acd_legs", day=day, place_kind=place.kind, place=place.name)
    said = {name: {record[name] for record in found} for name in (found[0] if found else ())}
    columns = [
        name
        for name, values in said.items()
        if name in _ALWAYS or (len(values) > 1 and name != "contact_id")
    ]
    rows = tuple(tuple(record[name] for name in columns) for record in found[:most])
    return Rows(tuple(columns), rows, len(found))


def _report_line(row: tuple[object, ...]) -> ReportLine:
    day, kind, name, *figures, service_level_s, aht_s = row
    measures = (Measure.OFFERED, Measure.ANSWERED, Measure.ABANDONED, Measure.SERVICE_LEVEL)
    said = dict(zip(measures, figures, strict=True)) | {Measure.AHT: aht_s}
    assert isinstance(day, date)
    return ReportLine(
        day=day,
        place=Place(str(kind), str(name)),
        figures={m: float(v) for m, v in said.items() if isinstance(v, int | float)},
        threshold_s=service_level_s if isinstance(service_level_s, int) else None,
    )


def _left_out(
    line: ReportLine,
    state: DataState,
    legs: "_Legs",
    incomplete: Mapping[date, Mapping[str, str]],
) -> str:
    """Return why a line cannot be compared, "" where it can."""
    if not legs.known(line.place):
        return f"no call of ours names the {line.place.kind} {line.place.name}"
    if state.first_day is None or state.last_day is None:
        return "there is no data of ours"
    if not state.first_day <= line.day <= state.last_day:
        return "our data does not hold that day, or not to its end"
    marks = incomplete.get(line.day, {})
    return next((marks[at] for at in sorted(legs.touchpoints(line.place)) if at in marks), "")


def _incomplete(reader: Reader, state: DataState) -> Mapping[date, Mapping[str, str]]:
    """Return why each day is incomplete, by touchpoint."""
    found: dict[date, dict[str, str]] = defaultdict(dict)
    today = local_now(reader).date()
    for day, _, touchpoint_id, reason in reader.query("incomplete_days", today=today):
        if touchpoint_id is not None:
            found[day][touchpoint_id] = reason
    for lacking in state.incomplete:
        found[lacking.day].update(dict.fromkeys(lacking.touchpoints, lacking.reason))
    return found


class _Legs:
    """Our legs by day and by the report's places, which are matched by name whatever the case."""

    def __init__(
        self, reading: Reading, names: Mapping[str, str], lines: Sequence[ReportLine]
    ) -> None:
        self._reading = reading
        self._names = names
        self._first = min((line.day for line in lines), default=date.max)
        self._last = max((line.day for line in lines), default=date.min)
        self._places: dict[tuple[str, str], list[Place]] = defaultdict(list)
        for place in {line.place for line in lines}:
            self._places[place.kind, _folded(place.name)].append(place)
        self._touchpoints: dict[Place, set[str]] = defaultdict(set)
        self._found: dict[Border, Legs] = {}
        self._others: dict[Place, dict[date, int]] = defaultdict(lambda: defaultdict(int))

    def on(self, border: Border) -> Legs:
        """Return the legs with their days cut by a border."""
        if border not in self._found:
            self._found[border] = self._asked(border) if self._first <= self._last else {}
        return self._found[border]

    def _asked(self, border: Border) -> Legs:
        with self._reading() as reader:
            rows = reader.query(
                "acd_classes",
                **{"from": datetime.combine(self._first, time()) - _MARGIN},
                to=datetime.combine(self._last, time()) + _MARGIN + _DAY,
                basis=border.basis,
                minutes=border.minutes,
            )
        found: dict[tuple[date, Place], list[LegClass]] = defaultdict(list)
        for day, queue, touchpoint_id, *said in rows:
            leg = LegClass(*said)
            if leg.in_ivr:  # before any queue: only a report of the whole site can have it
                for place in self._places.get(("site", "all"), ()):
                    found[day, place].append(leg)
                continue
            for place in self._places_of(queue, touchpoint_id):
                found[day, place].append(leg)
                if border == OUR_BORDER:
                    self._touchpoints[place].add(touchpoint_id)
            if border == OUR_BORDER and leg.inbound:
                self._note_other(day, queue, touchpoint_id, leg.n)
        return found

    def known(self, place: Place) -> bool:
        """Return whether any leg near the report's days is of the place."""
        return bool(self._touchpoints.get(place))

    def touchpoints(self, place: Place) -> Iterable[str]:
        """Return the touchpoints at which the place's legs are."""
        return self._touchpoints.get(place, ())

    def not_reported(self, days: set[date]) -> tuple[tuple[Place, int], ...]:
        """Return our queues or touchpoints that the report leaves out, with their calls."""
        counted = {
            place: sum(n for day, n in by_day.items() if day in days)
            for place, by_day in self._others.items()
        }
        return tuple(sorted((place, n) for place, n in counted.items() if n))

    def _places_of(self, queue: str, touchpoint_id: str) -> Iterable[Place]:
        yield from self._places.get(("site", "all"), ())
        yield from self._places.get(("queue", _folded(queue)), ()) if queue else ()
        names = {_folded(touchpoint_id), _folded(self._names.get(touchpoint_id, touchpoint_id))}
        for name in names:
            yield from self._places.get(("touchpoint", name), ())

    def _note_other(self, day: date, queue: str, touchpoint_id: str, n: int) -> None:
        kinds = {kind for kind, _ in self._places}
        if "site" in kinds or any(True for _ in self._places_of(queue, touchpoint_id)):
            return
        if "queue" in kinds and queue:
            self._others[Place("queue", queue)][day] += n
        elif "touchpoint" in kinds:
            name = self._names.get(touchpoint_id, touchpoint_id)
            self._others[Place("touchpoint", name)][day] += n


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
