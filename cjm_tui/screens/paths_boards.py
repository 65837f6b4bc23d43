"""What the paths screen asks of the services."""

from typing import Protocol

from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.comparison import Comparison
from cjm_tui.domain.path_rules import PathWish
from cjm_tui.domain.paths import Mark, PathFigure, Paths


class PathsBoards(Protocol):
    """Answers the paths screen's questions as `Boards` does."""

    def found(
        self, period: str, wish: PathWish, comparison: Comparison, query: Cancellation
    ) -> Paths:
        """Return the paths of the period."""
        ...

    def figure(self, period: str, wish: PathWish, mark: Mark, query: Cancellation) -> PathFigure:
        """Return what stands behind a figure of theirs."""
        ...
