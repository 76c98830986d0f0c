"""HubSpot's lead scoring tool: groups with limits, rules on properties and events, decay; and what it cannot say.

What the tool can do follows its help pages and guides of 2024 to 2026; what was only found in guides says "reported".
"""

from __future__ import annotations

from collections.abc import Iterator

from leadscore.exporting.crm.asks import Ask, Asked, asked_of
from leadscore.exporting.crm.model_sheets import Line, Vendor, filter_lines, signed
from leadscore.exporting.crm.traits import traits
from leadscore.model import Model, Rule
from leadscore.model.values import shortest

FIELDS = {
    "email": ("Contact", "Email"),
    "name": ("Contact", "First name, Last name"),
    "company": ("Company", "Company name"),
    "title": ("Contact", "Job title"),
    "industry": ("Company", "Industry"),
    "company_size": ("Company", "Number of employees"),
    "annual_revenue": ("Company", "Annual revenue"),
    "country": ("Contact", "Country/Region"),
    "source": ("Contact", "Original source (your own source property, if you keep one)"),
    "owner": ("Contact", "Contact owner"),
}
EVENTS = {
    "page_visit": ("Contact", "Website page viewed"),
    "email_open": ("Contact", "Marketing email opened"),
    "email_click": ("Contact", "Marketing email clicked"),
    "email_delivered": ("Contact", "Marketing email delivered"),
    "unsubscribed": ("Contact", "Marketing email unsubscribed"),
    "form_fill": ("Contact", "Form submitted"),
    "meeting": ("Contact", "Meeting booked or completed"),
    "call": ("Contact", "Call"),
    "webinar_attended": ("Contact", "Marketing event attended"),
}
OPERATORS = {
    "is": "is equal to",
    "in": "is any of",
    "not_in": "is none of, and is known",
    "contains": "contains",
    "contains_any": "contains any of",
    "starts_with": "starts with",
    "starts_any": "starts with any of",
    "has_word": "contains",
    "word_any": "contains any of",
    "between": "is between",
    "at_least": "is greater than or equal to",
    "above": "is greater than",
    "at_most": "is less than or equal to",
    "below": "is less than",
    "range": "is",
    "known": "is known",
    "unknown": "is unknown",
    "did": "has been completed",
    "rate": "is at least",
    "inactive": "is more than so many days ago",
    "open": "is known",
    "none_open": "is unknown",
}
DIFFERS = {
    "decay": "Decay there takes the same {lost} % of the first points away each time until nothing is left; in the "
    "model {keep} of what is left stays after every {days} days. Nearest setting: {lost} % every {months} month(s).",
    "window_and_decay": "A group with decay takes no time frame (reported), so the window of {days} days is not said.",
    "each": "In the model it counts each time, up to {most} times: limit the points of the event so (reported); beside "
    "a frequency there is no such limit, so a line for each number of times is needed.",
    "kinds": "In the model these events count as one: {kinds}. There each gives points of its own, so the limit of the "
    "event does not hold over all of them.",
    "detail": "Which property of the event holds the detail or value, such as the page's address, you choose there.",
    "rate": "There are no rates: make a calculation property of both counts and score it. That fewer than {minimum} "
    "{per}{within} tell nothing cannot be said.",
    "inactive": "Silence of {days} days counts what the lead itself did. Choose the property of its last own activity; "
    "'Last activity date' moves with what sales does, too.",
    "completeness": "One line a field; points are shares of the rule's points, rounded to hundredths.",
    "open_deal": "There it is the number of associated open deals.",
    "has_word": "There 'contains' also finds the letters inside longer words.",
    "not_in": "There 'is none of' may also hold for records whose property is empty: add 'is known'.",
    "overlapping": "In the model only the first line that fits counts; there every line that fits gives its points.",
    "negated": "In the model an unknown value does not fulfil 'not': add 'is known' beside each negative filter.",
    "joined": "These filters belong to one segment; the rule scores membership in it.",
    "knock_out": "In the model the lead is out whatever its score, which stays. There it is left out of scoring.",
    "decimals": "Not verified that the tool takes points with decimals.",
}
ONE_EVENT = "It is reported that a group takes one type of event: then make a group for each, and divide the limit."


