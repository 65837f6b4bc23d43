"""What screens share on which the map can be edited: forms by key, and what was saved, in words."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType

from cjm_tui.domain.action_start import Start
from cjm_tui.domain.form import Saved
from cjm_tui.domain.journey import JourneyRow, StageRow
from cjm_tui.screens.data_screen import BoardScreen
from cjm_tui.screens.form_opener import FormOpener
from cjm_tui.screens.pick import Option, PickScreen


class FormsScreen(FormOpener, BoardScreen):
    """A screen of boards that opens forms, and shows what was saved."""

    def _saved(self, saved: Saved) -> None:
        super()._saved(saved)
        self.action_fetch()


class EditingScreen(FormsScreen):
    """A screen with a touchpoint that can be edited; a subclass says which one it is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "propose an action, with this number", id="action"),
        Binding("e", "edit", "edit this touchpoint", id="edit"),
        Binding("E", "edit_map", "edit the map, or begin limits anew", id="edit.map"),
        Binding("n", "note", "note what happened on days", id="note"),
    ]

    # What a subclass says

    def edited(self) -> tuple[str, str] | None:
        """Return id and name of the touchpoint that is edited, None for none."""
        raise NotImplementedError

    def started(self) -> Start | None:
        """Return the number under the cursor, from which an action is proposed."""
        found = self.edited()
        return None if found is None else Start(found[0], period=self.session.period)

    def edit_options(self) -> tuple[Option, ...]:
        """Return what else can be edited from here."""
        return ()

    # Keys

    def action_add(self) -> None:
        """Propose an action; the number under the cursor comes along."""
        if (start := self.started()) is None:
            self.say("there is no number under the cursor")
        else:
            self.open_form("action", about=start.text)

    def action_edit(self) -> None:
        """Edit the touchpoint."""
        if (found := self.edited()) is None:
            self.say("there is no touchpoint under the cursor")
        else:
            self.open_form("touchpoint", found[0])

    def action_note(self) -> None:
        """Note an outage, a campaign, a price change, a release or a holiday."""
        found = self.edited()
        self.open_form("annotation", about=found[0] if found else "")

    def action_edit_map(self) -> None:
        """Offer all that can be edited."""
        options = list(self.edit_options())
        if (found := self.edited()) is not None:
            identity, name = found
            options = [
                Option(
                    "edit the touchpoint", name, partial(self.open_form, "touchpoint", identity)
                ),
                *options,
                Option("begin the limits anew", name, self._opener("rebase", identity)),
                Option("note on days", name, self._opener("annotation", identity)),
            ]
        else:
            options.append(Option("note on days", "everywhere", self._opener("annotation", "")))
        self.app.push_screen(PickScreen((*self.where(), "edit"), tuple(options)))

    def _opener(self, noun: str, about: str) -> partial[None]:
        return partial(self.open_form, noun, about=about)


def map_options(
    open_form: Callable[[str, str, str], None], journey: JourneyRow, stage: StageRow
) -> tuple[Option, ...]:
    """Return what can be edited of the map around a touchpoint, and what can be added there."""
    options = []
    if stage.stage_id:
        options.append(
            Option("edit the stage", stage.name, partial(open_form, "stage", stage.stage_id, ""))
        )
        options.append(
            Option(
                *("add a touchpoint", f"to {stage.name}"),
                partial(open_form, "touchpoint", "", stage.stage_id),
            )
        )
    if journey.journey_id:
        of_journey = journey.journey_id
        options += [
            Option("edit the journey", journey.name, partial(open_form, "journey", of_journey, "")),
            Option(
                "add a stage", f"to {journey.name}", partial(open_form, "stage", "", of_journey)
            ),
        ]
    return (*options, Option("add a journey", "", partial(open_form, "journey", "", "")))
