"""Whom a disagreement would change, told lead by lead and against a plain recomputation; and what is worth arguing."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache

import pytest
from reference.worlds import World, random_world
from simulation.plain_replay import nearest_cut_off, seen_leads
from simulation.test_replay_equals_plain_python import UNTIL, shelf_of
from simulation.town import Town, called, opened

from leadscore.estimate import Estimate
from leadscore.evidence import Shelf
from leadscore.model import Model, load
from leadscore.simulation.replay import build_replay
from leadscore.store.database import open_current
from leadscore.store.workspace import find
from leadscore.workshop.advice import advice
from leadscore.workshop.argument import Argument
from leadscore.workshop.disagreement import disagreement
from leadscore.workshop.votes import can_be_voted

from .ballots import voted

UP_TO = 31.5
"""Zoe opens the record on day -60, so the town is known for three months."""


def rules(*more: dict) -> Model:
    found = [
        {"id": "webinar", "label": "Webinar", "points": 20, "when": {"activity": "webinar"}},
        {"id": "download", "label": "Download", "points": 10, "when": {"activity": "download"}},
        {"id": "ghost", "label": "Ghost", "points": 30, "when": {"activity": "ghost"}},
        *more,
    ]
    return Model.model_validate({"name": "Rivals", "rules": found})


def rivals(number: int = 40) -> Town:
    """So many webinars were handed over, as many downloads never were."""
    town = called(opened(), "web", number, number // 2, "webinar")
    town.until = UP_TO
    for place in range(number):
        town.lead(f"load{place:02}", did=[("download", 1)])
    return town


def test_all_webinars_make_room_for_all_downloads():
    """Downloads have 10.  At 5 a webinar is worth less and 40 downloads come, at 20 the 40 webinars: 80 leads."""
    asked = rules()
    replayed = rivals().replay(asked)
    found = disagreement(asked, voted(asked, webinar=("S", "L"), download=("M", "M"), ghost=("0", "XL")), replayed)
    webinar, ghost, download = found.arguments
    assert (webinar.rule_id, webinar.verdict, webinar.effect.n) == ("webinar", "argue", 80)
    assert webinar.effect.value == pytest.approx(80 / replayed.months)
    assert 26 < webinar.effect.value < 27
    assert webinar.words == "27 leads a month change hands: argue about it"
    assert (ghost.verdict, ghost.effect.value) == ("average", 0)
    assert ghost.words == "nobody changes hands: take the average, 15 points"
    assert (download.verdict, download.words) == ("agreed", "both teams say the same, 10 points")
    assert found.sentence == (
        "Argue only about 'Webinar'. The other one would change nobody's hand-off: take the average. "
        "On 'Download' the teams agree."
    )


def test_what_the_data_never_recorded_may_change_anybody():
    """No activity of these data is a ghost: that nobody changes hands would be an answer that nobody has."""
    asked = rules()
    replayed = rivals().replay(asked)
    votes = voted(asked, webinar=("S", "L"), ghost=("0", "XL"))
    found = disagreement(asked, votes, replayed, asleep={"ghost": ("activity 'ghost'",)})
    assert (found.of("ghost").verdict, found.of("ghost").effect.value) == ("unknown", None)
    assert (
        found.of("ghost").words
        == "nobody can say whom it changes: these data have no activity 'ghost'; 30 points apart"
    )
    assert found.sentence == (
        "Argue only about 'Webinar'. Nobody can say whom 'Ghost' would change: these data have no activity 'ghost'."
    )
    assert found.of("webinar") == disagreement(asked, votes, replayed).of("webinar")


def test_every_other_rule_has_its_middle_or_what_was_settled():
    """With downloads at their middle of 13 a webinar changes hands between 10 and 20; settled at 25 they stay ahead."""
    asked = rules()
    replayed = rivals().replay(asked)
    votes = voted(asked, webinar=("M", "L"), download=("S", "L"))
    assert disagreement(asked, votes, replayed).of("webinar").effect.n == 80
    settled = disagreement(asked, votes, replayed, {"download": Decimal(25)})
    assert settled.of("webinar").effect.n == 0
    assert "settled" in settled.notes[0]


def test_a_volume_that_no_cut_off_meets_is_said_beside_the_effect():
    """Of 61 hand-offs 60 downloads are met at the one median; at the other only 40 webinars, or with them everybody."""
    asked = rules()
    town = rivals()
    for place in range(20):
        town.lead(f"more{place}", mql=5, did=[("download", 1)])
    found = disagreement(asked, voted(asked, webinar=("S", "L")), town.replay(asked)).of("webinar")
    assert found.caveats == ("At the median of marketing: no cut-off hands over 61 leads: 20 gives 40, 10 gives 100.",)
    assert found.effect.n == 40 + 60


def test_without_hand_offs_the_medians_alone_say_where_to_begin():
    asked = rules()
    replayed = Town().lead("Ada", did=[("webinar", 1)]).replay(asked)
    votes = voted(asked, webinar=("S", "M"), download=("0", "L"), ghost=("S", "S"))
    found = disagreement(asked, votes, replayed)
    assert found.reason == "this data has no hand-offs"
    assert [(each.rule_id, each.verdict) for each in found.arguments] == [
        ("download", "unknown"),
        ("webinar", "unknown"),
        ("ghost", "agreed"),
    ]
    assert found.of("download").words == ("nobody can say whom it changes: this data has no hand-offs; 20 points apart")
    assert found.sentence == (
        "Nobody can say whom these disagreements would change (this data has no hand-offs), so they stand by how far "
        "the teams are apart: first 'Download', 20 points apart. On 'Ghost' the teams agree."
    )
    assert found.volume.reason == found.threshold.reason == "this data has no hand-offs"


def test_without_data_and_with_a_reason_of_ones_own():
    votes = voted(rules(), webinar=("S", "M"))
    assert disagreement(rules(), votes, None).reason == "there is no data yet"
    assert "(the data are being read)" in disagreement(rules(), votes, None, why_not="the data are being read").sentence


def test_what_rests_on_todays_values_and_what_a_team_left_out_is_said():
    vp = {"id": "vp", "label": "VP", "points": 10, "when": {"attribute": "title", "is": "VP"}}
    asked, town = rules(vp), rivals()
    town.captured = ()
    votes = voted(asked, webinar=("S", "L"), vp=("0", "L"), ghost=("S", ""))
    found = disagreement(asked, votes, town.replay(asked))
    assert [(each.rule_id, each.verdict) for each in found.arguments] == [
        ("webinar", "argue"),
        ("vp", "unknown"),
        ("ghost", "unknown"),
    ]
    assert found.sentence == (
        "Argue only about 'Webinar'. On 'Ghost' nobody of marketing voted, so there is nothing between the teams to "
        "take. Nobody can say whom 'VP' would change: the data know only today's value of title, so no past can be "
        "replayed with it."
    )
    assert found.of("ghost").words == "no middle of the two teams: nobody of marketing voted"
    assert found.notes[-1].endswith("rests on today's values, so out of the comparison: vp.")


@dataclass(frozen=True)
class Stub:
    """Only as much of a vote as a sentence needs."""

    rule_id: str
    name: str
    middle: Decimal | None = Decimal(10)
    apart: Decimal | None = Decimal(5)
    reason: str | None = None
    teams: tuple = ()


def argued(verdict: str, *changes: float) -> list[Argument]:
    return [
        Argument(Stub(f"{verdict}{place}", f"{verdict.capitalize()} {place}"), verdict, Estimate.count(change))
        for place, change in enumerate(changes, 1)
    ]


SENTENCES = [
    (
        [*argued("argue", 30, 20, 10), *argued("average", 2.4, *[1] * 10)],
        "Argue only about these three: 'Argue 1', 'Argue 2' and 'Argue 3'. The other eleven would change fewer than "
        "three leads a month each: take the average.",
    ),
    (
        [*argued("argue", 30, 20, 10), *argued("later", 9.2, 8), *argued("average", 0.4)],
        "Argue first about these three: 'Argue 1', 'Argue 2' and 'Argue 3'. Two more ('Later 1' and 'Later 2') would "
        "change up to 10 leads a month: argue about them if there is time. The other one would change fewer than one "
        "lead a month: take the average.",
    ),
    (
        [*argued("argue", 30, 20, 10), *argued("later", 9)],
        "Argue first about these three: 'Argue 1', 'Argue 2' and 'Argue 3'. 'Later 1' would change up to 9 leads a "
        "month: argue about it if there is time.",
    ),
    (
        argued("average", 2, 1),
        "No disagreement is worth an argument. Both would change fewer than three leads a month each: "
        "take the average.",
    ),
    (
        argued("average", 0),
        "No disagreement is worth an argument. 'Average 1' alone would change nobody's hand-off: take the average.",
    ),
    (argued("agreed", 0, 0), "The teams agree on both rules that were voted on: there is nothing to argue about."),
    (
        argued("agreed", 0, 0, 0),
        "The teams agree on all three rules that were voted on: there is nothing to argue about.",
    ),
    (argued("agreed", 0), "The teams agree on the rule that was voted on: there is nothing to argue about."),
    ([], "Nothing was voted on yet."),
]


@pytest.mark.parametrize("place", range(len(SENTENCES)))
def test_the_sentence_is_true_for_whatever_was_voted(place: int):
    arguments, words = SENTENCES[place]
    assert advice(arguments, None) == words


def test_more_than_three_large_effects_are_argued_in_their_order_and_none_is_called_small():
    """Five kinds of 20 leads each: one always gives way to another."""
    kinds = ["a", "b", "c", "d", "e"]
    asked = Model.model_validate(
        {"name": "Five", "rules": [{"id": kind, "points": 10, "when": {"activity": kind}} for kind in kinds]}
    )
    town = opened()
    town.until = UP_TO
    for kind in kinds:
        called(town, kind, 20, 4, kind)
    votes = voted(asked, **dict.fromkeys(kinds, ("0", "XL")))
    found = disagreement(asked, votes, town.replay(asked))
    verdicts = [each.verdict for each in found.arguments]
    assert len(found.those("argue")) <= 3
    assert verdicts == sorted(verdicts, key=["argue", "later", "average", "agreed", "unknown"].index)
    assert all(each.effect.value >= found.threshold.value for each in found.those("argue", "later"))
    assert all(each.effect.value < found.threshold.value for each in found.those("average"))


WORLDS = (0, 1, 5, 6, 8, 16, 17, 18, 21, 22, 24, 28)
"""Random worlds with few leads: most of those with none who could change hands are left out."""

FAR_APART = (("0", "XL"), ("XL", "S"), ("M", "XL 0"), ("L", "0"))


@cache
def argued_in(seed: int):
    """A random world, whether its past can be replayed, and what its two teams disagree about."""
    world, dice = random_world(seed), random.Random(seed)
    model = Model.model_validate(world.model)
    asked = [rule.id for rule in model.rules if can_be_voted(rule)]
    votes = voted(model, **{rule: dice.choice(FAR_APART) for rule in asked})
    with shelf_of(world) as shelf:
        replayed = build_replay(shelf, model)
    return world, votes, disagreement(model, votes, replayed)


def test_worlds_do_disagree():
    """The equality below is no empty one."""
    effects = [each.effect.n for seed in WORLDS for each in argued_in(seed)[2].arguments]
    assert sum(effect > 0 for effect in effects) > 20


@pytest.mark.parametrize("seed", WORLDS)
def test_the_effect_is_that_of_a_plain_recomputation(seed: int):
    world, votes, found = argued_in(seed)
    if found.reason:
        assert {each.verdict for each in found.arguments} <= {"unknown", "agreed"}
        return
    middles = {each.rule_id: each.middle for each in votes}
    for each in found.arguments:
        ways = [middles | {each.rule_id: each.voted.of(team).median} for team in ("sales", "marketing")]
        one, other = (handed_over(world, points) for points in ways)
        assert each.effect.n == (len(one ^ other) if one is not None and other is not None else 0)


def handed_over(world: World, points: dict[str, Decimal]) -> set[str] | None:
    """Whom a model with these points would have handed over at the actual volume; None without any score."""
    drafted = [
        rule | ({"points": float(points[rule["id"]])} if rule["id"] in points else {}) for rule in world.model["rules"]
    ]
    leads = seen_leads(world.model | {"rules": drafted}, world.tables, world.facts, UNTIL)
    cut_off = nearest_cut_off(leads)
    return None if cut_off is None else {name for name, lead in leads.items() if lead.reached(Fraction(cut_off))}


def test_eight_rules_of_the_sample_take_less_than_a_second(sample_workspace):
    model = load(find(sample_workspace).model)
    replayed = build_replay(Shelf(open_current(sample_workspace)), model)
    eight = [rule.id for rule in model.rules if can_be_voted(rule)][:8]
    votes = voted(model, **dict.fromkeys(eight, ("S M 0", "L XL")))
    begun = time.perf_counter()
    found = disagreement(model, votes, replayed)
    assert time.perf_counter() - begun < 1
    assert [each.effect.n for each in found.arguments] == sorted(each.effect.n for each in found.arguments)[::-1]
    assert found.those("argue")
