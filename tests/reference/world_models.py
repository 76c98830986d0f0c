"""Random models that use every kind of condition, nested compounds, bounds, gates and knock-outs."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

from .world_instants import WINDOWS
from .world_tables import GHOST_KIND, KINDS, NUMBER_ATTRIBUTES, TEXT_ATTRIBUTES, Setting
from .world_texts import NUMBER_LITERALS, text_literal, variant, word_literal

Model = dict[str, Any]

GROUPS = ("demographic", "firmographic", "behaviour", "bant", "completeness", "intent", "negative", "Größe co")
FRACTIONS = ("33.33", "0.01", "2.55", "7.5", "-0.25")
POINTS = (10, 10, 20, 20, 5, 40, 15, 60, 1, 100, -10, -5, -30, *map(Decimal, FRACTIONS))
SHARES = (0, 1, *map(Decimal, ("0.004", "0.005", "0.015", "0.2", "0.335", "0.6")))
KEEPS = (1, *map(Decimal, ("0.5", "0.5", "0.9", "0.25", "0.005", "0.05", "0.75", "0.3335")))
OPERATORS = ("is", "in", "not_in", "between", "at_least", "above", "at_most", "below")
RATES = (1, *map(Decimal, ("0.2", "0.3333", "0.5", "0.5", "1.5", "0.07")))


def random_model(rng: random.Random, setting: Setting) -> Model:
    """A model over the attributes of the setting; cut-offs are drawn by the caller, who knows the scores."""
    names = rng.sample(GROUPS, rng.randint(1, 5))
    model: Model = {
        "name": "Random model",
        "groups": {name: _bounds(rng) for name in names if rng.random() < 0.8},
        "rules": [_rule(rng, number, names, setting) for number in range(1, rng.randint(2, 13))],
        "evaluation": {"lens": "handoff", "arrival_days": setting.arrival_days},
    }
    if rng.random() < 0.4:
        model["population"] = {"exclude": _population(rng, setting)}
    return model


def _bounds(rng: random.Random) -> Model:
    bounds: Model = {}
    if rng.random() < 0.6:
        bounds["cap"] = rng.choice((0, 5, 20, 40, 60, Decimal("12.34")))
    if rng.random() < 0.4:
        bounds["floor"] = rng.choice((0, -5, -10, -30, Decimal("-0.5")))
    return bounds


def _rule(rng: random.Random, number: int, names: list[str], setting: Setting) -> Model:
    rule: Model = {"id": f"r{number}", "when": condition(rng, setting)}
    if rng.random() < 0.06:
        return rule | {"knock_out": True}
    if rng.random() < 0.9:
        rule["group"] = rng.choice(names)
    return rule | {"points": rng.choice(POINTS)}


def _population(rng: random.Random, setting: Setting) -> list[Model]:
    """Conditions that leave leads out: any kind, and open deals plain, nested or turned round."""
    plain = condition(rng, setting, depth=2)
    with_deal = {"open_deal": rng.random() < 0.7}
    nested = rng.choice(({"all": [with_deal, plain]}, {"not": {"not": with_deal}}, {"any": [with_deal]}))
    return rng.choice(([plain], [with_deal], [plain, {"open_deal": True}], [nested]))


def condition(rng: random.Random, setting: Setting, depth: int = 3) -> Model:
    """A condition of any kind; compounds hold others down to the given depth."""
    if depth > 1 and rng.random() < 0.3:
        kind = rng.choice(("all", "any", "not"))
        if kind == "not":
            return {"not": condition(rng, setting, depth - 1)}
        return {kind: [condition(rng, setting, depth - 1) for _ in range(rng.randint(1, 3))]}
    draw = rng.choices((_attribute, _activity, _rate, _inactive, _completeness), (10, 8, 2, 2, 2))[0]
    return draw(rng, setting)


def _named(rng: random.Random, setting: Setting, kind: str) -> str:
    """An attribute of the kind that the data has, or a well-known one that it may lack."""
    here = [name for name, type_ in setting.attributes.items() if type_ == kind]
    well_known = TEXT_ATTRIBUTES if kind == "text" else NUMBER_ATTRIBUTES
    return rng.choice(here) if here and rng.random() < 0.8 else rng.choice(well_known)


def _attribute(rng: random.Random, setting: Setting) -> Model:
    kind = rng.choice(("text", "number"))
    name = _named(rng, setting, kind)
    if rng.random() < 0.12:
        return {"attribute": name, "known": rng.random() < 0.5}
    if kind == "text":
        return {"attribute": name} | text_test(rng, setting.texts)
    if rng.random() < 0.35:
        return {"attribute": name, "shares": _shares(rng, setting)}
    return {"attribute": name} | number_test(rng, setting.numbers)


def text_test(rng: random.Random, texts: tuple[str, ...]) -> Model:
    """One text operator with its literal."""
    operator = rng.choice(("is", "in", "not_in", "contains", "starts_with", "has_word"))
    if operator in ("in", "not_in"):
        return {operator: [text_literal(rng, texts) for _ in range(rng.randint(1, 4))]}
    if operator == "has_word":
        return {operator: word_literal(rng, texts)}
    return {operator: text_literal(rng, texts, piece=operator != "is")}


def number_test(rng: random.Random, numbers: tuple[float, ...]) -> Model:
    """One number operator with its literal."""
    operator = rng.choice(OPERATORS)
    if operator in ("in", "not_in"):
        return {operator: [_number_literal(rng, numbers) for _ in range(rng.randint(1, 4))]}
    if operator == "between":
        return {operator: sorted((_number_literal(rng, numbers), _number_literal(rng, numbers)))}
    return {operator: _number_literal(rng, numbers)}


def _number_literal(rng: random.Random, numbers: tuple[float, ...]) -> int | Decimal:
    """A number that the data has, its decimals cut or kept to the last bit, or any other."""
    number = rng.choice(numbers)
    exact = rng.choice((Decimal(repr(number)), Decimal(repr(number)), Decimal(number)))
    fits = abs(exact) < Decimal("1e290") and len(str(exact)) < 60
    return exact if fits and rng.random() < 0.6 else rng.choice(NUMBER_LITERALS)


def _shares(rng: random.Random, setting: Setting) -> list[Model]:
    steps = [number_test(rng, setting.numbers) | {"share": rng.choice(SHARES)} for _ in range(rng.randint(1, 4))]
    return [*steps, {"otherwise": rng.choice(SHARES)}] if rng.random() < 0.6 else steps


def _kind(rng: random.Random) -> str:
    return variant(rng, rng.choice((*KINDS, GHOST_KIND, "never_seen")))


def _kinds(rng: random.Random) -> str | list[str]:
    return _kind(rng) if rng.random() < 0.6 else [_kind(rng) for _ in range(rng.randint(1, 3))]


def _activity(rng: random.Random, setting: Setting) -> Model:
    found: Model = {"activity": _kinds(rng)}
    if rng.random() < 0.6:
        found["within_days"] = rng.choice(WINDOWS)
    if rng.random() < 0.3:
        found["at_least"] = rng.randint(1, 3)
    if rng.random() < 0.4:
        found["at_most"] = rng.randint(1, 4)
    if rng.random() < 0.4:
        found["decay"] = {"every_days": rng.choice((1, 7, 15, 30)), "keep": rng.choice(KEEPS)}
    if rng.random() < 0.15:
        found["detail"] = text_test(rng, setting.texts)
    if rng.random() < 0.15:
        found["value"] = number_test(rng, setting.numbers)
    return found


def _rate(rng: random.Random, setting: Setting) -> Model:
    rate: Model = {"of": _kinds(rng), "per": _kinds(rng), "at_least": rng.choice(RATES)}
    if rng.random() < 0.6:
        rate["minimum"] = rng.randint(1, 3)
    if rng.random() < 0.5:
        rate["within_days"] = rng.choice(WINDOWS)
    return {"rate": rate}


def _inactive(rng: random.Random, setting: Setting) -> Model:
    return {"inactive_days": rng.choice(WINDOWS)}


def _completeness(rng: random.Random, setting: Setting) -> Model:
    here = sorted(setting.attributes) or ["title"]
    names = rng.sample(here, rng.randint(1, min(len(here), 7)))
    return {"known_share": names if rng.random() < 0.85 or "campaign" in names else [*names, "campaign"]}


def random_cut_offs(rng: random.Random, model: Model, scores: list[Decimal], groups: list[Decimal]) -> Model:
    """Cut-offs that leads meet exactly, from above and below, and gates on rules and groups."""
    tuned = [score for score in scores if score > 0] or [Decimal(20)]
    mql = rng.choice((rng.choice(tuned), min(2 * rng.choice(tuned), Decimal(100)), Decimal(rng.randint(1, 60))))
    sql = rng.choice((rng.choice(tuned), Decimal(rng.randint(1, 90)), mql))
    cut_offs: Model = {"mql": min(mql, sql), "sql": max(mql, sql)}
    needs: Model = {}
    if rng.random() < 0.4:
        ids = [rule["id"] for rule in model["rules"]]
        needs["any_of"] = rng.sample(ids, rng.randint(1, min(3, len(ids))))
    if rng.random() < 0.4:
        caps = [Decimal(bounds["cap"]) for bounds in model["groups"].values() if "cap" in bounds]
        minimum = rng.choice((*groups, *caps, *[cap + Decimal("0.01") for cap in caps], Decimal(0), Decimal(5)))
        names = [*model["groups"], *model["groups"], rng.choice(GROUPS)]
        needs["at_least"] = {rng.choice(names): minimum}
    return cut_offs | ({"sql_needs": needs} if needs else {})
