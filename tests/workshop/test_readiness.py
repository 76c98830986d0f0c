"""Readiness: each item that is missing is named, nothing passes that nobody knows, and history never says switch."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from leadscore.estimate import AccountSums, difference, proportion
from leadscore.learning.leaks.impossible_dates import AT_HAND_OFF, ImpossibleDates
from leadscore.model import Model, parse
from leadscore.outcomes.consistency import Consistency, Quarter
from leadscore.simulation import Lock
from leadscore.store.manifest import Manifest, Table
from leadscore.workshop.agenda import Stored
from leadscore.workshop.pillars import Asked, Heard
from leadscore.workshop.predictive.checklist import Item, Part
from leadscore.workshop.predictive.readiness import EVIDENCE_WORDS, WHEN_TO_SWITCH, Evidence, overall, readiness
from leadscore.workshop.predictive.ready_data import Recorded
from leadscore.workshop.predictive.ready_people import Decided
from leadscore.workshop.pulse import Felt

TODAY = date(2026, 11, 2)
NAMES = {
    "integrity": "Data integrity",
    "objectives": "Defined objectives",
    "alignment": "Sales alignment",
    "accuracy": "Consistent accuracy",
    "trust": "Trust",
    "feedback": "Feedback loop",
    "outcomes": "Enough outcomes",
    "history": "History",
}
MODEL = parse(
    """
name: Two rules
rules:
  - {id: demo, points: 60, when: {activity: demo_requested}}
  - {id: trial, points: 40, when: {activity: trial_started}}
