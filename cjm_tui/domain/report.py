"""The executive pack as a page: sections of blocks, each figure with the note of where it is from.

How a page looks, as HTML or Markdown, is none of its business.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Tone(StrEnum):
    """How a run of text is meant; the words say it too, colour is never alone."""

    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"
    GOOD = "good"
    BAD = "bad"
    ALERT = "alert"


@dataclass(frozen=True, slots=True)
class Number:
    """A KPI's figure as a program would read it, beside the words that say it."""

    value: float
    kpi: str
    touchpoint_id: str  # "": the whole site; of a journey its id stands in `journey_id`
    n: int
    low: float | None = None
    high: float | None = None
    journey_id: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Some text of one tone, with the numbers of the notes that say where it is from."""

    text: str
    tone: Tone = Tone.PLAIN
    number: Number | None = None
    notes: tuple[int, ...] = ()


Text = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `lead` is what is read first."""

    text: Text
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    items: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Subheading:
    """A title within a section."""

    text: Text


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    title: str
    right: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; each row has a text for each column."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Text, ...], ...]


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure of the first page."""

    title: str
    value: Run
    under: Text


@dataclass(frozen=True, slots=True)
class Tiles:
    """The figures that an executive sees first."""

    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A share of 100; `mark` is a reference to read it by."""

    label: str
    percent: float
    said: str
    mark: float | None = None
    mark_said: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """Shares of the same whole, a bar each."""

    title: str
    bars: tuple[Bar, ...]
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Week:
    """A week of a trend, by its first day; `expected` is the frozen baseline's."""

    first: date
    value: float | None
    expected: float | None
    said: str
    provisional: bool = False  # a follow-up window is open: it will still change


@dataclass(frozen=True, slots=True)
class Trend:
    """A KPI by weeks, with the stretch that is a slow change."""

    title: str
    weeks: tuple[Week, ...]
    spell_first: date | None
    spell_end: date | None  # None: not over
    tone: Tone
    said: str
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Distance:
    """A value with its interval beside its target, on a scale of its own."""

    label: str
    value: float
    low: float | None
    high: float | None
    target: float | None
    said: str
    tone: Tone = Tone.PLAIN
    percent: bool = True  # the scale runs from 0 to 100


@dataclass(frozen=True, slots=True)
class Distances:
    """Values beside their targets."""

    title: str
    rows: tuple[Distance, ...]


Block = Paragraph | Bullets | Subheading | Table | Tiles | Bars | Trend | Distances


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the pack."""

    anchor: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """Where a figure is from: its stored query, the hash of the definition, the days it counts."""

    number: int
    title: str
    query: str  # file, as "queries/kpi/fcr_7d.sql"
    sql_hash: str
    days: str  # "": as it stands now
    rows: str  # the command that gives the rows
    sql: str = ""  # the stored query's text


@dataclass(frozen=True, slots=True)
class Pack:
    """The whole pack; the first section is the page for five minutes."""

    title: str
    about: str
    state: tuple[str, ...]  # of the data: until when, which batch, which entry of the ledgers
    state_id: str  # of the same in short, as each note names it
    sections: tuple[Section, ...]
    notes: tuple[Note, ...] = field(default=())
