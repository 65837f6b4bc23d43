"""Measures an IVR's screen on many events: `python -m tests.bench.ivr_bench --events N`.

As `board_bench` does: the file opened, read and closed for each question, beside all SQL of the
first answer run bare. Unfolding a node asks nothing: what is measured is drawing the tree anew.
Target: the screen opens within 300 ms, a node unfolds within 50 ms.
"""

import argparse
import tempfile
import time
from pathlib import Path

from textual.geometry import Size

from cjm_tui.config import FixedClock
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.ivr import ALL_CALLS, FlowCut, Ivr
from cjm_tui.services.boards import DatabaseBoards
from cjm_tui.store.catalog import load_catalog
from cjm_tui.store.database import Database
from cjm_tui.store.rollup import refresh
from cjm_tui.widgets.ivr_board import IvrBoard
from tests.bench.big_site import NOW
from tests.bench.board_bench import cost, measure

OPEN_MS, UNFOLD_MS = 300, 50
_DAYS = 400
_EVENTS_A_CALL = 5
_STEP = 200_000  # calls at once

_MAP = """
insert into journey (journey_id, name, position, version) values ('j', 'Journey', 1, 'current');
insert into stage (stage_id, journey_id, position, name) values ('s', 'j', 1, 'Stage');
insert into touchpoint (touchpoint_id, stage_id, position, name, channel) values ('ivr', 's', 1, 'IVR', 'ivr');
insert into designed_flow values ('ivr', '', 'node 3-1', '', '1', 'prompt', true)
"""

# Three menus of six ways each, now and then one asked again, then a task that ends well or not.
_CALLS = """
create or replace temp table made as
select i, timestamp '2026-11-22' - interval ($days) day + interval (i * $days * 86400 // $calls) second as at_,
    hash(i) % 6 as a, hash(i * 3) % 6 as b, hash(i * 7) % 10 as fate
from range($first, $last) as r (i);
insert into interaction (interaction_id, contact_id, touchpoint_id, customer_key, direction, channel, started_at,
    ended_at, local_at, outcome, segment, flow_version)
select 'I' || i, 'C' || i, 'ivr', 'K' || hash(i * 5) % ($calls // 3 + 1), 'inbound', 'ivr', at_,
    at_ + interval 90 second, at_, if(fate < 4, 'to_agent', 'contained'), 's' || i % 3, 'v' || (i * 2 // $calls)
from made order by i;
insert into contact (contact_id, customer_key, direction, started_at, ended_at, local_at)
select 'C' || i, 'K' || hash(i * 5) % ($calls // 3 + 1), 'inbound', at_, at_ + interval 90 second, at_
from made order by i;
insert into interaction_event (interaction_id, seq, "at", local_at, node, node_type, event, flow_version)
select 'I' || i, seq, at_ + interval (seq * 11) second, at_ + interval (seq * 11) second,
    case seq when 1 then 'node 0' when 2 then 'node 1-' || a when 3 then 'node 2-' || b
        else 'node 3-' || fate end,
    if(seq < 4, 'menu', 'task'),
    case when seq < 4 then 'enter' when seq = 4 then if(fate < 4, 'transfer', if(fate < 8, 'task_ok', 'task_fail'))
        else 'hangup' end, 'v' || (i * 2 // $calls)
from made, range(1, 6) as s (seq) order by i, seq
"""


def make(path: Path, events: int) -> None:
    """Make a database of so many events of one IVR over 400 days."""
    catalog = load_catalog()
    database = Database.create(path, "Etc/UTC", FixedClock(NOW), catalog=catalog)
    calls = events // _EVENTS_A_CALL
    with database.write() as writer:
        writer.execute(_MAP)
    for first in range(0, calls, _STEP):
        given = {"first": first, "last": min(calls, first + _STEP), "calls": calls, "days": _DAYS}
        with database.write() as writer:
            for statement in _CALLS.split(";"):
                named = {key: value for key, value in given.items() if f"${key}" in statement}
                writer.execute(statement, named)
    began = time.perf_counter()
    with database.write() as writer:
        refresh(writer, catalog, None)
    print(f"visits, ends and all KPIs made in {time.perf_counter() - began:.0f} s")


def report(path: Path) -> None:
    """Print the table."""
    catalog, asked = load_catalog(), Cancellation()
    with Database(path, FixedClock(NOW)).read() as reader:
        (events,) = reader.row("select count(*) from interaction_event")
    print(f"{events:,} events, {path.stat().st_size / 1e6:,.0f} MB; ms: median, best, cpu")
    for period in ("28d", "all"):

        def opened(boards: DatabaseBoards, period: str = period) -> Ivr:
            return boards.flow.ivr("ivr", period, ALL_CALLS, asked)

        found = measure(path, catalog, opened)
        for name, one in (("anew", found.anew), ("again", found.again), ("bare", found.bare)):
            print(f"{period:4} {name:6}{one.median:8.0f}{one.best:8.0f}{one.cpu:8.0f}")
        for one in sorted(found.statements, key=lambda s: -s.ms)[:6]:
            print(f"       {one.ms:8.1f}  {' '.join(one.sql.split())[:90]}")
    boards = DatabaseBoards(Database(path, FixedClock(NOW), catalog), lambda: catalog)
    board = IvrBoard()
    page = boards.flow.ivr("ivr", "28d", ALL_CALLS, asked)
    board.set_reactive(IvrBoard.found, page)
    drawn = cost(lambda: board.draw(Size(120, 40)))
    print(f"unfold: draw {len(page.nodes)} nodes {drawn.median:.1f} ms")
    rows = cost(lambda: boards.flow.figure("ivr", "28d", ALL_CALLS, FlowCut(), asked))
    print(f"SQL behind a figure, counted: {rows.median:.0f} ms")
    print(f"target: open {OPEN_MS} ms, unfold {UNFOLD_MS} ms")


def main() -> None:
    """Make the database, or take one that is kept, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=5_000_000)
    parser.add_argument("--database", type=Path, help="one that is kept, and made if it is missing")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.database or Path(folder) / "ivr.duckdb"
        if not path.exists():
            make(path, options.events)
        report(path)


if __name__ == "__main__":
    main()
