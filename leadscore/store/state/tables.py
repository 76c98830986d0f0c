"""The tables of the state: which columns a row has, and which rows may ever be taken out again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its name and its columns beside `id` and `seal`; only rows of erasable tables can be erased."""

    name: str
    columns: tuple[str, ...]
    erasable: bool = False


_BY = ("author", "team")

PEOPLE = Table("people", ("name", "nonce"), erasable=True)
LEADS = Table("leads", ("lead_id", "nonce"), erasable=True)
TEXTS = Table("texts", ("lead", "text", "nonce"), erasable=True)

VERSIONS = Table(
    "versions",
    (
        "at",
        "line",
        "number",
        "document",
        "model_hash",
        "scoring_hash",
        "reason",
        "base",
        "restored_from",
        *_BY,
    ),
)
FEEDBACK = Table(
    "feedback",
    (
        "at",
        "lead",
        "rating",
        "reason_code",
        "concerns",
        "version",
        "model_hash",
        "score",
        "band",
        "handed_over_at",
        "fired",
        "named",
        "text",
        *_BY,
    ),
)
STAMPS = Table("stamps", ("at", "feedback", "kind", "text", *_BY))
VERDICTS = Table("verdicts", ("at", "feedback", "verdict", "text", *_BY))
ACTIONS = Table("actions", ("at", "what", "owner", "due", "source", *_BY))
STEPS = Table("steps", ("at", "action", "kind", "due", "text", *_BY))
NOTES = Table("notes", ("at", "month", "about", "text", *_BY))
PROMISES = Table(
    "promises",
    (
        "at",
        "side",
        "since",
        "leads_a_month",
        "touch_within_minutes",
        "attempts",
        "attempt_days",
        "accept_within_days",
        "source",
        "seen",
        *_BY,
    ),
)

ROOMS = Table("rooms", ("at", "title", "line", "code", "document", "model_hash", *_BY))
MARKS = Table("marks", ("at", "room", "kind", *_BY))
MEMBERS = Table("members", ("at", "room", "token_hash", *_BY))
KEYS = Table("keys", ("at", "room", "member", "token_hash", *_BY))
ROOM_MODELS = Table("room_models", ("at", "room", "document", "model_hash", *_BY))
ANSWERS = Table("answers", ("at", "room", "topic", "item", "value", "text", *_BY))
ROUNDS = Table("rounds", ("at", "room", "number", "rules", "sizes", *_BY))
VOTES = Table("votes", ("at", "round", "member", "rule", "size", "nonce"))
REVEALS = Table("reveals", ("at", "round", *_BY))
WEIGHTS = Table("weights", ("at", "room", "round", "rule", "points", "rationale", "dissent", *_BY))
SIGNATURES = Table("signatures", ("at", "version", "model_hash", "scoring_hash", *_BY))
AGREEMENTS = Table(
    "agreements", ("at", "version", "model_hash", "document", "document_hash", "head_entries", "head_hash", *_BY)
)
PILOTS = Table("pilots", ("at", "version", "model_hash", "starts_on", "weeks", "comparison", *_BY))

TRIES = Table("tries", ("at", "revision", "outcome", "document", "model_hash", "scoring_hash", *_BY))
OPENINGS = Table("openings", ("at", "revision", "document", "document_hash", *_BY))

_DECIDED = (VERSIONS, FEEDBACK, STAMPS, VERDICTS, ACTIONS, STEPS, NOTES, PROMISES)
_AGREED = (ROOMS, ROOM_MODELS, MARKS, MEMBERS, KEYS, ANSWERS, ROUNDS, VOTES, REVEALS, WEIGHTS)
_SIGNED = (SIGNATURES, AGREEMENTS, PILOTS)
_LOOKED = (TRIES, OPENINGS)
_ALL = (PEOPLE, LEADS, TEXTS, *_DECIDED, *_AGREED, *_SIGNED, *_LOOKED)

TABLES = {table.name: table for table in _ALL}
"""Every table whose rows are entered in the audit chain."""

PERSONAL = {
    "author": PEOPLE,
    "owner": PEOPLE,
    "lead": LEADS,
    "text": TEXTS,
    "reason": TEXTS,
    "what": TEXTS,
    "value": TEXTS,
    "rationale": TEXTS,
    "dissent": TEXTS,
}
"""Columns that refer to an erasable row, where they hold a number."""
