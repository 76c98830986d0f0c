"""What sales says of a lead (accepted, rejected, disputed), bound to its score at the hand-off; and the reply."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from leadscore.errors import UsageError, did_you_mean
from leadscore.store.state.people import Author, kept
from leadscore.vocabulary import BANDS, CONCERNS, RATINGS, REASONS_OF_RATING, TEAMS, VERDICTS

SEEN, ANSWERED = "seen", "answered"


@dataclass(frozen=True, slots=True)
class Given:
    """One rating to be kept: of which lead, why, and the score it is bound to; UsageError for words that are unknown.

    `score` and `band` are those at the hand-off (None where the lead has none); `version` is the id of the version that
    the model was saved as, if it was.  `fired` are the rules that gave or took points, `named` those that the author
    points at.  A rejection or dispute needs a reason.
    """

    lead_id: str
    rating: str
    model_hash: str
    reason: str | None = None
    concerns: tuple[str, ...] = ()
    text: str = ""
    version: int | None = None
    score: Decimal | None = None
    band: str | None = None
    handed_over_at: datetime | None = None
    fired: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        one_of(self.rating, RATINGS, "rating")
        reasons = REASONS_OF_RATING[self.rating]
        if self.reason is not None or self.rating != "accept":
            one_of(self.reason or "", reasons, f"reason to {self.rating}")
        for concern in self.concerns:
            one_of(concern, CONCERNS, "concern")
        if self.band is not None:
            one_of(self.band, BANDS, "band")
        kept(self.text, "The text")
        kept(self.lead_id, "The lead's id")


@dataclass(frozen=True, slots=True)
class Stamp:
    """That a person saw the feedback, or answered it (with a text, None once erased)."""

    kind: str
    at: datetime
    author: Author
    text: str | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one person, for their side, judges a dispute."""

    verdict: str
    at: datetime
    author: Author
    text: str | None


@dataclass(frozen=True, slots=True)
class Feedback:
    """One rating with everything that followed it; texts, names and the lead's id are None once they were erased."""

    id: int
    at: datetime
    author: Author
    lead_id: str | None
    rating: str
    reason: str | None
    concerns: tuple[str, ...]
    text: str | None
    version: int | None
    model_hash: str
    score: Decimal | None
    band: str | None
    handed_over_at: datetime | None
    fired: tuple[str, ...]
    named: tuple[str, ...]
    stamps: tuple[Stamp, ...] = ()
    verdicts: tuple[Verdict, ...] = ()

    def seen_by(self, team: str) -> bool:
        """Whether anyone of a team saw it, answered it or judged it."""
        return any(each.author.team == team for each in self._replies())

    def _replies(self) -> tuple[Stamp | Verdict, ...]:
        return (*self.stamps, *self.verdicts)

    @property
    def answered_at(self) -> datetime | None:
        """When the other side first answered or judged; None so far."""
        others = (each for each in self._replies() if each.author.team != self.author.team)
        return min((each.at for each in others if isinstance(each, Verdict) or each.kind == ANSWERED), default=None)

    @property
    def time_to_reply(self) -> timedelta | None:
        """From the rating to the other side's first reply; None so far."""
        return self.answered_at - self.at if self.answered_at is not None else None

    @property
    def latest_verdicts(self) -> dict[str, str]:
        """The latest verdict of each side that gave one."""
        return {each.author.team: each.verdict for each in self.verdicts}

    @property
    def is_open(self) -> bool:
        """Whether it is a dispute that not both sides have judged yet."""
        return self.rating == "dispute" and set(self.latest_verdicts) != set(TEAMS)

    @property
    def verdict(self) -> str | None:
        """What both sides say of a dispute; None while it is open, or where they differ."""
        said = self.latest_verdicts
        agreed = not self.is_open and len(set(said.values())) == 1
        return next(iter(said.values())) if agreed else None


def verdict_of(word: str) -> str:
    """The word as a verdict; UsageError where it is none."""
    return one_of(word, VERDICTS, "verdict")


def one_of(word: str, words: dict[str, str] | tuple[str, ...], what: str) -> str:
    """The word, if it is one of those; UsageError otherwise."""
    if word not in words:
        raise UsageError(f"'{word}' is no {what}. {did_you_mean(word, words)}")
    return word
