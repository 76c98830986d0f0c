"""What to bring next, so that the data can judge more rules: the most valuable first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from leadscore.errors import one_of
from leadscore.evidence import Facts
from leadscore.evidence.facts import compared
from leadscore.learning.adjustment import FEWEST_ACCOUNTS
from leadscore.learning.settle_rules import Settled, SettledRule
from leadscore.learning.settles import Reach
from leadscore.model.conditions import InactiveCondition, attributes_of, kinds_of, leaves
from leadscore.model.model import Model
from leadscore.model.rules import Rule
from leadscore.model.words import spoken
from leadscore.outcomes.facts import Facts as CohortFacts
from leadscore.vocabulary import OUTCOME_WORDS

Topic = Literal[
    "stage dates",
    "sales",
    "fields",
    "field history",
    "forms",
    "e-mails",
    "web",
    "events",
    "product",
    "intent",
    "orders",
    "surveys",
    "deals",
    "activities",
    "time",
]
"""What kind of export brings it; `time`: no export does, more leads have to come."""

KINDS_OF_TOPIC: dict[Topic, tuple[str, ...]] = {
    "sales": ("call", "meeting", "email_sent", "meeting_booked", "meeting_held"),
    "e-mails": ("email_delivered", "email_open", "email_opened", "email_click", "email_clicked", "open", "click",
                "unsubscribed", "bounced"),
    "forms": ("form_fill", "demo_requested", "consultation_requested", "quote_request", "content_download"),
    "web": ("page_visit",),
    "events": ("webinar_attended", "fair_meeting"),
    "product": ("in_app", "trial_started", "teammate_invited"),
    "intent": ("intent_signal", "second_party_intent", "social_share"),
    "orders": ("order", "sample_ordered", "purchase_stage", "contract_ending"),
    "surveys": ("nps_response", "satisfaction_index"),
}  # fmt: skip
"""Where kinds of activity are usually found; any other may come from anywhere."""

MOST_NAMED = 5
"""Fields that are listed before the list is cut."""

OF_TODAY = "When fields became known"
_OF_TODAY_WHY = (
    "What the lead itself typed into a form needs only to be confirmed when importing. "
    "For what people or systems fill in later, bring its dated changes, or earlier exports of the same list."
)
OF_TOTALS = "The single events behind totals of today"
_OF_TOTALS_WHY = "A total counts up to the day of the export, never to the day of a hand-off."


@dataclass(frozen=True, slots=True)
class Need:
    """One thing to bring: what it is, why, which kind of export brings it, and the rules that wait for it.

    `opens` are the names of those among them that cannot be judged and wait for nothing else, `points` their points
    without signs (a knock-out has none).  A need of `everything` stands under every rule.
    """

    topic: Topic
    what: str
    why: str
    waiting: tuple[str, ...]
    opens: tuple[str, ...]
    points: Decimal
    everything: bool = False


@dataclass(frozen=True, slots=True)
class _Lack:
    """What one rule lacks of one thing."""

    topic: Topic
    what: str
    why: str


def needs(
    model: Model, facts: Facts, cohort: CohortFacts, settled: Settled, todays_totals: Sequence[str]
) -> list[Need]:
    """What to bring: first what every rule rests on, then by the points of the rules that it alone opens, time last.

    `todays_totals` are the attributes that count up to today: no form captured those.
    """
    lacks = {rule.id: tuple(_lacks(rule, facts, todays_totals)) for rule in model.rules}
    under_all = [_of_all(lack, model) for lack in _foundations(cohort, settled)]
    things = dict.fromkeys(lack for of_rule in lacks.values() for lack in of_rule)
    judged = frozenset(rule.rule_id for rule in settled.rules if rule.state in ("judged", "large"))
    own = [_named(_need(lack, model, lacks, judged), model, facts, todays_totals) for lack in things]
    ranked = sorted(own, key=lambda each: (-each.points, -len(each.waiting), each.what))
    more = _more_leads(model, settled)
    return [*under_all, *ranked, *([more] if more else ())]


def topic_of(kind: str) -> Topic:
    """The kind of export that usually brings a kind of activity."""
    return next((topic for topic, kinds in KINDS_OF_TOPIC.items() if compared(kind) in kinds), "activities")


def _foundations(cohort: CohortFacts, settled: Settled) -> Iterator[_Lack]:
    """What stands under every figure: dates, hand-offs, who was called, and outcomes."""
    if not cohort.dated:
        why = "Without dates only attributes can be asked, and nobody can tell what was known when."
        yield _Lack("stage dates", "Dates: when leads were created and when they entered their stages", why)
        return
    if not cohort.hand_offs:
        why = "Without them nobody knows when sales got a lead, and all leads are pooled."
        yield _Lack("stage dates", "When each lead was handed over (the date it entered mql)", why)
    if not cohort.touches:
        why = "Without them leads that nobody called count as lost, which makes useless rules look good."
        yield _Lack("sales", "Calls, meetings and e-mails of sales, dated, with who did them", why)
    if not cohort.reached.get(settled.outcome):
        words = OUTCOME_WORDS[settled.outcome]
        topic: Topic = "deals" if settled.outcome == "won" else "stage dates"
        yield _Lack(topic, f"Outcomes: which leads became {words}, and when", "Without outcomes nothing can be judged.")
    elif _too_few_outcomes(settled.reach):
        words = OUTCOME_WORDS[settled.outcome]
        why = f"{FEWEST_ACCOUNTS} leads that reached it in time are needed, and as many that did not."
        brought: Topic = "deals" if settled.outcome == "won" else "stage dates"
        yield _Lack(brought, f"When leads became {words}, of more leads", why)


def _too_few_outcomes(reach: Reach) -> bool:
    """Whether dated outcomes are too few for any effect."""
    hits = round((reach.rate or 0) * reach.n)
    return min(hits, reach.n - hits) < FEWEST_ACCOUNTS


def _lacks(rule: Rule, facts: Facts, totals: Sequence[str]) -> Iterator[_Lack]:
    for leaf in leaves(rule.when):
        yield from _of_leaf(leaf, facts, totals)


def _of_leaf(leaf: Any, facts: Facts, totals: Sequence[str]) -> Iterator[_Lack]:
    for name in attributes_of(leaf):
        if name not in facts.attributes:
            yield _Lack("fields", f"The field {spoken(name)}", "No column of the export is mapped to it.")
    todays = facts.todays(leaf)
    if any(name in totals for name in todays):
        yield _Lack("activities", OF_TOTALS, _OF_TOTALS_WHY)
    if any(name not in totals for name in todays):
        yield _Lack("field history", OF_TODAY, _OF_TODAY_WHY)
    has_activities = facts.has_activities and facts.dated
    if isinstance(leaf, InactiveCondition) and not has_activities:
        yield _Lack("activities", "What leads did themselves, dated", "Silence shows only between dated doings.")
    for kinds in kinds_of(leaf):
        if not has_activities or not any(compared(kind) in (facts.kinds or ()) for kind in kinds):
            what = f"Dated activities of the kind {' or '.join(kinds)}"
            yield _Lack(topic_of(kinds[0]), what, "The data have none.")


def _need(lack: _Lack, model: Model, lacks: dict[str, tuple[_Lack, ...]], judged: frozenset[str]) -> Need:
    waiting = [rule for rule in model.rules if lack in lacks[rule.id]]
    alone = [rule for rule in waiting if set(lacks[rule.id]) == {lack} and rule.id not in judged]
    return Need(lack.topic, lack.what, lack.why, _names(waiting), _names(alone), _points(alone))


def _named(need: Need, model: Model, facts: Facts, totals: Sequence[str]) -> Need:
    """A need of today's fields with the fields that it is about."""
    if need.what not in (OF_TODAY, OF_TOTALS):
        return need
    asked = [name for rule in model.rules if rule.name in need.waiting for name in facts.todays(rule.when)]
    names = dict.fromkeys(spoken(name) for name in asked if (name in totals) == (need.what == OF_TOTALS))
    return replace(need, what=f"{need.what} ({one_of(names, MOST_NAMED)})")


def _of_all(lack: _Lack, model: Model) -> Need:
    names = _names(model.rules)
    return Need(lack.topic, lack.what, lack.why, names, (), _points(model.rules), everything=True)


def _more_leads(model: Model, settled: Settled) -> Need | None:
    """More history, for the rules of which only the number of leads stands in the way."""
    short = [rule for rule in settled.rules if rule.state in ("large", "few")]
    if not short:
        return None
    rules = [model.rule(each.rule_id) for each in short]
    return Need("time", "A longer history, or time", _how_many(short), _names(rules), _names(rules), _points(rules))


def _how_many(short: Sequence[SettledRule]) -> str:
    known = sorted((each.needed, each.name) for each in short if each.needed is not None)
    if not known:
        return "Too few leads have these rules, or lack them. Export from further back, where the CRM still has it."
    needed, name = known[0]
    return (
        f"The nearest is '{name}', with about {needed:,} leads whose outcome counts. "
        "Export from further back, where the CRM still has it; else only time brings them."
    )


def _names(rules: Sequence[Rule]) -> tuple[str, ...]:
    return tuple(rule.name for rule in rules)


def _points(rules: Sequence[Rule]) -> Decimal:
    return sum((abs(rule.worth) for rule in rules), Decimal(0))
