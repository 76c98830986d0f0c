"""Criteria for Salesforce: fields of the lead, formulas for what they give, and counts that activities need."""

from __future__ import annotations

from collections.abc import Iterator

from leadscore.exporting.crm.asks import Ask, Asked, asked_of
from leadscore.exporting.crm.model_sheets import Line, Vendor, filter_lines, signed
from leadscore.exporting.crm.salesforce_formula import formula_of
from leadscore.model import Model, Rule
from leadscore.model.values import shortest

FIELDS = {
    "email": ("Lead", "Email"),
    "name": ("Lead", "Name"),
    "company": ("Lead", "Company"),
    "title": ("Lead", "Title"),
    "industry": ("Lead", "Industry"),
    "company_size": ("Lead", "NumberOfEmployees"),
    "annual_revenue": ("Lead", "AnnualRevenue"),
    "country": ("Lead", "Country"),
    "source": ("Lead", "LeadSource"),
    "owner": ("Lead", "OwnerId"),
}
EVENTS = {
    "call": ("Task", "Task of subtype Call"),
    "email_sent": ("Task", "Task of subtype Email"),
    "meeting": ("Event", "Event"),
    "webinar_attended": ("CampaignMember", "Campaign member with status Attended"),
    "form_fill": ("CampaignMember", "Campaign member who responded"),
}
OPERATORS = {
    "is": "equals",
    "in": "equals one of",
    "not_in": "not equal to any of, and not blank",
    "contains_any": "contains one of",
    "starts_with": "starts with",
    "starts_any": "starts with one of",
    "has_word": "contains the word",
    "word_any": "contains one of the words",
    "at_least": "greater or equal",
    "above": "greater than",
    "at_most": "less or equal",
    "below": "less than",
    "known": "not blank",
    "unknown": "blank",
    "did": "count",
    "range": "",
    "rate": "at least",
    "inactive": "more than so many days ago",
    "open": "is open",
    "none_open": "none is open",
}
DIFFERS = {
    "event": "A formula sees no activities: count them into a number field of the lead first.",
    "decay": "Points do not fade in a formula: a flow every {days} days that keeps {keep} of them comes near.",
    "window": "A count over the last {days} days must be made anew each night; a roll-up counts all there ever were.",
    "window_and_decay": "A count over the last {days} days must be made anew each night.",
    "each": "Count up to {most}, then no more: MIN(count, {most}) times the points.",
    "detail": "Which field of the activity holds the detail or value, you choose there.",
    "rate": "Two counts are needed, both{within}; below {minimum} {per} the rule gives nothing.",
    "inactive": "LastActivityDate also moves with what sales does; the model counts {days} days since the lead itself "
    "did something.",
    "has_word": "Words end at blanks in the formula; in the model at punctuation, too.",
    "negated": "In the model a blank value does not fulfil 'not': add NOT(ISBLANK(...)) beside it.",
    "overlapping": "Only the first line that fits counts, as the formula says it.",
    "open_deal": "A lead has no opportunities before it is converted: look at its account.",
    "knock_out": "The band is Out whatever the score, and the score stays.",
}


def _setup(rule: Rule, asked: Asked) -> str:
    formula = formula_of(rule)
    if rule.knock_out:
        return "A checkbox formula of these criteria; where it is true the band is Out."
    if formula is not None:
        return f"Formula: {formula}"
    if len(asked.asks) == 1 and asked.asks[0].operator == "did":
        return _of_count(asked.asks[0], rule)
    return "A flow that looks at these criteria each night and writes the points into a number field."


def _of_count(ask: Ask, rule: Rule) -> str:
    counted = f"MIN(Count__c, {ask.at_most}) * {shortest(rule.worth)}" if ask.at_most > 1 else shortest(rule.worth)
    return f"A flow counts these into Count__c; formula: IF(Count__c >= {ask.at_least}, {counted}, 0)"


def _often(ask: Ask) -> str:
    return f"at least {ask.at_least}" + (f", each counts up to {ask.at_most}" if ask.at_most > 1 else "")


def _head(model: Model) -> Iterator[Line]:
    """The field of the score, and a field for each group with its bounds."""
    groups = [_group_field(model, name) for name in model.group_names]
    yield Line(
        "score",
        rule=model.name,
        setup=f"Number field, formula: MAX(0, MIN(100, {' + '.join(groups)})). Blank fields are treated as blanks.",
        differs="A lead has no scoring of its own: these are fields, formulas and flows. Computed with what is known "
        "now, never as of a past day. Simpler, and the same points everywhere: write the scores back from here.",
    )
    for name in model.group_names:
        bounds = model.group(name)
        said = [f"at most {shortest(bounds.cap)}" if bounds.cap is not None else "no cap"]
        said += [f"at least {shortest(bounds.floor)}"] if bounds.floor is not None else []
        yield Line("group", group=name, field=_own(name), setup=f"The sum of its rules, {', '.join(said)}.")


def _group_field(model: Model, name: str) -> str:
    bounds, text = model.group(name), _own(name)
    text = f"MIN({shortest(bounds.cap)}, {text})" if bounds.cap is not None else text
    return f"MAX({shortest(bounds.floor)}, {text})" if bounds.floor is not None else text


def _own(name: str) -> str:
    return f"Leadscore_{''.join(letter if letter.isascii() and letter.isalnum() else '_' for letter in name)}__c"


def _tail(model: Model) -> Iterator[Line]:
    """Who is left out, and what the cut-offs become."""
    for place, condition in enumerate(model.population.exclude, 1):
        yield from filter_lines(asked_of(condition), VENDOR, "left out", f"not scored {place}")
    yield from cut_off_lines(model, "A formula of the band, or the criterion of an assignment rule.")


def cut_off_lines(model: Model, setup: str) -> Iterator[Line]:
    """The cut-offs and what `ready` needs besides."""
    if model.cut_offs is None:
        return
    for name, points in (("mql", model.cut_offs.mql), ("sql", model.cut_offs.sql)):
        yield Line("cut-off", rule=name, operator="at or above", value=shortest(points), setup=setup)
    needs = model.cut_offs.sql_needs
    if needs.any_of:
        names = ", ".join(model.rule(each).name for each in needs.any_of)
        yield Line("cut-off", rule="sql needs", operator="one of these rules holds", value=names, setup=setup)
    for group, points in needs.at_least.items():
        yield Line("cut-off", group=group, rule="sql needs", operator="at or above", value=signed(points), setup=setup)


VENDOR = Vendor(
    title="Salesforce criteria",
    fields=FIELDS,
    events=EVENTS,
    operators=OPERATORS,
    differs=DIFFERS,
    head=_head,
    tail=_tail,
    setup=_setup,
    often=_often,
    place=lambda rule, asked: "" if rule.knock_out else rule.group,
    own_field="Lead",
    own_event="Your object",
)
