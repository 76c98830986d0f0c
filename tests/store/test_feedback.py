"""Feedback: rated in one tap, bound to the score at the hand-off, seen by the other side, judged by both."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from leadscore.errors import StoreError, UsageError
from leadscore.store.state import Author, By, Given, State
from leadscore.store.workspace import Workspace
from leadscore.vocabulary import REASON_CODES, REASONS_OF_RATING

from .conftest import ADA, BEN, NOON
from .story import given, saving

HOSTILE = (
    "<script>alert(1)</script>",
    "**bold** [link](javascript:x)",
    "=HYPERLINK(1)",
    "'; DROP TABLE feedback; --",
    "\u202eright to left",
    "null\x00byte\r\n\ttab",
    "株式会社 🎯 e\u0301",
    "x" * 10_000,
)


def test_a_rating_keeps_what_it_is_bound_to(state: State) -> None:
    version = state.versions.save(saving("1"), ADA)
    kept = state.feedback.give(
        Given(
            "anna",
            "reject",
            "hash",
            reason="no_budget",
            concerns=("price", "timing"),
            text="Asked for half",
            version=version.id,
            score=Decimal("41.25"),
            band="ready",
            handed_over_at=NOON - timedelta(days=3),
            fired=("vp", "demo"),
            named=("demo",),
        ),
        BEN,
    )
    assert kept == state.feedback.get(kept.id)
    assert (kept.lead_id, kept.rating, kept.reason, kept.text) == ("anna", "reject", "no_budget", "Asked for half")
    assert (kept.score, kept.band, kept.version, kept.model_hash) == (Decimal("41.25"), "ready", version.id, "hash")
    assert kept.handed_over_at == NOON - timedelta(days=3)
    assert (kept.concerns, kept.fired, kept.named) == (("price", "timing"), ("vp", "demo"), ("demo",))
    assert kept.author == Author("Ben", "sales")


def test_the_other_side_sees_it_at_once_and_once(state: State) -> None:
    kept = state.feedback.give(given("anna", "accept"), BEN)
    assert state.feedback.unseen("marketing") == (kept,)
    assert state.feedback.unseen("sales") == ()
    state.feedback.seen(kept.id, ADA)
    assert len(state.feedback.seen(kept.id, ADA).stamps) == 1
    assert state.feedback.unseen("marketing") == ()


def test_time_to_reply_runs_to_the_other_sides_first_answer(state: State) -> None:
    kept = state.feedback.give(given(), BEN)
    state.feedback.seen(kept.id, By("Ada", "marketing", NOON + timedelta(hours=1)))
    own = state.feedback.answer(kept.id, "More: they left", By("Ben", "sales", NOON + timedelta(hours=2)))
    assert own.time_to_reply is None
    state.feedback.answer(kept.id, "We look", By("Ada", "marketing", NOON + timedelta(hours=3)))
    last = state.feedback.answer(kept.id, "Done", By("Ada", "marketing", NOON + timedelta(hours=9)))
    assert last.time_to_reply == timedelta(hours=3)


def test_a_dispute_is_open_until_both_sides_judged(state: State) -> None:
    dispute = state.feedback.give(given(), BEN)
    assert state.feedback.open_disputes() == (dispute,)
    half = state.feedback.judge(dispute.id, "score_wrong", ADA, "Only clicks")
    assert (half.is_open, half.verdict) == (True, None)
    both = state.feedback.judge(dispute.id, "score_wrong", BEN)
    assert (both.is_open, both.verdict, state.feedback.open_disputes()) == (False, "score_wrong", ())
    assert [each.text for each in both.verdicts] == ["Only clicks", None]


def test_two_verdicts_that_differ_are_both_shown(state: State) -> None:
    dispute = state.feedback.give(given(), BEN)
    state.feedback.judge(dispute.id, "score_right", ADA)
    differ = state.feedback.judge(dispute.id, "score_wrong", BEN)
    assert (differ.is_open, differ.verdict) == (False, None)
    assert differ.latest_verdicts == {"marketing": "score_right", "sales": "score_wrong"}
    agreed = state.feedback.judge(dispute.id, "score_wrong", ADA)
    assert (agreed.verdict, len(agreed.verdicts)) == ("score_wrong", 3)


def test_only_a_dispute_is_judged(state: State) -> None:
    kept = state.feedback.give(given("anna", "accept"), BEN)
    with pytest.raises(UsageError, match="is no dispute"):
        state.feedback.judge(kept.id, "score_right", ADA)


def test_looking_it_up_by_lead_and_time(state: State) -> None:
    first = state.feedback.give(given("anna", fired=("vp",)), BEN)
    second = state.feedback.give(given("anna", named=("vp",)), By("Ben", "sales", NOON + timedelta(days=1)))
    other = state.feedback.give(given("ben", fired=("vp%",)), By("Ben", "sales", NOON + timedelta(days=2)))
    assert state.feedback.of_lead("anna") == (second, first)
    assert state.feedback.of_lead("nobody") == ()
    assert state.feedback.since(NOON + timedelta(days=1)) == (other, second)
    assert state.feedback.open_disputes() == (first, second, other)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_any_text_comes_back_as_it_was(ws: Workspace, text: str) -> None:
    with State.open(ws) as state:
        state.feedback.give(given(text, text=text), By(text[:200], "sales", NOON))
    with State.open(ws) as state:
        (kept,) = state.feedback.of_lead(text)
        assert (kept.lead_id, kept.text, kept.author.name) == (text, text, text[:200])


def test_every_reason_has_its_word_and_every_word_a_rating() -> None:
    assert {each for reasons in REASONS_OF_RATING.values() for each in reasons} == set(REASON_CODES)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"rating": "accepted"}, "'accepted' is no rating. Did you mean 'accept'"),
        ({"reason": None}, "'' is no reason to dispute. Choose one of: score_too_high"),
        ({"reason": "no_budget"}, "'no_budget' is no reason to dispute"),
        ({"concerns": ("prize",)}, "'prize' is no concern. Did you mean 'price'"),
        ({"band": "mql"}, "'mql' is no band"),
        ({"text": "x" * 10_001}, "10,001 characters; at most 10,000"),
        ({"text": "\udc80"}, "half a character"),
    ],
)
def test_unknown_words_are_refused_with_a_guess(wrong: dict[str, object], words: str) -> None:
    sound = {"lead_id": "anna", "rating": "dispute", "model_hash": "h", "reason": "score_too_high"}
    with pytest.raises(UsageError, match=words):
        Given(**(sound | wrong))  # type: ignore[arg-type]


def test_what_is_not_there_is_told(state: State, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="There is no feedback 9 here"):
        state.feedback.get(9)
    with pytest.raises(UsageError, match="There is no version 9"):
        state.feedback.give(given(version=9), BEN)
    with pytest.raises(UsageError, match="'maybe' is no verdict"):
        state.feedback.judge(1, "maybe", ADA)
    with pytest.raises(UsageError, match="needs some words"):
        state.feedback.answer(1, "  ", ADA)
    assert state.feedback.since(NOON) == ()
    assert state.audit.head().entries == 0
