"""Worlds that leave nothing to chance: every text, number and age of a list against every operator."""

from __future__ import annotations

import string
import unicodedata
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from .dataset import Facts, Row
from .landmarks import Lens
from .world_texts import NUMBER_LITERALS, NUMBERS, TEXTS
from .worlds import World

T = datetime.fromisoformat("2026-06-30T12:00:00")
MICROSECOND = timedelta(microseconds=1)
SPACES = tuple(chr(point) for point in range(0x110000) if unicodedata.category(chr(point)) == "Zs")
KEEPS = (Decimal("0.5"), Decimal("0.9"), Decimal("0.335"), Decimal("0.005"), Decimal("0.99"), Decimal("0.145"), 1)


def crossed_worlds() -> dict[str, World]:
    """The crossed worlds by name."""
    return {
        "texts": _texts(),
        "details": _details(),
        "words": _words(),
        "spaces": _spaces(),
        "numbers": _numbers(),
        "shares": _shares(),
        "decay": _decay(),
        "windows": _windows(),
        "silence": _silence(),
        "ties": _ties(),
        "deals": _deals(),
        "moved": _moved(),
        "gates": _gates(),
    }


def _world(conditions: list[dict[str, Any]], leads: list[Row], attributes: dict[str, str], **rest: Any) -> World:
    """Conditions as rules of one point each, over leads that were all handed over at T."""
    rules = [{"id": f"r{place}", "points": 1, "when": when} for place, when in enumerate(conditions)]
    empty = {"created_at": T - timedelta(days=100)} | dict.fromkeys(attributes)
    leads = [empty | lead for lead in leads]
    hand_off = {"stage": "mql", "entered_at": T, "amount": None, "reason": None, "score": None}
    tables = {"leads": leads, "stages": [hand_off | {"lead_id": lead["lead_id"]} for lead in leads]}
    model = {"name": "Crossed", "rules": rules} | rest.pop("model", {})
    lens: Lens = "handoff"
    return World(0, model, tables | rest, Facts(attributes), lens)


def _having(name: str, values: list[Any]) -> list[Row]:
    return [{"lead_id": f"lead-{place:03}", name: value} for place, value in enumerate(values)]


def _texts() -> World:
    operators = ("is", "contains", "starts_with", "has_word")
    literals = [text for text in TEXTS if text.strip(" ")]
    conditions = [{"attribute": "title", name: literal} for literal in literals for name in operators]
    conditions += [{"attribute": "title", "in": literals[:5]}, {"attribute": "title", "not_in": literals[:5]}]
    return _world(conditions, _having("title", [None, *TEXTS, *map(str.upper, TEXTS)]), {"title": "text"})


def _details() -> World:
    """Every text as the detail of a call, and every number as its value."""
    texts = [None, *TEXTS, "\t vp", *map(str.upper, TEXTS)]
    leads = _having("title", texts)
    activities = [
        _did(lead["lead_id"], T, detail=lead["title"], value=NUMBERS[place % len(NUMBERS)] if place else None)
        for place, lead in enumerate(leads)
    ]
    tests: list[dict[str, Any]] = [{"detail": {"is": text}} for text in TEXTS] + [{"detail": {"not_in": ["\tvp"]}}]
    tests += [{"detail": {name: "VP"}} for name in ("contains", "starts_with", "has_word")]
    tests += [{"value": {name: 50}} for name in ("is", "at_least", "above", "at_most", "below")]
    tests += [{"value": {"not_in": [50]}, "detail": {"not_in": ["vp"]}}, {"value": {"between": [0, 50]}}]
    conditions = [{"activity": "call"} | test for test in tests]
    return _world(conditions, leads, {"title": "text"}, activities=activities)


def _words() -> World:
    marks = [*string.punctuation, " ", "\t", "–", "’", "é"]
    titles = [f"head{mark}vp" for mark in marks] + [f"vp{mark}" for mark in marks] + ["vp", "svp", "vps"]
    conditions = [{"attribute": "title", "has_word": word} for word in ("vp", "head vp", *string.punctuation, "vp!")]
    return _world(conditions, _having("title", titles), {"title": "text"})


def _spaces() -> World:
    marks = [*SPACES, "\t", "\n", "\u200b", "\u0085"]
    titles = [each for mark in marks for each in (f"{mark}vp", f"vp{mark}", f"{mark} vp {mark}")]
    conditions = [{"attribute": "title", name: "vp"} for name in ("is", "starts_with", "has_word")]
    conditions += [{"attribute": "title", "is": f"{mark}vp"} for mark in marks]
    return _world(conditions, _having("title", titles), {"title": "text"})


