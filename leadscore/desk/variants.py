"""One lead in many variants at once, scored by the very query that scores it: what-if for a whole list of acts.

Each variant is a copy of the lead's rows under a number of its own, in the way of the tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlglot import exp

from leadscore.desk.what_if import Added, Fact
from leadscore.evidence import Handoff, Shelf, Stage, assemble, compile_evidence, spelled, units_column
from leadscore.evidence import portable as p
from leadscore.evidence.facts import compared
from leadscore.model import Model
from leadscore.scoring.arithmetic import exact
from leadscore.scoring.in_sql import scoring_stages
from leadscore.vocabulary import LEAD_ACTOR, SELLER_KINDS


@dataclass(frozen=True, slots=True)
class Variant:
    """Facts instead of the lead's own, and activities besides."""

    facts: tuple[tuple[str, Fact], ...] = ()
    added: tuple[Added, ...] = ()


@dataclass(frozen=True, slots=True)
class Scored:
    """A variant's score: exact points, the band, and the units of each rule by its place."""

    score: Decimal
    band: str | None
    units: tuple[int, ...]


class Variants:
    """Scores variants of leads under one model; the query is spelled once."""

    def __init__(self, shelf: Shelf, model: Model) -> None:
        self._shelf = shelf
        self._units = tuple(units_column(place) for place in range(len(model.rules)))
        self._query = _query(shelf, model, self._units)

    def score(self, lead_id: str, as_of: datetime | None, variants: Sequence[Variant]) -> list[Scored | None]:
        """Each variant's score at a moment (naive UTC); None where the population would exclude such a lead."""
        cursor = self._shelf.database.cursor()
        values = {"lead_id": lead_id, "as_of": as_of}
        cursor.execute(_VARIANTS, {"variants": len(variants)})
        cursor.execute(spelled(_leads(self._shelf, variants), "duckdb"), [lead_id])
        cursor.execute(_LANDMARKS, {"as_of": as_of})
        cursor.execute(_ACTIVITIES, values | _added(variants))
        governed = self._shelf.facts.changed_fields if as_of is not None else frozenset()
        cursor.execute(_CHANGES, values | _changed(variants, governed))
        for sql in (_STAGES, _DEAL_LEADS):
            cursor.execute(sql, {"lead_id": lead_id})
        found: list[Scored | None] = [None] * len(variants)
        for number, score, band, *units in cursor.execute(self._query).fetchall():
            found[int(number)] = Scored(exact(score), band, tuple(units))
        return found


def _query(shelf: Shelf, model: Model, units: Sequence[str]) -> str:
    compiled = compile_evidence(model, shelf.facts, Handoff()).stages
    after = next(place for place, stage in enumerate(compiled) if stage.name == "landmarks") + 1
    carried = ("lead_id", "as_of", "own_at", *units)
    own = [
        Stage(name, "the lead's rows, once for each variant", exp.select("*").from_(f"as_if_{name}"))
        for name in ("leads", "activities", "changes", "stages", "deal_leads", "landmarks")
    ]
    stages = (*own, *compiled[after:], *scoring_stages(model, "evidence", carried))
    return spelled(assemble(stages, exp.select("lead_id", "score", "band", *units).from_("banded")), "duckdb")


def _leads(shelf: Shelf, variants: Sequence[Variant]) -> exp.Expr:
    """The lead's own row for each variant, with the variant's facts."""
    columns = [p.column("as_if", "variant").as_("lead_id"), p.column("leads", "created_at")]
    for held in shelf.database.manifest.attributes:
        value = p.column("leads", held.name)
        cases = [
            (exp.EQ(this=p.column("as_if", "variant"), expression=p.text(str(number))), _literal(fact, held.type))
            for number, variant in enumerate(variants)
            for name, fact in variant.facts
            if name == held.name
        ]
        columns.append((p.choose(cases, value) if cases else value).as_(held.name, quoted=True))
    mine = exp.EQ(this=p.column("leads", "lead_id"), expression=exp.Placeholder())
    select = exp.select(*columns).from_(exp.table_("leads", db="main", quoted=True)).join("as_if", join_type="cross")
    return exp.Create(
        this=exp.table_("as_if_leads"),
        kind="TABLE",
        replace=True,
        properties=exp.Properties(expressions=[exp.TemporaryProperty()]),
        expression=select.where(mine),
    )


