"""Data health of the samples: what the generator planted is found, counted against its own files, and no more."""

from __future__ import annotations

import csv
import gzip
import json
from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from leadscore import serving
from leadscore.evidence import Shelf
from leadscore.learning.health.health import Health, examine
from leadscore.model import load
from leadscore.store.database import open_current

SAMPLES = Path(serving.__file__).resolve().parent.parent / "sample_data"
NOW = datetime.fromisoformat("2026-11-02T09:00:00")
PLANTED = {
    "test_records",
    "same_email",
    "same_name_and_company",
    "synced_wins",
    "mail_scanners",
    "deal_older_than_lead",
    "stages_out_of_order",
    "filled_later",
}
"""What SAMPLES plants: tests, doubles, wins copied to contacts who join later, scanners, and fields filled in later."""


def rows(sample: str, table: str) -> list[dict[str, str]]:
    plain = SAMPLES / sample / f"{table}.csv"
    if plain.is_file():
        text = plain.read_text("utf-8")
    else:
        text = gzip.decompress((SAMPLES / sample / f"{table}.csv.gz").read_bytes()).decode("utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter=";" if sample == "services" else ","))


def truth(sample: str) -> dict[str, int]:
    held: dict[str, int] = json.loads((SAMPLES / sample / "truth.json").read_text("utf-8"))["records"]
    return held


def looked_through(folder: Path) -> Health:
    database = open_current(folder)
    try:
        return examine(Shelf(database), load(folder / "model.yaml"), NOW)
    finally:
        database.close()


@pytest.fixture(scope="module")
def saas(sample_workspace: Path) -> Health:
    return looked_through(sample_workspace)


def expected_doubles(sample: str) -> tuple[int, int]:
    """Leads beyond the first of each address, and of each name and company, by plain counting."""
    emails, names = defaultdict(int), defaultdict(int)
    for row in rows(sample, "leads"):
        emails[row["email"].strip().lower()] += 1
        names[row["name"].lower(), row["company"].split()[0].lower()] += 1  # Acme GmbH is Acme Ltd
    return sum(n - 1 for n in emails.values()), sum(n - 1 for n in names.values())


def machine_clicks(sample: str) -> int:
    """Clicks and opens at most five seconds after a delivery, where one of the two stamps has seconds."""
    sent, clicks = defaultdict(list), defaultdict(list)
    for row in rows(sample, "activities"):
        if row["kind"] == "email_delivered":
            sent[row["lead_id"]].append(datetime.fromisoformat(row["occurred_at"]))
        elif row["kind"] in ("email_click", "email_open"):
            clicks[row["lead_id"]].append(datetime.fromisoformat(row["occurred_at"]))
    return sum(
        any(timedelta() <= at - mail <= timedelta(seconds=5) and (at.second or mail.second) for mail in sent[lead])
        for lead, every in clicks.items()
        for at in every
    )


def check_against_files(sample: str, found: Health) -> None:
    known = truth(sample)
    emails, names = expected_doubles(sample)
    assert found.check("test_records").n == known["tests"]
    assert found.check("same_email").n == emails >= known["duplicates"] + known["customers"]
    assert found.check("same_name_and_company").n == names
    assert f"{known['wins_synced_to_every_contact']:,} wins" in found.check("synced_wins").words
    assert {each.name for each in found.faults} <= PLANTED


def test_saas(saas: Health) -> None:
    check_against_files("saas", saas)
    assert saas.check("mail_scanners").n == machine_clicks("saas") > 900


def test_lead_quality_is_the_field_that_was_filled_later(saas: Health) -> None:
    assert [row[0] for row in saas.check("filled_later").examples.rows] == ["lead_quality"]


@pytest.mark.slow
@pytest.mark.parametrize("sample", ["manufacturing", "services"])
def test_the_others(sample: str, tmp_path: Path) -> None:
    serving.init(tmp_path / sample, sample, NOW)
    found = looked_through(tmp_path / sample)
    check_against_files(sample, found)
    assert found.check("mail_scanners").n is None  # their clicks have no seconds
