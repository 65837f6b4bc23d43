"""A figure broken down: the same rows by team, reason, hour …, each part with n and interval."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from cjm_tui.domain.journey import DataState, Segment
from cjm_tui.domain.kpi import Estimate, Kpi, Signal
from cjm_tui.domain.period import Period
from cjm_tui.domain.text import shown
from cjm_tui.errors import UsageError

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class Dimension(StrEnum):
    """By what the rows of a figure can be told apart; teams are teams, never persons."""

    REASON = "reason"
    TEAM = "team"
    SEGMENT = "segment"
    CHANNEL = "channel"
    QUEUE = "queue"
    SOURCE = "source"
    FLOW = "flow"
    WEEKDAY = "weekday"
    HOUR = "hour"

    @property
    def column(self) -> str:
        """Its column in the stored queries `dimensions_of_…`."""
        return "flow_version" if self is Dimension.FLOW else self.value

    @property
    def label(self) -> str:
        """Its name as one says it."""
        return "flow version" if self is Dimension.FLOW else self.value

    @property
    def by_clock(self) -> bool:
        """Whether it comes from a row's local time, which every row has."""
        return self in (Dimension.WEEKDAY, Dimension.HOUR)


NAMED = tuple(dimension for dimension in Dimension if not dimension.by_clock)


@dataclass(frozen=True, slots=True)
class Cut:
    """Which rows of a figure: those with one value in each of these dimensions.

    None is a value that is not known; weekdays are "1" (Monday) to "7", hours "0" to "23".
    """

    values: tuple[tuple[Dimension, str | None], ...] = ()

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """The dimensions that it goes by."""
        return tuple(dimension for dimension, _ in self.values)

    @property
    def known(self) -> bool:
        """Whether it has a value in each of them."""
        return all(value is not None for _, value in self.values)

    @property
    def words(self) -> str:
        """The cut as one says it: "reason billing", "Mon 9:00"."""
        if self.dimensions == (Dimension.WEEKDAY, Dimension.HOUR):
            return " ".join(value_words(dimension, value) for dimension, value in self.values)
        return ", ".join(
            value_words(dimension, value)
            if dimension.by_clock
            else f"{dimension.label} {value_words(dimension, value)}"
            for dimension, value in self.values
        )


WHOLE = Cut()  # takes all rows


def segment_cut(segment: Segment | None) -> Cut:
    """Return the cut that takes a segment's rows, or all."""
    return WHOLE if segment is None else Cut(((Dimension.SEGMENT, segment.name),))


def parse_cut(texts: Iterable[str]) -> Cut:
    """Return the cut that texts such as `team=Leeds`, `weekday=Mon`, `hour=9` name.

    A value that is left out (`team=`) is one that is not known. Raises UsageError for a dimension,
    weekday or hour that is none.
    """
    return Cut(tuple(_parsed(text) for text in texts))


def _parsed(text: str) -> tuple[Dimension, str | None]:
    name, equals, value = (part.strip() for part in text.partition("="))
    if not equals or name not in list(Dimension):
        raise UsageError(
            f"{shown(text)!r} is not DIMENSION=VALUE.",
            hint=f"The dimensions are {', '.join(Dimension)}; `team=` is one that is not known.",
        )
    dimension = Dimension(name)
    if not dimension.by_clock:
        return dimension, value or None
    days = {day.casefold(): str(place) for place, day in enumerate(WEEKDAYS, start=1)}
    hours = {f"{hour}{end}": str(hour) for hour in range(24) for end in ("", ":00")}
    known = days if dimension is Dimension.WEEKDAY else hours
    if value.casefold() not in known:
        raise UsageError(f"{shown(value)!r} is no {name}.", hint="weekday=Mon, hour=9.")
    return dimension, known[value.casefold()]


def value_words(dimension: Dimension, value: str | None) -> str:
    """Return a value of a dimension as one says it: "billing", "not known", "Mon", "9:00"."""
    if value is None:
        return "not known"
    if dimension is Dimension.WEEKDAY:
        return WEEKDAYS[int(value) - 1]
    return f"{value}:00" if dimension is Dimension.HOUR else value


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of a figure that one cut takes."""

    cut: Cut
    estimate: Estimate
    share: float  # of the figure's n, 0 … 1
    signal: Signal  # against the other known values; TOO_FEW and NONE say nothing
    gap: float | None = None  # value less that of the others, in the KPI's unit
    harm: float | None = None  # n × gap in the bad direction, as a share: positive is bad
    totalled: bool = False  # came as daily totals, which have neither rows nor dimensions


@dataclass(frozen=True, slots=True)
class Division:
    """A figure's n told apart by one dimension, or by weekday and hour: parts sum to it."""

    dimensions: tuple[Dimension, ...]
    parts: tuple[Part, ...]

    @property
    def known(self) -> tuple[Part, ...]:
        """The parts that have a value."""
        return tuple(part for part in self.parts if part.cut.known)


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One KPI at one touchpoint in one period, in every dimension."""

    state: DataState
    period: Period
    span: Period  # the days of it that count: of a windowed KPI those whose window has closed
    touchpoint_id: str
    touchpoint: str
    stage: str
    kpi: Kpi
    kpis: tuple[Kpi, ...]  # that have rows at the touchpoint
    whole: Estimate
    divisions: tuple[Division, ...]
    cells: Division  # weekday × hour
    compared: int  # parts that were held against the others
    concerned: bool  # whether a day of the period lacks data that counts here

    def division(self, dimension: Dimension) -> Division:
        """Return the parts by one dimension."""
        return next(found for found in self.divisions if found.dimensions == (dimension,))
