"""What screens share on which an action can be changed: its verbs by key, each a short form."""

from functools import partial
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from cjm_tui.domain.action_start import Start
from cjm_tui.domain.action_words import can_reopen, steps
from cjm_tui.domain.actions import Action
from cjm_tui.errors import CjmError
from cjm_tui.screens.editing import FormsScreen
from cjm_tui.screens.pick import Option, PickScreen


class ActingScreen(FormsScreen):
    """A screen with an action that can be changed; a subclass says which one it is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "propose an action", id="action"),
        Binding("m", "move", "move the action to its next state", id="action.move"),
        Binding("e", "edit", "edit the action", id="action.edit"),
        Binding("c", "verb('action_comment')", "comment", id="action.comment"),
        Binding("d", "verb('action_word')", "a department agrees or objects", id="action.word"),
        Binding("M", "verb('action_milestone')", "add a milestone", id="action.milestone"),
        Binding("C", "verb('action_communication')", "log a communication", id="action.tell"),
        Binding("T", "verb('action_sign_off')", "sign training off", id="action.sign_off"),
        Binding("u", "undo", "take your own last change back", id="action.undo"),
        Binding("R", "verb('action_reopen')", "open it again", id="action.reopen"),
        Binding("E", "more", "all else that can be done with it", id="action.more"),
    ]

    # What a subclass says

    def acted(self) -> Action | None:
        """Return the action that the keys are for, None for none."""
        raise NotImplementedError

    # Keys

    def action_add(self) -> None:
        """Propose an action, from no number in particular."""
        found = self.acted()
        self.open_form("action", about=Start(touchpoint=found.touchpoint_id if found else "").text)

    def action_edit(self) -> None:
        """Edit the action's fields."""
        if (found := self._found()) is not None:
            self.open_form("action", found.action_id)

    def action_verb(self, noun: str) -> None:
        """Open the short form of a verb."""
        if (found := self._found()) is not None:
            self.open_form(noun, about=f":{found.action_id}")

    def action_move(self) -> None:
        """Offer the states that it can go to, each with what is missing."""
        if (found := self._found()) is None:
            return
        options = [
            Option(str(to), missing or "nothing is missing", partial(self._move, str(to), found))
            for to, missing in steps(found)
        ]
        if can_reopen(found):
            again = partial(self.open_form, "action_reopen", about=f":{found.action_id}")
            options.append(Option("open it again", "with a new date and a sponsor", again))
        self._pick(found, "move", options)

    def _move(self, to: str, found: Action) -> None:
        self.open_form("action_move", about=f"{to}:{found.action_id}")

    def action_more(self) -> None:
        """Offer every verb in words."""
        if (found := self._found()) is None:
            return
        verbs = (
            ("edit its fields", "", self.action_edit),
            ("move it on", str(found.state), self.action_move),
            ("a department's word", "agrees or objects", self._verb("action_word")),
            ("sign training off", "or say why none is needed", self._verb("action_sign_off")),
            (
                *("no communication needed", "and why"),
                partial(self._about, "action_sign_off", "communication"),
            ),
            ("log a communication", "", self._verb("action_communication")),
            ("add a milestone", "", self._verb("action_milestone")),
            ("a milestone is done", "", self._verb("action_milestone_done")),
            ("add evidence", "for problem or root cause", self._verb("action_evidence")),
            ("ask the sponsor", "for a decision", self._verb("action_question")),
            ("the sponsor decided", "", self._verb("action_decision")),
            ("comment", "", self._verb("action_comment")),
            ("disagree with its verdict", "in writing", self._verb("action_disagree")),
            ("watch its level", "against a slide", partial(self._about, "action_watch", "on")),
            ("watch it no more", "and why", partial(self._about, "action_watch", "off")),
            ("open it again", "with a new date and a sponsor", self._verb("action_reopen")),
            ("take my last change back", "", self.action_undo),
        )
        self._pick(found, "more", [Option(verb, thing, do) for verb, thing, do in verbs])

    def _pick(self, found: Action, what: str, options: list[Option]) -> None:
        crumbs = ("Actions", f"{found.action_id} {found.title}", what)
        self.app.push_screen(PickScreen(crumbs, tuple(options)))

    def _verb(self, noun: str) -> "partial[None]":
        return partial(self._about, noun, "")

    def _about(self, noun: str, word: str) -> None:
        if (found := self._found()) is not None:
            self.open_form(noun, about=f"{word}:{found.action_id}")

    def action_undo(self) -> None:
        """Take one's own last change back; who may not is told why."""
        if (found := self._found()) is not None:
            self._undo(found.action_id)

    @work(thread=True, exclusive=True, group="form", exit_on_error=False)
    def _undo(self, action_id: str) -> None:
        try:
            saved = self.session.boards.actions.undo(action_id)
        except CjmError as error:
            self.app.call_from_thread(self.say, f"{error.message} {error.hint}".strip())
        else:
            words = f"took back: {'; '.join(saved.changes)}"
            self.app.call_from_thread(self._undone, words)

    def _undone(self, words: str) -> None:
        self.say(words)
        self.action_fetch()

    def _found(self) -> Action | None:
        found = self.acted()
        if found is None:
            self.say("there is no action under the cursor; a proposes one")
        return found
