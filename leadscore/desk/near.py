"""Rules that nearly fired for a lead, and the shortest ways to the next band.

Which parts of a rule hold is asked of the evidence query itself, each part as a rule of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Any

import numpy as np

from leadscore.desk.history import Historian, Then
from leadscore.evidence import Shelf
from leadscore.model import Model, Rule
from leadscore.model.conditions import (
    ActivityCondition,
    AllOf,
    AnyOf,
    AttributeCondition,
    CompletenessCondition,
    Not,
    leaves,
)
from leadscore.model.model import Population
from leadscore.model.words import in_words, spoken
from leadscore.scoring.arithmetic import exact, hundredths
from leadscore.scoring.in_arrays import BANDS, Units, rescore

FULL = 100
MOST_RULES = 3
"""Rules that a way may need; nobody plans further."""

MOST_WAYS = 3
COUNTED = 1000


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that has to happen, or to be found out, in words; `times`: how many activities it takes."""

    words: str
    times: int = 1
    learn: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """A rule that does not give all it can, what is missing, what it would add, and whether part of it is there."""

    rule: str
    label: str
    needs: tuple[Need, ...]
    points: Decimal
    partly: bool
    units: int
    """What its units would be."""

    @property
    def cost(self) -> int:
        """How many things have to happen."""
        return sum(need.times for need in self.needs)


@dataclass(frozen=True, slots=True)
class Way:
    """Rules that together lift the lead into a band, with the score it would have."""

    missing: tuple[Missing, ...]
    score: Decimal
    band: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """What nearly fired, and the shortest ways to the next band; `reason` says why there are none, if so."""

    nearly: tuple[Missing, ...]
    next_band: str | None
    ways: tuple[Way, ...]
    reason: str | None = None


class Scout:
    """Looks at what leads lack under one model; the query is spelled once."""

    def __init__(self, shelf: Shelf, model: Model) -> None:
        self._facts = shelf.facts
        self._model = model
        self._parts = list(
            dict.fromkeys(part for rule in model.rules for leaf in leaves(rule.when) for part in _asked(leaf))
        )
        rules = tuple(Rule(id=f"p{place}", knock_out=True, when=part) for place, part in enumerate(self._parts))
        probe = model.model_copy(update={"rules": rules, "population": Population(), "cut_offs": None})
        self._historian = Historian(shelf, probe)

    def look(self, lead_id: str, now: Then) -> Outlook:
        """What the lead lacks at a moment, given its score then."""
        found = self._historian.at(lead_id, [now.at])
        if not found:
            return Outlook((), None, (), "nothing is known of it at this moment")
        units = dict(zip(self._parts, found[0].units, strict=True))
        missing = [each for each in self._missing(now, units) if each.points > 0]
        nearly = sorted(
            (each for each in missing if each.partly), key=lambda each: (each.cost, -each.points, each.label)
        )
        target = _next_band(now.band)
        if self._model.cut_offs is None or target is None:
            reason = "this model has no cut-offs" if self._model.cut_offs is None else None
            return Outlook(tuple(nearly), None, (), reason)
        ways = self._ways(now, missing, target)
        reason = None if ways else f"no {MOST_RULES} rules together lift it there"
        return Outlook(tuple(nearly), target, ways, reason)

    def _missing(self, now: Then, units: dict[Any, int]) -> Iterator[Missing]:
        for place, rule in enumerate(self._model.rules):
            if rule.knock_out or rule.worth <= 0:
                continue
            needs = self._needs(rule.when, units)
            reached = _reached(rule.when, now.units[place], units)
            if needs is None or reached <= now.units[place]:
                continue
            points = exact(hundredths(rule.worth) * (reached - now.units[place]))
            partly = now.units[place] == 0 and len(needs) == 1 and (needs[0].learn or _has_part(rule.when, units))
            yield Missing(rule.id, rule.name, needs, points, partly, reached)

    def _needs(self, condition: Any, units: dict[Any, int]) -> tuple[Need, ...] | None:
        """What it takes for a condition to hold; None where nothing that may happen helps."""
        if isinstance(condition, AllOf):
            found = [self._needs(part, units) for part in condition.all]
            return None if None in found else tuple(need for needs in found for need in needs or ())
        if isinstance(condition, AnyOf):
            ways = [needs for part in condition.any if (needs := self._needs(part, units)) is not None]
            return min(ways, key=lambda needs: sum(need.times for need in needs), default=None)
        if isinstance(condition, Not):
            return () if not _holds(condition.not_, units) else None
        return self._leaf_needs(condition, units)

    def _leaf_needs(self, leaf: Any, units: dict[Any, int]) -> tuple[Need, ...] | None:
        if self._facts.lacks(leaf):
            return None
        if isinstance(leaf, ActivityCondition):
            more = max(0, leaf.at_least - _count(leaf, units))
            if not more and units[leaf] < FULL * leaf.at_most:
                more = 1
            return (Need(_activity_words(leaf, more), more),) if more else ()
        if units[leaf]:
            return ()
        if isinstance(leaf, AttributeCondition) and leaf.operator != "known":
            unknown = not units[_known(leaf.attribute)]
            return (Need(f"find out whether its {in_words(leaf)}", learn=True),) if unknown else None
        if isinstance(leaf, AttributeCondition) and leaf.known:
            return (Need(f"find out its {spoken(leaf.attribute)}", learn=True),)
        if isinstance(leaf, CompletenessCondition):
            return (Need("find out what is still unknown of it", learn=True),)
        return None

    def _ways(self, now: Then, missing: Sequence[Missing], target: str) -> tuple[Way, ...]:
        """The sets of rules with the fewest things to happen that reach the band; none contains another one."""
        chosen = [set_ for size in range(1, MOST_RULES + 1) for set_ in combinations(missing, size)]
        if not chosen:
            return ()
        place = {rule.id: number for number, rule in enumerate(self._model.rules)}
        rows = np.tile(np.asarray(now.units, dtype=np.int64), (len(chosen), 1))
        for row, set_ in enumerate(chosen):
            for each in set_:
                rows[row, place[each.rule]] = each.units
        scored = rescore(self._model, Units(list(np.ascontiguousarray(rows.T)), len(chosen)))
        good = [row for row, band in enumerate(scored.band) if 0 <= band <= BANDS.index(target)]
        good.sort(key=lambda row: (sum(each.cost for each in chosen[row]), len(chosen[row]), -int(scored.score[row])))
        ways: list[Way] = []
        for row in good:
            ids = {each.rule for each in chosen[row]}
            if len(ways) < MOST_WAYS and not any({each.rule for each in way.missing} <= ids for way in ways):
                ways.append(Way(chosen[row], exact(int(scored.score[row])), BANDS[int(scored.band[row])]))
        return tuple(ways)


