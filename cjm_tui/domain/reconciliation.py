"""The ACD's own daily report beside our figures, and the definition that explains a difference.

A definition explains a measure where it closes the gap consistently: in four of five of the
report's lines in which ours differs, and in four of five of all its lines, on five days or more.
Fewer days are a fit that may be chance. Of several definitions the one nearest to ours is named.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from cjm_tui.domain.acd_variants import (
    BORDERS,
    OURS,
    THRESHOLDS,
    Border,
    LegClass,
    Measure,
    Members,
    Share,
    Tally,
    Variant,
    candidates,
    figure,
    on_border,
)

_CONSISTENT = 0.8  # of the lines in which a definition must agree
_ENOUGH_DAYS = 5
_COUNT_SLACK = 0.002  # of a count: calls in flight while the report is made
_NAMED = 3  # alternatives


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """What a line of the report is about."""

    kind: str  # queue, touchpoint, site
    name: str  # as the report says it


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A day and place of the ACD's report; measures that it does not say are left out."""

    day: date
    place: Place
    figures: Mapping[Measure, float]
    threshold_s: int | None = None  # of its service level, where the report says it


Legs = Mapping[tuple[date, Place], Sequence[LegClass]]


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of the report beside ours."""

    day: date
    place: Place
    theirs: float
    ours: Share
    weight: float  # of a percentage or a mean in a total: the calls that it is of
    explained: Share | None = None  # by the definition that was found

    def gap(self, measure: Measure, *, explained: bool = False) -> float | None:
        """Return theirs − ours, or what a definition has left of it."""
        share = self.explained if explained and self.explained is not None else self.ours
        value = share.value(measure)
        return None if value is None else self.theirs - value


class Status(StrEnum):
    """What became of a measure."""

    AGREES = "agrees"
    EXPLAINED = "explained"
    FITS = "may fit"  # on too few days to be sure
    MOSTLY = "agrees on most days"
    UNEXPLAINED = "not explained"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of a measure, at all places or at one."""

    status: Status
    cells: tuple[Cell, ...]  # with what the variant makes of them
    variant: Variant = OURS
    agreeing: int = 0  # cells that agree by the variant
    place: Place | None = None  # None: all places together
    alternatives: tuple[Variant, ...] = ()  # that fit as well

    @property
    def days(self) -> int:
        """Days that were compared."""
        return len({cell.day for cell in self.cells})


@dataclass(frozen=True, slots=True)
class MeasureResult:
    """One measure of the report: how it compares, and why it differs."""

    measure: Measure
    findings: tuple[Finding, ...]  # one, or one a place where each has a reason of its own
    tolerance: float  # of a percentage or seconds; counts have `close`'s

    @property
    def cells(self) -> tuple[Cell, ...]:
        """All cells that were compared, by day and place."""
        found = [cell for finding in self.findings for cell in finding.cells]
        return tuple(sorted(found, key=lambda cell: (cell.day, cell.place)))

    def theirs(self, cells: Sequence[Cell]) -> float | None:
        """Return the report's figure over several cells."""
        if self.measure.counts:
            return sum(cell.theirs for cell in cells)
        weight = sum(cell.weight for cell in cells)
        return sum(cell.theirs * cell.weight for cell in cells) / weight if weight else None

    def ours(self, cells: Sequence[Cell], *, explained: bool = False) -> float | None:
        """Return our figure over several cells, or that by the definition that was found."""
        shares = [cell.explained if explained and cell.explained else cell.ours for cell in cells]
        bottom = 1.0 if self.measure.counts else sum(share.bottom for share in shares)
        return Share(sum(share.top for share in shares), bottom).value(self.measure)

    def days_agreeing(self, cells: Sequence[Cell], *, explained: bool = False) -> int:
        """Return on how many days all cells agree."""
        days = {cell.day for cell in cells}
        return len(days - {c.day for c in cells if not self.agrees(c, explained=explained)})

    def left(self, cells: Sequence[Cell]) -> tuple[Cell, ...]:
        """Return the cells that differ still, the largest difference first."""
        found = [cell for cell in cells if not self.agrees(cell, explained=True)]
        gaps = {id(cell): cell.gap(self.measure, explained=True) for cell in found}
        found.sort(key=lambda cell: (-abs(gaps[id(cell)] or cell.theirs), cell.day, cell.place))
        return tuple(found)

    @property
    def status(self) -> Status:
        """The worst of its findings."""
        order = list(Status)
        return max((finding.status for finding in self.findings), key=order.index)

    def agrees(self, cell: Cell, *, explained: bool = False) -> bool:
        """Return whether a cell's figure is theirs, as ours or by the definition that was found."""
        gap = cell.gap(self.measure, explained=explained)
        return gap is not None and close(self.measure, cell.theirs, gap, self.tolerance)


