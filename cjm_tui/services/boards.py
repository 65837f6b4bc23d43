"""The screens' questions answered from the database: opened for each, never held while idle.

The services and the stored queries are imported at the first question: the app has painted by then.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

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
from cjm_tui.locations import state_folder
from cjm_tui.store.database import Database, Stamp

if TYPE_CHECKING:
    from cjm_tui.services.actions_answers import DatabaseActions
    from cjm_tui.services.audit_answers import DatabaseAudit
    from cjm_tui.services.flow_answers import DatabaseFlow
    from cjm_tui.services.imports_answers import DatabaseImports
    from cjm_tui.services.owners_answers import DatabaseOwners
    from cjm_tui.services.panel import DatabasePanel
    from cjm_tui.services.paths_answers import DatabasePaths
    from cjm_tui.services.verification_answers import DatabaseVerification
    from cjm_tui.store.catalog import Catalog
    from cjm_tui.store.session import Reader

_WAIT_S = 0.0  # a screen never waits at the gate: it keeps its picture and asks again
_FORM_WAIT_S = 5.0  # a form is asked for once


class DatabaseBoards:
    """What `screens.boards.Boards` asks for, from one database file."""

    def __init__(self, database: Database, load_catalog: Callable[[], "Catalog"]) -> None:
        self._database = database
        self._load_catalog = load_catalog

    @cached_property
    def _catalog(self) -> "Catalog":
        catalog = self._load_catalog()
        self._database.catalog = catalog
        return catalog

    @cached_property
    def panel(self) -> "DatabasePanel":
        """The query panel's own questions."""
        from cjm_tui.services.panel import DatabasePanel

        return DatabasePanel(self._database, self._load_catalog, state_folder())

    @cached_property
    def owners(self) -> "DatabaseOwners":
        """The ownership screen's own questions."""
        from cjm_tui.services.owners_answers import DatabaseOwners

        return DatabaseOwners(self._database, self._catalog, self._reading)

    @cached_property
    def flow(self) -> "DatabaseFlow":
        """The IVR screen's own questions."""
        from cjm_tui.services.flow_answers import DatabaseFlow

        return DatabaseFlow(self._reading, lambda: self._catalog)

    @cached_property
    def imports(self) -> "DatabaseImports":
        """The imports screen's own questions."""
        from cjm_tui.services.imports_answers import DatabaseImports

        return DatabaseImports(self._database, self._reading)

    @cached_property
    def actions(self) -> "DatabaseActions":
        """The actions screens' own questions."""
        from cjm_tui.services.actions_answers import DatabaseActions

        return DatabaseActions(self._database, self._catalog, self._reading)

    @cached_property
    def paths(self) -> "DatabasePaths":
        """The paths screen's own questions."""
        from cjm_tui.services.paths_answers import DatabasePaths

        return DatabasePaths(self._database, self._catalog, self._reading)

    @cached_property
    def audit(self) -> "DatabaseAudit":
        """The audit screens' own questions."""
        from cjm_tui.services.audit_answers import DatabaseAudit

        return DatabaseAudit(self._catalog, self._reading, self._database.path)

    @cached_property
    def verification(self) -> "DatabaseVerification":
        """The questions on effects of actions."""
        from cjm_tui.services.verification_answers import DatabaseVerification

        return DatabaseVerification(self._catalog, self._reading)

    @contextmanager
    def _reading(self, query: Cancellation, wait: float = _WAIT_S) -> Iterator["Reader"]:
        from cjm_tui.services.current import open_current

        with open_current(self._database, self._catalog, wait=wait, query=query) as reader:
            yield reader

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
        """Return the map of the period, `segment` with that segment's scores."""
        from cjm_tui.services.findings import with_findings
        from cjm_tui.services.journey_map import map_of

        with self._reading(query) as reader:
            of = map_of(reader, self._catalog, period, comparison, segment, listed=segments)
            return with_findings(reader, of) if three else of.board

    def journey_versions(self, query: Cancellation) -> tuple[VersionedJourney, ...]:
        """Return the desired maps beside the current ones."""
        from cjm_tui.services.journey_versions import journey_versions

        with self._reading(query) as reader:
            return journey_versions(reader)

    def touchpoint(
        self, touchpoint_id: str, period: str, query: Cancellation, *, every: bool = False
    ) -> TouchpointPage:
        """Return one touchpoint's page, with `every` KPI that has a figure or the main ones."""
        from cjm_tui.services.touchpoint import touchpoint

        with self._reading(query) as reader:
            return touchpoint(reader, self._catalog, touchpoint_id, period, every=every)

    def breakdown(
        self, touchpoint_id: str, kpi: str | None, period: str, query: Cancellation
    ) -> Breakdown:
        """Return a KPI by every dimension."""
        from cjm_tui.services.breakdown import breakdown

        with self._reading(query) as reader:
            return breakdown(reader, self._catalog, touchpoint_id, kpi, period)

    def figure(
        self,
        touchpoint_id: str,
        kpi: str | None,
        period: str,
        query: Cancellation,
        cut: Cut = WHOLE,
        against: Comparison | None = None,
    ) -> Figure:
        """Return the SQL behind a number, or a part of it."""
        from cjm_tui.services.figure import figure

        with self._reading(query) as reader:
            return figure(reader, self._catalog, touchpoint_id, kpi, period, cut, against)

    def what_changed(
        self,
        touchpoint_id: str,
        kpi: str | None,
        period: str,
        query: Cancellation,
        comparison: Comparison,
    ) -> WhatChanged:
        """Return what each group of a KPI's rows contributed to its change."""
        from cjm_tui.services.what_changed import what_changed

        with self._reading(query) as reader:
            return what_changed(reader, self._catalog, touchpoint_id, kpi, period, comparison)

    def figure_rows(self, figure: Figure, limit: int, query: Cancellation) -> Rows:
        """Return the first rows behind the figure with what is known of each, and how many."""
        from cjm_tui.services.figure import figure_known

        with self._reading(query) as reader:
            return figure_known(reader, self._catalog, figure, limit)

    def contact_story(self, source_table: str, source_id: str, query: Cancellation) -> ContactStory:
        """Return the contact to which a counted row belongs."""
        from cjm_tui.services.contact_story import contact_story

        with self._reading(query) as reader:
            return contact_story(reader, source_table, source_id)

    def figure_words(
        self, figure: Figure, limit: int, query: Cancellation
    ) -> tuple[tuple[Verbatim, ...], int]:
        """Return the newest verbatims behind the figure, and how many there are."""
        from cjm_tui.services.figure import figure_words

        with self._reading(query) as reader:
            return figure_words(reader, figure, limit)

    def words(
        self, touchpoint_id: str, period: str, view: View, voice: Voice, query: Cancellation
    ) -> WordsPage:
        """Return one view of what a voice has said in the period."""
        from cjm_tui.services.words import words

        with self._reading(query) as reader:
            return words(reader, self._catalog, touchpoint_id, period, view, voice)

    def panel_text(
        self, touchpoint_id: str, kpi: str | None, period: str, cut: Cut, query: Cancellation
    ) -> tuple[str, str]:
        """Return a KPI's name, and its SQL for the query panel."""
        from cjm_tui.services.panel_text import panel_text

        with self._reading(query, _FORM_WAIT_S) as reader:
            return panel_text(reader, self._catalog, touchpoint_id, kpi, period, cut)

    def form(self, noun: str, identity: str, about: str, query: Cancellation) -> Form:
        """Return what may be changed of one thing, or of a new one where `identity` is ""."""
        from cjm_tui.services.edits import form, refuse_readonly

        refuse_readonly(self._database)
        with self._reading(query, _FORM_WAIT_S) as reader:
            return form(reader, self._catalog, noun, identity, about)

    def save(self, form: Form, answers: Mapping[str, str]) -> Saved:
        """Save a form."""
        from cjm_tui.services.edits import save

        return save(self._database, form, answers)

    def change_log(self, touchpoint_id: str, query: Cancellation) -> ChangeLog:
        """Return who changed what at a touchpoint, newest first."""
        from cjm_tui.services.change_log import change_log

        with self._reading(query) as reader:
            return change_log(reader, touchpoint_id)

    def stamp(self) -> Stamp:
        """Return what changes whenever anybody has written; opens nothing."""
        return self._database.stamp()
