"""What the screens ask, answered from a database file."""

from datetime import UTC, datetime, timedelta

import pytest

from cjm_tui.config import FixedClock
from cjm_tui.domain.cancellation import Cancellation
from cjm_tui.domain.words.page import View, Voice
from cjm_tui.errors import QueryCancelledError
from cjm_tui.services.boards import DatabaseBoards
from cjm_tui.store.database import Database
from tests.queries.facts import catalog

NOON = datetime(2026, 11, 19, 12)
ANSWER = """insert into feedback by name select $id as feedback_id, 'shop' as touchpoint_id,
$at as "at", $at as local_at, $instrument as instrument, $score as score, $words as verbatim"""


@pytest.fixture
def boards(tmp_path):
    clock = FixedClock(datetime(2026, 11, 20, 8, tzinfo=UTC))
    database = Database.create(tmp_path / "cjm.duckdb", "Europe/London", clock)
    said = [("csat", 5.0, "counted"), ("csat", None, "no score"), ("nps", 9.0, "other question")]
    with database.write() as writer:
        writer.execute(
            "insert into touchpoint by name select 'shop' as touchpoint_id, 'Shop' as name"
        )
        for number, (instrument, score, words) in enumerate(said):
            at = NOON - timedelta(hours=number)
            values = {"id": str(number), "at": at, "instrument": instrument, "score": score}
            writer.execute(ANSWER, values | {"words": words})
    return DatabaseBoards(database, catalog)


def test_the_words_behind_a_figure_are_those_of_its_rows(boards):
    figure = boards.figure("shop", "csat", "28d", Cancellation())
    words, total = boards.figure_words(figure, 10, Cancellation())
    assert ([word.words for word in words], total) == (["counted"], 1)
    page = boards.words("shop", "28d", View.NEWEST, Voice.CUSTOMER, Cancellation())
    assert (page.words[0].words, page.total) == ("counted", 3)


def test_a_question_that_nobody_waits_for_is_not_asked(boards):
    query = Cancellation()
    query.cancel()
    with pytest.raises(QueryCancelledError):
        boards.journey_map("28d", query)
    assert boards.journey_map("28d", Cancellation()).period is not None
