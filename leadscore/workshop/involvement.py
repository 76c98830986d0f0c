"""What sales put into a model: on which of its rules it voted as they stand, and when it said anything last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import lru_cache

from leadscore.errors import ModelError
from leadscore.model import Model, Rule, parse
from leadscore.store.state import Feedback, Signature, State
from leadscore.workshop.pillars import Asked

SALES = "sales"


def involvement(state: State, model: Model, feedback: Iterable[Feedback], signatures: Iterable[Signature]) -> Asked:
    """The rules of a model that somebody in sales voted on in a revealed round, and the day of sales' last word.

    A vote counts for a rule that asks the same as it did in that room, whatever its points are now.
    """
    voted, days = set[str](), list[datetime]()
    for room in state.rooms.all():
        for held in state.ballots.rounds(room.id):
            if held.revealed_at is None:
                continue
            rules = {each.rule for each in state.ballots.revealed(held.id) if each.team == SALES}
            voted |= {rule for rule in rules if _asks_the_same(model, rule, room.document)}
            days += [held.revealed_at] if rules else []
    days += _said(feedback)
    days += [each.at for each in signatures if each.author.team == SALES]
    return Asked(frozenset(voted), _day(days))


def _asks_the_same(model: Model, rule: str, document: str) -> bool:
    now = next((each for each in model.rules if each.id == rule), None)
    then = next((each for each in _rules(document) if each.id == rule), None)
    return now is not None and then is not None and now.when == then.when


@lru_cache(maxsize=16)
def _rules(document: str) -> tuple[Rule, ...]:
    """The rules that a room voted on; none where its text cannot be read any more."""
    try:
        return parse(document, "the room's model").rules
    except ModelError:
        return ()


def _said(feedback: Iterable[Feedback]) -> Iterator[datetime]:
    """When sales rated a lead, answered, or gave a verdict; having looked at something is no word."""
    for each in feedback:
        if each.author.team == SALES:
            yield each.at
        yield from (stamp.at for stamp in each.stamps if stamp.author.team == SALES and stamp.kind == "answered")
        yield from (verdict.at for verdict in each.verdicts if verdict.author.team == SALES)


def _day(moments: list[datetime]) -> date | None:
    return max(moments).date() if moments else None
