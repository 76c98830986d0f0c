"""Attributes that no list of leads has: only dated changes tell them, as an enrichment file does.

The leads get such an attribute with the last value that was told of each.
"""

from __future__ import annotations

from leadscore.importing.mappings.mapping import FIELDS, Mapping
from leadscore.importing.reading.decimals import PLAIN
from leadscore.importing.taking.adding import Before
from leadscore.importing.taking.filling import widened as with_columns
from leadscore.importing.taking.plan import Plan
from leadscore.importing.taking.staging import Staging
from leadscore.store.database import quoted
from leadscore.store.manifest import COLUMNS, Attribute, AttributeType


def widened(staging: Staging, mapping: Mapping, plan: Plan, attributes: tuple[Attribute, ...]) -> tuple[Attribute, ...]:
    """All attributes of the leads, those that only changes tell among them; a number where every change is one."""
    known = {each.name.lower() for each in attributes} | set(FIELDS["leads"])
    new = [name for name in _told(mapping, plan) if name.lower() not in known]
    return with_columns(staging, attributes, [Attribute(name, _type(staging, name)) for name in new])


def tell(
    staging: Staging, mapping: Mapping, plan: Plan, attributes: tuple[Attribute, ...], before: Before | None
) -> None:
    """Give the leads the last values of what only changes tell, now or before; the table `changes` is there by now."""
    rows = _rows(before)
    types = {each.name: each.type for each in attributes}
    for name in _told(mapping, plan):
        if name not in types:
            continue
        value = "number" if types[name] == "number" else "value"
        staging.execute(
            f"UPDATE leads SET {quoted(name)} = last.value FROM ("
            f"SELECT lead_id, arg_max({value}, (changed_at, now, value)) AS value FROM ({rows}) "
            "WHERE field = ? GROUP BY 1 HAVING bool_or(now)) AS last WHERE leads.lead_id = last.lead_id",
            (name,),
        )


def _rows(before: Before | None) -> str:
    """SQL: the changes of this import and those of before, of which the former (`now`) count where both are of one
    instant."""
    columns = ", ".join(COLUMNS["changes"])
    rows = f"SELECT {columns}, true AS now FROM changes"
    if before is None or "changes" not in before.manifest.tables:
        return rows
    return f"{rows} UNION ALL SELECT {columns}, false FROM {before.rows_of('changes')}"


def _told(mapping: Mapping, plan: Plan) -> list[str]:
    """The attributes that sources of changes name themselves and no source of leads maps, each spelled one way."""
    of_leads = (each for one in plan.passes for each in one.extractions if each.source.table == "leads")
    mapped = {name for each in of_leads for name in each.fields}
    said = (source.field("field") for source in mapping.sources if source.table == "changes")
    names = (each.constant for each in said if each and each.constant and each.constant not in mapped)
    free = {name.lower(): name for name in names if all(letter >= " " for letter in name)}
    return list(free.values())


def _type(staging: Staging, name: str) -> AttributeType:
    numbers = staging.execute(
        "SELECT bool_and(regexp_full_match(trim(value), ?)) FROM rows_changes WHERE field = ?", (PLAIN, name)
    ).fetchone()
    return "number" if numbers and numbers[0] else "text"
