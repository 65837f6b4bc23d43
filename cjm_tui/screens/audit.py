"""Screen 4: whether the organisation measures outputs or outcomes, and what hides behind that."""

from typing import Any

from cjm_tui.screens.audit_outcome_panes import OutcomesPane, PitfallsPane
from cjm_tui.screens.audit_pack import PackScreen
from cjm_tui.screens.audit_panes import AuditPane, KpisPane, OverviewPane, PairsPane
from cjm_tui.screens.editing import FormsScreen
from cjm_tui.screens.pane import Pane
from cjm_tui.screens.panes import PanesScreen


class AuditScreen(PackScreen, FormsScreen, PanesScreen):
    """The audit; each pane fetches for itself."""

    def make_panes(self) -> tuple[Pane[Any], ...]:
        """Five minutes first, then what it rests on."""
        self.overview = OverviewPane(self.session)
        self.kpis = KpisPane(self.session)
        return (
            self.overview,
            self.kpis,
            PairsPane(self.session),
            OutcomesPane(self.session),
            PitfallsPane(self.session),
        )

    def where(self) -> tuple[str, ...]:
        """The top."""
        return ("KPI audit",)

    def action_back(self) -> None:
        """Back to the first view, from there to where one came from."""
        if self.pane is not self.overview:
            self.show_pane(OverviewPane.NAME)
        else:
            self.app.switch_mode("map")

    def on_audit_pane_classing(self, message: AuditPane.Classing) -> None:
        """Open the form of a KPI."""
        self.open_form("kpi", message.name)

    def on_audit_pane_wanted(self, message: AuditPane.Wanted) -> None:
        """Show the KPIs of a class, or one KPI."""
        self.kpis.show_first(message.kpi_class, message.name)
        self.show_pane(KpisPane.NAME)
