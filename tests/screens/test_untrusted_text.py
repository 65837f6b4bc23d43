"""Names, owners, words and needs of any kind are shown and do nothing else, on every screen."""

import json
import re
from dataclasses import replace
from itertools import cycle
from pathlib import Path

import pytest

from cjm_tui.app import UnsafeTextFilter
from cjm_tui.domain.breakdown import WHOLE, Cut
from cjm_tui.domain.journey import JourneyRow
from cjm_tui.domain.text import shown
from tests.screens.app_under_test import RecordingDriver, opened, press
from tests.screens.fake_boards import FakeBoards, answers, journey_map, words_page

OWN = [
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07",
    "\x1b]52;c;ZXZpbA==\x07",
    "\x9b31m C1 \x90q\x9c",
    "nul\x00byte\x7f",
    "\u202eright to left\u2066 isolate",
    "[/nope] closes nothing",
    "[link] [@click=app.quit]quit[/]",
    "[bold red]not bold[/bold red]",
    "漢字 かな 한글 emoji 👩‍👩‍👧 ☎️ e\u0301\u0301\u0301",
    "tab\tand\nnew\r\nline",
    "",
    " ",
    "a" * 3000,
    "\ud800 lone surrogate",
    "\U000e0041 tag",
]
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
PROJECT = Path(__file__).resolve().parents[2]
CORPUS = PROJECT.parent / "shared" / "data" / "naughty_strings.json"

# What the app itself sends: colours, moves, modes, the pointer's shape; its own words have no ESC.
OURS = re.compile(r"\x1b\[[0-9;?<>=]*[ -/]*[@-~]|\x1b\]22;[a-z]*\x07|\x1b[78=>]")


def poisoned(texts):
    """Return boards in which every text of the company is one of `texts`."""
    known = journey_map()
    pool = cycle(texts)
    stages = tuple(
        replace(
            stage,
            name=next(pool),
            customer_need=next(pool),
            touchpoints=tuple(
                replace(
                    score,
                    name=next(pool),
                    owner=next(pool) or "x",
                    said=next(pool),
                    channel=next(pool),
                )
                for score in stage.touchpoints
            ),
        )
        for stage in known.journeys[0].stages
    )
    journey = JourneyRow("j", next(pool), next(pool), stages)
    return PoisonedBoards(map=replace(known, journeys=(journey,)), pool=pool)


class PoisonedBoards(FakeBoards):
    """Every other text is poisoned as well."""

    def __init__(self, *, map, pool):
        super().__init__(map=map)
        self.pool = pool

    def touchpoint(self, touchpoint_id, period, query, **asked):
        page = super().touchpoint(touchpoint_id, period, query, **asked)
        text = self.pool
        return replace(
            page,
            stage=next(text),
            standard_of_good=next(text),
            good_author=next(text),
            words=tuple(replace(v, words=next(text), instrument=next(text)) for v in page.words),
            accountability=tuple(
                replace(a, name=next(text), department=next(text)) for a in page.accountability
            ),
            enablers=tuple((next(text), next(text)) for _ in range(4)),
            actions=tuple(
                replace(a, title=next(text), owner=next(text), state=next(text))
                for a in page.actions
            ),
            annotations=tuple(replace(a, note=next(text)) for a in page.annotations),
        )

    def breakdown(self, touchpoint_id, kpi, period, query):
        found = super().breakdown(touchpoint_id, kpi, period, query)
        return replace(
            found,
            stage=next(self.pool),
            touchpoint=next(self.pool),
            divisions=tuple(self._division(division) for division in found.divisions),
        )

    def _division(self, division):
        dimension = division.dimensions[0]
        if dimension.by_clock:
            return division
        cuts = (Cut(((dimension, next(self.pool)),)) for _ in division.parts)
        return replace(
            division,
            parts=tuple(
                replace(part, cut=cut) for part, cut in zip(division.parts, cuts, strict=True)
            ),
        )

    def what_changed(self, touchpoint_id, kpi, period, query, comparison):
        found = super().what_changed(touchpoint_id, kpi, period, query, comparison)
        splits = tuple(
            replace(
                split,
                parts=tuple(
                    replace(part, cut=Cut(((split.dimension, next(self.pool)),)))
                    for part in split.parts
                ),
            )
            for split in found.splits
        )
        return replace(found, stage=next(self.pool), touchpoint=next(self.pool), splits=splits)

    def figure(self, touchpoint_id, kpi, period, query, cut=WHOLE, against=None):
        found = super().figure(touchpoint_id, kpi, period, query, cut, against)
        return replace(found, sql=found.sql + "\n-- " + next(self.pool), query=next(self.pool))

    def figure_rows(self, figure, limit, query):
        rows = super().figure_rows(figure, limit, query)
        poisoned_rows = tuple((next(self.pool), *row[1:]) for row in rows.rows[:20])
        columns = (next(self.pool), *rows.columns[1:])
        return replace(rows, rows=poisoned_rows, columns=columns)

    def words(self, touchpoint_id, period, view, voice, query):
        stage, found = self._find(touchpoint_id)
        said = tuple(
            replace(
                v,
                words=f"{next(self.pool)} {v.words} {next(self.pool)}",
                instrument=next(self.pool),
            )
            for v in answers(found)
        )
        return words_page(stage, found, view, voice, self.map, said)