@dataclass(frozen=True, slots=True)
class Judged:
    """All measures of a report."""

    results: tuple[MeasureResult, ...]


def close(measure: Measure, theirs: float, gap: float, tolerance: float) -> bool:
    """Return whether a gap is none: counts to 0.2 %, others to the report's own rounding."""
    if measure.counts:
        return abs(gap) <= max(0.5, _COUNT_SLACK * theirs)
    return abs(gap) <= tolerance


def tolerance_of(values: Iterable[float]) -> float:
    """Return by how much rounding may change figures that are written so: half a unit, or one.

    Whole numbers are taken as rounded; with decimals they may as well have been cut off.
    """
    listed = list(values)
    for decimals in range(4):
        if all(abs(value - round(value, decimals)) < 1e-9 for value in listed):
            return (0.5 if decimals == 0 else 10.0**-decimals) + 1e-9
    return 0.001


def judge(
    lines: Sequence[ReportLine], legs_on: Callable[[Border], Legs], threshold_s: int
) -> Judged:
    """Compare the lines with the legs and look for the definitions that explain what differs.

    `legs_on` gives the legs with their days cut by a border, the same as often as it is asked; for
    others than ours only where nothing else explains a difference. `threshold_s` is that of the
    site's service level.
    """
    judging = _Judging(lines, legs_on, threshold_s)
    said = {measure for line in lines for measure in line.figures}
    return Judged(tuple(judging.result(measure) for measure in Measure if measure in said))


class _Judging:
    def __init__(
        self, lines: Sequence[ReportLine], legs_on: Callable[[Border], Legs], threshold_s: int
    ) -> None:
        self._lines = lines
        self._legs_on = legs_on
        self._threshold_s = threshold_s
        self._tallies: dict[tuple[Border, Members, date, Place], Tally] = {}
        stated = {line.threshold_s for line in lines if line.threshold_s}
        self._thresholds = tuple(sorted(stated)) or THRESHOLDS

    def result(self, measure: Measure) -> MeasureResult:
        lines = [line for line in self._lines if measure in line.figures]
        tolerance = tolerance_of(line.figures[measure] for line in lines)
        whole = self._finding(measure, lines, tolerance)
        findings: tuple[Finding, ...] = (whole,)
        places = sorted({line.place for line in lines})
        if whole.status in (Status.UNEXPLAINED, Status.FITS) and len(places) > 1:
            apart = tuple(
                replace(
                    self._finding(measure, [x for x in lines if x.place == place], tolerance),
                    place=place,
                )
                for place in places
            )
            if any(finding.status is Status.EXPLAINED for finding in apart):
                findings = apart
        return MeasureResult(measure, findings, tolerance)

    def _finding(self, measure: Measure, lines: Sequence[ReportLine], tolerance: float) -> Finding:
        test = _Test(measure, lines, tolerance, self._figure)
        cells = tuple(self._cell(measure, line) for line in lines)
        if not test.gaps:
            return Finding(Status.AGREES, cells, agreeing=len(cells))
        found = _nearest(test, candidates(measure, self._thresholds))
        if not found:
            moved = (on_border(measure, border, self._thresholds) for border in BORDERS)
            found = _best([fit for variants in moved for fit in _nearest(test, variants)])
        few = len(test.gaps) <= (1 - _CONSISTENT) * len(lines)
        sure = bool(found) and found[0].closed_days >= _ENOUGH_DAYS
        if not found or (few and not sure):  # what fits two odd days may be chance
            status = Status.MOSTLY if few else Status.UNEXPLAINED
            return Finding(status, cells, agreeing=len(lines) - len(test.gaps))
        best = found[0]
        status = Status.EXPLAINED if sure else Status.FITS
        return Finding(
            status,
            tuple(
                replace(cell, explained=self._figure(measure, best.variant, line))
                for cell, line in zip(cells, lines, strict=True)
            ),
            best.variant,
            best.agreeing,
            alternatives=tuple(fit.variant for fit in found[1 : 1 + _NAMED]),
        )

    def _cell(self, measure: Measure, line: ReportLine) -> Cell:
        ours = self._figure(measure, OURS, line)
        of = Measure.ANSWERED if measure is Measure.AHT else Measure.OFFERED
        return Cell(
            line.day,
            line.place,
            line.figures[measure],
            ours,
            weight=line.figures.get(of, self._figure(of, OURS, line).top),
        )

    def _figure(self, measure: Measure, variant: Variant, line: ReportLine) -> Share:
        key = (variant.border, variant.members, line.day, line.place)
        if key not in self._tallies:
            legs = self._legs_on(variant.border).get((line.day, line.place), ())
            self._tallies[key] = Tally(legs, variant.members)
        return figure(measure, variant, self._tallies[key], self._threshold_s)


