"""Belief against evidence: what the teams give a rule, what history would pay for it, and what to do about the gap.

Both are in points.  A rule is believed from `threshold` points on, half of the middle rule of this model.  History's
interval decides the rest: it sees a rule where the interval holds no 0, it sees none where the interval stays below
the threshold, and where the interval holds 0 and reaches the threshold it cannot tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from typing import Literal

from leadscore.estimate import Estimate
from leadscore.model.model import Model
from leadscore.model.rules import Rule
from leadscore.model.values import shortest
from leadscore.vocabulary import counted

Place = Literal["believed and seen", "believed, not seen", "seen, not believed", "neither", "cannot tell"]
Advice = Literal["argue", "lower", "raise", "leave"]
Origin = Literal["settled", "middle", "sales", "marketing", "draft"]

PLACES: tuple[Place, ...] = (
    "believed and seen",
    "believed, not seen",
    "seen, not believed",
    "neither",
    "cannot tell",
)
PLACE_WORDS: dict[Place, str] = {
    "believed and seen": "Believed and seen",
    "believed, not seen": "Believed, not seen",
    "seen, not believed": "Seen, not believed",
    "neither": "Neither",
    "cannot tell": "History cannot tell",
}
_COUNTED: dict[Place, str] = {
    "believed and seen": "{} believed and seen",
    "believed, not seen": "{} believed but not seen",
    "seen, not believed": "{} seen but not believed",
    "neither": "{} neither",
    "cannot tell": "and for {} it cannot tell",
}
ORIGIN_WORDS: dict[Origin, str] = {
    "settled": "settled in the workshop",
    "middle": "the middle of both teams' votes",
    "sales": "the middle vote of sales; marketing did not vote",
    "marketing": "the middle vote of marketing; sales did not vote",
    "draft": "the points on the sliders; nobody voted on it",
}
ORIGIN_SHORT: dict[Origin, str] = {
    "settled": "settled",
    "middle": "the middle",
    "sales": "sales alone",
    "marketing": "marketing alone",
    "draft": "no vote",
}
KNOCK_OUT = "a knock-out has no points"
NO_INTERVAL = "its points have no interval"
LEAST_THRESHOLD = Decimal(1)


@dataclass(frozen=True, slots=True)
class Stand:
    """What both teams said of a rule: middle votes, the middle of both, and what was settled; None where nothing."""

    sales: Decimal | None = None
    marketing: Decimal | None = None
    middle: Decimal | None = None
    settled: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Belief:
    """One rule: the points of the teams and where they come from, the points of history, its place, what to do.

    `target`: history's points as the rule's slider can hold them, in whole points.
    """

    rule_id: str
    name: str
    points: Decimal
    origin: Origin
    stand: Stand
    evidence: Estimate
    place: Place
    advice: Advice
    sentence: str
    target: Decimal

    @property
    def way(self) -> int:
        """1 where the rule speaks for a lead, -1 where against: by its points, and without any by history."""
        return -1 if self.points < 0 or (not self.points and (self.evidence.value or 0) < 0) else 1

    @property
    def ends(self) -> tuple[float, float, float]:
        """History's points with both ends of their interval, as the rule speaks."""
        value, low, high = _ends(self.evidence)
        return (value, low, high) if self.way > 0 else (-value, -high, -low)


@dataclass(frozen=True, slots=True)
class Silent:
    """A rule of which history says nothing, why, and what the teams give it (None: a knock-out)."""

    rule_id: str
    name: str
    points: Decimal | None
    reason: str


@dataclass(frozen=True, slots=True)
class Beliefs:
    """Every rule of a model, in its order: those that history speaks of, and the others."""

    rules: tuple[Belief, ...]
    silent: tuple[Silent, ...]
    threshold: Decimal
    voted: int
    """Rules of which a team's vote or a settlement is known."""
    sentence: str

    def those(self, place: Place) -> tuple[Belief, ...]:
        """The rules of one place."""
        return tuple(each for each in self.rules if each.place == place)


def beliefs(model: Model, evidence: Mapping[str, Estimate], stands: Mapping[str, Stand]) -> Beliefs:
    """Hold what the teams give each rule against `evidence`, points with their interval by rule id.

    `stands` hold what a room said, by rule id; a rule that it leaves out is believed to be worth the model's points.
    """
    believed = {rule.id: _believed(rule, stands.get(rule.id)) for rule in model.rules if not rule.knock_out}
    threshold = _threshold(points for points, _ in believed.values())
    told, silent = [], []
    for rule in model.rules:
        known = evidence.get(rule.id, Estimate.unknown("not looked at"))
        if rule.knock_out or known.value is None or known.low is None:
            reason = KNOCK_OUT if rule.knock_out else known.reason or NO_INTERVAL
            silent.append(Silent(rule.id, rule.name, None if rule.knock_out else believed[rule.id][0], reason))
        else:
            told.append(_told(rule, *believed[rule.id], stands.get(rule.id, Stand()), known, threshold))
    voted = sum(origin != "draft" for _, origin in believed.values())
    return Beliefs(tuple(told), tuple(silent), threshold, voted, _summary(told, silent))


