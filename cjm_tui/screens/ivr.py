"""An IVR opened: its flow first, then the panes of any touchpoint."""

from typing import Any

from cjm_tui.domain.journey import TouchpointScore
from cjm_tui.screens.boards import Session
from cjm_tui.screens.ivr_panes import (
    CallsPane,
    CasesPane,
    ChosenCalls,
    FlowPane,
    VersionsPane,
    WaysPane,
)
from cjm_tui.screens.pane import Pane
from cjm_tui.screens.touchpoint import TouchpointScreen


class IvrScreen(TouchpointScreen):
    """How calls go through an IVR, live; its page as a touchpoint is some panes further."""

    def make_panes(self) -> tuple[Pane[Any], ...]:
        """Flow, ways, versions and calls before the touchpoint's own panes."""
        return (*self.make_flow_panes(), *super().make_panes())

    def make_flow_panes(self, last: type[CallsPane] = CallsPane) -> tuple[Pane[Any], ...]:
        """All look at the same calls; `last` lists them."""
        calls = ChosenCalls()
        self.flow = FlowPane(self.session, self.touchpoint_id, calls)
        return (
            self.flow,
            WaysPane(self.session, self.touchpoint_id, calls),
            VersionsPane(self.session, self.touchpoint_id, calls),
            last(self.session, self.touchpoint_id, calls),
        )

    def where(self) -> tuple[str, ...]:
        """Stage and name, and which calls are looked at."""
        data = self.flow.data
        if data is None:
            return super().where()
        chosen = self.flow.chosen.filter.words
        return (data.stage, data.name, *((chosen,) if chosen else ()))

    def edited(self) -> tuple[str, str] | None:
        """This touchpoint."""
        data = self.flow.data
        return None if data is None else (self.touchpoint_id, data.name)


class SteppedScreen(IvrScreen):
    """A touchpoint of another channel whose steps are recorded, tickets for one; they come last."""

    def make_panes(self) -> tuple[Pane[Any], ...]:
        """The touchpoint's own panes, then how its legs go through their steps."""
        return (*TouchpointScreen.make_panes(self), *self.make_flow_panes(CasesPane))


def touchpoint_screen(
    session: Session, touchpoint_id: str, score: TouchpointScore | None
) -> TouchpointScreen:
    """Return the screen of a touchpoint: an IVR has one of its own, recorded steps their panes."""
    kind = TouchpointScreen
    if score is not None and score.channel == "ivr":
        kind = IvrScreen
    elif score is not None and score.has_steps:
        kind = SteppedScreen
    return kind(session, touchpoint_id)
