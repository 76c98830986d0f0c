"""A rep's way in a real browser: queue, lead, dispute, verdict; and marketing's: feedback, verdict."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from leadscore.store.state import State

from .browser import Seen

pytestmark = pytest.mark.browser


def sits(seen: Seen, name: str, team: str) -> Seen:
    """Say once who sits here."""
    box = seen.page.get_by_label("Your name")
    box.fill(name)
    box.press("Enter")
    seen.settle().page.get_by_role("radio", name=team).click()
    return seen.settle()


def judge(seen: Seen, team: str, verdict: str) -> Seen:
    """Give a side's verdict on the only dispute."""
    seen.page.get_by_role("button", name=f"Verdict of {team}").click()
    seen.page.get_by_role("radio", name=verdict).click()
    seen.settle().page.get_by_role("button", name="Keep the verdict").click()
    return seen.settle()


def test_from_the_queue_to_a_settled_dispute(
    look: Callable[..., Seen], serve: Callable[[Path], str], own_sample_workspace: Path
) -> None:
    address = serve(own_sample_workspace)
    rep = look(address, "leads")
    rep.page.get_by_test_id("stMain").get_by_test_id("stPageLink").first.click()
    rep.settle().page.get_by_text("What do you say of it?").wait_for()
    sits(rep, "Ben", "Sales")
    rep.page.get_by_role("button", name="Dispute the score").click()
    rep.page.get_by_text("Clicks, but no intent").click()
    rep.settle().page.get_by_label("In your words").fill("Only opened mails")
    rep.page.get_by_role("button", name="Keep: dispute the score").click()
    rep.settle().page.get_by_text("The evidence, for both sides").wait_for()

    marketing = sits(look(address, "feedback"), "Ada", "Marketing")
    marketing.page.get_by_text("“Only opened mails”").wait_for()
    judge(marketing, "marketing", "The score was wrong")
    judge(rep.settle(), "sales", "The score was wrong")
    rep.page.get_by_text("Settled: the score was wrong").wait_for()
    with State.open(own_sample_workspace) as state:
        (kept,) = state.feedback.since(datetime.fromisoformat("2026-01-01"))
    assert (kept.rating, kept.text, kept.verdict) == ("dispute", "Only opened mails", "score_wrong")
    assert str(kept.lead_id) not in rep.page.url
