"""Texts that a spreadsheet might run, in every file that the product writes: none is live, and each comes back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import formula_payloads as payloads
import pytest
from formula_payloads import HARMLESS, PAYLOADS, cells_of, is_live, live_in_workbook
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from leadscore.cells import restored, safe_text
from leadscore.evidence import Handoff, Shelf
from leadscore.exporting.criteria import write_criteria
from leadscore.exporting.criteria_reading import read_criteria
from leadscore.exporting.crm.crm_shapes import SHAPES
from leadscore.exporting.crm.write_back import DRAFT, Origin, WriteBack
from leadscore.exporting.crm.write_back_files import write_parts
from leadscore.exporting.queue_files import queue_as_csv
from leadscore.exporting.score_files import scores_as_csv
from leadscore.model import Model, load, model_hash
from leadscore.scoring import score
from leadscore.store.database import open_current


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return payloads.armed(tmp_path_factory.mktemp("armed"))


@pytest.fixture(scope="module")
def shelf(room: Path) -> Iterator[Shelf]:
    database = open_current(room)
    yield Shelf(database)
    database.close()


@pytest.fixture(scope="module")
def model(room: Path) -> Model:
    return load(room / "model.yaml")


def ids(shelf: Shelf) -> set[str]:
    return {lead for (lead,) in shelf.database.cursor().execute("SELECT lead_id FROM leads").fetchall()}


def dead(cells: list[list[str]]) -> set[str]:
    """The cells of a file, none of which is live, as they were before they were marked."""
    flat = [cell for row in cells for cell in row]
    assert [cell for cell in flat if is_live(cell)] == []
    return {restored(cell) for cell in flat}


def test_there_are_a_hundred_and_the_judge_calls_most_of_them_live() -> None:
    assert len(PAYLOADS) >= 100
    assert sum(is_live(each) for each in PAYLOADS) >= 100
    assert [each for each in HARMLESS if is_live(each)] == []


@pytest.mark.parametrize("text", [*PAYLOADS, *HARMLESS], ids=lambda text: ascii(text))
def test_a_cell_is_dead_and_comes_back(text: str) -> None:
    cell = safe_text(text)
    assert not is_live(cell)
    assert restored(cell) == text
    assert cell in (text, f"'{text}")


@pytest.mark.parametrize("text", HARMLESS)
def test_what_runs_nothing_stays_as_it_is(text: str) -> None:
    assert safe_text(text) == text


@given(st.text(alphabet=st.sampled_from("'=+-@|%\t\r\n 1.5eEA\u200b\ufeff\uff1d\u00a0"), max_size=8) | st.text())
def test_any_text_is_dead_and_comes_back(text: str) -> None:
    assert not is_live(safe_text(text))
    assert restored(safe_text(text)) == text


def test_a_text_that_was_marked_by_a_person_keeps_its_mark() -> None:
    assert [safe_text(each) for each in ("'=1", "''=1", "'a")] == ["''=1", "'''=1", "'a"]
    assert [restored(each) for each in ("''=1", "'a", "a")] == ["'=1", "'a", "a"]


def test_scores(shelf: Shelf, model: Model) -> None:
    content = scores_as_csv(score(shelf, model, Handoff()))
    assert ids(shelf) < dead(cells_of(content))
    assert "'-group" in cells_of(content)[0]


def test_the_queue() -> None:
    rows = [{"Lead": text, "=Company": text, "Score": -5} for text in PAYLOADS]
    cells = cells_of(queue_as_csv(rows, ("Lead", "=Company", "Score")))
    assert dead(cells) == {*PAYLOADS, "Lead", "=Company", "Score", "-5"}
    assert [row[2] for row in cells[1:]] == ["-5"] * len(PAYLOADS)


def test_refused_rows(room: Path) -> None:
    (file,) = room.glob("data/*/rejected.csv")
    refused = cells_of(file.read_bytes())
    assert len(refused) > len(PAYLOADS)
    assert "=leads.csv" in dead(refused)


@pytest.mark.parametrize("crm", sorted(SHAPES))
@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_what_is_written_back(shelf: Shelf, model: Model, tmp_path: Path, crm: str, ending: str) -> None:
    shape = SHAPES[crm]
    if ending == ".xlsx" and not shape.takes_xlsx:
        pytest.skip("this CRM takes no workbooks")
    parts = write_parts(WriteBack(shelf, Origin(model, DRAFT), Handoff(), shape), tmp_path / f"back{ending}")
    found: set[str] = set()
    for part in parts:
        if ending == ".csv":
            found |= dead(cells_of(part.file.read_bytes()))
        else:
            assert live_in_workbook(part.file) == []
            sheet = CalamineWorkbook.from_path(str(part.file)).get_sheet_by_index(0)
            found |= {str(cell) for row in sheet.to_python() for cell in row}
    assert "=1+1" in found
    assert len([lead for lead in ids(shelf) if as_kept(lead, ending) in {as_kept(each, ending) for each in found}]) > 90


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_criteria(model: Model, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"criteria{ending}"
    write_criteria(model, file)
    assert model_hash(read_criteria(file).model) == model_hash(model)
    if ending == ".csv":
        assert "@SUM(1+1)" in dead(cells_of(file.read_bytes()))
    else:
        assert live_in_workbook(file) == []


def test_the_workbooks_inside_a_deck_of_slides() -> None:
    """A chart of a deck holds its numbers in a workbook, where a name of a group would be a cell."""
    pptx = pytest.importorskip("pptx", reason="the extra reports is not installed")
    from leadscore.figures.chart import Chart, Series
    from leadscore.reports import slides

    names = PAYLOADS[:10]
    chart = Chart("Which?", "group", "share", tuple(Series(name, names, (1.0,) * len(names)) for name in names), None)
    deck = pptx.Presentation()
    slides._chart(deck, type("S", (), {"question": "?"}), chart)
    held = io.BytesIO()
    deck.save(held)
    with zipfile.ZipFile(held) as packed:
        books = [name for name in packed.namelist() if name.endswith(".xlsx")]
        assert len(books) == 1
        assert live_in_workbook(io.BytesIO(packed.read(books[0]))) == []


def as_kept(text: str, ending: str) -> str:
    """A workbook holds no control characters, and its lines end in one way."""
    if ending == ".csv":
        return text
    return "".join(letter for letter in text.replace("\r", "\n") if letter >= " ")
