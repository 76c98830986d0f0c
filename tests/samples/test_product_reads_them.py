"""The product imports each sample without loss and finds the score that the old CRM showed at every hand-off."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from .sample import COMPANIES, FOLDER, sample


def leadscore(*words: str | Path) -> str:
    code = "from leadscore.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code, *map(str, words)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("name", COMPANIES)
def test_import_loses_nothing_and_scores_agree(name: str, tmp_path: Path) -> None:
    company, workspace, out = sample(name), tmp_path / name, tmp_path / "scores.csv"
    leadscore("init", workspace)
    report = json.loads(leadscore("import", workspace, "--mapping", FOLDER / name / "mapping.yaml", "--json"))
    assert all(table["accepted"] == table["read"] for table in report["tables"].values())
    assert report["tables"]["leads"]["read"] == len(company.leads)
    leadscore("score", workspace, "--model", FOLDER / name / "model.yaml", "--out", out)
    shown = {
        lead: next(one.row["score"] for one in company.stages[lead] if one.row["stage"] == "mql")
        for lead in company.handed
    }
    with out.open(encoding="utf-8-sig", newline="") as file:
        found = {row["lead_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert found == {lead: float(score) for lead, score in shown.items()}
