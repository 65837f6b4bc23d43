"""What the screens ask of the services, and what all screens of one running app share."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from cjm_tui.domain.breakdown import WHOLE, Breakdown, Cut
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.change_log import ChangeLog
from cjm_tui.domain.comparison import Comparison
from cjm_tui.domain.contact_story import ContactStory
from cjm_tui.domain.form import Form, Saved
from cjm_tui.domain.journey import JourneyMap, Segment
from cjm_tui.domain.journey_versions import VersionedJourney
from cjm_tui.domain.rows import Rows
from cjm_tui.domain.touchpoint import Figure, TouchpointPage, Verbatim
from cjm_tui.domain.what_changed import WhatChanged
from cjm_tui.domain.words.page import View, Voice, WordsPage
from cjm_tui.screens.actions_boards import ActionsBoards
from cjm_tui.screens.audit_boards import AuditBoards
from cjm_tui.screens.flow_boards import FlowBoards
from cjm_tui.screens.imports_boards import ImportsBoards
from cjm_tui.screens.owners_boards import OwnersBoards
from cjm_tui.screens.panel import Panel
from cjm_tui.screens.paths_boards import PathsBoards
from cjm_tui.screens.verification_boards import VerificationBoards


class Boards(Protocol):
    """Answers the screens' questions; every method but `stamp` runs in a worker thread.

    BusyError and QueryCancelledError mean "keep the old picture and ask again"; any other CjmError
    is shown on the screen that asked. `query` stops the running query when its screen is left.
    """

    @property
    def panel(self) -> Panel:
        """The query panel's own questions."""
        ...

    @property
    def owners(self) -> OwnersBoards:
        """The ownership screen's own questions."""
        ...

    @property
    def flow(self) -> FlowBoards:
        """The IVR screen's own questions."""
        ...

    @property
    def imports(self) -> ImportsBoards:
        """The imports screen's own questions."""
        ...

    @property
    def actions(self) -> ActionsBoards:
        """The actions screens' own questions."""
        ...

    @property
    def paths(self) -> PathsBoards:
        """The paths screen's own questions."""
        ...

    @property
    def audit(self) -> AuditBoards:
        """The audit screens' own questions."""
        ...

    @property
    def verification(self) -> VerificationBoards:
        """The questions on effects of actions."""
        ...

    def journey_map(
        self,
        period: str,
        query: Cancellation,
        comparison: Comparison = Comparison.BASELINE,
        *,
        three: bool = False,
        segment: Segment | None = None,
        segments: bool = False,
    ) -> JourneyMap:
        """Return the map of the period (`7d`, `28d`, `all`, `A..B`), `three` with the findings.

        With `segment` the scores are those of its rows alone; `segments` with those that occur.
        """
        ...

    def journey_versions(self, query: Cancellation) -> tuple[VersionedJourney, ...]:
        """Return the desired maps beside the current ones."""
        ...

    def touchpoint(
        self, touchpoint_id: str, period: str, query: Cancellation, *, every: bool = False
    ) -> TouchpointPage:
        """Return one touchpoint's page, with `every` KPI that has a figure or the main ones."""
        ...

    def breakdown(
        self, touchpoint_id: str, kpi: str | None, period: str, query: Cancellation
    ) -> Breakdown:
        """Return a KPI by every dimension; without its name, the touchpoint's own."""
        ...

    def figure(
        self,
        touchpoint_id: str,
        kpi: str | None,
        period: str,
        query: Cancellation,
        cut: Cut = WHOLE,
        against: Comparison | None = None,
    ) -> Figure:
        """Return the SQL behind a number, or a part of it; without a KPI, behind the map's own.

        `against` are the other days of a change, whose rows belong to it too.
        """
        ...

    def what_changed(
        self,
        touchpoint_id: str,
        kpi: str | None,
        period: str,
        query: Cancellation,
        comparison: Comparison,
    ) -> WhatChanged:
        """Return what each group of a KPI's rows contributed to its change."""
        ...

    def figure_rows(self, figure: Figure, limit: int, query: Cancellation) -> Rows:
        """Return the first `limit` rows behind the figure, each with what is known of it.

        They are those of its denominator, in order, and how many there are in all.
        """
        ...

    def contact_story(self, source_table: str, source_id: str, query: Cancellation) -> ContactStory:
        """Return the contact to which a row behind a figure belongs."""
        ...

    def figure_words(
        self, figure: Figure, limit: int, query: Cancellation
    ) -> tuple[tuple[Verbatim, ...], int]:
        """Return the newest `limit` verbatims behind the figure, and how many there are."""
        ...

    def words(
        self, touchpoint_id: str, period: str, view: View, voice: Voice, query: Cancellation
    ) -> WordsPage:
        """Return one view of what a voice has said in the period."""
        ...

    def panel_text(
        self, touchpoint_id: str, kpi: str | None, period: str, cut: Cut, query: Cancellation
    ) -> tuple[str, str]:
        """Return a KPI's name, and its SQL for the query panel with its filters as parameters."""
        ...

    def form(self, noun: str, identity: str, about: str, query: Cancellation) -> Form:
        """Return what may be changed of one thing, or of a new one where `identity` is ""."""
        ...

    def save(self, form: Form, answers: Mapping[str, str]) -> Saved:
        """Save a form; raises FieldError, ConflictError, or CjmError where this user may not."""
        ...

    def change_log(self, touchpoint_id: str, query: Cancellation) -> ChangeLog:
        """Return who changed what at a touchpoint, newest first."""
        ...

    def stamp(self) -> object:
        """Return what changes whenever anybody has written; only stats files, on the loop."""
        ...


@dataclass
class Session:
    """The state that all screens of one running app share; touched on the loop only."""

    boards: Boards
    period: str = "28d"
    comparison: Comparison = Comparison.BASELINE
    paused: bool = False
    map: JourneyMap | None = None  # the last one shown; what "go to" knows

    def choose(self, choice: str | Comparison) -> None:
        """Take a period by its text, or what the figures are compared with."""
        if isinstance(choice, Comparison):
            self.comparison = choice
        else:
            self.period = choice
