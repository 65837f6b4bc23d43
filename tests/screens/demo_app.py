"""Opens the app on the made-up company: python -m tests.screens.demo_app [--theme NAME] [--incomplete]."""

import sys
from dataclasses import replace

from cjm_tui.app import CjmApp, start
from tests.screens.fake_boards import FakeBoards, incomplete, journey_map


def main() -> None:
    boards = FakeBoards()
    if "--incomplete" in sys.argv:
        boards.map = incomplete(boards.map)
        boards.map = replace(boards.map, state=replace(boards.map.state, stale=True, demo=True))
    if "--empty" in sys.argv:
        boards.map = replace(journey_map(), journeys=())
    theme = sys.argv[sys.argv.index("--theme") + 1] if "--theme" in sys.argv else "cjm-dark"
    start(CjmApp(boards, theme=theme))


if __name__ == "__main__":
    main()
