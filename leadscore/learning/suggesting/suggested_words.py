"""Suggested points in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from leadscore.estimate import Estimate
from leadscore.learning.suggesting.judging import Verdict
from leadscore.learning.suggesting.learned import Learned
from leadscore.learning.suggesting.suggested import BalancePrice, SuggestedPoints, Suggestion
from leadscore.model.model import Model
from leadscore.model.reach import highest_points
from leadscore.model.values import shortest
from leadscore.vocabulary import OUTCOME_WORDS

NO_DATES = "without dates points were judged on accounts left out at random, not on later ones"
CUT_OFFS_STAY = (
    "the cut-offs stay as they are, and under other points they hand over other leads: compare at equal volume"
)
MANY_AT_ZERO = 0.25
"""From this part of the leads on it is said that they have a score of 0."""

ASTRAY = 0.02
"""A balance is not what was agreed when its behavioural share is off by more."""


def of_rule(now: Decimal, points: int, ends: tuple[int, int] | None, like: Sequence[str] = ()) -> str:
    """What is said of one rule."""
    told = _told(now, points, ends)
    if not like:
        return told
    others = " and ".join(f"'{name}'" for name in like)
    return f"{told} It cannot be told apart from {others}: take them together."


def _told(now: Decimal, points: int, ends: tuple[int, int] | None) -> str:
    if ends is None:
        return "There are too few accounts for an interval."
    low, high = ends
    if low <= 0 <= high:
        nothing = "" if points else "; at equal other rules it found nothing of the sign it may have"
        return f"History cannot tell it from no points ({low} to {high}){nothing}{_today(now, low, high)}."
    return f"History gives it {low} to {high} points{_today(now, low, high)}."


def _today(now: Decimal, low: int, high: int) -> str:
    if not now:
        return "; today it has none" if low > 0 or high < 0 else ""
    if low <= now <= high:
        return f"; today's {shortest(now)} lies within"
    return f"; today's {shortest(now)} is {'more' if abs(now) > max(abs(low), abs(high)) else 'less'}"


def area_in_words(area: Estimate) -> str:
    """`68 times in 100 (63 to 73), n = 581`."""
    if area.value is None:
        return f"unknown: {area.reason}"
    ends = "" if area.low is None or area.high is None else f" ({100 * area.low:.0f} to {100 * area.high:.0f})"
    return f"{100 * area.value:.0f} times in 100{ends}, n = {area.n:,}"


def no_signal(verdict: Verdict, outcome: str, dated: bool = True) -> str:
    """Why nothing is suggested although there are leads enough; `dated` leads were judged in the order of time."""
    if verdict.points.value is None:
        return f"no signal: {verdict.points.reason}"
    rate = "" if verdict.gain > 0 else ", and foretell outcomes no better than one rate for all"
    return f"no signal: {_picks(verdict.points, outcome, dated)}, where 50 is chance{rate}"


def of_all(
    points: Sequence[SuggestedPoints], area: Estimate, reason: str | None, outcome: str, dated: bool = True
) -> str:
    """What is said of all rules; `dated` leads were judged in the order of time."""
    if reason is not None:
        return f"History suggests no points: {reason}."
    picks = _picks(area, outcome, dated)
    changed, called = sum(each.changes for each in points), sum(each.called for each in points)
    return (
        f"History suggests other points for {changed} of {len(points)} rules; the intervals of {called} keep off 0, "
        f"each by itself. {picks[0].upper()}{picks[1:]}; 50 is chance."
    )


def _picks(area: Estimate, outcome: str, dated: bool) -> str:
    learned, judged = ("earlier", "later ones") if dated else ("on some accounts", "others")
    return (
        f"points learned {learned} pick the lead that became {OUTCOME_WORDS[outcome]} out of a pair of {judged} "
        f"{area_in_words(area)}"
    )


def learned_from(found: Suggestion) -> str:
    """Whose outcomes a suggestion rests on, or who was looked at where there is none."""
    if not found.n:
        return f"There is no lead to learn from ({found.denominator})."
    became = f"{found.hits:,} of them became {OUTCOME_WORDS[found.outcome]}"
    within = f" within {found.horizon.days} days" if found.horizon.days else ""
    done = "Looked at" if found.model is None else "Learned from"
    return f"{done} {found.n:,} leads of {found.accounts:,} accounts ({found.denominator}): {became}{within}."


def of_balance(price: BalancePrice) -> str:
    """What the agreed balance costs."""
    agreed = f"{100 * price.agreed:.0f} : {100 - 100 * price.agreed:.0f}"
    if price.cost.value is None or price.alone is None:
        return f"What the balance of {agreed} costs is unknown: {price.cost.reason or 'no points to share out'}."
    alone = f"The evidence alone would stand at {100 * price.alone:.0f} : {100 - 100 * price.alone:.0f}"
    picks = f"and pick the right one {area_in_words(price.evidence)}"
    low, high = price.cost.low, price.cost.high
    if low is None or high is None or low <= 0 <= high:
        return f"{alone} {picks}; history cannot tell that from the agreed {agreed}."
    kind, sign = ("costs", 1) if price.cost.value > 0 else ("gains", -1)
    least, most = sorted((100 * sign * low, 100 * sign * high))
    pairs = f"{100 * sign * price.cost.value:.0f} of 100 pairs ({least:.0f} to {most:.0f})"
    return f"{alone} {picks}; the agreed {agreed} {kind} {pairs}."


def caveats_of(learned: Learned, made: Model | None, price: BalancePrice) -> tuple[str, ...]:
    """What stands beside a suggestion."""
    out = learned.known.n - len(learned.places)
    found = [
        learned.known.caveat,
        None if learned.dated else NO_DATES,
        f"{out:,} leads that a knock-out takes out are not learned from" if out else None,
    ]
    if made is not None:
        found += [_total(learned.model, made), _balance(price), _at_zero(learned, made)]
        found += [CUT_OFFS_STAY] if made.cut_offs else []
    return tuple(each for each in found if each)


def _total(model: Model, made: Model) -> str | None:
    before, after = (_most(each) for each in (model, made))
    if not before or abs(before - after) <= 1:
        return None
    why = "caps, sliders and the balance leave no room for as many"
    return f"{after:.0f} positive points at most instead of {before:.0f}: {why}"


def _at_zero(learned: Learned, made: Model) -> str | None:
    share = float((learned.scores(made, learned.places) <= 0).mean())
    if share < MANY_AT_ZERO:
        return None
    return f"{100 * share:.0f} % of these leads would have a score of 0, where the scale ends and leads look alike"


def _balance(price: BalancePrice) -> str | None:
    if price.suggested is None or abs(price.suggested - price.agreed) <= ASTRAY:
        return None
    shares = f"{100 * price.suggested:.0f} : {100 - 100 * price.suggested:.0f}"
    lacks = "one side lacks rules, effects, room or whole points for its part"
    return f"the suggested points stand at {shares}, not as agreed: {lacks}"


def _most(model: Model) -> Decimal:
    return sum((max(Decimal(0), highest_points(model, name)) for name in model.group_names), Decimal(0))