@dataclass(frozen=True, slots=True)
class _Fit:
    """A definition that closes the gap consistently."""

    variant: Variant
    agreeing: int
    closed_days: int
    error: float  # mean size of what is left


class _Test:
    """The lines of a measure, and whether a definition closes those in which ours differs."""

    def __init__(
        self,
        measure: Measure,
        lines: Sequence[ReportLine],
        tolerance: float,
        figure_of: Callable[[Measure, Variant, ReportLine], Share],
    ) -> None:
        self._measure = measure
        self._tolerance = tolerance
        self._figure_of = figure_of
        ours = [(line, self._left(OURS, line)) for line in lines]
        self.gaps = [line for line, left in ours if not self._agrees(line, left)]
        fine = [line for line, left in ours if self._agrees(line, left)]
        self._lines = [*self.gaps, *fine]  # a definition that fails does so early

    def fit(self, variant: Variant) -> _Fit | None:
        """Return how the definition fits, None where it does not consistently."""
        misses, error = 0, 0.0
        days: set[date] = set()
        most_of_gaps = int((1 - _CONSISTENT) * len(self.gaps) + 1e-9)
        most = int((1 - _CONSISTENT) * len(self._lines) + 1e-9)
        for place, line in enumerate(self._lines):
            left = self._left(variant, line)
            if left is None or not self._agrees(line, left):
                misses += 1
                if misses > (most_of_gaps if place < len(self.gaps) else most):
                    return None
            elif place < len(self.gaps):
                days.add(line.day)
            error += abs(left or 0.0)
        return _Fit(variant, len(self._lines) - misses, len(days), error / len(self._lines))

    def _left(self, variant: Variant, line: ReportLine) -> float | None:
        value = self._figure_of(self._measure, variant, line).value(self._measure)
        return None if value is None else line.figures[self._measure] - value

    def _agrees(self, line: ReportLine, left: float | None) -> bool:
        theirs = line.figures[self._measure]
        return left is not None and close(self._measure, theirs, left, self._tolerance)


def _nearest(test: _Test, variants: Iterable[Variant]) -> list[_Fit]:
    """Return the definitions that fit with the fewest departures, the best first."""
    found: list[_Fit] = []
    for variant in variants:
        if found and variant.departures > found[0].variant.departures:
            break
        fit = test.fit(variant)
        if fit is not None:
            found.append(fit)
    return _best(found)


def _best(found: list[_Fit]) -> list[_Fit]:
    """Return those with the fewest departures that agree in the most lines, the closest first."""
    if not found:
        return []
    fewest = min(fit.variant.departures for fit in found)
    near = [fit for fit in found if fit.variant.departures == fewest]
    near.sort(key=lambda fit: (-fit.agreeing, round(fit.error, 9)))
    return [fit for fit in near if fit.agreeing == near[0].agreeing]