def _numbers() -> World:
    literals = [*NUMBER_LITERALS, *[Decimal(repr(number)) for number in NUMBERS if 1e-300 < abs(number) < 1e300]]
    operators = ("is", "at_least", "above", "at_most", "below")
    conditions: list[dict[str, Any]] = [
        {"attribute": "company_size", name: literal} for literal in literals for name in operators
    ]
    conditions += [{"attribute": "company_size", "between": [literal, literal]} for literal in literals]
    conditions += [{"attribute": "company_size"} | {name: literals[:4]} for name in ("in", "not_in")]
    return _world(conditions, _having("company_size", [None, *NUMBERS]), {"company_size": "number"})


def _shares() -> World:
    """Graded conditions with every number operator."""
    literals: dict[str, Any] = {"is": 50, "in": [0, 200], "not_in": [0, 200], "between": [49, 200]}
    literals |= dict.fromkeys(("at_least", "above", "at_most", "below"), 50)
    steps = [{name: literal, "share": Decimal("0.285")} for name, literal in literals.items()]
    conditions = [{"attribute": "company_size", "shares": [step, {"otherwise": Decimal("0.005")}]} for step in steps]
    conditions += [{"attribute": "company_size", "shares": [step]} for step in steps]
    return _world(conditions, _having("company_size", [None, *NUMBERS]), {"company_size": "number"})


def _did(lead_id: str, at: datetime, **more: Any) -> Row:
    empty = {"kind": "call", "detail": None, "value": None, "actor": None}
    return {"lead_id": lead_id, "occurred_at": at} | empty | more


def _ages() -> list[timedelta]:
    """Whole days, and a microsecond beside each."""
    days = [timedelta(days=number) for number in (0, 1, 2, 6, 7, 14, 21, 30, 60, 90, 210, 240, 700, 7000)]
    return [age + shift for age in days for shift in (-MICROSECOND, timedelta(0), MICROSECOND)]


def _decay() -> World:
    decays = [{"every_days": every, "keep": keep} for every in (1, 7, 30) for keep in KEEPS]
    conditions = [{"activity": "call", "decay": decay} for decay in decays]
    leads = _having("title", [None] * len(_ages()))
    activities = [_did(lead["lead_id"], T - age) for lead, age in zip(leads, _ages(), strict=True)]
    return _world(conditions, leads, {"title": "text"}, activities=activities)


def _windows() -> World:
    conditions: list[dict[str, Any]] = [{"activity": "call", "within_days": days} for days in (1, 7, 14, 30, 90)]
    conditions += [
        {"activity": "call", "at_least": least, "at_most": most} | ({"within_days": 30} if most > 2 else {})
        for least in (1, 2, 3)
        for most in (1, 2, 3)
    ]
    leads = _having("title", [None] * len(_ages()))
    rows = [
        _did(lead["lead_id"], T - each)
        for place, lead in enumerate(leads)
        for each in _ages()[max(0, place - place % 4) : place + 1]
    ]
    return _world(conditions, leads, {"title": "text"}, activities=rows)


def _silence() -> World:
    kinds = ("call", "meeting", "email_sent", "email_delivered", "bounced", " Bounced", "page_visit", "email_click")
    actors = (None, "lead", " LEAD ", "seller", "\tlead")
    done = [(kind, actor, shift) for kind in kinds for actor in actors for shift in (-MICROSECOND, 0 * MICROSECOND)]
    leads = [{"lead_id": f"lead-{place:03}"} for place in range(len(done))]
    activities = [
        _did(lead["lead_id"], T - timedelta(days=30) - shift, kind=kind, actor=actor)
        for lead, (kind, actor, shift) in zip(leads, done, strict=True)
    ]
    created = [
        {"lead_id": f"young-{place}", "created_at": T - timedelta(days=30) + place * MICROSECOND}
        for place in (-1, 0, 1)
    ]
    return _world([{"inactive_days": 30}], [*leads, *created], {"title": "text"}, activities=activities)


