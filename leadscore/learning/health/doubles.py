"""Checks of who is there twice, who is nobody, and whose win was copied."""

from __future__ import annotations

from collections.abc import Iterator

from leadscore.learning.health.check import Check, Subject, examples, numbers
from leadscore.store.database import quoted
from leadscore.store.treatments import accounts, people, test_records, wins
from leadscore.store.treatments.held import Held
from leadscore.store.treatments.treatment import Treatment

TWICE = (
    "Every rate counts one person twice; points are spread over two records, and both look colder than the person is."
)


def same_people(subject: Subject) -> Iterator[Check]:
    """Leads that share an address, and leads that share name and company."""
    held = subject.held
    people.find(held, ("email",))
    (tagged,) = numbers(
        held,
        "SELECT COUNT(*) FROM same_people JOIN lead_addresses USING (lead_id) "
        "WHERE tagged AND same_people.lead_id <> keeper",
    )
    yield _people(
        held,
        "same_email",
        "One person under several leads: the same e-mail address",
        "email",
        f"Capitals, blanks and what follows a plus in the address aside ({tagged:,} by the plus alone or besides). "
        "Shared mailboxes (info@) count with the same name only.",
    )
    people.find(held, ("name_company",))
    yield _people(
        held,
        "same_name_and_company",
        "One person under several leads: the same name at the same company",
        "name_company",
        "Less sure than the address: look at the examples before you merge.",
    )


def _people(held: Held, name: str, title: str, by: str, words: str) -> Check:
    needed = {"email": ("email",), "name_company": ("name", "company")}[by]
    lacking = [each for each in needed if held.manifest.attribute(each) is None]
    n, groups = numbers(held, "SELECT COUNT(*) FILTER (lead_id <> keeper), COUNT(DISTINCT keeper) FROM same_people")
    (of,) = numbers(held, f"SELECT COUNT(*) FROM lead_addresses WHERE {_KNOWN[by]}")
    shown = ", ".join(quoted(each) for each in ("email", "name", "company") if held.manifest.attribute(each))
    return Check(
        name,
        title,
        "leads",
        None if lacking else n,
        of,
        TWICE,
        words=f"{groups:,} people have {n + groups:,} leads. {words}" if n else words,
        examples=examples(
            held,
            f"SELECT keeper AS kept, lead_id, {shown or 'NULL AS email'}, leads.created_at "
            "FROM same_people JOIN leads USING (lead_id) ORDER BY keeper, leads.created_at, lead_id",
            personal=True,
        ),
        treatment=Treatment.of("merge_people", by=[by]),
        reason=f"these data have no attribute '{lacking[0]}'" if lacking else None,
    )


_KNOWN = {"email": "address IS NOT NULL", "name_company": "name IS NOT NULL AND company IS NOT NULL"}


def same_accounts(subject: Subject) -> Iterator[Check]:
    """Account ids that are one account."""
    held = subject.held
    table = accounts.find(held)
    known = held.manifest.attribute("account_id") is not None
    n, leads = numbers(held, f"SELECT COUNT(*), SUM(leads) FROM {table} WHERE account_id <> keeper")
    (of,) = numbers(held, "SELECT COUNT(DISTINCT account_id) FROM lead_addresses")
    yield Check(
        "same_account",
        "One account under several ids",
        "accounts",
        n if known else None,
        of,
        "Intervals are too narrow: colleagues who decide together count as strangers, and one deal as several.",
        words=f"The same mail domain, or the same name where no other domain speaks against it; {leads:,} leads stand "
        "under the other ids."
        if n
        else "The same mail domain, or the same name where no other domain speaks against it.",
        examples=examples(
            held,
            f"SELECT keeper AS kept, {table}.account_id, {table}.leads, ANY_VALUE(company) AS company, "
            f"ANY_VALUE(own_domain) AS domain FROM {table} JOIN lead_addresses USING (account_id) GROUP BY ALL "
            "ORDER BY 1, 2",
        ),
        treatment=Treatment.of("merge_accounts"),
        reason=None if known else "these data have no attribute 'account_id'; intervals take every lead for itself",
    )


def synced_wins(subject: Subject) -> Iterator[Check]:
    """Won stamps of one minute on several contacts of an account."""
    held = subject.held
    table = wins.find(held)
    n, groups = numbers(held, f"SELECT COUNT(*) FILTER (NOT kept), COUNT(DISTINCT (account_id, minute)) FROM {table}")
    (of,) = numbers(held, "SELECT COUNT(*) FROM stages WHERE LOWER(TRIM(stage, ' ')) = 'won'")
    known = held.manifest.attribute("account_id") is not None
    deals = " Here deals say who won, so rates are right already; journeys and lists still show the copies."
    yield Check(
        "synced_wins",
        "A win was copied to every contact of its account",
        "won stamps",
        n if known and of else None,
        of,
        "Without deals every contact counts as a win: conversion and revenue per lead are too high.",
        words=(f"{groups:,} wins were stamped within one minute on several contacts." if n else "")
        + (deals if n and held.has("deals") else ""),
        examples=examples(held, f"SELECT account_id, minute, lead_id, deals, kept FROM {table} ORDER BY 1, 2, 3"),
        treatment=Treatment.of("keep_one_win"),
        reason=None if known and of else ("no lead is won" if known else "these data have no attribute 'account_id'"),
    )


def tests(subject: Subject) -> Iterator[Check]:
    """Test records and one's own people."""
    held = subject.held
    table = test_records.find(held, subject.own_domains)
    whys = held.cursor.execute(f"SELECT why, COUNT(*) FROM {table} GROUP BY 1 ORDER BY 2 DESC, 1").fetchall()
    known = [each for each in ("email", "name", "company") if held.manifest.attribute(each)]
    shown = ", ".join(quoted(each) for each in known)
    yield Check(
        "test_records",
        "Test records, and leads of your own people",
        "leads",
        held.count(table) if known else None,
        held.manifest.rows("leads"),
        "They click through everything and never buy, or are 'won' in a trial: signals and rates alike.",
        words=", ".join(f"{why}: {n:,}" for why, n in whys) + _made_up(held),
        examples=examples(
            held,
            f"SELECT lead_id, {shown or 'NULL AS email'}, why FROM {table} JOIN leads USING (lead_id) "
            "ORDER BY why, lead_id",
            personal=True,
        ),
        treatment=Treatment.of("leave_out_tests", own_domains=subject.own_domains),
        reason=None if known else "these data have no addresses, names or companies",
    )


def _made_up(held: Held) -> str:
    if test_records.nobodys_share(held) <= test_records.MOST:
        return ""
    return " Most addresses here are of domains that belong to nobody (example.com): these data are made up or masked."
