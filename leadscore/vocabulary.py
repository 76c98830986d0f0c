"""The words of the product: each word or number that a person sees is written once, here."""

from __future__ import annotations

STAGES = (
    "inquiry",
    "mql",
    "sal",
    "sql",
    "opportunity",
    "won",
    "lost",
    "rejected",
    "recycled",
    "disqualified",
)
"""What happened to a lead, in the order of the waterfall; the last three are side exits."""

HAND_OFF = "mql"
"""Entry to this stage is the hand-off from marketing to sales."""

EXITS = ("won", "lost", "rejected", "recycled", "disqualified")
"""Stages that end an episode."""

BANDS = ("ready", "hand_over", "nurture", "out")
"""What the score says, best first."""

BAND_WORDS = {"ready": "Ready", "hand_over": "Hand over", "nurture": "Nurture", "out": "Out"}

LENSES = ("handoff", "arrival", "replay")
"""How the landmark T of a lead is chosen; a date is a fourth way, replay gives several T a lead."""

OUTCOMES = ("sql", "opportunity", "won")
"""Stages that can be evaluated as the outcome, with their default horizon in days."""

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Dates outside these years are mistakes."""

DEFAULT_HORIZON_DAYS = {"sql": 60, "opportunity": 90}
DEFAULT_ARRIVAL_DAYS = 14
WORKED_WITHIN_DAYS = 30

WELL_KNOWN_ATTRIBUTES = (
    "email",
    "name",
    "company",
    "title",
    "seniority",
    "industry",
    "company_size",
    "annual_revenue",
    "country",
    "source",
    "source_kind",
    "campaign",
    "owner",
    "account_id",
    "budget",
    "authority",
    "need",
    "timeline",
    "expected_value",
)
"""Attributes that a model may name although the data lacks them: the rule then sleeps."""

NUMBER_ATTRIBUTES = ("company_size", "annual_revenue", "expected_value")
"""Well-known attributes that hold numbers."""

SOURCE_KINDS = {
    "target_list": "Target list",
    "automation": "Marketing automation",
    "social": "Social",
    "second_party_intent": "Second-party intent",
}
"""Where leads come from, in four kinds; a source that is none of them is unknown."""

SELLER_KINDS = ("call", "meeting", "email_sent", "email_delivered", "bounced")
"""Without an actor, these kinds of activity are not the lead's own doing."""

TOUCH_KINDS = ("call", "meeting", "email_sent")
"""Kinds that are a human attempt by sales when their actor is not the lead."""

LEAD_ACTOR = "lead"

DEFAULT_GROUPS = ("demographic", "firmographic", "behaviour", "bant", "completeness", "intent", "negative")
UNGROUPED = "ungrouped"

SIDE_OF_GROUP = {
    "demographic": "demographic",
    "firmographic": "demographic",
    "bant": "demographic",
    "completeness": "demographic",
    "behaviour": "behavioural",
    "intent": "behavioural",
}
"""Which side of the balance a group counts on when it does not say; any other name: neither."""

SIDES = ("behavioural", "demographic", "neither")

TABLES = ("leads", "activities", "stages", "deals", "deal_leads", "changes")

PULSE_KINDS = ("email_open", "email_opened", "email_click", "email_clicked", "open", "click")
"""Kinds of activity that prove a pulse and nothing more."""

OUTCOME_WORDS = {"sql": "confirmed SQL", "opportunity": "opportunity", "won": "won"}
"""How an outcome is called in sentences and on charts."""

CLASS_WORDS = {
    "converted": "became {outcome}",
    "not_converted": "worked, did not",
    "unworked": "nobody called: unknown",
    "immature": "too recent to tell",
    "left_out": "outside the rate",
}
"""What became of a lead, on charts."""


TEAMS = ("sales", "marketing")
"""The two sides that agree on the score."""

RATINGS = {"accept": "Accept", "reject": "Reject", "dispute": "Dispute the score"}
"""What a person in sales says of a lead that was handed over."""

REASON_CODES = {
    "fits": "Right company, right person",
    "ready_to_talk": "Wants to talk now",
    "wrong_company": "Not a company we sell to",
    "wrong_person": "Has no say in it",
    "no_need": "No need",
    "no_budget": "No money for it",
    "too_early": "Too early",
    "no_answer": "Cannot be reached",
    "customer_already": "Is a customer already",
    "rival": "Works for a competitor",
    "student_or_seeker": "Studies, or looks for a job",
    "repeated": "Is in the system twice",
    "wrong_facts": "Facts about them are wrong",
    "score_too_high": "Score is too high",
    "score_too_low": "Score is too low",
    "clicks_without_intent": "Clicks, but no intent",
    "something_else": "Something else",
}
"""Why, in one word; the order of the lists people choose from."""

REASONS_OF_RATING = {
    "accept": ("fits", "ready_to_talk", "something_else"),
    "reject": (
        "wrong_company",
        "wrong_person",
        "no_need",
        "no_budget",
        "too_early",
        "no_answer",
        "customer_already",
        "rival",
        "student_or_seeker",
        "repeated",
        "something_else",
    ),
    "dispute": ("score_too_high", "score_too_low", "clicks_without_intent", "wrong_facts", "something_else"),
}
"""Which reasons go with which rating; accepting needs none."""

CONCERNS = {
    "price": "Price",
    "integration": "Works with what they have",
    "security": "Security and data protection",
    "effort": "Effort to get started",
    "missing_function": "Something it cannot do",
    "support": "Support and service",
    "references": "References",
    "contract": "Contract and term",
    "competitor": "A competitor's offer",
    "timing": "Timing",
}
"""What customers worry about, as sales hears it."""

VERDICTS = {"score_right": "The score was right", "score_wrong": "The score was wrong", "cannot_tell": "Cannot tell"}
"""How a dispute ends for one side."""

BALLOT_SIZES = {"0": 0, "S": 5, "M": 10, "L": 20, "XL": 30}
"""What a rule can be voted to be worth, with the points of each size; what speaks against a lead counts them down."""

STEPS = {
    "objectives": "Objectives",
    "roles": "Roles",
    "icp": "ICP",
    "consensus": "Criteria and weights",
    "next": "Next steps",
}
"""The steps of a workshop in their order."""

ANSWERS_TOPICS = (
    "pulse",
    "objective",
    "goal",
    "role",
    "perspective",
    "process",
    "communication",
    "icp",
    "interview",
    "prepare",
    "agreement",
)
"""What people answer to, in a workshop or beside it."""


def counted(count: int, one: str, many: str | None = None) -> str:
    """A count with its word: 1 rule, 2 rules, 1,200 activities."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
