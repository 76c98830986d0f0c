"""Counting what Home shows of the past: what history can settle, the balance, and what came after the signatures."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from leadscore.errors import LeadscoreError
from leadscore.estimate import Estimate
from leadscore.evidence import Shelf, lens_of, rests_on_today, sleeping
from leadscore.figures.closed_loop import closed_loop
from leadscore.figures.strip import by_exclusion
from leadscore.learning import Reach
from leadscore.model import Model
from leadscore.outcomes import Line
from leadscore.outcomes.calendar import local_day
from leadscore.outcomes.header import OUTSIDE_POPULATION
from leadscore.outcomes.query import NO_DATA_DATE
from leadscore.outcomes.standing import NO_DATES
from leadscore.reports import default_month
from leadscore.simulation import Balances
from leadscore.workshop.pillars import silent_share
from leadscore.workshop.prepare import starts
from pages._session import boards, history, review
from pages._session.counted import Counted


def count(shelf: Shelf, model: Model, since: datetime | None) -> Counted:
    """What the past says of a model that was signed at a moment, if it was."""
    reach, why = reach_of(model)
    balances, leads, why_no_balance = _balance(model)
    silent = {*sleeping(model, shelf.facts), *rests_on_today(model, shelf.facts)}
    pairs, lift = (None, None) if since is None else _held_out(shelf, model, since)
    return Counted(
        starts=starts(),
        excluded=_excluded(shelf, model),
        reach=reach,
        why_no_reach=why,
        balances=balances,
        why_no_balance=why_no_balance,
        leads=leads,
        silent=silent_share(model, silent),
        pairs=pairs,
        lift=lift,
        month=_month(model),
    )


def _excluded(shelf: Shelf, model: Model) -> str | None:
    """Whom the population leaves out, each reason with its leads; None where it leaves out nobody."""
    if not model.population.exclude:
        return None
    moment = shelf.database.manifest.data_date or NO_DATA_DATE
    total = sum(shelf.excluded_by(model, moment))
    lines = by_exclusion(shelf, model, (Line(OUTSIDE_POPULATION, total),))
    return f"Left out: {'; '.join(f'{each.count:,} ({each.label})' for each in lines)}."


def reach_of(model: Model) -> tuple[Reach | None, str]:
    """What this history can settle at all; else why nobody can say."""
    try:
        return boards.beside(model, history.outcome_of(model))[1], ""
    except LeadscoreError as error:
        return None, str(error)


def _balance(model: Model) -> tuple[Balances | None, int, str]:
    """The balance as Tune shows it."""
    try:
        board = boards.board(model, "then_worked", history.outcome_of(model))
    except LeadscoreError as error:
        return None, 0, str(error)
    return board.look(model).balances, board.leads, ""


def _held_out(shelf: Shelf, model: Model, since: datetime) -> tuple[Estimate, Estimate]:
    """How well the score ranks worked leads handed over on the days after a moment."""
    manifest = shelf.database.manifest
    if not manifest.dated or manifest.data_date is None:
        return (Estimate.unknown(NO_DATES),) * 2
    if since >= manifest.data_date:
        return (Estimate.unknown(f"these data end on {manifest.data_date:%d %b %Y}, before that"),) * 2
    lens = lens_of(None, model.evaluation, manifest.zone)
    after = local_day(since, manifest.zone) + timedelta(days=1)
    found = closed_loop(shelf, model, lens, from_=after, families=("conversion", "ranking"))
    return found.figure("ranking_pairs"), found.figure("lift_20")


def _month(model: Model) -> date | None:
    past = review.past(model)
    return default_month(past.months, past.outcome).first if past.months else None
