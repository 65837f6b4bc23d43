"""Made-up paths for the screens' tests: some leave a form for the IVR and come back."""

from dataclasses import dataclass, field, replace

from cjm_tui.domain.comparison import Comparison
from cjm_tui.domain.journey import DataState
from cjm_tui.domain.kpi import Estimate
from cjm_tui.domain.path_design import Design, deviations
from cjm_tui.domain.path_rules import PathRules
from cjm_tui.domain.paths import (
    Channel,
    Coverage,
    Loop,
    Mark,
    Move,
    PathFigure,
    Paths,
    Place,
    Switch,
    Totals,
    Variant,
)
from cjm_tui.domain.period import parse_period
from cjm_tui.domain.touchpoint import Figure
from cjm_tui.errors import CjmError

NAMES = {
    "form": "Fault form",
    "ivr": "IVR",
    "agent-call": "Agent call",
    "chat": "Chat",
    "engineer-visit": "Engineer visit",
}
STAGES = dict.fromkeys(NAMES, ("j", 3)) | {"engineer-visit": ("j", 1)}
MOVES = (
    # from, to, turns, visits, known, back, wait
    Move("ivr", "agent-call", False, False, 900, 880, 700, 90, 92.0),
    Move("ivr", None, False, False, 700, 700, 520, 150, None),
    Move("form", None, False, False, 290, 290, 221, 11, None),
    Move("form", "ivr", True, False, 133, 133, 103, 33, 2400.0),
    Move("agent-call", "ivr", True, False, 34, 34, 26, 13, 16_900.0),
    Move("agent-call", None, False, False, 880, 870, 690, 80, None),
    Move("chat", "engineer-visit", True, False, 4, 4, 3, 1, 80_000.0),
    Move("chat", None, False, False, 600, 600, 470, 40, None),
    Move("ivr", "ivr", True, False, 60, 55, 40, 12, 9_000.0),
    Move("engineer-visit", None, True, False, 4, 4, 3, 1, None),
)
PLACES = (
    Place("ivr", 1660, 1433, 1130, 230, 700, 1600, 1200, 252),
    Place("agent-call", 914, 14, 10, 1, 880, 900, 716, 93),
    Place("chat", 604, 604, 473, 41, 600, 604, 473, 41),
    Place("form", 423, 423, 324, 44, 290, 423, 324, 44),
    Place("engineer-visit", 4, 0, 0, 0, 4, 4, 3, 1),
)
VARIANTS = (
    Variant(("ivr", "agent-call"), False, 1, 800, 640, 80, 120, 11, 372.0),
    Variant(("ivr",), False, 1, 640, 480, 140, 60, 20, 69.0),
    Variant(("chat",), False, 1, 590, 462, 39, 190, 10, 369.0),
    Variant(("form",), False, 1, 280, 220, 11, 50, 14, 270.0),
    Variant(("form", "ivr", "agent-call"), False, 1, 90, 70, 24, 31, 9, 5_460.0),
    Variant(("ivr", "ivr", "ivr", "agent-call"), False, 1, 12, 9, 4, 2, 1, 21_000.0),
    Variant(("agent-call", "ivr"), True, 1, 3, 2, 1, 0, 0, 190_000.0),
    Variant((), False, 41, 59, 40, 6, 9, 2, None),
)


def fake_paths(state: DataState, period: str, wish, comparison: Comparison) -> Paths:
    """Return them by the rules that are wished."""
    design = Design((), STAGES, {("j", 1): "Set up", ("j", 3): "Get help"})
    days = parse_period(period, state.first_day, state.last_day)
    found = Paths(
        state=state,
        period=days,
        segments=("home", "priority", "not known"),
        read=days,
        comparison=comparison,
        rules=wish.over(PathRules()),
        words=wish.words,
        minimum=10,
        names=NAMES,
        design=design,
        coverage=Coverage(4_450, 3_601),
        totals=Totals(2_474, 3_605, 3_601, 2_700, 3, 61, 1_923, 305, 462, 67, 304.0),
        variants=VARIANTS,
        deviations=deviations(design, MOVES, PLACES, 10),
        moves=MOVES,
        places=PLACES,
        loops=(
            Loop("ivr", True, None, 60, 55, 40, 12, 4),
            Loop("ivr", False, "agent-call", 34, 34, 26, 13, 3),
            Loop("chat", True, None, 2, 2, 1, 0, 2),
        ),
        switches=(
            Switch("web", "phone", 133, 133, 103, 33, 2_400.0),
            Switch("chat", "visit", 4, 4, 3, 1, 80_000.0),
        ),
        channels=(
            Channel("phone", 2_574, 1_700, 1_300, 250),
            Channel("web", 423, 423, 324, 44),
            Channel("chat", 604, 604, 473, 41),
        ),
    )
    if comparison is Comparison.BASELINE:
        return found
    before = tuple(replace(one, before=one.paths - 40) for one in found.variants[:3])
    before += tuple(replace(one, before=one.paths) for one in found.variants[3:7])
    totals = replace(found.totals, paths=2_300)
    return replace(found, variants=(*before, found.variants[7]), before=totals, before_days=days)


@dataclass
class FakePaths:
    """Answers, and what was asked for."""

    state: DataState
    asked: list[object] = field(default_factory=list)
    failure: CjmError | None = None
    found_paths: Paths | None = None

    def found(self, period, wish, comparison, query) -> Paths:
        self.asked.append((period, wish, comparison))
        if self.failure is not None:
            raise self.failure
        return self.found_paths or fake_paths(self.state, period, wish, comparison)

    def figure(self, period, wish, mark: Mark, query) -> PathFigure:
        self.asked.append((period, wish, mark))
        figure = Figure(
            "paths",
            "chat",
            "paths/path_cases",
            f"select *\nfrom path_cases -- {mark.behind} {' '.join(mark.touchpoints)}",
            Estimate(mark.n, None, None, None),
            "0123456789ab",
        )
        return PathFigure(figure, replace(figure, query="paths/path_steps"))
