"""The words of one touchpoint and one voice, as screens and commands show them."""

from dataclasses import dataclass
from enum import StrEnum

from cjm_tui.domain.journey import DataState
from cjm_tui.domain.kpi import Estimate, Kpi, ResponseRate
from cjm_tui.domain.period import Period
from cjm_tui.domain.touchpoint import Verbatim
from cjm_tui.domain.words.disagreements import Disagreements
from cjm_tui.domain.words.themes import Themes


class View(StrEnum):
    """How words are listed."""

    NEWEST = "newest"
    WORST = "worst"
    BEST = "best"
    THEMES = "themes"
    DISAGREEMENTS = "disagreements"

    @property
    def sort(self) -> str | None:
        """How the answers themselves are sorted; None where something else is listed."""
        return None if self in (View.THEMES, View.DISAGREEMENTS) else self.value


class Voice(StrEnum):
    """Who speaks; customers, employees and leaders are never added up."""

    CUSTOMER = "customer"
    EMPLOYEE = "employee"
    LEADER = "leader"


@dataclass(frozen=True, slots=True)
class VoiceScore:
    """How one voice scores the touchpoint with one instrument, by the rules of its KPI."""

    kpi: Kpi
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class VoiceCount:
    """What one voice has given at the touchpoint in the period."""

    voice: str
    answers: int
    with_words: int
    scores: tuple[VoiceScore, ...] = ()


@dataclass(frozen=True, slots=True)
class WordsPage:
    """One view of what one voice has said at a touchpoint in a period."""

    state: DataState
    period: Period
    touchpoint_id: str
    touchpoint: str
    stage: str
    view: View
    voice: Voice
    voices: tuple[VoiceCount, ...]
    response: ResponseRate | None  # share of invitations that were answered; None: not known
    total: int  # answers that the view could list
    words: tuple[Verbatim, ...] = ()  # in the order of the view
    read: int = 0  # answers here that themes and disagreements were looked for in, the newest ones
    themes: Themes | None = None
    disagreements: Disagreements | None = None

    @property
    def counted(self) -> VoiceCount:
        """What the voice of this page has given."""
        found = [count for count in self.voices if count.voice == self.voice]
        return found[0] if found else VoiceCount(self.voice, 0, 0)
