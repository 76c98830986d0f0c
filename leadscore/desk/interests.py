"""What a lead read about, what it last asked for, and a sentence to open a call with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from leadscore.desk.timeline import Timeline
from leadscore.model.words import spoken

MOST_INTERESTS = 6
NOT_READING = ("open", "in_app", "in app", "delivered", "unsubscrib", "bounce")
"""Parts of the names of kinds that say nothing of what a lead cares about: opened mail, daily work in the product."""

ASKING = ("form", "request", "ask", "question", "chat", "contact")
"""Parts of the names of kinds by which a lead asks for something."""


@dataclass(frozen=True, slots=True)
class Interest:
    """Something that the lead looked at of its own: what, in which way, how often, and when last (naive UTC)."""

    detail: str
    kinds: tuple[str, ...]
    times: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Interests:
    """The most frequent first; `question`: the kind and detail of the latest request, and when."""

    interests: tuple[Interest, ...]
    question: tuple[str, str | None, datetime] | None


def interests_of(timeline: Timeline) -> Interests:
    """Details of what the lead itself did, but for forms and requests, which are its questions."""
    own = [each for each in timeline.happened if each.own]
    asked = [each for each in own if _asks(each.kind)]
    read = [each for each in own if _reads(each.kind) and each.detail and each.detail.strip()]
    by_detail: dict[str, list[int]] = {}
    for number, each in enumerate(read):
        by_detail.setdefault((each.detail or "").strip(), []).append(number)
    found = [
        Interest(
            detail,
            tuple(dict.fromkeys(read[number].kind for number in numbers)),
            len(numbers),
            max(read[number].at for number in numbers),
        )
        for detail, numbers in by_detail.items()
    ]
    found.sort(key=lambda each: (-each.times, -each.last_at.timestamp(), each.detail))
    latest = max(asked, key=lambda each: each.at, default=None)
    question = (latest.kind, latest.detail, latest.at) if latest else None
    return Interests(tuple(found[:MOST_INTERESTS]), question)


def opener(found: Interests) -> str | None:
    """A sentence to begin a call with, from what the lead did itself; None where it did nothing that has a name."""
    latest = max(found.interests, key=lambda each: each.last_at, default=None)
    if found.question and _is_pressing(found, latest):
        kind, detail, _ = found.question
        about = f" ({detail})" if detail else ""
        return f"You {_asking(kind)}{about}. What would you like to be able to do that you cannot do today?"
    if latest is None:
        return None
    often = f"{latest.times} times" if latest.times > 1 else "lately"
    return f"You looked at '{latest.detail}' {often}. What made you look into it?"


def _asking(kind: str) -> str:
    """What the lead did when it asked, as a phrase: a demo_requested asked us for a demo."""
    wanted = [word for word in spoken(kind).split() if not word.lower().startswith("request")]
    return f"asked us for a {' '.join(wanted)}" if "request" in kind.lower() and wanted else "wrote to us"


def _reads(kind: str) -> bool:
    return not _asks(kind) and not any(part in kind.lower() for part in NOT_READING)


def _asks(kind: str) -> bool:
    return any(part in kind.lower() for part in ASKING)


def _is_pressing(found: Interests, latest: Interest | None) -> bool:
    """A request opens the call unless the lead has moved on to something else a month since."""
    if found.question is None or latest is None:
        return found.question is not None
    return (latest.last_at - found.question[2]).days <= 30
