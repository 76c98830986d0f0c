"""Two fingerprints: what decides a score changes both, what only people read changes one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from leadscore.model import CutOffs, model_hash, scoring_hash

from .spelled import EVERYTHING, model

BASE = model(EVERYTHING)


def changed(old: str, new: str) -> tuple[bool, bool]:
    """Whether the model hash and the scoring hash change with the text."""
    assert old in EVERYTHING
    other = model(EVERYTHING.replace(old, new))
    return model_hash(other) != model_hash(BASE), scoring_hash(other) != scoring_hash(BASE)


def test_hashes_are_sha_256_and_differ_from_each_other() -> None:
    assert len(model_hash(BASE)) == len(scoring_hash(BASE)) == 64
    assert int(model_hash(BASE), 16) != int(scoring_hash(BASE), 16)


def test_the_hashes_of_this_model_stay_what_signatures_bound() -> None:
    """Signatures keep these texts for years: a new spelling of the canonical JSON would void them all."""
    text = "name: M\nrules: [{id: a, points: 1.5, when: {activity: w}}]"
    assert model_hash(model(text)) == "74fade86b7e0a57a2d9c8e15577aace21a4d2a816732253f782c6ff28b43b7f7"
    assert scoring_hash(model(text)) == "ee6209abdafd7f724372c6a59bff82d7868b0de007997cad4f09c1df2328893b"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("points: 12.5", "points: 13"),
        ("cap: 60", "cap: 61"),
        ("floor: -30", "floor: -29"),
        ("between: [50, 1000]", "between: [50, 1001]"),
        ("mql: 50", "mql: 49"),
        ("at_least: {behaviour: 20}", "at_least: {behaviour: 21}"),
        ("any_of: [asks]", "any_of: [asks, clicks]"),
        ("{attribute: company, in: [Acme]}", "{attribute: company, in: [Acme, Zenith]}"),
        ("{id: silent,", "{id: quiet,"),
        ("group: demographic, points: 4", "group: behaviour, points: 4"),
        ("keep: 0.5", "keep: 0.25"),
    ],
)
def test_what_decides_a_score_changes_both(old: str, new: str) -> None:
    assert changed(old, new) == (True, True)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Workshop baseline", "Workshop of May"),
        ("label: Attended a webinar", "label: Came to a webinar"),
        ("range: [0, 50]", "range: [0, 40]"),
        ("side: neither", "side: behavioural"),
        ("behavioural: 55, demographic: 45", "behavioural: 60, demographic: 40"),
        ("arrival_days: 7", "arrival_days: 8"),
        ("{attribute: lifecycle, is: customer}", "{attribute: lifecycle, is: partner}"),
    ],
)
def test_what_only_people_read_changes_the_model_hash_alone(old: str, new: str) -> None:
    assert changed(old, new) == (True, False)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("points: 12.5", "points: 12.50"),
        ("points: 20", "points: 20.0"),
        ("mql: 50", "mql: 5e1"),
        ("keep: 0.5", "keep: 0.500"),
        ("between: [50, 1000]", "between: [50.0, 1000]"),
        ("activity: webinar_attended", "activity: [webinar_attended]"),
        ("name: Workshop baseline", "name: 'Workshop baseline'"),
        ("at_most: 2, decay", "at_least: 1, at_most: 2, decay"),
    ],
)
def test_spelling_changes_neither(old: str, new: str) -> None:
    assert changed(old, new) == (False, False)


def test_the_order_of_rules_changes_neither() -> None:
    turned = BASE.model_copy(update={"rules": BASE.rules[::-1]})
    assert (model_hash(turned), scoring_hash(turned)) == (model_hash(BASE), scoring_hash(BASE))


def test_a_group_without_bounds_is_as_good_as_undeclared_for_scores() -> None:
    one = model("name: M\ngroups: {g: {side: neither}}\nrules: [{id: a, group: g, points: 1, when: {activity: w}}]")
    other = model("name: M\nrules: [{id: a, group: g, points: 1, when: {activity: w}}]")
    assert scoring_hash(one) == scoring_hash(other)
    assert model_hash(one) != model_hash(other)


def test_with_points_leaves_the_old_model_untouched() -> None:
    before = model_hash(BASE)
    raised = BASE.with_points({"webinar": Decimal(25)})
    assert (raised.rule("webinar").points, BASE.rule("webinar").points) == (Decimal(25), Decimal(20))
    assert model_hash(BASE) == before != model_hash(raised)
    assert BASE.with_points({}) == BASE


@pytest.mark.parametrize(("points", "words"), [("5000", "less than or equal to 1000"), ("0.001", "decimal places")])
def test_with_points_checks_as_the_file_does(points: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        BASE.with_points({"webinar": Decimal(points)})


def test_other_changes_make_new_models_too() -> None:
    assert BASE.with_cut_offs(None).cut_offs is None
    assert BASE.with_cut_offs(CutOffs(mql=1, sql=2)).cut_offs == CutOffs(mql=1, sql=2)
    assert [rule.id for rule in BASE.without_rules({"webinar"}).rules] == [
        r.id for r in BASE.rules if r.id != "webinar"
    ]
    assert model(EVERYTHING) == BASE


def test_a_model_cannot_be_changed_in_place() -> None:
    with pytest.raises(ValueError, match="frozen"):
        BASE.name = "Other"  # type: ignore[misc]
    with pytest.raises(ValueError, match="frozen"):
        BASE.rules[0].points = Decimal(1)  # type: ignore[misc]
