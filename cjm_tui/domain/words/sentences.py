"""What is said about words: the plain sentences that screens and commands print alike."""

from cjm_tui.domain import display
from cjm_tui.domain.kpi import Kpi, KpiClass, ResponseRate
from cjm_tui.domain.touchpoint import Verbatim
from cjm_tui.domain.words.disagreements import LEAST, TELLS_FROM, Disagreement, Disagreements
from cjm_tui.domain.words.levels import Level
from cjm_tui.domain.words.page import View, Voice, VoiceCount, VoiceScore, WordsPage
from cjm_tui.domain.words.themes import LEAST_LOW, Theme, Themes


def speakers(voice: str) -> str:
    """Return who speaks with a voice: "customers"."""
    return voice + "s"


def rating(said: Verbatim) -> str:
    """Return the score that came with words: "CSAT 2/5"."""
    if said.score is None:
        return "no score"
    top = said.scale.rpartition("-")[2]
    return f"{said.instrument.upper()} {said.score:g}" + (f"/{top}" if top else "")


def response_words(response: ResponseRate | None) -> str:
    """Return the survey response rate, or that nobody knows it."""
    if response is None:
        return "response rate not known"
    until = response.invited_until
    invited = f"of {display.count(response.n)} invited" + (
        f" by {display.short_day(until)}" if until else ""
    )
    if response.value is None:
        return f"response rate: too few {invited} to say"
    spread = f"{response.low:.0f}–{response.high:.0f}"
    return f"{response.value:.0f}% [{spread}] {invited} answered"


def survey_words(kpi: Kpi | None, response: ResponseRate | None) -> str:
    """Return the response rate where it concerns the KPI: only opinions are asked for."""
    surveyed = kpi is not None and kpi.kpi_class is KpiClass.PERCEPTION
    return response_words(response) if surveyed else ""


def response_of(page: WordsPage) -> str:
    """Return the response rate where it concerns the voice: only customers are invited."""
    return response_words(page.response) if page.voice is Voice.CUSTOMER else ""


def voice_words(count: VoiceCount) -> str:
    """Return what a voice has given: "customers: 1,234 of 2,100 answers with words"."""
    answers = display.counted(count.answers, "answer")
    return f"{speakers(count.voice)}: {display.count(count.with_words)} of {answers} with words"


def score_words(score: VoiceScore) -> str:
    """Return how a voice scores: "NPS −12.0 [−21.0 … −3.0] n=40"."""
    name = score.kpi.short or score.kpi.name
    estimate = score.estimate
    value = display.measured(estimate, score.kpi.unit) or "too few to say"
    return f"{name} {value} n={display.count(estimate.n)}"


def basis(page: WordsPage) -> str:
    """Return in a sentence what the view lists, and what it was looked for in."""
    if page.view.sort is not None:
        return _listed(page)
    newest = ""
    if page.read < page.total:
        newest = f" Only the newest {display.count(page.read)} of {display.count(page.total)}"
        newest += " answers with words were read."
    if page.themes is not None:
        return _themes(page.themes) + newest
    if page.disagreements is not None:
        return _disagreements(page.disagreements) + newest
    return newest.strip()


def _listed(page: WordsPage) -> str:
    which = {
        View.NEWEST: "newest first",
        View.WORST: "worst scores first, the newest of equal ones",
        View.BEST: "best scores first, the newest of equal ones",
    }[page.view]
    unscored = "" if page.view is View.NEWEST else " with a score"
    shown, total = display.count(len(page.words)), display.count(page.total)
    number = f"All {total}" if len(page.words) == page.total else f"The first {shown} of {total}"
    return f"{number} answers with words{unscored}, {which}." if page.total else ""


def _themes(found: Themes) -> str:
    low = display.counted(found.low, "low score")
    if found.low < LEAST_LOW:
        return (
            f"{low} with words in this period: {LEAST_LOW} are needed before a theme is looked for."
            " A longer period may have them."
        )
    others = f"{display.count(found.others)} others"
    if found.elsewhere:
        here = found.others - found.elsewhere
        others = (
            f"{display.count(here)} others here and {display.count(found.elsewhere)} that are not"
            " low at other touchpoints"
        )
    if not found.others:
        return f"{low} with words, and no other answer to compare them with."
    if not found.found:
        return f"No term stands out among {low} against {others}."
    share = round(1 / found.false_share)
    more = f" {found.more} more are not shown." if found.more else ""
    return (
        f"Terms that {low} hold more often than {others}; on average one in {share} may be chance."
        f"{more}"
    )


def _disagreements(found: Disagreements) -> str:
    low, high = display.count(found.low), display.count(found.high)
    if found.too_few:
        return (
            f"The whole site has {low} low and {high} high scores with words; {LEAST} of each are"
            " needed to learn how they speak."
        )
    rightly = f"{100 * found.sorted_rightly:.0f} of 100 pairs of them apart rightly"
    if not found.tells:
        return (
            f"Words here do not tell low scores from high ones well enough to say: they sort"
            f" {rightly}, and {100 * TELLS_FROM:.0f} are needed."
        )
    learned = (
        f"learned from {low} low and {high} high scores of the site, which words sort {rightly}"
    )
    looked = display.counted(found.looked_at, "low or high score")
    if not found.found:
        return f"None of {looked} here looks as if it disagreed with its words: {learned}."
    return f"{len(found.found)} of {looked} look as if they disagreed with their words: {learned}."


def theme_words(theme: Theme, low: int) -> str:
    """Return how often a theme is said: "9 of 26 low scores · 15 in all · 0.3 by chance"."""
    return (
        f"{display.count(theme.low)} of {display.counted(low, 'low score')} ·"
        f" {display.count(theme.low + theme.others)} in all · {by_chance(theme)} by chance"
    )


def by_chance(theme: Theme) -> str:
    """Return how many low scores would say it if they said it as often as the others."""
    return f"{theme.chance:.1f}" if theme.chance < 10 else display.count(round(theme.chance))


def looks_as_if(one: Disagreement) -> str:
    """Return what an answer looks like, and the terms that make it look so."""
    other = "low" if one.level is Level.HIGH else "high"
    reasons = ", ".join(f"“{reason}”" for reason in one.reasons[:5])
    return f"looks as if the score were {other}: {reasons}"
