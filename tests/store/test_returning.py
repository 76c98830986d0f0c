"""Going back to earlier data: a kept snapshot is used again, under a new number, and nothing is lost by it."""

# ruff: noqa: DTZ001 - instants are stored as naive UTC
from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from leadscore import importing
from leadscore.errors import StoreError
from leadscore.importing.mappings import saved
from leadscore.store import returning, snapshots, workspace
from leadscore.store.backing_up import back_up
from leadscore.store.erasure import forget
from leadscore.store.restoring import restore
from leadscore.store.workspace import Workspace

NOON = datetime(2026, 11, 2, 12)
MAPPING = "leads:\n  - {file: leads.csv, dialect: {delimiter: ',', encoding: utf-8}, lead_id: id, keep: all}\n"


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    """Anna and Bo imported, then Bo and Cleo with a size."""
    made = workspace.create(tmp_path / "ws")
    for content in ("id,City\nanna-1,Ghent\nbo-22,Rome\n", "id,City,Size\nbo-22,Rome,7\ncleo-3,Oslo,8\n"):
        bring(made, content)
    return made


def bring(place: Workspace, content: str, mapping: str = MAPPING) -> None:
    (place.folder.parent / "leads.csv").write_text(content, encoding="utf-8")
    file = place.folder.parent / "map.yaml"
    file.write_text(mapping, encoding="utf-8")
    importing.run(place, file, now=NOON)


def test_an_earlier_snapshot_comes_back_under_a_new_number(place: Workspace) -> None:
    first, second = snapshots.history(place)
    made = returning.return_to(place, 1, NOON)
    assert (made.number, made.in_use) == (3, True)
    assert made.manifest.to_json() == first.manifest.to_json()
    assert snapshots.verify(place) == []
    assert [each.number for each in snapshots.history(place)] == [1, 2, 3]
    again = returning.return_to(place, 2, NOON)
    assert (again.number, again.manifest.revision) == (4, second.manifest.revision)


def test_an_import_afterwards_sweeps_nothing_away(place: Workspace) -> None:
    returning.return_to(place, 1, NOON)
    bring(place, "id,City\ndora-4,Bonn\n")
    assert [(each.number, each.in_use) for each in snapshots.history(place)] == [
        (1, False),
        (2, False),
        (3, False),
        (4, True),
    ]


@pytest.mark.parametrize(
    ("number", "said"), [(2, "is in use already"), (7, "no snapshot 7. Kept are: 1, 2")], ids=["in use", "unknown"]
)
def test_what_cannot_be_gone_back_to_is_refused(place: Workspace, number: int, said: str) -> None:
    with pytest.raises(StoreError, match=said):
        returning.return_to(place, number, NOON)
    assert len(snapshots.history(place)) == 2


def test_damaged_data_do_not_come_back(place: Workspace) -> None:
    (snapshots.history(place)[0].folder / "leads.parquet").write_bytes(b"gone")
    with pytest.raises(StoreError, match="Snapshot 1 is damaged"):
        returning.return_to(place, 1, NOON)


def test_what_two_snapshots_do_not_share(place: Workspace) -> None:
    first, second = snapshots.history(place)
    found = returning.difference(second, first)
    assert dict(found.rows) == {"leads": (2, 2)}
    assert (found.only_in_first, found.only_in_second) == (("attribute 'Size'",), ())
    assert not found.same_content and returning.difference(first, first).same_content


def test_how_a_snapshot_came_about(place: Workspace) -> None:
    bring(place, "id,City\neve-5,Bonn\n")
    importing.run(place, place.folder.parent / "map.yaml", now=NOON, add=True)
    (place.folder.parent / "leads.csv").write_text("id,City\nfay-6,Bonn\n", encoding="utf-8")
    importing.run(place, place.folder.parent / "map.yaml", now=NOON, add=True)
    assert [returning.how_made(each) for each in snapshots.history(place)] == [
        "imported",
        "imported",
        "imported",
        "added to 3",
    ]


def test_the_mapping_of_a_snapshot_is_kept_with_it(place: Workspace) -> None:
    assert [returning.mapping_of(each) for each in snapshots.history(place)] == [MAPPING, MAPPING]
    assert returning.mapping_of(returning.return_to(place, 1, NOON)) == MAPPING


def test_forgetting_keeps_mappings_but_those_that_name_the_lead(place: Workspace) -> None:
    bring(place, "id,City\nbo-22,Rome\n", MAPPING.replace("keep: all", "keep: all, where: {column: id, is: bo-22}"))
    forget(place, "bo-22", NOON)
    assert [returning.mapping_of(each) for each in snapshots.history(place)] == [MAPPING, MAPPING, None]
    assert not any("bo-22" in each.mapping for each in saved.kept(place))
    assert not [file for file in place.folder.rglob("*.yaml") if "bo-22" in file.read_text(encoding="utf-8")]


def test_a_backup_holds_kept_mappings(place: Workspace, tmp_path: Path) -> None:
    back_up(place, tmp_path / "b.zip", NOON)
    restored = tmp_path / "restored"
    restore(tmp_path / "b.zip", restored, NOON)
    assert saved.kept(restored) == saved.kept(place) != ()
