import pytest

from tests.queries.facts import Facts


@pytest.fixture
def facts():
    return Facts()
