"""Every mistake in a model file, and the sentence that says where it is and how to mend it."""

from __future__ import annotations

import pytest

from leadscore.errors import ModelError

from .spelled import model, with_rule, with_section

KINDS = "attribute, activity, rate, inactive_days, known_share, all, any, not, open_deal"
OPERATORS = "is, in, not_in, contains, starts_with, has_word, between, at_least, above, at_most, below, known, shares"

SECTIONS = {
    "rule: []": "unknown key 'rule'. Did you mean 'rules'? Choose one of: name, population, groups, rules, cut_offs, "
    "balance, evaluation.",
    "2026-01-01: 3": "unknown key '2026-01-01'. Choose one of: name, population, groups, rules, cut_offs, balance, "
    "evaluation.",
    "groups: {g: {max: 3}}": "group 'g': unknown key 'max'. Choose one of: cap, floor, side.",
    "groups: {g: {cap: 10, floor: 20}}": "group 'g': has its floor (20) above its cap (10).",
    "groups: {g: {side: left}}": "group 'g', side: should be 'behavioural', 'demographic' or 'neither'.",
    "groups: {Score: {cap: 10}}": "group 'Score' has the name of a column of the scores; call it something else.",
    "groups: {fit: {}, Fit: {}}": "groups fit, Fit differ only in case; use one spelling.",
    "groups: {'a;b': {}}": "group 'a;b': may have letters, digits, spaces and _ - . only, 64 at most.",
    "cut_offs: {mql: 60}": "cut_offs: needs 'sql'.",
    "cut_offs: {mql: 60, sql: 50}": "cut_offs: mql (60) is above sql (50); SQL is the stricter of the two.",
    "cut_offs: {mql: 60, sql: 101}": "cut_offs, sql: should be less than or equal to 100.",
    "cut_offs: {mql: 1, sql: 2, sql_needs: {any_of: [b]}}": "cut_offs, sql_needs, any_of: no rule has the id 'b'. "
    "Choose one of: a.",
    "cut_offs: {mql: 1, sql: 2, sql_need: {}}": "cut_offs: unknown key 'sql_need'. Did you mean 'sql_needs'? "
    "Choose one of: mql, sql, sql_needs.",
    "balance: {behavioural: 60, demographic: 50}": "balance: adds up to 110, not 100.",
    "evaluation: {lens: today}": "evaluation, lens: should be 'handoff' or 'arrival'.",
    "evaluation: {outcome: mql}": "evaluation, outcome: should be 'sql', 'opportunity' or 'won'.",
    "evaluation: {horizon_days: {sql: 0}}": "evaluation, horizon_days, sql: should be greater than or equal to 1.",
    "population: {exclude: [{attribut: t, is: x}]}": "population, part 1 of exclude: is no condition: unknown key "
    f"'attribut'. Did you mean 'attribute'? Choose one of: {KINDS}.",
}

