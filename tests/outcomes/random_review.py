"""Random companies with all that the monthly review looks at: episodes, reasons, deals, touches by the minute."""

from __future__ import annotations

import random
from datetime import timedelta

from leadscore.outcomes import Commitments, Question
from leadscore.outcomes.calendar import Calendar

from .story import Story, day

ZONES = ("UTC", "Europe/Berlin", "America/Los_Angeles", "Pacific/Auckland")


def review_story(seed: int) -> tuple[Story, Question, Commitments]:
    """A story, a question and commitments; the same for the same seed."""
    dice = random.Random(1000 + seed)
    story = Story()
    has = {"deals": dice.random() < 0.7 and seed % 8, "accounts": dice.random() < 0.7, "bands": dice.random() < 0.9}
    has["busy"] = seed % 4 == 0
    for number in range(90 if has["busy"] else dice.choice([3, 20, 50, 80])):
        _lead(dice, story, f"L{number:02}", has)
    if has["deals"]:
        _deals(dice, story)
    zone = dice.choice(ZONES)
    question = Question(
        lens=dice.choice(["handoff", "arrival"]),
        arrival_days=dice.choice([0, 14]),
        horizon_days=(("sql", dice.choice([10, 30])), ("won", dice.choice([40, 90]))),
        data_date=day(200 if has["busy"] else dice.choice([60, 100, 200])),
        zone=zone,
        by=dice.choice([None, None, "source", "month"]),
    )
    agreed = Commitments(
        leads_a_month=dice.choice([None, 5]),
        touch_within_minutes=dice.choice([None, 60, 480, 960]),
        attempts=dice.choice([1, 3]),
        attempt_days=dice.choice([0, 10]),
        accept_within_days=dice.choice([5, 14]),
        bands=dice.choice([("ready",), ("ready", "hand_over")]),
        calendar=Calendar(zone, holidays=frozenset({day(4).date(), day(88).date()})),
    )
    return story, question, agreed


def _moment(dice, low, high):
    """Any minute; sometimes the end of a day, as dates without a time are stored."""
    when = day(dice.randint(low, high)) + timedelta(minutes=dice.randint(-540, 600), seconds=dice.choice([0, 0, 30]))
    return when.replace(hour=23, minute=59, second=59, microsecond=999_999) if dice.random() < 0.06 else when


def _lead(dice, story, name, has):
    created = _moment(dice, 0, 70)
    handed = created + timedelta(minutes=dice.choice([0, 600, 20_000, dice.randint(0, 30_000)]))
    account = dice.choice([None, "acme", "Bolt", "Cog", " Cog "]) if has["accounts"] else None
    source = dice.choice([None, "Web", "web", "Fair"])
    story.leads.append({"lead_id": name, "created_at": created, "account_id": account, "source": source})
    is_handed = dice.random() < 0.9
    if is_handed:
        _episodes(dice, story, name, handed, has["busy"])
        if has["busy"]:
            story.activities.append(
                (name, handed + timedelta(minutes=dice.randint(1, 4000)), "call", None, None, "Ann")
            )
    for _ in range(dice.choice([0, 1, 2, 5])):
        kind = dice.choice(["call", "Call", "meeting", "email_sent", "meeting_booked", "email_open"])
        detail = dice.choice([None, "reached", "no answer", "held", "Booked"])
        when = handed + timedelta(minutes=dice.choice([-50, 0, 30, dice.randint(1, 3000), dice.randint(1, 50_000)]))
        story.activities.append((name, when, kind, detail, None, dice.choice([None, "Ann", "lead"])))
    band = dice.choice(["ready", "hand_over", "nurture", "out"]) if has["bands"] else None
    landmark = min(handed, created + timedelta(days=14)) if is_handed else created + timedelta(days=14)
    story.scores.append((name, landmark, dice.choice([100_000, 200_000, 345_000, 500_000, 710_000]), band))


def _episodes(dice, story, name, at, busy):
    for _ in range(dice.choice([1, 1, 1, 2])):
        story.stages.append((name, "mql", at, None, None, None))
        if dice.random() < 0.1:
            story.stages.append((name, "mql", at + timedelta(minutes=dice.choice([0, 60])), None, None, None))
        for stage, chance in (("sal", 0.5), ("sql", 0.4), ("opportunity", 0.35)):
            if dice.random() < (0.9 if busy else chance):
                at += timedelta(minutes=dice.choice([0, 3, dice.randint(0, 20_000)]))
                story.stages.append((name, stage, at, None, None, None))
        ends = ["won", "lost", "rejected", "recycled", "disqualified", None, None]
        end = dice.choice([*ends, "won", "won", "won"] if busy else ends)
        if end is None:
            return
        at += timedelta(minutes=dice.choice([0, dice.randint(0, 60_000)]))
        reason = dice.choice([None, "no fit", "No fit ", "timing"]) if end == "rejected" else None
        story.stages.append((name, end, at, None, reason, None))
        at += timedelta(minutes=dice.choice([0, 5, 40_000]))


def _deals(dice, story):
    names = [lead["lead_id"] for lead in story.leads]
    several = dice.random() < 0.1
    for number in range(dice.choice([4, 20, 40])):
        on = list(dict.fromkeys(dice.choices(names, k=dice.choice([0, 1, 1, 1, 2]))))
        opened = _moment(dice, 0, 120)
        closed = opened + timedelta(days=dice.uniform(0, 60)) if dice.random() < 0.95 else None
        outcome = dice.choice(["won", "won", "lost", "lost", "open"])
        opened = None if dice.random() < 0.05 else opened
        story.deal(
            f"D{number:02}",
            on,
            outcome,
            None if outcome == "open" else closed,
            amount=float(dice.randint(1, 9) * 1000) if dice.random() < 0.95 else None,
            opened=opened,
            currency=dice.choice(["EUR", "USD"]) if several else "EUR",
        )
