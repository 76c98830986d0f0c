"""Who did something and when; and which texts of people can be kept."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from leadscore.errors import UsageError, did_you_mean
from leadscore.vocabulary import TEAMS

LONGEST_NAME = 200
LONGEST_TEXT = 10_000
_BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufe0e\ufe0f"
"""Letters and marks that show nothing, though Unicode does not say so."""


@dataclass(frozen=True, slots=True)
class By:
    """The person who does something, their team, and the moment (naive UTC); UsageError for what cannot be kept."""

    name: str
    team: str
    at: datetime

    def __post_init__(self) -> None:
        if not _as_read(kept(self.name, "A name", LONGEST_NAME)):
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
    """Whether two names read alike; capitals, blanks and what nobody sees aside.  An erased name is like no other."""
    if one is None or other is None:
        return False
    return _as_read(one) == _as_read(other)


def _as_read(name: str) -> str:
    """A name without what nobody sees in it; letters of one look (NFKC: full width, composed or not) are one letter."""
    seen = "".join(each for each in unicodedata.normalize("NFKC", name) if not _is_unseen(each))
    return " ".join(unicodedata.normalize("NFKC", seen.casefold()).split())


def _is_unseen(letter: str) -> bool:
    """Whether a character shows nothing and parts nothing: joints, directions, control characters but blanks."""
    return letter in _BLANK or (unicodedata.category(letter) in {"Cf", "Cc"} and not letter.isspace())
