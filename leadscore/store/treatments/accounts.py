"""One account under several ids, by its domain or its name, and how the ids become one."""

from __future__ import annotations

from leadscore.store.treatments.addresses import take_apart
from leadscore.store.treatments.alike import groups
from leadscore.store.treatments.held import Held
from leadscore.store.treatments.working_copy import WorkingCopy

SAME_ACCOUNTS = "same_accounts"
MOST_COMPANIES = 5
"""A mail domain with more company names than this belongs to a provider, not to a company."""
SHORTEST_NAME = 3
_NO_COMPANY = "'unknown', 'none', 'not known', 'n a', 'na', 'self employed', 'private', 'freelance', 'student', 'test'"

_KEYS = f"""SELECT account_id AS id, 'domain ' || own_domain AS key FROM lead_addresses
WHERE account_id IS NOT NULL AND own_domain IS NOT NULL
QUALIFY COUNT(DISTINCT company) OVER (PARTITION BY own_domain) <= {MOST_COMPANIES}
UNION ALL
SELECT account_id, 'company ' || company FROM account_names
WHERE addresses = 0 OR one_domain = the_domain"""

_NAMES = f"""WITH known AS (
    SELECT account_id, company, COUNT(address) AS addresses, MIN(own_domain) AS one_domain
    FROM lead_addresses WHERE account_id IS NOT NULL AND LENGTH(company) >= {SHORTEST_NAME}
    AND company NOT IN ({_NO_COMPANY}) GROUP BY account_id, company)
SELECT *, MIN(one_domain) OVER (PARTITION BY company) AS the_domain FROM known
QUALIFY COALESCE(MIN(one_domain) OVER (PARTITION BY company) = MAX(one_domain) OVER (PARTITION BY company), TRUE)"""
"""A company's name unites accounts only where their mail domains agree, or one has no addresses at all:
private addresses say nothing, and names repeat."""


def find(held: Held) -> str:
    """A table (account_id, keeper, leads) of accounts that are one; the one with most leads is kept."""
    take_apart(held)
    held.make("account_names", _NAMES)
    groups(held, f"({_KEYS})", "accounts_alike")
    held.make(
        SAME_ACCOUNTS,
        """WITH sized AS (SELECT id, label, COUNT(*) AS leads FROM accounts_alike
    JOIN lead_addresses ON lead_addresses.account_id = accounts_alike.id GROUP BY id, label)
SELECT id AS account_id, leads, FIRST_VALUE(id) OVER (PARTITION BY label ORDER BY leads DESC, id) AS keeper
FROM sized""",
    )
    return SAME_ACCOUNTS


def merge(copy: WorkingCopy) -> None:
    """One id an account, for leads and deals alike."""
    find(copy.held)
    for table in ("leads", "deals"):
        own = f"TRIM(CAST({table}.account_id AS VARCHAR), ' ')"
        copy.update(
            table, "account_id = keeper FROM same_accounts", f"{own} = same_accounts.account_id AND {own} <> keeper"
        )
