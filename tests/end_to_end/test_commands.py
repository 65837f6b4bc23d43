"""What scripts rely on: exit codes, JSON, and nothing on stdout but data."""

import csv
import io
import json
import subprocess

import pytest

from tests.end_to_end.conftest import CJM, ROOT

SAMPLE = ROOT / "sample_data"
MORNING = "2026-11-21T07:30"


@pytest.fixture
def ask(demo, cjm_here, monkeypatch):
    monkeypatch.setenv("CJM_NOW", MORNING)

    def run(*words):
        return cjm_here("--db", demo, *words)

    return run


def test_the_map_as_json_has_every_touchpoint_with_its_score(ask):
    code, printed = ask("journey", "--json")
    board = json.loads(printed)
    assert code == 0
    assert board["period"] == "2026-10-24..2026-11-20"
    assert board["timezone"] == "Europe/London"
    assert board["data_until"].startswith("2026-11-20T23")
    stages = board["journeys"][0]["stages"]
    assert [stage["stage"] for stage in stages] == ["Join", "Set up", "Use", "Get help", "Stay"]
    touchpoints = {t["touchpoint"]: t for stage in stages for t in stage["touchpoints"]}
    ivr = touchpoints["IVR"]
    assert (ivr["kpi"], ivr["signal"], ivr["state"], ivr["owner"]) == (
        "repeat_7d", "worse", "missed", None,
    )  # fmt: skip
    assert {"moment_of_truth", "no_owner"} <= set(ivr["flags"])
    assert ivr["low"] < ivr["value"] < ivr["high"]
    assert ivr["change"] == pytest.approx(ivr["value"] - ivr["baseline"])
    shop = touchpoints["Shop visit"]
    assert (shop["n"], shop["value"], shop["low"], shop["signal"]) == (8, None, None, "too_few")


def test_the_map_as_text_says_the_same(ask):
    code, printed = ask("journey")
    (line,) = [line for line in printed.splitlines() if " IVR " in line]
    assert code == 0
    assert "▼ worse" in line
    assert "NO OWNER" in line
    assert "MISSED" in line
    assert "DEMO" in printed.splitlines()[0]


def test_words_by_theme_name_terms_with_counts_and_the_words_themselves(ask):
    code, printed = ask(
        "touchpoint", "Engineer visit", "--words", "themes", "--period", "all", "--json"
    )
    found = json.loads(printed)
    assert code == 0
    terms = {theme["term"] for theme in found["themes"]}
    assert {"appointment moved", "no show"} <= terms
    for theme in found["themes"]:
        assert theme["low"] > theme["low_expected"]
        held = [said["level"] for said in theme["words"] if theme["term"] in said["words"].lower()]
        if theme["term"] == "appointment moved":
            assert held.count("low") == theme["low"]
    code, printed = ask("touchpoint", "Engineer visit", "--words", "themes", "--period", "all")
    said = f"48 of {found['low_answers']} low scores · 56 in all"
    assert f"appointment moved twice without asking me: {said}" in printed


def test_words_at_odds_with_their_score_are_a_guess_with_its_reasons(ask):
    code, printed = ask("touchpoint", "Web shop", "--words", "disagreements", "--period", "all")
    assert code == 0
    assert "look as if they disagreed with their words" in printed
    assert "looks as if the score were low: “" in printed


def test_words_of_a_voice_that_never_spoke_are_none(ask):
    code, printed = ask("touchpoint", "IVR", "--words", "--voice", "employee")
    assert code == 0
    assert "employees: 0 of 0 answers with words" in printed
    assert "Nobody of them has said anything here in this period." in printed


