"""The generator writes the same files on every run, and the committed ones are its own."""

import gzip
import hashlib
import subprocess
import sys
from pathlib import Path

import pytest


def _generated(script: Path, folder: Path, *options: str) -> dict[str, str]:
    subprocess.run(
        [sys.executable, script, "--out", folder, *options], check=True, capture_output=True
    )
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*.csv*"))
    }


def test_two_runs_are_identical_to_the_byte(sample_data, tmp_path):
    script = sample_data / "generate.py"
    once = _generated(script, tmp_path / "a", "--contacts", "3000")
    assert _generated(script, tmp_path / "b", "--contacts", "3000") == once
    assert {"touchpoints.csv", "interactions-phone.csv.gz", "feedback.csv.gz"} <= once.keys()


def test_the_committed_files_are_what_the_generator_writes(sample_data, tmp_path):
    _generated(sample_data / "generate.py", tmp_path, "--plain")
    written = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.csv")}
    committed = {path.relative_to(sample_data): path for path in sample_data.rglob("*.csv*")}
    committed = {
        name: path
        for name, path in committed.items()
        if name.parts[0] not in ("exports", "canonical")
    }
    assert {str(name).removesuffix(".gz") for name in committed} == {str(name) for name in written}
    for name, path in committed.items():
        content = path.read_bytes()
        plain = gzip.decompress(content) if path.suffix == ".gz" else content
        assert written[Path(str(name).removesuffix(".gz"))] == plain, name


def test_the_committed_files_stay_below_ten_megabytes(sample_data):
    assert sum(path.stat().st_size for path in sample_data.rglob("*.csv*")) < 10_000_000


@pytest.mark.parametrize("options", [["--contacts", "0"], ["--contacts", "many"]])
def test_a_number_of_contacts_that_is_none_is_refused(sample_data, tmp_path, options):
    command = [sys.executable, sample_data / "generate.py", "--out", tmp_path / "x", *options]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 2
    assert "--contacts" in done.stderr
    assert not (tmp_path / "x").exists()
