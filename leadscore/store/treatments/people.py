"""The same person in the data twice, and how two leads become one."""

from __future__ import annotations

from leadscore.store.database import quoted
from leadscore.store.treatments.addresses import take_apart
from leadscore.store.treatments.alike import groups
from leadscore.store.treatments.held import OF_LEADS, Held
from leadscore.store.treatments.working_copy import WorkingCopy

SAME_PEOPLE = "same_people"
BY = ("email", "name_company")
MOST_NAMES = 3
"""An address with more different names than this is a placeholder that several people typed."""

_KEYS = {
    "email": f"""SELECT lead_id AS id, 'email ' || mailbox || '@' || domain || IF(shared, ' ' || name, '') AS key
FROM lead_addresses WHERE address IS NOT NULL AND (NOT shared OR name IS NOT NULL)
QUALIFY COUNT(DISTINCT name) OVER (PARTITION BY mailbox, domain) <= {MOST_NAMES}""",
    "name_company": """SELECT lead_id AS id, 'name ' || name || ' of ' || company AS key
FROM lead_addresses WHERE company IS NOT NULL AND STRPOS(name, ' ') > 0""",
}


def find(held: Held, by: tuple[str, ...]) -> str:
    """A table (lead_id, keeper) of leads that are somebody who is there already; the first created is kept.

    `by` says what makes two leads one person: `email` (capitals, blanks and what follows a plus apart) or
    `name_company`.
    """
    take_apart(held)
    keys = " UNION ALL ".join(f"SELECT * FROM ({_KEYS[each]})" for each in by)
    groups(held, f"({keys})", "people")
    held.make(
        SAME_PEOPLE,
        """SELECT lead_id, FIRST_VALUE(lead_id) OVER whole AS keeper, created_at
FROM people JOIN leads ON leads.lead_id = people.id
WINDOW whole AS (PARTITION BY label ORDER BY created_at, lead_id)""",
    )
    return SAME_PEOPLE


def merge(copy: WorkingCopy, by: tuple[str, ...]) -> None:
    """One lead a person: the first created, with all rows; where it lacks an attribute, the next that knows it."""
    find(copy.held, by)
    if not copy.held.count(f"{SAME_PEOPLE} WHERE lead_id <> keeper"):
        return
    copy.take(*OF_LEADS)
    copy.replace("leads", _merged_leads(copy.held))
    for table in OF_LEADS:
        if table != "leads" and copy.held.has(table):
            copy.update(
                table,
                "lead_id = keeper FROM same_people",
                f"{table}.lead_id = same_people.lead_id AND {table}.lead_id <> keeper",
            )
            copy.replace(table, _once(table))


def _merged_leads(held: Held) -> str:
    """The leads after the merge; a value that names one of the merged leads ("duplicate of") is not handed on."""
    kept = [
        f"FIRST({quoted(each.name)} ORDER BY place) FILTER (WHERE {quoted(each.name)} IS NOT NULL AND "
        f"(place = 1 OR NOT LIST_CONTAINS(ids, CAST({quoted(each.name)} AS VARCHAR)))) AS {quoted(each.name)}"
        for each in held.manifest.attributes
    ]
    names = ", ".join(quoted(each.name) for each in held.manifest.attributes)
    listed = ", ".join(["keeper AS lead_id", "MIN(created_at) AS created_at", *kept])
    return f"""WITH placed AS (
    SELECT leads.*, keeper, LIST(lead_id) OVER (PARTITION BY keeper) AS ids,
        ROW_NUMBER() OVER (PARTITION BY keeper ORDER BY leads.created_at NULLS LAST, lead_id) AS place
    FROM leads JOIN same_people USING (lead_id))
SELECT {listed} FROM placed GROUP BY keeper
UNION ALL SELECT {", ".join(["lead_id", "created_at"] + ([names] if names else []))} FROM leads
WHERE lead_id NOT IN (SELECT lead_id FROM same_people)"""


def _once(table: str) -> str:
    """Rows that became equal count once, as at any import."""
    return f"""SELECT * FROM {table} WHERE lead_id NOT IN (SELECT keeper FROM same_people)
UNION ALL SELECT DISTINCT * FROM {table} WHERE lead_id IN (SELECT keeper FROM same_people)"""
