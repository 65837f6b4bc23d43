"""`cjm journey --filter segment:…` on the demo."""

import json

import pytest


@pytest.fixture
def ask(demo, cjm_here, monkeypatch):
    monkeypatch.setenv("CJM_NOW", "2026-11-21T07:30")
    return lambda *words: cjm_here("--db", demo, *words)


def scores(printed):
    board = json.loads(printed)
    stages = [stage for journey in board["journeys"] for stage in journey["stages"]]
    return {s["touchpoint"]: s for stage in stages for s in stage["touchpoints"]}


def test_segments_sum_to_the_whole_and_lead_to_their_rows(ask):
    code, printed = ask("journey", "--json")
    whole = scores(printed)
    parts = []
    for name in ("business", "home", "priority", "not known"):
        code, printed = ask("journey", "--json", "--filter", f'segment:"{name}"')
        assert (code, json.loads(printed)["segment"]) == (0, name)
        parts.append(scores(printed))
    sums = {name: sum(part[name]["n"] for part in parts) for name in whole}
    totals = "Payment letter"  # whose answers come as daily totals, which have no segment
    assert sums == {name: score["n"] for name, score in whole.items()} | {totals: 0}
    for name, score in whole.items():
        assert {part[name]["kpi"] for part in parts} == {score["kpi"]}
    business = parts[0]["Set-up call"]
    call = ("touchpoint", "Set-up call", "--kpi", business["kpi"], "--only", "segment=business")
    _, rows = ask(*call, "--rows")
    assert f"{business['n']} rows = the {business['n']} behind the number" in rows


def test_the_text_says_that_there_is_no_baseline(ask):
    code, printed = ask("journey", "--filter", "segment:business channel:phone")
    assert code == 0
    assert "segment business alone: there is no baseline by segment" in printed
    assert "no baseline by segment  met" in printed
    assert "Web shop" not in printed
    assert "same weekdays" not in printed
    assert "steady" not in printed


def test_what_is_no_segment_is_refused_with_those_there_are(ask):
    code, printed = ask("journey", "--filter", "segment:gold")
    assert code == 2
    assert "business, home, priority, not known" in printed