def _ties() -> World:
    """Changes of the same instant: the text that sorts last is the value, also where it is a number."""
    numbers = ((9.0, 10.0), (None, 5.0), (-1.0, -2.0), (None, None))
    titles = (("a", "B"), ("\U00010000", "\uffee"), (None, "a"), ("é", "z"), ("a", "a "))
    leads = [{"lead_id": f"n{place}"} for place in range(len(numbers))]
    leads += [{"lead_id": f"t{place}"} for place in range(len(titles))]
    changes = [_change(f"n{place}", "company_size", each) for place, pair in enumerate(numbers) for each in pair]
    changes += [_change(f"t{place}", "title", each) for place, pair in enumerate(titles) for each in pair]
    conditions = [{"attribute": "company_size", "is": number} for number in (9, 10, 5, -1, -2)]
    conditions += [{"attribute": "title", "is": text} for pair in titles for text in pair if text is not None]
    conditions += [{"attribute": name, "known": True} for name in ("title", "company_size")]
    types = {"title": "text", "company_size": "number"}
    return _world(conditions, leads, types, changes=changes)


def _change(lead_id: str, name: str, value: str | float | None) -> Row:
    number = value if isinstance(value, float) else None
    text = repr(number) if number is not None else value
    return {"lead_id": lead_id, "field": name, "value": text, "number": number, "changed_at": T}


def _deals() -> World:
    """A deal a lead, opened and closed on, before and after T, ended or not, by account or by link."""
    stamps = (None, T - MICROSECOND, T, T + MICROSECOND)
    cases = [
        (opened, closed, outcome, linked)
        for opened in stamps
        for closed in stamps
        for outcome in ("won", "lost", "open", None)
        for linked in (True, False)
    ]
    leads = [{"lead_id": f"lead-{place:03}", "account_id": f" Acc-{place} "} for place in range(len(cases))]
    deals, links = [], []
    for place, (opened, closed, outcome, linked) in enumerate(cases):
        deal = {"deal_id": f"d{place}", "opened_at": opened, "closed_at": closed, "outcome": outcome}
        account = None if linked else f"aCC-{place}"
        deals.append(deal | {"account_id": account, "amount": None, "currency": None, "type": None})
        links += [{"deal_id": f"d{place}", "lead_id": f"lead-{place:03}"}] if linked else []
    model = {"population": {"exclude": [{"open_deal": True}]}}
    conditions = [{"attribute": "account_id", "known": True}]
    types = {"account_id": "text"}
    return _world(conditions, leads, types, deals=deals, deal_leads=links, model=model)


def _moved() -> World:
    """A lead whose account changed: the deals of its account at T count, not those of today's."""
    leads = [{"lead_id": lead_id, "account_id": "today"} for lead_id in ("ada", "ben", "cleo")]
    changes = [_change("ada", "account_id", "then"), _change("ben", "account_id", "today")]
    deal = {"deal_id": "d", "opened_at": T, "closed_at": None, "outcome": "open", "account_id": "then"}
    deal |= {"amount": None, "currency": None, "type": None}
    model = {"population": {"exclude": [{"open_deal": True}]}}
    conditions = [{"attribute": "account_id", "known": True}]
    return _world(conditions, leads, {"account_id": "text"}, changes=changes, deals=[deal], model=model)


def _gates() -> World:
    """Scores on every cut-off, with groups cut to exactly their minimum."""
    steps = [{"below": value + 1, "share": Decimal(value) / 100} for value in range(100)]
    graded = {"attribute": "company_size", "shares": [*steps, {"otherwise": 1}]}
    rules = [
        {"id": "fit", "group": "demographic", "points": 100, "when": graded},
        {"id": "demo", "group": "intent", "points": 20, "when": {"attribute": "title", "is": "demo"}},
        {"id": "minus", "group": "negative", "points": -20, "when": {"attribute": "title", "is": "minus"}},
    ]
    groups = {"demographic": {"cap": 80}, "intent": {"cap": 10}, "negative": {"floor": -15}}
    needs = {"any_of": ["demo", "minus"], "at_least": {"intent": 0, "negative": -15, "demographic": 60, "bant": 0}}
    cut_offs = {"mql": 51, "sql": 65, "sql_needs": needs}
    leads = [
        {"lead_id": f"{title}-{size}", "company_size": float(size), "title": title}
        for size in range(102)
        for title in ("demo", "minus", "none")
    ]
    types = {"company_size": "number", "title": "text"}
    return _world([], leads, types, model={"rules": rules, "groups": groups, "cut_offs": cut_offs})
