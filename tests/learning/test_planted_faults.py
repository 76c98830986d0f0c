"""Every fault that can be planted in data or rules is found, alone; without the check that finds it, it is not."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from leadscore.evidence import Shelf
from leadscore.learning.leaks.leaks import leaks
from leadscore.learning.leaks.lint import lint_with_outcomes
from leadscore.model import Model

from .leaky_company import HANDED, NEVER, REACHED, LeakyCompany, asks, chance, coin, model, stood
from .leaky_company import LEADS as ALL

CLEAN = LeakyCompany()
VISITORS = LeakyCompany(
    acts={"visit": lambda i, _: [8] if chance(i, "late") < 0.3 else [-25] if chance(i, "late") > 0.5 else []}
)
Found = list[tuple[str, str, str | None]]
TWICE = "{id: again, points: 5, when: {attribute: size, at_least: 401}}"
NEVER_HOLDS = "{id: huge, points: 5, when: {attribute: size, at_least: 100000}}"
ALWAYS = "{id: any_size, points: 5, when: {attribute: size, at_least: 0}}"
VISITS = [f"{{id: v{days}, points: 5, when: {{activity: visit, within_days: {days}}}}}" for days in (4, 30)]


def _nothing(*_: Any) -> tuple[()]:
    return ()


def _no(_: Any) -> bool:
    return False


@dataclass(frozen=True)
class Plant:
    """A fault: the company, the model, what is found, and the check that finds it with what takes its place."""

    finds: Found
    check: str
    company: LeakyCompany = CLEAN
    model: Model = field(default_factory=model)
    instead: Any = _nothing


def known_of(**shares: float) -> Callable[[int, str], str]:
    """A field that says nothing, known of these shares of the leads that came so far."""
    return lambda i, stood: coin("said", "a", "b")(i, stood) if chance(i, "known") < shares[stood] else ""


def mostly(right: float) -> Callable[[int, str], str]:
    """A field that is known of all and tells the outcome for so many."""
    return lambda i, stood: "yes" if (stood == REACHED) == (chance(i, "told") < right) else "no"


FILLED_IN = known_of(never=0.2, handed=0.2, reached=0.9)
LEADS, LINT, DATES = "learning.leaks.leaks", "model.lint", "learning.leaks.impossible_dates"

PLANTS = {
    "filled in on the way, today's value": Plant(
        [("warning", "known share jumps", "asked"), ("warning", "today's value", "asked")],
        "learning.leaks.known_share.JUMP",
        LeakyCompany({"budget": FILLED_IN}, today=("budget",)),
        model(asks("budget", "a")),
        1.0,
    ),
    "filled in on the way, said to be of the form": Plant(
        [("error", "known share jumps", "asked")],
        "learning.leaks.known_share.JUMP",
        LeakyCompany({"budget": FILLED_IN}),
        model(asks("budget", "a")),
        1.0,
    ),
    "filled in on the way, used by no rule": Plant(
        [("note", "known share jumps", None)],
        "learning.leaks.known_share.JUMP",
        LeakyCompany({"budget": FILLED_IN}),
        instead=1.0,
    ),
    "tells the outcome of nine in ten": Plant(
        [("error", "separates too well", "asked")],
        f"{LEADS}.TOO_WELL",
        LeakyCompany({"grade": mostly(0.95)}),
        model(asks("grade", "yes")),
        1.0,
    ),
    "is the outcome": Plant(
        [("error", "the outcome itself", "asked")],
        f"{LEADS}.THE_OUTCOME",
        LeakyCompany({"result": mostly(1.1)}),
        model(asks("result", "yes")),
        1.0,
    ),
    "tells stages": Plant(
        [("error", "stage as input", "asked")],
        f"{LEADS}.stage_share",
        LeakyCompany({"place": coin("place", "MQL", "sql ", "Opportunity")}),
        model(asks("place", "sql")),
        lambda *_: 0.0,
    ),
    "named like an outcome": Plant(
        [("warning", "name of an outcome", "asked")],
        f"{LEADS}.AFTERWARDS",
        LeakyCompany({"deal_status": coin("deal_status", "x", "y")}),
        model(asks("deal_status", "x")),
        re.compile("(?!)"),
    ),
    "written after T": Plant(
        [("error", "written afterwards", "asked")],
        f"{LEADS}.AFTER_T",
        LeakyCompany({"rating": coin("rating", "x", "y")}, written={"rating": lambda i, _: 30 if i % 2 else None}),
        model("{id: asked, points: 5, when: {any: [{attribute: rating, is: x}, {attribute: size, at_least: 800}]}}"),
        1.0,
    ),
    "what sales does": Plant(
        [("warning", "seller's activity", "asked")],
        f"{LINT}._sellers_activity",
        LeakyCompany(acts={"email_sent": lambda i, _: [5] if chance(i, "mail") < 0.5 else []}, by_rep=("email_sent",)),
        model("{id: asked, points: 5, when: {activity: email_sent}}"),
    ),
    "a step on the way": Plant(
        [("warning", "a step on the way", "asked")],
        "learning.leaks.leaky_kinds.KindCheck.a_step",
        LeakyCompany(
            acts={"offer": lambda i, stood: [5] if stood == REACHED or (stood == NEVER and i % 2) else []},
            by_rep=("offer",),
        ),
        model("{id: asked, points: 5, when: {activity: offer}}"),
        property(_no),
    ),
    "a step that no rule counts": Plant(
        [("note", "a step on the way", None)],
        "learning.leaks.leaky_kinds.KindCheck.a_step",
        LeakyCompany(acts={"offer": lambda _, stood: [19] if stood == REACHED else []}, by_rep=("offer",)),
        instead=property(_no),
    ),
    "separates too well by T": Plant(
        [("warning", "separates too well", "asked")],
        "learning.leaks.leaky_kinds.KindCheck.too_well",
        LeakyCompany(acts={"signed": lambda _, stood: [9] if stood == REACHED else []}),
        model("{id: asked, points: 5, when: {activity: signed}}"),
        property(_no),
    ),
    "mostly after the outcome": Plant(
        [("note", "after the outcome", None)],
        "learning.leaks.leaky_kinds.KindCheck.afterwards",
        LeakyCompany(acts={"praise": lambda i, stood: [30] if stood == REACHED else [5] if i % 2 else []}),
        instead=property(_no),
    ),
    "never holds": Plant(
        [("warning", "dead on data", "huge")], "learning.leaks.rules_on_data._dead", model=model(NEVER_HOLDS)
    ),
    "holds for everyone": Plant(
        [("warning", "dead on data", "any_size")], "learning.leaks.rules_on_data._dead", model=model(ALWAYS)
    ),
    "holds for the same leads": Plant(
        [("warning", "duplicate on data", "again")], "learning.leaks.rules_on_data._twins", model=model(TWICE)
    ),
    "the same leads, against each other": Plant(
        [("warning", "opposite signs", "again")],
        "learning.leaks.rules_on_data._twins",
        model=model(TWICE.replace("points: 5", "points: -5")),
    ),
    "the same fact, against each other": Plant(
        [("warning", "opposite signs", "late")],
        f"{LINT}._opposite_signs",
        VISITORS,
        model("{id: late, points: -5, when: {activity: visit, within_days: 4}}"),
    ),
    "asks exactly the same": Plant(
        [("warning", "duplicate", "again")],
        f"{LINT}._duplicates",
        model=model("{id: again, points: 5, when: {activity: visit}}"),
    ),
    "one visit under three rules": Plant(
        [("warning", "overlapping", "v4")], "model.overlaps.FEWEST", VISITORS, model(*VISITS), 9
    ),
    "contradicts itself": Plant(
        [("error", "contradictory", "no"), ("warning", "dead on data", "no")],
        f"{LINT}._contradictions",
        model=model("{id: no, points: 5, when: {all: [{activity: visit, at_least: 2}, {not: {activity: visit}}]}}"),
    ),
    "no points": Plant(
        [("warning", "dead", "none")],
        f"{LINT}._dead",
        model=model("{id: none, points: 0, when: {attribute: size, at_least: 700}}"),
    ),
    "just a pulse": Plant(
        [("error", "pulse", None)],
        f"{LINT}._pulse",
        LeakyCompany(acts={"Newsletter clicked": lambda i, _: [5] if chance(i, "click") < 0.4 else []}),
        model("{id: asked, points: 20, when: {activity: newsletter clicked}}"),
    ),
    "nobody reaches MQL": Plant(
        [("warning", "unreachable on data", None)],
        "learning.leaks.rules_on_data._unreached",
        model=model(
            "{id: gone, knock_out: true, when: {attribute: size, at_least: 300}}", cut_offs="{mql: 40, sql: 50}"
        ),
    ),
    "nobody reaches SQL": Plant(
        [("warning", "unreachable on data", None), ("warning", "dead on data", "huge")],
        "learning.leaks.rules_on_data._unreached",
        model=model(NEVER_HOLDS, cut_offs="{mql: 40, sql: 65}"),
    ),
    "nobody passes the gate": Plant(
        [("warning", "unreachable on data", None), ("warning", "dead on data", "huge")],
        "learning.leaks.rules_on_data._unreached",
        model=model(NEVER_HOLDS, cut_offs="{mql: 20, sql: 40, sql_needs: {any_of: [huge]}}"),
    ),
    "a gate beyond its group": Plant(
        [("error", "unreachable", None), ("warning", "unreachable on data", None)],
        f"{LINT}._unreachable_gate",
        model=model(
            "{id: fit, group: fit, points: 5, when: {attribute: size, at_least: 700}}",
            cut_offs="{mql: 20, sql: 40, sql_needs: {at_least: {ungrouped: 99}}}",
        ),
    ),
    "handed over before it was created": Plant(
        [("warning", "impossible dates", None)],
        f"{DATES}._checks",
        LeakyCompany(stages=[(place, "mql", -3) for place in (1, 4, 7)]),
    ),
    "sql before it was created": Plant(
        [("warning", "impossible dates", None), ("warning", "impossible dates", None)],
        f"{DATES}._checks",
        LeakyCompany(stages=[(place, "sql", -3) for place in (2, 5, 8)]),
    ),
    "sql before the hand-off": Plant(
        [("warning", "impossible dates", None)],
        f"{DATES}._checks",
        LeakyCompany(stages=[(place, "sql", 8) for place in (2, 5, 8)]),
    ),
    "sql at the very hand-off": Plant(
        [("warning", "impossible dates", None)],
        f"{DATES}._checks",
        LeakyCompany(stages=[(place, "sql", 10) for place in (2, 5, 8)]),
    ),
    "activities in the future": Plant(
        [("note", "impossible dates", None)],
        f"{DATES}._checks",
        LeakyCompany(acts={"visit": lambda i, _: [400] if i in (0, 3) else []}),
    ),
}


@pytest.fixture(scope="module")
def shelves(tmp_path_factory: pytest.TempPathFactory) -> Callable[[LeakyCompany], Shelf]:
    """Each company imported once."""
    held: dict[int, Shelf] = {}

    def shelf(company: LeakyCompany) -> Shelf:
        if id(company) not in held:
            held[id(company)] = company.shelf(tmp_path_factory.mktemp("leaky") / "company")
        return held[id(company)]

    return shelf


def found(shelf: Shelf, asked: Model) -> Found:
    """Asked anew: a shelf keeps what was checked on it."""
    anew = Shelf(shelf.database)
    return [(each.level, each.check, each.rule) for each in lint_with_outcomes(anew, asked)]


def test_a_clean_company_has_no_finding_at_all(shelves):
    assert found(shelves(CLEAN), model()) == []


def test_a_clean_company_without_dates_has_only_what_its_fields_are(tmp_path: Path):
    company = LeakyCompany({"result": mostly(1.1), "grade": mostly(0.95), "budget": FILLED_IN}, dated=False)
    asked = model(asks("grade", "yes"), cut_offs="{mql: 20, sql: 30}")
    assert found(company.shelf(tmp_path / "company"), asked) == [
        ("error", "separates too well", "asked"),
        ("warning", "sleeping", "visits"),
        ("note", "the outcome itself", None),
        ("note", "separates too well", None),
    ]


@pytest.mark.parametrize("name", PLANTS)
def test_a_planted_fault_is_found_alone(name: str, shelves):
    plant = PLANTS[name]
    assert sorted(found(shelves(plant.company), plant.model), key=str) == sorted(plant.finds, key=str)


@pytest.mark.parametrize("name", PLANTS)
def test_without_its_check_it_is_not_found(name: str, shelves, monkeypatch: pytest.MonkeyPatch):
    plant = PLANTS[name]
    owner, attribute = owner_of(plant.check)
    monkeypatch.setattr(owner, attribute, plant.instead)
    assert plant.finds[0] not in found(shelves(plant.company), plant.model)


def owner_of(check: str) -> tuple[Any, str]:
    """The module or class that a check stands in, and its name there."""
    place, _, attribute = f"leadscore.{check}".rpartition(".")
    try:
        return importlib.import_module(place), attribute
    except ModuleNotFoundError:
        module, _, of_class = place.rpartition(".")
        return getattr(importlib.import_module(module), of_class), attribute


def test_a_rule_on_a_field_with_a_dated_history_is_left_in_peace(shelves):
    """Known of 20 % at creation and of 90 % at sql: at T it is what the form said, so nothing leaks."""
    dated = LeakyCompany(
        {"budget": FILLED_IN},
        written={"budget": lambda i, stood: 0 if chance(i, "known") < 0.2 or stood == HANDED else 18},
    )
    assert found(shelves(dated), model(asks("budget", "a"))) == []


def test_a_number_with_a_dated_history_is_ranked_by_what_it_was_at_t(shelves):
    """Half of the leads had a number of no meaning at creation, the others got one that tells the outcome on day 30."""

    def at_creation(place: int) -> bool:
        return chance(place, "when") < 0.5

    def told(place: int, stood: str) -> str:
        return str(int(500 * chance(place, "told")) + (0 if at_creation(place) else 1000 * (stood == REACHED)))

    company = LeakyCompany(
        {"worth": told}, written={"worth": lambda i, _: 0 if at_creation(i) else 30}, numbers=("worth",)
    )
    field = leaks(shelves(company), model()).field("worth")
    assert field.history and field.todays.value > 0.65
    known = [
        (float(told(i, stood(i))), stood(i) == REACHED) for i in range(ALL) if stood(i) != NEVER and at_creation(i)
    ]
    hits, misses = ([worth for worth, hit in known if hit is kind] for kind in (True, False))
    pairs = [(1.0 if a > b else 0.5 if a == b else 0.0) for a in hits for b in misses]
    assert field.ranked.n == len(known)
    assert field.ranked.value == pytest.approx(sum(pairs) / len(pairs))


def test_fields_may_be_called_anything(shelves):
    """Names that the checks use themselves, and names that would be something else in a query."""
    names = ("place", "stood", "hit", "counted", "as_of", "account", "value", "number", "$field", "entered_at")
    odd = LeakyCompany({name: coin(name, "x", "y") for name in names})
    assert found(shelves(odd), model()) == []
