"""The one look into the locked period: what leads that no setting was tuned on say of each model, each by itself.

Every model is asked on the same leads and terms.  Their lifts are not to be set beside each other, since an earlier
score chose these leads; what each of them loses from the tuned period to this one is what looking often has cost.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from leadscore.errors import ModelError, StoreError, UsageError
from leadscore.estimate import Estimate
from leadscore.evidence import Shelf, check
from leadscore.model import Model, model_hash, scoring_hash
from leadscore.simulation.board import Board, build_board
from leadscore.simulation.intervals import lift_of_top_fifth
from leadscore.simulation.lock import Lock
from leadscore.simulation.look import Quality
from leadscore.simulation.optimism import Optimism
from leadscore.simulation.replay import Replayed, build_replay
from leadscore.simulation.side_by_side import together
from leadscore.simulation.swap_card import Share, swap_card
from leadscore.vocabulary import OUTCOMES

OTHER_POPULATION = "judged on the population of the active model"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A model to be held against the locked period: how it is called, and the id of the saved version that it is."""

    name: str
    model: Model
    version: int | None = None


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What the locked period says of one model towards one outcome.

    kept, dropped, added: by the swap card at equal volume against the actual hand-offs, `difference` the rate kept
    less that dropped; swap: leads that only this model hands over less those that only the active one does, with how
    many change hands; quality: of the leads at or above the model's MQL cut-off; lift: of its top fifth, and `tuned`
    the lift of the same model on the period before.
    """

    outcome: str
    kept: Share
    dropped: Share
    added: Share
    difference: Estimate
    changing: int
    swap: Estimate
    quality: Quality
    lift: Estimate
    tuned: Estimate

    @property
    def lost(self) -> float | None:
        """How much lower the lift is than on the tuned period; None where one of them is unknown."""
        return None if self.lift.value is None or self.tuned.value is None else self.tuned.value - self.lift.value


@dataclass(frozen=True, slots=True)
class Shown:
    """One model in the locked period; without `results` where these data cannot answer it, and `note` says why."""

    name: str
    version: int | None
    model_hash: str
    scoring_hash: str
    results: tuple[HeldOut, ...]
    note: str | None = None

    def towards(self, outcome: str) -> HeldOut | None:
        """What was seen towards an outcome."""
        return next((each for each in self.results if each.outcome == outcome), None)


@dataclass(frozen=True, slots=True)
class Fished:
    """How many settings were looked at for one outcome before it was opened, and how much too good the best looks."""

    outcome: str
    settings: int
    optimism: Optimism


@dataclass(frozen=True, slots=True)
class LockedPeriod:
    """Everything that was seen when the locked period of a data revision was opened; no lead is named in it."""

    revision: str
    starts: datetime
    ends: datetime
    leads: int
    outcomes: int
    counted: str
    """The outcome that was counted to lock it."""
    fished: tuple[Fished, ...]
    models: tuple[Shown, ...]
    caveats: tuple[str, ...]

    def of(self, scores: str) -> Shown | None:
        """What was seen of the model with that scoring hash; None where it was not among those opened for."""
        return next((each for each in self.models if each.scoring_hash == scores), None)

    def to_json(self) -> str:
        """The document as canonical JSON."""
        plain = _adapter().dump_python(self, mode="json")
        return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def from_json(text: str) -> LockedPeriod:
    """The document of a text that `to_json` wrote; StoreError for any other."""
    try:
        found: LockedPeriod = _adapter().validate_json(text)
    except (ValidationError, ValueError) as error:
        raise StoreError(
            "What was seen in the locked period cannot be read. Read it with the leadscore that opened it, or restore "
            "a backup."
        ) from error
    return found


def look_into(shelf: Shelf, candidates: Sequence[Candidate], lock: Lock, fished: Sequence[Fished] = ()) -> LockedPeriod:
    """Hold models against the locked period, the first of them the active one; two that score alike are shown once.

    UsageError where nothing is locked, or where these data cannot answer the active model.
    """
    if lock.starts is None or lock.ends is None:
        raise UsageError(f"There is no locked period to open: {lock.reason}.")
    able, unable = _answerable(shelf, _distinct(candidates))
    if not able or able[0] is not candidates[0]:
        raise UsageError("These data cannot answer the active model, so nothing can be held against it.")
    models = together([each.model for each in able])
    replayed = build_replay(shelf, models[0], before=lock.ends + timedelta(microseconds=1), since=lock.starts)
    boards = [_Boards.of(shelf, models[0], outcome, lock) for outcome in OUTCOMES]
    shown = [
        _shown(candidate, candidates[0], tuple(_held_out(replayed, each, model, models[0]) for each in boards))
        for candidate, model in zip(able, models, strict=True)
    ]
    return LockedPeriod(
        lock.revision, lock.starts, lock.ends, lock.leads, lock.outcomes, lock.outcome, tuple(fished),
        (*shown, *unable), replayed.caveats,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _Boards:
    """The locked period and the one before it, towards one outcome."""

    inside: Board
    tuned: Board

    @classmethod
    def of(cls, shelf: Shelf, model: Model, outcome: str, lock: Lock) -> _Boards:
        inside, tuned = (build_board(shelf, model, outcome=outcome, lock=each) for each in (lock.opened(), lock))
        return cls(inside, tuned)


def _held_out(replayed: Replayed, boards: _Boards, model: Model, active: Model) -> HeldOut:
    outcome = boards.inside.outcome
    card = swap_card(replayed, model, active, outcome=outcome)
    return HeldOut(
        outcome=outcome,
        kept=card.kept,
        dropped=card.dropped,
        added=card.added,
        difference=card.difference,
        changing=card.changing_hands.n,
        swap=card.swap,
        quality=boards.inside.look(model).quality_handed_over,
        lift=lift_of_top_fifth(boards.inside, model),
        tuned=lift_of_top_fifth(boards.tuned, model),
    )


def _distinct(candidates: Sequence[Candidate]) -> list[Candidate]:
    found: dict[str, Candidate] = {}
    for each in candidates:
        found.setdefault(scoring_hash(each.model), each)
    return list(found.values())


def _answerable(shelf: Shelf, candidates: Sequence[Candidate]) -> tuple[list[Candidate], list[Shown]]:
    """Those that these data can answer, and the others with what is missing."""
    able, unable = [], []
    for each in candidates:
        try:
            check(each.model, shelf.facts)
            able.append(each)
        except ModelError as error:
            unable.append(_named(each, (), "; ".join(error.problems) or str(error)))
    return able, unable


def _shown(candidate: Candidate, active: Candidate, results: tuple[HeldOut, ...]) -> Shown:
    same = candidate.model.population == active.model.population
    return _named(candidate, results, None if same else OTHER_POPULATION)


def _named(candidate: Candidate, results: tuple[HeldOut, ...], note: str | None) -> Shown:
    hashes = model_hash(candidate.model), scoring_hash(candidate.model)
    return Shown(candidate.name, candidate.version, *hashes, results, note)


@cache
def _adapter() -> TypeAdapter[Any]:
    return TypeAdapter(LockedPeriod)
