"""The four pillars of trust as four lamps: what each shows, why, and the thresholds it is judged by."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from leadscore.model import Model
from leadscore.simulation import Balances
from leadscore.vocabulary import counted
from leadscore.workshop.lamps import MONTH, QUARTER, Colour, Lamp, Sign, aged, at_least, at_most, span

VOTED, VOTED_HALF = 0.8, 0.5
"""Shares of the points with a sales vote from which on a lamp is green, or amber."""

NEAR, FAR = 0.05, 0.10
"""How far the points awarded may be from the agreed balance, as shares, to be green, or amber."""

FEWEST_LEADS = 30
"""A balance of points awarded needs so many leads."""

SILENT = 0.2
"""The largest share of the points that may be asleep, or rest on today's values, before the balance is unknown."""

OFTEN = 5
"""Ratings in 14 days from which on feedback is continuous."""

QUICK, SLOW = timedelta(days=2), timedelta(days=7)
"""Median times to the first reply up to which a lamp is green, or amber."""

WAITED = timedelta(days=14)
"""How long a dispute may wait for a verdict before the lamp is red."""

NO_STATE = "what people decided cannot be read"
NOT_COUNTED = "it is being counted"


@dataclass(frozen=True, slots=True)
class Asked:
    """What sales put into the active model; `voted` are ids of rules, as they stand in the model, with a sales vote.

    `last_input` is the day of the last vote, signature, rating, answer or verdict of sales; None: there was none.
    """

    voted: frozenset[str] = frozenset()
    last_input: date | None = None


def sales_involvement(model: Model, asked: Asked | None, today: date) -> Lamp:
    """How much of the weight sales voted on, and when sales said anything last; `asked` None: nobody can know."""
    rule = (
        f"Green from {100 * VOTED:.0f} % of the points with a sales vote and a word of sales within {MONTH} days; "
        f"amber from {100 * VOTED_HALF:.0f} % and within {QUARTER} days; else red."
    )
    signs = (_voted(model, asked), _last_input(asked, today))
    return Lamp("sales", "Sales involvement", signs, rule, "workshop")


def _voted(model: Model, asked: Asked | None) -> Sign:
    name = "Points with a sales vote"
    weights = {each.id: abs(each.worth) for each in model.rules if not each.knock_out and each.worth}
    total = sum(weights.values())
    if asked is None or not total:
        return Sign(name, f"unknown: {NO_STATE if asked is None else 'no rule has points'}", "unknown")
    share = float(sum(points for rule, points in weights.items() if rule in asked.voted) / total)
    rules = sum(rule in asked.voted for rule in weights)
    found = f"{100 * share:.1f} % of {total:f} points, {rules} of {counted(len(weights), 'rule')}"
    return Sign(name, found, at_least(share, VOTED, VOTED_HALF))


def _last_input(asked: Asked | None, today: date) -> Sign:
    name = "Last word of sales"
    if asked is None:
        return Sign(name, f"unknown: {NO_STATE}", "unknown")
    if asked.last_input is None:
        return Sign(name, "none so far", "red")
    return Sign(name, *aged(asked.last_input, today))


def balanced_criteria(balances: Balances | None, leads: int, silent: float, why_unknown: str = NOT_COUNTED) -> Lamp:
    """The balance three ways against the target; only points awarded colour the lamp.

    `leads` are those it was counted on; `silent` is the share of the points that this data could not award.
    """
    rule = (
        f"Green where the behavioural share of the points awarded is within {100 * NEAR:.0f} percentage points of the "
        f"agreed one, amber within {100 * FAR:.0f}, else red; counted on {FEWEST_LEADS} leads at least. Where rules "
        f"sleep or rest on today's values it is amber, and unknown above {100 * SILENT:.0f} % of the points."
    )
    signs = _awarded(balances, leads, silent, why_unknown)
    return Lamp("balance", "Balanced criteria", signs, rule, "tune")


