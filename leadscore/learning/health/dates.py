"""Checks of the order of dates: stages, deals and activities before what must come first."""

from __future__ import annotations

from collections.abc import Iterator

from leadscore.learning.health.check import Check, Subject, examples, numbers
from leadscore.store.treatments import orders
from leadscore.store.treatments.held import Held
from leadscore.store.treatments.treatment import Treatment


def orders_of_stages(subject: Subject) -> Iterator[Check]:
    """Stages before the creation, and stages before stages that come first."""
    held = subject.held
    orders.first_entries(held)
    late = orders.before_creation(orders.AFTER_CREATION)
    n, of = held.count(f"({late})"), held.count(_STAGED)
    yield Check(
        "before_creation",
        "A stage was entered before the lead was created",
        "leads",
        n if of else None,
        of,
        "Arrival figures, speed and the cycle start from a date that is too late; days of silence are counted wrongly.",
        words="The record was probably made anew, merged or moved from another system, and its date with it.",
        examples=examples(held, f"{late} ORDER BY lead_id"),
        treatment=Treatment.of("forget_creation"),
        reason=None if of else "no lead has both a creation date and a dated stage",
    )
    yield _disordered(held)


def _disordered(held: Held) -> Check:
    found = {each: held.count(f"({orders.out_of_order(each)})") for each in orders.DISORDERS}
    every = " UNION ALL ".join(
        f"SELECT lead_id, '{each.later} before {each.earlier}' AS what, earlier_at, later_at "
        f"FROM ({orders.out_of_order(each)})"
        for each in orders.DISORDERS
    )
    n, of = numbers(
        held,
        f"SELECT (SELECT COUNT(DISTINCT lead_id) FROM ({every})), "
        f"(SELECT COUNT(*) FROM (SELECT lead_id FROM {orders.FIRST_ENTRIES} GROUP BY lead_id HAVING COUNT(*) > 1))",
    )
    told = ", ".join(f"{each.later} before {each.earlier}: {count:,}" for each, count in found.items() if count)
    return Check(
        "stages_out_of_order",
        "Stages come in an order that cannot be",
        "leads",
        n if of else None,
        of,
        "An outcome before its start is outside every conversion rate and cycle: wins that no rate shows.",
        words=f"{told}." if told else "",
        examples=examples(held, f"SELECT * FROM ({every}) ORDER BY lead_id"),
        treatment=Treatment.of("leave_out_disordered"),
        reason=None if of else "no lead has two dated stages",
    )


_STAGED = f"""(SELECT DISTINCT lead_id FROM {orders.FIRST_ENTRIES} JOIN leads USING (lead_id)
WHERE created_at IS NOT NULL)"""


def deals(subject: Subject) -> Iterator[Check]:
    """Deals that close before they open, and deals older than their lead."""
    held = subject.held
    if not held.has("deals"):
        return
    n, of = numbers(
        held,
        "SELECT COUNT(*) FILTER (closed_at < opened_at), "
        "COUNT(*) FILTER (closed_at < opened_at OR opened_at <= closed_at) FROM deals",
    )
    yield Check(
        "deal_closed_first",
        "A deal closed before it opened",
        "deals",
        n if of else None,
        of,
        "The length of the cycle and the open deals of a month.",
        examples=examples(held, f"{orders.CLOSED_FIRST} ORDER BY deal_id"),
        treatment=Treatment.of("forget_opening"),
        reason=None if of else "no deal has both dates",
    )
    if held.has("deal_leads"):
        older = held.count(f"({orders.OLDER_DEALS})")
        dated = held.count(
            "deal_leads JOIN deals USING (deal_id) JOIN leads USING (lead_id) "
            "WHERE opened_at IS NOT NULL AND created_at IS NOT NULL"
        )
        yield _older_deals(held, older, dated)


def _older_deals(held: Held, n: int, of: int) -> Check:
    return Check(
        "deal_older_than_lead",
        "A deal is older than the lead it is credited to",
        "links",
        n if of else None,
        of,
        "Wins and revenue are credited to leads that did not exist when the deal began: revenue contribution, won.",
        words="The person was put on a deal that was there already, or the lead's record is younger than the lead.",
        examples=examples(held, f"{orders.OLDER_DEALS} ORDER BY deal_id, lead_id"),
        treatment=Treatment.of("unlink_older_deals"),
        reason=None if of else "no linked deal and lead have both dates",
    )


def early_activities(subject: Subject) -> Iterator[Check]:
    """Activities before the creation: normal, and told so that nobody mends them."""
    held = subject.held
    joined = "activities JOIN leads USING (lead_id) WHERE created_at IS NOT NULL"
    n, of = numbers(held, f"SELECT COUNT(*) FILTER (occurred_at < created_at), COUNT(*) FROM {joined}")
    yield Check(
        "activity_before_creation",
        "Activities before the lead was created",
        "activities",
        n if of else None,
        of,
        "Nothing: what somebody did before they had a record counts as evidence like everything else.",
        examples=examples(
            held, f"SELECT lead_id, kind, occurred_at, created_at FROM {joined} AND occurred_at < created_at"
        ),
        instead="Nothing needs to be done.",
        normal=True,
        reason=None if of else "no lead with a creation date has activities",
    )
