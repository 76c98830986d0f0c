"""Each finding of the linter: a model where it fires, and a neighbour where it is silent."""

from __future__ import annotations

import pytest

from leadscore.model.lint import Finding, lint

from .spelled import EVERYTHING, model

CUT = "cut_offs: {mql: 50, sql: 75}"
BIG = "{id: big, points: 100, when: {activity: demo}}"


def findings(text: str, check: str) -> list[Finding]:
    return [finding for finding in lint(model(text)) if finding.check == check]


def of(*rules: str, rest: str = CUT) -> str:
    return f"name: M\n{rest}\nrules: [{', '.join(rules)}]\n"


def clicks(points: int, more: str = "") -> str:
    return f"{{id: clicks, points: {points}, when: {{activity: email_click{more}}}}}"


PULSE = {
    "one click for the cut-off": (clicks(50), True),
    "one click for a point less": (clicks(49), False),
    "clicks that count three times": (clicks(17, ", at_most: 3"), True),
    "clicks that count twice": (clicks(17, ", at_most: 2"), False),
    "a kind in another case": ("{id: o, points: 60, when: {activity: ' Email_Open'}}", True),
    "a visit": ("{id: v, points: 60, when: {activity: page_visit}}", False),
    "an open or a demo": ("{id: o, points: 60, when: {activity: [demo, email_open]}}", True),
    "a rate of clicks": (
        "{id: r, points: 60, when: {rate: {of: email_click, per: email_delivered, at_least: 0.2}}}",
        True,
    ),
    "a rate of replies": ("{id: r, points: 60, when: {rate: {of: reply, per: email_delivered, at_least: 0.2}}}", False),
    "a click and a demo": ("{id: c, points: 60, when: {all: [{activity: email_click}, {activity: demo}]}}", False),
    "a click and an open": (
        "{id: c, points: 60, when: {all: [{activity: email_click}, {activity: email_open}]}}",
        True,
    ),
    "a click or a demo": ("{id: c, points: 60, when: {any: [{activity: email_click}, {activity: demo}]}}", True),
    "a click and no demo": (
        "{id: c, points: 60, when: {all: [{activity: email_click}, {not: {activity: demo}}]}}",
        True,
    ),
    "no demo at all": ("{id: c, points: 60, when: {not: {activity: demo}}}", True),
    "no click": ("{id: c, points: 60, when: {not: {activity: email_click}}}", False),
    "not small, which is unknown of a pulse": ("{id: c, points: 60, when: {not: {attribute: size, below: 9}}}", False),
    "a missing phone": ("{id: c, points: 60, when: {attribute: phone, known: false}}", True),
    "a known phone": ("{id: c, points: 60, when: {attribute: phone, known: true}}", False),
    "opens by another name": ("{id: o, points: 60, when: {activity: Opened E-Mail}}", True),
    "clicks by another name": ("{id: o, points: 60, when: {activity: newsletter_link_clicked}}", True),
    "a click that is no mail": ("{id: o, points: 60, when: {activity: clicked_to_buy}}", False),
    "an open day": ("{id: o, points: 60, when: {activity: open_day}}", False),
    "a rate of clicks per mail of another name": (
        "{id: r, points: 60, when: {rate: {of: email_click, per: newsletter, at_least: 0.2}}}",
        True,
    ),
    "a rate of clicks per visit, which a pulse has none of": (
        "{id: r, points: 60, when: {rate: {of: email_click, per: page_visit, at_least: 0.2}}}",
        False,
    ),
    "a rate of clicks and a demo": (
        "{id: r, points: 60, when: {all: [{activity: demo}, {rate: {of: click, per: open, at_least: 0.2}}]}}",
        False,
    ),
    "clicks that lose worth": (clicks(60, ", decay: {every_days: 30, keep: 0.5}"), True),
    "silence, which a click breaks": ("{id: c, points: 60, when: {inactive_days: 60}}", False),
}


@pytest.mark.parametrize("name", PULSE)
def test_just_a_pulse(name: str) -> None:
    rule, fires = PULSE[name]
    found = findings(of(rule, BIG), "pulse")
    assert bool(found) is fires
    assert all(finding.level == "error" for finding in found)


