"""Rules that nearly fired for a lead, and the shortest ways to the next band.

Every act is tried: the lead is scored with it by the query behind what-if, and only what that gives is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations
from typing import Any

from leadscore.desk.acts import Act, Acts, Need, asked
from leadscore.desk.variants import Variant, Variants
from leadscore.desk.what_if import Fact
from leadscore.evidence import Shelf
from leadscore.model import Model, Rule
from leadscore.model.conditions import leaves
from leadscore.model.model import Population
from leadscore.scoring import Explanation
from leadscore.scoring.arithmetic import exact, hundredths
from leadscore.scoring.in_arrays import BANDS

MOST_ACTS = 10
MOST_KINDS = 3
"""Different acts of one way; nobody plans further."""

MOST_WAYS = 3
MOST_TRIED = 600
"""Combinations of one length that are tried."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A rule that is one step from firing, what is missing, and what it would really add by itself."""

    rule: str
    label: str
    needs: tuple[Need, ...]
    points: Decimal


@dataclass(frozen=True, slots=True)
class Way:
    """Acts that together lift the lead, with the score and band that what-if gives for them."""

    needs: tuple[Need, ...]
    score: Decimal
    band: str

    @property
    def variant(self) -> Variant:
        """The facts and activities to ask what-if for."""
        variant = _variant(self.needs)
        assert variant is not None
        return variant


@dataclass(frozen=True, slots=True)
class Outlook:
    """What nearly fired, and the shortest ways to the next band; `reason` says why there are none, if so.

    `without_dates`: no activity can be added, so facts alone were tried.
    """

    nearly: tuple[Missing, ...]
    next_band: str | None
    ways: tuple[Way, ...]
    reason: str | None = None
    without_dates: bool = False


class Scout:
    """Looks at what leads lack under one model; the queries are spelled once."""

    def __init__(self, shelf: Shelf, model: Model) -> None:
        self._facts = shelf.facts
        self._model = model
        self._parts = list(
            dict.fromkeys(part for rule in model.rules for leaf in leaves(rule.when) for part in asked(leaf))
        )
        rules = tuple(Rule(id=f"p{place}", knock_out=True, when=part) for place, part in enumerate(self._parts))
        probe = model.model_copy(update={"rules": rules, "population": Population(), "cut_offs": None})
        self._probe = Variants(shelf, probe)
        self._variants = Variants(shelf, model)

    def look(self, actual: Explanation) -> Outlook:
        """What the lead lacks at the moment of its explanation."""
        (found,) = self._probe.score(actual.lead_id, actual.as_of, [Variant()])
        if found is None:
            return Outlook((), None, (), "nothing is known of it at this moment")
        acts = Acts(self._facts, dict(zip(self._parts, found.units, strict=True)))
        outlook = Outlook(self._nearly(actual, acts, found.units), None, (), without_dates=actual.as_of is None)
        target = _next_band(actual.band)
        if self._model.cut_offs is None or target is None:
            return replace(outlook, reason=self._why_no_band(actual))
        ways = self._ways(actual, self._elements(acts), target)
        reason = None if ways else f"no {MOST_KINDS} different acts together lift it there"
        return replace(outlook, next_band=target, ways=ways, reason=reason)

    def _why_no_band(self, actual: Explanation) -> str | None:
        if self._model.cut_offs is None:
            return "this model has no cut-offs"
        outs = [f"'{line.label}'" for line in actual.lines if line.kind == "knock_out" and line.units]
        return f"the knock-out {' and '.join(outs)} holds it out" if outs else None

    def _nearly(self, actual: Explanation, acts: Acts, held: Sequence[int]) -> tuple[Missing, ...]:
        """Rules that give nothing now and are one need from firing, with what they give after it."""
        have = dict(zip(self._parts, held, strict=True))
        near = []
        for place, rule in enumerate(self._model.rules):
            needs = None if rule.knock_out or rule.worth <= 0 or actual.lines[place].units else acts.needs(rule.when)
            if needs and len(needs) == 1 and (needs[0].learn or _has_part(rule.when, have)):
                near.append((place, rule, needs))
        tried = self._tried(actual, [needs for _, _, needs in near])
        missing = [
            (needs[0].times, Missing(rule.id, rule.name, needs, exact(hundredths(rule.worth) * after.units[place])))
            for (place, rule, needs), after in zip(near, tried, strict=True)
            if after is not None and after.units[place]
        ]
        return tuple(each for _, each in sorted(missing, key=lambda pair: (pair[0], -pair[1].points, pair[1].label)))

    def _elements(self, acts: Acts) -> list[tuple[Need, ...]]:
        """Acts by themselves, as often as may matter to any rule, and all that a rule needs at once."""
        found: list[tuple[Need, ...]] = []
        for rule in self._model.rules:
            found += [(need,) for need in acts.useful(rule.when)]
            whole = None if rule.knock_out or rule.worth <= 0 else acts.needs(rule.when)
            found += [_merged(whole)] if whole else []
        return list(dict.fromkeys(found))

    def _ways(self, actual: Explanation, elements: Sequence[tuple[Need, ...]], target: str) -> tuple[Way, ...]:
        """The fewest acts that reach the band, then the fewest facts; none contains another one."""
        ways: list[Way] = []
        for length in range(1, MOST_ACTS + 1):
            chosen = _of_length(elements, length)
            found = [
                Way(needs, after.score, after.band)
                for needs, after in zip(chosen, self._tried(actual, chosen), strict=True)
                if after is not None and after.band in BANDS[: BANDS.index(target) + 1]
            ]
            for way in sorted(found, key=lambda way: (sum(need.learn for need in way.needs), -way.score)):
                if len(ways) < MOST_WAYS and not any(_contains(way, shorter) for shorter in ways):
                    ways.append(way)
            if len(ways) >= MOST_WAYS:
                break
        return tuple(ways)

    def _tried(self, actual: Explanation, chosen: Sequence[tuple[Need, ...]]) -> list[Any]:
        variants = [_variant(needs) or Variant() for needs in chosen]
        return self._variants.score(actual.lead_id, actual.as_of, variants) if variants else []


