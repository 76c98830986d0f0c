"""Lists that fill attributes of leads which other files list: the companies beside the contacts."""

from __future__ import annotations

from collections.abc import Sequence

from leadscore.importing.mappings.mapping import Field, Mapping
from leadscore.importing.taking import filled, joins
from leadscore.importing.taking.staging import SEQ, Staging
from leadscore.store.database import quoted
from leadscore.store.manifest import Attribute

SQL_TYPE = {"text": "VARCHAR", "number": "DOUBLE"}


def set_apart(staging: Staging, mapping: Mapping) -> list[tuple[int, Field]]:
    """Move the typed rows of every such source out of `typed_leads` into a table of their own."""
    found = []
    for position, source in enumerate(mapping.sources):
        field = source.field("lead_id")
        if field is None or not joins.fills(source):
            continue
        mine = f"{SEQ} >= {position << 40} AND {SEQ} < {(position + 1) << 40}"
        staging.execute(f"CREATE TABLE {_rows(position)} AS FROM typed_leads WHERE {mine}")
        staging.execute(f"DELETE FROM typed_leads WHERE {mine}")
        found.append((position, field))
    return found


def fill_leads(
    staging: Staging,
    fillings: Sequence[tuple[int, Field]],
    attributes: tuple[Attribute, ...],
    arriving: Sequence[Attribute],
    listed: frozenset[str],
) -> tuple[tuple[Attribute, ...], int]:
    """Fill attributes of the table `leads`; returns all attributes, and how many rows were taken.

    An attribute with a column in a list of leads (`listed`) is filled where a lead says nothing itself; another one is
    the lists' own, and a later list has the last word.
    """
    wide = widened(staging, attributes, arriving)
    return wide, sum(_fill(staging, position, field, wide, listed) for position, field in fillings)


def widened(
    staging: Staging, attributes: tuple[Attribute, ...], arriving: Sequence[Attribute]
) -> tuple[Attribute, ...]:
    """The attributes with those of the arriving that the table `leads` does not have yet: it gets a column for each."""
    new = tuple(each for each in arriving if each.name not in {known.name for known in attributes})
    for each in new:
        staging.execute(f"ALTER TABLE leads ADD COLUMN {quoted(each.name)} {SQL_TYPE[each.type]}")
    return (*attributes, *new)


def _fill(
    staging: Staging, position: int, field: Field, attributes: tuple[Attribute, ...], listed: frozenset[str]
) -> int:
    """Fill the leads of one list of companies from the first row that names them; returns how many rows were taken.

    What a form captured is left as it was: the list says what holds today.  A further row about leads that all have
    theirs is a duplicate where it says the same, else a repeated account.
    """
    rows = _rows(position)
    joins.look_up(staging, rows, "leads", position, field, attributes)
    held = set(joins.columns_of(staging, rows))
    names = [each.name for each in attributes if each.name in held]
    staging.execute(f"CREATE TABLE filling AS SELECT lead_id, min({SEQ}) AS first FROM {rows} GROUP BY 1")
    differs = " OR ".join(f"again.{quoted(name)} IS DISTINCT FROM known.{quoted(name)}" for name in names) or "false"
    staging.execute(
        f"INSERT INTO refused SELECT again.{SEQ}, 'leads', "
        f"CASE WHEN bool_or({differs}) THEN 'repeated account' ELSE 'duplicate' END, "
        f"min({joins.cells('again', ['lead_id', *names])}) "
        f"FROM {rows} AS again JOIN filling USING (lead_id) JOIN {rows} AS known "
        f"ON known.{SEQ} = filling.first AND known.lead_id = filling.lead_id "
        f"WHERE again.{SEQ} NOT IN (SELECT first FROM filling) GROUP BY 1"
    )
    given = [each.name for each in attributes if each.name in held and not each.captured_at_form]
    given = [name for name in given if staging.one(f"SELECT count({quoted(name)}) FROM {rows}")]
    if given:
        filled.note(staging, rows, [name for name in given if name in listed])
        sets = ", ".join(_set(each, listed) for each in attributes if each.name in given)
        staging.execute(
            f"UPDATE leads SET {sets} FROM {rows} AS given JOIN filling ON given.{SEQ} = filling.first "
            "AND given.lead_id = filling.lead_id WHERE leads.lead_id = given.lead_id"
        )
    taken = int(staging.one("SELECT count(DISTINCT first) FROM filling"))
    staging.execute("DROP TABLE filling")
    staging.execute(f"DROP TABLE {rows}")
    return taken


def _set(attribute: Attribute, listed: frozenset[str]) -> str:
    """SQL: the attribute's own value or the given one, in its type (a snapshot of before may hold it as text)."""
    column = quoted(attribute.name)
    own, given = f"leads.{column}", f"TRY_CAST(given.{column} AS {SQL_TYPE[attribute.type]})"
    first, second = (own, given) if attribute.name in listed else (given, own)
    return f"{column} = coalesce({first}, {second})"


def _rows(position: int) -> str:
    return f"filling_rows_{position}"
