"""`leadscore pilot` and `leadscore card`: the plan by date, closes to expect, and the card; nothing is kept."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from leadscore.model import load
from leadscore.store.state import Answered, By, State
from leadscore.store.state.pilots import Begun
from leadscore.workshop.pilot_groups import OWNERS_ITEM, SHARE, is_in, key_of
from leadscore.workshop.saved_models import saving

from .company import LEADS, write_company
from .conftest import Leadscore
from .test_mistakes import says

ADA = By("Ada", "marketing", datetime.fromisoformat("2026-11-02T09:00:00"))
BEN = By("Ben", "sales", datetime.fromisoformat("2026-11-02T10:00:00"))


def files(folder: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_the_plan_stands_on_the_calendar_and_nothing_is_kept(leadscore: Leadscore, six: Path) -> None:
    before = files(six)
    told = leadscore("pilot", six, "--start", "2026-12-30", "--weeks", "7", "--json").json
    assert (told["starts"], told["ends"], told["weeks"]) == ("2026-12-30", "2027-02-16", 7)
    assert [(each["name"], each["starts"]) for each in told["phases"]] == [
        ("Roll-out and training", "2026-12-30"),
        ("Qualitative feedback", "2027-01-13"),
        ("First closes against initial scores", "2027-01-27"),
        ("Check every two weeks", "2027-02-10"),
    ]
    assert told["phases"][0]["tasks"][0]["due"] == "2027-01-01"
    assert files(six) == before


def test_one_win_is_no_cycle_and_says_so(leadscore: Leadscore, six: Path) -> None:
    told = leadscore("pilot", six, "--start", "2026-12-30", "--json").json
    assert {each["value"] for each in told["expected_closes"]} == {None}
    assert told["expected_closes"][5]["reason"] == "needs 5 wins of such hand-offs to know the cycle, has 1"
    assert told["closes_seen_reason"] == "these data end on 31 Oct 2026, before the pilot: import newer data to see it"
    said = leadscore("pilot", six, "--start", "2026-12-30").out
    assert "How many closes to expect by week 6 is unknown: needs 5 wins" in said
    assert "2027-01-01  marketing: Give every rep the rep card" in said


def test_closes_are_counted_by_week_of_those_handed_over_since(leadscore: Leadscore, six: Path) -> None:
    told = leadscore("pilot", six, "--start", "2026-03-01", "--weeks", "6", "--json").json
    assert told["closes_seen"] == [0, 0, 0, 0, 1, 1]  # ada is won on 1 April, the fourth day of week 5
    assert told["standing"].startswith("Over since Sat 11 Apr 2026")
    late = leadscore("pilot", six, "--start", "2026-03-02", "--weeks", "6", "--json").json
    assert late["closes_seen"] == [0] * 6  # she was handed over the day before


def test_the_pilot_begun_last_is_the_one_that_is_told(leadscore: Leadscore, six: Path) -> None:
    with State.open(six) as state:
        version = state.versions.save(saving(load(six / "model.yaml"), "Six", "As we found it", None), ADA)
        state.pilots.begin(Begun(version.id, date(2026, 11, 4), 8), ADA)
    told = leadscore("pilot", six, "--json").json
    assert (told["starts"], told["weeks"]) == ("2026-11-04", 8)


def test_closes_are_those_of_the_pilots_own_leads(leadscore: Leadscore, six: Path) -> None:
    """Ada's close counts where her half is in; another plan than the one begun is of all leads."""
    with State.open(six) as state:
        version = state.versions.save(saving(load(six / "model.yaml"), "Six", "As we found it", None), ADA)
        begun = state.pilots.begin(Begun(version.id, date(2026, 3, 1), 6, "random"), ADA)
    told = leadscore("pilot", six, "--json").json
    assert told["closes_seen"] == ([0, 0, 0, 0, 1, 1] if is_in("ada", SHARE, key_of(begun)) else [0] * 6)
    assert told["leads_a_week"]["counted"].endswith("in the pilot's part of the leads")
    whole = leadscore("pilot", six, "--weeks", "7", "--json").json
    assert whole["closes_seen"][:6] == [0, 0, 0, 0, 1, 1]
    assert "part of the leads" not in whole["leads_a_week"]["counted"]


