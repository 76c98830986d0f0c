"""Every model file that is shipped loads, and the criteria templates hold the figures of their sources."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from leadscore.model import Model, load

from .sample import COMPANIES, FOLDER

PRESETS = FOLDER.parent / "leadscore" / "model" / "presets"
FILES = (*sorted(PRESETS.glob("*.yaml")), *(FOLDER / name / "model.yaml" for name in COMPANIES))


def points(model: Model) -> dict[str, Decimal]:
    return {rule.id: rule.worth for rule in model.rules}


def behavioural(model: Model) -> Decimal:
    sides = {name: group.side_of(name) for name, group in model.groups.items()}
    return sum((rule.worth for rule in model.rules if sides[rule.group] == "behavioural"), Decimal(0))


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_it_loads(file: Path) -> None:
    assert load(file).rules


def test_all_presets_are_there() -> None:
    names = {file.stem for file in PRESETS.glob("*.yaml")}
    assert names >= {
        "criteria_template",
        "criteria_template_trial_20",
        "saas",
        "manufacturing",
        "services",
        "whos_buying",
    }


def test_the_criteria_template_has_83_points_at_72_to_28() -> None:
    model = load(PRESETS / "criteria_template.yaml")
    assert points(model) == {
        "company_size": 10,
        "industry": 5,
        "title": 8,
        "webinar": 20,
        "trial": 25,
        "repeat_visits": 15,
    }
    assert sum(points(model).values()) == 83
    assert round(100 * behavioural(model) / 83) == 72
    assert "72:28" in (PRESETS / "criteria_template.yaml").read_text(encoding="utf-8")


def test_the_second_template_differs_in_the_trial_only() -> None:
    first, second = (
        points(load(PRESETS / f"{name}.yaml")) for name in ("criteria_template", "criteria_template_trial_20")
    )
    assert {one for one in first if first[one] != second[one]} == {"trial"}
    assert second["trial"] == 20
    assert "disagree" in (PRESETS / "criteria_template_trial_20.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("saas", ("in_app", "trial", "demo_requested")),
        ("manufacturing", ("purchase_stage", "order")),
        ("services", ("nps_response",)),
        ("whos_buying", ("order", "expected_value")),
    ],
)
def test_a_preset_looks_at_what_its_business_is_about(name: str, kinds: tuple[str, ...]) -> None:
    text = (PRESETS / f"{name}.yaml").read_text(encoding="utf-8")
    assert all(kind in text for kind in kinds)


@pytest.mark.parametrize("file", sorted(PRESETS.glob("*.yaml")), ids=lambda file: file.stem)
def test_no_preset_copies_a_cut_off(file: Path) -> None:
    assert load(file).cut_offs is None
