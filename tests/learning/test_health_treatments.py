"""Treatments: derived from what was imported, which stays; repeatable, undoable, counted; forgotten with the lead."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from leadscore.errors import DataError
from leadscore.evidence import Shelf
from leadscore.learning.health.effect import effect, picture
from leadscore.learning.health.health import examine, plain_model
from leadscore.store import snapshots
from leadscore.store.database import open_current
from leadscore.store.erasure import forget
from leadscore.store.treatments.treated import last_chosen, reapply, treat, treatments_of, untreated
from leadscore.store.treatments.treatment import Treatment
from leadscore.store.workspace import Workspace, find

from .faulty_company import NOW, clean, doubles, scanned, to_come, trials

TESTS = Treatment.of("leave_out_tests")
PEOPLE = Treatment.of("merge_people", by=["email"])
SCANNERS = Treatment.of("leave_out_scanners")


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company with test records, people who are there twice, and a mail scanner."""
    company = clean()
    for plant in (trials, doubles, scanned):
        plant(company)
    company.of("E1")["phone"] = "555"
    company.of("L001")["phone"] = ""
    company.add("acts", "E1", "2026-03-01 10:00:05", "page_visit", "/canary", "lead")
    company.add("stages", "E2", "mql", "2026-03-02 10:00:05")
    return company.workspace(tmp_path_factory.mktemp("faulty")).folder


@pytest.fixture
def place(made_once: Path, tmp_path: Path) -> Workspace:
    return find(shutil.copytree(made_once, tmp_path / "ws"))


def rows(place: Workspace, sql: str) -> list[tuple[Any, ...]]:
    database = open_current(place)
    try:
        return database.cursor().execute(sql).fetchall()
    finally:
        database.close()


def test_rows_in_use_and_rows_taken_out_are_the_rows_that_were_accepted(place: Workspace) -> None:
    before = untreated(place)
    done = treat(place, [SCANNERS, TESTS, PEOPLE], NOW)
    assert [each.treatment for each in done.done] == [TESTS, PEOPLE, SCANNERS]  # in the order of the steps
    tests, people, machines = (dict(each.taken_out) for each in done.done)
    assert (tests, people, machines) == ({"leads": 5}, {"leads": 3}, {"activities": 9})
    _, manifest = snapshots.current(place)
    for table, line in manifest.ledger.items():
        assert line["accepted"] == manifest.rows(table) + line["taken_out"] == before.manifest.rows(table)
    assert manifest.untreated == before.number and snapshots.verify(place) == []


def test_a_merged_person_keeps_all_rows_and_what_only_the_double_knew(place: Workspace) -> None:
    treat(place, [PEOPLE], NOW)
    assert rows(place, "SELECT count(*) FROM leads WHERE lead_id IN ('E1', 'E2', 'E3')") == [(0,)]
    assert rows(place, "SELECT phone FROM leads WHERE lead_id = 'L001'") == [(555.0,)]
    assert rows(place, "SELECT count(*) FROM activities WHERE lead_id = 'L001' AND detail = '/canary'") == [(1,)]
    assert rows(place, "SELECT count(*) FROM stages WHERE lead_id = 'L001' AND stage = 'mql'") == [(2,)]
    for table in ("activities", "stages", "changes", "deal_leads"):
        assert rows(place, f"SELECT count(*) FROM {table} WHERE lead_id NOT IN (SELECT lead_id FROM leads)") == [(0,)]


def test_shared_and_invented_addresses_are_not_one_person(place: Workspace) -> None:
    treat(place, [PEOPLE], NOW)
    kept = rows(place, "SELECT lead_id FROM leads WHERE lead_id[1] IN ('S', 'P') ORDER BY 1")
    assert [name for (name,) in kept] == ["P0", "P1", "P2", "P3", "S0", "S1"]


def test_the_same_treatments_change_nothing_and_give_the_same_bytes(place: Workspace) -> None:
    first = treat(place, [TESTS, PEOPLE], NOW)
    sums = snapshots.current(place)[1].tables
    assert not treat(place, [PEOPLE, TESTS], NOW).changed
    treat(place, [SCANNERS], NOW)
    again = treat(place, [TESTS, PEOPLE], NOW)
    assert again.revision == first.revision and snapshots.current(place)[1].tables == sums


def test_undoing_brings_back_what_was_imported(place: Workspace) -> None:
    imported = snapshots.current(place)[1]
    treat(place, [TESTS, PEOPLE], NOW)
    one_less = treat(place, [PEOPLE], NOW)
    assert [each.treatment for each in one_less.done] == [PEOPLE]
    treat(place, [], NOW)
    assert snapshots.current(place)[1] == imported
    assert last_chosen(place) == (PEOPLE,)


def test_what_cannot_be_applied_is_said_and_changes_nothing(place: Workspace) -> None:
    in_use = place.current.read_text()
    for wrong, words in (
        (Treatment.of("leave_out_test"), "Did you mean 'leave_out_tests'"),
        (Treatment.of("merge_people", by=["mail"]), "Did you mean 'email'"),
        (Treatment.of("leave_out_scanners", seconds=["many"]), "no number of seconds"),
        (Treatment.of("leave_out_tests", seconds=["1"]), "has no setting 'seconds'"),
        (Treatment.of("leave_out_future"), "after which day"),
        (Treatment.of("not_from_the_form", attributes=["size"]), "no attribute 'size'"),
    ):
        with pytest.raises(DataError, match=words):
            treat(place, [wrong], NOW)
    assert place.current.read_text() == in_use


