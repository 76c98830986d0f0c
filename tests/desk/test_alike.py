"""Leads like this one, against a plain count: same band, same age since the hand-off, still open, won in time."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from leadscore.desk.alike import FEWEST_LEADS, Crowd, alike, crowd_of, honest_band, itself, peers_after
from leadscore.evidence import AsOf, Shelf, rests_on_today
from leadscore.figures.lead_words import alike_sentence
from leadscore.model import Model, load
from leadscore.scoring import Explainer
from leadscore.store.database import open_current

from .company import DEEDS, END, MODEL, STEPS, company

NEVER = datetime.fromisoformat("9999-01-01")


@pytest.fixture(scope="module")
def crowd(sample_workspace: Path) -> Crowd:
    return crowd_of(Shelf(open_current(sample_workspace)), load(sample_workspace / "model.yaml"))


@pytest.mark.parametrize("weeks", [0, 3])
def test_against_a_plain_count(crowd: Crowd, weeks: int) -> None:
    peers = peers_after(crowd, weeks)
    won = plain(crowd, weeks)
    assert len(peers.band) == len(won)
    assert sorted(filter(None, peers.waited)) == pytest.approx(sorted(filter(None, won.values())), abs=1e-6)
    by_band = {band: alike(peers, band) for band in ("ready", "hand_over", "nurture")}
    assert sum(each.leads for each in by_band.values()) == sum(band != "out" for band in peers.band)
    for found in by_band.values():
        if found.leads >= FEWEST_LEADS:
            assert found.rate.value == pytest.approx(found.won / found.leads)
            assert found.rate.low is not None
    checked = bands_by_explanation(crowd, weeks, list(won)[:12])
    table = {"ready": 0, "hand_over": 0, "nurture": 0, "out": 0}
    assert set(checked) <= set(table)


def test_the_median_is_that_of_the_wins(crowd: Crowd) -> None:
    peers = peers_after(crowd, 2)
    found = alike(peers, "ready")
    days = [each for band, each in zip(peers.band, peers.waited, strict=True) if band == "ready" and each is not None]
    assert found.median_days.value == median(days)
    assert f"{len(days)} of {found.leads}" in alike_sentence(found)


def test_bands_are_those_of_explanations_at_that_moment(crowd: Crowd) -> None:
    sql = f"SELECT lead_id, as_of FROM {crowd.table} ORDER BY lead_id LIMIT 6"
    for lead_id, handed in crowd.shelf.database.cursor().execute(sql).fetchall():
        moment = handed + timedelta(days=21)
        explained = Explainer(crowd.shelf, crowd.model, AsOf(moment)).explain(lead_id)
        assert honest_band(crowd, lead_id, moment) == explained.band


def test_nobody_is_compared_with_itself_or_those_on_its_deal(crowd: Crowd, shelf: Shelf) -> None:
    peers = peers_after(crowd, 0)
    place = next(place for place, days in enumerate(peers.waited) if days is not None and peers.band[place] == "ready")
    lead_id = peers.lead_id[place]
    found, all_of_them = alike(peers, "ready", itself(crowd, lead_id)), alike(peers, "ready")
    assert (found.leads, found.won) == (all_of_them.leads - 1, all_of_them.won - 1)
    assert itself(crowd_of(shelf, MODEL), "ada") == {"ada", "ben"}
    assert itself(crowd_of(shelf, MODEL), "dan") == {"dan"}


def test_a_side_exit_before_the_hand_off_ended_nothing_of_it(tmp_path: Path) -> None:
    """Ada was sent back once, before anybody handed her over, and was called; she counts as any other does."""
    exits = STEPS.replace("ada,mql,2026-10-21", "ada,recycled,2026-09-05 10:00,\nada,mql,2026-09-21")
    deeds = DEEDS.replace("ada,2026-10-22 09:00,call", "ada,2026-09-22 09:00,call")
    found = company(tmp_path, steps=exits, deeds=deeds)
    model = Model.model_validate({**MODEL.model_dump(by_alias=True), "evaluation": {"horizon_days": {"won": 20}}})
    assert peers_after(crowd_of(found, model), 1).lead_id == ("ada",)


def test_few_is_said(shelf: Shelf) -> None:
    crowd = crowd_of(shelf, MODEL)
    found = alike(peers_after(crowd, 1), "ready")
    assert found.rate.value is None
    assert "needs 10 wins" in (found.rate.reason or "")
    assert honest_band(crowd, "ada", END) == "ready"


def bands_by_explanation(crowd: Crowd, weeks: int, lead_ids: list[str]) -> list[str | None]:
    """The band of each at its own moment, one explanation each."""
    sql = f"SELECT lead_id, as_of FROM {crowd.table}"
    handed = dict(crowd.shelf.database.cursor().execute(sql).fetchall())
    return [
        Explainer(crowd.shelf, crowd.model, AsOf(handed[each] + timedelta(weeks=weeks))).explain(each).band
        for each in lead_ids[:3]
    ]


def plain(crowd: Crowd, weeks: int) -> dict[str, float | None]:
    """Days to the win (None: not within the horizon) of each lead that was still open then, by plain Python."""
    cursor, data_date = crowd.shelf.database.cursor(), crowd.shelf.database.manifest.data_date
    assert data_date is not None
    assert crowd.days is not None
    kept = excluded_are_out(crowd.shelf, crowd.model)
    stages: dict[str, dict[str, list[datetime]]] = {}
    for lead, stage, at in cursor.execute("SELECT lead_id, stage, entered_at FROM stages").fetchall():
        if at is not None and at <= data_date:
            stages.setdefault(lead, {}).setdefault(stage, []).append(at)
    handed = {lead: min(entered["mql"]) for lead, entered in stages.items() if "mql" in entered and lead in kept}
    called: set[str] = set()
    for lead, at, kind, actor in cursor.execute("SELECT lead_id, occurred_at, kind, actor FROM activities").fetchall():
        touched = kind in ("call", "meeting", "email_sent") and actor != "lead" and lead in handed
        if touched and handed[lead] < at <= min(handed[lead] + timedelta(days=30), data_date):
            called.add(lead)
    ends = deals_of(cursor, kept, stages, data_date)
    found: dict[str, float | None] = {}
    for lead in called:
        moment = handed[lead] + timedelta(weeks=weeks)
        won, lost, same_deal = ends.get(lead, (None, None, False))
        if lead not in ends:
            lost = min(stages[lead].get("lost", [NEVER]))
        sides = [at for stage in ("rejected", "recycled", "disqualified") for at in stages[lead].get(stage, [])]
        exits = [at for at in sides if at >= handed[lead]]
        ended = min([*exits, won or NEVER, lost or NEVER])
        if same_deal or ended <= moment or moment + timedelta(days=crowd.days) > data_date:
            continue
        in_time = won is not None and won <= moment + timedelta(days=crowd.days)
        found[lead] = (won - moment).total_seconds() / 86_400 if in_time and won is not None else None
    return found


def excluded_are_out(shelf: Shelf, model: Model) -> set[str]:
    """The population at the hand-off; none of the sample's conditions changes with time."""
    assert not rests_on_today(model.without_rules([rule.id for rule in model.rules]), shelf.facts)
    sql = """SELECT lead_id FROM leads WHERE NOT COALESCE(STRPOS(LOWER(email), '@ourselves.test') > 0, FALSE)
AND duplicate_of IS NULL AND COALESCE(LOWER(existing_customer), 'no') <> 'yes'"""
    return {row[0] for row in shelf.database.cursor().execute(sql).fetchall()}


