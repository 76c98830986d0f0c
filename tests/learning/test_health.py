"""Data health: each planted fault is found, exactly, and alone; a clean company has none; a treatment ends it."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadscore.evidence import Shelf
from leadscore.learning.health.coverage import known_by_month
from leadscore.learning.health.health import Health, examine
from leadscore.store.database import open_current
from leadscore.store.treatments.held import Held
from leadscore.store.treatments.treated import treat
from leadscore.store.workspace import Workspace

from .faulty_company import NOW, PLANTED, TOGETHER, clean


def looked_through(place: Workspace) -> Health:
    database = open_current(place)
    try:
        return examine(Shelf(database), now=NOW)
    finally:
        database.close()


@pytest.fixture(scope="module")
def clean_health(tmp_path_factory: pytest.TempPathFactory) -> Health:
    return looked_through(clean().workspace(tmp_path_factory.mktemp("clean")))


def test_nothing_is_wrong_with_a_clean_company(clean_health: Health) -> None:
    assert [(each.name, each.counts) for each in clean_health.faults] == []
    assert [(each.name, each.reason) for each in clean_health.unknown] == []


def test_every_check_has_its_fault(clean_health: Health) -> None:
    told = {"after_data_date", "activity_before_creation"}  # normal, whatever their number
    assert {each.name for each in clean_health.checks} == set(PLANTED) | told


def test_every_fault_is_planted_with_others() -> None:
    assert sorted(name for names in TOGETHER for name in names) == sorted(PLANTED)


@pytest.mark.parametrize("names", TOGETHER, ids=lambda names: names[0])
def test_planted_faults_are_found_and_their_treatments_end_them(names: tuple[str, ...], tmp_path: Path) -> None:
    found_and_ended(names, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("name", PLANTED)
def test_a_fault_by_itself_is_found_and_nothing_else(name: str, tmp_path: Path) -> None:
    found_and_ended((name,), tmp_path)


def found_and_ended(names: tuple[str, ...], folder: Path) -> None:
    company = clean()
    for name in names:
        PLANTED[name][0](company)
    place = company.workspace(folder)
    found = looked_through(place)
    assert {each.name: each.n for each in found.faults} == {name: PLANTED[name][1] for name in names}
    for check in found.faults:
        assert 1 <= len(check.examples.rows) <= 5
        assert check.hurts and (check.treatment is not None) != bool(check.instead)
    treat(place, found.treatments, NOW)
    again = looked_through(place)
    for check in found.faults:
        if check.treatment is None:
            continue
        ended = again.check(check.name)
        assert ended.n == 0 or (check.name == "filled_later" and ended.treatment is None)


def test_what_is_known_is_told_month_by_month(tmp_path: Path) -> None:
    company = clean()
    PLANTED["attributes_over_time"][0](company)  # the phone is asked since February
    database = open_current(company.workspace(tmp_path))
    known = known_by_month(Held.of(database))
    database.close()
    assert (known.months, known.leads) == (("2026-01", "2026-02"), (54, 56))
    assert known.shares["phone"] == (0.0, 1.0)
    assert set(known.shares["email"]) == {1.0}
