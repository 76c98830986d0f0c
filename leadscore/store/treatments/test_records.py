"""Records that nobody meant: trials of the form, addresses of no one, and one's own people."""

from __future__ import annotations

from leadscore.store.treatments.addresses import take_apart
from leadscore.store.treatments.held import Held
from leadscore.store.treatments.mail_words import NOBODYS_DOMAINS, NOBODYS_ENDINGS, listed
from leadscore.store.treatments.working_copy import WorkingCopy

TEST_RECORDS = "test_records"
MOST = 0.2
"""Where more leads than this have an address of nobody, all addresses were made up, and say nothing of a trial."""

_TRIAL = "test|tests|tester|testing|asdf|asdfasdf|qwerty|dummy|xxx"
_BESIDE = f"{_TRIAL}|lead|user|contact|account|name|person|company|ignore|delete|please|foo|bar"
_NAME = f"(({_BESIDE})[0-9]* )*({_TRIAL})[0-9]*( ({_BESIDE})[0-9]*)*"
"""A name of such words alone: Tess Tester is a person, Test Tester is none."""


_ENDINGS = " OR ".join(f"ENDS_WITH(domain, '{ending}')" for ending in NOBODYS_ENDINGS)
NOBODYS = f"domain IN ({listed(NOBODYS_DOMAINS)}) OR {_ENDINGS}"
"""SQL: whether an address can belong to nobody."""


def nobodys_share(held: Held) -> float:
    """The share of leads with an address of nobody; call `take_apart` first."""
    leads = held.count("lead_addresses")
    return held.count(f"lead_addresses WHERE {NOBODYS}") / leads if leads else 0.0


def find(held: Held, own_domains: tuple[str, ...] = ()) -> str:
    """A table (lead_id, why) of test records; `own_domains` are the mail domains of one's own company."""
    take_apart(held)
    nobodys = f"({NOBODYS})" if nobodys_share(held) <= MOST else "FALSE"
    held.make(
        TEST_RECORDS,
        f"""SELECT lead_id, CASE WHEN list_contains($own, domain) THEN 'own domain'
    WHEN {nobodys} THEN 'address of nobody'
    WHEN regexp_full_match(mailbox, '({_TRIAL})[0-9._-]*') THEN 'address of a trial'
    WHEN regexp_full_match(name, '{_NAME}') THEN 'name of a trial'
    WHEN regexp_full_match(company, '{_NAME}') THEN 'company of a trial' END AS why
FROM lead_addresses WHERE why IS NOT NULL""",
        own=[domain.strip().lower().removeprefix("@") for domain in own_domains],
    )
    return TEST_RECORDS


def leave_out(copy: WorkingCopy, own_domains: tuple[str, ...]) -> None:
    """Take the test records out, with every row of theirs."""
    copy.delete_leads(find(copy.held, own_domains))
