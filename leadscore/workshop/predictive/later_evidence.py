"""What may say "switch": leads called at random, and leads that came after two models stood fixed.

Whom a score chose cannot rank that score.  Called at random, leads below the cut-off show what the others are like; and
where nobody called, bounds take the place of a rate: each outcome that nobody observed counts against the draft.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import numpy as np

from leadscore.estimate import AccountSums, Estimate, difference, proportion
from leadscore.evidence import Arrival, Shelf, rests_on_today
from leadscore.model import Model
from leadscore.outcomes.conversion import unknowable
from leadscore.outcomes.horizon import horizon
from leadscore.outcomes.pasts import kept_cohort
from leadscore.outcomes.question import Question
from leadscore.outcomes.rates import shares
from leadscore.outcomes.shadow import met
from leadscore.outcomes.standing import TARGETS, standing
from leadscore.scoring import score
from leadscore.simulation.replay import Column, Replayed
from leadscore.simulation.swap_card import FEWEST_OUTCOMES, Handing, Share, share_of
from leadscore.simulation.verdict import TOO_FEW
from leadscore.store.database import quoted
from leadscore.vocabulary import HAND_OFF

Kind = Literal["exploration", "shadow"]

FLAG = "exploration"
"""The attribute that is yes for a lead that was called at random; the reason of its hand-off may say so instead."""

NOBODY = "this data records no call at random"
NOT_YET = "no lead has met both models: these data end before both stood fixed"
NO_PICKS = "none of the leads called at random in this period is one that only the challenger would hand over"
APART = 0.1
"""Two volumes further apart than this part of the larger one are not compared as equal."""

UNEQUAL = "the two do not hand over equally many: {draft:,} against {active:,} leads"

_MATURE = "standing IN ('counted', 'unworked', 'not_handed_over') AND as_of + to_days($days) <= $data_date"
_HITS = {"least": "standing = 'counted' AND hit", "most": "standing <> 'counted' OR hit"}


@dataclass(frozen=True, slots=True)
class LaterEvidence:
    """Leads that only the challenger picks against those that only the champion picks; `difference` is first - second.

    Of exploration both are rates; of shadow scoring `challenger` is at least and `champion` at most what it would be
    if every outcome were known.  `leads` are how many the challenger's side stands on.
    """

    kind: Kind
    challenger: Estimate
    champion: Estimate
    difference: Estimate
    leads: int

    @property
    def beyond(self) -> bool:
        """Whether it speaks for the challenger beyond its interval."""
        return self.difference.low is not None and self.difference.low > 0

    @property
    def against(self) -> bool:
        """Whether it speaks against it beyond its interval; bounds never do."""
        return self.kind == "exploration" and self.difference.high is not None and self.difference.high < 0


def explored(shelf: Shelf) -> frozenset[str]:
    """lead_id of whoever was called at random: the attribute FLAG says yes, or the reason of the hand-off has it."""
    queries = [f"SELECT lead_id FROM stages WHERE LOWER(TRIM(stage)) = '{HAND_OFF}' AND LOWER(reason) LIKE '%{FLAG}%'"]
    if shelf.database.manifest.attribute(FLAG) is not None:
        yes = "('yes', 'true', '1', 'y')"
        queries.append(f"SELECT lead_id FROM leads WHERE LOWER(TRIM(CAST({quoted(FLAG)} AS VARCHAR))) IN {yes}")
    rows = shelf.database.cursor().execute(" UNION ".join(queries)).fetchall()
    return frozenset(str(lead_id) for (lead_id,) in rows)


def from_exploration(
    replayed: Replayed, challenger: Handing, champion: Handing, outcome: str, called: frozenset[str]
) -> LaterEvidence:
    """The challenger's side are leads called at random, which stand for all of their kind; at equal volume."""
    random: Column = np.isin(replayed.lead_id.astype(str), sorted(called))
    ours = share_of(replayed, random & challenger.leads & ~champion.leads, outcome)
    theirs = share_of(replayed, replayed.handed & ~random & champion.leads & ~challenger.leads, outcome)
    reason = None if called else NOBODY
    if reason is None and not ours.rate.n:
        reason = NO_PICKS
    return LaterEvidence("exploration", ours.rate, theirs.rate, _apart(ours, theirs, reason), ours.rate.n)


def from_shadow(shelf: Shelf, challenger: Model, champion: Model, since: datetime, outcome: str) -> LaterEvidence:
    """Leads whose T lies after `since` (naive UTC), scored on arrival under both models' own cut-offs."""
    end = shelf.database.manifest.data_date
    if end is None or since >= end:
        return _nothing(NOT_YET)
    least, most, volumes, reason = _bounds(shelf, challenger, champion, since, outcome)
    if reason is None and abs(volumes[0] - volumes[1]) > APART * max(volumes):
        reason = UNEQUAL.format(draft=volumes[0], active=volumes[1])
    if reason is None and least.n and least.hits < FEWEST_OUTCOMES:
        reason = TOO_FEW
    rates = [proportion(each, nothing="no such lead is mature yet") for each in (least, most)]
    n = least.n + most.n
    apart = Estimate.unknown(reason, n) if reason else difference(rates[0], rates[1])
    return LaterEvidence("shadow", rates[0], rates[1], apart, least.n)


def _bounds(
    shelf: Shelf, challenger: Model, champion: Model, since: datetime, outcome: str
) -> tuple[AccountSums, AccountSums, tuple[int, int], str | None]:
    """At least so many hits of mature leads that only the challenger picks, at most so many of the champion's own;
    how many leads each hands over; and why no outcome is known, if so."""
    lens, manifest = Arrival(champion.evaluation.arrival_days), shelf.database.manifest
    ours, theirs = (each.without_rules(rests_on_today(each, shelf.facts)) for each in (challenger, champion))
    draft = score(shelf, ours, lens).table
    target = next(each for each in TARGETS if each.name == outcome)
    question = Question.of(manifest, champion.evaluation, lens.name, outcome)
    with shelf.database.cursor() as cursor:
        cohort = kept_cohort(shelf, cursor, theirs, lens, question)
        within = horizon(cohort, outcome)
        stages = (standing(target, cohort.facts), met("standings", draft))
        found = shares(cohort, _HITS, _MATURE, stages, "shadowed", since=since, days=within.days or 0)
        reason = unknowable(cohort, target, within)
    least, most = found["least"], found["most"]
    ours_in_all, theirs_in_all = (least.group("both").n + least.group(each).n for each in ("only_draft", "only_active"))
    return least.group("only_draft"), most.group("only_active"), (ours_in_all, theirs_in_all), reason


def _apart(ours: Share, theirs: Share, reason: str | None) -> Estimate:
    n = ours.rate.n + theirs.rate.n
    if reason is None and ours.rate.known() and theirs.rate.known():
        reason = TOO_FEW if min(ours.outcomes, theirs.outcomes) < FEWEST_OUTCOMES else None
    return Estimate.unknown(reason, n) if reason else difference(ours.rate, theirs.rate)


def _nothing(reason: str) -> LaterEvidence:
    none = Estimate.unknown(reason)
    return LaterEvidence("shadow", none, none, none, 0)
