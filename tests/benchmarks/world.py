"""A made-up company of any size, the same for the same size: a snapshot folder as an import would leave it.

Ten attributes captured at the form, ten kinds of activity (a lognormal number a lead, about 20), a hand-off, calls,
sql, opportunities and won deals.  Four leads in ten have colleagues in the data if `colleagues` is asked for.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

import duckdb
import numpy as np

from leadscore.model import Model, parse
from leadscore.store.manifest import Attribute, Manifest, Table

SEED = 20_261_101
DATA_DATE = datetime.fromisoformat("2026-11-01T23:59:59.999999")
FIRST_DAY = datetime.fromisoformat("2024-11-01")
DAYS = 700
ACTIVITIES_A_LEAD = 20
ROW_GROUP = 100_000

KINDS = (
    "page_visit",
    "email_open",
    "email_click",
    "webinar_attended",
    "content_download",
    "form_fill",
    "in_app",
    "social_share",
    "trial_started",
    "demo_requested",
)
_KIND_WEIGHTS = (0.30, 0.22, 0.12, 0.05, 0.08, 0.05, 0.10, 0.04, 0.02, 0.02)

TEXTS = {
    "industry": ("Software", "Media", "Retail", "Finance", "Health", "Energy", "Travel", "Public"),
    "country": ("DE", "NL", "FR", "GB", "US", "PL", "ES", "IT", "SE", "NO"),
    "title": ("VP Sales", "Director of Marketing", "Sales manager", "Owner", "Analyst", "Student", "Assistant"),
    "seniority": ("junior", "senior", "head", "chief"),
    "source": ("fair", "webinar", "partner", "advert", "list"),
    "budget": ("yes", "no"),
    "need": ("high", "some", "none"),
    "timeline": ("quarter", "year", "later"),
}
NUMBERS = ("company_size", "annual_revenue")

MODEL = """
name: Benchmark
groups:
  demographic: {cap: 40, side: demographic}
  behaviour: {cap: 60, side: behavioural}
rules:
  - {id: size, group: demographic, points: 8, when: {attribute: company_size, between: [50, 1000]}}
  - {id: revenue, group: demographic, points: 5, when: {attribute: annual_revenue, at_least: 1000000}}
  - {id: industry, group: demographic, points: 6, when: {attribute: industry, in: [Software, Media]}}
  - {id: country, group: demographic, points: 4, when: {attribute: country, in: [DE, NL, FR]}}
  - {id: title, group: demographic, points: 9, when: {attribute: title, has_word: vp}}
  - {id: seniority, group: demographic, points: 5, when: {attribute: seniority, in: [head, chief]}}
  - {id: source, group: demographic, points: 3, when: {attribute: source, in: [partner]}}
  - {id: budget, group: demographic, points: 7, when: {attribute: budget, is: "yes"}}
  - {id: need, group: demographic, points: 6, when: {attribute: need, is: high}}
  - {id: timeline, group: demographic, points: 4, when: {attribute: timeline, is: quarter}}
  - {id: webinar, group: behaviour, points: 15,
     when: {activity: webinar_attended, within_days: 90, decay: {every_days: 30, keep: 0.5}}}
  - {id: download, group: behaviour, points: 10,
     when: {activity: content_download, within_days: 180, decay: {every_days: 60, keep: 0.5}}}
  - {id: visit, group: behaviour, points: 6,
     when: {activity: page_visit, within_days: 30, decay: {every_days: 10, keep: 0.5}}}
  - {id: click, group: behaviour, points: 3, when: {activity: email_click, within_days: 90, at_most: 3}}
  - {id: in_app, group: behaviour, points: 4, when: {activity: in_app, within_days: 60, at_most: 3}}
  - {id: form, group: behaviour, points: 5, when: {activity: form_fill, at_most: 3}}
  - {id: share, group: behaviour, points: 2, when: {activity: social_share, at_most: 3}}
  - {id: trial, group: behaviour, points: 20, when: {activity: trial_started}}
  - {id: demo, group: behaviour, points: 18, when: {activity: demo_requested}}
  - {id: opens, group: behaviour, points: 2, when: {activity: email_open, at_least: 3}}
