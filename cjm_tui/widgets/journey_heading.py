"""The line above a journey's stages: its name, the customer's goal, and when it is reviewed."""

from rich.cells import cell_len

from cjm_tui.domain import journey_words
from cjm_tui.domain.journey import JourneyMap, JourneyRow
from cjm_tui.widgets.picture import Ink, Line, Span, both_ends, clip, line


def journey_line(journey: JourneyRow, board: JourneyMap, width: int) -> Line:
    """Draw the line; an overdue review is an alarm."""
    words, overdue = journey_words.review(journey, board.state)
    name = clip(journey.name, width // 2)
    goal = clip(journey.customer_goal, width - cell_len(name) - cell_len(words) - 6)
    start = line(Span(f" {name}", Ink.STRONG), Span(f"  {goal}", Ink.DIM))
    return both_ends(start, (Span(words, Ink.ALERT if overdue else Ink.DIM),), width)
