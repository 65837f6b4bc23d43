"""What docs/operations.md tells an administrator to install does work."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.end_to_end.conftest import CJM, ROOT
from tests.end_to_end.test_watch import HEADER

PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"```(?:ini|cron)\n# (?P<path>/etc/\S+)\n(?P<text>.*?)```", re.DOTALL)
FILES = {Path(found["path"]).name: found["text"] for found in BLOCK.finditer(PAGE)}
UNITS = sorted(name for name in FILES if name.endswith((".service", ".timer")))


def test_the_page_has_its_units():
    assert UNITS == ["cjm-import.service", "cjm-import.timer", "cjm-watch.service"]


@pytest.fixture
def here(tmp_path):
    """The page's files as they are on this machine: its own command, user and folders."""
    command = tmp_path / "cjm"
    command.write_text(f'#!/bin/sh\ncd {ROOT}\nexec {" ".join(CJM)} "$@"\n')
    command.chmod(0o755)
    for folder in ("cjm/inbox", "export"):
        (tmp_path / "srv" / folder).mkdir(parents=True)

    def adapted(text):
        own = {"/usr/local/bin/cjm": command, "/srv/": f"{tmp_path}/srv/"}
        own |= {"User=importer": "User=root", "Group=leads": "Group=root"}
        for name, value in own.items():
            text = text.replace(name, str(value))
        return text

    return adapted


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not here")
def test_systemd_accepts_the_units(here, tmp_path):
    units = tmp_path / "units"
    units.mkdir()
    for name in UNITS:
        (units / name).write_text(here(FILES[name]))
    result = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(str(units / name) for name in UNITS)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not here")
def test_systemd_would_name_a_mistake(here, tmp_path):
    unit = tmp_path / "cjm-watch.service"
    unit.write_text(here(FILES[unit.name]).replace("Restart=", "Restrat="))
    result = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(unit)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Restrat" in result.stderr


def test_the_commands_of_the_units_run(here, tmp_path, cjm):
    cjm("--db", tmp_path / "srv/cjm/cjm.duckdb", "init", "--timezone", "Europe/London")
    (tmp_path / "srv/export/interactions.csv").write_text(
        f"{HEADER}\ni1,c1,web,2026-11-02T10:00:00,answered,3\n"
    )
    for name, code in (("cjm-import.service", 0), ("cjm-watch.service", 0)):
        text = here(FILES[name])
        command = re.search(r"(?m)^ExecStart=(.*)$", text)[1]
        environ = re.search(r"(?m)^Environment=(.*)$", text)[1]
        once = " --once" if " watch " in command else ""
        found = subprocess.run(
            f"env {environ} {command}{once}",
            shell=True,
            capture_output=True,
            text=True,
            check=False,
        )
        assert found.returncode == code, found.stderr


def test_the_cron_line_mails_what_went_wrong(here, tmp_path, cjm):
    (line,) = FILES["cjm"].strip().splitlines()
    times, user, command = re.match(r"((?:\S+ ){5}) *(\S+) +(.*)$", line).groups()
    assert (times.split(), user) == (["10", "6", "*", "*", "*"], "importer")
    assert "%" not in command  # a line end to cron
    mail = tmp_path / "mail"
    mail.write_text(f'#!/bin/sh\n(echo "$@"; cat) > {tmp_path}/mailed\n')
    mail.chmod(0o755)
    cjm("--db", tmp_path / "srv/cjm/cjm.duckdb", "init", "--timezone", "Europe/London")
    run = f"PATH={tmp_path}:$PATH; {here(command)}"
    file = tmp_path / "srv/export/interactions.csv"
    file.write_text(f"{HEADER}\ni1,c1,web,2026-11-02T10:00:00,answered,3\n")
    assert subprocess.run(["sh", "-c", run], check=False).returncode == 0
    assert not (tmp_path / "mailed").exists()
    file.write_text("a,b\n1,2\n")
    subprocess.run(["sh", "-c", run], check=False)
    mailed = (tmp_path / "mailed").read_text()
    assert mailed.startswith("-s cjm import ended with 4 leads@example.org")
    assert "REFUSED" in mailed


def test_the_morning_check_is_mailed_with_its_first_line_as_the_subject(here, tmp_path, cjm):
    (line,) = FILES["cjm-check"].strip().splitlines()
    command = re.match(r"(?:\S+ ){5} *\S+ +(.*)$", line)[1]
    mail = tmp_path / "mail"
    mail.write_text(f'#!/bin/sh\n(echo "$@"; cat) > {tmp_path}/mailed\n')
    mail.chmod(0o755)
    cjm("--db", tmp_path / "srv/cjm/cjm.duckdb", "init", "--timezone", "Europe/London")
    subprocess.run(["sh", "-c", f"PATH={tmp_path}:$PATH; {here(command)}"], check=False)
    first, *rest = (tmp_path / "mailed").read_text().splitlines()
    assert first.startswith("-s STALE: no data yet [")
    assert rest[0].startswith("STALE: no data yet [")
    cjm("--db", tmp_path / "srv/cjm/cjm.duckdb", "check", "--ack", "all")
    (tmp_path / "mailed").unlink()
    subprocess.run(["sh", "-c", f"PATH={tmp_path}:$PATH; {here(command)}"], check=False)
    assert not (tmp_path / "mailed").exists(), "no mail on a quiet morning"


def test_the_weekly_ring_of_backups_is_written(here, tmp_path, cjm):
    (line,) = FILES["cjm-backup"].strip().splitlines()
    command = re.match(r"(?:\S+ ){5} *\S+ +(.*)$", line)[1]
    assert "%" not in command.replace(r"\%", ""), "a line end to cron, unless escaped"
    (tmp_path / "backup").mkdir()
    cjm("--db", tmp_path / "srv/cjm/cjm.duckdb", "init", "--timezone", "Europe/London")
    run = here(command).replace(r"\%", "%").replace("/backup/", f"{tmp_path}/backup/")
    for _ in range(2):  # the second week replaces the first
        assert subprocess.run(["sh", "-c", run], check=False).returncode == 0
        assert [path.name[:4] for path in (tmp_path / "backup").iterdir()] == ["cjm-"]


def test_every_event_of_the_log_is_explained():
    code = "".join(
        (ROOT / "cjm_tui" / "services" / name).read_text() for name in ("watch.py", "inbox.py")
    )
    table = PAGE.partition("| Event | Says |")[2].partition("\n\n")[0]
    cells = " ".join(row.split("|")[1] for row in table.splitlines()[2:])
    events = set(re.findall(r"_report\(\s*\"([a-z_]+)\"", code)) | {
        "loaded",
        "unchanged",
        "refused",
    }
    assert set(re.findall(r"`([a-z_]+)`", cells)) == events


def test_every_unfinished_name_is_on_the_page():
    from cjm_tui.services.inbox import UNFINISHED

    assert all(f"`{ending}`" in PAGE for ending in UNFINISHED)