CONDITIONS = {
    "webinar": f": is no condition; write a mapping with one of the keys {KINDS}.",
    "{atribute: t, is: x}": ": is no condition: unknown key 'atribute'. Did you mean 'attribute'? "
    f"Choose one of: {KINDS}.",
    "{attribute: t}": f": needs exactly one operator ({OPERATORS}) and has none.",
    "{attribute: t, is: x, contains: y}": f": needs exactly one operator ({OPERATORS}) and has 2: is, contains.",
    "{attribute: t, contain: x}": ": unknown key 'contain'. Did you mean 'contains'?",
    "{attribute: t, is: ' '}": ", is: needs a text that is not blank; to ask for a missing value write 'known: false'.",
    "{attribute: t, in: [a, 1]}": ", in: mixes texts and numbers; put the numbers in quotes or take the texts out.",
    "{attribute: t, in: []}": ", in: should have at least 1 entry, not 0.",
    "{attribute: t, in: x}": ", in: should be a list in [ ].",
    "{attribute: t, contains: 5}": ", contains: needs a text; put it in quotes.",
    "{attribute: t, known: maybe}": ", known: should be true or false.",
    "{attribute: t, above: many}": ", above: needs a number.",
    "{attribute: t, above: .nan}": ", above: needs a finite number.",
    "{attribute: t, above: 1e400}": ", above: needs a finite number.",
    "{attribute: t, between: [9, 1]}": ", between: runs backwards: 9 is above 1; write the smaller number first.",
    "{attribute: t, between: [9]}": ", between: needs two numbers, the lower first, like [50, 1000].",
    "{attribute: t, between: [1, 2, 3]}": ", between: should have at most 2 entries, not 3.",
    "{attribute: t, shares: [{below: 3}]}": ", part 1 of shares: needs one bound and a share, like {below: 50, "
    "share: 0.2}, or {otherwise: 1}.",
    "{attribute: t, shares: [{below: 3, share: 2}]}": ", part 1 of shares, share: should be less than or equal to 1.",
    "{attribute: t, shares: [{otherwise: 1, share: 1}]}": ", part 1 of shares: 'otherwise: SHARE' stands alone in "
    "its step.",
    "{attribute: t, shares: [{otherwise: 1}, {below: 3, share: 1}]}": ": 'otherwise' must be the last step; the "
    "steps after it are never reached.",
    "{activity: w, within_days: 1.5}": ", within_days: needs a whole number.",
    "{activity: w, within_days: 0}": ", within_days: should be greater than or equal to 1.",
    "{activity: w, at_most: true}": ", at_most: needs a whole number.",
    "{activity: []}": ", activity: should have at least 1 entry, not 0.",
    "{activity: w, detail: {above: 3}}": ": detail is a text; 'above' with a number does not fit it.",
    "{activity: w, value: {is: x}}": ": value is a number; 'is' with a text does not fit it.",
    "{activity: w, decay: {every: 30, keep: 0.5}}": ", decay: unknown key 'every'. Did you mean 'every_days'? "
    "Choose one of: every_days, keep.",
    "{activity: w, decay: {every_days: 30, keep: 1.5}}": ", decay, keep: should be less than or equal to 1.",
    "{rate: {of: a, at_least: 0.2}}": ", rate: needs 'per'.",
    "{rate: {of: a, per: b, at_least: 0}}": ", rate, at_least: should be greater than 0.",
    "{known_share: []}": ", known_share: should have at least 1 entry, not 0.",
    "{inactive_days: soon}": ", inactive_days: needs a whole number.",
    "{all: []}": ", all: should have at least 1 entry, not 0.",
    "{not: {atribute: t, is: x}}": ", not: is no condition: unknown key 'atribute'. Did you mean 'attribute'?",
    "{all: [{activity: w}, {any: [{attribute: t, iss: x}]}]}": ", part 2 of all, part 1 of any: unknown key 'iss'. "
    "Did you mean 'is'?",
}

RULES = {
    "{points: 1, when: {activity: w}}": "rule number 1: needs 'id'.",
    "{id: 5, points: 1, when: {activity: w}}": "rule number 1, id: needs a text; put it in quotes.",
    "{id: a, points: 1}": "rule 'a': needs 'when'.",
    "{id: a, when: {activity: w}}": "rule 'a': needs 'points' (a number), or 'knock_out: true'.",
    "{id: a, points: 1, knock_out: true, when: {activity: w}}": "rule 'a': is a knock-out and therefore has no "
    "points; take 'points' or 'knock_out' out.",
    "{id: a, points: ten, when: {activity: w}}": "rule 'a', points: needs a number.",
    "{id: a, points: true, when: {activity: w}}": "rule 'a', points: needs a number.",
    "{id: a, points: 1.234, when: {activity: w}}": "rule 'a', points: should have no more than 2 decimal places.",
    "{id: a, points: 2000, when: {activity: w}}": "rule 'a', points: should be less than or equal to 1000.",
    "{id: a, ponts: 1, when: {activity: w}}": "rule 'a': unknown key 'ponts'. Did you mean 'points'?",
    "{id: a, label: 5, points: 1, when: {activity: w}}": "rule 'a', label: needs a text; put it in quotes.",
    "{id: a, points: 1, range: [5, 1], when: {activity: w}}": "rule 'a': range runs backwards: 5 is not below 1.",
    "{id: a, points: 1, when: {activity: w}}, {id: a, points: 1, when: {activity: w}}": "rule id 'a' stands 2 times; "
    "give each rule an id of its own.",
    "{id: a, points: 1, when: {open_deal: true}}": "rule 'a' asks for open_deal, which only 'population: {exclude: "
    "[...]}' can.",
}


