"""First Mondays, equal volume, kept, dropped and added are those of a plain-Python recomputation on random worlds."""

from __future__ import annotations

import random
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from reference.snapshot import write_snapshot
from reference.world_instants import FIRST
from reference.worlds import World, random_world

from leadscore.evidence import Shelf
from leadscore.model import Model
from leadscore.simulation.replay import build_replay, reached_by, score_weeks
from leadscore.simulation.swap_card import handing, swap_card, swapped
from leadscore.store.database import Database

from .plain_replay import nearest_cut_off, seen_leads

WORLDS = 14
UNTIL = FIRST + timedelta(days=210, hours=9)


@contextmanager
def shelf_of(world: World):
    """The world as a shelf; every attribute was captured at the form, so that no rule stays out."""
    with tempfile.TemporaryDirectory() as name:
        manifest = write_snapshot(Path(name), world.tables, world.facts)
        attributes = tuple(replace(each, captured_at_form=True) for each in manifest.attributes)
        data_date = UNTIL if manifest.dated else None
        database = Database(Path(name), replace(manifest, attributes=attributes, data_date=data_date), threads=1)
        try:
            yield Shelf(database)
        finally:
            database.close()


@cache
def replayed_world(seed: int, before: datetime | None = None):
    """A world, its replay, and the same in plain Python."""
    world = random_world(seed)
    model = Model.model_validate(world.model)
    with shelf_of(world) as shelf:
        replayed = build_replay(shelf, model, before=before)
        dated = shelf.database.manifest.dated
    end = UNTIL if before is None else before - timedelta(microseconds=1)
    return world, model, replayed, seen_leads(world.model, world.tables, world.facts, end) if dated else {}


def reached(replayed, model, cut_off) -> dict[str, datetime | None]:
    """When each lead reaches a cut-off, by name."""
    entries = reached_by(replayed, score_weeks(replayed, model), cut_off)
    pairs = zip(replayed.lead_id, entries, strict=True)
    return {name: replayed.at[entry].item() if entry >= 0 else None for name, entry in pairs}


@pytest.mark.parametrize("seed", range(WORLDS))
def test_the_first_monday_at_any_cut_off(seed: int) -> None:
    _, model, replayed, plain = replayed_world(seed, UNTIL - timedelta(days=40) if seed % 3 == 0 else None)
    assert set(replayed.lead_id) == set(plain)
    for lead, hand_off, later in zip(replayed.lead_id, replayed.hand_off, replayed.handed_later, strict=True):
        assert (hand_off.item(), later) == (plain[lead].hand_off, plain[lead].later)
    for cut_off in (0, 1, 5, 10, 25, 50, 100):
        expected = {lead: seen.reached(Fraction(cut_off)) for lead, seen in plain.items()}
        assert reached(replayed, model, cut_off) == expected, f"at {cut_off}"


@pytest.mark.parametrize("seed", range(WORLDS))
def test_equal_volume_kept_dropped_and_added(seed: int) -> None:
    world, active, replayed, _ = replayed_world(seed)
    draft_document = drafted(world)
    draft = Model.model_validate(draft_document)
    plain = seen_leads(draft_document, world.tables, world.facts, UNTIL) if replayed.weeks else {}
    card = swap_card(replayed, draft, active)
    cut_off = nearest_cut_off(plain) if any(lead.hand_off for lead in plain.values()) else None
    if cut_off is None:
        assert card.reason is not None
        return
    assert Fraction(card.draft.cut_off) == cut_off
    for part, belongs in PARTS.items():
        expected = {name for name, lead in plain.items() if belongs(lead, lead.reached(cut_off))}
        assert {each.lead_id for each in swapped(replayed, card, part)} == expected


def test_worlds_do_reach_every_part() -> None:
    """The equality above is no empty one."""
    sizes = dict.fromkeys(PARTS, 0)
    for seed in range(WORLDS):
        world, active, replayed, _ = replayed_world(seed)
        card = swap_card(replayed, Model.model_validate(drafted(world)), active)
        for part in PARTS:
            sizes[part] += getattr(card, part).leads
    assert min(sizes.values()) > 20, sizes


def test_other_points_hand_over_as_a_replay_of_their_own_would() -> None:
    """Points play no part in what is kept of the weeks."""
    world, _, replayed, _ = replayed_world(4)
    draft = Model.model_validate(drafted(world))
    with shelf_of(world) as shelf:
        anew = build_replay(shelf, draft)
    ours, theirs = handing(replayed, draft), handing(anew, draft)
    assert (ours.cut_off, ours.leads.tolist()) == (theirs.cut_off, theirs.leads.tolist())


PARTS = {
    "kept": lambda lead, at: lead.hand_off is not None and at is not None,
    "dropped": lambda lead, at: lead.hand_off is not None and at is None,
    "added": lambda lead, at: lead.hand_off is None and at is not None,
}


def drafted(world: World) -> dict:
    """The world's model with other points."""
    dice = random.Random(world.seed)
    other = [{"points": dice.choice((0, 5, 25, -5))} if "points" in rule else {} for rule in world.model["rules"]]
    return world.model | {"rules": [rule | points for rule, points in zip(world.model["rules"], other, strict=True)]}