def test_the_pulse_adds_up_over_rules_and_says_how_far_it_reaches() -> None:
    opens = "{id: opens, points: 25.5, when: {activity: email_open}}"
    (finding,) = findings(of(clicks(30), opens, BIG), "pulse")
    assert finding.message == (
        "Opens and clicks alone can reach 55.5 points, and the MQL cut-off is 50: just a pulse would be handed over. "
        "Lower those points, cap their group, or raise the cut-off."
    )


def test_the_cap_of_a_group_holds_the_pulse() -> None:
    grouped = "{id: c, points: 60, group: mail, when: {activity: email_click}}"
    assert findings(of(grouped, BIG), "pulse")
    assert not findings(of(grouped, BIG, rest=f"{CUT}\ngroups: {{mail: {{cap: 49}}}}"), "pulse")


def test_a_floor_above_the_cut_off_is_a_pulse_too() -> None:
    assert findings(of(BIG, rest=f"{CUT}\ngroups: {{ungrouped: {{floor: 60}}}}"), "pulse")


def test_without_cut_offs_there_is_no_pulse_to_test() -> None:
    assert not findings(of(clicks(100), rest=""), "pulse")


UNREACHABLE = {
    "too few points": (of("{id: a, points: 40, when: {activity: demo}}"), 2),
    "enough for MQL alone": (of("{id: a, points: 60, when: {activity: demo}}"), 1),
    "enough": (of("{id: a, points: 75, when: {activity: demo}}"), 0),
    "enough when counted twice": (of("{id: a, points: 40, when: {activity: demo, at_most: 2}}"), 0),
    "held by a cap": (
        of("{id: a, points: 90, when: {activity: demo}}", rest=f"{CUT}\ngroups: {{ungrouped: {{cap: 60}}}}"),
        1,
    ),
    "a share of the points": (
        of("{id: a, points: 100, when: {attribute: size, shares: [{above: 5, share: 0.6}]}}"),
        1,
    ),
    "negative rules do not take it away": (of(BIG, "{id: n, points: -90, when: {activity: unsubscribed}}"), 0),
}


@pytest.mark.parametrize("name", UNREACHABLE)
def test_an_unreachable_cut_off(name: str) -> None:
    text, expected = UNREACHABLE[name]
    found = findings(text, "unreachable")
    assert len(found) == expected
    assert all(finding.level == "error" for finding in found)


def test_an_unreachable_cut_off_in_words() -> None:
    found = findings(of("{id: a, points: 60, when: {activity: demo}}"), "unreachable")
    assert [finding.message for finding in found] == [
        "No lead can reach the SQL cut-off of 75: all rules together give at most 60 points. "
        "Lower the cut-off or raise points or caps."
    ]


