"""The random worlds are worth comparing on: together they reach every kind of condition, line, band and reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from .conditions import KINDS, Moment, units
from .dataset import dataset, microseconds
from .numbers import NUMBER_OPERATORS
from .scorer import score_leads
from .worlds import World, random_world

WORLDS = 120
OPERATORS = {"contains", "starts_with", "has_word", "known", "shares", *NUMBER_OPERATORS}


def _parts(condition: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield condition
    inner = [condition["not"]] if "not" in condition else condition.get("all", condition.get("any", []))
    for part in inner:
        yield from _parts(part)


def _reached(world: World) -> Iterator[str]:
    data = dataset(world.tables, world.facts)
    scores = score_leads(world.model, world.tables, world.facts, world.lens)
    yield from (f"left out: {reason}" for reason in scores.left_out)
    for lead in scores.leads:
        yield from (f"band: {lead.band}", f"grade: {lead.grade}")
        yield from (f"line: {line.kind}" for line in lead.lines)
        moment = Moment(data, lead.lead_id, None if lead.as_of is None else microseconds(lead.as_of))
        for rule in world.model["rules"]:
            for part in _parts(rule["when"]):
                found = units(part, moment)
                verdict = "unknown" if found.unknown else "holds" if found.hold else "does not"
                yield from (f"{name}: {verdict}" for name in part if name in KINDS or name in OPERATORS)


def test_every_kind_and_operator_holds_and_fails_somewhere() -> None:
    reached = Counter(each for seed in range(WORLDS) for each in _reached(random_world(seed)))
    leaves = set(KINDS) - {"open_deal", "all", "any"} | OPERATORS
    wanted = {f"{name}: {verdict}" for name in leaves for verdict in ("holds", "does not", "unknown")}
    wanted |= {f"{name}: {verdict}" for name in ("all", "any") for verdict in ("holds", "does not")}
    wanted |= {f"line: {kind}" for kind in ("rule", "cap", "floor", "clip", "knock_out")}
    wanted |= {f"band: {band}" for band in ("ready", "hand_over", "nurture", "out", None)}
    wanted |= {f"grade: {grade}" for grade in ("A", "B", "C", "D", None)}
    wanted |= {f"left out: {reason}" for reason in ("never_handed_over", "no_created_at", "created_later", "excluded")}
    assert wanted - set(reached) == set()


def test_a_seed_always_draws_the_same_world() -> None:
    assert random_world(7) == random_world(7)
    assert random_world(7) != random_world(8)
