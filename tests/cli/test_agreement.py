"""`leadscore agreement`, and `leadscore check --head`: what was promised, and whether the record still holds it."""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from leadscore.model import load, model_hash
from leadscore.store.state import By, Drawn, State
from leadscore.workshop.agreement import from_json
from leadscore.workshop.saved_models import saving

from .conftest import Leadscore
from .test_mistakes import says

AT = datetime.fromisoformat("2026-11-02T09:00:00")
ADA, BEN = By("Ada", "marketing", AT), By("Ben", "sales", AT)


@pytest.fixture
def signed(six: Path) -> Path:
    """The six leads and their model, signed by both teams."""
    with State.open(six) as state:
        version = state.versions.save(saving(load(six / "model.yaml"), "Agreed model", "As found", None), ADA)
        state.signatures.sign(version.id, ADA)
        state.signatures.sign(version.id, BEN)
    return six


@pytest.fixture
def kept(leadscore: Leadscore, signed: Path) -> Path:
    """The same, with an agreement that was drawn up and kept."""
    drawn = leadscore("agreement", signed, "--json").json["agreement"]
    with State.open(signed) as state:
        state.agreements.keep(Drawn(drawn["version"]["id"], json.dumps(drawn)), BEN)
    return signed


def test_without_signatures_it_is_a_draft_and_makes_no_state(leadscore: Leadscore, six: Path) -> None:
    called = leadscore("agreement", six)
    assert (called.code, called.err) == (0, "")
    assert called.out.startswith("DRAFT. Neither sales nor marketing has signed this model")
    assert "What did we promise each other, on which model, and why?" in called.out
    assert "Nothing was decided in this workspace yet, so there is no audit to check it against." in called.out
    assert "--head" not in called.out
    assert not (six / "state.sqlite").exists()


def test_signed_it_names_the_hash_and_the_numbers_of_metrics(leadscore: Leadscore, signed: Path) -> None:
    told = leadscore("agreement", signed, "--json").json
    assert (told["draft"], told["kept"]) == (False, None)
    assert told["agreement"]["model_hash"] == model_hash(load(signed / "model.yaml"))
    figures = leadscore("metrics", signed, "--by", "band", "--json").json["figures"]
    metrics = {(each["name"], each["group"]): each for each in figures}
    for each in told["agreement"]["evidence"]["bands"]:
        of_metrics = metrics.get(("conversion_sql", each["band"]))
        if of_metrics is not None:
            assert each["rate"] == {name: of_metrics[name] for name in each["rate"]}
            assert each["leads"]["value"] == metrics["leads", each["band"]]["value"]


def test_a_kept_agreement_is_shown_as_it_was_kept(leadscore: Leadscore, kept: Path) -> None:
    with State.open(kept) as state:
        latest = state.agreements.latest()
    assert latest is not None
    told = leadscore("agreement", kept, "--json").json
    assert (told["draft"], told["kept"]["id"], told["document_hash"]) == (False, latest.id, latest.document_hash)
    assert told["kept"]["head"] == str(latest.head)
    assert told["agreement"] == json.loads(from_json(latest.document).to_json())


def test_another_model_in_use_is_told_beside_it(leadscore: Leadscore, kept: Path) -> None:
    with State.open(kept) as state:
        first = state.versions.lines()[0]
        changed = load(kept / "model.yaml").with_points({"demo": Decimal(1)})
        newer = state.versions.save(saving(changed, first.line, "Less of it", first.id), BEN)
        state.signatures.sign(newer.id, ADA)
        assert leadscore("agreement", kept, "--json").err == ""
        state.signatures.sign(newer.id, BEN)
    called = leadscore("agreement", kept, "--json")
    assert called.err.startswith("Note: the model in use is another one than that of this agreement.")
    assert called.json["agreement"]["version"]["id"] == first.id


