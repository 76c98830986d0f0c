"""No table on a page holds a text that a spreadsheet would run, nor does the CSV file that Streamlit makes of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import formula_payloads as payloads
import pandas as pd
import pytest
from formula_payloads import PAYLOADS, cells_of, is_live

from leadscore.cells import restored
from leadscore.model import model_hash, parse
from leadscore.store.state import By, State
from leadscore.store.state.feedback import Given
from leadscore.vocabulary import TEAMS
from leadscore.workshop.saved_models import saving

from . import companies
from .browser import Seen
from .room import Visit, visit

TABS = {
    "home": {},
    "tune": {"tune tabs": ("Scores", "Swap card", "What matters", "Balance", "Files, SQL")},
    "cutoffs": {"cut-off tabs": ("What each cut-off gives", "From your team's capacity", "Bands and gates")},
    "leads": {},
    "lead": {"lead tabs": ("Why", "What happened", "What changed", "What next", "Others")},
    "signals": {
        "signal tabs": ("All signals", "Belief and evidence", "Suggested points", "Journeys", "Leaks and lint")
    },
    "review": {
        "review tabs": ("What changed", "Both teams", "Quality", "Scores and closes", "Service levels", "Voices")
    },
    "predictive": {"predictive tabs": ("Readiness", "Basic or predictive", "Alarms and cut-offs")},
    "data": {"data tabs": ("What we know", "What it can settle", "Data health", "Write back", "History")},
    "agreement": {"agreement tabs": ("The agreement", "Plays", "Commitments", "Goals and rhythm")},
    "feedback": {},
    "versions": {},
    "pilot": {},
}
"""Every page, with its tabs."""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = payloads.armed(tmp_path_factory.mktemp("armed"))
    with State.open(folder) as state:
        for place, text in enumerate(PAYLOADS[:6]):
            by = By(text, TEAMS[place % 2], payloads.NOW)
            asked = parse(payloads.MODEL).with_points({"-demo": Decimal(20 + place)})
            state.versions.save(saving(asked, text, text, None), by)
            state.feedback.give(Given("=1+1", "dispute", model_hash(asked), "score_too_high", text=text), by)
    return folder


def shown(visitor: Visit) -> Iterator[str]:
    """Every text in a table that can be taken away as a file, headers included."""
    for table in visitor.app.dataframe:
        frame: pd.DataFrame = table.value
        yield from (str(name) for name in frame.columns)
        yield from (cell for column in frame for cell in frame[column] if isinstance(cell, str))


@pytest.mark.parametrize("page", TABS)
def test_no_shown_table_holds_a_formula(room: Path, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    asked = {"lead": "=1+1"} if page == "lead" else {}
    visitor = visit(room, monkeypatch, page, **asked)
    seen = set(shown(visitor))
    for key, tabs in TABS[page].items():
        for tab in tabs:
            visitor.app.session_state[key] = tab
            seen |= set(shown(visitor.run()))
    assert sorted(cell for cell in seen if is_live(cell)) == []


def test_the_queue_shows_them_and_each_can_be_had_back(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = visit(room, monkeypatch, "leads")
    visitor.app.get_by_key("queue who").set_value("closed")
    cells = {restored(cell) for cell in shown(visitor.run())}
    assert len(cells & set(PAYLOADS)) > 30


def test_columns_samples_and_words_of_files_that_are_brought(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Headers, first cells and words of a stage, as the card shows them before anything is imported."""
    held, texts = (
        io.StringIO(newline=""),
        [each for each in PAYLOADS if each.isprintable() and not set(each) & set(",;|")],
    )
    rows = [[f"L{place}", text, text, *texts] for place, text in enumerate(texts)]
    csv.writer(held).writerows([["id", "Lead Status", "Company", *texts], *rows])
    visitor = visit(companies.emptied(tmp_path / "room"), monkeypatch, "data")
    visitor.app.file_uploader[0].upload("=1+1.csv", held.getvalue().encode())
    cells = set(shown(visitor.run()))
    assert sorted(cell for cell in cells if is_live(cell)) == []
    assert "=1+1" in {restored(cell) for cell in cells}


@pytest.mark.browser
def test_streamlits_own_file_of_a_table_is_dead(
    look: Callable[..., Seen], serve: Callable[[Path], str], room: Path
) -> None:
    seen = look(serve(room), "")
    seen.page.add_init_script("window.showSaveFilePicker = undefined")
    seen.open("data")
    named = seen.page.get_by_role("region", name="Attributes, their type and whether their time is known")
    table = seen.page.get_by_test_id("stDataFrame").filter(has=named)
    table.hover()
    with seen.page.expect_download() as waited:
        table.get_by_role("button", name="Download as CSV").click()
    content = Path(waited.value.path()).read_bytes()
    flat = [cell for row in cells_of(content) for cell in row]
    assert [cell for cell in flat if is_live(cell)] == []
    assert "=1+1" in {restored(cell) for cell in flat}
    assert len(pd.read_csv(io.BytesIO(content))) >= len(payloads.ATTRIBUTES)
