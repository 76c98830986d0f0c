"""First and last dates: what a CRM writes beside a lead of the first and the latest time that something happened.

Such a date is one dated activity.  What happened between the first and the last is not in the export.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from leadscore.importing.proposing.guesses import Column

Which = Literal["first", "last"]

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_WHICH: dict[str, Which] = {
    "first": "first", "initial": "first", "earliest": "first",
    "last": "last", "latest": "last", "recent": "last", "lately": "last",
}  # fmt: skip
_STAMPED = frozenset({"date", "time", "timestamp", "at", "on", "datetime"})
_NO_DOING = frozenset({"modified", "updated", "viewed", "referenced", "synced", "sync", "assigned", "owner", "next",
                       "due", "stage", "status", "enriched", "import", "imported", "exported", "transferred",
                       "assignment", "score", "scored", "stay", "password"})  # fmt: skip
"""Words of dates that say what became of the record, not what the lead or a seller did."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A dated activity in a column of the leads: its kind, whether it is the first or the last of them, who acted.

    `actor` is None where the kind tells it.
    """

    kind: str
    which: Which
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class _Reading:
    """A header with one of the words of every set means that kind."""

    words: tuple[frozenset[str], ...]
    kind: str
    actor: str | None = None


def _reading(kind: str, *sets: str, actor: str | None = None) -> _Reading:
    return _Reading(tuple(frozenset(each.split()) for each in sets), kind, actor)


_MAIL = "email emails mail"
_SELLER = "seller"
_READINGS = (
    _reading("unsubscribed", "unsubscribe unsubscribed optout"),
    _reading("unsubscribed", "opt", "out"),
    _reading("bounced", "bounce bounced"),
    _reading("email_click", f"{_MAIL} marketing", "click clicked clicks"),
    _reading("email_open", f"{_MAIL} marketing", "open opened opens"),
    _reading("email_reply", f"{_MAIL} marketing", "reply replied replies received"),
    _reading("email_delivered", f"{_MAIL} marketing", "delivered delivery"),
    _reading("email_delivered", "marketing", "send sent sends"),
    _reading("email_sent", _MAIL, "send sent sends", actor=_SELLER),
    _reading("webinar_attended", "webinar"),
    _reading("content_download", "download downloaded downloads"),
    _reading("trial_started", "trial"),
    _reading("demo_requested", "demo"),
    _reading("form_fill", "conversion form submission submitted converted"),
    _reading("in_app", "login logged", "login in app"),
    _reading("meeting", "meeting meetings", actor=_SELLER),
    _reading("call", "call called calls", actor=_SELLER),
    _reading("email_sent", _MAIL, actor=_SELLER),
    _reading("contacted", "contacted outreach contact", actor=_SELLER),
    _reading("page_visit", "session sessions visit visited visits page pageview pageviews seen website"),
    _reading("deal_closed", "deal opportunity", "close closed won", actor=_SELLER),
    _reading("deal_created", "deal opportunity", "create created", actor=_SELLER),
    _reading("purchase", "purchase purchased order ordered"),
    _reading("chat", "chat chats"),
    _reading("interesting_moment", "moment"),
    _reading("engagement", "engagement engaged"),
    _reading("logged_activity", "activity", actor=_SELLER),
)
"""How headers are read, the narrower before the wider."""


def moment_of(column: Column) -> Moment | None:
    """The first or last date that a column holds; None where it holds none, or only says of what page it was.

    A column without values (only a header) counts where the header itself speaks of a date or a time.
    """
    words = [word.lower() for word in _WORD.findall(column.name)]
    which = next((_WHICH[word] for word in words if word in _WHICH), None)
    said = frozenset(words)
    if which is None or said & _NO_DOING or not _holds_stamps(column, said):
        return None
    found = next((each for each in _READINGS if all(said & one for one in each.words)), None)
    return Moment(found.kind, which, found.actor) if found else None


def _holds_stamps(column: Column, said: frozenset[str]) -> bool:
    if column.type == "blank":
        return bool(said & (_STAMPED | {"contacted", "visit"}))
    return column.type in ("date", "time")
