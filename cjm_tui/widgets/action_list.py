"""The list of actions: one line each under its headings, what is wrong first to the eye."""

from datetime import date

from textual.geometry import Size
from textual.reactive import var

from cjm_tui.domain import action_words as words
from cjm_tui.domain import display
from cjm_tui.domain.action_lists import NONE_HERE, TITLES, ActionList, Group, kept, listed
from cjm_tui.domain.actions import Action, ActionBoard
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.picture import Ink, Line, Picture, Span, gap, key_of, left, line
from cjm_tui.widgets.sheet import Sheet

_STATE, _OWNER, _WHEN, _WHERE, _ID = 12, 12, 18, 16, 7
_ONE_LINE_FROM, _WHERE_FROM = 72, 112  # cells
_ALARMS = ("OVERDUE", "stalled", "sponsor", "objects")


class ActionListBoard(Board):
    """Its cursor stays on its action, whichever list is shown."""

    actions: var[ActionBoard | None] = var(None, init=False)
    which: var[ActionList] = var(ActionList.DUE, init=False)
    needle: var[str] = var("", init=False)

    def watch_actions(self) -> None:
        """Repaint what the new data changes."""
        self.redraw()

    def watch_which(self) -> None:
        """Show the other list from its top."""
        self.redraw()
        self.action_edge(-1)

    def watch_needle(self) -> None:
        """Show what the filter keeps."""
        self.redraw()

    @property
    def action(self) -> Action | None:
        """The action under the cursor."""
        if self.actions is None or self.spot is None or self.notice is not None:
            return None
        here = ((group, action) for group in self.groups for action in group.actions)
        return next((a for group, a in here if _key(group, a) == self.spot.key), None)

    @property
    def groups(self) -> tuple[Group, ...]:
        """What is shown now."""
        if self.actions is None:
            return ()
        found = kept(self.actions.actions, self.needle, self.actions.today)
        return listed(self.which, found, self.actions.today)

    def draw(self, size: Size) -> Picture:
        """A heading a group, a line an action."""
        if self.actions is None:
            return Picture()
        sheet, today, groups = Sheet(size.width), self.actions.today, self.groups
        for group in groups:
            if group.title:
                sheet.heading(group.title, display.counted(len(group.actions), "action"))
            for action in group.actions:
                narrow = size.width < _ONE_LINE_FROM
                lines = (_two_lines if narrow else _one_line)(action, today, size.width)
                sheet.spot(_key(group, action), lines, words.line(action, today))
        if not groups:
            sheet.flow([Span(self._none())])
        return sheet.picture((self._head(groups, size.width),))

    def _none(self) -> str:
        if self.needle:
            return "The filter keeps none of them; esc takes it away."
        return NONE_HERE.get(
            self.which, "None is open; w shows the other lists, also what is done."
        )

    def _head(self, groups: tuple[Group, ...], width: int) -> Line:
        ids = {action.action_id for group in groups for action in group.actions}
        said = f" {TITLES[self.which]} · {display.counted(len(ids), 'action')}"
        return (left(said, width, Ink.DIM),)


def _two_lines(action: Action, today: date, width: int) -> list[Line]:
    """Beside another pane: what it is, and below it who and when."""
    told = " · ".join((words.due(action, today), *words.notes(action, today)))
    return [
        line(gap(), left(action.action_id, _ID, Ink.DIM), left(action.title, width - _ID - 2)),
        line(
            gap(_ID + 1),
            left(str(action.state), _STATE, Ink.DIM),
            left(words.owner(action), _OWNER + 3, _ink_of_owner(action)),
            gap(),
            left(told, width - _ID - _STATE - _OWNER - 6, _ink_of_words(told)),
        ),
    ]


def _ink_of_owner(action: Action) -> Ink:
    return Ink.PLAIN if words.owner(action) == action.owner.name else Ink.ALERT


def _ink_of_words(told: str) -> Ink:
    return Ink.ALERT if any(word in told for word in _ALARMS) else Ink.DIM


def _one_line(action: Action, today: date, width: int) -> list[Line]:
    notes = words.notes(action, today)
    when = words.due(action, today)
    told = " · ".join((when, *notes)) if width >= _WHERE_FROM else _short(when, notes)
    where = _WHERE if width >= _WHERE_FROM else 0
    wide = max(_WHEN, 30 if width >= _WHERE_FROM else 0)
    title = width - _ID - _STATE - _OWNER - wide - where - 3
    one = line(
        gap(),
        left(action.action_id, _ID, Ink.DIM),
        left(action.title, title),
        gap(),
        *((left(action.touchpoint, where - 1, Ink.DIM), gap()) if where else ()),
        left(str(action.state), _STATE, Ink.DIM),
        left(words.owner(action), _OWNER - 1, _ink_of_owner(action)),
        gap(),
        left(told, wide, _ink_of_words(told)),
    )
    return [one]


def _short(when: str, notes: tuple[str, ...]) -> str:
    """Return what matters most where there is room for one thing."""
    if when.startswith("OVERDUE") or not notes:
        return when
    return notes[0]


def _key(group: Group, action: Action) -> str:
    return key_of("action", group.title, action.action_id)
