"""Signing a version: who has signed, who may, what is in the way, and whether it was edited since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from leadscore.evidence import Facts
from leadscore.evidence.data_lint import lint_on_data
from leadscore.model import Model
from leadscore.model.differences import Difference, differences
from leadscore.model.lint import Finding
from leadscore.store.state import Signature, Version
from leadscore.store.state.people import same_name
from leadscore.vocabulary import TEAMS, counted
from leadscore.workshop.saved_models import model_of

NEEDS_BOTH = "Both teams have to sign this version: sales and marketing."
NEEDS_ONE = "Signed by {signed}; {missing} has to sign, too."
COMPLETE = "Signed by both teams since {at:%d %b %Y}."
EDITED = (
    "Version {number} was saved after it, with {changes}: it needs signatures of its own, these do not hold for it."
)
SAME_AGAIN = "Version {number} was saved after it and is the same model; it needs signatures of its own."
DRAFT_DIFFERS = "The model on the table is another one, with {changes}: save it as a version and sign that."


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether somebody may sign; true or false as a condition, with the reason where they may not."""

    ok: bool
    why: str = ""

    def __bool__(self) -> bool:
        return self.ok


@dataclass(frozen=True, slots=True)
class Signing:
    """How far the signing of one version is.

    `blocking`: errors of the model, by itself and on the data, which stop every further signature.  `newer`: the newest
    version of its line where that is another one, and what it changed; `changed_by_draft`: what the model at hand
    changes of this version.
    """

    version: Version
    model: Model
    signatures: tuple[Signature, ...]
    missing: tuple[str, ...]
    blocking: tuple[Finding, ...]
    newer: Version | None
    changed_by_newer: tuple[Difference, ...]
    changed_by_draft: tuple[Difference, ...]

    @property
    def complete(self) -> bool:
        """Whether both teams have signed exactly this version."""
        return not self.missing

    @property
    def completed_at(self) -> datetime | None:
        """The moment of the signature that was still missing (naive UTC); None before it."""
        return max(each.at for each in self.signatures) if self.complete else None

    def of(self, team: str) -> Signature | None:
        """The signature of a team; None before it signs."""
        return next((each for each in self.signatures if each.author.team == team), None)

    def may_sign(self, name: str, team: str) -> Permission:
        """Whether this person may sign for that team now: two people are needed, and no error in the model."""
        if not name.strip():
            return Permission(False, "Say who you are: a signature has a name.")
        if self.of(team) is not None:
            return Permission(False, f"{team.capitalize()} has signed this version.")
        if any(same_name(each.author.name, name) for each in self.signatures):
            return Permission(False, f"You signed it for the other team: somebody else of {team} has to sign.")
        if self.blocking:
            return Permission(False, f"{_errors(self.blocking)} first.")
        return Permission(True)

    @property
    def words(self) -> str:
        """Who has signed and who is missing, in a sentence."""
        if self.completed_at is not None:
            return COMPLETE.format(at=self.completed_at)
        if not self.signatures:
            return NEEDS_BOTH
        signed, missing = self.signatures[0].author.team, self.missing[0]
        return NEEDS_ONE.format(signed=signed, missing=missing)

    @property
    def steps(self) -> tuple[str, ...]:
        """What is in the way of a signature that stands, a sentence each."""
        return tuple(self._steps())

    def _steps(self) -> Iterator[str]:
        yield from (each.message for each in self.blocking)
        if self.newer is not None:
            wording = EDITED if self.changed_by_newer else SAME_AGAIN
            yield wording.format(number=self.newer.number, changes=_changes(self.changed_by_newer))
        if self.changed_by_draft:
            yield DRAFT_DIFFERS.format(changes=_changes(self.changed_by_draft))


def signing(
    version: Version,
    signatures: Iterable[Signature],
    facts: Facts | None,
    newest: Version | None = None,
    draft: Model | None = None,
) -> Signing:
    """How far the signing of a version is; `signatures` may be those of any versions, only its own count.

    `facts` are those of the data in use (None: there are none yet), `newest` the newest version of its line, `draft`
    the model at hand.  Raises StoreError where the text of a version no longer gives the model that was saved.
    """
    model = model_of(version)
    own = tuple(each for each in signatures if each.version == version.id and each.model_hash == version.model_hash)
    signed = {each.author.team for each in own}
    newer = newest if newest is not None and newest.id > version.id else None
    return Signing(
        version=version,
        model=model,
        signatures=own,
        missing=tuple(team for team in TEAMS if team not in signed),
        blocking=tuple(each for each in lint_on_data(model, facts) if each.level == "error"),
        newer=newer,
        changed_by_newer=differences(model, model_of(newer)) if newer else (),
        changed_by_draft=differences(model, draft) if draft is not None else (),
    )


def _errors(blocking: tuple[Finding, ...]) -> str:
    return f"Mend {counted(len(blocking), 'error')} of the model"


def _changes(found: tuple[Difference, ...], most: int = 3) -> str:
    """The first changes in words, and how many more there are."""
    named = "; ".join(each.in_words() for each in found[:most])
    more = f"; and {len(found) - most:,} more" if len(found) > most else ""
    return f"{counted(len(found), 'change')} ({named}{more})"
