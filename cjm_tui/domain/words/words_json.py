"""The words of a touchpoint as the JSON that scripts read (docs/cli.md)."""

from typing import Any

from cjm_tui.domain.journey_json import state_json
from cjm_tui.domain.touchpoint import Verbatim
from cjm_tui.domain.words.disagreements import Disagreements
from cjm_tui.domain.words.levels import level
from cjm_tui.domain.words.page import VoiceCount, WordsPage
from cjm_tui.domain.words.themes import Themes


def words_json(page: WordsPage) -> dict[str, Any]:
    """Return one view of what one voice has said; what the view does not show is left out."""
    response = page.response
    found: dict[str, Any] = {
        **state_json(page.state, page.period),
        "stage": page.stage,
        "touchpoint": page.touchpoint,
        "touchpoint_id": page.touchpoint_id,
        "view": page.view,
        "voice": page.voice,
        "voices": [_voice(count) for count in page.voices],
        "response": None
        if response is None
        else {
            "value": response.value,
            "low": response.low,
            "high": response.high,
            "invited": response.n,
            "invited_until": response.invited_until,
        },
        "total": page.total,
    }
    if page.view.sort is not None:
        found["words"] = [_verbatim(said) for said in page.words]
    else:
        found["read"] = page.read
    if page.themes is not None:
        found |= _themes(page.themes)
    if page.disagreements is not None:
        found |= _disagreements(page.disagreements)
    return found


def _voice(count: VoiceCount) -> dict[str, Any]:
    return {
        "voice": count.voice,
        "answers": count.answers,
        "with_words": count.with_words,
        "scores": [
            {
                "instrument": score.kpi.name,
                "value": score.estimate.value,
                "low": score.estimate.low,
                "high": score.estimate.high,
                "n": score.estimate.n,
            }
            for score in count.scores
        ],
    }


def _verbatim(said: Verbatim) -> dict[str, Any]:
    return {
        "at": said.at,
        "instrument": said.instrument,
        "scale": said.scale,
        "score": said.score,
        "level": level(said),
        "words": said.words,
        "voice": said.voice,
    }


def _themes(themes: Themes) -> dict[str, Any]:
    return {
        "low_answers": themes.low,
        "other_answers": themes.others,
        "of_other_touchpoints": themes.elsewhere,
        "enough": not themes.too_few,
        "false_share": themes.false_share,
        "themes": [
            {
                "term": theme.spelled,
                "phrase": theme.phrase,
                "low": theme.low,
                "all": theme.low + theme.others,
                "low_expected": theme.chance,
                "also": list(theme.also),
                "words": [_verbatim(said) for said in theme.answers],
            }
            for theme in themes.found
        ],
    }


def _disagreements(found: Disagreements) -> dict[str, Any]:
    return {
        "learned_from_low": found.low,
        "learned_from_high": found.high,
        "looked_at": found.looked_at,
        "enough": not found.too_few,
        "pairs_sorted_rightly": None if found.too_few else found.sorted_rightly,
        "disagreements": [
            {**_verbatim(one.said), "reasons": list(one.reasons)} for one in found.found
        ],
    }
