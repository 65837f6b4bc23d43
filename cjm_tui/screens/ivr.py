"""An IVR opened: its flow first, then the panes of any touchpoint."""

from typing import Any

from cjm_tui.screens.boards import Session
from cjm_tui.screens.ivr_panes import CallsPane, ChosenCalls, FlowPane, VersionsPane, WaysPane
from cjm_tui.screens.pane import Pane
from cjm_tui.screens.touchpoint import TouchpointScreen


class IvrScreen(TouchpointScreen):
    """How calls go through an IVR, live; its page as a touchpoint is some panes further."""

    def make_panes(self) -> tuple[Pane[Any], ...]:
        """Flow, ways, versions and calls before the touchpoint's own panes."""
        calls = ChosenCalls()
        self.flow = FlowPane(self.session, self.touchpoint_id, calls)
        return (
            self.flow,
            WaysPane(self.session, self.touchpoint_id, calls),
            VersionsPane(self.session, self.touchpoint_id, calls),
            CallsPane(self.session, self.touchpoint_id, calls),
            *super().make_panes(),
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


def touchpoint_screen(session: Session, touchpoint_id: str, channel: str) -> TouchpointScreen:
    """Return the screen of a touchpoint: an IVR has one of its own."""
    kind = IvrScreen if channel == "ivr" else TouchpointScreen
    return kind(session, touchpoint_id)
