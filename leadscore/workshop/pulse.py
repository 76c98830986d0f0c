"""Do the teams trust the score?  Two answers from 1 to 5, before and after the workshop and every month.

No figure is made of fewer than three people, and no team is shown apart where that would leave one or two in the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from leadscore.errors import UsageError
from leadscore.estimate import AccountSums, Estimate, proportion
from leadscore.vocabulary import TEAMS

QUESTIONS = {
    "trust": "I trust the score: I would call a lead because of it.",
    "agree": "I agree with its rules: they say what makes a lead good.",
}
SCALE = {1: "not at all", 2: "rather not", 3: "undecided", 4: "rather yes", 5: "fully"}
WHEN = {"before": "before the workshop", "after": "after the workshop", "monthly": "monthly"}

FEWEST = 3
"""Answers below which nothing is shown: an answer of one or two people has a name."""

HIGH = 4
"""From here on an answer counts as a yes."""


@dataclass(frozen=True, slots=True)
class Felt:
    """One person's answer: who, of which team, at which occasion, when (naive UTC), and the two numbers."""

    person: str
    team: str
    when: str
    at: datetime
    trust: int
    agree: int

    def __post_init__(self) -> None:
        if self.when not in WHEN or self.team not in TEAMS:
            raise UsageError(f"A pulse is taken {', '.join(WHEN)} by {' or '.join(TEAMS)}.")
        for name in QUESTIONS:
            value = getattr(self, name)
            if isinstance(value, bool) or value not in SCALE:
                raise UsageError(f"The answer to '{name}' is {value!r}. Give a whole number from 1 to 5.")


@dataclass(frozen=True, slots=True)
class Reading:
    """One question at one occasion: the middle answer, and the share of 4 and 5; both unknown below FEWEST."""

    question: str
    team: str | None
    n: int
    middle: Estimate
    high: Estimate


@dataclass(frozen=True, slots=True)
class Change:
    """One question before and after, of the same people: the middle change, and how many went up, down, nowhere."""

    question: str
    team: str | None
    n: int
    middle: Estimate
    up: int | None
    down: int | None
    same: int | None


@dataclass(frozen=True, slots=True)
class Month:
    """The monthly answers of one month (2026-10): a reading of each question."""

    month: str
    readings: tuple[Reading, ...]


def latest(felt: Iterable[Felt], occasion: Callable[[Felt], str] = lambda each: each.when) -> tuple[Felt, ...]:
    """The last answer of each person at each occasion."""
    kept = {(each.person, each.team, occasion(each)): each for each in sorted(felt, key=lambda each: each.at)}
    return tuple(kept.values())


def readings(felt: Iterable[Felt], when: str) -> tuple[Reading, ...]:
    """Both questions at one occasion: of all, then of each team where that shows nobody."""
    asked = [each for each in latest(felt) if each.when == when]
    return tuple(
        _reading(name, team, [getattr(each, name) for each in part])
        for team, part in _parts(asked)
        for name in QUESTIONS
    )


def since(felt: Iterable[Felt], day: date) -> tuple[Reading, ...]:
    """Both questions as answered last since a day (UTC) by each person, whatever the occasion: of all, then by team."""
    asked = latest((each for each in felt if each.at.date() >= day), lambda _: "")
    return tuple(
        _reading(name, team, [getattr(each, name) for each in part])
        for team, part in _parts(asked)
        for name in QUESTIONS
    )


def changes(felt: Iterable[Felt]) -> tuple[Change, ...]:
    """Before against after of the people who answered both; others are in neither."""
    found = {(each.person, each.team, each.when): each for each in latest(felt)}
    pairs = [
        (each, after)
        for (person, team, when), each in found.items()
        if when == "before" and (after := found.get((person, team, "after"))) is not None
    ]
    by_first = {id(before): after for before, after in pairs}
    return tuple(
        _change(name, team, [getattr(by_first[id(each)], name) - getattr(each, name) for each in part])
        for team, part in _parts([before for before, _ in pairs])
        for name in QUESTIONS
    )


def months(felt: Iterable[Felt]) -> tuple[Month, ...]:
    """The monthly answers by month (UTC), the earliest first; each person's last answer of a month counts."""
    asked = latest((each for each in felt if each.when == "monthly"), lambda each: f"{each.at:%Y-%m}")
    names = sorted({f"{each.at:%Y-%m}" for each in asked})
    return tuple(Month(name, _all([each for each in asked if f"{each.at:%Y-%m}" == name])) for name in names)


def _all(asked: Sequence[Felt]) -> tuple[Reading, ...]:
    return tuple(_reading(name, None, [getattr(each, name) for each in asked]) for name in QUESTIONS)


def _parts(asked: Sequence[Felt]) -> list[tuple[str | None, list[Felt]]]:
    """All together, and the teams apart unless one of them has so few that it could be read off the rest."""
    teams = {team: [each for each in asked if each.team == team] for team in TEAMS}
    apart = all(not part or len(part) >= FEWEST for part in teams.values())
    return [(None, list(asked)), *(teams.items() if apart else ())]


def _reading(name: str, team: str | None, values: Sequence[int]) -> Reading:
    few = _too_few(len(values))
    if few is not None:
        return Reading(name, team, len(values), few, few)
    high = proportion(AccountSums.alone(sum(value >= HIGH for value in values), len(values)))
    return Reading(name, team, len(values), Estimate.count(float(median(values)), len(values)), high)


def _change(name: str, team: str | None, steps: Sequence[int]) -> Change:
    few = _too_few(len(steps))
    if few is not None:
        return Change(name, team, len(steps), few, None, None, None)
    up, down = sum(step > 0 for step in steps), sum(step < 0 for step in steps)
    middle = Estimate.count(float(median(steps)), len(steps))
    return Change(name, team, len(steps), middle, up, down, len(steps) - up - down)


def _too_few(n: int) -> Estimate | None:
    if n >= FEWEST:
        return None
    return Estimate.unknown(f"too few: needs {FEWEST} answers, has {n}" if n else "nobody has answered yet", n)
