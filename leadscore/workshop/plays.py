"""Plays: how leads of each band are worked; what is not agreed stays open and says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from leadscore.errors import UsageError, did_you_mean
from leadscore.outcomes import Commitments
from leadscore.store.state import Promise
from leadscore.vocabulary import BAND_WORDS, BANDS, counted

NOT_AGREED = "not agreed yet"

CHANNELS = {
    "call": "a phone call",
    "email": "an e-mail written for this person",
    "network": "a message on a professional network",
    "meeting": "an offer of dates for a meeting",
    "newsletter": "marketing's regular mails",
    "event": "an invitation to a webinar or event",
}
STOPS = {
    "reached": "the person was reached",
    "declined": "the person says no",
    "used_up": "all attempts are made",
    "over": "the days are over",
    "scored_up": "the score reaches a higher band",
}
THENS = {
    "decide": "sales confirms the lead or sends it back with a reason",
    "nurture": "it goes back to marketing's nurture",
    "other_person": "sales tries another person of the company",
    "close": "it is closed and not contacted again",
    "stay": "it stays where it is",
}

MOST_MINUTES, MOST_ATTEMPTS, MOST_DAYS = 60_000, 100, 365

MOST_A_DAY = 2
"""More attempts a day than these are asked about, never refused: it is the teams' own play."""


@dataclass(frozen=True, slots=True)
class Play:
    """How leads of one band are worked; None and () are not agreed yet.

    touch_within_minutes: business minutes from the hand-off to the first touch; attempts in so many days; channels,
    stops and then: words of CHANNELS, STOPS and THENS.  UsageError for what no play can be.
    """

    band: str
    touch_within_minutes: int | None = None
    attempts: int | None = None
    days: int | None = None
    channels: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    then: str | None = None

    def __post_init__(self) -> None:
        _known("band", self.band, BANDS)
        counts = {
            "business minutes to the first touch": (self.touch_within_minutes, MOST_MINUTES),
            "attempts": (self.attempts, MOST_ATTEMPTS),
            "days": (self.days, MOST_DAYS),
        }
        for what, (value, most) in counts.items():
            if value is not None and not 1 <= value <= most:
                raise UsageError(f"A play has 1 to {most:,} {what}; {self.name} has {value:,}. Leave out what is none.")
        for what, words, known in (("channel", self.channels, CHANNELS), ("reason to stop", self.stops, STOPS)):
            for word in words:
                _known(what, word, known)
            if len(set(words)) < len(words):
                raise UsageError(f"The play of {self.name} names a {what} twice. Name each once.")
        if self.then is not None:
            _known("next step", self.then, THENS)

    @property
    def name(self) -> str:
        """The band as people read it."""
        return BAND_WORDS[self.band]

    @property
    def is_open(self) -> bool:
        """Whether nothing of it is agreed yet."""
        return self == Play(self.band)

    def touch_in_words(self) -> str:
        """`within 4 business hours`."""
        minutes = self.touch_within_minutes
        return NOT_AGREED if minutes is None else f"within {minutes / 60:,.4g} business hours"

    def attempts_in_words(self) -> str:
        """`3 attempts in 10 days`."""
        if self.attempts is None:
            return NOT_AGREED if self.days is None else f"within {counted(self.days, 'day')}, {NOT_AGREED} how often"
        within = f" in {counted(self.days, 'day')}" if self.days else ""
        return f"{counted(self.attempts, 'attempt')}{within}"

    def channels_in_words(self) -> str:
        """`a phone call, an e-mail written for this person`."""
        return ", ".join(CHANNELS[each] for each in self.channels) or NOT_AGREED

    def stops_in_words(self) -> str:
        """`the person was reached, or the days are over`."""
        return ", or ".join(STOPS[each] for each in self.stops) or NOT_AGREED

    def then_in_words(self) -> str:
        """`it goes back to marketing's nurture`."""
        return THENS[self.then] if self.then else NOT_AGREED

    def to_value(self) -> dict[str, Any]:
        """What is kept of it as an answer: everything but the band."""
        return {
            "touch_within_minutes": self.touch_within_minutes,
            "attempts": self.attempts,
            "days": self.days,
            "channels": list(self.channels),
            "stops": list(self.stops),
            "then": self.then,
        }


