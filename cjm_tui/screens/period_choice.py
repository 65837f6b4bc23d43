"""Keys with which any live screen chooses the days that all of them show, and the comparison."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from cjm_tui.domain.comparison import Comparison
from cjm_tui.domain.journey import DataState
from cjm_tui.domain.period import Period, parse_period, stepped
from cjm_tui.errors import CjmError
from cjm_tui.screens.boards import Session
from cjm_tui.screens.feed import Feed
from cjm_tui.screens.hinted import HintedScreen
from cjm_tui.screens.period_line import PeriodLine
from cjm_tui.screens.range_line import RangeLine
from cjm_tui.screens.typed_line import TypedLine
from cjm_tui.widgets.board import Board


class PeriodChoice(HintedScreen):
    """Its lines stand above the hints, hidden until `t`; a choice is asked for at once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "period", "period and comparison", id="period"),
        Binding("left_square_bracket", "step(-1)", "the days before", id="period.back"),
        Binding("right_square_bracket", "step(1)", "the days after", id="period.on"),
    ]

    board: Board  # the one that the keys are for

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._shown: tuple[DataState, Period | None] | None = None
        self._period_line = PeriodLine()
        self._range_line = RangeLine()

    # What a subclass says

    def feeds(self) -> Iterable[Feed[Any]]:
        """Return the feeds of what can be seen."""
        raise NotImplementedError

    # Lines and keys

    def shows(self, state: DataState, period: Period | None) -> None:
        """Note what is in sight: steps go on from there."""
        self._shown = state, period

    def period_lines(self) -> Iterable[Widget]:
        """Return the lines that a live screen composes above its hints."""
        return self._period_line, self._range_line

    def action_period(self) -> None:
        """Offer periods and comparisons, one key each."""
        self.line_opens()
        self._period_line.open(self.session.period, self.session.comparison)

    def on_period_line_chosen(self, message: PeriodLine.Chosen) -> None:
        """Show that period, or that comparison."""
        self.choose(message.choice)

    def on_period_line_range_wanted(self, _: PeriodLine.RangeWanted) -> None:
        """Let the days be typed."""
        self._range_line.open("")

    def on_range_line_typed(self, message: RangeLine.Typed) -> None:
        """Show these days, or say what is wrong with them."""
        state = self._shown[0] if self._shown else None
        first, last = (state.first_day, state.last_day) if state else (None, None)
        try:
            period = parse_period(message.text, first or date.min, last or date.max)
        except CjmError as error:
            self.say(error.message)
            self.post_message(RangeLine.Stays())
            return
        self._range_line.hide()
        self.choose(period.name)

    def on_period_line_closed(self, _: PeriodLine.Closed) -> None:
        """Give the keys back to the pane."""
        self.board_again()

    def on_typed_line_closed(self, _: TypedLine.Closed) -> None:
        """Give the keys back to the pane."""
        self.board_again()

    def line_opens(self) -> None:
        """A line to choose or type in takes its place above the hints."""

    def board_again(self) -> None:
        """The pane has the keys again."""
        self.set_focus(self.board)
        self.show_hints()

    def choose(self, choice: str | Comparison) -> None:
        """Take a period or a comparison for all screens, and ask for it here."""
        self.session.choose(choice)
        for feed in self.feeds():
            feed.ask_anew()

    def action_step(self, steps: int) -> None:
        """Show as many days before, or after, those in sight."""
        state, shown = self._shown or (None, None)
        if state is None or shown is None:
            return
        period = stepped(shown, steps, state.first_day or date.min, state.last_day or date.max)
        if period == shown.name:
            self.say("there is no data before" if steps < 0 else "there is no data after")
        else:
            self.choose(period)
