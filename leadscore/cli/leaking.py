"""What `lint --fields` says of every field of the data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from leadscore.errors import ModelError
from leadscore.evidence import Shelf, check
from leadscore.figures.leak_words import auc, share
from leadscore.learning.leaks.fields_together import FieldsTogether, fields_together
from leadscore.learning.leaks.leaks import FieldCheck, Leaks, leaks
from leadscore.model import Model
from leadscore.vocabulary import OUTCOME_WORDS


def told_of_fields(shelf: Shelf, model: Model, before: datetime | None) -> tuple[Leaks, FieldsTogether] | None:
    """The leaks of the data, and the AUC with and without them; None where the model does not fit the data."""
    try:
        check(model, shelf.facts)
    except ModelError:
        return None
    found = leaks(shelf, model, before=before)
    return found, fields_together(shelf, model, found, before=before)


def fields_document(found: Leaks, together: FieldsTogether) -> dict[str, Any]:
    """Every field, and what all of them know together, as JSON."""
    return {"fields": [_row(each) for each in found.fields], "together": asdict(together)}


def _row(field: FieldCheck) -> dict[str, Any]:
    return {
        "field": field.name,
        "verdict": field.verdict,
        "known_share": {name: asdict(getattr(field.known, name)) for name in ("never", "handed", "reached", "jump")},
        "auc": asdict(field.ranked or field.alone),
        "auc_out_of_account": asdict(field.alone),
        "auc_of_todays_value": asdict(field.todays),
        "signs": [asdict(sign) for sign in field.signs],
    }


def fields_in_words(found: Leaks, together: FieldsTogether) -> Iterator[str]:
    """A line for each field, those that leak first, and what all of them know together."""
    yield f"Alone on {OUTCOME_WORDS[found.outcome]}, {found.n:,} leads, {found.hits:,} of them reached it:"
    for field in found.fields:
        shares = " / ".join(share(each) for each in (field.known.never, field.known.handed, field.known.reached))
        alone = auc(field.ranked or field.alone)
        yield f"{field.name}: {field.verdict}; AUC {alone}; known of never handed over / handed over / at it {shares}"
    yield together.sentence