def _next_band(band: str | None) -> str | None:
    return {"nurture": "hand_over", "hand_over": "ready"}.get(band or "")


def _asked(leaf: Any) -> Iterator[Any]:
    """The leaf itself, how often its activity happened, and whether its attribute is known at all."""
    yield leaf
    if isinstance(leaf, ActivityCondition):
        yield _counter(leaf)
    if isinstance(leaf, AttributeCondition):
        yield _known(leaf.attribute)


def _counter(leaf: ActivityCondition) -> ActivityCondition:
    return leaf.model_copy(update={"at_least": 1, "at_most": COUNTED, "decay": None})


def _known(attribute: str) -> AttributeCondition:
    return AttributeCondition.model_validate({"attribute": attribute, "known": True})


def _count(leaf: ActivityCondition, units: dict[Any, int]) -> int:
    return units[_counter(leaf)] // FULL


def _reached(condition: Any, now: int, units: dict[Any, int]) -> int:
    """The units of a rule once what it needs has happened."""
    if isinstance(condition, ActivityCondition):
        count = _count(condition, units)
        if count >= condition.at_least:
            return min(now + FULL, FULL * condition.at_most)
        return min(FULL * condition.at_least, FULL * condition.at_most)
    return FULL


def _holds(condition: Any, units: dict[Any, int]) -> bool:
    if isinstance(condition, AllOf):
        return all(_holds(part, units) for part in condition.all)
    if isinstance(condition, AnyOf):
        return any(_holds(part, units) for part in condition.any)
    if isinstance(condition, Not):
        return not _holds(condition.not_, units)
    return units[condition] > 0


def _has_part(condition: Any, units: dict[Any, int]) -> bool:
    """Whether some of what a rule asks for is there already."""
    if isinstance(condition, ActivityCondition):
        return _count(condition, units) > 0
    return any(
        units[leaf] > 0 or (isinstance(leaf, ActivityCondition) and _count(leaf, units)) for leaf in leaves(condition)
    )


def _activity_words(leaf: ActivityCondition, more: int) -> str:
    once = in_words(leaf.model_copy(update={"at_least": 1, "at_most": 1, "decay": None}))
    return f"{more} more: {once}"
