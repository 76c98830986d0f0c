"""A model to start from where no preset fits: what this data can be asked, at no points yet.

Rules are chosen by how evenly they split the leads, never by outcome: what they are worth is for the room to say, and
choosing them by the outcome would be fishing before anybody has spoken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import duckdb

from leadscore.evidence import Shelf
from leadscore.model import Model, Rule
from leadscore.model.rules import CutOffs
from leadscore.store.database import quoted
from leadscore.vocabulary import HAND_OFF, LEAD_ACTOR, TOUCH_KINDS

MOST_RULES = 16
MOST_OF_ONE = 2
"""Rules on one attribute at most."""

RAREST = 0.02
"""What fewer leads have, or lack, than this share says little."""

MOST_VALUES = 500
NUMBERED = 0.9
"""A number that is another one for more than this part of the leads is an id."""

NAMES = ("lead_id", "name", "email", "company", "account_id", "duplicate_of", "phone", "owner")
"""Attributes that say who a lead is, not what it is like."""

OF_A_PERSON = re.compile(
    r"\b(first|last|middle|full|given|sur|family|contact|lead|user)[ _]?names?\b|\b(phone|mobile|fax|street|address|"
    r"zip|postal ?code|photo ?url|salutation)\b|^website( url)?$",
    re.I,
)
"""Headers of the same, as CRMs write them."""

COARSER = {"source_kind": "source"}
"""Attributes that say less than another: they are asked about only where that one is not there."""

AFTERWARDS = re.compile(
    r"convert|status|stage|\btags?\b|quality|profile|score|outcome|won|lost|closed|last (activity|notable)", re.I
)
"""Names of attributes that are mostly written, or written over, after the outcome: they are offered to nobody."""

RANGE = (Decimal(-30), Decimal(30))


@dataclass(frozen=True, slots=True)
class _Offer:
    """A rule that could be asked, and the share of leads that it holds for."""

    share: float
    about: str
    rule: Rule

    @property
    def evenness(self) -> float:
        """0.25 where it holds for half of the leads, 0 where for all or none."""
        return self.share * (1 - self.share)


def starting_point(shelf: Shelf) -> Model | None:
    """Rules at 0 points on the attributes and activities of this data; None where it has nothing to ask."""
    cursor, manifest = shelf.database.cursor(), shelf.database.manifest
    offers = [*_of_attributes(cursor, shelf), *(_of_kinds(cursor, manifest.rows("leads")) if manifest.dated else ())]
    chosen = _fewest(sorted(offers, key=lambda each: (-each.evenness, each.rule.name)))
    if not chosen:
        return None
    rules = tuple(
        Rule(**{**dict(each.rule), "id": f"{readable_id(each.rule.name)}_{place}"})
        for place, each in enumerate(chosen, 1)
    )
    return Model(
        name="From this data, no points given yet", rules=rules, cut_offs=CutOffs(mql=Decimal(20), sql=Decimal(40))
    )


def _fewest(offers: list[_Offer]) -> list[_Offer]:
    """The first ones, with no attribute asked too often, in the order in which they are told."""
    taken: dict[str, int] = {}
    chosen: list[_Offer] = []
    for offer in offers:
        if taken.get(offer.about, 0) < MOST_OF_ONE and len(chosen) < MOST_RULES:
            taken[offer.about] = taken.get(offer.about, 0) + 1
            chosen.append(offer)
    return sorted(chosen, key=lambda each: (each.rule.group != "demographic", each.rule.name))


def _of_attributes(cursor: duckdb.DuckDBPyConnection, shelf: Shelf) -> Iterator[_Offer]:
    total, facts = shelf.database.manifest.rows("leads"), shelf.facts
    timely = facts.captured_at_form | facts.changed_fields
    for attribute in shelf.database.manifest.attributes:
        if timely and attribute.name not in timely:  # what it was at T is not known, and other ones are
            continue
        if COARSER.get(attribute.name) in facts.attributes:
            continue
        name = attribute.name.replace("_", " ")
        if attribute.name.lower() in NAMES or AFTERWARDS.search(name) or OF_A_PERSON.search(name):
            continue
        if attribute.type == "number":
            yield from _at_least(cursor, attribute.name, total)
        else:
            yield from _commonest(cursor, attribute.name, total)


def _commonest(cursor: duckdb.DuckDBPyConnection, name: str, total: int) -> Iterator[_Offer]:
    """The commonest values of a text, spelled as most leads have it."""
    column = quoted(name)
    sql = f"""SELECT MODE(TRIM({column}, ' ')), COUNT(*) FROM leads WHERE NULLIF(TRIM({column}, ' '), '') IS NOT NULL