def _literal(fact: Fact, held: str) -> exp.Expr:
    if fact is None:
        return exp.cast(exp.null(), "double" if held == "number" else "text")
    return p.double(fact) if isinstance(fact, Decimal) else p.text(fact)


def _added(variants: Sequence[Variant]) -> dict[str, list[Any]]:
    rows = [(str(number), each) for number, variant in enumerate(variants) for each in variant.added]
    return {
        "numbers": [number for number, _ in rows],
        "kinds": [each.kind for _, each in rows],
        "details": [each.detail for _, each in rows],
        "worths": [None if each.value is None else float(each.value) for _, each in rows],
        "actors": ["seller" if compared(each.kind) in SELLER_KINDS else LEAD_ACTOR for _, each in rows],
    }


def _changed(variants: Sequence[Variant], governed: frozenset[str]) -> dict[str, list[Any]]:
    rows = [
        (str(number), name, fact)
        for number, variant in enumerate(variants)
        for name, fact in variant.facts
        if name in governed
    ]
    return {
        "numbers": [number for number, _, _ in rows],
        "fields": [name for _, name, _ in rows],
        "texts": [None if fact is None else str(fact) for _, _, fact in rows],
        "amounts": [float(fact) if isinstance(fact, Decimal) else None for _, _, fact in rows],
    }


_VARIANTS = """CREATE OR REPLACE TEMP TABLE as_if AS
SELECT CAST(number AS VARCHAR) AS variant FROM (SELECT UNNEST(range($variants)) AS number)"""

_LANDMARKS = """CREATE OR REPLACE TEMP TABLE as_if_landmarks AS
SELECT lead_id, created_at, CAST($as_of AS TIMESTAMP) AS as_of FROM as_if_leads"""

_ACTIVITIES = """CREATE OR REPLACE TEMP TABLE as_if_activities AS
SELECT variant AS lead_id, occurred_at, kind, detail, value, actor
FROM main.activities CROSS JOIN as_if WHERE lead_id = $lead_id
UNION ALL
SELECT UNNEST(CAST($numbers AS VARCHAR[])), CAST($as_of AS TIMESTAMP), UNNEST(CAST($kinds AS VARCHAR[])),
    UNNEST(CAST($details AS VARCHAR[])), UNNEST(CAST($worths AS DOUBLE[])), UNNEST(CAST($actors AS VARCHAR[]))"""

_CHANGES = """CREATE OR REPLACE TEMP TABLE as_if_changes AS
WITH instead AS (SELECT UNNEST(CAST($numbers AS VARCHAR[])) AS variant, UNNEST(CAST($fields AS VARCHAR[])) AS field,
    UNNEST(CAST($texts AS VARCHAR[])) AS value, UNNEST(CAST($amounts AS DOUBLE[])) AS number)
SELECT variant AS lead_id, field, value, number, changed_at FROM main.changes CROSS JOIN as_if
WHERE lead_id = $lead_id AND (variant, field) NOT IN (SELECT variant, field FROM instead)
UNION ALL
SELECT variant, field, value, number, CAST($as_of AS TIMESTAMP) FROM instead"""

_STAGES = """CREATE OR REPLACE TEMP TABLE as_if_stages AS
SELECT as_if.variant AS lead_id, stages.* EXCLUDE (lead_id)
FROM main.stages CROSS JOIN as_if WHERE lead_id = $lead_id"""

_DEAL_LEADS = """CREATE OR REPLACE TEMP TABLE as_if_deal_leads AS
SELECT deal_id, variant AS lead_id FROM main.deal_leads CROSS JOIN as_if WHERE lead_id = $lead_id"""
