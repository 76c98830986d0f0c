"""Grouping of figures: by month of T, band, or an attribute, shown in its commonest spelling."""

from __future__ import annotations

from collections.abc import Mapping

from leadscore.errors import DataError, UsageError, did_you_mean, one_of
from leadscore.store.database import quoted
from leadscore.store.manifest import Manifest
from leadscore.store.queries import Stage
from leadscore.vocabulary import BANDS, WELL_KNOWN_ATTRIBUTES

UNKNOWN_GROUP = "(unknown)"
MOST_GROUPS = 500
"""More groups than a table can show are a column to filter by, not to group by."""

_INLINE = {
    None: f"'{UNKNOWN_GROUP}'",
    "month": f"COALESCE({{month}}, '{UNKNOWN_GROUP}')",
    "band": f"COALESCE(band, '{UNKNOWN_GROUP}')",
}
"""Groups that stand in the row of a lead already, as SQL."""


def inline_group(by: str | None, month: str = "local_month") -> str | None:
    """SQL: the group of a row with `band` and a column of its month; None where it takes more than that row."""
    found = _INLINE.get(by)
    return None if found is None else found.format(month=month)


def grouping(by: str, manifest: Manifest) -> tuple[Stage, ...]:
    """Stages that end in `lead_groups(lead_id, by_group)`, a row per row of `scored`.

    Raises UsageError for a word that is no column, DataError for a known attribute that this data lacks.
    """
    return (
        Stage("group_values", "the text each lead is grouped by", _values(by, manifest)),
        Stage(
            "group_names",
            "spellings that differ in case or outer spaces are one group, shown as most leads spell it",
            """SELECT LOWER(spelling) AS key, FIRST(spelling ORDER BY leads DESC, spelling) AS name
FROM (SELECT spelling, COUNT(*) AS leads FROM group_values WHERE spelling <> '' GROUP BY spelling)
GROUP BY LOWER(spelling)""",
        ),
        Stage(
            "lead_groups",
            "a missing value is a group of its own, never left out",
            f"""SELECT lead_id, COALESCE(group_names.name, '{UNKNOWN_GROUP}') AS by_group
FROM group_values LEFT JOIN group_names ON LOWER(group_values.spelling) = group_names.key""",
        ),
    )


def todays_value(by: str | None, manifest: Manifest) -> bool:
    """Whether the groups rest on today's value of an attribute, which may have been filled in after the outcome."""
    attribute = manifest.attribute(by) if by is not None and by not in ("month", "band") else None
    return attribute is not None and not attribute.captured_at_form and by not in manifest.changed_fields


def ordered_groups(by: str, sizes: Mapping[str, int]) -> tuple[str, ...]:
    """Months and bands in their own order, other groups from most leads to fewest; the unknown last."""
    if len(sizes) > MOST_GROUPS:
        raise UsageError(f"'{by}' has {len(sizes)} values. Group by a column with at most {MOST_GROUPS}.")
    return tuple(name for name, _ in sorted(sizes.items(), key=lambda each: _place(by, *each)))


def _place(by: str, name: str, leads: int) -> tuple[bool, int, str]:
    rank = -leads
    if by == "month":
        rank = 0
    elif by == "band" and name in BANDS:
        rank = BANDS.index(name) - len(BANDS)
    return (name == UNKNOWN_GROUP, rank, name)


def _values(by: str, manifest: Manifest) -> str:
    _must_exist(by, manifest)
    return _changed(by, manifest) if by in manifest.changed_fields else _attribute(by, manifest)


def _must_exist(by: str, manifest: Manifest) -> None:
    if manifest.attribute(by) is not None:
        return
    columns = ["month", "band", *(each.name for each in manifest.attributes)]
    if by in WELL_KNOWN_ATTRIBUTES:
        raise DataError(f"This data has no '{by}' to group by. Map a column to it, or use: {one_of(columns)}.")
    raise UsageError(f"There is no '{by}' to group by. {did_you_mean(by, columns)}")


def _attribute(by: str, manifest: Manifest) -> str:
    column = f"leads.{quoted(by)}"
    attribute = manifest.attribute(by)
    if attribute is not None and attribute.type == "number":
        column = _plain_number(column)
    return f"SELECT scored.lead_id, TRIM({column}, ' ') AS spelling FROM scored LEFT JOIN leads USING (lead_id)"


def _plain_number(column: str) -> str:
    """A number as people write it: 200, not 200.0."""
    whole = f"{column} = FLOOR({column}) AND ABS({column}) < 1e15"
    return f"CASE WHEN {whole} THEN CAST(CAST({column} AS BIGINT) AS VARCHAR) ELSE CAST({column} AS VARCHAR) END"


def _changed(by: str, manifest: Manifest) -> str:
    """The last value at or before T, from the dated changes: today's value is no history."""
    attribute = manifest.attribute(by)
    number = attribute is not None and attribute.type == "number"
    value = _plain_number("changes.number") if number else "changes.value"
    return f"""SELECT scored.lead_id, TRIM(ARG_MAX_NULL({value}, (changes.changed_at, changes.value))) AS spelling
FROM scored LEFT JOIN changes
  ON changes.lead_id = scored.lead_id AND changes.field = $by AND changes.changed_at <= scored.as_of
GROUP BY scored.lead_id"""