def _of_length(elements: Sequence[tuple[Need, ...]], length: int) -> list[tuple[Need, ...]]:
    """Combinations of elements of so many acts together, the plainest first."""
    found: dict[frozenset[Need], tuple[Need, ...]] = {}
    for needs in _combined([each for each in elements if _length(each) <= length], length):
        found.setdefault(frozenset(needs), needs)
        if len(found) >= MOST_TRIED:
            break
    return list(found.values())


def _combined(elements: Sequence[tuple[Need, ...]], length: int) -> Iterator[tuple[Need, ...]]:
    for size in range(1, min(MOST_KINDS, length) + 1):
        for several in combinations(elements, size):
            if sum(_length(each) for each in several) != length:
                continue
            needs = _merged([need for each in several for need in each])
            if _length(needs) == length and _variant(needs) is not None:
                yield needs


def _merged(needs: Sequence[Need]) -> tuple[Need, ...]:
    """Activities of one kind are counted together; what is found out is found out once."""
    times: dict[Act, int] = {}
    for need in needs:
        times[need.act] = 1 if need.learn else times.get(need.act, 0) + need.times
    return tuple(Need(act, often) for act, often in times.items())


def _length(needs: Sequence[Need]) -> int:
    return sum(need.times for need in needs)


def _variant(needs: Sequence[Need]) -> Variant | None:
    """What is asked of what-if; None where two facts exclude each other."""
    facts: dict[str, Fact] = {}
    for name, value in (fact for need in needs for fact in need.act.facts):
        if facts.setdefault(name, value) != value:
            return None
    added = tuple(need.act.added for need in needs for _ in range(need.times) if need.act.added is not None)
    return Variant(tuple(facts.items()), added)


def _contains(way: Way, shorter: Way) -> bool:
    times = {need.act: need.times for need in way.needs}
    return all(times.get(need.act, 0) >= need.times for need in shorter.needs)


def _next_band(band: str | None) -> str | None:
    return {"nurture": "hand_over", "hand_over": "ready"}.get(band or "")


def _has_part(condition: Any, units: dict[Any, int]) -> bool:
    """Whether some of what a rule asks for is there already."""
    return any(units[part] > 0 for leaf in leaves(condition) for part in asked(leaf))
