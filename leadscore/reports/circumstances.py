"""What people decided and said around a month, handed to the review as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from leadscore.model import Model, model_hash
from leadscore.store.state import Action, Feedback, Note, Promise, State, Version
from leadscore.workshop.active import signed_in
from leadscore.workshop.saved_models import model_of

FIRST = datetime.fromisoformat("1900-01-01")


@dataclass(frozen=True, slots=True)
class Earlier:
    """The version of the model before the active one: how it is called, its model, and when the active was saved."""

    name: str
    model: Model
    active_saved_at: datetime


@dataclass(frozen=True, slots=True)
class Rival:
    """A saved model that scores otherwise than the active one, and since when both have stood fixed (naive UTC).

    The active model stands fixed from its second signature on, and where it is not `signed` since it was saved.
    """

    name: str
    model: Model
    since: datetime
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Feedback, actions, notes, promises and versions of a workspace; owners and benchmarks only where someone asks.

    active: how the active model is called among the saved versions, None where it was never saved.
    today: the day of the meeting, by which an action is overdue; None where nobody says.
    """

    feedback: tuple[Feedback, ...] = ()
    actions: tuple[Action, ...] = ()
    notes: tuple[Note, ...] = ()
    promises: tuple[Promise, ...] = ()
    earlier: Earlier | None = None
    rival: Rival | None = None
    active: str | None = None
    owners: bool = False
    benchmarks: bool = False
    today: date | None = None

    @classmethod
    def of(
        cls, state: State, model: Model, today: date | None = None, owners: bool = False, benchmarks: bool = False
    ) -> Circumstances:
        """What a state holds around a model, as a rule the active one; StoreError where that cannot be read."""
        active, fixed, is_signed = _fixed(state, model)
        return cls(
            feedback=state.feedback.since(FIRST),
            actions=state.actions.all(),
            notes=state.notes.all(),
            promises=state.promises.all(),
            earlier=None if active is None else _before(state, active),
            rival=None if active is None else _rival(state, active, fixed, is_signed),
            active=None if active is None else _called(active),
            owners=owners,
            benchmarks=benchmarks,
            today=today,
        )


def _fixed(state: State, model: Model) -> tuple[Version | None, datetime, bool]:
    """The version that is this model, since when it has stood fixed, and whether both teams signed it."""
    hashed, held = model_hash(model), signed_in(state)
    if held is not None and held.version is not None and held.version.model_hash == hashed:
        return held.version, held.since or held.version.at, True
    saved = state.versions.of_model(hashed)
    if not saved:
        return None, FIRST, False
    return saved[0], min(each.at for each in saved), False


def _before(state: State, active: Version) -> Earlier | None:
    """The version before the active one on its line that scores otherwise."""
    older = [each for each in state.versions.history(active.line) if each.number < active.number]
    found = next((each for each in older if each.scoring_hash != active.scoring_hash), None)
    return None if found is None else Earlier(_called(found), model_of(found), active.at)


def _rival(state: State, active: Version, fixed: datetime, is_signed: bool) -> Rival | None:
    """The line whose newest version scores otherwise than the active one, the latest saved; else the version before."""
    others = [*state.versions.lines(), *state.versions.history(active.line)]
    found = next((each for each in others if each.scoring_hash != active.scoring_hash), None)
    return None if found is None else Rival(_called(found), model_of(found), max(fixed, found.at), is_signed)


def _called(version: Version) -> str:
    return f"version {version.number} of '{version.line}'"
