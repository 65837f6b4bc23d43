"""The wheel holds what the editable install finds beside the package."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from cjm_tui import locations

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


def test_a_checkout_finds_queries_and_sample_data_beside_the_package():
    assert locations.shipped("queries") == ROOT / "queries"
    assert (locations.shipped("sample_data") / "touchpoints.csv").is_file()


def test_an_installed_wheel_lists_the_same_queries_and_mappings(wheel, tmp_path):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}

    def listed(command, folder, environ):
        return subprocess.run(
            [sys.executable, "-m", "cjm_tui", *command],
            cwd=folder,
            env=environ,
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    for command in (["query"], ["mappings"]):
        from_wheel = listed(command, tmp_path, environment)
        here = listed(command, ROOT, {**os.environ, "XDG_CONFIG_HOME": str(tmp_path)})
        assert from_wheel == here
        assert len(from_wheel.splitlines()) > 8


def test_the_pins_name_no_host_and_every_one_has_a_hash():
    for lock in (ROOT / "locks").glob("*.txt"):
        text = lock.read_text()
        assert "://" not in text
        pins = [line for line in text.splitlines() if "==" in line]
        assert pins
        assert all(pin.rstrip().endswith("\\") for pin in pins)


def test_every_dependency_of_the_project_is_pinned_in_the_runtime_lock():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    locked = (ROOT / "locks" / "runtime.txt").read_text()
    for pin in project["dependencies"]:
        assert f"\n{pin} " in f"\n{locked}"
