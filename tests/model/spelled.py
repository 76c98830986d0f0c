"""Short models as text: one rule around a condition, or the agreed example with every section."""

from __future__ import annotations

from leadscore.model import Model, parse

EVERYTHING = """\
name: Workshop baseline
population: {exclude: [{attribute: lifecycle, is: customer}, {attribute: email, contains: '@ourselves.'}]}
groups:
  demographic: {cap: 40, side: demographic}
  behaviour: {cap: 60, side: behavioural}
  negative: {floor: -30, side: neither}
rules:
  - {id: company_size, label: Mid-market company, group: demographic, points: 10, when: {attribute: company_size, between: [50, 1000]}}
  - {id: webinar, label: Attended a webinar, group: behaviour, points: 20, when: {activity: webinar_attended, within_days: 90, at_most: 2, decay: {every_days: 30, keep: 0.5}}}
  - {id: vp_downloads, group: behaviour, points: 30, when: {all: [{attribute: title, has_word: vp}, {attribute: company_size, below: 200}, {activity: content_download, at_least: 3}]}}
  - {id: clicks, group: behaviour, points: 8, when: {rate: {of: email_click, per: email_delivered, at_least: 0.2, minimum: 5, within_days: 90}}}
  - {id: asks, group: behaviour, points: 12.5, when: {activity: [demo, quote]}, range: [0, 50]}
  - {id: size, group: demographic, points: 6, when: {attribute: company_size, shares: [{below: 50, share: 0.2}, {otherwise: 1}]}}
  - {id: complete, group: demographic, points: 4, when: {known_share: [title, country]}}
  - {id: silent, label: No response for 60 days, group: negative, points: -10, when: {inactive_days: 60}}
  - {id: no_phone, group: negative, points: -1, when: {not: {attribute: phone, known: true}}}
  - {id: competitor, label: Works for a competitor, when: {attribute: company, in: [Acme]}, knock_out: true}
cut_offs: {mql: 50, sql: 75, sql_needs: {any_of: [asks], at_least: {behaviour: 20}}}
balance: {behavioural: 55, demographic: 45}
evaluation: {lens: arrival, arrival_days: 7, outcome: won, horizon_days: {sql: 30, won: 120}}
"""  # noqa: E501 - written as the product writes it, a rule a line
"""Every section and every kind of condition, as `to_yaml` writes them."""


def with_rule(when: str, more: str = "") -> str:
    """The text of a model with one rule around a condition; `more` goes into the rule."""
    return f"name: M\nrules: [{{id: a, points: 1, when: {when}{more}}}]\n"


def with_section(section: str) -> str:
    """The text of a model with a sound rule and this section."""
    return f"name: M\nrules: [{{id: a, points: 1, when: {{attribute: title, is: x}}}}]\n{section}\n"


def model(text: str) -> Model:
    return parse(text, "m.yaml")
