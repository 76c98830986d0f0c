"""Data health of real exports, imported as the product proposes: the defects that are known, with their numbers."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest
from real_data_sets import mapping_of

from leadscore import importing
from leadscore.evidence import Shelf
from leadscore.learning.health.effect import effect, picture
from leadscore.learning.health.health import Health, examine, plain_model
from leadscore.store import workspace
from leadscore.store.database import open_current
from leadscore.store.treatments.treated import untreated
from leadscore.store.workspace import Workspace

NOW = datetime.fromisoformat("2026-11-02T09:00:00")
pytestmark = [pytest.mark.real_data, pytest.mark.slow]


def as_proposed(real_data: Path, name: str, folder: Path) -> Workspace:
    """An export imported under the mapping that `inspect` proposes for it."""
    files = Path(shutil.copytree(real_data / name, folder / name))
    mapping = files / "map.yaml"
    mapping.write_text(importing.inspect(sorted(files.glob("*.csv"))).mapping, encoding="utf-8")
    place = workspace.create(folder / "ws")
    importing.run(place, mapping, now=NOW)
    return place


def as_mapped(name: str, folder: Path) -> Workspace:
    place = workspace.create(folder / "ws")
    importing.run(place, mapping_of(name, folder), now=NOW)
    return place


def looked_through(place: Workspace) -> Health:
    database = open_current(place)
    try:
        return examine(Shelf(database), now=NOW)
    finally:
        database.close()


def test_half_of_zohos_deals_are_older_than_their_lead(real_data: Path, tmp_path: Path) -> None:
    place = as_proposed(real_data, "zoho_crm", tmp_path)
    found = looked_through(place)
    older = found.check("deal_older_than_lead")
    assert (older.n, older.of) == (1_819, 3_632)
    assert older.treatment is not None
    shelf = Shelf(open_current(place))
    model = plain_model(shelf)
    told = effect(untreated(place), [older.treatment], model, picture(shelf, model))
    assert told.before.won.value is not None and told.after.won.value is not None
    assert told.after.won.value < told.before.won.value / 2
    assert told.after.handed_over is None  # these data know no hand-offs


def test_half_of_hubspots_activities_predate_their_contact(real_data: Path, tmp_path: Path) -> None:
    found = looked_through(as_proposed(real_data, "hubspot_ui", tmp_path))
    early = found.check("activity_before_creation")
    assert (early.n, early.of, early.normal) == (1_078, 2_000, True)
    assert found.check("test_records").n == 0  # example.com is everywhere: made up, not on trial
    assert "made up or masked" in found.check("test_records").words
    assert found.check("same_account").n == 0


def test_the_bank_has_nothing_to_mend(real_data: Path, tmp_path: Path) -> None:
    found = looked_through(as_mapped("bpi2012_loan", tmp_path))
    assert [(each.name, each.counts) for each in found.faults] == []
    assert found.check("stages_out_of_order").of == 13_087
    assert found.check("mail_scanners").reason == "these data have no clicks or opens of mails"


def test_of_leads_without_dates_is_said_what_cannot_be_told(real_data: Path, tmp_path: Path) -> None:
    found = looked_through(as_mapped("x_education", tmp_path))
    assert found.check("missing_stamps").n == 9_240 + 3_561
    late = {row[0] for row in found.check("filled_later").examples.rows}
    assert late and found.check("filled_later").n >= 2
    assert {"created_in_bulk", "in_the_future", "weeks_without_rows"} <= {each.name for each in found.unknown}