async def visit(texts, size):
    """Open every screen of the app and return what the terminal was sent."""
    async with opened(poisoned(texts), size=size, driver=RecordingDriver) as (app, pilot):
        await press(app, pilot, "enter", "G", "y", "Y")
        await press(app, pilot, "tab", "j", "j", "y", "full_stop", "enter", "escape", "escape")
        await press(app, pilot, "G", "z", "tab", "j", "y", "enter", "enter", "escape", "escape")
        await press(app, pilot, "G", "z", "shift+tab", "escape")
        await press(app, pilot, "full_stop", "enter", "y", "v", "G", "escape", "escape", "escape")
        await press(app, pilot, "v", *"www", "enter", "G", "y")
        await press(app, pilot, "w", "G", "V", "y", "escape")
        await press(app, pilot, "ctrl+p", "down", "down")
        await press(
            app, pilot, "escape", "slash", "a", "enter", "escape", "question_mark", "escape"
        )
        app.notify(texts[0])
        app.say(texts[0])
        await press(app, pilot, "j")
        return "".join(RecordingDriver.written)


def assert_harmless(sent):
    rest = re.sub(r"\x1b\]52;c;[A-Za-z0-9+/=]*\x07", "", sent)  # our own clipboard
    rest = OURS.sub("", rest)
    assert "\x1b" not in rest
    assert not FORBIDDEN.search(rest), FORBIDDEN.search(rest)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_own_corpus_does_nothing_but_show(size):
    sent = await visit(OWN, size)
    assert_harmless(sent)
    assert "[/nope] closes" in sent


@pytest.mark.skipif(not CORPUS.exists(), reason="the shared corpus is not beside this checkout")
@pytest.mark.parametrize(("size", "part"), [((80, 24), 0), ((120, 40), 1), ((200, 50), 2)])
async def test_shared_corpus_does_nothing_but_show(size, part):
    texts = json.loads(CORPUS.read_text("utf-8"))
    third = len(texts) // 3 + 1
    assert_harmless(await visit(texts[part * third : (part + 1) * third], size))


async def test_widgets_need_no_net(monkeypatch):
    monkeypatch.setattr(UnsafeTextFilter, "apply", lambda self, segments, background: segments)
    assert_harmless(await visit(OWN, (120, 40)))


async def test_last_net_catches_what_a_widget_lets_through():
    from textual.widgets import Static

    async with opened(driver=RecordingDriver) as (app, pilot):
        await app.screen.mount(Static("a\x1b[2Jb\x9b2Jc\u202ed\x00e", markup=False))
        await press(app, pilot, "j")
        assert_harmless("".join(RecordingDriver.written))
        assert shown("a\x1b") in "".join(RecordingDriver.written)
