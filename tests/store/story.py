"""A short story that leaves something in every table of the state, and everything a reader can ask of it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from leadscore.store.state import Decided, Given, Noted, Promised, Saving, State

from .conftest import ADA, BEN, NOON

LINE = "Agreed model"
LEADS = tuple(f"lead-{number}" for number in range(8))


def saving(document: str, base: int | None = None, reason: str = "We agreed") -> Saving:
    return Saving(LINE, document, f"model of {document}", f"scores of {document}", reason, base)


def given(lead: str = "anna", rating: str = "dispute", **more: Any) -> Given:
    reasons = {"dispute": "score_too_high", "reject": "no_need", "accept": None}
    return Given(lead, rating, "hash", **{"reason": reasons[rating], **more})


def tell(state: State) -> None:
    """Two versions and one restored, eight leads rated, a dispute judged, an action done, a note, promises."""
    first = state.versions.save(saving("name: one"), ADA)
    second = state.versions.save(saving("name: two", first.id, "Webinars count less"), BEN)
    state.versions.restore(first.id, "It was better", second.id, ADA)
    for place, lead in enumerate(LEADS):
        rating = ("accept", "reject", "dispute")[place % 3]
        more = {
            "text": f"text {place}: ünïcode 株式",
            "score": Decimal("41.25"),
            "band": "ready",
            "fired": ("vp", "demo"),
        }
        feedback = state.feedback.give(given(lead, rating, version=first.id, handed_over_at=NOON, **more), BEN)
        state.feedback.seen(feedback.id, ADA)
    (dispute, _) = state.feedback.open_disputes()
    state.feedback.answer(dispute.id, "We look at it", ADA)
    state.feedback.judge(dispute.id, "score_wrong", ADA, "Clicks only")
    state.feedback.judge(dispute.id, "score_wrong", BEN)
    action = state.actions.decide(Decided("Lower the webinar", "Cleo", date(2026, 11, 30), "Review of 2026-10"), ADA)
    state.actions.carry(action.id, date(2026, 12, 31), ADA, "Not yet")
    state.actions.done(action.id, BEN)
    state.notes.write(Noted("2026-10", "Lead Quality Score", "The fair was in October"), BEN)
    state.promises.enter(Promised("marketing", date(2026, 10, 1), leads_a_month=20, source="Review of 2026-10"), ADA)
    state.promises.enter(Promised("sales", date(2026, 10, 1), touch_within_minutes=480, attempts=3), BEN)


def everything(state: State) -> tuple[Any, ...]:
    """All that a reader can ask, as one value to compare."""
    lines = state.versions.lines()
    return (
        [state.versions.history(each.line) for each in lines],
        state.feedback.since(NOON - timedelta(days=1)),
        [state.feedback.of_lead(lead) for lead in LEADS],
        state.feedback.open_disputes(),
        state.feedback.unseen("marketing"),
        state.actions.all(),
        state.notes.all(),
        state.promises.all(),
        state.audit.head(),
        state.links.link("anna"),
    )
