"""Small worlds by hand: the six leads' model in one rule, and worlds around one text that means mischief."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from reference.dataset import Facts, Row
from reference.worlds import World

T = datetime.fromisoformat("2026-06-30T12:00:00")


def small_world() -> World:
    """One lead, handed over at T, and one rule."""
    rules = [{"id": "vp", "points": 10, "when": {"attribute": "title", "is": "VP"}}]
    return world_of({"name": "Small", "rules": rules}, [{"lead_id": "ada", "title": "vp"}], {"title": "text"})


def named_world(text: str, column: str | None) -> World:
    """A world in which a text is all that a person may write into a model, its data and, if given, a column's name."""
    attributes = {"title": "text", "company_size": "number"} | ({column: "text"} if column else {})
    values = [text, f"  {text} ", text.upper(), f"x{text}y", f"{text} z", "x", None]
    leads = [
        {"lead_id": f"{number} {text}", "title": value, "company_size": float(number)}
        | ({column: value} if column else {})
        for number, value in enumerate(values)
    ]
    activities = [
        _did(lead["lead_id"], days, kind, text)
        for lead in leads[:4]
        for days, kind in enumerate((text, "call", f" {text.lower()} "))
    ]
    changes = [_changed(lead["lead_id"], column or "title", text) for lead in leads[:3]]
    tables = {"activities": activities, "changes": changes}
    return world_of(_model(text, column), leads, attributes, **tables)


def _model(text: str, column: str | None) -> dict[str, Any]:
    tests = [{operator: text} for operator in ("is", "contains", "starts_with", "has_word")]
    conditions: list[dict[str, Any]] = [
        *[{"attribute": "title"} | test for test in (*tests, {"in": [text, "y"]}, {"not_in": ["y", text]})],
        *[{"activity": "call", "detail": test} for test in tests],
        {"activity": text, "at_most": 3, "decay": {"every_days": 1, "keep": 1}},
        {"activity": [text, "call"], "at_most": 9, "within_days": 2},
        {"rate": {"of": text, "per": [text, "call"], "at_least": 1}},
        {"all": [{"attribute": "title", "is": text}, {"not": {"activity": text}}]},
    ]
    if column:
        conditions += [{"attribute": column} | test for test in tests]
        conditions += [{"known_share": [column, "title"]}]
    rules = [
        {"id": f"r{place}", "label": text, "group": f"group {place % 3}", "points": place + 1, "when": when}
        for place, when in enumerate(conditions)
    ]
    excluded = [{"all": [{"attribute": column or "title", "is": text}, {"attribute": "company_size", "is": 1}]}]
    return {"name": text, "population": {"exclude": excluded}, "rules": rules, "cut_offs": {"mql": 10, "sql": 60}}


def world_of(model: dict[str, Any], leads: list[Row], attributes: dict[str, str], **tables: list[Row]) -> World:
    """Leads created nine days before T and handed over at T, under a model."""
    dated = [{"created_at": T - timedelta(days=9)} | lead for lead in leads]
    hand_off = {"stage": "mql", "entered_at": T, "amount": None, "reason": None, "score": None}
    stages = [hand_off | {"lead_id": lead["lead_id"]} for lead in leads]
    return World(-1, model, {"leads": dated, "stages": stages} | tables, Facts(attributes), "handoff")


def _did(lead_id: str, days: int, kind: str, detail: str) -> Row:
    at = T - timedelta(days=days)
    return {"lead_id": lead_id, "occurred_at": at, "kind": kind, "detail": detail, "value": None, "actor": None}


def _changed(lead_id: str, field: str, value: str) -> Row:
    return {"lead_id": lead_id, "field": field, "value": value, "number": None, "changed_at": T}
