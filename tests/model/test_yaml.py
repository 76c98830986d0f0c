"""Models as files: what is written reads back equal, and what a person writes means what it says."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from leadscore import serving
from leadscore.errors import ModelError
from leadscore.model import load, model_hash, parse, presets, to_yaml

from .spelled import EVERYTHING, model, with_rule, with_section

SAMPLES = serving.served_folder() / "sample_data"


def test_the_golden_text() -> None:
    assert to_yaml(model(EVERYTHING)) == EVERYTHING


@pytest.mark.parametrize("name", presets.names())
def test_every_preset_reads_back_equal(name: str) -> None:
    chosen = presets.preset(name)
    again = parse(to_yaml(chosen))
    assert again == chosen
    assert model_hash(again) == model_hash(chosen)
    assert to_yaml(again) == to_yaml(chosen)


@pytest.mark.parametrize("sample", serving.SAMPLES)
def test_every_sample_model_reads_back_equal(sample: str) -> None:
    chosen = load(SAMPLES / sample / "model.yaml")
    assert parse(to_yaml(chosen)) == chosen


def test_json_is_yaml() -> None:
    document = {
        "name": "M",
        "rules": [{"id": "a", "points": 12.5, "when": {"attribute": "country", "in": ["NO", "SE"]}}],
        "cut_offs": {"mql": 10, "sql": 12},
    }
    chosen = parse(json.dumps(document), "m.json")
    assert chosen.rule("a").points == Decimal("12.5")
    assert parse(to_yaml(chosen)) == chosen


@pytest.mark.parametrize("word", ["NO", "no", "on", "off", "y", "Yes"])
def test_countries_and_words_stay_text(word: str) -> None:
    assert model(with_rule(f"{{attribute: country, is: {word}}}")).rule("a").when.operand == word


@pytest.mark.parametrize("day", ["2026-10-31", "2026-10-31 12:00:00", "2026-10-31T12:00:00Z"])
def test_dates_stay_text(day: str) -> None:
    assert model(with_rule(f"{{attribute: renewal, in: [{day}]}}")).rule("a").when.operand == (day,)


def test_true_and_false_compare_as_words() -> None:
    assert model(with_rule("{attribute: opted_in, is: true}")).rule("a").when.operand == "true"


@pytest.mark.parametrize(
    ("spelled", "exact"),
    [
        ("0.1", "0.1"),
        ("1e2", "100"),
        ("12.50", "12.50"),
        ("-3", "-3"),
        ("1_000.5", "1000.5"),
        ("0.30000000000000004", None),
    ],
)
def test_numbers_are_exact(spelled: str, exact: str | None) -> None:
    operand = model(with_rule(f"{{attribute: size, above: {spelled}}}")).rule("a").when.operand
    assert operand == Decimal(exact or spelled)


@pytest.mark.parametrize(
    "word", ["NO", "2026-10-31", "5", "true", "~", "a: b", "# no comment", "'quoted'", "ünï", "1e3"]
)
def test_texts_that_look_like_something_else_survive(word: str) -> None:
    text = with_rule("{attribute: country, in: " + json.dumps([word]) + "}")
    chosen = model(text)
    assert chosen.rule("a").when.operand == (word,)
    assert parse(to_yaml(chosen)) == chosen


def test_defaults_are_not_written() -> None:
    assert to_yaml(model(with_section("cut_offs: {mql: 10, sql: 20}"))) == (
        "name: M\nrules:\n  - {id: a, points: 1, when: {attribute: title, is: x}}\ncut_offs: {mql: 10, sql: 20}\n"
    )


def test_what_a_rule_does_not_say_has_its_default() -> None:
    chosen = model(with_section("groups: {behaviour: {}, bant: {}, mine: {}, intent: {side: neither}}"))
    rule = chosen.rule("a")
    assert (rule.name, rule.group, rule.slider) == ("a", "ungrouped", (0, 30))
    assert {name: chosen.group(name).side_of(name) for name in chosen.group_names} == {
        "behaviour": "behavioural",
        "bant": "demographic",
        "mine": "neither",
        "intent": "neither",
        "ungrouped": "neither",
    }
    assert chosen.group("ungrouped").cap is None
    assert (chosen.evaluation.lens, chosen.evaluation.arrival_days, chosen.evaluation.outcome) == ("handoff", 14, "sql")


@pytest.mark.parametrize(
    ("rule", "slider"),
    [
        ("points: 10", (0, 30)),
        ("points: 20", (0, 40)),
        ("points: -10", (-30, 0)),
        ("points: -25", (-50, 0)),
        ("points: 5, range: [-20, 20]", (-20, 20)),
    ],
)
def test_a_rules_slider(rule: str, slider: tuple[int, int]) -> None:
    text = f"name: M\nrules: [{{id: a, {rule}, when: {{attribute: title, is: x}}}}]"
    assert model(text).rule("a").slider == slider


def test_a_number_used_twice_is_written_twice() -> None:
    seven = Decimal("7.25")
    chosen = model(EVERYTHING).with_points({"webinar": seven, "clicks": seven})
    assert to_yaml(chosen).count("points: 7.25") == 2
    assert parse(to_yaml(chosen)) == chosen


def test_a_file_is_read_with_or_without_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text("\ufeff" + EVERYTHING, encoding="utf-8")
    assert load(tmp_path / "m.yaml") == model(EVERYTHING)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_bytes("name: Größe".encode("latin-1"))
    with pytest.raises(ModelError, match=r"m.yaml' is not UTF-8 text \(byte 8\)\. Save it as UTF-8\."):
        load(tmp_path / "m.yaml")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no.yaml' cannot be read: No such file or directory. Check the path."):
        load(tmp_path / "no.yaml")
