"""Who did something and when; and which texts of people can be kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from leadscore.errors import UsageError, did_you_mean
from leadscore.vocabulary import TEAMS

LONGEST_NAME = 200
LONGEST_TEXT = 10_000


@dataclass(frozen=True, slots=True)
class By:
    """The person who does something, their team, and the moment (naive UTC); UsageError for what cannot be kept."""

    name: str
    team: str
    at: datetime

    def __post_init__(self) -> None:
        if not kept(self.name, "A name", LONGEST_NAME).strip():
            raise UsageError("Say who you are: a name is needed beside what is saved.")
        if self.team not in TEAMS:
            raise UsageError(f"'{self.team}' is no team. {did_you_mean(self.team, TEAMS)}")


@dataclass(frozen=True, slots=True)
class Author:
    """Who said it: name (None once it was erased) and team."""

    name: str | None
    team: str


def kept(text: str, what: str, longest: int = LONGEST_TEXT) -> str:
    """The text as it is; UsageError where it is too long or is no text at all."""
    if len(text) > longest:
        raise UsageError(f"{what} has {len(text):,} characters; at most {longest:,} are kept. Shorten it.")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise UsageError(f"{what} holds half a character at place {error.start + 1}. Write it anew.") from error
    return text


def same_name(one: str | None, other: str | None) -> bool:
    """Whether two names are written alike, capitals and blanks aside; an erased name is like no other."""
    if one is None or other is None:
        return False
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())