def problems(text: str) -> tuple[str, ...]:
    with pytest.raises(ModelError) as caught:
        model(text)
    assert str(caught.value).startswith("The model 'm.yaml' cannot be used as it stands:\n- ")
    return caught.value.problems


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section(section: str) -> None:
    assert problems(with_section(section)) == (SECTIONS[section],)


@pytest.mark.parametrize("when", CONDITIONS)
def test_a_condition(when: str) -> None:
    expected = f"rule 'a', when{CONDITIONS[when]}"
    assert any(problem.startswith(expected) for problem in problems(with_rule(when)))


@pytest.mark.parametrize("rule", RULES)
def test_a_rule(rule: str) -> None:
    assert any(problem.startswith(RULES[rule]) for problem in problems(f"name: M\nrules: [{rule}]\n"))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("rules: [{id: a, points: 1, when: {activity: w}}]", "needs 'name'."),
        ("name: M", "needs 'rules'."),
        ("name: M\nrules: []", "rules: should have at least 1 entry, not 0."),
        ("name: M\nrules: {a: 1}", "rules: should be a list in [ ]."),
        ("name: ''\nrules: [{id: a, points: 1, when: {activity: w}}]", "name: needs a text that is not blank"),
        ('name: "M\\0"\nrules: [{id: a, points: 1, when: {activity: w}}]', "name: has a NUL character"),
    ],
)
def test_the_whole(text: str, problem: str) -> None:
    assert problems(text)[0].startswith(problem)


def test_every_mistake_is_listed_in_the_order_of_the_file() -> None:
    rules = "{id: a, points: x, when: {activity: w}}, {id: b, points: 1, when: {activity: w, at_least: 0}}"
    text = f"name: M\nrules: [{rules}]"
    assert problems(text) == (
        "rule 'a', points: needs a number.",
        "rule 'b', when, at_least: should be greater than or equal to 1.",
    )


UNREADABLE = {
    "nothing": ("", "'m.yaml' is no model: it needs at least 'name: ...' and 'rules: [...]'."),
    "a list": ("[1, 2]", "'m.yaml' is no model"),
    "an unclosed bracket": ("name: M\nrules: [", "'m.yaml' is not YAML at line 2, column 9"),
    "a key twice": (with_section("name: N"), 'found duplicate key "name"'),
    "two documents": (with_section("---\nname: N"), "'m.yaml' is not YAML at line 3, column 1"),
    "a tag": ("name: !!python/object:os.system M", "could not determine a constructor for the tag"),
    "an alias": (
        "name: &n M\nrules: [{id: *n}]",
        "'m.yaml' uses an alias (*name) at line 2. Write the value out",
    ),
    "a billion laughs": (
        "a: &a [x, x]\n" + "".join(f"{n}: &{n} [*{chr(ord(n) - 1)}, *{chr(ord(n) - 1)}]\n" for n in "bcdefghij"),
        "uses an alias",
    ),
    "a huge file": ("name: M\n#" + "x" * 1_000_000, "has 1,000,009 characters; at most 1,000,000 are read."),
    "a number of 5,000 digits": (
        with_rule("{attribute: t, above: " + "9" * 5000 + "}"),
        "a number that cannot be read",
    ),
    "brackets without end": ("name: " + "[" * 5000 + "]" * 5000, "'m.yaml' nests its conditions too deeply."),
    "conditions without end": (
        with_rule("{not: " * 100 + "{activity: w}" + "}" * 100),
        "'m.yaml' nests its conditions too deeply. Split the rule in two.",
    ),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read(name: str) -> None:
    text, words = UNREADABLE[name]
    with pytest.raises(ModelError) as caught:
        model(text)
    assert words in str(caught.value)


def test_conditions_may_nest_as_deep_as_anyone_reads() -> None:
    depth = 17
    text = with_rule("{all: [" * depth + "{activity: w}" + "]}" * depth)
    assert model(text).rule("a").points == 1
