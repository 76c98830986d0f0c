"""Which rules history may suggest points for, of which sign, and why not for the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.learning.adjustment import FEWEST_ACCOUNTS
from leadscore.learning.known_leads import KnownLeads
from leadscore.learning.likeness import likeness
from leadscore.model.model import Model
from leadscore.model.reach import most_units
from leadscore.model.rules import Rule

Floats = NDArray[np.float64]

HUNDREDTHS = 100
KNOCK_OUT = "a knock-out has no points"


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A rule that history is asked about: its place among the known leads' columns, and what its points must keep to.

    `sign` is 1 or -1 where its effect may only help or only harm, 0 where it may do either.  `most` is how many units
    it can give; `like` names the rules that it cannot be told apart from.
    """

    rule: Rule
    place: int
    sign: int
    most: float
    like: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """The evidence as the regression sees it: `full` is units over the most that the rule can give (leads x rules).

    `unknown` are columns of leads of whom a rule's fact was not known: unknown is not no.
    """

    asked: tuple[Asked, ...]
    reasons: dict[str, str]
    full: Floats
    unknown: Floats

    @property
    def design(self) -> Floats:
        """Rules, then unknown facts."""
        return np.column_stack([self.full, self.unknown])


def sign_of(model: Model, rule: Rule) -> int:
    """1 where a rule may only help, -1 where it may only harm, 0 where it may do either.

    The teams' points say it.  At 0 points the rule's own range does, then the other rules of its group, then a floor
    without a cap (harm) or a side of the balance (help).
    """
    if rule.worth:
        return 1 if rule.worth > 0 else -1
    if rule.range is not None:
        return 1 if rule.range[0] >= 0 else -1 if rule.range[1] <= 0 else 0
    signs = {each.worth > 0 for each in model.rules if each.group == rule.group and each.worth}
    if len(signs) == 1:
        return 1 if signs.pop() else -1
    group = model.group(rule.group)
    if group.floor is not None and group.cap is None:
        return -1
    return 1 if group.side_of(rule.group) != "neither" else 0


def columns_of(known: KnownLeads, model: Model, leads: NDArray[Any]) -> Columns:
    """The columns of the flagged leads, and why the other rules of the model have none."""
    reasons = dict(known.left_out) | {rule.id: KNOCK_OUT for rule in model.rules if rule.knock_out}
    account = known.account[leads]
    asked: list[Asked] = []
    for place, rule in enumerate(known.rules):
        if rule.knock_out:
            continue
        held, unknown = known.units[leads, place] > 0, known.unknown[leads, place]
        rare = _too_rare(account, held, ~held & ~unknown)
        if rare is not None:
            reasons[rule.id] = rare
        else:
            asked.append(Asked(rule, place, sign_of(model, rule), float(most_units(rule.when))))
    full = _full(known, leads, asked)
    return Columns(tuple(_told_apart(asked, full)), reasons, full, _unknown(known, leads, asked, full))


def _too_rare(account: NDArray[Any], held: NDArray[Any], not_held: NDArray[Any]) -> str | None:
    having, lacking = (len(np.unique(account[side])) for side in (held, not_held))
    if min(having, lacking) >= FEWEST_ACCOUNTS:
        return None
    needed = f"needs {FEWEST_ACCOUNTS} accounts with it and {FEWEST_ACCOUNTS} without"
    return f"too few: {needed}, has {having} and {lacking}"


def _full(known: KnownLeads, leads: NDArray[Any], asked: list[Asked]) -> Floats:
    units = known.units[leads][:, [each.place for each in asked]].astype(np.float64)
    return np.asarray(units / (HUNDREDTHS * np.array([each.most for each in asked])).reshape(1, -1))


def _told_apart(asked: list[Asked], full: Floats) -> Iterator[Asked]:
    alike = likeness(full, np.ones(len(full)))
    for each, apart, like in zip(asked, alike.apart, alike.like, strict=True):
        names = tuple(asked[other].rule.name for other in like)
        yield each if apart else Asked(each.rule, each.place, each.sign, each.most, names)


def _unknown(known: KnownLeads, leads: NDArray[Any], asked: list[Asked], full: Floats) -> Floats:
    """A column for each set of leads of whom a rule's fact was unknown, where there are enough and it is a new one."""
    account, found = known.account[leads], np.zeros((len(full), 0))
    for each in asked:
        unknown = known.unknown[leads, each.place]
        if _too_rare(account, unknown, ~unknown) is None:
            wider = np.column_stack([found, unknown.astype(np.float64)])
            if likeness(np.column_stack([full, wider]), np.ones(len(full))).apart[-1]:
                found = wider
    return found
