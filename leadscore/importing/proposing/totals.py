"""Totals of today: counts that a CRM keeps up to date (page views, sessions, e-mails opened), told by their header.

A total says how often a thing was done by the day of the export and never when, so it is no history.
"""

from __future__ import annotations

import re

from leadscore.importing.proposing.guesses import Column
from leadscore.importing.proposing.synonyms import key

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_INTERNAL = ("hs", "c")

_NAMES = frozenset({
    "pageviews", "pageviewspervisit", "pageviewspersession", "averagepageviews", "avgpageviews", "sessions", "visits",
    "webvisits", "websitevisits", "totalvisits", "daysvisited", "timesvisited", "totaltimespentonwebsite",
    "timespentonwebsite", "averagetimespentminutes", "timescontacted", "timescalled", "sendssincelastengagement",
    "twitterclicks", "linkedinclicks", "facebookclicks", "googleplusclicks", "broadcastclicks", "openscount",
    "hsemailopen", "hsemailclick", "hsemaildelivered", "hsemailbounce", "hsemailreplied", "numconversionevents",
    "numuniqueconversionevents", "numcontactednotes", "numnotes", "opendeals", "wondeals", "lostdeals", "closeddeals",
    "doneactivities", "activitiestodo", "leadscore", "hubspotscore", "visitorscore", "behaviorscore",
    "behaviourscore", "activityscore", "engagementscore", "pardotscore", "marketoscore",
})  # fmt: skip
"""Headers that say it alone, as `key` makes them."""

_COUNTING = frozenset(
    {"number", "no", "num", "nr", "count", "counts", "total", "times", "average", "avg", "mean", "sum", "per"}
)
_DONE = frozenset({
    "visit", "visits", "session", "sessions", "pageview", "pageviews", "views", "open", "opens", "opened", "click",
    "clicks", "clicked", "email", "emails", "mails", "call", "calls", "meetings", "forms", "submissions", "submitted",
    "contacted", "activity", "activities", "chats", "downloads", "deals", "opportunities", "tickets", "conversations",
    "conversions", "conversion", "replies", "replied", "delivered", "bounced", "bounces", "sent", "logins", "touches",
    "touchpoints", "events", "interactions", "engagements", "webinars", "orders", "purchases", "completions",
    "notes", "spent",
})  # fmt: skip
_OF_MAIL = frozenset(
    {"opened", "clicked", "delivered", "bounced", "replied", "sent", "received", "unread", "open", "click"}
)
_ASKED = frozenset({"employees", "staff", "you", "your", "expected", "planned", "target", "needed", "monthly", "yearly",
                    "goal", "seats", "users", "locations", "licences", "licenses"})  # fmt: skip
"""Words of what a form asks for: a company's size and plans are no doings of the lead."""


def is_total(column: Column) -> bool:
    """Whether a column holds a total of today: a header of counted doings over numbers, or over no values at all."""
    return column.type in ("number", "blank") and named_total(column.name)


def named_total(header: str) -> bool:
    """Whether a header reads like a total of today, whatever its cells hold."""
    if key(header) in _NAMES:
        return True
    words = [word.lower() for word in _WORD.findall(header)]
    said = {word for word in words if word not in _INTERNAL}
    if said & _ASKED:
        return False
    mails = bool(said & {"emails", "mails"}) and bool(said & _OF_MAIL)
    return mails or bool(said & _COUNTING and (said & _DONE or {"page", "views"} <= said))
