"""The README's pictures, made from the app on the demo: `python -m tests.reference.pictures`."""

import asyncio
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from cjm_tui.app import CjmApp
from cjm_tui.config import FixedClock
from cjm_tui.locations import demo_database
from cjm_tui.services.boards import DatabaseBoards
from cjm_tui.store.catalog import load_catalog
from cjm_tui.store.database import Database

ROOT = Path(__file__).resolve().parents[2]
MORNING = FixedClock(datetime(2026, 11, 21, 7, 30, tzinfo=UTC))
PICTURES = {
    "journey-map": ((100, 30), ()),
    "touchpoint": ((120, 40), ("slash", "I", "V", "R", "enter", "enter")),
}


async def picture(database: Path, size: tuple[int, int], keys: tuple[str, ...]) -> str:
    """Return the screen after these keys as SVG."""
    app = CjmApp(DatabaseBoards(Database(database, MORNING), load_catalog), poll_seconds=None)
    async with app.run_test(size=size) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        for key in keys:
            await pilot.press(key)
            await app.workers.wait_for_complete()
            await pilot.pause()
        svg = app.export_screenshot(title="cjm")
    # Rich would link to a web font; a picture needs nothing from elsewhere.
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    return re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL)


def main() -> None:
    database = Path(sys.argv[1]) if len(sys.argv) > 1 else demo_database()
    for name, (size, keys) in PICTURES.items():
        target = ROOT / "docs" / "pictures" / f"{name}.svg"
        target.write_text(asyncio.run(picture(database, size, keys)))
        print(target.relative_to(ROOT))


if __name__ == "__main__":
    main()
