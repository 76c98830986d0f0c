"""The way of a lead from the inquiry to sales and back: who owns each step, within how long, as each team sees it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from leadscore.errors import UsageError, did_you_mean
from leadscore.vocabulary import TEAMS

STEPS = {
    "inquiry": "A lead asks or signs up",
    "qualifies": "It is judged good enough",
    "hand_over": "It is handed over to sales",
    "first_touch": "Somebody tries to reach it",
    "decision": "It is accepted or rejected",
    "feedback": "Marketing hears the reason",
    "nurture": "It is kept warm until it is ready",
}
"""The hand-over as a map, in the order in which a lead passes."""

NOBODY = "nobody"
OWNERS = (*TEAMS, NOBODY)

Standing = Literal["agreed", "disputed", "nobody", "cannot tell"]

MOST_APART = 2.0
"""Two teams' hours are the same time up to this factor."""


@dataclass(frozen=True, slots=True)
class Owned:
    """One person's view of a step: who owns it (sales, marketing, nobody), within how many hours, and is it clear?"""

    team: str
    step: str
    owner: str
    hours: float | None = None
    clear: bool = True

    def __post_init__(self) -> None:
        for what, word, words in (("step", self.step, STEPS), ("owner", self.owner, OWNERS)):
            if word not in words:
                raise UsageError(f"The hand-over has no {what} '{word}'. {did_you_mean(word, words)}")
        if self.hours is not None and not 0 < self.hours < float("inf"):
            raise UsageError(f"'{STEPS[self.step]}' within {self.hours} hours: give hours above 0, or none.")


@dataclass(frozen=True, slots=True)
class View:
    """One team's view of a step; `owner` is None where the team itself is divided, hours the middle of its answers."""

    n: int
    owner: str | None
    hours: float | None
    unclear: int


@dataclass(frozen=True, slots=True)
class Mapped:
    """One step as both teams see it, and what that makes of it; `why` says it in words."""

    step: str
    sales: View
    marketing: View
    standing: Standing
    why: str

    @property
    def unclear(self) -> int:
        """People who say that it is not clear to them."""
        return self.sales.unclear + self.marketing.unclear


def mapped(owned: Iterable[Owned]) -> tuple[Mapped, ...]:
    """Every step in its order; a step that a team said nothing of is neither agreed nor nobody's."""
    answers = tuple(owned)
    return tuple(_step(each, [one for one in answers if one.step == each]) for each in STEPS)


def _step(step: str, answers: Sequence[Owned]) -> Mapped:
    sales, marketing = (_view([each for each in answers if each.team == team]) for team in TEAMS)
    return Mapped(step, sales, marketing, *_standing(sales, marketing))


def _view(answers: Sequence[Owned]) -> View:
    owners = Counter(each.owner for each in answers).most_common(2)
    divided = len(owners) == 2 and owners[0][1] == owners[1][1]
    hours = [each.hours for each in answers if each.hours is not None]
    return View(
        len(answers),
        owners[0][0] if owners and not divided else None,
        median(hours) if hours else None,
        sum(not each.clear for each in answers),
    )


def _standing(sales: View, marketing: View) -> tuple[Standing, str]:
    views = dict(zip(TEAMS, (sales, marketing), strict=True))
    silent = [team for team, view in views.items() if not view.n]
    if silent:
        return "cannot tell", f"{' and '.join(silent)} said nothing of it"
    divided = [team for team, view in views.items() if view.owner is None]
    if divided:
        return "disputed", f"{' and '.join(divided)} divided about who owns it"
    if sales.owner != marketing.owner:
        return "disputed", f"sales says {sales.owner}, marketing says {marketing.owner}"
    if sales.owner == NOBODY:
        return "nobody", "both teams say that nobody owns it"
    return _time(str(sales.owner), sales.hours, marketing.hours)


def _time(owner: str, one: float | None, other: float | None) -> tuple[Standing, str]:
    if one is None and other is None:
        return "agreed", f"{owner} owns it; no time was named"
    if one is None or other is None:
        team, hours = (TEAMS[0], one) if other is None else (TEAMS[1], other)
        return "disputed", f"{owner} owns it; only {team} names a time, {hours:g} hours"
    if max(one, other) > MOST_APART * min(one, other):
        return "disputed", f"{owner} owns it; {one:g} hours for sales, {other:g} for marketing"
    return "agreed", f"{owner} owns it, within {max(one, other):g} hours"
