"""Addresses and names of leads, taken apart once for every check that compares them."""

from __future__ import annotations

from leadscore.store.treatments.held import Held
from leadscore.store.treatments.mail_words import FREE_MAIL, NOBODYS_DOMAINS, SHARED_MAILBOXES, listed

TABLE = "lead_addresses"

_LEGAL_FORMS = (
    "inc|incorporated|corp|corporation|co|company|ltd|limited|llc|llp|plc|gmbh|mbh|ag|kg|ug|se|sa|sas|sarl|srl|spa|"
    "bv|nv|oy|ab|as|aps|pty|pte|sl|lda|group|holding|holdings"
)


def take_apart(held: Held) -> str:
    """A table with a row a lead: local part (without what follows a plus), domain, name and company, compared folded.

    `own_domain` is empty for free mail and for domains of nobody.  A text without exactly one @ is no address.
    """
    email = f"LOWER({held.attribute('email')})"
    held.make(
        TABLE,
        f"""WITH parts AS (SELECT lead_id, created_at, {email} AS email, {_folded(held.attribute("name"))} AS name,
    {_company(held.attribute("company"))} AS company, {held.attribute("account_id")} AS account_id FROM leads),
halves AS (SELECT *, CASE WHEN regexp_full_match(email, '[^@ ]+@[^@ ]+\\.[^@ ]+') THEN email END AS address FROM parts)
SELECT lead_id, created_at, email, address, name, NULLIF(company, '') AS company, account_id,
    split_part(split_part(address, '@', 1), '+', 1) AS mailbox, split_part(address, '@', 2) AS domain,
    split_part(address, '@', 1) LIKE '_%+%' AS tagged,
    split_part(split_part(address, '@', 1), '+', 1) IN ({listed(SHARED_MAILBOXES)}) AS shared,
    CASE WHEN domain NOT IN ({listed((*FREE_MAIL, *NOBODYS_DOMAINS))}) THEN domain END AS own_domain
FROM halves""",
    )
    return TABLE


def _folded(text: str) -> str:
    return f"NULLIF(TRIM(regexp_replace(LOWER({text}), '[\\s]+', ' ', 'g')), '')"


def _company(text: str) -> str:
    """A company's name in letters and digits, without the legal forms at its end."""
    plain = f"TRIM(regexp_replace(LOWER({text}), '[^\\p{{L}}\\p{{N}}]+', ' ', 'g'))"
    return f"regexp_replace({plain}, '( ({_LEGAL_FORMS}))+$', '')"


def commonest_domains(held: Held, most: int) -> tuple[str, ...]:
    """The mail domains of companies that most leads have."""
    take_apart(held)
    sql = (
        f"SELECT own_domain FROM {TABLE} WHERE own_domain IS NOT NULL GROUP BY 1 ORDER BY COUNT(*) DESC, 1 LIMIT {most}"
    )
    return tuple(domain for (domain,) in held.cursor.execute(sql).fetchall())