""",
    "two.yaml",
)


def quarter(name: str, above: tuple[int, int], below: tuple[int, int]) -> Quarter:
    """Hits of worked leads above and below the cut-off."""
    rates = [proportion(AccountSums.alone(hits, n)) for hits, n in (above, below)]
    return Quarter(name, rates[0], rates[1], difference(rates[0], rates[1]))


def felt(team: str, answers: tuple[int, ...], on: date = TODAY) -> tuple[Felt, ...]:
    at = datetime.combine(on, datetime.min.time())
    return tuple(Felt(f"{team} {place}", team, "monthly", at, answer, 3) for place, answer in enumerate(answers))


GOOD = (quarter("2026 Q1", (60, 100), (20, 100)), quarter("2026 Q2", (55, 100), (25, 100)))
MANIFEST = Manifest("abc", {"leads": Table(98, "")}, (), ledger={"leads": {"read": 100, "accepted": 98, "rejected": 2}})
RECORDED = Recorded(
    manifest=MANIFEST,
    impossible=(),
    touches=True,
    silent=1,
    all_rules=10,
    silent_points=0.1,
    leaks=0,
    accuracy=Consistency("mql", GOOD),
    outcomes=200,
    rules=10,
    lock=Lock("abc", TODAY, TODAY, 300, 80),  # type: ignore[arg-type]
    mature_months=14,
    cycle=120,
)
DECIDED = Decided(
    today=TODAY,
    goals=1,
    stored=Stored({"sales": 2, "marketing": 1}, rounds_revealed=1, rules_voted=frozenset({"demo"}),
                  rules_settled=frozenset({"demo"})),
    signed=True,
    asked=Asked(frozenset({"demo", "trial"}), TODAY),
    heard=Heard(6, 4, 20, 0, None, 12, timedelta(hours=5)),
    of_month=12,
    felt=felt("sales", (4, 5, 4)) + felt("marketing", (4, 5, 3)),
)  # fmt: skip


def items(recorded: Recorded = RECORDED, decided: Decided | None = DECIDED, model: Model = MODEL) -> dict[str, Item]:
    return {each.key: each for each in readiness(model, recorded, decided)}


def states(found: dict[str, Item]) -> dict[str, str]:
    return {key: each.state for key, each in found.items()}


def test_all_eight_can_hold() -> None:
    found = items()
    assert {key: each.name for key, each in found.items()} == NAMES
    assert set(states(found).values()) == {"ok"}
    assert all(part.threshold and part.found for each in found.values() for part in each.parts)
    assert overall(tuple(found.values())).standing == "ready_to_try"


LATE = ImpossibleDates("activities in the future", 50, 100, "")
UNFINISHED = replace(DECIDED.stored or Stored(), rules_settled=frozenset())
FEW_MARKETERS = felt("sales", (5, 5, 5)) + felt("marketing", (1,))

MISSING: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("integrity", {"manifest": replace(MANIFEST, ledger={"leads": {"read": 9, "accepted": 8, "rejected": 0}})},
     "do not add up"),
    ("integrity", {"manifest": replace(MANIFEST, ledger={"leads": {"read": 100, "accepted": 90, "rejected": 10}})},
     "do not add up"),
    ("integrity", {"impossible": (LATE, ImpossibleDates("hand-off before creation", 5, 100, ""))}, "5 of 100 (5.0 %)"),
    ("integrity", {"impossible": (ImpossibleDates(AT_HAND_OFF, 11, 100, ""),)}, "11 of 100 (11.0 %)"),
    ("integrity", {"touches": False}, "no calls"),
    ("integrity", {"silent_points": 0.3}, "1 of 10 rules, 30 % of the points"),
    ("integrity", {"silent": 3, "silent_points": 0.0}, "3 of 10 rules, 0 % of the points"),
    ("integrity", {"leaks": 1}, "1 rule"),
    ("accuracy", {"accuracy": Consistency("mql", (GOOD[0], quarter("2026 Q2", (10, 100), (40, 100))))}, "2026 Q2"),
    ("outcomes", {"outcomes": 99}, "9.9 = 99 outcomes for 10 rules"),
    ("outcomes", {"without": 60}, "6.0 = 60 leads without the outcome, the rarer kind, for 10 rules"),
    ("outcomes", {"lock": Lock("abc", reason="too few outcomes to lock: 12")}, "too few outcomes"),
    ("history", {"mature_months": 11}, "11"),
    ("history", {"cycle": 300}, "1.4 of 300 days"),
    ("objectives", {"stored": replace(DECIDED.stored or Stored(), objectives={"sales": 2})}, "marketing: none"),
    ("objectives", {"goals": 0}, "none"),
    ("objectives", {"stored": None}, "Objectives of sales: none"),
    ("alignment", {"signed": False}, "no"),
    ("alignment", {"asked": Asked(frozenset({"demo"}), TODAY)}, "60.0 % of 100 points"),
    ("alignment", {"stored": UNFINISHED}, "1 rule"),
    ("trust", {"felt": felt("sales", (5, 2, 2)) + felt("marketing", (5, 5, 5))}, "33 %"),
    ("feedback", {"of_month": 4}, "4 in 30 days"),
    ("feedback", {"heard": Heard(0, 4, 20, 0, None, 12, timedelta(hours=5))}, "0 in 14"),
    ("feedback", {"heard": Heard(6, 4, 20, 0, None, 12, timedelta(days=9))}, "9.0 days"),
    ("feedback", {"heard": Heard(6, 4, 20, 1, timedelta(days=20), 12, timedelta(hours=5))}, "1, the oldest"),
)  # fmt: skip


@pytest.mark.parametrize(("key", "spoiled", "words"), MISSING, ids=[f"{n} {each[0]}" for n, each in enumerate(MISSING)])
def test_what_is_missing_is_named_and_nothing_else(key: str, spoiled: dict[str, Any], words: str) -> None:
    of_data = set(spoiled) <= set(Recorded.__dataclass_fields__) - {"heard", "felt"}
    found = items(replace(RECORDED, **spoiled)) if of_data else items(decided=replace(DECIDED, **spoiled))
    told = overall(tuple(found.values()))
    if words != "do not add up" or "90" not in str(spoiled):
        assert states(found)[key] == "missing"
        assert words in " ".join(found[key].reasons)
        assert NAMES[key].lower() in told.sentence
    assert told.standing == "not_ready"


def test_rows_newer_than_another_table_are_not_impossible() -> None:
    assert states(items(replace(RECORDED, impossible=(LATE,))))["integrity"] == "ok"


def test_a_few_outcomes_on_the_day_of_the_hand_off_are_only_quick() -> None:
    quick = (ImpossibleDates(AT_HAND_OFF, 10, 100, ""),)
    assert states(items(replace(RECORDED, impossible=quick)))["integrity"] == "ok"


def test_more_than_a_twentieth_refused_is_missing() -> None:
    ledger = {"leads": {"read": 100, "accepted": 94, "rejected": 6}}
    manifest = replace(MANIFEST, tables={"leads": Table(94, "")}, ledger=ledger)
    part = next(
        each for each in items(replace(RECORDED, manifest=manifest))["integrity"].parts if "refused" in each.name
    )
    assert (part.found, part.state) == ("6 of 100 (6.0 %)", "missing")
    assert "5 %" in part.threshold


CANNOT_TELL: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("integrity", {"manifest": replace(MANIFEST, ledger={})}, "without a ledger"),
    ("integrity", {"impossible": None}, "Dates that cannot be: unknown"),
    ("integrity", {"touches": None}, "Who was called: unknown"),
    ("integrity", {"silent": None}, "unknown"),
    ("integrity", {"all_rules": 0}, "no rules"),
    ("integrity", {"leaks": None}, "nobody has looked"),
    ("integrity", {"leaks": None, "why_no_leaks": "needs at least 1 sql lead"}, "needs at least 1 sql lead"),
    ("accuracy", {"accuracy": None}, "unknown"),
    ("accuracy", {"accuracy": Consistency("mql", (), "no dates")}, "no dates"),
    ("accuracy", {"accuracy": Consistency("mql", GOOD[:1])}, "needs 2 quarters"),
    ("accuracy", {"accuracy": Consistency("mql", (GOOD[0], quarter("2026 Q2", (20, 40), (4, 9))))}, "10 worked leads"),
    ("accuracy", {"accuracy": Consistency("mql", (GOOD[0], quarter("2026 Q2", (20, 40), (16, 40))))}, "may be none"),
    ("outcomes", {"outcomes": None}, "unknown"),
    ("outcomes", {"rules": 0}, "no rule"),
    ("outcomes", {"lock": None}, "unknown"),
    ("history", {"mature_months": None}, "unknown"),
    ("history", {"cycle": None}, "too few wins"),
    ("trust", {"felt": ()}, "nobody was asked"),
    ("trust", {"felt": felt("sales", (5, 5, 5), TODAY - timedelta(days=93))}, "ask again"),
    ("trust", {"felt": felt("sales", (5, 5))}, "fewer than 3"),
    ("trust", {"felt": FEW_MARKETERS}, "read off the rest"),
    ("feedback", {"heard": None}, "cannot be read"),
    ("feedback", {"heard": Heard(6, 4, 20, 0, None, 0, None)}, "nothing was answered"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("key", "spoiled", "words"), CANNOT_TELL, ids=[f"{n} {each[0]}" for n, each in enumerate(CANNOT_TELL)]
)
def test_what_nobody_knows_is_said_with_its_reason(key: str, spoiled: dict[str, Any], words: str) -> None:
    of_data = next(iter(spoiled)) in Recorded.__dataclass_fields__
    found = items(replace(RECORDED, **spoiled)) if of_data else items(decided=replace(DECIDED, **spoiled))
    assert {name for name, state in states(found).items() if state != "ok"} == {key}
    assert states(found)[key] == "cannot_tell"
    assert words in " ".join(found[key].reasons)
    assert overall(tuple(found.values())).sentence.startswith("7 of 8 items hold. Cannot tell:")


def test_where_nothing_is_known_no_item_holds() -> None:
    for recorded, decided in ((Recorded(), None), (Recorded(why="the data cannot be read"), None)):
        assert set(states(items(recorded, decided)).values()) == {"cannot_tell"}
        for each in items(recorded, decided).values():
            assert each.reasons and all("unknown" in reason for reason in each.reasons), each.key
    nobody_spoke = states(items(Recorded(), Decided(TODAY)))
    assert "ok" not in nobody_spoke.values()


def test_a_state_that_cannot_be_read_leaves_only_what_the_data_say() -> None:
    found = states(items(decided=None))
    assert {key for key, state in found.items() if state == "ok"} == {"integrity", "accuracy", "outcomes", "history"}
    assert {found[key] for key in ("objectives", "alignment", "trust", "feedback")} == {"cannot_tell"}


def test_an_item_that_judges_nothing_does_not_hold() -> None:
    assert Item("a", "A", "?", (), "home").state == "cannot_tell"
    assert Item("a", "A", "?", (Part("p", "x", None, ""),), "home").state == "cannot_tell"
    assert overall(()).standing == "not_ready"


@pytest.mark.parametrize("evidence", EVIDENCE_WORDS)
@pytest.mark.parametrize("beyond", [False, True], ids=["within", "beyond"])
def test_history_alone_never_says_switch(evidence: Evidence, beyond: bool) -> None:
    """Every state of the eight items, every evidence: switch only where all hold and new leads showed it."""
    for held in product(("ok", "missing", "cannot_tell"), repeat=3):
        listed = [Item(key, key, "?", (Part("p", "x", "ok", ""),), "home") for key in tuple(NAMES)[:5]]
        listed += [Item(str(n), "x", "?", (Part("p", "x", state, ""),), "home") for n, state in enumerate(held)]
        found = overall(listed, evidence, beyond)
        all_hold = set(held) == {"ok"}
        switches = all_hold and beyond and evidence in ("shadow", "exploration")
        assert (found.standing == "ready_to_switch") == switches
        assert (found.standing == "not_ready") == (not all_hold)
        if evidence == "history" and all_hold:
            assert "history alone never says switch" in found.sentence
    assert "History alone never says so" in WHEN_TO_SWITCH