def test_the_log_says_who_changed_what_newest_first(ask):
    code, _ = ask("edit", "touchpoint", "IVR", "good_threshold=20", "--why", "agreed at stand-up")
    assert code == 0
    code, printed = ask("touchpoint", "IVR", "--log")
    first, *changes = printed.splitlines()
    assert (code, first) == (0, f"{len(changes)} changes, newest first")
    assert changes == sorted(changes, key=lambda line: line[:16], reverse=True)
    (made,) = [line for line in changes if "good threshold" in line]
    assert made.startswith("2026-11-21 07:30  ")
    assert made.endswith("good threshold: 25.0 → 20.0  (agreed at stand-up)")
    _, printed = ask("touchpoint", "IVR", "--log", "--json")
    found = json.loads(printed)
    assert found["total"] == len(found["changes"])
    (change,) = [one for one in found["changes"] if one["field"] == "good_threshold"]
    assert (change["noun"], change["at"]) == ("touchpoint", "2026-11-21T07:30:00")
    assert (change["old"], change["new"], change["why"]) == ("25.0", "20.0", "agreed at stand-up")


def test_a_touchpoint_names_the_kpis_that_it_has_no_figure_for(ask):
    _, printed = ask("touchpoint", "IVR")
    assert "  no data here: FCR, AHT, ASA: nothing inbound answered\n" in printed
    assert "outcome: a need met or failed, as later behaviour confirms" in printed
    ces = next(line for line in printed.splitlines() if "Customer effort (CES 2.0)  " in line)
    assert "invited by 13 Nov answered" in ces
    _, printed = ask("touchpoint", "IVR", "--json")
    found = json.loads(printed)
    why = {kpi: gap["why"] for gap in found["kpis_without_data"] for kpi in gap["kpis"]}
    assert why["nps"] == "no answers"
    assert why["asa"] == "nothing inbound answered"
    assert not set(why) & {line["kpi"] for line in found["kpis"]}
    assert found["survey_response"]["n"] > 0
    assert found["survey_response"]["invited_until"] == "2026-11-13"


def test_kpis_as_json_carry_variant_class_and_the_last_final_day(ask):
    code, printed = ask("kpis", "--touchpoint", "IVR", "--json")
    lines = {line["kpi"]: line for line in json.loads(printed)}
    assert code == 0
    repeat = lines["repeat_7d"]
    assert repeat["class"] == "outcome"
    assert repeat["window_days"] == 7
    assert repeat["final_until"] == "2026-11-13"
    assert repeat["value"] == pytest.approx(100 * repeat["numerator"] / repeat["denominator"])
    assert lines["ivr_containment"]["class"] == "output"
    assert lines["ivr_containment"]["guardrail"]


@pytest.mark.parametrize("kpi", ["repeat_7d", "ivr_containment"])
def test_the_sql_behind_a_number_runs_and_counts_its_denominator(ask, kpi):
    _, sql = ask("touchpoint", "IVR", "--kpi", kpi, "--sql")
    _, printed = ask("kpis", "--touchpoint", "IVR", "--json")
    (line,) = [line for line in json.loads(printed) if line["kpi"] == kpi]
    code, rows = ask("sql", sql, "--format", "json")
    rows = json.loads(rows[: rows.rindex("]") + 1])
    assert code == 0
    assert len(rows) == line["denominator"]
    assert sum(row["value"] for row in rows) == line["numerator"]


def test_the_sql_and_the_rows_as_json_are_of_one_number(ask):
    of = ("touchpoint", "IVR", "--kpi", "repeat_7d", "--only", "segment=home", "--json")
    code, printed = ask(*of, "--sql", "--rows")
    both = json.loads(printed)
    assert (code, both["kpi"], both["query"]) == (0, "repeat_7d", "kpi/repeat_7d")
    assert both["sql"].lstrip().startswith(("select", "with"))
    assert both["n"] == len(both["rows"]) > 0
    values = [row["value"] for row in both["rows"]]
    assert both["value"] == pytest.approx(100 * sum(values) / len(values))
    alone = json.loads(ask(*of, "--sql")[1])
    assert alone == {name: both[name] for name in alone}
    assert "rows" not in alone


