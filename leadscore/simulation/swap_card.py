"""The swap card: which hand-offs would a draft have kept, dropped and added at the same volume, and what came of them?

A draft hands a lead over on the first Monday on which the lead reaches its cut-off, on evidence before the actual
hand-off.  Only leads that were handed over have a known outcome, so the added ones have a number and names, no rate.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

import numpy as np

from leadscore.estimate import Estimate, difference, proportion
from leadscore.model import Model
from leadscore.scoring.arithmetic import exact
from leadscore.simulation.past import COUNTED, account_sums
from leadscore.simulation.replay import OUT, Column, Replayed, Weekly, reached_by, reaches, score_weeks
from leadscore.simulation.verdict import ASSUMPTION, HISTORY_ONLY, RANKS_AT_ALL, TOO_FEW, verdict
from leadscore.simulation.volume import NO_SCORE, Chosen, cut_off_for
from leadscore.vocabulary import counted

Terms = Literal["equal volume", "fixed cut-offs"]
Part = Literal["kept", "dropped", "added"]

FEWEST_OUTCOMES = 5
MOST_LEADS = 5_000
"""Leads that are listed by name at most."""

NEVER_HANDED_OVER = "never handed over, so nobody knows their outcome"
NO_CUT_OFFS = "the model has no cut-offs"


@dataclass(frozen=True, slots=True)
class Share:
    """One part of the swap: its replayed leads, those a month, and the outcome among those of them that are known.

    `outcomes` are the leads with the outcome among the `rate.n` worked and mature ones.
    """

    leads: int
    a_month: Estimate
    outcomes: int
    rate: Estimate


@dataclass(frozen=True, slots=True, eq=False)
class Handing:
    """Whom one model would have handed over: which leads, with which entry each (-1), and from which cut-off."""

    model: Model
    weekly: Weekly
    cut_off: Decimal
    chosen: Chosen | None
    """How the cut-off was found; None where it is the model's own."""
    leads: Column
    entry: Column


@dataclass(frozen=True, slots=True, eq=False)
class SwapCard:
    """The comparison of a draft with what happened, and beside it with the active model replayed on the same terms.

    `kept`, `dropped` and `added` set the draft against the actual hand-offs; `difference` is the rate kept minus that
    dropped.  `only_draft` and `only_active` are leads that one of the two models hands over and the other does not:
    `changing_hands` is their number a month, `swap` the rate of the first minus that of the second, which the verdict
    goes by, and `gain` how many more known outcomes the draft has.  `outcome_names`: those of a side with too few.
    """

    terms: Terms
    outcome: str
    draft: Handing | None
    active: Handing | None
    actual: Estimate
    volume: Estimate
    kept: Share
    dropped: Share
    added: Share
    difference: Estimate
    outcome_names: tuple[str, ...]
    only_active: Share
    only_draft: Share
    swap: Estimate
    gain: Estimate
    changing_hands: Estimate
    verdict: str
    caveats: tuple[str, ...]
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Swapped:
    """One lead of the card by name: scores then under both models, and what became of it.

    "Then" is the actual hand-off, or for an added lead the Monday on which the draft hands it over.  `outcome`: True
    or False where it is known, else None with `standing` as the reason.
    """

    lead_id: str
    part: Part
    active_score: Decimal | None
    draft_score: Decimal | None
    draft_at: datetime | None
    hand_off: datetime | None
    outcome: bool | None
    standing: str


def swap_card(
    replayed: Replayed, draft: Model, active: Model, terms: Terms = "equal volume", outcome: str | None = None
) -> SwapCard:
    """Compare a draft with the actual hand-offs and the active model; both have the rules that were replayed.

    At equal volume both get the cut-off whose volume is nearest to that of the actual hand-offs; at fixed cut-offs
    their own.  What cannot be known is None with a reason.
    """
    asked = outcome or replayed.outcome
    reason = replayed.reason or (_lacking(draft, active) if terms == "fixed cut-offs" else None)
    ours, theirs = (None, None) if reason else (handing(replayed, draft, terms), handing(replayed, active, terms))
    if ours is None or theirs is None:
        return _unknown(terms, asked, reason or NO_SCORE)
    return compare(replayed, ours, theirs, terms, asked)