FIRES_OR_NOT = {
    "a rule of 0 points": ("dead", "{id: a, points: 0, when: {activity: demo}}", True),
    "a rule of a hundredth": ("dead", "{id: a, points: 0.01, when: {activity: demo}}", False),
    "a knock-out has no points": ("dead", "{id: a, knock_out: true, when: {activity: demo}}", False),
    "shares that are all 0": ("dead", "{id: a, points: 5, when: {attribute: s, shares: [{above: 5, share: 0}]}}", True),
    "a share above 0": ("dead", "{id: a, points: 5, when: {attribute: s, shares: [{above: 5, share: 0.1}]}}", False),
    "the same twice": (
        "duplicate",
        "{id: a, points: 1, when: {activity: w, at_least: 2}}, {id: b, points: 2, when: {activity: [w], at_least: 2}}",
        True,
    ),
    "twice with another window": (
        "duplicate",
        "{id: a, points: 1, when: {activity: w}}, {id: b, points: 2, when: {activity: w, within_days: 9}}",
        False,
    ),
    "two words at once": (
        "contradictory",
        "{id: a, points: 1, when: {all: [{attribute: t, is: x}, {attribute: t, is: y}]}}",
        True,
    ),
    "two spellings of a word": (
        "contradictory",
        "{id: a, points: 1, when: {all: [{attribute: t, is: x}, {attribute: t, in: [' X', y]}]}}",
        False,
    ),
    "a word of either list": (
        "contradictory",
        "{id: a, points: 1, when: {all: [{attribute: t, in: [x, y]}, {attribute: t, in: [y, z]}]}}",
        False,
    ),
    "below and above": (
        "contradictory",
        "{id: a, points: 1, when: {all: [{attribute: t, below: 5}, {attribute: t, at_least: 5}]}}",
        True,
    ),
    "touching ends": (
        "contradictory",
        "{id: a, points: 1, when: {all: [{attribute: t, at_most: 5}, {attribute: t, at_least: 5}]}}",
        False,
    ),
    "ranges apart": (
        "contradictory",
        "{id: a, points: 1, when: {all: [{attribute: t, between: [1, 2]}, {attribute: t, between: [3, 4]}]}}",
        True,
    ),
    "a part and its opposite": (
        "contradictory",
        "{id: a, points: 1, when: {all: [{attribute: t, is: x}, {not: {attribute: t, is: x}}]}}",
        True,
    ),
    "three visits and not one": (
        "contradictory",
        "{id: a, points: 1, when: {all: [{activity: w, at_least: 3}, {not: {activity: w}}]}}",
        True,
    ),
    "a visit and not three": (
        "contradictory",
        "{id: a, points: 1, when: {all: [{activity: w}, {not: {activity: w, at_least: 3}}]}}",
        False,
    ),
    "deep inside": (
        "contradictory",
        "{id: a, points: 1, when: {any: [{activity: w}, {all: [{attribute: t, is: x}, {attribute: t, is: y}]}]}}",
        True,
    ),
    "either of two words": (
        "contradictory",
        "{id: a, points: 1, when: {any: [{attribute: t, is: x}, {attribute: t, is: y}]}}",
        False,
    ),
    "two attributes": (
        "contradictory",
        "{id: a, points: 1, when: {all: [{attribute: t, is: x}, {attribute: u, is: y}]}}",
        False,
    ),
}
VISIT = "{{id: {0}, points: {1}, when: {{activity: visit{2}}}}}"
SAME_FACT = {
    "one visit in a week, a month and a quarter": (
        "overlapping",
        [(5, ", within_days: 7"), (5, ", within_days: 30"), (5, ", within_days: 90")],
        1,
    ),
    "one visit in a week and a month": ("overlapping", [(5, ", within_days: 7"), (5, ", within_days: 30")], 0),
    "one visit, two, and five": ("overlapping", [(5, ""), (5, ", at_least: 2"), (5, ", at_least: 5")], 0),
    "one, a pricing page, and that this week": (
        "overlapping",
        [(5, ""), (5, ", detail: {contains: pricing}"), (5, ", detail: {contains: pricing}, within_days: 7")],
        1,
    ),
    "three pages of different names": (
        "overlapping",
        [(5, ", detail: {contains: a}"), (5, ", detail: {contains: b}"), (5, ", detail: {contains: c}")],
        0,
    ),
    "two that help and one that harms": (
        "overlapping",
        [(5, ""), (5, ", within_days: 30"), (-5, ", at_least: 50")],
        0,
    ),
    "one helps and the same harms": ("opposite signs", [(5, ""), (-5, "")], 1),
    "recent ones help, all harm": ("opposite signs", [(5, ", within_days: 7"), (-5, "")], 1),
    "many of them harm": ("opposite signs", [(5, ""), (-5, ", at_least: 50")], 0),
    "both help": ("opposite signs", [(5, ""), (5, ", within_days: 7")], 0),
    "a rule without points": ("opposite signs", [(0, ""), (-5, "")], 0),
}


@pytest.mark.parametrize("name", SAME_FACT)
def test_rules_that_look_at_the_same_fact(name: str) -> None:
    check, rules, expected = SAME_FACT[name]
    told = [VISIT.format(f"r{place}", points, more) for place, (points, more) in enumerate(rules)]
    found = findings(of(*told, BIG), check)
    assert [finding.level for finding in found] == ["warning"] * expected
    assert not expected or not findings(of(*told, BIG), "duplicate")


