"""The model in use against challengers, on leads that none of them was learned from.

Leads that a score chose cannot rank that score, so AUC and lift of two models never stand side by side.  Each
challenger has a swap card at equal volume; history may say "try it", and only later evidence may say "switch".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from leadscore.evidence import Shelf
from leadscore.learning.known_leads import KnownLeads, known_leads
from leadscore.learning.refining.elastic_net import ScikitLearnMissing
from leadscore.learning.refining.learned_score import NO_LEADS, LearnedScore, learn, with_candidates
from leadscore.learning.refining.one_signal import OneSignal, one_signal, only
from leadscore.learning.refining.time_parts import Borders, borders_of, time_parts
from leadscore.learning.suggesting.suggestion import Suggestion, suggest
from leadscore.model import CutOffs, Model
from leadscore.model.rules import SqlNeeds
from leadscore.simulation.cut_offs import derived_cut_offs
from leadscore.simulation.drawn import drawn_handing
from leadscore.simulation.past import COUNTED
from leadscore.simulation.replay import OUT, Replayed, build_replay
from leadscore.simulation.side_by_side import side_by_side
from leadscore.simulation.swap_card import Handing, compare, handing
from leadscore.simulation.volume import NO_SCORE
from leadscore.workshop.predictive.challenger import NAMES, YARDSTICKS, Challenger, Challengers, Fixed, Key
from leadscore.workshop.predictive.later_evidence import LaterEvidence, explored, from_exploration, from_shadow

COLLEAGUE = "colleague of a lead that was learned from"
DRAWS = 100
"""Resamples of the suggestion that is judged: its intervals stand elsewhere."""

NO_ORDER = "this data has no dates: nothing can be held back to judge a challenger by"
NO_SIGNAL = "no signal: points learned from the older leads put later ones in order no better than chance"
ALL_ALIKE = (
    "the model in use gives every lead the same score, so it picks nobody that another could replace: give its rules "
    "points, or bring the data that they ask for"
)
NO_SIGNAL_ALONE = "no single signal spoke for the outcome among the older leads"


@dataclass(frozen=True, slots=True, eq=False)
class _Rival:
    """A challenger before it is judged."""

    key: Key
    what: str
    model: Model | None
    reason: str | None = None
    fixed: Fixed | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Court:
    """What every challenger is judged on."""

    shelf: Shelf
    champion: Model
    replayed: Replayed
    in_use: Handing
    outcome: str
    called: frozenset[str]


def challengers(
    shelf: Shelf,
    champion: Model,
    outcome: str | None = None,
    before: datetime | None = None,
    fixed: Sequence[Fixed] = (),
) -> Challengers:
    """Learn from the older leads with T before `before` (naive UTC), the locked period, and judge on the later ones.

    Raises ModelError where the data cannot answer the model.
    """
    asked = outcome or champion.evaluation.outcome
    wide = with_candidates(shelf, champion, asked, before)
    known = known_leads(shelf, wide, asked, before=before)
    borders = borders_of(known)
    reason = known.reason or (None if known.n else NO_LEADS) or (NO_ORDER if borders is None else None)
    if reason or borders is None:
        return Challengers(asked, champion, None, LearnedScore(asked, reason=reason), None, None, None, (), reason)
    learned = _learned(known, wide, champion, borders)
    suggestion = suggest(shelf, champion, asked, borders.learned_before, DRAWS)
    signal = one_signal(known, time_parts(known, borders).learned)
    rivals = (*_rivals(champion, wide, learned, suggestion, signal), *(_saved(each) for each in fixed))
    return _judged(shelf, champion, rivals, (learned, suggestion, signal), before)


def _learned(known: KnownLeads, wide: Model, champion: Model, borders: Borders) -> LearnedScore:
    """With colleagues whatever came of it: the other challengers learned from the same accounts."""
    try:
        found = learn(known, wide, {rule.id for rule in champion.rules}, borders)
    except ScikitLearnMissing as error:
        found = LearnedScore(known.past.target.name, borders=borders, reason=str(error))
    colleagues = known.lead_id[time_parts(known, borders).colleagues]
    return replace(found, colleagues=tuple(str(each) for each in colleagues))


def _rivals(
    champion: Model, wide: Model, learned: LearnedScore, suggestion: Suggestion, signal: OneSignal | None
) -> tuple[_Rival, ...]:
    judged = suggestion.held_out.known()  # its AUC stays where it stands alone: see Signals
    unsuggested = NO_SIGNAL if judged and not suggestion.signal else suggestion.reason
    unlearned = learned.reason or (None if learned.signal else NO_SIGNAL)
    best = None if signal is None else only(wide, signal.rule.id)
    alone = "" if signal is None else f"'{signal.rule.name}', the best of {signal.tried} signals among the older leads"
    return (
        _Rival("suggested", "the champion's rules at the points that history suggests", suggestion.model, unsuggested),
        _Rival(
            "learned", "a weight for every signal of the data", learned.model if learned.signal else None, unlearned
        ),
        _Rival("one_signal", alone, best, None if best else NO_SIGNAL_ALONE),
        _Rival("random", "as many leads, drawn by their ids", only(champion, None)),
    )


def _saved(fixed: Fixed) -> _Rival:
    return _Rival("saved", fixed.name, fixed.model, fixed=fixed)


def _judged(
    shelf: Shelf,
    champion: Model,
    rivals: Sequence[_Rival],
    found: tuple[LearnedScore, Suggestion, OneSignal | None],
    before: datetime | None,
) -> Challengers:
    learned, suggestion, signal = found
    asked, borders = learned.outcome, learned.borders
    union = champion
    for each in rivals:
        union = union if each.model is None else side_by_side(union, each.model)[0]
    replayed = build_replay(shelf, union, asked, before, since=borders.judged_from if borders else None)
    replayed = without_colleagues(replayed, learned.colleagues)
    in_use = None if replayed.reason else handing(replayed, union)
    if in_use is None or _all_alike(in_use):
        why = replayed.reason or (NO_SCORE if in_use is None else ALL_ALIKE)
        return Challengers(asked, champion, borders, learned, suggestion, signal, replayed, (), why)
    court = _Court(shelf, champion, replayed, in_use, asked, explored(shelf))
    judged = tuple(_judge(court, each) for each in rivals)
    return Challengers(asked, union, borders, learned, suggestion, signal, replayed, judged)


def _all_alike(in_use: Handing) -> bool:
    best = in_use.weekly.best
    return len(np.unique(best[best != OUT])) < 2


def without_colleagues(replayed: Replayed, lead_ids: Sequence[str]) -> Replayed:
    """The replay in which the outcomes of these leads count for nothing: one of their account was learned from."""
    theirs = np.isin(replayed.lead_id.astype(str), list(lead_ids))
    outcomes = {
        name: replace(known, standing=np.where(theirs & (known.standing == COUNTED), COLLEAGUE, known.standing))
        for name, known in replayed.outcomes.items()
    }
    return replace(replayed, outcomes=outcomes)


def _judge(court: _Court, rival: _Rival) -> Challenger:
    name = NAMES[rival.key]
    if rival.model is None:
        return Challenger(rival.key, name, rival.what, None, None, None, reason=rival.reason or NO_SCORE)
    on_rules = side_by_side(court.in_use.model, rival.model)[1]
    ours = _handing(court, rival, on_rules)
    if ours is None:
        return Challenger(rival.key, name, rival.what, None, None, None, reason=NO_SCORE)
    card = compare(court.replayed, ours, court.in_use, "equal volume", court.outcome)
    if rival.key in YARDSTICKS:
        return Challenger(rival.key, name, rival.what, rival.model, on_rules, card)
    evidence = tuple(_evidence(court, rival, ours))
    model = rival.model if rival.fixed else _with_cut_offs(court, rival.model, on_rules)
    return Challenger(rival.key, name, rival.what, model, on_rules, card, evidence)


def _handing(court: _Court, rival: _Rival, on_rules: Model) -> Handing | None:
    """As many leads as the champion hands over, as near as a cut-off comes; exactly so many for a yardstick."""
    wanted = int(court.in_use.leads.sum())
    if rival.key in YARDSTICKS:
        return drawn_handing(court.replayed, on_rules, wanted)
    return handing(court.replayed, on_rules, wanted=wanted)


def _evidence(court: _Court, rival: _Rival, ours: Handing) -> list[LaterEvidence]:
    """A saved proposal may have been made on the very leads called at random: only shadow scores speak of it."""
    found = []
    if court.called and rival.fixed is None:
        found.append(from_exploration(court.replayed, ours, court.in_use, court.outcome, court.called))
    if rival.fixed and rival.model and rival.model.cut_offs and court.champion.cut_offs:
        since = rival.fixed.since
        found.append(from_shadow(court.shelf, rival.model, court.champion, since, court.outcome))
    return found


def _with_cut_offs(court: _Court, model: Model, on_rules: Model) -> Model:
    """The model with cut-offs by today's volume and those gates of the champion that it can still ask."""
    found = derived_cut_offs(court.replayed, on_rules).cut_offs
    if found is None:
        return model
    signed = court.champion.cut_offs.sql_needs if court.champion.cut_offs else SqlNeeds()
    ids = {rule.id for rule in model.rules}
    gates = SqlNeeds(any_of=tuple(each for each in signed.any_of if each in ids))
    return model.with_cut_offs(CutOffs(mql=found.mql, sql=found.sql, sql_needs=gates))
