"""Cut-offs: what every whole point would give, and where today's own volume puts them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from leadscore.estimate import AccountSums, Estimate, proportion
from leadscore.model import CutOffs, Model
from leadscore.model.rules import SqlNeeds
from leadscore.outcomes.rates import leads_per_hit
from leadscore.scoring.arithmetic import HIGHEST, ten_thousandths
from leadscore.simulation.past import COUNTED, account_sums
from leadscore.simulation.replay import Column, Replayed, Weekly, score_weeks
from leadscore.simulation.volume import NO_SCORE, Chosen, cut_off_for, leads_at

NO_SQL_VOLUME = "Nothing says how many leads sales confirms ({reason}), so both cut-offs are the same."


@dataclass(frozen=True, slots=True)
class AtCutOff:
    """What one cut-off gives.

    a_month: leads a month that reach it, week by week; precision: outcome among the worked and mature hand-offs with
    this score or more at their hand-off; recall: share of all their outcomes; worked_per_outcome: leads worked for one.
    """

    points: Decimal
    a_month: Estimate
    precision: Estimate
    recall: Estimate
    worked_per_outcome: Estimate


@dataclass(frozen=True, slots=True)
class Derived:
    """Cut-offs that hand over what is handed over today; None with a reason where nothing is known of that.

    `sql` lets as many leads through a month as sales confirms today.  `words` say where a volume is missed.
    """

    cut_offs: CutOffs | None
    mql: Chosen | None
    sql: Chosen | None
    words: tuple[str, ...]
    reason: str | None = None


def curve(replayed: Replayed, model: Model, outcome: str | None = None) -> tuple[AtCutOff, ...]:
    """Every whole-point cut-off from 0 to 100 under the model's points, for one outcome."""
    return at_cut_offs(replayed, model, [Decimal(points) for points in range(HIGHEST + 1)], outcome)


def at_cut_offs(
    replayed: Replayed, model: Model, cut_offs: Sequence[Decimal], outcome: str | None = None
) -> tuple[AtCutOff, ...]:
    """What each of these cut-offs gives under the model's points, for one outcome."""
    weekly = score_weeks(replayed, model)
    volumes = leads_at(weekly, replayed, np.array([ten_thousandths(each) for each in cut_offs], dtype=np.int64))
    return tuple(
        _at(replayed, weekly, each, int(leads), outcome or replayed.outcome)
        for each, leads in zip(cut_offs, volumes, strict=True)
    )


def derived_cut_offs(replayed: Replayed, model: Model) -> Derived:
    """Cut-offs for a model from today's monthly volume of hand-offs and of confirmed leads, never a copied 50 and 75.

    The gates of the model's own cut-offs stay, if it has any.
    """
    if replayed.reason:
        return Derived(None, None, None, (), replayed.reason)
    weekly = score_weeks(replayed, model)
    mql = cut_off_for(replayed, weekly, int(replayed.handed.sum()))
    if mql is None:
        return Derived(None, None, None, (), NO_SCORE)
    confirmed, words = _confirmed(replayed)
    sql = cut_off_for(replayed, weekly, confirmed) if confirmed is not None else None
    needs = model.cut_offs.sql_needs if model.cut_offs else SqlNeeds()
    stricter = max(mql.points, sql.points) if sql else mql.points
    missed = [f"{chosen.words}." for chosen in (mql, sql) if chosen and chosen.words]
    return Derived(CutOffs(mql=mql.points, sql=stricter, sql_needs=needs), mql, sql, (*words, *missed))


def sums_at(replayed: Replayed, leads: Column, outcome: str) -> AccountSums:
    """The outcome among those of these leads who were worked and are mature."""
    known = replayed.outcomes[outcome]
    counted = leads & (known.standing == COUNTED)
    return account_sums(replayed.account[counted], known.hit[counted])


def _at(replayed: Replayed, weekly: Weekly, points: Decimal, leads: int, outcome: str) -> AtCutOff:
    known = replayed.outcomes[outcome]
    above = weekly.then >= ten_thousandths(points)
    precision = sums_at(replayed, above, outcome)
    came = known.hit & (known.standing == COUNTED)
    recall = account_sums(replayed.account[came], above[came])
    if known.reason:
        unknown = Estimate.unknown(known.reason, precision.n)
        return AtCutOff(points, replayed.a_month(leads), unknown, unknown, unknown)
    rate = proportion(precision, nothing="no worked and mature lead has this score")
    return AtCutOff(
        points, replayed.a_month(leads), rate, proportion(recall, nothing="no outcome is known"), per_outcome(rate)
    )


def per_outcome(rate: Estimate) -> Estimate:
    """Leads worked for one outcome."""
    return leads_per_hit(rate, f"none of {rate.n} worked leads had the outcome")


def _confirmed(replayed: Replayed) -> tuple[int | None, tuple[str, ...]]:
    """How many of the replayed hand-offs sales confirms, at the rate of the mature ones, worked or not."""
    known = replayed.outcomes["sql"]
    mature = np.isin(known.standing, (COUNTED, "unworked"))
    if known.reason or not mature.any():
        return None, (NO_SQL_VOLUME.format(reason=known.reason or "no hand-off is mature"),)
    return round(int(replayed.handed.sum()) * float(known.hit[mature].mean())), ()
