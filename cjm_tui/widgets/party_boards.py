"""Parties by department, and what departments lead, support and are targeted on."""

from textual.geometry import Size
from textual.reactive import var

from cjm_tui.domain import display
from cjm_tui.domain import ownership_words as words
from cjm_tui.domain.ownership import DepartmentLine, Departments, Parties, PartyLine
from cjm_tui.widgets.board import Board
from cjm_tui.widgets.picture import Ink, Line, Picture, Span, left
from cjm_tui.widgets.sheet import Sheet, flowed

_NAME = 22


class PartiesBoard(Board):
    """People, teams and departments with what they answer for; by department, never ranked."""

    parties: var[Parties | None] = var(None, init=False)

    def watch_parties(self) -> None:
        """Repaint what the new data changes."""
        self.redraw()

    @property
    def party(self) -> PartyLine | None:
        """The one under the cursor."""
        key = self.spot.key if self.spot else ""
        lines = self.parties.lines if self.parties else ()
        return next((one for one in lines if one.party_id == key), None)

    def draw(self, size: Size) -> Picture:
        """A heading for each department, a line for each of it."""
        if self.parties is None:
            return Picture()
        sheet, today = Sheet(size.width), self.parties.today
        for department in dict.fromkeys(one.department for one in self.parties.lines):
            sheet.heading(department or "no department")
            for one in self.parties.lines:
                if one.department == department:
                    sheet.spot(
                        one.party_id, self._lines(one, size.width), words.party_words(one, today)
                    )
        return sheet.picture()

    def _lines(self, one: PartyLine, width: int) -> list[Line]:
        assert self.parties is not None
        owned = ", ".join(role.touchpoint for role in one.accountable)
        others = len(one.roles) - len(one.accountable)
        spans = [left(f"  {one.name}", _NAME), Span(f" {one.kind}", Ink.DIM)]
        if one.state == "left":
            on = f" {display.short_day(one.left_on, self.parties.today)}" if one.left_on else ""
            spans.append(Span(f" LEFT{on}", Ink.ALERT if owned else Ink.DIM))
        if owned:
            spans.append(Span(f"  answers for {owned}"))
        if others:
            spans.append(Span(f"  {display.counted(others, 'other role')}", Ink.DIM))
        return flowed(spans, width, 1, 4)


class DepartmentsBoard(Board):
    """Stages with lead and supporters, then departments with their objectives."""

    departments: var[Departments | None] = var(None, init=False)

    def watch_departments(self) -> None:
        """Repaint what the new data changes."""
        self.redraw()

    @property
    def stage_id(self) -> str:
        """The stage under the cursor; "" for none."""
        key = self.spot.key if self.spot else ""
        return key.removeprefix("stage:") if key.startswith("stage:") else ""

    @property
    def department(self) -> DepartmentLine | None:
        """The department under the cursor."""
        key = self.spot.key if self.spot else ""
        lines = self.departments.lines if self.departments else ()
        return next((one for one in lines if f"dept:{one.name}" == key), None)

    def draw(self, size: Size) -> Picture:
        """The stages first, then what each department is targeted on."""
        if self.departments is None:
            return Picture()
        sheet, found, width = Sheet(size.width), self.departments, size.width
        sheet.heading("stages", "one department leads, others support")
        for stage in found.stages:
            lead = Span(stage.lead) if stage.lead else Span("NO LEAD", Ink.ALERT)
            leads = Span(" leads " if stage.lead else " ", Ink.DIM)
            spans = [left(f" {stage.stage}", _NAME), leads, lead]
            if stage.supporters:
                spans += [Span("  support ", Ink.DIM), Span(", ".join(stage.supporters))]
            spans.append(Span(f"  owners are of {', '.join(stage.answering) or 'nobody'}", Ink.DIM))
            said = f"{stage.stage}: {stage.lead or 'NO LEAD'}"
            sheet.spot(f"stage:{stage.stage_id}", flowed(spans, width, 1, _NAME + 2), said)
        sheet.heading("targeted on outcomes", words.coverage(found))
        for one in found.lines:
            goals = "; ".join(map(words.objective, one.objectives)) or "no objective is known"
            covered = Span("yes ") if one.outcomes else Span("NONE", Ink.ALERT)
            owned = display.counted(one.owned, "touchpoint")
            spans = [left(f" {one.name}", _NAME), covered, Span(f"  {owned}  {goals}", Ink.DIM)]
            sheet.spot(
                f"dept:{one.name}", flowed(spans, width, 1, _NAME + 2), f"{one.name}: {goals}"
            )
        return sheet.picture()
