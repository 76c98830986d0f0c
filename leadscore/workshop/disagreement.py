"""Which of the teams' disagreements are worth an argument: whom each would change, were it decided either way.

The effect of a rule is how many leads a month change hands at equal volume when this one rule goes from the median of
sales to that of marketing.  Every other rule has the points that were settled already, else its middle of both teams,
else today's points: near there the room will end, and in that model no team has won another argument before this one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from leadscore.estimate import Estimate
from leadscore.model import Model
from leadscore.simulation.replay import Replayed
from leadscore.simulation.swap_card import Handing, handing
from leadscore.simulation.volume import NO_SCORE
from leadscore.vocabulary import TEAMS
from leadscore.workshop.advice import advice
from leadscore.workshop.argument import Argument, Verdict, size_of
from leadscore.workshop.votes import Voted

MOST_ARGUED = 3
"""Arguments that one step of a workshop has time for."""

FEWEST_LEADS = 3
"""Leads a month below which nobody would notice who won the argument."""

PART_OF_VOLUME = 0.05
"""Two cut-offs that each miss the wanted volume by two in a hundred, which counts as met, swap four in a hundred."""

ONLY_TODAY = "the data know only today's value of {names}, so no past can be replayed with it"
ASLEEP = "these data have no {names}"
NO_DATA = "there is no data yet"
BASE = (
    "Each rule goes from the median of sales to that of marketing at equal volume; every other rule has the points "
    "that were settled, else the middle of both teams, else today's."
)
NOT_WHO_IS_RIGHT = "How many leads change hands says what an argument is about, not which team is right."


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Every rule that was voted on: the largest effect first, unknown effects by distance, agreed rules last.

    `threshold`: from how many leads a month an argument is worth having; `volume`: leads handed over a month.  Where
    the replayed period is too short to speak of a month both are unknown and effects are compared by their n.
    """

    arguments: tuple[Argument, ...]
    volume: Estimate
    threshold: Estimate
    sentence: str
    notes: tuple[str, ...]
    reason: str | None = None
    """Why no past can be replayed at all, if so."""

    def of(self, rule_id: str) -> Argument:
        """The argument about a rule; KeyError where it was not voted on."""
        for each in self.arguments:
            if each.rule_id == rule_id:
                return each
        raise KeyError(rule_id)

    def those(self, *verdicts: Verdict) -> tuple[Argument, ...]:
        """The arguments of these verdicts, in their order of rank."""
        return tuple(each for each in self.arguments if each.verdict in verdicts)


def disagreement(
    model: Model,
    voted: Iterable[Voted],
    replayed: Replayed | None,
    settled: Mapping[str, Decimal] | None = None,
    why_not: str = NO_DATA,
    asleep: Mapping[str, tuple[str, ...]] | None = None,
) -> Disagreement:
    """Rank what was voted on by its effect, on a replay of the model's own rules; without one by distance.

    `settled`: points of rules that are settled already; `why_not`: why there is no replay, where there is none;
    `asleep`: rules that say nothing because of what the data lack (`sleeping`): that they change nobody is not known.
    """
    asked = tuple(voted)
    reason = why_not if replayed is None else replayed.reason
    past = None if reason else replayed
    base = _base(model, asked, settled or {})
    ranked = sorted((_found(base, each, past, reason or "", asleep or {}) for each in asked), key=_rank)
    volume = past.a_month(int(past.handed.sum())) if past else Estimate.unknown(reason or NO_DATA)
    threshold = _threshold(volume)
    arguments = _judged(ranked, threshold)
    notes = (BASE, NOT_WHO_IS_RIGHT, *past.caveats) if past else ()
    return Disagreement(arguments, volume, threshold, advice(arguments, reason), notes, reason)


@dataclass(frozen=True, slots=True)
class _Found:
    """A rule with its effect, before it is known which others change more."""

    voted: Voted
    effect: Estimate
    known: bool
    caveats: tuple[str, ...] = ()


def _base(model: Model, voted: tuple[Voted, ...], settled: Mapping[str, Decimal]) -> Model:
    middles = {each.rule_id: each.middle for each in voted if each.middle is not None}
    return model.with_points({**middles, **settled})


def _found(
    base: Model, voted: Voted, past: Replayed | None, reason: str, unseen: Mapping[str, tuple[str, ...]]
) -> _Found:
    """What one rule changes; where nothing separates the teams no past is needed to say so."""
    if voted.agreed:
        return _Found(voted, Estimate.count(0), known=True)
    if voted.reason or past is None:
        return _Found(voted, Estimate.unknown(voted.reason or reason), known=False)
    if voted.rule_id in unseen:
        return _Found(voted, Estimate.unknown(ASLEEP.format(names=", no ".join(unseen[voted.rule_id]))), known=False)
    if voted.rule_id in past.todays:
        reason = ONLY_TODAY.format(names=", ".join(past.todays[voted.rule_id]))
        return _Found(voted, Estimate.unknown(reason), known=False)
    return _changed(base, voted, past)


def _changed(base: Model, voted: Voted, past: Replayed) -> _Found:
    ways = {team: _at_median_of(past, base, voted, team) for team in TEAMS}
    sales, marketing = (ways[team] for team in ("sales", "marketing"))
    if sales is None or marketing is None:
        return _Found(voted, Estimate.unknown(NO_SCORE), known=False)
    change = past.a_month(int((sales.leads != marketing.leads).sum()))
    return _Found(voted, change, known=True, caveats=tuple(_caveats(ways)))


def _at_median_of(past: Replayed, base: Model, voted: Voted, team: str) -> Handing | None:
    points = voted.of(team).median
    assert points is not None
    return handing(past, base.with_points({voted.rule_id: points}))


def _caveats(ways: Mapping[str, Handing | None]) -> Iterator[str]:
    for team, way in ways.items():
        if way is not None and way.chosen and way.chosen.words:
            yield f"At the median of {team}: {way.chosen.words}."


def _rank(found: _Found) -> tuple[bool, bool, float, Decimal, str]:
    """Known effects first, the largest first, then by distance, and what is agreed at the end."""
    distance = Decimal(-1) if found.voted.apart is None else found.voted.apart
    return found.voted.agreed, not found.known, -size_of(found.effect), -distance, found.voted.rule_id


def _threshold(volume: Estimate) -> Estimate:
    if volume.value is None:
        return Estimate.unknown(volume.reason or NO_DATA, math.ceil(max(FEWEST_LEADS, PART_OF_VOLUME * volume.n)))
    return Estimate.count(max(FEWEST_LEADS, PART_OF_VOLUME * volume.value), volume.n, volume.reason)


def _judged(ranked: list[_Found], threshold: Estimate) -> tuple[Argument, ...]:
    least = threshold.n if threshold.value is None else threshold.value
    return tuple(
        Argument(each.voted, _verdict(each, place, least), each.effect, each.caveats)
        for place, each in enumerate(ranked)
    )


def _verdict(found: _Found, place: int, least: float) -> Verdict:
    if not found.known:
        return "unknown"
    if found.voted.agreed:
        return "agreed"
    if size_of(found.effect) < least:
        return "average"
    return "argue" if place < MOST_ARGUED else "later"
