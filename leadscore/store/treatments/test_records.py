"""Records that nobody meant: trials of the form, addresses of no one, and one's own people."""

from __future__ import annotations

from leadscore.store.treatments.addresses import take_apart
from leadscore.store.treatments.held import Held
from leadscore.store.treatments.mail_words import NOBODYS_DOMAINS, NOBODYS_ENDINGS, listed
from leadscore.store.treatments.working_copy import WorkingCopy

TEST_RECORDS = "test_records"
_TRIAL = "test|tests|tester|testing|asdf|asdfasdf|qwerty|dummy|xxx"
_BESIDE = f"{_TRIAL}|lead|user|contact|account|name|person|company|ignore|delete|please|foo|bar"
_NAME = f"(({_BESIDE})[0-9]* )*({_TRIAL})[0-9]*( ({_BESIDE})[0-9]*)*"
"""A name of such words alone: Tess Tester is a person, Test Tester is none."""


def find(held: Held, own_domains: tuple[str, ...] = ()) -> str:
    """A table (lead_id, why) of test records; `own_domains` are the mail domains of one's own company."""
    take_apart(held)
    endings = " OR ".join(f"ENDS_WITH(domain, '{ending}')" for ending in NOBODYS_ENDINGS)
    held.make(
        TEST_RECORDS,
        f"""SELECT lead_id, CASE WHEN list_contains($own, domain) THEN 'own domain'
    WHEN domain IN ({listed(NOBODYS_DOMAINS)}) OR {endings} THEN 'address of nobody'
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
