"""A story of leads as a shelf, the models asked of it, and a board's figures recounted lead by lead in plain Python."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from leadscore.evidence import Shelf
from leadscore.model import Model, parse
from leadscore.outcomes import Question, build_cohort
from leadscore.outcomes.standing import standing
from leadscore.scoring import score
from leadscore.simulation import Board
from leadscore.simulation.tallies import Asked
from leadscore.store.database import Database

TABLES = ("leads", "activities", "stages", "deals", "deal_leads", "changes")


@contextmanager
def shelf_of(story, until: datetime | None, zone: str = "UTC") -> Iterator[Shelf]:
    """A shelf over a story's tables, with a data date where the story is dated."""
    manifest = story.manifest()
    with TemporaryDirectory() as name:
        connection = story.connect()
        for table in manifest.tables:
            connection.execute(f"COPY {table} TO '{name}/{table}.parquet' (FORMAT parquet)")
        kinds = Counter(row[2].strip().lower() for row in story.activities)
        data_date = until if story.dated else None
        database = Database(Path(name), replace(manifest, kinds=kinds, data_date=data_date, zone=zone), threads=1)
        try:
            yield Shelf(database)
        finally:
            database.close()


GROUPS = "groups: {demographic: {cap: 40}, behaviour: {cap: 45, floor: -10}}\n"
RULES = """rules:
  - {id: web, group: demographic, points: 25, when: {attribute: source, is: web}}
  - {id: opens, group: behaviour, points: 12.5, when: {activity: email_open, at_most: 2}}
  - {id: visits, group: behaviour, points: 30,
     when: {activity: page_visit, within_days: 60, decay: {every_days: 20, keep: 0.5}}}
  - {id: met, group: behaviour, points: 20, when: {activity: [call, meeting]}}
  - {id: silent, group: negative, points: -15, when: {inactive_days: 30}}
"""
"""Rules over what the random stories hold."""

CUT_OFFS = {
    "no cut-offs": "",
    "low": "cut_offs: {mql: 10, sql: 20}\n",
    "gated": "cut_offs: {mql: 20, sql: 30, sql_needs: {any_of: [met], at_least: {behaviour: 15}}}\n",
}


def model(cut_offs: str = "gated", knock_out: bool = False, rules: str = RULES) -> Model:
    """A model over the random stories."""
    out = "  - {id: fair, knock_out: true, when: {attribute: source, is: fair}}\n" if knock_out else ""
    return parse(f"name: Story\n{GROUPS}{rules}{out}{CUT_OFFS[cut_offs]}")


def leads_of(shelf: Shelf, asked: Model, board: Board) -> list[dict]:
    """Every lead of the board's lens as the scores table and the standings have it, one dict a lead."""
    rules = board.view.rules_of(asked)
    scores = score(shelf, rules, board.view.lens)
    population = shelf.population(rules, shelf.database.manifest.data_date) if board.horizons[0].days else "leads"
    cursor = shelf.database.cursor()
    cohort = build_cohort(
        cursor,
        shelf.database.manifest,
        scores.table,
        Question.of(shelf.database.manifest, asked.evaluation, board.view.lens.name, board.outcome),
        population,
    )
    found: dict[str, dict] = {}
    for part, (target, days) in Asked.of(cohort, board.outcome).targets().items():
        rows = cohort.rows(
            (standing(target, cohort.facts),),
            f"SELECT lead_id, as_of, score, band, standing, hit, account, won_amount, won_at, {_MONTH} FROM standings",
            days=days,
        )
        for lead_id, as_of, points, band, place, hit, account, amount, won_at, month in rows:
            lead = found.setdefault(lead_id, {"id": lead_id, "as_of": as_of, "score": points, "band": band})
            lead |= {"account": account, "amount": amount, "won_at": won_at, "month": month, part: (place, hit)}
    return list(found.values())


_MONTH = "STRFTIME((as_of AT TIME ZONE 'UTC') AT TIME ZONE $zone, '%Y-%m')"


def pairs_right(leads: list[dict]) -> float | None:
    """Of pairs of one that hit and one that did not, of one month, how often the first has more; ties count half."""
    right = total = 0.0
    for one in leads:
        for other in leads:
            if one["hit"] and not other["hit"] and one["month"] == other["month"]:
                total += 1
                right += (one["score"] > other["score"]) + (one["score"] == other["score"]) / 2
    return right / total if total else None


def lift_of_top(leads: list[dict], share: float) -> float:
    """The rate in the top share of leads over the rate of all; at the border leads of a score count in part."""
    wanted, taken, hits = share * len(leads), 0.0, 0.0
    for points in sorted({lead["score"] for lead in leads}, reverse=True):
        alike = [lead["hit"] for lead in leads if lead["score"] == points]
        part = min(1.0, (wanted - taken) / len(alike))
        taken, hits = taken + part * len(alike), hits + part * sum(alike)
        if part < 1:
            break
    return (hits / wanted) / (sum(lead["hit"] for lead in leads) / len(leads))
