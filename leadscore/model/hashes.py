"""Two fingerprints of a model: one of what decides scores, one of every word; signatures bind the latter."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from leadscore.model.model import Model
from leadscore.model.values import shortest


def model_hash(model: Model) -> str:
    """SHA-256 of the whole model as canonical JSON."""
    return _fingerprint(_canonical(model))


def scoring_hash(model: Model) -> str:
    """SHA-256 of what decides a score or a band: rules without labels and ranges, caps, floors, cut-offs."""
    whole = _canonical(model)
    decisive = ("id", "when", "points", "group", "knock_out")
    bounds = {name: {bound: group[bound] for bound in ("cap", "floor")} for name, group in whole["groups"].items()}
    return _fingerprint(
        {
            "rules": [{key: rule[key] for key in decisive} for rule in whole["rules"]],
            "groups": {
                name: bound for name, bound in bounds.items() if any(each is not None for each in bound.values())
            },
            "cut_offs": whole["cut_offs"],
        }
    )


def condition_hash(conditions: Any) -> str:
    """SHA-256 of conditions alone: evidence can be kept as long as this, the data and the lens stay."""
    return _fingerprint(_canonical(conditions))


def _fingerprint(canonical: Any) -> str:
    text = json.dumps(canonical, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _canonical(value: Any) -> Any:
    """Plain JSON in which equal models are equal texts: rules by id, numbers in their shortest form."""
    if isinstance(value, Model):
        plain = {name: _canonical(getattr(value, name)) for name in type(value).model_fields}
        return {**plain, "rules": sorted(plain["rules"], key=lambda rule: rule["id"])}
    if isinstance(value, BaseModel):
        return {name: _canonical(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, dict):
        return {key: _canonical(each) for key, each in value.items()}
    if isinstance(value, (tuple, list)):
        return [_canonical(each) for each in value]
    return _number(value) if isinstance(value, Decimal) else value


def _number(exact: Decimal) -> int | str:
    """Whole numbers as JSON numbers; others as text, since JSON readers round them."""
    digits = shortest(exact)
    return digits if "." in digits else int(digits)
