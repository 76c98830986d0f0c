"""The comparison group of a pilot: who is in it, what it can tell and what not, and figures of both sides.

Leads outside the pilot are worked as before.  A random group can be recomputed by anybody: a lead is in the pilot where
the first 8 hexadecimal digits of SHA-256("KEY:LEAD_ID", UTF-8), read as a number, are below share x 2^32; every
database and spreadsheet with SHA-256 can do the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from leadscore.errors import DataError, UsageError
from leadscore.estimate import AccountSums, Estimate, difference, proportion
from leadscore.outcomes import Cohort, Commitments, Horizon
from leadscore.outcomes.acceptance import DECIDED, MATURE, no_acceptance
from leadscore.outcomes.conversion import unknowable
from leadscore.outcomes.episodes import build_episodes
from leadscore.outcomes.rates import Split, shares
from leadscore.outcomes.standing import Target, no_work, standing
from leadscore.store.queries import Stage
from leadscore.store.state import Answer
from leadscore.store.state.pilots import Pilot
from leadscore.vocabulary import OUTCOME_WORDS, WORKED_WITHIN_DAYS

OWNERS_ITEM = "owners in the pilot"
"""The item of the answer that keeps whose leads are in a pilot that compares teams."""

SHARE = 0.5
"""Half of the leads: no other share of as many leads tells as much."""

FEWEST_HITS = 5
INSIDE, OUTSIDE = "in", "outside"

COMPARED_WITH = {"": "Nobody", "random": "A random half of the leads", "team": "Other owners"}

CAN = {
    "": "Only a comparison with the time before: whatever else changed since then looks like the score.",
    "random": (
        "Chance alone decides who is in, so a difference beyond its interval comes from working by the score: "
        "nothing else tells the two groups apart."
    ),
    "team": (
        "Whether the owners in the pilot did otherwise than the others in the same weeks: season and market are the "
        "same for both."
    ),
}
CANNOT = {
    "": "It cannot tell the score from the season, a campaign, or a new colleague.",
    "random": (
        "Colleagues of one company can land on both sides, and reps who know the score cannot unlearn it: both make "
        "the difference look smaller than it is."
    ),
    "team": (
        "It cannot tell the score from the owners: who sells better, or has the better territory, looks like the "
        "score. Owners are those of today."
    ),
}
TOO_FEW = "too few"


def is_in(lead_id: str, share: float, key: str) -> bool:
    """Whether a lead belongs to a random share of all leads; the same for ever, on any machine."""
    if not 0 <= share <= 1:
        raise UsageError(f"{share} is no share of leads. Give one from 0 to 1, for example 0.5.")
    return int(sha256(f"{key}:{lead_id}".encode()).hexdigest()[:8], 16) < share * 2**32


def key_of(pilot: Pilot) -> str:
    """The key of a pilot's random group: its model and first day, both kept in the audit before any lead came."""
    return f"{pilot.model_hash} {pilot.starts_on:%Y-%m-%d}"


def drawn(cohort: Cohort, key: str, share: float = SHARE) -> frozenset[str]:
    """The leads of a cohort that are in the pilot by chance."""
    return frozenset(lead for (lead,) in cohort.rows((), "SELECT lead_id FROM cohort") if is_in(lead, share, key))


def owned(cohort: Cohort, owners: Iterable[str]) -> frozenset[str]:
    """The leads of a cohort whose owner, whatever the spelling's case and outer spaces, is one of these.

    DataError where these data name no owners: nobody is outside then, only unknown.
    """
    if cohort.scored.manifest.attribute("owner") is None:
        raise DataError(
            "The pilot compares owners, and these data name none: who is in it is unknown. Map the column 'owner'."
        )
    names = sorted({each.strip(" ").lower() for each in owners})
    sql = """SELECT cohort.lead_id FROM cohort JOIN leads USING (lead_id)
WHERE LIST_CONTAINS($owners, LOWER(TRIM(leads.owner, ' ')))"""
    return frozenset(lead for (lead,) in cohort.rows((), sql, owners=names))