def deals_of(cursor: Any, kept: set[str], stages: dict[str, Any], data_date: datetime) -> dict[str, Any]:
    """Won, lost and 'another lead's deal' of each lead on a deal: the earliest handed-over lead takes it."""
    created = dict(cursor.execute("SELECT lead_id, created_at FROM leads").fetchall())
    linked: dict[str, set[str]] = {}
    for deal, lead in cursor.execute("SELECT deal_id, lead_id FROM deal_leads").fetchall():
        if lead in kept:
            linked.setdefault(deal, set()).add(lead)
    found: dict[str, tuple[datetime | None, datetime | None, bool]] = {}
    for deal, outcome, closed, opened in cursor.execute(
        "SELECT deal_id, outcome, closed_at, opened_at FROM deals"
    ).fetchall():
        if opened is not None and opened > data_date and not (closed and closed <= data_date):
            continue
        leads = sorted(
            linked.get(deal, ()),
            key=lambda lead: (min(stages.get(lead, {}).get("mql", [NEVER])), created[lead], lead),
        )
        for place, lead in enumerate(leads):
            won, lost, same = found.get(lead, (None, None, True))
            decided = closed if closed and closed <= data_date else None
            if place == 0:
                won = min(filter(None, (won, decided)), default=None) if outcome == "won" else won
                lost = min(filter(None, (lost, decided)), default=None) if outcome == "lost" else lost
            found[lead] = (won, lost, same and place > 0)
    return found
