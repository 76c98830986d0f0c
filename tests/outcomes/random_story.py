"""Small random stories: episodes, undated and late stamps, date-only days, shared accounts, deals with colleagues."""

from __future__ import annotations

import random
from datetime import date, timedelta

from leadscore.outcomes import Question

from .story import Story, day

END_OF_DAY = timedelta(hours=14, minutes=59, seconds=59, microseconds=999_999)
"""From 9:00, the hour of a story's days, to the end of that day."""


def random_story(seed: int) -> tuple[Story, Question]:
    """A story and a question to it; the same for the same seed."""
    dice = random.Random(seed)
    story = Story(dated=dice.random() > 0.1)
    has = {what: dice.random() < share for what, share in _SHARES.items()}
    for number in range(dice.choice([0, 1, 5, 30, 60])):
        _lead(dice, story, f"L{number:02}", has)
    if has["deals"]:
        _deals(dice, story)
    return story, _question(dice, story)


_SHARES = {
    "hand_offs": 0.9,
    "touches": 0.8,
    "deals": 0.5,
    "bands": 0.9,
    "accounts": 0.7,
    "undated": 0.2,
    "missing_t": 0.3,
    "at_once": 0.4,
}


def _lead(dice, story, name, has):
    created, handed = _stamp(dice, 0, 60), None
    if has["hand_offs"] and dice.random() < 0.8:
        handed = created + timedelta(days=dice.choice([0, 1, 14, dice.uniform(0, 40)]))
    story.leads.append(
        {
            "lead_id": name,
            "created_at": created if story.dated else None,
            "account_id": dice.choice([None, "", "acme", "Bolt", " Bolt "]) if has["accounts"] else None,
            "source": dice.choice([None, " ", "Web", "web", "WEB ", "Fair"]),
        }
    )
    if handed:
        story.stage(name, "mql", handed if story.dated else None)
    for stage in ("inquiry", "sal", "sql", "opportunity", "won", "lost", "rejected", "recycled", "disqualified"):
        for _ in range(dice.choice([0, 0, 0, 1, 1, 2])):
            story.stage(name, stage, _entry(dice, story, handed or created, has))
    _touches(dice, story, name, handed or created, has)
    landmark = (
        None if has["missing_t"] and dice.random() < 0.1 else min(handed or created, created + timedelta(days=14))
    )
    band = dice.choice(("ready", "hand_over", "nurture", "out")) if has["bands"] else dice.choice([None, None, "out"])
    story.scores.append((name, landmark if story.dated else None, dice.randrange(1_000_000), band))


def _stamp(dice, low, high):
    when = day(dice.randint(low, high))
    return when + END_OF_DAY if dice.random() < 0.3 else when + timedelta(minutes=dice.choice([0, 4, 90]))


def _entry(dice, story, around, has):
    if not story.dated or (has["undated"] and dice.random() < 0.02):
        return None
    at_once = [0, 0] if has["at_once"] else []
    return around + timedelta(days=dice.choice([-1, 1, 30, 60, 61, 90, dice.uniform(0, 150), *at_once]))


def _touches(dice, story, name, around, has):
    if not has["touches"]:
        return
    for _ in range(dice.choice([0, 1, 1, 2])):
        kind = dice.choice(["call", "Call ", "meeting", "email_sent", "email_open", "page_visit"])
        when = around + timedelta(days=dice.choice([-1, 0, 1, 30, 30.001, 45]))
        story.activities.append((name, when, kind, None, None, dice.choice([None, "seller", "lead"])))


def _deals(dice, story):
    names = [lead["lead_id"] for lead in story.leads]
    story.deals = []
    for number in range(dice.choice([1, 10, 25])):
        on = dice.choices(names, k=dice.choice([0, 1, 1, 2, 3])) if names else []
        closed = None if not story.dated or dice.random() < 0.01 else day(dice.uniform(0, 250))
        outcome = dice.choice(["won", "won", "lost", "open"])
        story.deal(f"D{number}", on, outcome, closed, amount=float(dice.randint(1, 99)))


def _question(dice, story):
    groups = [None, "band"] + (["source"] if story.leads else [])
    if not story.dated:
        return Question(by=dice.choice(groups))
    return Question(
        lens=dice.choice(["handoff", "arrival", "date"]),
        horizon_days=(("sql", dice.choice([0, 30, 60])), *([("won", 90)] if dice.random() < 0.6 else [])),
        data_date=day(dice.choice([20, 100, 150, 300])),
        zone=dice.choice(["UTC", "Europe/Amsterdam", "America/Los_Angeles"]),
        from_=dice.choice([None, date.fromisoformat("2026-01-05")]),
        to=dice.choice([None, date.fromisoformat("2026-02-15")]),
        by=dice.choice([*groups, "month"]),
    )
