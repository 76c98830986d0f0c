"""Votes told in a line: `cast("webinar", sales="S S M", marketing="XL")`."""

from __future__ import annotations

from decimal import Decimal

from leadscore.model import Model
from leadscore.store.state import Vote
from leadscore.workshop.votes import Voted, tally


def cast(rule: str, sales: str = "", marketing: str = "") -> list[Vote]:
    """One vote of a member for each size that is named."""
    sized = [("sales", size) for size in sales.split()] + [("marketing", size) for size in marketing.split()]
    return [Vote(place, None, team, rule, size) for place, (team, size) in enumerate(sized, 1)]


def voted(model: Model, **rules: tuple[str, str]) -> tuple[Voted, ...]:
    """Where the teams stand: `webinar=("S", "XL")` are the votes of sales and of marketing."""
    votes = [vote for rule, (sales, marketing) in rules.items() for vote in cast(rule, sales, marketing)]
    return tally(model, votes, rules)


def points(*numbers: float) -> tuple[Decimal, ...]:
    """Numbers as points."""
    return tuple(Decimal(str(number)) for number in numbers)
