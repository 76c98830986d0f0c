"""A lead of two episodes: the page and what is said of it mean the latest hand-off, in every place alike."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
import streamlit as st
from desk.company import MODEL, STEPS, company

from leadscore.evidence import AsOf, Shelf
from leadscore.figures.lookup import find
from leadscore.model.document import to_yaml
from leadscore.scoring import Explainer
from leadscore.store.state import State

from .room import visit
from .test_versions_page import sits

LATEST = datetime.fromisoformat("2026-10-29T12:00:00")


@pytest.fixture
def twice(tmp_path: Path) -> tuple[Path, Shelf]:
    """Cleo was rejected in October and handed over again on the 29th."""
    shelf = company(tmp_path, steps=f"{STEPS}cleo,mql,{LATEST:%Y-%m-%d %H:%M},\n")
    (tmp_path / "room" / "model.yaml").write_text(to_yaml(MODEL), encoding="utf-8")
    return tmp_path / "room", shelf


def test_the_search_knows_every_hand_off(twice: tuple[Path, Shelf]) -> None:
    (cleo,) = find(twice[1].database, "cleo")
    assert cleo.hand_offs == (datetime.fromisoformat("2026-10-01"), LATEST)
    assert cleo.handed_over_at == LATEST


def test_page_and_feedback_mean_the_latest_hand_off(twice: tuple[Path, Shelf], monkeypatch: pytest.MonkeyPatch) -> None:
    """On 1 October both webinars were fresh (60 points); on the 29th they keep half (40)."""
    room, shelf = twice
    then = Explainer(shelf, MODEL, AsOf(LATEST)).explain("cleo")
    visitor = sits(visit(room, monkeypatch).open("lead", lead="cleo", at="handoff"), "Ben", "sales")
    said = visitor.words()
    assert visitor.metric("Score at 2026-10-29") == f"{then.score:f}" == "40"
    assert "Handed over 2 times: 01 Oct 2026, 29 Oct 2026." in said
    assert "handed over 2026-10-29" in said
    visitor.press("Accept")
    with State.open(room) as state:
        (kept,) = state.feedback.of_lead("cleo")
    assert (kept.handed_over_at, kept.score) == (LATEST, then.score)
    assert visitor.open("lead", lead="cleo", at="now").metric("At its hand-off, 29 Oct 2026") == "40"
    st.cache_resource.clear()
