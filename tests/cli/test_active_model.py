"""Without --model every command works with the version that both teams signed, and says so."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from leadscore.model import Model, load
from leadscore.store.state import By, State, Version
from leadscore.workshop.saved_models import saving

from .conftest import Leadscore

NOON = datetime.fromisoformat("2026-11-02T12:00:00")
ADA, BEN = By("Ada", "marketing", NOON), By("Ben", "sales", NOON + timedelta(hours=1))
SAID = "Agreed model, version 1: signed by both teams since 02 Nov 2026.\n"


def without_demo(six: Path) -> Model:
    """The model file's model, in which a demo has no points."""
    return load(six / "model.yaml").with_points({"demo": Decimal(0)})


def keep(six: Path, model: Model, *signers: By) -> Version:
    """Save a version and let these people sign it."""
    with State.open(six) as state:
        version = state.versions.save(saving(model, "Agreed model", "We agreed", None), ADA)
        for each in signers:
            state.signatures.sign(version.id, each)
    return version


def test_a_signed_version_scores_and_the_model_file_does_not(leadscore: Leadscore, six: Path) -> None:
    """Ada has 41 points, 15 of them for a demo."""
    assert leadscore("explain", six, "ada", "--json").json["score"] == 41
    keep(six, without_demo(six), ADA, BEN)
    found = leadscore("explain", six, "ada", "--json")
    assert (found.json["score"], found.err) == (26, SAID)
    scored = leadscore("score", six, "--out", six / "s.csv")
    assert "ada,2026-03-01T12:00:00,26," in (six / "s.csv").read_text(encoding="utf-8")
    assert scored.err.startswith(SAID)
    assert leadscore("explain", six, "ada", "--model", six / "model.yaml", "--json").json["score"] == 41


def test_metrics_lint_and_review_go_by_the_signed_version(leadscore: Leadscore, six: Path) -> None:
    keep(six, without_demo(six), ADA, BEN)
    metrics = leadscore("metrics", six, "--json")
    named = leadscore("metrics", six, "--model", six / "model.yaml", "--json")
    assert metrics.json != named.json
    assert (metrics.err, named.err) == (SAID, "")
    findings = leadscore("lint", six, "--json").json["findings"]
    assert [each["rule"] for each in findings if each["check"] == "dead"] == ["demo"]
    assert leadscore("review", six).err.startswith(SAID)


@pytest.mark.parametrize("signers", [(), (ADA,), (BEN,)])
def test_what_is_not_signed_by_both_changes_nothing(leadscore: Leadscore, six: Path, signers: tuple[By, ...]) -> None:
    keep(six, without_demo(six), *signers)
    found = leadscore("explain", six, "ada", "--json")
    assert (found.json["score"], found.err) == (41, "")


def test_a_signed_version_needs_no_model_file(leadscore: Leadscore, six: Path) -> None:
    keep(six, without_demo(six), ADA, BEN)
    (six / "model.yaml").unlink()
    assert leadscore("explain", six, "ada", "--json").json["score"] == 26


def test_a_damaged_state_never_lets_another_model_score(leadscore: Leadscore, six: Path) -> None:
    keep(six, without_demo(six), ADA, BEN)
    for file in six.glob("state.sqlite*"):
        file.unlink()
    found = leadscore("score", six, "--out", six / "s.csv")
    assert found.code == 1 and not (six / "s.csv").exists()
    assert found.err.startswith("Error: Nobody can say which model both teams signed.")
    assert "state.sqlite is damaged: it is missing or empty" in found.err
    assert leadscore("score", six, "--out", six / "s.csv", "--model", six / "model.yaml").code == 0
