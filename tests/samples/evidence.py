"""The evidence of a lead at its landmark, read plainly from the files: a second opinion on the generator."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from .sample import Sample, Stamped, sample


def known_at(company: Sample, lead: str, moment: datetime) -> dict[str, str]:
    """Attributes as they stood then: those with a history from their history, the others from the form."""
    known = dict(company.leads[lead])
    for field in ("title", "budget", "timeline", "authority", "lead_quality"):
        known[field] = ""
    for change in company.changes.get(lead, []):
        if change.at <= moment:
            known[change.row["field"]] = change.row["value"]
    return known


def holds(when: dict[str, Any], company: Sample, lead: str, moment: datetime) -> bool:
    """Whether the condition holds for the lead at that moment."""
    for word, combine in (("all", all), ("any", any)):
        if word in when:
            return combine(holds(part, company, lead, moment) for part in when[word])
    if "not" in when:
        return not holds(when["not"], company, lead, moment)
    past = [one for one in company.activities.get(lead, []) if one.at <= moment]
    if "inactive_days" in when:
        since = moment - timedelta(days=when["inactive_days"])
        return company.created[lead] <= since and not any(one.row["actor"] == "lead" and one.at > since for one in past)
    if "attribute" in when:
        return passes(known_at(company, lead, moment)[when["attribute"]], when)
    return len([one for one in past if counts(one, when, moment)]) >= when.get("at_least", 1)


def counts(one: Stamped, when: dict[str, Any], moment: datetime) -> bool:
    if one.row["kind"] != when["activity"]:
        return False
    if "within_days" in when and one.at <= moment - timedelta(days=when["within_days"]):
        return False
    return all(passes(one.row[field], when[field]) for field in ("detail", "value") if field in when)


def passes(text: str, test: dict[str, Any]) -> bool:
    """Whether a known value passes; an unknown one never does."""
    if not text:
        return False
    low = text.strip().lower()
    words = {
        "is": lambda want: low == want.lower(),
        "in": lambda want: low in [one.lower() for one in want],
        "contains": lambda want: want.lower() in low,
        "has_word": lambda want: want.lower() in re.split(r"[^0-9a-zà-ÿ]+", low),
        "at_least": lambda want: float(text) >= want,
        "at_most": lambda want: float(text) <= want,
        "below": lambda want: float(text) < want,
        "between": lambda want: want[0] <= float(text) <= want[1],
    }
    return all(words[word](want) for word, want in test.items() if word in words and word != "activity")


@cache
def at_hand_off(name: str) -> dict[str, frozenset[str]]:
    """The signals that each handed-over lead showed at its hand-off."""
    company = sample(name)
    return {
        lead: frozenset(s["id"] for s in company.truth["signals"] if holds(s["condition"], company, lead, moment))
        for lead, moment in company.handed.items()
    }