cut_offs: {mql: 40, sql: 60, sql_needs: {any_of: [trial, demo], at_least: {behaviour: 15}}}
"""
"""Ten fit and ten behaviour rules: three decay, four count to three."""


def model() -> Model:
    """The model of the benchmarks."""
    return parse(MODEL)


def make(folder: Path, leads: int, colleagues: bool = False) -> Manifest:
    """Write the company's snapshot into a folder, unless it is there already, and return its manifest."""
    described = folder / "manifest.json"
    if described.exists():
        return Manifest.from_json(described.read_text(encoding="utf-8"))
    folder.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(":memory:")
    connection.execute("SET preserve_insertion_order = true")
    dice = np.random.default_rng(SEED)
    _leads(connection, dice, leads, colleagues)
    for start in range(0, leads, 200_000):
        _activities(connection, dice, start, min(start + 200_000, leads))
    _what_became_of_them(connection)
    manifest = _written(connection, folder)
    described.write_text(manifest.to_json(), encoding="utf-8")
    return manifest


_BASE = f"TIMESTAMP '{FIRST_DAY:%Y-%m-%d}'"


def _leads(connection: duckdb.DuckDBPyConnection, dice: np.random.Generator, leads: int, colleagues: bool) -> None:
    drawn = {name: dice.integers(0, len(values), leads) for name, values in TEXTS.items()}
    drawn["company_size"] = np.round(dice.lognormal(5, 1.5, leads))
    drawn["annual_revenue"] = np.round(dice.lognormal(14, 1.5, leads))
    drawn["created"] = dice.integers(0, DAYS * 86_400, leads)
    drawn["waited"] = np.minimum(dice.lognormal(2.3, 1, leads) * 86_400, 120 * 86_400).astype(np.int64)
    drawn["luck"] = dice.random(leads)
    drawn["number"] = np.arange(leads)
    account = dice.integers(0, max(1, leads // 6), leads)
    drawn["account"] = np.where((dice.random(leads) < 0.4) & colleagues, account, -1)
    texts = ", ".join(f"{list(values)!r}[{name} + 1] AS {name}" for name, values in TEXTS.items())
    connection.register("drawn", {name: np.ascontiguousarray(values) for name, values in drawn.items()})
    connection.execute(
        f"""CREATE TABLE leads AS SELECT printf('L%08d', number) AS lead_id,
    {_BASE} + to_seconds(created) AS created_at, company_size, annual_revenue,
    {texts}, CASE WHEN account >= 0 THEN 'A' || account END AS account_id,
    created, waited, luck, number FROM drawn"""
    )
    connection.unregister("drawn")
    connection.execute(
        "CREATE TABLE activities (lead_id VARCHAR, occurred_at TIMESTAMP, kind VARCHAR, detail VARCHAR, "
        "value DOUBLE, actor VARCHAR)"
    )


def _activities(connection: duckdb.DuckDBPyConnection, dice: np.random.Generator, start: int, end: int) -> None:
    """The activities of some leads, from a month before their creation to two months after their hand-off."""
    created, waited = (
        connection.execute(
            "SELECT created, waited FROM leads WHERE number >= ? AND number < ? ORDER BY number", [start, end]
        )
        .fetchnumpy()
        .values()
    )
    sigma = 0.9
    often = np.round(dice.lognormal(np.log(ACTIVITIES_A_LEAD) - sigma**2 / 2, sigma, end - start)).astype(np.int64)
    number = np.repeat(np.arange(end - start), often)
    first, last = created - 30 * 86_400, created + waited + 60 * 86_400
    at = first[number] + (dice.random(len(number)) * (last - first)[number]).astype(np.int64)
    kind = dice.choice(len(KINDS), len(number), p=_KIND_WEIGHTS)
    seller = np.zeros(len(number), dtype=np.int64)
    called = np.flatnonzero(dice.random(end - start) < 0.7)
    call_at = created[called] + waited[called] + dice.integers(60, 25 * 86_400, len(called))
    number, at = np.concatenate([number, called]), np.concatenate([at, call_at])
    kind = np.concatenate([kind, np.full(len(called), len(KINDS))])
    seller = np.concatenate([seller, np.ones(len(called), dtype=np.int64)])
    order = np.lexsort((at, number))
    connection.register(
        "drawn", {"number": number[order] + start, "moment": at[order], "kind": kind[order], "seller": seller[order]}
    )
    connection.execute(
        f"""INSERT INTO activities SELECT printf('L%08d', number), {_BASE} + to_seconds(moment),
    {[*KINDS, "call"]!r}[kind + 1], NULL, NULL, CASE WHEN seller = 1 THEN 'seller' ELSE 'lead' END FROM drawn"""
    )
    connection.unregister("drawn")


def _what_became_of_them(connection: duckdb.DuckDBPyConnection) -> None:
    handed = f"{_BASE} + to_seconds(created + waited)"
    connection.execute(
        f"""CREATE TABLE handed AS SELECT lead_id, {handed} AS mql, luck,
    luck < 0.04 + 0.06 * (budget = 'yes')::INT + 0.05 * (need = 'high')::INT + 0.05 * (title = 'VP Sales')::INT AS good
FROM leads"""
    )
    stages = """SELECT lead_id, 'mql' AS stage, mql AS entered_at FROM handed
UNION ALL SELECT lead_id, 'sql', mql + INTERVAL 20 DAY FROM handed WHERE good
UNION ALL SELECT lead_id, 'opportunity', mql + INTERVAL 35 DAY FROM handed WHERE good AND luck < 0.08"""
    connection.execute(
        f"""CREATE TABLE stages AS SELECT *, NULL::DOUBLE AS amount, NULL::VARCHAR AS reason, NULL::DOUBLE AS score
FROM ({stages}) ORDER BY lead_id, entered_at"""
    )
    connection.execute(
        """CREATE TABLE deals AS SELECT 'D' || lead_id AS deal_id, NULL::VARCHAR AS account_id,
    mql + INTERVAL 35 DAY AS opened_at, mql + to_days(CAST(50 + luck * 1000 AS INTEGER)) AS closed_at,
    CASE WHEN luck < 0.04 THEN 'won' ELSE 'lost' END AS outcome, 1000.0 + FLOOR(luck * 500000) AS amount,
    'EUR' AS currency, NULL::VARCHAR AS type FROM handed WHERE good AND luck < 0.08"""
    )
    connection.execute("CREATE TABLE deal_leads AS SELECT deal_id, SUBSTR(deal_id, 2) AS lead_id FROM deals")


def _written(connection: duckdb.DuckDBPyConnection, folder: Path) -> Manifest:
    tables = {}
    for name in ("leads", "activities", "stages", "deals", "deal_leads"):
        rest = " EXCLUDE (created, waited, luck, number)" if name == "leads" else ""
        file = folder / f"{name}.parquet"
        connection.execute(
            f"COPY (SELECT *{rest} FROM {name}) TO '{file}' "
            f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
        )
        rows = connection.execute(f"SELECT COUNT(*) FROM {name}").fetchall()[0][0]
        with file.open("rb") as opened:
            tables[name] = Table(rows, hashlib.file_digest(opened, "sha256").hexdigest())
    attributes = [Attribute(name, "number", True) for name in NUMBERS]
    attributes += [Attribute(name, "text", True) for name in (*TEXTS, "account_id")]
    kinds = dict(connection.execute("SELECT kind, COUNT(*) FROM activities GROUP BY kind ORDER BY kind").fetchall())
    return Manifest(
        revision=f"benchmark-{tables['leads'].rows}",
        tables=tables,
        attributes=tuple(attributes),
        kinds=kinds,
        data_date=DATA_DATE,
    )
