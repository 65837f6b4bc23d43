import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cjm_tui.cli import main

ROOT = Path(__file__).resolve().parents[2]
CJM = [sys.executable, "-m", "cjm_tui"]


@pytest.fixture(scope="session")
def demo_master(tmp_path_factory):
    """The demo's database, built once by the command that a user types."""
    path = tmp_path_factory.mktemp("demo") / "demo.duckdb"
    shared = os.environ.get("CJM_TEST_DEMO")
    if shared:
        path = Path(shared)
    if not path.exists():
        subprocess.run(
            [*CJM, "--db", str(path), "demo"],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            cwd=ROOT,
        )
    return path


@pytest.fixture
def demo(demo_master, tmp_path):
    """A copy of the demo's database that a test may change."""
    for file in demo_master.parent.glob(f"{demo_master.name}*"):
        shutil.copy(file, tmp_path / file.name)
    return tmp_path / demo_master.name


@pytest.fixture
def cjm_here(capfd, monkeypatch):
    """Run a command in this process, which spares a start-up each; return code and all it printed."""

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["cjm", *map(str, words)])
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capfd.readouterr()
        return ended.value.code, printed.out + printed.err

    return run


@pytest.fixture
def cjm():
    """Run a command as a user does."""

    def run(*words, check=True, **options):
        result = subprocess.run(
            [*CJM, *map(str, words)],
            check=False,
            capture_output=True,
            text=True,
            timeout=120,
            stdin=options.pop("stdin", subprocess.DEVNULL),
            cwd=options.pop("cwd", ROOT),
            **options,
        )
        assert not check or result.returncode == 0, result.stderr + result.stdout
        return result

    return run