GROUP BY LOWER(TRIM({column}, ' ')) ORDER BY COUNT(*) DESC, 1 LIMIT {MOST_VALUES + 1}"""
    found = cursor.execute(sql).fetchall()
    if len(found) > MOST_VALUES:
        return
    yes_or_no = len(found) == 2 and not _tells(sum(leads for _, leads in found) / total)
    for value, leads in found[: 1 if yes_or_no else MOST_OF_ONE]:
        if len(value) <= 60 and _tells(leads / total):
            label = f"{label_of(name)}: {value}"
            when = {"attribute": name, "is": value}
            yield _Offer(leads / total, name, _rule(label, "demographic", when))


def _at_least(cursor: duckdb.DuckDBPyConnection, name: str, total: int) -> Iterator[_Offer]:
    """The upper half of a number."""
    column = quoted(name)
    sql = f"""WITH half AS (
    SELECT QUANTILE_DISC({column}, 0.5) AS middle, COUNT(DISTINCT {column}) AS values FROM leads)
SELECT middle, COUNT(*) FILTER (WHERE {column} >= middle), ANY_VALUE(values) FROM leads, half GROUP BY middle"""
    middle, leads, values = cursor.execute(sql).fetchone() or (None, 0, 0)
    if middle is not None and values < NUMBERED * total and _tells(leads / total):
        least = Decimal(f"{middle:.6g}")
        when = {"attribute": name, "at_least": least}
        yield _Offer(leads / total, name, _rule(f"{label_of(name)} at least {least:f}", "demographic", when))


def _of_kinds(cursor: duckdb.DuckDBPyConnection, total: int) -> Iterator[_Offer]:
    """Kinds of activity before the hand-off, but for what sales does: who was called says nothing of the lead.

    Where nobody was handed over, all leads and all their activities are looked at.
    """
    ours = ", ".join(f"'{kind}'" for kind in TOUCH_KINDS)
    cursor.execute(f"""CREATE OR REPLACE TEMP TABLE asked_leads AS
SELECT lead_id, MIN(entered_at) AS handed_at FROM stages SEMI JOIN leads USING (lead_id)
WHERE LOWER(TRIM(stage, ' ')) = '{HAND_OFF}' AND entered_at IS NOT NULL GROUP BY lead_id""")
    handed = cursor.execute("SELECT COUNT(*) FROM asked_leads").fetchall()[0][0]
    if not handed:
        cursor.execute("INSERT INTO asked_leads SELECT lead_id, CAST('infinity' AS TIMESTAMP) FROM leads")
    sql = f"""SELECT LOWER(TRIM(kind, ' ')) AS asked, COUNT(DISTINCT lead_id)
FROM activities JOIN asked_leads USING (lead_id)
WHERE occurred_at <= handed_at
    AND (LOWER(TRIM(kind, ' ')) NOT IN ({ours}) OR LOWER(TRIM(COALESCE(actor, ''), ' ')) = '{LEAD_ACTOR}')
GROUP BY asked ORDER BY asked"""
    for kind, leads in cursor.execute(sql).fetchall():
        share = leads / (handed or total)
        if _tells(share):
            yield _Offer(share, kind, _rule(label_of(kind), "behaviour", {"activity": kind}))


def _tells(share: float) -> bool:
    return RAREST <= share <= 1 - RAREST


def _rule(label: str, group: str, when: dict[str, object]) -> Rule:
    return Rule.model_validate({"id": "r", "label": label, "group": group, "points": 0, "when": when, "range": RANGE})


def readable_id(label: str) -> str:
    """The letters and digits of a label; other labels may have the same."""
    letters = "".join(each if each.isalnum() else "_" for each in label.lower())[:50]
    return "_".join(part for part in letters.split("_") if part)


def label_of(name: str) -> str:
    """A name of the data as the beginning of a label."""
    words = " ".join(name.replace("_", " ").split())
    return words[:1].upper() + words[1:]
