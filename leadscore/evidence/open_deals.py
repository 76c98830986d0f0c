"""Deals that were open at the landmark: the lead's own, and those of the account it belonged to then."""

from __future__ import annotations

from sqlglot import exp

from leadscore.evidence import portable as p
from leadscore.evidence.histories import Histories
from leadscore.evidence.landmarks import landmark, same_lead
from leadscore.evidence.staging import Stage

NAME = "open_deals"


def open_deals(histories: Histories, with_accounts: bool) -> Stage:
    """The stage `open_deals(lead_id, as_of, open_deal)`: landmarks with an open deal, always 1."""
    found: exp.Query = _deals_of_lead()
    if with_accounts:
        found = exp.union(found, _deals_of_account(histories), distinct=False)
    keys = [p.column("deals_at", "lead_id"), p.column("deals_at", "as_of")]
    select = exp.select(*keys, p.whole(1).as_("open_deal")).from_(found.subquery("deals_at")).group_by(*keys)
    return Stage(NAME, "leads that had a deal open at the landmark, by themselves or by their account", select)


def _deals_of_lead() -> exp.Select:
    same_deal = exp.EQ(this=p.column("deals", "deal_id"), expression=p.column("deal_leads", "deal_id"))
    return (
        exp.select(*landmark())
        .from_("landmarks")
        .join("deal_leads", on=same_lead("deal_leads"))
        .join("deals", on=p.every([same_deal, _open_at_landmark()]))
    )


def _deals_of_account(histories: Histories) -> exp.Select:
    """Deals open at the landmark on the account that the lead belonged to then."""
    account = histories.known("account_id", p.column("leads", "account_id"))
    same_account = exp.EQ(this=p.plain(p.column("deals", "account_id")), expression=p.plain(account))
    select = exp.select(*landmark()).from_("landmarks").join("leads", on=same_lead("leads"))
    select = histories.joined(select) if "account_id" in histories.attributes else select
    return select.join("deals", on=p.every([same_account, _open_at_landmark()]))


def _open_at_landmark() -> exp.Expr:
    as_of = p.column("landmarks", "as_of")
    opened = exp.LTE(this=p.column("deals", "opened_at"), expression=as_of)
    decided = p.is_among(p.column("deals", "outcome"), ("won", "lost"))
    closed = p.surely(p.every([decided, exp.LTE(this=p.column("deals", "closed_at"), expression=as_of.copy())]))
    return p.every([opened, exp.not_(closed)])
