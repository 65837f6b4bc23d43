"""Compressed files: damaged in any way, or made to fill the memory or the disk."""

import gzip
import io
import random
import subprocess
import sys
import textwrap
import warnings
import zipfile

import pytest

from cjm_tui.errors import RefusedFileError
from cjm_tui.importers import unpacking
from cjm_tui.importers.sources import Refusal, sources_of
from tests.importers.conftest import HEADER

ROWS = "".join(f"i{n},c{n},web,2026-11-02T10:00:00\n" for n in range(2000))
TEXT = f"{HEADER}\n{ROWS}".encode()


def zipped(members, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.fixture
def tight(monkeypatch):
    """Archives may unpack to 1 MB, or to ten times their size."""
    monkeypatch.setattr(unpacking, "_ALWAYS", 1 << 20)
    monkeypatch.setattr(unpacking, "_RATIO", 10)


BOMB = HEADER.encode() + b"\n" + b"i,c,web,2026-11-02\n" * 100_000
BOMBS = {
    "interactions.csv.gz": gzip.compress(BOMB),
    "one.zip": zipped({"interactions.csv": BOMB}),
    "many.zip": zipped({f"interactions-{n}.csv": BOMB[: len(BOMB) // 4] for n in range(5)}),
    "nested.zip": zipped({"interactions.csv.gz": gzip.compress(BOMB)}),
    "shared.zip": zipped(
        {f"interactions-{n}.csv.gz": gzip.compress(BOMB[: len(BOMB) // 4]) for n in range(5)}
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_what_unpacks_to_far_more_than_its_size_is_refused(site, tight, name):
    path = site.folder / name
    path.write_bytes(BOMBS[name])
    results = site.load(path)
    assert results[-1].status == "refused"
    assert "times its own size" in results[-1].reason
    assert not [file for file in site.database.path.parent.iterdir() if ".staging" in file.name]


def test_a_bomb_of_gigabytes_is_given_up_early(tmp_path):
    """Two gigabytes in 2 MB, read by a process that may use 400 MB and write files of 450 MB."""
    path = tmp_path / "interactions.csv.gz"
    path.write_bytes(gzip.compress(TEXT) + gzip.compress(b"0" * (20 << 20)) * 100)
    code = f"""
        import resource
        resource.setrlimit(resource.RLIMIT_AS, (400 << 20, 400 << 20))
        resource.setrlimit(resource.RLIMIT_FSIZE, (450 << 20, 450 << 20))
        from pathlib import Path
        from cjm_tui.errors import RefusedFileError
        from cjm_tui.importers.dialect import Dialect
        from cjm_tui.importers.reader import read_content
        from cjm_tui.importers.sources import Source
        folder = Path({str(tmp_path)!r}) / "staging"
        folder.mkdir()
        try:
            read_content(Source(Path({str(path)!r})), Dialect(), folder, lambda *_: None)
        except RefusedFileError as error:
            print(error.message, (folder / "content").stat().st_size)
    """
    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True
    )
    reason, _, size = run.stdout.strip().rpartition(" ")
    assert "times its own size" in reason
    assert int(size) <= unpacking.Allowance(path.stat().st_size).most


def test_an_archive_in_an_archive_or_packed_in_another_way(site):
    inner = zipped({"interactions.csv": TEXT})
    for name, content, why in (
        ("outer.zip", zipped({"interactions.zip": inner}), "packed once more"),
        ("interactions.csv.gz", gzip.compress(gzip.compress(TEXT)), "packed once more"),
        ("slow.zip", zipped({"interactions.csv": TEXT}, zipfile.ZIP_LZMA), "than deflate"),
        ("many.zip", zipped({f"{n}.csv": "x" for n in range(1001)}), "more than 1,000 files"),
        ("interactions.csv.bz2", b"BZh91AY&SY", "packed with bzip2"),
        ("interactions.7z", b"7z\xbc\xaf\x27\x1c", "packed with 7z"),
    ):
        path = site.folder / name
        path.write_bytes(content)
        (result,) = site.load(path)
        assert result.status == "refused"
        assert why in result.reason


def test_no_file_of_an_archive_is_passed_over(site):
    """Of two with one name only the last can be reached; `..` makes no file a hidden one."""
    one, other = (f"{HEADER}\n{row},c,web,2026-11-02\n" for row in ("one", "other"))
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("interactions.csv", one)
        archive.writestr("interactions.csv", other)
    (twice,) = site.load(site.write("twice.zip", out.getvalue()))
    assert (twice.status, twice.reason) == (
        "refused",
        "its zip archive holds several files named interactions.csv",
    )
    outside = zipped({"../../interactions.csv": one, "/etc/interactions.csv": other})
    assert [r.status for r in site.load(site.write("outside.zip", outside))] == ["loaded"] * 2
    assert site.rows("select interaction_id from interaction order by 1") == [("one",), ("other",)]


@pytest.mark.parametrize("name", ["interactions.csv.gz", "night.zip"])
def test_a_damaged_archive_is_refused_or_gives_the_whole_content(tmp_path, name):
    """400 single bytes changed, or the file cut at 100 places: never half of the content."""
    whole = gzip.compress(TEXT) if name.endswith(".gz") else zipped({"interactions.csv": TEXT})
    chance = random.Random(7)
    damaged = [whole[: chance.randrange(1, len(whole))] for _ in range(100)]
    for _ in range(400):
        content = bytearray(whole)
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        damaged.append(bytes(content))
    path = tmp_path / name
    refused = 0
    for content in damaged:
        path.write_bytes(content)
        for source in sources_of((path,), ()):
            if isinstance(source, Refusal):
                refused += 1
                continue
            try:
                with source.open() as stream:
                    read = b"".join(iter(lambda: stream.read(1 << 16), b""))
            except RefusedFileError:
                refused += 1
            else:
                assert read in (TEXT, content)
    assert refused > 400
