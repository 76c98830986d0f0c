"""Journeys told by hand, and a town of leads counted again in plain Python."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from statistics import median

import numpy as np
import pytest
from scipy.stats import chi2_contingency

from leadscore import importing
from leadscore.estimate import AccountSums, proportion
from leadscore.evidence import Shelf
from leadscore.learning.journeys.journey import NOTHING_PARTED
from leadscore.learning.journeys.journeys import journeys
from leadscore.learning.journeys.parting import MOST_PARTS, NO_STEPS, OTHERS, chance
from leadscore.learning.verdicts import false_discovery_rates
from leadscore.model import Model, parse
from leadscore.store import workspace as workspaces
from leadscore.store.database import open_current

from .conftest import Company
from .small_company import NOW, at, source, write

MODEL = "name: Town\nrules: [{id: any, points: 1, when: {attribute: source, is: nobody}}]"
SELLERS = ("call", "meeting", "email_sent", "email_delivered", "bounced")


@dataclass
class Walker:
    """One lead: days count from the first of January."""

    name: str
    created: float | None
    handed: float
    deeds: list[tuple[float, str, str]] = field(default_factory=list)
    hit: bool = False
    account: str = ""
    source: str = ""
    called: bool = True
    recycled: float | None = None

    def own(self) -> list[tuple[float, str]]:
        """What it did itself by its hand-off, in order."""
        mine = [
            (day, kind) for day, kind, actor in self.deeds if actor == "lead" or (not actor and kind not in SELLERS)
        ]
        return sorted(each for each in mine if each[0] <= self.handed)


def town(folder: Path, walkers: list[Walker], captured: bool = True, dated: bool = True) -> Shelf:
    """The leads imported into a workspace."""
    folder.mkdir(parents=True, exist_ok=True)
    created = ["" if each.created is None else at(each.created) for each in walkers]
    leads = [f"{each.name},{day},{each.account},{each.source}" for each, day in zip(walkers, created, strict=True)]
    deeds = [f"{each.name},{at(day)},{kind},{actor}" for each in walkers for day, kind, actor in each.deeds]
    deeds += [f"{each.name},{at(each.handed + 1)},call,rep" for each in walkers if each.called]
    steps = [f"{each.name},mql,{at(each.handed)}" for each in walkers]
    steps += [f"{each.name},sql,{at(each.handed + 9)}" for each in walkers if each.hit]
    steps += [f"{each.name},recycled,{at(each.recycled)}" for each in walkers if each.recycled is not None]
    write(folder / "leads.csv", "id,created,account_id,source", leads)
    write(folder / "deeds.csv", "id,at,kind,actor", deeds)
    write(folder / "stages.csv", "id,stage,at", steps)
    (folder / "mapping.yaml").write_text("\n".join(_mapping(captured, dated)), encoding="utf-8")
    workspace = workspaces.create(folder / "workspace")
    importing.run(workspace, folder / "mapping.yaml", now=NOW)
    return Shelf(open_current(workspace))


def _mapping(captured: bool, dated: bool) -> Iterator[str]:
    yield "zone: UTC"
    if captured:
        yield "captured_at_form: [source]"
    yield f"leads: [{source('leads')}{', created_at: created' if dated else ''}, keep: all}}]"
    yield f"stages: [{source('stages')}, stage: stage{', entered_at: at' if dated else ''}}}]"
    if dated:
        yield 'data_date: "2026-10-31"'
        yield f"activities: [{source('deeds')}, occurred_at: at, kind: kind, actor: actor}}]"


def model() -> Model:
    return parse(MODEL)


def test_a_journey_ends_at_the_hand_off_and_is_the_leads_own(tmp_path: Path) -> None:
    ada = Walker("Ada", 0, 20, hit=True, source="Fair")
    ada.deeds = [
        (1, "Form", "lead"),
        (2, "visit", "lead"),
        (2.5, "visit", "lead"),
        (19, "form", ""),
        (20, "demo", "lead"),
    ]
    ada.deeds += [(3, "call", "rep"), (4, "email_delivered", ""), (20.1, "webinar", "lead"), (5, "news", "system")]
    found = journeys(town(tmp_path, [ada, Walker("Ben", 0, 1, source="fair ")]), model(), "sql")
    assert (found.n, found.hits) == (2, 1)
    side = found.reached
    assert side is not None
    assert (side.steps.median, side.different.median, side.days.median, side.silences.median) == (5, 3, 20, 1)
    assert side.since_last.median == 0
    assert (side.straight.value, side.returning.value, side.silent.value, side.sent_back.value) == (0, 1, 1, 0)
    assert [part.name for part in found.paths.parts] == ["form > visit > demo", NO_STEPS]
    assert [part.name for part in found.by_first.parts] == ["form", NO_STEPS]
    assert [part.name for part in found.by_last.parts] == ["demo", NO_STEPS]
    assert [(part.name, part.n, part.hits) for part in found.by_source.parts] == [("Fair", 2, 1)]
    assert [part.n for part in found.by_days.parts] == [1, 0, 1, 0, 0]
    assert found.others is not None
    assert found.others.stepless.value == 1


def test_more_steps_than_a_path_names_are_said_to_follow(tmp_path: Path) -> None:
    ada = Walker("Ada", 0, 9, [(day, kind, "lead") for day, kind in enumerate("aabacabd")], hit=True)
    found = journeys(town(tmp_path, [ada, Walker("Ben", 0, 9, [(1, "a", "lead")])]), model(), "sql")
    assert {part.name: part.hits for part in found.paths.parts} == {"a": 0, "a > b > c > …": 1}


@pytest.mark.parametrize(
    ("days", "place"), [(0, 0), (1, 0), (2, 1), (7, 1), (8, 2), (30, 2), (31, 3), (90, 3), (91, 4), (200, 4)]
)
def test_days_in_nurture_are_calendar_days(tmp_path: Path, days: int, place: int) -> None:
    late = Walker("Late", 0.6, days + 0.61, hit=True)  # created in the evening, handed over minutes later in the day
    early = Walker("Early", -0.3, days - 0.29, hit=True)
    found = journeys(town(tmp_path, [late, early]), model(), "sql")
    assert [part.n for part in found.by_days.parts] == [2 if each == place else 0 for each in range(5)]


def test_whoever_was_created_later_or_never_has_no_days(tmp_path: Path) -> None:
    walkers = [Walker("Ada", 3, 1, hit=True), Walker("Ben", None, 2), Walker("Cy", 0, 2)]
    found = journeys(town(tmp_path, walkers), model(), "sql")
    assert (found.n, found.days_unknown) == (3, 2)
    assert sum(part.n for part in found.by_days.parts) == 1
    assert found.reached is not None
    assert found.reached.days.median is None


def test_who_came_back_to_marketing_before_is_not_straight(tmp_path: Path) -> None:
    back = Walker("Ada", 0, 9, [(1, "form", "lead")], hit=True, recycled=5)
    later = Walker("Ben", 0, 9, [(1, "form", "lead")], recycled=20)
    found = journeys(town(tmp_path, [back, later]), model(), "sql")
    assert found.reached is not None
    assert found.others is not None
    assert (found.reached.sent_back.value, found.reached.straight.value) == (1, 0)
    assert (found.others.sent_back.value, found.others.straight.value) == (0, 1)


def test_unworked_and_locked_leads_are_outside(tmp_path: Path) -> None:
    walkers = [Walker("Ada", 0, 9, hit=True), Walker("Ben", 0, 9, called=False), Walker("Cy", 0, 40)]
    shelf = town(tmp_path, walkers)
    assert journeys(shelf, model(), "sql").n == 2
    locked = journeys(shelf, model(), "sql", before=datetime.fromisoformat(at(40)))
    assert (locked.n, locked.hits) == (1, 1)


def test_two_steps_at_one_instant_are_counted(tmp_path: Path) -> None:
    walkers = [
        Walker("Ada", 0, 9, [(1, "form", "lead"), (1, "visit", "lead")], hit=True),
        Walker("Ben", 0, 9, [(1, "form", "lead"), (1, "form", "lead")]),
    ]
    found = journeys(town(tmp_path, walkers), model(), "sql")
    assert found.tied == 1
    assert found.paths.parts[0].name == "form"


def test_what_this_data_cannot_tell_has_a_reason(tmp_path: Path) -> None:
    silent = [Walker("Ada", 0, 9, hit=True, source="fair"), Walker("Ben", 0, 9)]
    todays = journeys(town(tmp_path / "todays", silent, captured=False), model(), "sql")
    assert "only today's value of 'source' is known" in str(todays.source_reason)
    assert todays.by_source.parts == ()
    assert todays.steps_reason == "none of these leads did anything of its own by its hand-off"
    assert {todays.by_first, todays.by_last, todays.paths} == {NOTHING_PARTED}
    assert todays.reached is not None
    assert todays.reached.straight.value is None
    assert todays.reached.steps.n == 0
    undated = journeys(town(tmp_path / "undated", silent, dated=False), model(), "sql")
    assert (undated.reason, undated.rate.value, undated.reached) == ("no dates", None, None)
    never = journeys(town(tmp_path / "never", silent), model(), "won")
    assert never.reason == "needs at least 1 won lead; this data has none"


def crowd(seed: int, leads: int) -> list[Walker]:
    """Leads that wander about at random; some accounts have several."""
    chance = random.Random(seed)
    made = []
    for place in range(leads):
        created = chance.uniform(0, 40)
        handed = created + chance.choice((0.2, 3, 12, 50, 120)) * chance.uniform(0.5, 1.5)
        kinds = [chance.choice("abcdefghijklmnop"[: chance.randint(2, 16)]) for _ in range(chance.randint(0, 7))]
        deeds = [(chance.uniform(created - 5, handed + 20), kind, chance.choice(("lead", "", "rep"))) for kind in kinds]
        account = f"firm{place // 3}" if place % 2 else ""
        made.append(
            Walker(
                f"W{place:04}",
                created,
                handed,
                deeds,
                hit=chance.random() < 0.35,
                account=account,
                source=chance.choice(("fair", "Fair", "web", "")),
                called=chance.random() < 0.8,
            )
        )
    return made


def rate(walkers: list[Walker], hits: list[bool]) -> tuple[float, float, float] | None:
    """A share with its interval, from sums over accounts in plain loops."""
    groups: dict[str, list[bool]] = {}
    for each, hit in zip(walkers, hits, strict=True):
        groups.setdefault(each.account or each.name, []).append(hit)
    sizes, found = [len(each) for each in groups.values()], [sum(each) for each in groups.values()]
    sums = AccountSums(
        sum(sizes),
        sum(found),
        len(groups),
        sum(each * each for each in sizes),
        sum(a * b for a, b in zip(sizes, found, strict=True)),
        sum(each * each for each in found),
    )
    told = proportion(sums)
    return None if told.value is None else (told.value, told.low or 0.0, told.high or 0.0)


@pytest.fixture(scope="module")
def wanderers(tmp_path_factory: pytest.TempPathFactory) -> tuple[Shelf, list[Walker]]:
    walkers = crowd(7, 400)
    return town(tmp_path_factory.mktemp("journeys"), walkers), [each for each in walkers if each.called]


def day_of(day: float) -> int:
    return datetime.fromisoformat(at(day)).toordinal()


def test_parts_equal_plain_loops(wanderers: tuple[Shelf, list[Walker]]) -> None:
    shelf, worked = wanderers
    found = journeys(shelf, model(), "sql")
    assert (found.n, found.hits) == (len(worked), sum(each.hit for each in worked))
    ends = ((0, 1), (2, 7), (8, 30), (31, 90), (91, 9999))
    for part, (low, high) in zip(found.by_days.parts, ends, strict=True):
        inside = [each for each in worked if low <= day_of(each.handed) - day_of(each.created or 0) <= high]
        assert (part.n, part.hits) == (len(inside), sum(each.hit for each in inside))
        told = rate(inside, [each.hit for each in inside])
        assert told == pytest.approx((part.rate.value, part.rate.low, part.rate.high))
    for parts, place in ((found.by_first.parts, 0), (found.by_last.parts, -1)):
        named = {part.name: part for part in parts}
        chosen: dict[str, list[Walker]] = {}
        for each in worked:
            own = each.own()
            chosen.setdefault(own[place][1] if own else NO_STEPS, []).append(each)
        assert named[NO_STEPS].n == len(chosen[NO_STEPS])
        assert sum(part.n for part in parts) == len(worked)
        steps = sorted((name for name in chosen if name != NO_STEPS), key=lambda name: (-len(chosen[name]), name))
        assert [part.name for part in parts][:MOST_PARTS] == steps[:MOST_PARTS]
        for name in steps[:MOST_PARTS]:
            assert (named[name].n, named[name].hits) == (len(chosen[name]), sum(each.hit for each in chosen[name]))
            told = rate(chosen[name], [each.hit for each in chosen[name]])
            assert told == pytest.approx((named[name].rate.value, named[name].rate.low, named[name].rate.high))


def test_paths_equal_plain_loops(wanderers: tuple[Shelf, list[Walker]]) -> None:
    shelf, worked = wanderers
    found = journeys(shelf, model(), "sql")
    paths: dict[str, list[Walker]] = {}
    for each in worked:
        kinds = list(dict.fromkeys(kind for _, kind in each.own()))
        paths.setdefault(" > ".join([*kinds[:3], *(["…"] if len(kinds) > 3 else [])]), []).append(each)
    reached = [each for each in worked if each.hit]
    assert sum(part.n for part in found.paths.parts) == len(worked)
    for part in found.paths.parts:
        if part.name not in (OTHERS, NO_STEPS):
            inside = paths[part.name]
            assert (part.n, part.hits) == (len(inside), sum(each.hit for each in inside))
            told = rate(reached, [each in inside for each in reached])
            assert told == pytest.approx((part.of_reached.value, part.of_reached.low, part.of_reached.high))


def test_sides_equal_plain_loops(wanderers: tuple[Shelf, list[Walker]]) -> None:
    shelf, worked = wanderers
    found = journeys(shelf, model(), "sql")
    for side, hit in ((found.reached, True), (found.others, False)):
        assert side is not None
        inside = [each for each in worked if each.hit is hit]
        own = [[kind for _, kind in each.own()] for each in inside]
        days = [[day for day, _ in each.own()] for each in inside]
        assert side.steps.median == median(len(each) for each in own)
        assert (side.steps.low, side.steps.high) == tuple(np.quantile([len(each) for each in own], (0.25, 0.75)))
        assert side.different.median == median(len(set(each)) for each in own)
        runs = [sum(a != b for a, b in zip(each, [None, *each], strict=False)) for each in own]
        returning = [run > len(set(each)) for run, each in zip(runs, own, strict=True)]
        silent = [any(b - a > 14 for a, b in zip(each, each[1:], strict=False)) for each in days]
        straight = [bool(a) and not b and not c for a, b, c in zip(own, returning, silent, strict=True)]
        for told, expected in ((side.returning, returning), (side.silent, silent), (side.straight, straight)):
            assert rate(inside, expected) == pytest.approx((told.value, told.low, told.high))
        waits = [each.handed - each.own()[-1][0] for each in inside if each.own()]
        assert side.since_last.n == len(waits)
        assert side.since_last.median == pytest.approx(median(waits), abs=1e-4)


def test_sources_are_one_in_any_spelling(wanderers: tuple[Shelf, list[Walker]]) -> None:
    shelf, worked = wanderers
    found = journeys(shelf, model(), "sql")
    counts = {part.name.lower(): part.n for part in found.by_source.parts}
    assert counts == {
        "fair": sum(each.source.lower() == "fair" for each in worked),
        "web": sum(each.source == "web" for each in worked),
        "(unknown)": sum(not each.source for each in worked),
    }


def test_a_later_event_changes_no_journey(tmp_path: Path) -> None:
    early = [Walker("Ada", 0, 9, [(1, "form", "lead")], hit=True), Walker("Ben", 0, 9, [(2, "visit", "lead")])]
    later = [
        Walker("Ada", 0, 9, [(1, "form", "lead"), (10, "demo", "lead")], hit=True),
        Walker("Ben", 0, 9, [(2, "visit", "lead"), (9.01, "form", "lead")]),
    ]
    assert journeys(town(tmp_path / "a", early), model(), "sql").paths == (
        journeys(town(tmp_path / "b", later), model(), "sql").paths
    )


def test_the_samples_have_journeys(company: Company) -> None:
    found = journeys(company.shelf, company.model)
    assert found.reason is None
    assert found.n == company.effects.n
    assert found.hits == company.effects.hits
    assert found.reached is not None
    assert found.others is not None
    assert found.reached.n + found.others.n == found.n
    assert sum(part.n for part in found.by_days.parts) + found.days_unknown == found.n


def test_rates_are_told_apart_as_scipy_does() -> None:
    counts = [(10, 40), (25, 50), (30, 60), (1, 4)]
    (_, expected, _, _) = chi2_contingency([[hits, n - hits] for hits, n in counts[:3]], correction=False)
    assert chance([AccountSums.alone(hits, n) for hits, n in counts]) == pytest.approx(expected)
    assert chance([AccountSums.alone(10, 40), AccountSums.alone(1, 4)]) is None
    assert chance([]) is None
    assert chance([AccountSums.alone(0, 40), AccountSums.alone(0, 40)]) is None


def test_colleagues_make_rates_less_sure() -> None:
    """Four of each account, who all get there or all do not: as if each account were one lead."""
    alone = chance([AccountSums.alone(40, 160), AccountSums.alone(100, 200)])
    together = chance([AccountSums(160, 40, 40, 640, 160, 160), AccountSums(200, 100, 50, 800, 400, 400)])
    assert alone is not None
    assert together is not None
    assert together > alone
    assert together == pytest.approx(chance([AccountSums.alone(10, 40), AccountSums.alone(25, 50)]))


def test_the_samples_tell_few_things_apart(companies: dict[str, Company]) -> None:
    found = journeys(companies["services"].shelf, companies["services"].model)
    assert found.by_source.false_rate is not None
    assert found.by_source.false_rate < 0.05  # referrals are true there
    partings = (found.by_days, found.by_source, found.by_first, found.by_last, found.paths)
    chances = [each.chance or 0 for each in partings]
    assert [each.false_rate for each in partings] == list(false_discovery_rates(chances))