def test_treatments_are_the_same_as_text_and_in_the_manifest(place: Workspace) -> None:
    asked = Treatment.from_text("leave_out_tests: own_domains = a.example, b.example")
    assert asked == Treatment.from_text(asked.to_text()) == Treatment.from_plain(asked.to_plain())
    treat(place, [asked, PEOPLE], NOW)
    assert treatments_of(snapshots.current(place)[1]) == (asked, PEOPLE)


def test_own_people_are_tests_when_their_domain_is_named(place: Workspace) -> None:
    done = treat(place, [Treatment.of("leave_out_tests", own_domains=["works.example"])], NOW)
    assert done.done[0].taken_out["leads"] == 5 + 5  # L001, L002 and the three doubles


def test_after_the_future_is_out_the_data_end_where_they_did(tmp_path: Path) -> None:
    company = clean()
    to_come(company)
    place = company.workspace(tmp_path)
    treat(place, [Treatment.of("leave_out_future", after=["2026-11-02"])], NOW)
    until = snapshots.current(place)[1].complete_until
    assert max(until.values()).year == 2026


def test_the_day_on_which_an_open_deal_is_expected_to_close_may_lie_ahead(tmp_path: Path) -> None:
    company = clean()
    company.rows["deals"][0] |= {"closed": "2030-01-01", "outcome": "open"}
    place = company.workspace(tmp_path)
    database = open_current(place)
    try:
        assert {each.name: each.n for each in examine(Shelf(database), now=NOW).checks}["in_the_future"] == 0
    finally:
        database.close()
    treat(place, [Treatment.of("leave_out_future", after=["2026-11-02"])], NOW)
    assert rows(place, "SELECT year(closed_at) FROM deals WHERE outcome = 'open'") == [(2030,)]


def test_who_reached_the_outcome_without_a_hand_off_was_not_handed_over(tmp_path: Path) -> None:
    company = clean()
    never = next(
        each["id"]
        for each in company.rows["leads"]
        if not any(each["id"] in s.values() for s in company.rows["stages"])
    )
    company.add("stages", never, "sql", "2026-03-02 10:00:05")
    database = open_current(company.workspace(tmp_path))
    try:
        shelf = Shelf(database)
        assert picture(shelf, plain_model(shelf)).handed_over == 80
    finally:
        database.close()


def test_other_data_are_treated_the_same_way_inside_their_import(place: Workspace) -> None:
    with snapshots.writing(place, NOW):
        done = reapply(place, [TESTS, PEOPLE, Treatment.of("not_from_the_form", attributes=["gone"])])
    assert [each.treatment for each in done.done] == [TESTS, PEOPLE]
    assert snapshots.current(place)[1].untreated == done.untreated == 1
    assert [each.name for each in place.data.iterdir() if each.name.startswith(".")] == []


def test_forgetting_a_merged_lead_erases_it_from_treated_data_too(place: Workspace) -> None:
    treat(place, [PEOPLE], NOW)
    forget(place, "E1", NOW)
    kept = [each.number for each in snapshots.history(place)]
    assert kept == [1, 2]
    for snapshot in snapshots.history(place):
        acts = duckdb.read_parquet(str(snapshot.folder / "activities.parquet"))
        assert acts.filter("detail = '/canary'").fetchall() == []
        leads = duckdb.read_parquet(str(snapshot.folder / "leads.parquet"))
        assert leads.filter("phone = 555 OR lead_id = 'E1'").fetchall() == []
    assert rows(place, "SELECT count(*) FROM stages WHERE lead_id = 'L001' AND stage = 'mql'") == [(2,)]
    assert snapshots.verify(place) == []


def test_an_interrupted_forgetting_reaches_treated_data_when_it_is_run_again(
    place: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    treat(place, [PEOPLE], NOW)
    real, calls = snapshots.put_in_place, []

    def stop(*given: Any) -> Path:
        if calls:
            raise KeyboardInterrupt
        calls.append(given)
        return real(*given)

    with monkeypatch.context() as patched:
        patched.setattr(snapshots, "put_in_place", stop)
        with pytest.raises(KeyboardInterrupt):
            forget(place, "E1", NOW)
    assert rows(place, "SELECT count(*) FROM activities WHERE detail = '/canary'") == [(1,)]  # still in the treated
    forget(place, "E1", NOW)
    assert rows(place, "SELECT count(*) FROM activities WHERE detail = '/canary'") == [(0,)]


def test_treatments_that_leave_nobody_are_refused(tmp_path: Path) -> None:
    company = clean()
    company.rows["leads"] = company.rows["leads"][:3]
    place = company.workspace(tmp_path)
    domains = [f"{row['id'].lower()}.example" for row in company.rows["leads"]]
    with pytest.raises(DataError, match="would take out every lead"):
        treat(place, [Treatment.of("leave_out_tests", own_domains=domains)], NOW)
    assert len(snapshots.history(place)) == 1


def test_an_effect_is_told_without_a_change(place: Workspace) -> None:
    in_use = place.current.read_text()
    base = untreated(place)
    shelf = Shelf(open_current(place))
    model = plain_model(shelf)
    told = effect(base, [TESTS, PEOPLE], model, picture(shelf, model))
    assert (told.before.leads, told.after.leads) == (120 + 7 + 3 + 6, 120 + 7 + 3 + 6 - 5 - 3)
    assert (told.before.handed_over, told.after.handed_over) == (81, 80)
    after = told.after.conversion
    assert after.value is not None and after.low is not None and after.low < after.value
    assert place.current.read_text() == in_use
