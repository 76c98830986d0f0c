"""A lamp: signs that each have a colour, of which the lamp takes the worst; what nobody knows is never green."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeVar

from leadscore.vocabulary import counted

Colour = Literal["green", "amber", "red", "unknown"]

COLOUR_WORDS: dict[Colour, str] = {"green": "Holds", "amber": "Watch", "red": "Needs work", "unknown": "Unknown"}

WORST_FIRST: tuple[Colour, ...] = ("red", "unknown", "amber", "green")
"""What is unknown outweighs everything but red."""

MONTH, QUARTER = 31, 92
"""Days: what happened within a month is recent, within a quarter it is getting old."""

Size = TypeVar("Size", int, float, timedelta)


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that a lamp looks at: what it is, what was found, its colour; None colours nothing."""

    name: str
    found: str
    colour: Colour | None


@dataclass(frozen=True, slots=True)
class Lamp:
    """One pillar: its signs, the rule that gives the colours, and the page that shows the evidence."""

    key: str
    title: str
    signs: tuple[Sign, ...]
    rule: str
    page: str

    @property
    def colour(self) -> Colour:
        """The worst colour of the signs; unknown where no sign has one."""
        return worst([sign.colour for sign in self.signs if sign.colour is not None])

    @property
    def reasons(self) -> tuple[str, ...]:
        """What keeps the lamp from being green; empty where it is."""
        return tuple(f"{each.name}: {each.found}" for each in self.signs if each.colour not in (None, "green"))


def worst(colours: Collection[Colour]) -> Colour:
    """The worst of some colours; nothing at all is unknown."""
    return next((each for each in WORST_FIRST if each in colours), "unknown")


def at_least(value: Size, green: Size, amber: Size) -> Colour:
    """The colour of what should be large."""
    return "green" if value >= green else "amber" if value >= amber else "red"


def at_most(value: Size, green: Size, amber: Size) -> Colour:
    """The colour of what should be small."""
    return "green" if value <= green else "amber" if value <= amber else "red"


def span(time: timedelta) -> str:
    """A stretch of time in hours, from two days on in days."""
    hours = time.total_seconds() / 3600
    return f"{hours:,.1f} hours" if hours < 48 else f"{hours / 24:,.1f} days"


def aged(day: date, today: date) -> tuple[str, Colour]:
    """A day with its age, and the colour of something that should happen every month; a day to come shows nothing.

    Tomorrow is today in another time zone.
    """
    days = (today - day).days
    if days < -1:
        return f"unknown: {day:%d %b %Y} is still to come", "unknown"
    ago = "today" if days <= 0 else f"{counted(days, 'day')} ago"
    return f"{day:%d %b %Y}, {ago}", at_most(days, MONTH, QUARTER)
