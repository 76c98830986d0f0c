"""The active model: the version that both teams signed, and as long as there is none the workspace's model file."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from leadscore.errors import StoreError
from leadscore.model import Model, load
from leadscore.store.state import Signature, State, Version
from leadscore.store.workspace import Workspace
from leadscore.vocabulary import TEAMS
from leadscore.workshop.saved_models import model_of

NO_MODEL = "There is no model yet."
NOT_SIGNED = "{name}: not signed by both teams yet."
SIGNED = "{name}: signed by both teams since {since:%d %b %Y}."
NOBODY_CAN_SAY = "Nobody can say which model both teams signed. {problem}"


@dataclass(frozen=True, slots=True)
class Active:
    """The model that both teams work with.

    Signed: `version` and the two `signatures` on it.  Not signed: the model file, or no model at all.  Where the state
    cannot be read there is no model either, whatever the model file says, and `problem` says why.
    """

    model: Model | None
    version: Version | None = None
    signatures: tuple[Signature, ...] = ()
    problem: str | None = None

    @property
    def signed(self) -> bool:
        """Whether both teams signed it."""
        return self.version is not None

    @property
    def since(self) -> datetime | None:
        """The moment of the signature that completed it (naive UTC); None where it is not signed."""
        return max((each.at for each in self.signatures), default=None)

    @property
    def name(self) -> str:
        """How it is called: by its line and number where it is signed, else by the name in the model file."""
        if self.version is not None:
            return f"{self.version.line}, version {self.version.number}"
        return self.model.name if self.model is not None else ""

    @property
    def words(self) -> str:
        """Which model it is and whether it is signed, in a sentence."""
        if self.problem is not None:
            return NOBODY_CAN_SAY.format(problem=self.problem)
        if self.model is None:
            return NO_MODEL
        return SIGNED.format(name=self.name, since=self.since) if self.signed else NOT_SIGNED.format(name=self.name)

    def taken(self) -> Model | None:
        """The model to work with, None where there is none yet; StoreError where nobody can say which it is."""
        if self.problem is not None:
            raise StoreError(self.words)
        return self.model


def active(place: Workspace) -> Active:
    """The active model of a workspace; its state is opened for the moment, where there is one.

    ModelError where no version is signed and the model file is no model.
    """
    if not has_state(place):
        return from_file(place)
    try:
        with State.open(place) as state:
            found = signed_in(state)
    except StoreError as error:
        return Active(None, problem=str(error))
    return found or from_file(place)


def has_state(place: Workspace) -> bool:
    """Whether anything was decided in a workspace, or was and is lost; nothing is opened for it."""
    return place.state.exists() or place.heads.exists()


def signed_in(state: State) -> Active | None:
    """The version that both teams signed last; None where there is none, StoreError where it cannot be read."""
    signatures = _completed_last(state.signatures.all())
    if not signatures:
        return None
    version = state.versions.get(signatures[0].version)
    return Active(model_of(version), version, signatures)


def from_file(place: Workspace) -> Active:
    """The model file as the active model; ModelError where it is no model."""
    return Active(load(place.model) if os.path.lexists(place.model) else None)


def _completed_last(signatures: Iterable[Signature]) -> tuple[Signature, ...]:
    """Both signatures on the version that was completed last, none before one is; `signatures` oldest first."""
    teams: dict[int, dict[str, Signature]] = {}
    last: tuple[Signature, ...] = ()
    for each in signatures:
        of_version = teams.setdefault(each.version, {})
        complete = len(of_version) == len(TEAMS)
        of_version.setdefault(each.author.team, each)
        if not complete and len(of_version) == len(TEAMS):
            last = tuple(of_version.values())
    return last
