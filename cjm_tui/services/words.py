"""What is said at a touchpoint: newest, worst, best, by theme, and against its own score."""

from dataclasses import replace
from datetime import date
from itertools import groupby
from operator import itemgetter

from cjm_tui.domain.kpi import Tally
from cjm_tui.domain.period import Period
from cjm_tui.domain.statistics.estimates import estimate
from cjm_tui.domain.touchpoint import Verbatim
from cjm_tui.domain.words.disagreements import disagreements
from cjm_tui.domain.words.page import View, Voice, VoiceCount, VoiceScore, WordsPage
from cjm_tui.domain.words.themes import themes
from cjm_tui.errors import UsageError
from cjm_tui.services.data_state import data_state, period_of
from cjm_tui.services.journey_map import all_touchpoints, stage_name
from cjm_tui.services.names import named
from cjm_tui.services.response import response
from cjm_tui.services.scores import Scores, bounds
from cjm_tui.store.catalog import Catalog
from cjm_tui.store.session import Reader

LISTED = 200  # verbatims in a list; the page says how many there are
READ = 5_000  # newest answers that themes and disagreements are looked for in

_BEGINNING = date(1970, 1, 1)


def words(
    reader: Reader,
    catalog: Catalog,
    name: str,
    period: str = "28d",
    view: View = View.NEWEST,
    voice: Voice = Voice.CUSTOMER,
) -> WordsPage:
    """Return one view of what a voice said at the touchpoint that `name` means, by id or name.

    Raises UsageError where nothing or several things are meant, for a period that is none, and
    while there is no data at all.
    """
    state = data_state(reader)
    span = period_of(state, period)
    found = named(name, all_touchpoints(reader))
    if span is None:
        raise UsageError("There is no data yet.", hint="Next: cjm import FILE …")
    at = found.touchpoint_id
    most = READ if view.sort is None else LISTED
    said, total = spoken(reader, at, span, voice, most, view.sort or View.NEWEST)
    page = WordsPage(
        state=state,
        period=span,
        touchpoint_id=at,
        touchpoint=found.name,
        stage=stage_name(reader, found),
        view=view,
        voice=voice,
        voices=voices(reader, catalog, at, span),
        response=response(Scores(reader, catalog, state, span), at),
        total=total,
        read=len(said),
    )
    if view.sort is not None:
        return replace(page, words=said)
    site = _everywhere(reader, span, voice)
    if view is View.DISAGREEMENTS:
        return replace(page, disagreements=disagreements(said, [answer for _, answer in site]))
    return replace(page, themes=themes(said, [answer for where, answer in site if where != at]))


def spoken(
    reader: Reader,
    touchpoint_id: str,
    period: Period,
    voice: Voice = Voice.CUSTOMER,
    most: int = LISTED,
    sort: str = View.NEWEST,
) -> tuple[tuple[Verbatim, ...], int]:
    """Return the first `most` verbatims of a voice in the period, and how many there are.

    Sorted by worst or best those without a score are left out.
    """
    rows = reader.query(
        "touchpoint_words",
        **{"touchpoint": touchpoint_id, "voice": voice, "sort": sort, "most": most},
        **bounds(period.first, period.last),
    )
    return tuple(Verbatim(*row[:8]) for row in rows), rows[0][9] if rows else 0


def voices(
    reader: Reader, catalog: Catalog, touchpoint_id: str, period: Period
) -> tuple[VoiceCount, ...]:
    """Return how much each voice has said in the period, and how it scores the touchpoint."""
    rows = reader.query(
        "touchpoint_voices", touchpoint=touchpoint_id, **bounds(period.first, period.last)
    )
    found = []
    for voice, of_voice in groupby(rows, key=itemgetter(0)):
        answers = with_words = 0
        scores = []
        for _, instrument, all_answers, said, *sums in of_voice:
            answers += all_answers
            with_words += said
            kpi = catalog.kpis.get(instrument)
            if kpi is not None and sums[0]:
                tally = Tally(*sums)
                scored = estimate(kpi, tally, minimum=reader.settings.minimum_n)
                scores.append(VoiceScore(kpi, scored))
        found.append(VoiceCount(voice, answers, with_words, tuple(scores)))
    return tuple(found)


def _everywhere(reader: Reader, period: Period, voice: Voice) -> list[tuple[str, Verbatim]]:
    """Return the newest answers of the whole site up to the period's end, with their places."""
    rows = reader.query(
        "touchpoint_words",
        **{"touchpoint": None, "voice": voice, "sort": View.NEWEST, "most": READ},
        **bounds(_BEGINNING, period.last),
    )
    return [(row[8], Verbatim(*row[:8])) for row in rows]
