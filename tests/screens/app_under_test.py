"""The app without timers, on a terminal whose every byte is kept."""

from contextlib import asynccontextmanager, suppress
from typing import ClassVar

from textual.drivers.headless_driver import HeadlessDriver
from textual.events import Resize
from textual.worker import WorkerCancelled

from cjm_tui.app import CjmApp
from tests.screens.fake_boards import FakeBoards


class RecordingDriver(HeadlessDriver):
    """A terminal that takes everything and answers nothing."""

    written: ClassVar[list[str]] = []

    @property
    def is_headless(self):
        return False

    def write(self, data):
        self.written.append(data)


async def settled(app, pilot):
    """Wait until every fetch has come and been drawn; one that nobody waits for is cancelled."""
    await pilot.pause()
    while not all(worker.is_finished for worker in app.workers):
        with suppress(WorkerCancelled):
            await app.workers.wait_for_complete()
    await pilot.pause()
    await pilot.pause()


@asynccontextmanager
async def opened(boards=None, size=(80, 24), driver=None, **options):
    """Run the app until its first map is drawn."""
    app = CjmApp(boards or FakeBoards(), poll_seconds=None, **options)
    if driver is not None:
        app.driver_class = driver
        driver.written.clear()
    async with app.run_test(size=size, headless=driver is None) as pilot:
        if driver is not None:
            app.post_message(Resize(_size(size), _size(size)))
        await settled(app, pilot)
        yield app, pilot


def _size(size):
    from textual.geometry import Size

    return Size(*size)


def text_of(app):
    """Return the screen as it is seen, one string a row."""
    return [strip.text for strip in app.screen._compositor.render_strips()]


async def press(app, pilot, *keys):
    """Press the keys, each until it has had its effect; runs of letters are typed at once."""
    typed = all(len(key) == 1 for key in keys)
    for key in [keys] if typed else [[key] for key in keys]:
        await pilot.press(*key)
        await settled(app, pilot)
