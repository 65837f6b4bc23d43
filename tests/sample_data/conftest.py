import tomllib
from pathlib import Path

import pytest

from tests.sample_data.independent import Company

SAMPLE_DATA = Path(__file__).parents[2] / "sample_data"


@pytest.fixture(scope="session")
def sample_data() -> Path:
    return SAMPLE_DATA


@pytest.fixture(scope="session")
def company() -> Company:
    return Company(SAMPLE_DATA)


@pytest.fixture(scope="session")
def planted() -> dict:
    return tomllib.loads((SAMPLE_DATA / "planted.toml").read_text())
