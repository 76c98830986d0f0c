"""A small model, people of both teams, and versions that they save and sign."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from leadscore.model import Model
from leadscore.store.state import By, Signature, State, Version
from leadscore.workshop.saved_models import saving

LINE = "Agreed model"
NOON = datetime.fromisoformat("2026-11-02T12:00:00")


def ada(hours: float = 0) -> By:
    """Ada of marketing, so many hours after noon."""
    return By("Ada", "marketing", NOON + timedelta(hours=hours))


def ben(hours: float = 0) -> By:
    """Ben of sales, so many hours after noon."""
    return By("Ben", "sales", NOON + timedelta(hours=hours))


def agreed(webinar: float = 20, name: str = "Agreed", **more: object) -> Model:
    """Webinar and demo, handed over from 20, ready from 40."""
    rules = [
        {"id": "webinar", "label": "Webinar", "points": webinar, "when": {"activity": "webinar"}},
        {"id": "demo", "label": "Demo", "points": 30, "when": {"activity": "demo"}},
    ]
    return Model.model_validate({"name": name, "rules": rules, "cut_offs": {"mql": 20, "sql": 40}, **more})


def with_rule(*rules: dict) -> Model:
    """The agreed model with more rules."""
    model = agreed()
    return Model.model_validate({**model.model_dump(by_alias=True), "rules": [*model.rules, *rules]})


def saved(state: State, model: Model, line: str = LINE, hours: float = 0) -> Version:
    """The model as the next version of a line, saved by Ada."""
    latest = state.versions.latest(line)
    return state.versions.save(saving(model, line, "We agreed", latest.id if latest else None), ada(hours))


def both_sign(state: State, version: Version, hours: float = 1) -> tuple[Signature, Signature]:
    """Ben signs, and Ada an hour later."""
    return state.signatures.sign(version.id, ben(hours)), state.signatures.sign(version.id, ada(hours + 1))


def worth(model: Model | None, rule: str = "webinar") -> Decimal:
    """The points of a rule."""
    assert model is not None
    return model.rule(rule).worth