def play_of(band: str, value: object) -> Play:
    """The play that an answer holds; UsageError where it holds none."""
    if not isinstance(value, Mapping) or set(value) - set(Play(band).to_value()):
        raise UsageError(f"What is kept of the play of {BAND_WORDS.get(band, band)} is no play. Enter it anew.")
    held = dict(value)
    listed = {name: held.pop(name, None) or () for name in ("channels", "stops")}
    if any(isinstance(each, str) or not isinstance(each, Sequence) for each in listed.values()):
        raise UsageError(f"The play of {BAND_WORDS.get(band, band)} needs lists of channels and reasons to stop.")
    wrong = [name for name in ("touch_within_minutes", "attempts", "days") if not _whole(held.get(name))]
    if wrong:
        raise UsageError(f"The play of {BAND_WORDS.get(band, band)} needs a whole number of '{wrong[0]}', or none.")
    return Play(band, **held, channels=tuple(listed["channels"]), stops=tuple(listed["stops"]))


def plays(kept: Mapping[str, object], sales: Promise | None) -> tuple[Play, ...]:
    """A play for each band, best first: as kept, and for the promised bands in the numbers that sales promised.

    `kept` holds what was answered by band.  What nobody promised or answered is not agreed yet; nothing is made up.
    """
    return tuple(_promised(play_of(band, kept.get(band) or {}), sales) for band in BANDS)


def warnings(found: Sequence[Play]) -> tuple[str, ...]:
    """What looks too eager, or does not fit together: to be talked about, never refused."""
    return tuple(words for play in found for words in _of_one(play)) + tuple(_of_pairs(found))


def is_promised(band: str) -> bool:
    """Whether the numbers of a band's play are what sales promises, so that there is one place to change them."""
    return band in Commitments().bands


def _promised(play: Play, sales: Promise | None) -> Play:
    if not is_promised(play.band):
        return play
    terms = sales.promised if sales is not None else None
    return replace(
        play,
        touch_within_minutes=terms.touch_within_minutes if terms else None,
        attempts=terms.attempts if terms else None,
        days=terms.attempt_days if terms else None,
    )


def _of_one(play: Play) -> Iterator[str]:
    if play.attempts and play.days and play.attempts > MOST_A_DAY * play.days:
        a_day = play.attempts / play.days
        yield (
            f"{play.name}: {play.attempts_in_words()} are {a_day:,.1f} a day, more than {MOST_A_DAY}. "
            "Would you answer someone who tries so often? Take fewer attempts or more days."
        )
    if play.attempts and play.attempts > 1 and not play.days:
        yield f"{play.name}: {play.attempts_in_words()}, but nobody said in how many days."
    if play.attempts and not {"declined", "reached"} & set(play.stops):
        yield f"{play.name}: nothing says that the attempts end when the person was reached or says no."
    if play.band == "out" and (play.attempts or "call" in play.channels):
        yield f"{play.name}: a knock-out took these leads out, and this play still works them."


def _of_pairs(found: Sequence[Play]) -> Iterator[str]:
    """A lower band that is called sooner or more often than a higher one."""
    known = sorted(found, key=lambda play: BANDS.index(play.band))
    for better, worse in zip(known, known[1:], strict=False):
        sooner = (better.touch_within_minutes, worse.touch_within_minutes)
        if sooner[0] and sooner[1] and sooner[1] < sooner[0]:
            yield f"{worse.name} is called sooner than {better.name}, which scores higher."
        if better.attempts and worse.attempts and worse.attempts > better.attempts:
            yield f"{worse.name} is tried more often than {better.name}, which scores higher."


def _known(what: str, word: str, choices: Mapping[str, str] | Sequence[str]) -> None:
    if word not in choices:
        raise UsageError(f"A play knows no {what} '{word}'. {did_you_mean(str(word), choices)}")


def _whole(value: object) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool))
