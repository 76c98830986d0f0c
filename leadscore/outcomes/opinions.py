"""Rep against score: what people said of leads beside what the score said, and which the outcome bears out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from leadscore.estimate import Estimate, proportion
from leadscore.outcomes.cohort import Cohort
from leadscore.outcomes.figure import Horizon
from leadscore.outcomes.following import Column, share_of
from leadscore.outcomes.rates import AT_OR_ABOVE
from leadscore.outcomes.resampling import DRAWS, interval, ratio, resampled
from leadscore.outcomes.standing import Target, standing
from leadscore.store.queries import Stage

NOT_BLIND = "kappa needs a blind sample: whoever sees the score repeats it"

_GIVEN = Stage(
    "opinions",
    "one opinion a lead: the last that was given",
    """SELECT lead_id, LAST(good ORDER BY place) AS good
FROM (SELECT UNNEST($leads) AS lead_id, UNNEST($good) AS good, UNNEST($places) AS place) GROUP BY lead_id""",
)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a person said of one lead: a good lead or not."""

    lead_id: str
    good: bool


@dataclass(frozen=True, slots=True)
class RepAgainstScore:
    """Leads by what rep and score say (the score: at or above the cut-off), and their agreement.

    `rates`: how many of the worked and mature leads in each of the four reached the outcome, by (rep, score).
    """

    counts: dict[tuple[bool, bool], int]
    agreement: Estimate
    kappa: Estimate
    rates: dict[tuple[bool, bool], Estimate]
    unknown_leads: int


def rep_against_score(
    cohort: Cohort, target: Target, horizon: Horizon, opinions: Sequence[Opinion], blind: bool, draws: int = DRAWS
) -> RepAgainstScore:
    """The four counts, agreement, and (of a blind sample) Cohen's kappa; the outcome speaks of worked leads only.

    Opinions of leads outside the cohort, or without a band, are counted as `unknown_leads`.
    """
    select = f"""SELECT account_number, good, {AT_OR_ABOVE} AS high, standing = 'counted' AS worked, hit
FROM opinions JOIN standings USING (lead_id) WHERE band IS NOT NULL ORDER BY lead_id"""
    given = {
        "leads": [each.lead_id for each in opinions],
        "good": [each.good for each in opinions],
        "places": list(range(len(opinions))),
    }
    stages = (_GIVEN, standing(target, cohort.facts))
    found = cohort.arrays(stages, select, days=horizon.days or 0, **given)
    account = found["account_number"]
    good, high, worked, hit = (found[name].astype(bool) for name in ("good", "high", "worked", "hit"))
    four = {(rep, score): (good == rep) & (high == score) for rep in (True, False) for score in (True, False)}
    n = len(account)
    return RepAgainstScore(
        counts={key: int(chosen.sum()) for key, chosen in four.items()},
        agreement=proportion(share_of(account, good == high), nothing="no opinion of a lead in these figures"),
        kappa=_kappa(account, good, high, draws) if blind else Estimate.unknown(NOT_BLIND, n),
        rates={key: _rate(account, chosen & worked, hit) for key, chosen in four.items()},
        unknown_leads=len({each.lead_id for each in opinions}) - n,
    )


def _rate(account: Column, chosen: Column, hit: Column) -> Estimate:
    return proportion(share_of(account[chosen], hit[chosen]), nothing="none of these leads was worked and is mature")


def _kappa(account: Column, good: Column, high: Column, draws: int) -> Estimate:
    cell = 2 * good.astype(np.int64) + high
    value = float(kappa(np.bincount(cell, minlength=4)[None, :])[0])
    if not np.isfinite(value):
        return Estimate.unknown("rep or score says the same of all these leads", len(cell))
    if not draws:
        return Estimate(value, n=len(cell))
    return interval(value, kappa(resampled(account, cell, 4, draws)), len(cell))


def kappa(counted: Column) -> Column:
    """Cohen's kappa of rows (neither, score only, rep only, both); NaN where chance alone explains everything."""
    n = counted.sum(axis=1)
    rep, score = counted[:, 2] + counted[:, 3], counted[:, 1] + counted[:, 3]
    alike = ratio(counted[:, 0] + counted[:, 3], n)
    chance = ratio(rep * score + (n - rep) * (n - score), n * n)
    return ratio(alike - chance, np.round(1 - chance, 12))
