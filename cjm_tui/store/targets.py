"""The tables that an import may fill: their keys, and how a repeated row is treated."""

from dataclasses import dataclass

from cjm_tui.domain.actions import FROZEN, THAWED
from cjm_tui.store.session import Reader

BOOKKEEPING = ("first_batch", "last_batch")


@dataclass(frozen=True, slots=True)
class Target:
    """A table that a mapping may create."""

    name: str
    key: tuple[str, ...]
    moment: str = ""  # the time column (UTC) whose local time is `local_at`
    day: str = ""  # a date column instead, for facts by day
    fact: bool = True  # facts keep versions in <name>_history; the map logs changes by field
    scope: tuple[str, ...] = ()  # rows of the same scope that a file leaves out have ended
    ends: str = ""  # the date column that says so; without one such rows are removed
    kept: bool = False  # what people have edited stays, whatever a file says
    engine: bool = False  # filled by the import itself, never by a mapping
    frozen: tuple[str, ...] = ()  # what no import changes once the row's state is past `thawed`
    thawed: tuple[str, ...] = ()
    personal: bool = False  # a field that a person has changed is left to people
    appended: bool = False  # rows are only ever added


def _all(*targets: Target) -> dict[str, Target]:
    return {target.name: target for target in targets}


RECORD = "source_record"  # the records of gathered contacts, which the other facts are made of

# In the order in which they are merged: the map before the facts that stand on it.
TARGETS = _all(
    Target("party", ("party_id",), fact=False, kept=True),
    Target("journey", ("journey_id",), fact=False),
    Target("stage", ("stage_id",), fact=False),
    Target("touchpoint", ("touchpoint_id",), fact=False),
    Target(
        "enabler",
        ("touchpoint_id", "layer", "item"),
        fact=False,
        scope=("touchpoint_id", "layer"),
    ),
    Target(
        "accountability",
        ("touchpoint_id", "party_id", "role"),
        fact=False,
        scope=("touchpoint_id", "role"),
        ends="until",
        kept=True,
    ),
    Target(
        "stage_department",
        ("stage_id", "department"),
        fact=False,
        scope=("stage_id",),
        kept=True,
    ),
    Target("kpi_target", ("kpi", "touchpoint_id", "valid_from"), fact=False),
    Target(
        "designed_path",
        ("journey_id", "path_name", "position", "touchpoint_id"),
        fact=False,
        scope=("journey_id", "path_name"),
    ),
    Target(
        "designed_flow",
        ("touchpoint_id", "flow_version", "node", "parent"),
        fact=False,
        scope=("touchpoint_id", "flow_version"),
    ),
    Target("objective", ("party_id", "kpi"), fact=False, kept=True),
    Target("opportunity", ("opportunity_id",), fact=False, personal=True),
    Target("proposition", ("proposition_id",), fact=False, personal=True),
    Target("action", ("action_id",), fact=False, personal=True, frozen=FROZEN, thawed=THAWED),
    Target("action_department", ("action_id", "department"), fact=False, personal=True),
    Target("milestone", ("milestone_id",), fact=False, personal=True),
    Target("communication", ("communication_id",), fact=False, appended=True),
    Target("evidence", ("evidence_id",), fact=False, appended=True),
    Target("action_event", ("action_id", "seq"), fact=False, appended=True),
    Target("annotation", ("annotation_id",), fact=False),
    Target("holiday", ("day",), fact=False),
    Target("expected_file", ("source", "pattern"), fact=False),
    Target(RECORD, ("record_id",), engine=True),
    Target("contact", ("contact_id",), moment="started_at"),
    Target("interaction", ("interaction_id",), moment="started_at"),
    Target("interaction_event", ("interaction_id", "seq"), moment="at"),
    Target("feedback", ("feedback_id",), moment="at"),
    Target("invitation", ("invitation_id",), moment="at"),
    Target("measure", ("kpi", "touchpoint_id", "day"), day="day"),
    Target("customer_base", ("month", "segment"), day="month"),
    Target("forecast", ("touchpoint_id", "at"), moment="at"),
    Target("cost_rate", ("channel", "valid_from"), day="valid_from"),
    Target("acd_day", ("day", "place_kind", "place"), day="day"),
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table as the database declares it."""

    name: str
    kind: str  # DuckDB's name of its type
    nullable: bool


def columns_of(reader: Reader) -> dict[str, tuple[Column, ...]]:
    """Return the columns of every target in the table's order, without the bookkeeping ones."""
    found: dict[str, list[Column]] = {}
    for table, name, kind, nullable in reader.rows(_COLUMNS):
        if table in TARGETS and name not in BOOKKEEPING:
            found.setdefault(table, []).append(Column(name, kind, bool(nullable)))
    return {table: tuple(columns) for table, columns in found.items()}


_COLUMNS = """
    select table_name, column_name, data_type, is_nullable from duckdb_columns()
    where database_name = current_database() order by table_name, column_index
"""