def handing(
    replayed: Replayed, model: Model, terms: Terms = "equal volume", wanted: int | None = None
) -> Handing | None:
    """Whom a model would have handed over; None where it has no cut-off and none can be found.

    `wanted` is the volume that is to be equal, by default that of the actual hand-offs.
    """
    weekly = score_weeks(replayed, model)
    volume = int(replayed.handed.sum()) if wanted is None else wanted
    chosen = cut_off_for(replayed, weekly, volume) if terms == "equal volume" else None
    own = model.cut_offs.mql if model.cut_offs and terms == "fixed cut-offs" else None
    cut_off = chosen.points if chosen else own
    if cut_off is None:
        return None
    leads = reaches(replayed, weekly, cut_off)
    return Handing(model, weekly, cut_off, chosen, leads, reached_by(replayed, weekly, cut_off))


def share_of(replayed: Replayed, leads: Column, outcome: str, reason: str | None = None) -> Share:
    """How many these leads are, and the rate of the outcome among those of whom it is known."""
    known = replayed.outcomes[outcome]
    counted = leads & (known.standing == COUNTED)
    sums = account_sums(replayed.account[counted], known.hit[counted])
    unknown = reason or known.reason
    rate = Estimate.unknown(unknown, sums.n) if unknown else proportion(sums, nothing="no worked and mature lead")
    return Share(int(leads.sum()), replayed.a_month(int(leads.sum())), sums.hits, rate)


def swapped(replayed: Replayed, card: SwapCard, part: Part, most: int = MOST_LEADS) -> tuple[Swapped, ...]:
    """The leads of one part by name, highest score under the draft first, then by lead_id; at most `most`."""
    if card.draft is None or card.active is None:
        return ()
    return tuple(_named(replayed, card, part, min(most, MOST_LEADS)))


def compare(replayed: Replayed, draft: Handing, active: Handing, terms: Terms, outcome: str) -> SwapCard:
    """The card of two hand-overs of the same replayed leads, whatever chose them."""
    handed = replayed.handed
    kept = share_of(replayed, handed & draft.leads, outcome)
    dropped = share_of(replayed, handed & ~draft.leads, outcome)
    added = draft.leads & ~handed
    only_draft, only_active = (share_of(replayed, leads, outcome) for leads in _one_only(draft, active))
    apart, swap = _apart(kept, dropped), _apart(only_draft, only_active)
    change = replayed.a_month(int((draft.leads != active.leads).sum()))
    return SwapCard(
        terms=terms,
        outcome=outcome,
        draft=draft,
        active=active,
        actual=replayed.a_month(int(handed.sum())),
        volume=replayed.a_month(int(draft.leads.sum())),
        kept=kept,
        dropped=dropped,
        added=share_of(replayed, added, outcome, NEVER_HANDED_OVER),
        difference=apart,
        outcome_names=(
            *(_few(replayed, outcome, handed & draft.leads, handed & ~draft.leads) if apart.reason == TOO_FEW else ()),
            *(_few(replayed, outcome, *_one_only(draft, active)) if swap.reason == TOO_FEW else ()),
        ),
        only_active=only_active,
        only_draft=only_draft,
        swap=swap,
        gain=_gain(only_draft, only_active),
        changing_hands=change,
        verdict=verdict(only_draft.leads, only_active.leads, swap, change),
        caveats=tuple(_caveats(replayed, draft, active, int((added & replayed.handed_later).sum()))),
    )