def _awarded(balances: Balances | None, leads: int, silent: float, why: str) -> tuple[Sign, ...]:
    name = "Behavioural share of the points awarded"
    if balances is None:
        return (Sign(name, f"unknown: {why}", "unknown"),)
    share, agreed = balances.awarded.share(), f"agreed {100 * balances.target:.0f} %"
    others = (
        Sign("Of the points at most", _percent(balances.maximum.share()), None),
        Sign("Of the score's variance", _percent(balances.variance.share()), None),
    )
    if share is None or leads < FEWEST_LEADS:
        reason = f"needs {FEWEST_LEADS} leads, has {leads}" if leads < FEWEST_LEADS else "no lead was given points"
        return (Sign(name, f"unknown: {reason}; {agreed}", "unknown"), *others)
    far = round(abs(share - balances.target), 9)
    first = Sign(name, f"{_percent(share)}, {agreed}, n = {leads:,} leads", at_most(far, NEAR, FAR))
    return (first, *_silent(silent), *others)


def _silent(share: float) -> tuple[Sign, ...]:
    """Points that nobody could be given say nothing of the balance."""
    if not share:
        return ()
    colour: Colour = "amber" if share <= SILENT else "unknown"
    return (Sign("Points that this data cannot award", f"{100 * share:.0f} %", colour),)


def _percent(share: float | None) -> str:
    return "unknown" if share is None else f"{100 * share:.1f} %"


@dataclass(frozen=True, slots=True)
class Heard:
    """How alive the feedback is; `lately` in the 14 days before today, `of_data` since 14 days before the data end.

    of_data: None where the data have no date; oldest_dispute: how long the oldest open one waits; median_reply: over
    `answered` ratings.
    """

    lately: int
    of_data: int | None
    all: int
    open_disputes: int
    oldest_dispute: timedelta | None
    answered: int
    median_reply: timedelta | None


def continuous_feedback(heard: Heard | None) -> Lamp:
    """Whether sales still speaks and somebody replies; `heard` None: nobody can know."""
    rule = (
        f"Green from {OFTEN} ratings in the last 14 days, a median reply within {QUICK.days} days and no dispute open; "
        f"amber from one rating (in these 14 days or since 14 days before the data end), a reply within {SLOW.days} "
        f"days, disputes younger than {WAITED.days} days; else red."
    )
    if heard is None:
        signs: tuple[Sign, ...] = (Sign("Feedback", f"unknown: {NO_STATE}", "unknown"),)
    else:
        signs = (_lately(heard), _of_data(heard), _reply(heard), _disputes(heard))
    return Lamp("feedback", "Continuous feedback", signs, rule, "feedback")


def _lately(heard: Heard) -> Sign:
    found = f"{heard.lately:,}, {heard.all:,} in all"
    either: Colour = "amber" if heard.lately or heard.of_data else "red"
    return Sign("Ratings in the last 14 days", found, "green" if heard.lately >= OFTEN else either)


def _of_data(heard: Heard) -> Sign:
    found = "unknown: these data have no dates" if heard.of_data is None else f"{heard.of_data:,}"
    return Sign("Since 14 days before the data end", found, None)


def _reply(heard: Heard) -> Sign:
    name = "Median time to the first reply"
    if heard.median_reply is None:
        return Sign(name, "unknown: nothing was answered yet", "unknown")
    found = f"{span(heard.median_reply)}, n = {counted(heard.answered, 'answer')}"
    return Sign(name, found, at_most(heard.median_reply, QUICK, SLOW))


def _disputes(heard: Heard) -> Sign:
    name = "Disputes without a verdict"
    if not heard.open_disputes:
        return Sign(name, "none", "green" if heard.all else None)
    if heard.oldest_dispute is None:
        return Sign(name, f"{heard.open_disputes:,}, nobody knows since when", "unknown")
    found = f"{heard.open_disputes:,}, the oldest for {span(heard.oldest_dispute)}"
    return Sign(name, found, "red" if heard.oldest_dispute > WAITED else "amber")


def silent_share(model: Model, silent: Collection[str]) -> float:
    """The share of the positive points that belong to rules of which these data say nothing; 0 without points."""
    positive = {each.id: each.worth for each in model.rules if not each.knock_out and each.worth > 0}
    total = sum(positive.values())
    return float(sum(points for rule, points in positive.items() if rule in silent) / total) if total else 0.0
