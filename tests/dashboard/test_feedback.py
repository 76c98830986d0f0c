"""A rep says what a lead was worth, marketing sees it at once, and a dispute ends with both sides' verdict."""

from __future__ import annotations

from pathlib import Path

import pytest
import streamlit as st

from leadscore.evidence import Handoff
from leadscore.model import load, model_hash
from leadscore.scoring import Explainer, score
from leadscore.store.state import State
from pages._session import feedback

from .room import Visit, opened, visit
from .test_versions_page import sits


@pytest.fixture
def lead(own_sample_workspace: Path) -> str:
    """The handed-over lead with the highest score."""
    shelf, model = opened(own_sample_workspace)
    return next(score(shelf, model, Handoff()).rows(limit=1)).lead_id


@pytest.fixture
def rep(own_sample_workspace: Path, lead: str) -> Visit:
    """Ben of sales before that lead."""
    with pytest.MonkeyPatch.context() as patched:
        visitor = visit(own_sample_workspace, patched).open("lead", lead=lead)
        yield sits(visitor, "Ben", "sales")
    st.cache_resource.clear()


def tap(visitor: Visit, label: str, **boxes: object) -> Visit:
    """Fill boxes by the start of their keys, then tap."""
    widgets = [*visitor.app.get("button_group"), *visitor.app.text_area]
    for start, value in boxes.items():
        asked = f"feedback {start.replace('_', ' ')} "
        visitor.app.session_state[next(each.key for each in widgets if str(each.key).startswith(asked))] = value
    return visitor.press(label)


def test_accepting_is_one_tap(rep: Visit, own_sample_workspace: Path, lead: str) -> None:
    rep.press("Accept")
    assert "Kept: accepted." in rep.words()
    shelf, model = opened(own_sample_workspace)
    explained = Explainer(shelf, model, Handoff()).explain(lead)
    with State.open(own_sample_workspace) as state:
        (kept,) = state.feedback.of_lead(lead)
    assert (kept.rating, kept.author.name, kept.author.team) == ("accept", "Ben", "sales")
    assert (kept.score, kept.band, kept.model_hash) == (explained.score, explained.band, model_hash(model))
    assert set(kept.fired) == {line.rule for line in explained.lines if line.rule and line.contribution}


def test_rejecting_asks_for_the_reason(rep: Visit, own_sample_workspace: Path, lead: str) -> None:
    rep.press("Keep: reject")
    assert "reason" in rep.words()
    tap(rep, "Keep: reject", reject_reason="no_budget", reject_concerns=["price"], reject_text="Asked for a discount")
    with State.open(own_sample_workspace) as state:
        (kept,) = state.feedback.of_lead(lead)
    assert (kept.reason, kept.concerns, kept.text) == ("no_budget", ("price",), "Asked for a discount")


def test_a_dispute_ends_with_both_verdicts(rep: Visit, own_sample_workspace: Path, lead: str) -> None:
    tap(rep, "Keep: dispute the score", dispute_reason="clicks_without_intent", dispute_text="Only opened mails")
    assert "The evidence, for both sides" in [each.label for each in rep.app.expander]
    with pytest.MonkeyPatch.context() as patched:
        marketing = sits(visit(own_sample_workspace, patched).open("feedback"), "Ada", "marketing")
        assert "“Only opened mails”" in marketing.words()
        assert marketing.metric("Disputes that wait for a verdict") == "1"
        with State.open(own_sample_workspace) as state:
            (seen,) = state.feedback.of_lead(lead)
            assert seen.seen_by("marketing")
        tap(marketing, "Keep the verdict", verdict="score_wrong")
        tap(rep.run(), "Keep the verdict", verdict="score_wrong")
        assert "Settled: the score was wrong" in rep.words()
        assert marketing.run().metric("Disputes that wait for a verdict") == "0"


def test_disputed_rules_are_listed(rep: Visit, own_sample_workspace: Path, lead: str) -> None:
    rule = load(own_sample_workspace / "model.yaml").rule
    tap(rep, "Keep: dispute the score", dispute_reason="score_too_high")
    with State.open(own_sample_workspace) as state:
        (kept,) = state.feedback.of_lead(lead)
    listed = rep.open("feedback").app.dataframe[0].value
    assert set(listed["Rule"]) == {rule(each).name for each in kept.fired}


def test_nobody_said_anything_yet(own_sample_workspace: Path) -> None:
    with pytest.MonkeyPatch.context() as patched:
        assert (
            "Open a lead and accept, reject or dispute it"
            in visit(own_sample_workspace, patched).open("feedback").words()
        )
    st.cache_resource.clear()


def test_what_was_said_of_replaced_data_is_refused(rep: Visit, own_sample_workspace: Path, lead: str) -> None:
    """The page shows the old data; the tap comes after other data are in use."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(feedback, "data_seen", lambda: "another revision")
        rep.press("Accept")
    assert "The data were replaced meanwhile" in rep.words()
    with State.open(own_sample_workspace) as state:
        assert state.feedback.of_lead(lead) == ()


def test_a_link_of_another_workspace_says_so(rep: Visit) -> None:
    assert "come from another workspace" in rep.open("lead", lead="bm90aGluZyBvZiBvdXJz").words()