def _apart(kept: Share, dropped: Share) -> Estimate:
    n = kept.rate.n + dropped.rate.n
    if kept.rate.known() and dropped.rate.known() and min(kept.outcomes, dropped.outcomes) < FEWEST_OUTCOMES:
        return Estimate.unknown(TOO_FEW, n)
    return difference(kept.rate, dropped.rate)


def _gain(only_draft: Share, only_active: Share) -> Estimate:
    """Known outcomes of the draft beyond those of the active model: both sides count among worked, mature leads."""
    n = only_draft.rate.n + only_active.rate.n
    reason = only_active.rate.reason if n and not only_active.rate.known() and not only_draft.rate.known() else None
    return Estimate.unknown(reason, n) if reason else Estimate.count(only_draft.outcomes - only_active.outcomes, n)


def _one_only(draft: Handing, active: Handing) -> tuple[Column, Column]:
    """Leads that only the draft hands over, and leads that only the active model does."""
    return draft.leads & ~active.leads, active.leads & ~draft.leads


def _few(replayed: Replayed, outcome: str, *sides: Column) -> Iterator[str]:
    """The outcomes by name on each side that has too few of them."""
    known = replayed.outcomes[outcome]
    for side in sides:
        hits = side & known.hit & (known.standing == COUNTED)
        if hits.sum() < FEWEST_OUTCOMES:
            yield from map(str, replayed.lead_id[hits])


def _caveats(replayed: Replayed, draft: Handing, active: Handing, later: int) -> Iterator[str]:
    yield from (ASSUMPTION, RANKS_AT_ALL, HISTORY_ONLY)
    if later:
        yield f"{counted(later, 'added lead was', 'added leads were')} handed over after the replayed period."
    for name, handed in (("Draft", draft), ("Active model", active)):
        if handed.chosen and handed.chosen.words:
            yield f"{name}: {handed.chosen.words}."
    yield from replayed.caveats


def _named(replayed: Replayed, card: SwapCard, part: Part, most: int) -> Iterator[Swapped]:
    assert card.draft is not None and card.active is not None
    entry, handed = card.draft.entry, replayed.handed
    at_draft = replayed.row[entry] if len(replayed.row) else entry
    then = np.where(handed, replayed.then, at_draft)
    masks = {
        "kept": handed & card.draft.leads,
        "dropped": handed & ~card.draft.leads,
        "added": card.draft.leads & ~handed,
    }
    places = np.flatnonzero(masks[part])
    order = places[np.lexsort((places, -card.draft.weekly.rows[then[places]]))]
    known = replayed.outcomes[card.outcome]
    for place in order[:most]:
        counted = known.reason is None and known.standing[place] == COUNTED
        yield Swapped(
            lead_id=str(replayed.lead_id[place]),
            part=part,
            active_score=_points(card.active.weekly.rows[then[place]]),
            draft_score=_points(card.draft.weekly.rows[then[place]]),
            draft_at=replayed.at[entry[place]].item() if entry[place] >= 0 else None,
            hand_off=replayed.hand_off[place].item(),
            outcome=bool(known.hit[place]) if counted else None,
            standing=str(known.standing[place]) or NEVER_HANDED_OVER,
        )


def _points(score: int) -> Decimal | None:
    """A score in points; None where a knock-out kept the lead out."""
    return None if score == OUT else exact(int(score))


def _lacking(draft: Model, active: Model) -> str | None:
    lacking = [name for name, model in (("draft", draft), ("active model", active)) if model.cut_offs is None]
    return f"{NO_CUT_OFFS}: {' and '.join(lacking)}" if lacking else None


def _unknown(terms: Terms, outcome: str, reason: str) -> SwapCard:
    """A card of which nothing can be known, and why."""
    none = Estimate.unknown(reason)
    share = Share(0, none, 0, none)
    return SwapCard(
        terms, outcome, None, None, none, none, share, share, share, none, (), share, share, none, none, none,
        f"Nothing can be compared: {reason}.", (), reason,
    )  # fmt: skip
