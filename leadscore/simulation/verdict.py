"""What history says of a draft against the active model, in words that claim no more than it can settle."""

from __future__ import annotations

from leadscore.estimate import Estimate

TOO_FEW = "too few outcomes"

ASSUMPTION = "It is assumed that the day of the call does not change the outcome."
RANKS_AT_ALL = (
    "Kept against dropped says whether the draft ranks hand-offs at all, not whether it does so better than the "
    "active model."
)
HISTORY_ONLY = "History can only say 'try it': switching needs shadow scoring or recorded exploration."

SAME_LEADS = "The draft hands over the same leads as the other model."
CANNOT_TELL = "History cannot tell these apart; your call: {change}."
SPEAKS_FOR = (
    "History says try it: leads that only the draft hands over did better than those that only the other model does; "
    "{change}."
)
SPEAKS_AGAINST = "History speaks against it: leads that only the other model hands over did better; {change}."
ONE_SIDED = "The draft only hands over {more} leads, which says nothing of how it ranks them; {change}."
NOT_ENOUGH = "Too few outcomes to compare, look at them by name; {change}."
NOT_KNOWN = "Nothing can be said of outcomes ({reason}); {change}."
CHANGE_A_MONTH = "{leads:,.0f} leads a month change hands"
CHANGE_IN_ALL = "{leads:,} leads change hands"


def verdict(only_draft: int, only_active: int, swap: Estimate, change: Estimate) -> str:
    """One sentence from how many leads only one of the models hands over, the difference of their rates, and change."""
    if not only_draft and not only_active:
        return SAME_LEADS
    words = change_in_words(change)
    if not only_draft or not only_active:
        return ONE_SIDED.format(more="more" if only_draft else "fewer", change=words)
    if swap.reason == TOO_FEW:
        return NOT_ENOUGH.format(change=words)
    if swap.low is None or swap.high is None:
        return NOT_KNOWN.format(reason=swap.reason, change=words)
    wording = SPEAKS_FOR if swap.low > 0 else SPEAKS_AGAINST if swap.high < 0 else CANNOT_TELL
    return wording.format(change=words)


def change_in_words(change: Estimate) -> str:
    """How many leads change hands, a month where the period is one."""
    if change.value is None:
        return CHANGE_IN_ALL.format(leads=change.n)
    return CHANGE_A_MONTH.format(leads=change.value)
