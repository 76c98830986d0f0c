"""What comes next: one step on the way from data to a pilot, and one of what keeps the agreement alive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from leadscore.vocabulary import TEAMS, counted
from leadscore.workshop.prepare import Checked


@dataclass(frozen=True, slots=True)
class Next:
    """One thing to do, and the page where it is done."""

    words: str
    page: str


@dataclass(frozen=True, slots=True)
class Situation:
    """How far a company is.

    room: what the open room is called and at which step it is, None where none is open; had_rooms: whether there ever
    was one; saved: the version that waits for signatures, None where none was saved; missing: teams whose signature it
    lacks; signed: whether a model is active by both signatures; agreed, piloted: whether an agreement was drawn up for
    that model, and a pilot begun; pilot: where it stands; to_review: a finished month in which nothing was decided yet.
    """

    prepared: Sequence[Checked] = ()
    room: str | None = None
    had_rooms: bool = False
    saved: str | None = None
    missing: tuple[str, ...] = TEAMS
    signed: bool = False
    agreed: bool = False
    piloted: bool = False
    pilot: str | None = None
    to_review: str | None = None
    disputes: int = 0
    overdue: int = 0


def next_steps(now: Situation) -> tuple[Next, ...]:
    """The next step of the way, and the first thing that keeps it alive; one of either where there is no other."""
    way, upkeep = next(_way(now), None), next(_upkeep(now), None)
    return tuple(each for each in (way, upkeep) if each is not None)


def _way(now: Situation) -> Iterator[Next]:
    """From data to a pilot; the first that is not done."""
    yield from (Next(f"Bring data. {each.why}", each.page) for each in now.prepared if _blocks(each))
    if now.room is not None:
        yield Next(f"Go on in the room: {now.room}.", "workshop")
    if now.saved is not None and now.missing:
        yield Next(f"Sign {now.saved}: {_and(now.missing)} did not sign yet.", "agreement")
    if not now.signed:
        yield from _preparing(now)
        yield Next("Open a room: vote, reveal, settle the points, sign.", "workshop")
        return
    if not now.agreed:
        yield Next("Draw up the agreement of the signed model.", "agreement")
    if not now.piloted:
        yield Next("Begin the pilot of the signed model.", "pilot")
    if now.pilot is not None:
        yield Next(f"Follow the pilot. {now.pilot}", "pilot")


def _upkeep(now: Situation) -> Iterator[Next]:
    if now.disputes:
        yield Next(f"Answer {counted(now.disputes, 'dispute')} without a verdict of both sides.", "feedback")
    if now.overdue:
        are = "is" if now.overdue == 1 else "are"
        yield Next(f"{counted(now.overdue, 'decision')} {are} overdue: do or carry on.", "review")
    if now.to_review is not None:
        yield Next(f"Review {now.to_review}: it is over and mature, and nothing was decided in it yet.", "review")


def _blocks(each: Checked) -> bool:
    """Without data nothing else can be done."""
    return each.key == "data" and each.state != "ok"


def _preparing(now: Situation) -> Iterator[Next]:
    """What a company that never met still has to prepare; what is unknown is no step."""
    missing = [] if now.had_rooms else [each for each in now.prepared if each.state == "missing"]
    if missing:
        words = "; ".join(f"{each.title[:1].lower()}{each.title[1:]}" for each in missing)
        yield Next(f"Prepare the workshop. Nobody has confirmed yet: {words}.", missing[0].page)


def _and(teams: Sequence[str]) -> str:
    return " and ".join(teams)
