"""What sales said, summed up and set against score and outcome; expected numbers can be counted by hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from simulation.town import model, opened

from leadscore.desk.arbitration import opinions, set_against
from leadscore.desk.feedback import disputes_by_rule, pulse
from leadscore.store.state import Author, Feedback, Stamp

NOON = datetime.fromisoformat("2026-11-02T12:00")
BEN, ADA = Author("Ben", "sales"), Author("Ada", "marketing")


def said(number: int, rating: str, lead: str | None = "Ada", days_ago: float = 0, **more: object) -> Feedback:
    """Ben's rating of a lead so many days before noon."""
    bare = {"reason": None, "concerns": (), "text": None, "version": None, "model_hash": "m", "score": Decimal(50)}
    bare |= {"band": "hand_over", "handed_over_at": None, "fired": ("demo",), "named": ()}
    at = NOON - timedelta(days=days_ago)
    return Feedback(id=number, at=at, lead_id=lead, rating=rating, **{"author": BEN, **bare, **more})


def test_the_pulse_of_four_ratings() -> None:
    answered = Stamp("answered", NOON - timedelta(days=19), ADA, "Thanks")
    given = [said(4, "accept"), said(3, "dispute", days_ago=14), said(2, "reject", days_ago=15)]
    given.append(said(1, "reject", days_ago=20, stamps=(answered,)))
    found = pulse(given, NOON)
    assert (found.lately, found.all, found.open_disputes, found.answered) == (2, 4, 1, 1)
    assert found.median_reply == timedelta(days=1)


def test_no_feedback_has_no_reply_time() -> None:
    assert pulse([], NOON).median_reply is None


def test_rules_that_are_pointed_at_come_first() -> None:
    given = [
        said(1, "dispute"),
        said(2, "dispute", fired=("demo", "webinar"), named=("webinar",)),
        said(3, "accept"),
    ]
    listed = [(each.rule, each.named, each.disputes, each.feedback) for each in disputes_by_rule(given, model())]
    assert listed == [("webinar", 1, 1, 1), ("demo", 0, 2, 3)]


def test_only_sales_has_opinions_and_erased_leads_have_none() -> None:
    given = [said(1, "accept", days_ago=2), said(2, "reject", days_ago=1), said(3, "accept", lead=None)]
    given += [said(4, "dispute", reason="wrong_facts"), said(5, "accept", author=ADA)]
    assert [(each.lead_id, each.good) for each in opinions(reversed(given))] == [("Ada", True), ("Ada", False)]


def test_the_outcome_decides_where_a_lead_was_worked() -> None:
    """Ada and Ben asked for a demo and were called; Ada was confirmed.  Cleo had no points and no call."""
    town = opened()
    town.lead("Ada", did=[("demo", 1)], mql=10, worked=11, sql=20)
    town.lead("Ben", did=[("demo", 1)], mql=10, worked=11)
    town.lead("Cleo", mql=10)
    given = [said(1, "accept", "Ada"), said(2, "accept", "Ben"), said(3, "reject", "Cleo"), said(4, "reject", "Nobody")]
    with town.shelf() as shelf:
        found = set_against(shelf, model(), given)
    assert found.counts == {(True, True): 2, (True, False): 0, (False, True): 0, (False, False): 1}
    assert (found.rates[True, True].value, found.rates[True, True].n) == (0.5, 2)
    assert found.rates[False, False].value is None
    assert found.unknown_leads == 1