def test_one_activity_under_three_rules_in_words() -> None:
    told = [VISIT.format(f"v{days}", 5, f", within_days: {days}") for days in (7, 30, 90)]
    (finding,) = findings(of(*told, BIG), "overlapping")
    assert finding.message == (
        "One activity counts under 3 rules at once ('v7', 'v30', 'v90'), 15 points together. "
        "Keep one, or cap their group."
    )


def test_a_knock_out_and_points_for_the_same_fact() -> None:
    gone = "{id: gone, knock_out: true, when: {attribute: country, is: NL}}"
    helped = "{id: helped, points: 5, when: {attribute: country, is: NL}}"
    assert [finding.rule for finding in findings(of(gone, helped, BIG), "opposite signs")] == ["helped"]


SELLER = {
    "a call": ("{activity: call}", True),
    "mail in another case": ("{activity: ' Email_Sent'}", True),
    "a meeting or a demo": ("{any: [{activity: demo}, {activity: meeting}]}", True),
    "a reply": ("{activity: reply}", False),
    "replies per mail that sales sent": ("{rate: {of: reply, per: email_sent, at_least: 0.2}}", False),
    "calls per mail": ("{rate: {of: call, per: email_sent, at_least: 0.2}}", True),
    "a fair meeting": ("{activity: fair_meeting}", False),
}


@pytest.mark.parametrize("name", SELLER)
def test_what_sales_does_is_no_signal(name: str) -> None:
    when, fires = SELLER[name]
    found = findings(of(f"{{id: s, points: 5, when: {when}}}", BIG), "seller's activity")
    assert [(finding.level, finding.rule) for finding in found] == ([("warning", "s")] if fires else [])


def test_a_gate_that_its_group_cannot_pass() -> None:
    gate = "cut_offs: {mql: 50, sql: 75, sql_needs: {at_least: {ungrouped: 80}}}\ngroups: {ungrouped: {cap: %d}}"
    (finding,) = findings(of(BIG, rest=gate % 79), "unreachable")
    assert (finding.level, "asks for 80 points of 'ungrouped', which gives 79 at most" in finding.message) == (
        "error",
        True,
    )
    assert not findings(of(BIG, rest=gate % 80), "unreachable")


LEVELS = {"dead": "warning", "duplicate": "warning", "contradictory": "error"}


@pytest.mark.parametrize("name", FIRES_OR_NOT)
def test_a_rule_that_does_not_work(name: str) -> None:
    check, rules, fires = FIRES_OR_NOT[name]
    found = findings(of(rules, BIG), check)
    assert bool(found) is fires
    assert all(finding.level == LEVELS[check] and finding.rule for finding in found)


def test_a_model_without_cut_offs_is_a_note() -> None:
    (finding,) = findings(of(BIG, rest=""), "no cut-offs")
    assert finding.level == "note"
    assert not findings(of(BIG), "no cut-offs")


def test_a_group_without_rules_is_a_note() -> None:
    (finding,) = findings(of(BIG, rest=f"{CUT}\ngroups: {{bant: {{cap: 5}}}}"), "empty group")
    assert (finding.level, finding.message) == ("note", "Group 'bant' has no rules. Take it out, or put rules into it.")
    assert not findings(of("{id: a, group: bant, points: 90, when: {activity: demo}}", rest=CUT), "empty group")


def test_errors_come_first() -> None:
    text = of(clicks(60), "{id: a, points: 0, when: {activity: demo}}", rest=f"{CUT}\ngroups: {{bant: {{}}}}")
    levels = [finding.level for finding in lint(model(text))]
    assert levels == sorted(levels, key=["error", "warning", "note"].index)
    assert set(levels) == {"error", "warning", "note"}


def test_the_agreed_example_has_no_error() -> None:
    assert [finding for finding in lint(model(EVERYTHING)) if finding.level == "error"] == []