def test_where_data_name_no_owners_nobody_knows_who_is_in(leadscore: Leadscore, six: Path) -> None:
    with State.open(six) as state:
        version = state.versions.save(saving(load(six / "model.yaml"), "Six", "As we found it", None), ADA)
        state.answers.give(Answered("agreement", OWNERS_ITEM, ["Ben"]), ADA)
        state.pilots.begin(Begun(version.id, date(2026, 3, 1), 6, "team"), ADA)
    says(leadscore("pilot", six), 1, "who is in it is unknown. Map the column 'owner'")


def test_without_dates_nothing_of_closes_is_known(leadscore: Leadscore, tmp_path: Path) -> None:
    leads = "\n".join(",".join(line.split(",")[:1] + line.split(",")[2:]) for line in LEADS.splitlines())
    mapping = "leads:\n  - {file: leads.csv, lead_id: Lead, title: Title, company: Company, company_size: Employees}\n"
    instead = {"leads.csv": leads, "map.yaml": mapping, "activities.csv": None, "stages.csv": None}
    write_company(tmp_path / "export", instead)
    leadscore("init", tmp_path / "ws")
    assert leadscore("import", tmp_path / "ws", "--mapping", tmp_path / "export" / "map.yaml").code == 0
    called = leadscore("pilot", tmp_path / "ws", "--start", "2026-12-30", "--json")
    assert called.code == 1  # no model yet
    (tmp_path / "ws" / "model.yaml").write_text((tmp_path / "export" / "model.yaml").read_text(), encoding="utf-8")
    told = leadscore("pilot", tmp_path / "ws", "--start", "2026-12-30", "--json").json
    assert {each["reason"] for each in told["expected_closes"]} == {"no dates"}
    assert told["closes_seen_reason"] == "this data has no dates"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--weeks", "5"), "Choose 6 to 52 weeks"),
        (("--weeks", "0"), "Choose 6 to 52 weeks"),
        (("--start", "tomorrow"), "'tomorrow' is no calendar day"),
        (("--start", "2026-13-01"), "is no calendar day"),
    ],
)
def test_mistakes_are_named(leadscore: Leadscore, six: Path, options: tuple[str, ...], words: str) -> None:
    says(leadscore("pilot", six, *options), 2, words)


def test_without_data_there_is_nothing_to_plan_on(leadscore: Leadscore, empty: Path) -> None:
    says(leadscore("pilot", empty), 1, "The workspace has no model yet")


def test_the_card_is_of_the_signed_model_and_says_who_signed(leadscore: Leadscore, six: Path, tmp_path: Path) -> None:
    draft = tmp_path / "draft.html"
    assert leadscore("card", six, "--out", draft).code == 0
    assert "Not signed by both teams: a draft" in draft.read_text(encoding="utf-8")
    with State.open(six) as state:
        version = state.versions.save(saving(load(six / "model.yaml"), "Six", "As we found it", None), ADA)
        state.signatures.sign(version.id, ADA)
        state.signatures.sign(version.id, BEN)
    signed = tmp_path / "signed.html"
    leadscore("card", six, "--out", signed)
    text = signed.read_text(encoding="utf-8")
    assert "Version 1 of &#x27;Six&#x27;" in text
    assert "signed by both teams since 02 Nov 2026" in text
    assert "Not signed by both teams" not in text
    assert "Asked for a demo" in text


def test_a_card_is_an_html_file(leadscore: Leadscore, six: Path, tmp_path: Path) -> None:
    says(leadscore("card", six, "--out", tmp_path / "card.pdf"), 2, "is no .html file")