def _believed(rule: Rule, stand: Stand | None) -> tuple[Decimal, Origin]:
    stand = stand or Stand()
    said: tuple[tuple[Origin, Decimal | None], ...] = (
        ("settled", stand.settled),
        ("middle", stand.middle),
        ("sales", stand.sales),
        ("marketing", stand.marketing),
    )
    return next(((points, origin) for origin, points in said if points is not None), (rule.worth, "draft"))


def _threshold(points: Iterable[Decimal]) -> Decimal:
    """Half of the middle rule that has points, in whole points and at least one."""
    given = [abs(each) for each in points if each]
    half = (median(given) / 2).quantize(Decimal(1), ROUND_HALF_UP) if given else LEAST_THRESHOLD
    return max(LEAST_THRESHOLD, half)


def _told(rule: Rule, points: Decimal, origin: Origin, stand: Stand, evidence: Estimate, threshold: Decimal) -> Belief:
    place = _place(float(points), evidence, float(threshold))
    worth_it = abs(points) >= threshold or _apart(stand) >= threshold
    advice = _advice(place, float(points), evidence, worth_it)
    target = _target(rule, evidence)
    sentence = _sentence(place, advice, points, evidence)
    return Belief(rule.id, rule.name, points, origin, stand, evidence, place, advice, sentence, target)


def _place(points: float, evidence: Estimate, threshold: float) -> Place:
    _, low, high = _ends(evidence)
    without_nothing = low > 0 or high < 0
    if abs(points) < threshold:
        if max(-low, high) < threshold:
            return "neither"
        return "seen, not believed" if without_nothing else "cannot tell"
    least, most = (low, high) if points > 0 else (-high, -low)
    if least > 0:
        return "believed and seen"
    return "believed, not seen" if most < threshold else "cannot tell"


def _advice(place: Place, points: float, evidence: Estimate, worth_it: bool) -> Advice:
    """What to do; `worth_it`: a team believes in it, so there is something to argue about."""
    _, low, high = _ends(evidence)
    if place == "neither":
        return "leave"
    if low <= points <= high:
        return "argue" if place == "cannot tell" and worth_it else "leave"
    return "lower" if points > high else "raise"


def _apart(stand: Stand) -> Decimal:
    """Points between the two teams; 0 where one did not vote."""
    return Decimal(0) if stand.sales is None or stand.marketing is None else abs(stand.sales - stand.marketing)


def _target(rule: Rule, evidence: Estimate) -> Decimal:
    low, high = rule.slider
    if not rule.worth and rule.range is None:
        low = -high  # which end its slider has is only settled by the first points that it gets
    whole = Decimal(str(evidence.value)).quantize(Decimal(1), ROUND_HALF_UP)
    return min(high, max(low, whole))


def _sentence(place: Place, advice: Advice, points: Decimal, evidence: Estimate) -> str:
    value, low, high = _ends(evidence)
    given = f"the teams give {shortest(points)}"
    paid = f"history pays {_whole(value)} ({_whole(low)} to {_whole(high)})"
    may_be = ", which may be nothing" if low <= 0 <= high else ""
    if advice == "argue":
        return f"Argue about it: {given}; {paid}{may_be}. History cannot tell, so it is your call."
    if place == "neither":
        return f"Leave it: {given}; {paid}, little either way."
    if place == "cannot tell" and advice == "leave":
        return f"Leave it until there is more history: {given}; {paid}{may_be}."
    if advice == "leave":
        return f"Leave it: {given}, and {paid}."
    against = value * float(points) < 0 and (low > 0 or high < 0)
    return f"{advice.capitalize()} it: {given}, but {paid}{': the other way' if against else may_be}."


def _whole(points: float) -> str:
    return f"{round(points)}"


def _ends(estimate: Estimate) -> tuple[float, float, float]:
    """Value and interval of what is known."""
    return estimate.value or 0.0, estimate.low or 0.0, estimate.high or 0.0


def _summary(told: list[Belief], silent: list[Silent]) -> str:
    if not told:
        reasons = {each.reason for each in silent if each.reason != KNOCK_OUT}
        why = f": {next(iter(reasons))}" if len(reasons) == 1 else ""
        return f"History says nothing in points about {_these(len(silent))}{why}."
    counts = ((_COUNTED[place], sum(each.place == place for each in told)) for place in PLACES)
    parts = ", ".join(words.format(count) for words, count in counts if count)
    rest = f"; of {len(silent)} more it says nothing" if silent else ""
    return f"Of {counted(len(told), 'rule')} that history speaks of, {parts}{rest}."


def _these(rules: int) -> str:
    return "this rule" if rules == 1 else f"any of these {rules} rules"