def _place(rule: Rule, asked: Asked) -> str:
    """The group of the tool: events and properties stand apart there, and so do events that decay."""
    if rule.knock_out:
        return "excluded"
    if asked.logic or not all(ask.is_event for ask in asked.asks):
        return f"{rule.group} (properties)"
    decay = traits(rule.when).get("decay")
    return f"{rule.group} (events, -{decay['lost']} % in {decay['days']} days)" if decay else f"{rule.group} (events)"


def _setup(rule: Rule, asked: Asked) -> str:
    if rule.knock_out:
        return "Make a segment of these filters and add it to the records that the score excludes."
    if asked.logic:
        return f"Make the segment '{rule.name}' of these filters; in the group: segment membership is '{rule.name}'."
    what = "event criteria" if asked.asks[0].is_event else "criteria"
    verb = "subtract" if rule.worth < 0 else "add"
    return f"In the group: add {what}, {verb} points."


def _often(ask: Ask) -> str:
    """At most so many times is a limit of points there, at least so many a frequency."""
    if ask.at_least > 1:
        return f"frequency: at least {ask.at_least}"
    return f"limit: {ask.at_most} times the points" if ask.at_most > 1 else "limit: the points, once"


def _head(model: Model) -> Iterator[Line]:
    """The score and its groups with limits."""
    yield Line(
        "score",
        rule=model.name,
        setup="Marketing > Lead scoring > Create score > Contacts > Combined. Overall limit: 100 points.",
        differs="In the model a score never falls below 0; there it can be negative (reported). It needs Marketing or "
        "Sales Hub Professional or Enterprise, and is computed with what is known now, never as of a past day. "
        + ONE_EVENT,
    )
    placed: dict[str, list[str]] = {}
    for rule in model.rules:
        name = _place(rule, asked_of(rule.when))
        if not rule.knock_out and name not in placed.setdefault(rule.group, []):
            placed[rule.group].append(name)
    for group in model.group_names:
        for name in placed.get(group, []):
            yield _group_line(model, group, name, placed[group])


def _group_line(model: Model, group: str, name: str, parts: list[str]) -> Line:
    bounds = model.group(group)
    limit = "no limit in the model" if bounds.cap is None else f"limit {shortest(bounds.cap)} points"
    said = []
    if bounds.cap is not None and len(parts) > 1:
        said.append(
            f"In the model {shortest(bounds.cap)} is the cap of all of '{group}'; there each of its {len(parts)} "
            "groups has a limit of its own, so together they can give more. Divide it among them, if that matters."
            if name == parts[0]
            else f"Its limit is one with that of '{parts[0]}' in the model."
        )
    if bounds.floor is not None:
        said.append(
            f"In the model the group never falls below {shortest(bounds.floor)} points; set it if the tool asks."
        )
    events = "(properties)" not in name
    kind = "event group" if events else "property group"
    decay = f"; turn decay on: {name[name.index('-') + 1 : -1]}" if "(events, -" in name else ""
    return Line("group", group=name, setup=f"Add {kind}, {limit}{decay}.", differs=" ".join(said))


def _tail(model: Model) -> Iterator[Line]:
    """Who is left out, and what the cut-offs become."""
    for place, condition in enumerate(model.population.exclude, 1):
        yield from filter_lines(asked_of(condition), VENDOR, "left out", f"not scored {place}")
    if model.cut_offs is None:
        return
    for name, points in (("mql", model.cut_offs.mql), ("sql", model.cut_offs.sql)):
        yield Line("cut-off", rule=name, operator="at or above", value=shortest(points), setup=_THRESHOLD)
    needs = model.cut_offs.sql_needs
    if needs.any_of or needs.at_least:
        names = [f"one of {', '.join(model.rule(each).name for each in needs.any_of)} holds"] if needs.any_of else []
        names += [f"'{group}' has {signed(points)} or more" for group, points in needs.at_least.items()]
        yield Line(
            "cut-off",
            rule="sql needs",
            value=" and ".join(names),
            differs="A threshold there looks at points alone: let the workflow that hands over ask for this, too.",
        )


_THRESHOLD = "A threshold of the score, or a workflow that starts where the score is at or above it."

VENDOR = Vendor(
    title="HubSpot settings",
    fields=FIELDS,
    events=EVENTS,
    operators=OPERATORS,
    differs=DIFFERS,
    head=_head,
    tail=_tail,
    setup=_setup,
    often=_often,
    place=_place,
    own_field="Contact",
    own_event="Contact",
)