def test_todays_three_say_of_which_data_and_days_they_are(ask):
    code, printed = ask("journey", "--three", "--period", "2026-11-01..2026-11-20")
    stamp = printed.splitlines()[0]
    assert code == 0
    assert "data until Fri 20 Nov" in stamp
    assert "1 Nov – 20 Nov" in stamp
    assert "DEMO" in stamp
    _, printed = ask("journey", "--three", "--period", "2026-11-01..2026-11-20", "--json")
    found = json.loads(printed)
    assert (found["period"], found["demo"]) == ("2026-11-01..2026-11-20", True)
    assert found["as_of"].startswith("2026-11-2")
    assert len(found["findings"]) == 3 <= found["of"]


def test_a_stored_query_runs_with_the_last_28_days_unless_told_otherwise(ask):
    code, printed = ask("query", "csat", "--format", "csv", "--limit", "5")
    header, *rows = list(csv.reader(io.StringIO(printed)))
    assert code == 0
    assert header[:2] == ["touchpoint_id", "local_at"]
    assert len([row for row in rows if len(row) == len(header)]) == 5
    assert "first 5 of 2,156 rows" in printed
    code, printed = ask("query", "csat", "-p", "from=2027-01-01", "-p", "to=2027-02-01")
    assert "0 rows, all of them" in printed


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["query", "cssat"], 2, "csat"),
        (["query", "csat", "-p", "nonsense=1"], 2, "from"),
        (["query", "csat", "-p", "from=yesterday"], 2, "timestamp"),
        (["query", "csat", "-p", "from"], 2, "KEY=VALUE"),
        (["touchpoint", "Webshop"], 2, "Web shop"),
        (["journey", "--period", "fortnight"], 2, "28d"),
        (["journey", "--three", "--filter", "worse"], 2, "--filter does not apply"),
        (["journey", "--three", "--sort", "gap"], 2, "--sort does not apply"),
        (["journey", "--desired", "--three"], 2, "--three does not apply"),
        (["journey", "--filter", 'segment:"'], 2, "a quote is not closed"),
        (["journey", "--filter", "worse stage:"], 2, "stage: has no value"),
        (["touchpoint", "Chat", "--kpi", "handled"], 2, "--kpi does not apply"),
        (["touchpoint", "Chat", "--voice", "employee"], 2, "--voice does not apply"),
        (["touchpoint", "Chat", "--log", "--by", "team"], 2, "--by does not apply to --log"),
        (["touchpoint", "Chat", "--words", "--changed"], 2, "--changed does not apply to --words"),
        (["touchpoint", "Chat", "--rows", "--compare", "year"], 2, "--compare does not apply"),
        (["touchpoint", "Chat", "--sql", "--csv"], 2, "--csv does not apply to --sql"),
        (["touchpoint", "Chat", "--rows", "--csv", "--json"], 2, "two forms"),
        (["journey", "--desired", "--filter", "worse"], 2, "--filter does not apply"),
        (["settings", "set", "service_level", "30", "--why", "x"], 2, "service_level_s"),
        (["settings", "set", "service_level_s", "30"], 2, "--why"),
        (["import"], 2, "cjm import"),
        (["import", "--mapping", "nobody", "x.csv"], 2, "nobody"),
        (["mappings", "show", "nobody"], 2, "nobody"),
        (["frobnicate"], 2, "frobnicate"),
        (["sql", "select nothing_here from contact"], 6, "nothing_here"),
        (["sql", "drop table contact"], 6, "read"),
        (["sql", "copy contact to '/tmp/x.csv'"], 6, ""),
        (["sql", "select * from read_csv('/etc/passwd')"], 6, ""),
        (["sql", "select count(*) from range(100000000000)", "--timeout", "0.3"], 7, "stopped"),
        (["import", "/nowhere/at/all.csv"], 4, "all.csv"),
    ],
)
def test_what_goes_wrong_has_its_exit_code_and_says_why(ask, words, code, said):
    found, printed = ask(*words)
    assert found == code, printed
    assert said in printed
    assert "Traceback" not in printed


