"""What is wrong in a model file, as sentences that say where and how to mend it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ValidationError

from leadscore.errors import did_you_mean
from leadscore.model.conditions import KIND_OF_KEY, Comparison, Decay, Rate, Step
from leadscore.model.model import Balance, Evaluation, HorizonDays, Model, Population
from leadscore.model.rules import CutOffs, Group, Rule, SqlNeeds

_CLASS_OF_SECTION: dict[str, type[BaseModel]] = {
    "population": Population,
    "groups": Group,
    "rules": Rule,
    "cut_offs": CutOffs,
    "sql_needs": SqlNeeds,
    "balance": Balance,
    "evaluation": Evaluation,
    "horizon_days": HorizonDays,
    "detail": Comparison,
    "value": Comparison,
    "decay": Decay,
    "rate": Rate,
    "shares": Step,
}


_PLAIN_WORDS = (
    ("Input should", "should"),
    ("Value should", "should"),
    ("Tuple should", "should"),
    ("Decimal input should", "should"),
    ("a valid tuple", "a list in [ ]"),
    ("a valid dictionary", "a mapping in { }"),
    ("a valid boolean", "true or false"),
    (", unable to interpret input", ""),
    (" after validation", ""),
    ("items", "entries"),
    ("item", "entry"),
)


def sentences(error: ValidationError, document: dict[str, Any]) -> tuple[str, ...]:
    """One sentence for each mistake, in the order of the file, consequences of a mistake left out."""
    found = error.errors(include_url=False, include_context=True)
    places = [each["loc"] for each in found]
    return tuple(
        _sentence(dict(each), document)
        for each in found
        if not (each["type"] == "too_short" and any(_inside(place, each["loc"]) for place in places))
    )


def _inside(place: tuple[int | str, ...], outer: tuple[int | str, ...]) -> bool:
    return len(place) > len(outer) and place[: len(outer)] == outer


def _sentence(mistake: dict[str, Any], document: dict[str, Any]) -> str:
    path, owner = _walk(mistake["loc"])
    if mistake["type"] == "extra_forbidden":
        return f"{_where(path[:-1], document)}unknown key '{path[-1]}'. {did_you_mean(str(path[-1]), _keys(owner))}"
    if mistake["type"] == "missing" and isinstance(path[-1], int):
        return f"{_where(path[:-1], document)}needs two numbers, the lower first, like [50, 1000]."
    if mistake["type"] == "missing":
        return f"{_where(path[:-1], document)}needs '{path[-1]}'."
    if mistake["type"] == "union_tag_not_found":
        return f"{_where(path, document)}{_no_condition(mistake.get('input'))}"
    if mistake["type"] == "value_error":
        return f"{_where(path, document)}{str(mistake['ctx']['error']).rstrip('.')}."
    text = mistake["msg"]
    for technical, plain in _PLAIN_WORDS:
        text = text.replace(technical, plain)
    return f"{_where(path, document)}{text[0].lower()}{text[1:]}."


def _no_condition(found: Any) -> str:
    kinds = ", ".join(KIND_OF_KEY)
    if not isinstance(found, dict):
        return f"is no condition; write a mapping with one of the keys {kinds}."
    key = str(next(iter(found), ""))
    return f"is no condition: unknown key '{key}'. {did_you_mean(key, KIND_OF_KEY)}"


def _walk(place: tuple[int | str, ...]) -> tuple[list[int | str], Any]:
    """The place without the tags that only the reader knows, and the class whose keys stand there."""
    path: list[int | str] = []
    owner: Any = Model
    expects_tag = False
    for step in place:
        if expects_tag and step in KIND_OF_KEY:
            owner = KIND_OF_KEY[str(step)]
            expects_tag = False
            continue
        path.append(step)
        owner = _CLASS_OF_SECTION.get(str(step), owner) if owner is not Comparison else owner
        expects_tag = step in ("when", "not") or (isinstance(step, int) and path[-2] in ("exclude", "all", "any"))
    return path, owner


def _keys(owner: Any) -> list[str]:
    return [info.alias or name for name, info in owner.model_fields.items()]


def _where(path: list[int | str], document: dict[str, Any]) -> str:
    """The place in words: rule 'webinar', when, part 2 of all:"""
    words: list[str] = []
    for index, step in enumerate(path):
        if step == "[key]":
            continue
        before = path[index - 1] if index else None
        if isinstance(step, int) and before == "rules":
            words[-1] = _rule_name(document, step)
        elif isinstance(step, int):
            words[-1] = f"part {step + 1} of {before}"
        elif before == "groups":
            words[-1] = f"group '{step}'"
        else:
            words.append(str(step))
    shown = words if len(words) <= 8 else [*words[:3], "...", *words[-2:]]
    return f"{', '.join(shown)}: " if shown else ""


def _rule_name(document: dict[str, Any], index: int) -> str:
    rule = document["rules"][index]
    named = rule.get("id") if isinstance(rule, dict) else None
    return f"rule '{named}'" if isinstance(named, str) else f"rule number {index + 1}"
