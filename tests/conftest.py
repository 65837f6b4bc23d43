"""What holds for all tests: repeatable examples, and nobody's own folders or clock."""

import pytest
from hypothesis import settings

# Time limits would fail on a busy machine; the same examples each time make a red run a real one.
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")


@pytest.fixture(autouse=True)
def _no_personal_folders(tmp_path_factory, monkeypatch):
    home = tmp_path_factory.mktemp("home")
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "HOME"):
        monkeypatch.setenv(name, str(home))
    for name in ("CJM_DB", "CJM_NOW", "CJM_USER", "NO_COLOR", "TMUX"):
        monkeypatch.delenv(name, raising=False)
