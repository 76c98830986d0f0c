"""One question that could be asked of every lead: a condition with its name, its form, and how many it holds for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from leadscore.learning.adjustment import FEWEST_ACCOUNTS
from leadscore.learning.asking.starting_point import RAREST

About = Literal["attribute", "activity", "silence"]


@dataclass(frozen=True, slots=True)
class Form:
    """A condition as a model file writes it; `name` is the attribute or kind, `share` the share of leads with it.

    `rank` 0 is the simplest way to ask about the name; higher ones are the first to go where there are too many.
    """

    about: About
    name: str
    form: str
    label: str
    when: Mapping[str, Any]
    share: float
    rank: int = 0


def common_enough(leads: int, of: int) -> bool:
    """Whether enough leads have it, and enough lack it, that their outcomes could say anything."""
    return all(part >= max(FEWEST_ACCOUNTS, RAREST * of) for part in (leads, of - leads))
