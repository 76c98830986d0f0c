"""`leadscore signals`: a table on stdout, or every figure as JSON."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadscore.learning.asking.candidates import MOST_CANDIDATES

from .conftest import Leadscore

KEYS = ["value", "low", "high", "n", "reason"]


def test_the_surest_come_first_and_each_has_its_counts_and_interval(
    leadscore: Leadscore, sample_workspace: Path
) -> None:
    lines = leadscore("signals", sample_workspace).out.splitlines()
    assert lines[0].startswith("979 leads of 948 accounts: leads handed over and worked within 30 days. 343 of them")
    assert "one false discovery rate of 5 %, every form counted" in lines[1]
    demo = next(line for line in lines if line.startswith("Demo requested  "))
    assert "More often" in demo
    assert "80 of 155" in demo
    assert "Not asked: lead_quality: by its name it is written after the outcome, so it cannot foretell it" in lines
    assert lines[-1].startswith("Of 169 questions tested together")


def test_json_has_every_signal_with_interval_rate_and_reason(leadscore: Leadscore, sample_workspace: Path) -> None:
    found = leadscore("signals", sample_workspace, "--json").json
    assert 100 < len(found["signals"]) <= MOST_CANDIDATES
    assert found["tests"] == sum(each["false_discovery_rate"] is not None for each in found["signals"])
    for each in found["signals"]:
        assert list(each["difference"]) == KEYS
        assert (each["difference"]["value"] is None) == (each["false_discovery_rate"] is None)
        assert each["word"] in ("more", "less", "cannot tell")
        assert each["with"]["n"] + each["without"]["n"] + each["unknown"]["n"] == found["n"]
    demo = next(each for each in found["signals"] if each["label"] == "Demo requested")
    assert demo["when"] == {"activity": ["demo_requested"], "at_least": 1, "at_most": 1}
    assert (demo["in_model"], demo["over_time"]["word"], len(demo["over_time"]["parts"])) == ("demo", "steady", 3)


def test_a_model_file_and_an_outcome_can_be_named(leadscore: Leadscore, sample_workspace: Path, tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text("name: Own\nrules: [{id: webinar, points: 5, when: {activity: webinar_attended}}]\n")
    found = leadscore("signals", sample_workspace, "--model", file, "--outcome", "won", "--json").json
    assert found["outcome"] == "won"
    assert {each["in_model"] for each in found["signals"]} == {None, "webinar"}


def test_too_few_leads_have_reasons_and_no_figures(leadscore: Leadscore, six: Path) -> None:
    called = leadscore("signals", six)
    assert called.code == 0
    said = "History can tell of no signal: this data has nothing that was known of a lead at T."
    assert called.out.splitlines()[0] == said
    assert "%" not in called.out


@pytest.mark.parametrize("word", ["SQL", "lost", ""], ids=["case", "lost", "nothing"])
def test_an_outcome_that_there_is_not_is_refused(leadscore: Leadscore, six: Path, word: str) -> None:
    called = leadscore("signals", six, "--outcome", word)
    assert called.code == 2
    assert "Choose one of: sql, opportunity, won." in called.err
