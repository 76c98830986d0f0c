"""The check of fields that are filled in later, by those who worked the lead, or are the outcome itself."""

from __future__ import annotations

from collections.abc import Iterator

from leadscore.errors import LeadscoreError
from leadscore.learning.health.check import MOST_EXAMPLES, Check, Examples, Subject
from leadscore.learning.leaks.leaks import FieldCheck, Leaks, leaks
from leadscore.store.treatments.treatment import Treatment

_HURTS = (
    "A score that uses one knows the outcome: it shines on the past and is worth nothing on the day of the hand-off."
)


def filled_later(subject: Subject) -> Iterator[Check]:
    """Attributes that know the outcome, and whether any of them is taken for captured at the form."""
    total = len(subject.held.manifest.attributes)
    try:
        found = leaks(subject.shelf, subject.model)
    except LeadscoreError as error:
        yield Check("filled_later", _TITLE, "attributes", None, total, _HURTS, reason=str(error))
        return
    yield _told(found, total)


_TITLE = "Attributes that know the outcome, or are filled in later"


def _told(found: Leaks, total: int) -> Check:
    leaking = [each for each in found.fields if each.must_not_be_used]
    trusted = [each.name for each in leaking if each.captured]
    words = f"Held against {found.outcome}, {found.n:,} leads, {found.hits:,} of them reached it."
    if trusted:
        words += f" Said to be captured at the form, and so counted in figures of the past: {', '.join(trusted)}."
    return Check(
        "filled_later",
        _TITLE,
        "attributes",
        len(leaking),
        total,
        _HURTS,
        words=words,
        examples=Examples(("attribute", "verdict", "why"), tuple(_row(each) for each in leaking[:MOST_EXAMPLES])),
        treatment=Treatment.of("not_from_the_form", attributes=trusted) if trusted else None,
        instead="" if trusted else "Leave the rules on them out; Signals, 'Leaks', shows each with its evidence.",
    )


def _row(field: FieldCheck) -> tuple[str, str, str]:
    return field.name, field.verdict, "; ".join(sign.words for sign in field.signs)