def test_a_setting_is_changed_for_all_with_its_reason_and_the_numbers_follow(ask):
    def service_level():
        _, printed = ask("kpis", "--touchpoint", "Renewal call", "--json")
        return {k["kpi"]: k for k in json.loads(printed)}["service_level"]["numerator"]

    within_20 = service_level()
    code, printed = ask("settings", "set", "service_level_s", "60", "--why", "agreed in June")
    assert (code, printed.strip()) == (0, "service_level_s: 20 → 60")
    assert service_level() > within_20
    _, log = ask(
        "sql",
        "select old, new, why from change_log where id = 'service_level_s'",
        "--format",
        "json",
    )
    assert '"agreed in June"' in log


def test_malformed_rows_are_quarantined_and_a_second_run_adds_nothing(ask):
    code, printed = ask("import", SAMPLE / "dirty", "--json")
    (result,) = json.loads(printed)
    assert code == 3
    assert result["status"] == "loaded"
    assert result["read"] == result["accepted"] + result["ignored"] + result["quarantined"]
    assert result["quarantined"] > 0
    for target in result["targets"].values():
        assert target["produced"] == target["inserted"] + target["updated"] + target["unchanged"]
    _, listed = ask("quarantine", "--batch", result["batch"], "--json")
    rows = json.loads(listed)
    assert len(rows) == result["quarantined"]
    assert all(row["line"] and row["reason"] and row["raw"] for row in rows)
    code, printed = ask("import", SAMPLE / "dirty", "--json")
    assert (code, json.loads(printed)[0]["status"]) == (0, "unchanged")


def test_a_refused_file_does_not_hold_up_the_others(ask, tmp_path):
    (tmp_path / "who_knows.csv").write_text("a,b\n1,2\n")
    (tmp_path / "parties.csv").write_text("party_id,name\nX1,New\n")
    code, printed = ask("import", tmp_path, "--json")
    results = {item["file"].rpartition("/")[2]: item for item in json.loads(printed)}
    assert code == 4
    assert results["who_knows.csv"]["status"] == "refused"
    assert results["who_knows.csv"]["reason"]
    assert results["parties.csv"]["status"] == "loaded"


def test_an_unknown_file_is_refused_with_the_command_that_proposes_a_mapping(ask, tmp_path):
    (tmp_path / "who_knows.csv").write_text("a,b\n1,2\n")
    code, printed = ask("import", tmp_path / "who_knows.csv")
    assert code == 4
    assert "cjm map FILE" in printed


def test_an_undone_batch_is_gone_and_the_file_comes_in_again(ask):
    night = SAMPLE / "nightly"
    _, before = ask("sql", "select count(*) as n from interaction", "--format", "json")
    _, printed = ask("import", night, "--json")
    for result in json.loads(printed):
        code, _ = ask("import", "--undo", result["batch"])
        assert code == 0
    _, after = ask("sql", "select count(*) as n from interaction", "--format", "json")
    assert json.loads(after[: after.index("]") + 1]) == json.loads(before[: before.index("]") + 1])
    _, again = ask("import", night, "--json")
    assert {result["status"] for result in json.loads(again)} == {"loaded"}