def members_of(pilot: Pilot, answers: Iterable[Answer]) -> Callable[[Cohort], frozenset[str]] | None:
    """Which leads of a cohort are in a pilot, by whom it is compared with; None where all are."""
    if not pilot.comparison:
        return None
    if pilot.comparison == "random":
        return lambda cohort: drawn(cohort, key_of(pilot))
    owners = owners_said(pilot, answers)
    return lambda cohort: owned(cohort, owners)


def owners_said(pilot: Pilot, answers: Iterable[Answer]) -> tuple[str, ...]:
    """Whose leads are in a pilot that compares teams, as said last by when it began; `answers` oldest first."""
    if pilot.comparison != "team":
        return ()
    said = [each for each in answers if each.item == OWNERS_ITEM and each.at <= pilot.at]
    return tuple(str(each) for each in (said[-1].value or ())) if said else ()


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure of the leads in the pilot and of those outside, their difference, and what it says."""

    name: str
    inside: Estimate
    outside: Estimate
    difference: Estimate
    words: str


def compared(
    cohort: Cohort, members: Collection[str], target: Target, horizon: Horizon, agreed: Commitments
) -> tuple[Compared, ...]:
    """Accepted, worked, and confirmed of the hand-offs of a cohort that are members, and of the others."""
    facts, within = cohort.facts, agreed.accept_within_days
    build_episodes(cohort)
    old = f"hand_off + INTERVAL {WORKED_WITHIN_DAYS} DAY <= $data_date"
    asked = (
        (
            "Accepted in time",
            no_acceptance(cohort),
            _shares(cohort, members, "decision = 'accepted'", MATURE, "decided", DECIDED, within=within),
        ),
        ("Worked within 30 days", no_work(facts), _shares(cohort, members, "worked", old, "cohort")),
        (
            f"Became {OUTCOME_WORDS[target.name]}",
            unknowable(cohort, target, horizon),
            _shares(
                cohort,
                members,
                "hit",
                "standing = 'counted'",
                "standings",
                standing(target, facts),
                days=horizon.days or 0,
            ),
        ),
    )
    return tuple(_compared(name, reason, split) for name, reason, split in asked)


def _shares(
    cohort: Cohort,
    members: Collection[str],
    hit: str,
    inside: str,
    relation: str,
    stage: Stage | None = None,
    **bound: Any,
) -> Split[AccountSums]:
    grouped = Stage(
        "of_group",
        "each row with the side of the comparison that its lead is on",
        f"""SELECT * REPLACE (CASE WHEN {relation}.lead_id IN (SELECT UNNEST(CAST($members AS VARCHAR[])))
    THEN '{INSIDE}' ELSE '{OUTSIDE}' END AS by_group) FROM {relation}""",
    )
    stages = (*((stage,) if stage else ()), grouped)
    found = shares(cohort, {"hit": hit}, inside, stages, "of_group", members=sorted(members), **bound)
    return found["hit"]


def _compared(name: str, reason: str | None, split: Split[AccountSums]) -> Compared:
    sides = split.group(INSIDE), split.group(OUTSIDE)
    inside, outside = (_rate(sums, reason) for sums in sides)
    few = not reason and min(sums.hits for sums in sides) < FEWEST_HITS and all(sums.n for sums in sides)
    apart = Estimate.unknown(TOO_FEW, sides[0].n + sides[1].n) if few else difference(inside, outside)
    return Compared(name, inside, outside, apart, _in_words(apart))


def _rate(sums: AccountSums, reason: str | None) -> Estimate:
    if reason:
        return Estimate.unknown(reason, sums.n)
    return proportion(sums, nothing="no such hand-off is old enough yet")


def _in_words(apart: Estimate) -> str:
    if apart.value is None:
        return "Too few to tell." if apart.reason == TOO_FEW else f"Unknown: {apart.reason}."
    if (apart.low or 0) <= 0 <= (apart.high or 0):
        return "Cannot be told apart yet."
    return "Higher in the pilot." if apart.value > 0 else "Lower in the pilot."
