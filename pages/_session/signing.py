"""Signatures as a session gives them: for one's own team, on exactly one version."""

from __future__ import annotations

from dataclasses import replace

from leadscore.errors import UsageError
from leadscore.model import Model
from leadscore.store.state import By, Member, Room, Version
from leadscore.workshop import signing
from leadscore.workshop.signing import Signing
from pages._session import keeping, room, workspace
from pages._session.turns import Turns

TURNS = Turns("signing")


def status(version: Version, draft: Model | None = None) -> Signing:
    """How far the signing of a version is; `draft` is the model on the table, where it may be another one."""
    state = keeping.state()
    facts = workspace.shelf().facts if workspace.has_data() else None
    return signing.signing(version, state.signatures.all(), facts, state.versions.latest(version.line), draft)


def sign(version: Version, by: By, at: int, seat: tuple[Room, Member] | None = None) -> None:
    """Sign for that person's team, if nothing is in the way now; a callback.

    From a seat in a room it counts while the room is open and the page is that seat's, however long ago it was drawn.
    """
    if at != TURNS.now():
        return
    with TURNS.told():
        if seat is not None and not room.is_seated(*seat):
            raise UsageError("This workshop is closed, or this page ended, so nothing was signed. Sign at the desk.")
        permission = status(version).may_sign(by.name, by.team)
        if not permission:
            raise UsageError(permission.why)
        keeping.state().signatures.sign(version.id, replace(by, at=keeping.now()))
        TURNS.end()