def test_it_is_written_as_a_file_to_print(leadscore: Leadscore, kept: Path, tmp_path: Path) -> None:
    out = tmp_path / "agreement.html"
    called = leadscore("agreement", kept, "--out", out)
    assert (called.code, called.out, called.err) == (0, "", f"Wrote {out}\n")
    page = out.read_text(encoding="utf-8")
    assert "Agreed: marketing and sales have both signed the model" in page
    assert model_hash(load(kept / "model.yaml")) in page
    assert "<td>Ada</td>" in page


def test_another_file_than_html_is_refused(leadscore: Leadscore, six: Path, tmp_path: Path) -> None:
    says(leadscore("agreement", six, "--out", tmp_path / "a.pdf"), 2, "is no .html file")


def test_without_a_model_it_says_what_to_do(leadscore: Leadscore, empty: Path) -> None:
    says(leadscore("agreement", empty), 1, "The workspace has no model yet")


def head_of(workspace: Path) -> str:
    with State.open(workspace) as state:
        return str(state.audit.head())


def test_check_knows_a_printed_head_whole_and_short(leadscore: Leadscore, kept: Path) -> None:
    whole = head_of(kept)
    printed = leadscore("agreement", kept, "--json").json["agreement"]["head"]
    for head in (whole, whole[:16], whole.upper(), printed, f" {printed} "):
        called = leadscore("check", kept, "--head", head)
        assert (called.code, called.out) == (0, "")
        assert "Note: The audit still contains" in called.err
    assert leadscore("check", kept, "--head", printed, "--json").json["ok"]


def test_check_says_where_the_audit_does_not_contain_it(leadscore: Leadscore, kept: Path) -> None:
    for head in (f"3:{'0' * 64}", "99999:abababab"):
        called = leadscore("check", kept, "--head", head, "--json")
        assert (called.code, called.json["ok"]) == (1, False)
        says(leadscore("check", kept, "--head", head), 1, f"The audit does not contain {head}")


def test_a_head_of_another_workspace_is_not_contained(leadscore: Leadscore, kept: Path, export: Path) -> None:
    other = export / "other"
    leadscore("init", other)
    with State.open(other) as state:
        state.versions.save(saving(load(kept / "model.yaml"), "Agreed model", "As found", None), ADA)
    says(leadscore("check", kept, "--head", head_of(other)), 1, "the paper is of another workspace")


def test_where_an_older_state_was_put_back_the_paper_tells(leadscore: Leadscore, signed: Path, tmp_path: Path) -> None:
    shutil.copy(signed / "state.sqlite", tmp_path / "older.sqlite")
    with State.open(signed) as state:
        state.versions.save(saving(load(signed / "model.yaml"), "Another line", "As found", None), ADA)
    printed = head_of(signed)
    shutil.copy(tmp_path / "older.sqlite", signed / "state.sqlite")
    (signed / "state.heads").unlink()
    assert leadscore("check", signed).code == 0
    says(leadscore("check", signed, "--head", printed), 1, "The audit does not contain")


def test_in_a_damaged_state_no_head_is_looked_for(leadscore: Leadscore, kept: Path) -> None:
    printed = head_of(kept)
    file = kept / "state.sqlite"
    file.write_bytes(file.read_bytes().replace(b"As found", b"As f0und"))
    called = leadscore("check", kept, "--head", printed)
    assert called.code == 1
    assert "was not looked for in what is damaged" in called.err


@pytest.mark.parametrize("head", ["812", "812:ab", "ab:12345678", "1:xyzxyzxy", ""])
def test_what_is_no_head_is_refused(leadscore: Leadscore, six: Path, head: str) -> None:
    says(leadscore("check", six, "--head", head), 2, "is no head of an audit")


def test_where_nothing_was_decided_there_is_no_head(leadscore: Leadscore, six: Path) -> None:
    says(leadscore("check", six, "--head", "5:abababab"), 1, "The audit does not contain")
    assert not (six / "state.sqlite").exists()
