"""What changed from one model to another: a line a change, none for equal models, none forgotten."""

from __future__ import annotations

from decimal import Decimal

import pytest

from leadscore.model import CutOffs, model_hash, presets
from leadscore.model.differences import differences

from .spelled import EVERYTHING, model, with_rule

BASE = model(EVERYTHING)


def told(old: str, new: str) -> list[str]:
    """The differences after a text of the model is replaced."""
    assert old in EVERYTHING
    return [each.in_words() for each in differences(BASE, model(EVERYTHING.replace(old, new)))]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("points: 20", "points: 25", "Attended a webinar: 25 points, was 20 points"),
        ("cap: 60", "cap: 50", "group behaviour, cap: 50, was 60"),
        ("floor: -30, ", "", "group negative, floor: none, was -30"),
        ("mql: 50", "mql: 45", "MQL cut-off: 45, was 50"),
        ("any_of: [asks], ", "", "SQL needs: 20 points of behaviour, was one of asks and 20 points of behaviour"),
        ("per: email_delivered", "per: email_open", "clicks, when: email click on at least 20 % of email open"),
        ("range: [0, 50]", "range: [0, 40]", "asks, range of the slider: 0 to 40, was 0 to 50"),
        ("behavioural: 55, demographic: 45", "behavioural: 60, demographic: 40", "agreed balance: 60:40, was 55:45"),
        ("outcome: won", "outcome: sql", "outcome: sql, was won"),
        ("won: 120", "won: 90", "horizon of won: 90 days, was 120 days"),
        ("Workshop baseline", "Second round", "name: Second round, was Workshop baseline"),
        ("is: customer", "is: partner", "not scored: lifecycle is 'partner'; email contains '@ourselves.', was "),
    ],
)  # fmt: skip
def test_one_change_is_one_line(old: str, new: str, line: str) -> None:
    (found,) = told(old, new)
    assert found.startswith(line)


def test_a_rule_that_came_and_one_that_went() -> None:
    rule = "  - {id: silent, label: No response for 60 days, group: negative, points: -10, when: {inactive_days: 60}}\n"
    without = model(EVERYTHING.replace(rule, ""))
    gone = "No response for 60 days: none, was -10 points when did nothing for 60 days"
    came = "No response for 60 days: -10 points when did nothing for 60 days, was none"
    assert [each.in_words() for each in differences(BASE, without)] == [gone]
    assert [each.in_words() for each in differences(without, BASE)] == [came]


def test_a_change_that_words_leave_out_is_told() -> None:
    before = model(with_rule("{attribute: country, in: [a, b, c, d, e, f, g]}"))
    after = model(with_rule("{attribute: country, in: [a, b, c, d, e, f, h]}"))
    (line,) = differences(before, after)
    assert "see the model file" in line.in_words()


def test_cut_offs_that_were_not_there() -> None:
    before = BASE.with_cut_offs(None)
    after = BASE.with_cut_offs(CutOffs(mql=Decimal(40), sql=Decimal(70)))
    assert [each.in_words() for each in differences(before, after)] == [
        "MQL cut-off: 40, was none",
        "SQL cut-off: 70, was none",
    ]


@pytest.mark.parametrize("name", presets.names())
@pytest.mark.parametrize("other", presets.names())
def test_models_differ_exactly_where_their_hashes_do(name: str, other: str) -> None:
    one, two = presets.preset(name), presets.preset(other)
    assert bool(differences(one, two)) == (model_hash(one) != model_hash(two))
