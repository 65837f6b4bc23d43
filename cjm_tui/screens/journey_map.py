"""Screen 1: the journey map, live."""

from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType

from cjm_tui.domain import finding_words, summary_words
from cjm_tui.domain.action_start import Start
from cjm_tui.domain.breakdown import Cut, segment_cut
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.journey import JourneyMap, TouchpointScore
from cjm_tui.domain.journey_order import lines
from cjm_tui.domain.words.sentences import survey_words
from cjm_tui.screens.data_screen import Basis, PanelQuestion
from cjm_tui.screens.editing import map_options
from cjm_tui.screens.figure import FigureScreen
from cjm_tui.screens.ivr import touchpoint_screen
from cjm_tui.screens.journey_view import JourneyView
from cjm_tui.screens.owning import OwningScreen
from cjm_tui.screens.pick import Option
from cjm_tui.screens.versions import VersionsScreen
from cjm_tui.screens.words import WordsScreen
from cjm_tui.widgets.board import Board, Notice, Outcome


class JourneyMapScreen(OwningScreen, JourneyView):
    """Stages and touchpoints with live scores; everything else is one key away."""

    HOLD = False  # the skeleton is the app's first paint
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("full_stop", "sql", "the SQL behind this number", id="sql"),
        Binding("v", "words", "the customers' words", id="words"),
        Binding("D", "desired", "the desired map beside this one", id="desired"),
        Binding("Y", "copy_summary", "copy a two-line summary", id="copy.summary"),
    ]

    def fetch(self, query: Cancellation, period: str) -> JourneyMap:
        """Fetch the map."""
        comparison, segment = self.session.comparison, self.segment
        three = self.three and segment is None
        ask = self.session.boards.journey_map
        return ask(period, query, comparison, three=three, segment=segment, segments=self.offering)

    def present(self, data: JourneyMap) -> None:
        """Hand the map to the pane and remember it for "go to"."""
        self.session.map = data
        come = data.findings is not None and not self._had_findings
        self._had_findings = data.findings is not None
        self.board.journey_map = data
        self.segments_known()
        if come:
            self.board.action_edge(-1)
        self.show_detail()

    def basis(self, data: JourneyMap) -> Basis:
        """The map brings its own state."""
        return Basis(data.state, data.period, comparison=data.comparison)

    def empty(self, data: JourneyMap) -> Notice | None:
        """Say how to begin."""
        if any(stage.touchpoints for journey in data.journeys for stage in journey.stages):
            return None
        return Notice(
            Outcome.EMPTY,
            "No data yet.",
            "cjm import FILE loads an export; this screen shows it by itself. "
            "cjm demo opens a made-up company.",
        )

    # Intents of the pane

    def on_board_opened(self, _: Board.Opened) -> None:
        """Open the touchpoint."""
        self.open_under_cursor()

    def open_under_cursor(self) -> bool:
        """Push the page of the touchpoint under the cursor; False where there is none."""
        if (score := self.score) is not None:
            self.open_touchpoint(score.touchpoint_id)
        return score is not None

    def open_touchpoint(self, touchpoint_id: str) -> None:
        """Push the page of a touchpoint, with the cursor on it for the way back."""
        self.move_to(touchpoint_id)
        scores = (line for _, _, line in lines(self.data.journeys if self.data else ()))
        score = next((s for s in scores if s.touchpoint_id == touchpoint_id), None)
        screen = touchpoint_screen(self.session, touchpoint_id, score)
        self.app.push_screen(screen)
        screen.tick()  # it asks while it is being made

    def _basis_of(self, data: JourneyMap, score: TouchpointScore) -> Basis:
        return replace(self.basis(data), concerned="incomplete" in score.flags)

    @property
    def cut(self) -> Cut:
        """Which rows the number under the cursor counts; a finding counts everybody's."""
        return segment_cut(self.data.segment if self.data else None)

    # Keys

    def action_sql(self) -> None:
        """Show the SQL behind the number under the cursor."""
        if (score := self.score) is not None and self.data is not None:
            self.app.push_screen(
                FigureScreen(
                    self.session,
                    score.touchpoint_id,
                    self.board.finding.kpi if self.board.finding else score.kpi,
                    crumbs=self.where_is(score),
                    basis=self._basis_of(self.data, score),
                    cut=self.cut,
                )
            )

    def action_words(self) -> None:
        """Show what customers said there."""
        if (score := self.score) is not None and self.data is not None:
            self.app.push_screen(
                WordsScreen(
                    self.session,
                    score.touchpoint_id,
                    crumbs=(*self.where_is(score), *(("all segments",) if self.cut.values else ())),
                    basis=self._basis_of(self.data, score),
                )
            )

    def action_desired(self) -> None:
        """Show what the desired maps would change."""
        if self.data is not None:
            basis = replace(self.basis(self.data), concerned=False)
            self.app.push_screen(VersionsScreen(self.session, basis))

    def action_copy_summary(self) -> None:
        """Send the finding in two lines to the terminal's clipboard, for a mail."""
        if (finding := self.board.finding) is not None:
            self.copy("\n".join(finding_words.lines(finding)))
        elif (score := self.score) is not None and self.data is not None:
            of = (self.cut.words,) if self.cut.values else ()
            where = " › ".join((*self.where_is(score), *of))
            answered = "" if of else survey_words(score.kpi, score.response)
            basis = self.data.period, self.data.state
            self.copy(summary_words.summary(score, where, *basis, answered))

    def panel_question(self) -> PanelQuestion | None:
        """The query behind the number under the cursor."""
        score = self.score
        if score is None or score.kpi is None:
            return None
        ask, period = self.session.boards.panel_text, self.session.period
        return partial(ask, score.touchpoint_id, score.kpi.name, period, self.cut)

    # Editing

    def edited(self) -> tuple[str, str] | None:
        """The touchpoint under the cursor."""
        score = self.score
        return None if score is None else (score.touchpoint_id, score.name)

    def started(self) -> Start | None:
        """The number under the cursor: of a finding, or of the touchpoint."""
        score = self.score
        if score is None:
            return None
        kpi = self.board.finding.kpi if self.board.finding else score.kpi
        return Start(score.touchpoint_id, kpi.name if kpi else "", self.session.period, self.cut)

    def edit_options(self) -> tuple[Option, ...]:
        """The stage and the journey under the cursor, and new ones."""
        score = self.score
        for journey in self.data.journeys if self.data else ():
            stage = next((s for s in journey.stages if score in s.touchpoints), None)
            if stage is not None:
                return map_options(self.open_form, journey, stage)
        return (Option("add a journey", "", partial(self.open_form, "journey")),)
