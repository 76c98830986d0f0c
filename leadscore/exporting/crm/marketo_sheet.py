"""Criteria for Marketo: a smart campaign a rule, with its smart list, how often it runs and its Change Score step."""

from __future__ import annotations

from collections.abc import Iterator

from leadscore.exporting.crm.asks import Ask, Asked, asked_of
from leadscore.exporting.crm.model_sheets import Line, Vendor, filter_lines, signed
from leadscore.exporting.crm.salesforce_sheet import cut_off_lines
from leadscore.model import Model, Rule
from leadscore.model.values import shortest

FIELDS = {
    "email": ("Person", "Email Address"),
    "name": ("Person", "Full Name"),
    "company": ("Person", "Company Name"),
    "title": ("Person", "Job Title"),
    "industry": ("Person", "Industry"),
    "company_size": ("Person", "Num Employees"),
    "annual_revenue": ("Person", "Annual Revenue"),
    "country": ("Person", "Country"),
    "source": ("Person", "Person Source"),
    "owner": ("Person", "Lead Owner"),
}
EVENTS = {
    "page_visit": ("Activity", "Visits Web Page"),
    "email_open": ("Activity", "Opens Email"),
    "email_click": ("Activity", "Clicks Link in Email"),
    "email_delivered": ("Activity", "Email is Delivered"),
    "unsubscribed": ("Activity", "Unsubscribes from Email"),
    "form_fill": ("Activity", "Fills Out Form"),
    "webinar_attended": ("Activity", "Program Status is Changed, new status Attended"),
}
OPERATORS = {
    "in": "is (several values)",
    "not_in": "is not (several values), and is not empty",
    "contains_any": "contains (several values)",
    "starts_with": "starts with",
    "starts_any": "starts with (several values)",
    "has_word": "contains",
    "word_any": "contains (several values)",
    "at_least": "at least",
    "above": "greater than",
    "at_most": "at most",
    "below": "less than",
    "known": "is not empty",
    "unknown": "is empty",
    "did": "happens",
    "range": "between",
    "rate": "at least",
    "inactive": "nothing in so many days",
    "open": "is open",
    "none_open": "none is open",
}
DIFFERS = {
    "attribute": "Points stay when the value changes later: a second campaign has to take them back.",
    "decay": "Scores do not fade: a campaign every {days} days that takes {lost} % off would come near, but a flow "
    "step takes points, not shares.",
    "window": "Points stay when the {days} days are over: a nightly campaign has to take them back.",
    "window_and_decay": "Points stay when the {days} days are over: a nightly campaign has to take them back.",
    "each": "Every time has no end: let the filter on the number of times stop it after {most}.",
    "detail": "Which constraint of the trigger holds the detail or value, such as Web Page, you choose there.",
    "rate": "There are no rates of {per}{within}: a number of times is the nearest.",
    "inactive": "A nightly campaign with negative filters over {days} days; the points have to be given back when the "
    "person acts again.",
    "completeness": "A campaign a field; shares of points are rounded to whole numbers.",
    "has_word": "There 'contains' also finds the letters inside longer words.",
    "negated": "In the model an empty value does not fulfil 'not': add 'is not empty'.",
    "overlapping": "Only the first line that fits counts: order the choices of the flow step so.",
    "open_deal": "Opportunity filters need the CRM's sync.",
    "knock_out": "In the model the score stays and the band is Out.",
    "decimals": "A field of type Score holds whole numbers: round, or multiply all points of the model.",
}


def _setup(rule: Rule, asked: Asked) -> str:
    if rule.knock_out:
        return f"Smart campaign '{rule.name}': these filters; flow: Change Data Value, Leadscore band = Out."
    runs = "every time" if any(ask.at_most > 1 for ask in asked.asks) else "only once"
    how = "the event as trigger" if len(asked.asks) == 1 and asked.asks[0].is_event else "these filters, nightly batch"
    several = asked.logic == "" and len(asked.asks) > 1
    points = "the points of the line that fits" if several else signed(rule.worth)
    return (
        f"Smart campaign '{rule.name}'. Smart list: {how}. Each person runs through the flow {runs}. "
        f"Flow: Change Score, {_field(rule.group)} {points}."
    )


def _field(group: str) -> str:
    return f"'Leadscore {group}'"


def _often(ask: Ask) -> str:
    least = f"minimum number of times {ask.at_least}" if ask.at_least > 1 else ""
    most = f"counts up to {ask.at_most} times" if ask.at_most > 1 else "once"
    return f"{least}, {most}" if least else most


def _head(model: Model) -> Iterator[Line]:
    """The score fields, one a group, and their bounds."""
    yield Line(
        "score",
        rule=model.name,
        setup="Fields of type Score: one for each group, and one for their sum, kept between 0 and 100 by campaigns.",
        differs="Scores there add up as things happen and know neither bounds nor a past day; what was done before a "
        "campaign is switched on is scored by running it once as a batch.",
    )
    for name in model.group_names:
        bounds = model.group(name)
        said = (
            [f"above {shortest(bounds.cap)}, Change Score to ={shortest(bounds.cap)}"] if bounds.cap is not None else []
        )
        said += [f"below {shortest(bounds.floor)}, to ={shortest(bounds.floor)}"] if bounds.floor is not None else []
        differs = "What went beyond the bound is lost there; in the model it counts again when points fade or fall."
        yield Line(
            "group",
            group=name,
            field=_field(name),
            setup=f"A campaign on its changes: {'; '.join(said)}." if said else "No bounds.",
            differs=differs if said else "",
        )


def _tail(model: Model) -> Iterator[Line]:
    """Who is left out, and what the cut-offs become."""
    for place, condition in enumerate(model.population.exclude, 1):
        yield from filter_lines(asked_of(condition), VENDOR, "left out", f"not scored {place}")
    yield from cut_off_lines(model, "A campaign triggered by Score is Changed, new score at least so much.")


VENDOR = Vendor(
    title="Marketo criteria",
    fields=FIELDS,
    events=EVENTS,
    operators=OPERATORS,
    differs=DIFFERS,
    head=_head,
    tail=_tail,
    setup=_setup,
    often=_often,
    place=lambda rule, asked: "" if rule.knock_out else rule.group,
    own_field="Person",
    own_event="Custom activity",
)