def test_a_busy_database_gives_5_and_names_who_holds_it(demo):
    holder = subprocess.Popen(
        [CJM[0], "-c", f"import duckdb, sys; c = duckdb.connect({str(demo)!r}); print('held', flush=True); sys.stdin.read()"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert holder.stdout.readline() == "held\n"
        result = subprocess.run(
            [*CJM, "--db", str(demo), "journey"], capture_output=True, text=True, check=False
        )
        assert result.returncode == 5
        assert str(holder.pid) in result.stderr
        assert not result.stdout
    finally:
        holder.communicate("")


def test_over_a_closed_pipe_nothing_is_complained_of(demo):
    command = (
        f"{' '.join(CJM)} --db {demo} sql 'select * from range(200000)' --format csv | head -1"
    )
    result = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False
    )
    assert result.stdout.strip() == "range"
    assert "Traceback" not in result.stderr
    assert "BrokenPipe" not in result.stderr


def test_in_a_locale_without_the_symbols_it_still_prints(demo):
    result = subprocess.run(
        [*CJM, "--db", str(demo), "journey"], capture_output=True, check=True,
        env={"PATH": "/usr/bin:/bin", "PYTHONIOENCODING": "ascii", "HOME": "/nowhere", "CJM_NOW": MORNING},
    )  # fmt: skip
    assert b"IVR" in result.stdout


@pytest.mark.parametrize(
    "words", [["journey", "--json", "--db"], ["settings", "--db"], ["--db"], ["kpis", "--db"]]
)
def test_the_database_may_be_named_before_or_behind_the_command(demo, cjm_here, words):
    before, _, after = " ".join(words).partition("--db")
    code, printed = cjm_here(
        *before.split(), "--db", demo, *(after.split() or ([] if before else ["journey"]))
    )
    assert code == 0, printed
    code, printed = cjm_here(
        *before.split(), "--db", demo.with_name("none.duckdb"), *([] if before else ["journey"])
    )
    assert "none.duckdb" in printed


def test_the_clock_may_be_fixed_behind_the_command(demo, cjm_here):
    _, printed = cjm_here("journey", "--db", demo, "--as-of", "2026-06-15T12:00", "--json")
    assert json.loads(printed)["period"].endswith("2026-06-14")


def test_a_figure_names_its_query_as_it_can_be_run(ask):
    code, printed = ask("query", "kpi/csat", "--limit", "1")
    assert code == 0, printed


def test_init_says_which_time_zone_it_took(cjm_here, tmp_path, monkeypatch):
    monkeypatch.setenv("TZ", "Europe/Lisbon")
    _, printed = cjm_here("init", "--db", tmp_path / "new.duckdb")
    assert "Europe/Lisbon" in printed
    code, printed = cjm_here(
        "init", "--db", tmp_path / "other.duckdb", "--timezone", "Europe/Lisbonne"
    )
    assert code == 2
    assert "Europe/Lisbon" in printed


def test_an_empty_word_is_no_folder(ask):
    code, printed = ask("import", "")
    assert (code, "Nothing to import" in printed) == (2, True)


def test_a_path_too_long_is_refused_and_the_others_come_in(ask, tmp_path):
    (tmp_path / "parties.csv").write_text("party_id,name\nX1,New\n")
    code, printed = ask("import", "x" * 300 + ".csv", tmp_path / "parties.csv", "--json")
    assert code == 4
    assert [item["status"] for item in json.loads(printed)] == ["refused", "loaded"]


@pytest.mark.parametrize(
    "words", [["--timeout", "nan"], ["--timeout", "inf"], ["--limit", str(2**63)]]
)
def test_limits_that_are_none_are_refused(ask, words):
    code, printed = ask("sql", "select 1", *words)
    assert code == 2, printed


def test_a_full_or_closed_output_is_said_without_a_traceback(demo):
    command = f"{' '.join(CJM)} --db {demo} journey"
    full = subprocess.run(
        ["bash", "-c", f"{command} > /dev/full"], capture_output=True, text=True, check=False
    )
    assert full.returncode == 1
    assert "cannot be written" in full.stderr
    closed = subprocess.run(
        ["bash", "-c", f"{command} >&-"], capture_output=True, text=True, check=False
    )
    assert "Traceback" not in full.stderr + closed.stderr


def test_a_file_refused_for_its_rows_says_how_to_go_on(ask, tmp_path):
    rows = "".join(f"I{n},C{n},web,yesterday\n" for n in range(10))
    file = tmp_path / "interactions.csv"
    file.write_text("interaction_id,contact_id,touchpoint_id,started_at\n" + rows)
    code, printed = ask("import", file)
    assert code == 4
    assert "cjm quarantine --batch" in printed
    assert "--allow-bad" in printed
