"""Cells that a list of companies filled: they are no word of the leads' own list, so no later export differs from them.

They are kept beside the leads.  Before a later import compares, they are blank again; afterwards they are filled anew,
or, where no list says anything then, as they were.
"""

from __future__ import annotations

from collections.abc import Sequence

from leadscore.importing.taking.adding import Before, written
from leadscore.importing.taking.staging import SEQ, Staging
from leadscore.store.database import quoted, text_literal
from leadscore.store.manifest import Attribute

FILLED = "filled"
"""The table of a lead and an attribute that its own list left blank."""


def start(staging: Staging) -> None:
    """Make the table, still empty."""
    staging.execute(f"CREATE TABLE {FILLED} (lead_id VARCHAR, field VARCHAR)")


def note(staging: Staging, rows: str, names: Sequence[str]) -> None:
    """Remember which blank cells the rows of a list are about to fill; the table `filling` says whose they are."""
    for name in names:
        staging.execute(
            f"INSERT INTO {FILLED} SELECT leads.lead_id, {text_literal(name)} FROM leads JOIN filling USING (lead_id) "
            f"JOIN {rows} AS given ON given.{SEQ} = filling.first AND given.lead_id = filling.lead_id "
            f"WHERE leads.{quoted(name)} IS NULL AND given.{quoted(name)} IS NOT NULL"
        )


def take_out(staging: Staging, before: Before) -> None:
    """Blank in `known_leads` what lists of companies had filled."""
    for name in _fields(staging, before):
        staging.execute(
            f"UPDATE known_leads SET {quoted(name)} = NULL FROM {before.rows_of(FILLED)} AS f "
            f"WHERE f.lead_id = known_leads.lead_id AND f.field = {text_literal(name)}"
        )


def put_back(staging: Staging, before: Before | None, attributes: Sequence[Attribute]) -> None:
    """What was filled before stays where neither the leads' own list nor a list of companies now says anything."""
    if before is None:
        return
    types = {each.name: each.type for each in before.manifest.attributes}
    fields = _fields(staging, before)
    for each in attributes:
        if each.name not in fields or each.captured_at_form:
            continue
        column, name = quoted(each.name), text_literal(each.name)
        value = f"k.{column}" if types[each.name] == each.type else written(f"k.{column}")
        staging.execute(
            f"CREATE TABLE put_back AS SELECT lead_id, {value} AS v FROM {before.rows_of('leads')} AS k "
            f"JOIN {before.rows_of(FILLED)} AS f USING (lead_id) JOIN leads USING (lead_id) "
            f"WHERE f.field = {name} AND leads.{column} IS NULL AND k.{column} IS NOT NULL"
        )
        staging.execute(f"UPDATE leads SET {column} = v FROM put_back AS p WHERE p.lead_id = leads.lead_id")
        staging.execute(f"INSERT INTO {FILLED} SELECT lead_id, {name} FROM put_back")
        staging.execute("DROP TABLE put_back")


def _fields(staging: Staging, before: Before) -> list[str]:
    """The attributes of which some cells had been filled."""
    if FILLED not in before.manifest.tables:
        return []
    held = {each.name for each in before.manifest.attributes}
    rows = staging.execute(f"SELECT DISTINCT field FROM {before.rows_of(FILLED)} ORDER BY 1").fetchall()
    return [field for (field,) in rows if field in held]
