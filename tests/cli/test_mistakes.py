"""What goes wrong at a desk, and what the command line then says: what, where, how to mend; nothing half done."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from leadscore.store import lock

from .company import ACTIVITIES, LEADS, MAPPING, MODEL, STAGES, write_company
from .conftest import Called, Leadscore


def says(called: Called, code: int, *words: str) -> None:
    """The command failed with this code, printed nothing, and its message has all these words."""
    assert (called.code, called.out) == (code, "")
    assert called.err.startswith("Error: ")
    assert "Traceback" not in called.err
    for word in words:
        assert word in called.err


def contents(workspace: Path) -> list[str]:
    return sorted(str(each.relative_to(workspace)) for each in workspace.rglob("*") if each.name != "import.lock")


@pytest.mark.parametrize("command", [["score", "--out", "s.csv"], ["explain", "ada"], ["metrics"]])
def test_a_model_that_names_an_unknown_column(
    leadscore: Leadscore, six: Path, tmp_path: Path, command: list[str]
) -> None:
    (tmp_path / "m.yaml").write_text(MODEL.replace("attribute: title", "attribute: titel"))
    name, *rest = command
    called = leadscore(name, six, *rest, "--model", tmp_path / "m.yaml")
    says(called, 1, "rule 'vp' looks at 'titel', which this data does not have.", "Did you mean 'title'?")
    assert not Path("s.csv").exists()


def test_a_number_asked_of_a_text(leadscore: Leadscore, six: Path, tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text(MODEL.replace("{attribute: title, has_word: vp}", "{attribute: title, above: 3}"))
    called = leadscore("score", six, "--out", six / "s.csv", "--model", tmp_path / "m.yaml")
    says(called, 1, "rule 'vp' uses 'above' with a number on 'title', which this data holds as text", "type: number")


BAD_EXPORTS = {
    "a mapping to a missing file": (
        {"activities.csv": None},
        ["activities[1]: no file activities.csv in", "Paths are relative to the mapping file."],
    ),
    "a mapping to a missing column": (
        {"map.yaml": MAPPING.replace("title: Title", "title: Titel")},
        ["leads[1].title: leads.csv has no column 'Titel'. Did you mean 'Title'?"],
    ),
    "a mapping without ids": (
        {"map.yaml": MAPPING.replace("lead_id: Lead, created_at", "created_at")},
        ["leads[1]: no `lead_id`. Say which column holds it: `lead_id: COLUMN`."],
    ),
    "a file without ids": (
        {
            "leads.csv": "\n".join(
                [LEADS.splitlines()[0], *("," + row.split(",", 1)[1] for row in LEADS.splitlines()[1:])]
            )
        },
        ["No lead could be read: 6 x no lead_id", "Nothing was imported."],
    ),
    "dates that do not parse": (
        {"leads.csv": LEADS.replace("2026-", "26/")},
        [
            "No lead could be read: 6 x 'created_at' (column 'Created') is no date or time of the form",
            "state its `format:`",
        ],
    ),
    "times without a zone": (
        {"map.yaml": MAPPING.replace("zone: UTC\n", "")},
        ["No lead could be read: 6 x 'created_at' (column 'Created') has no offset and the mapping states no zone"],
    ),
    "an empty file": ({"leads.csv": ""}, ["leads.csv"]),
    "a header and no rows": (
        {"leads.csv": LEADS.splitlines()[0] + "\n"},
        ["No lead could be read: the file has no rows"],
    ),
    "a mapping that is no YAML": ({"map.yaml": "leads: [\n"}, ["map.yaml is not YAML at line 2"]),
    "a mapping with a misspelled table": (
        {"map.yaml": MAPPING.replace("stages:", "stage:")},
        ["Unknown key 'stage'. Did you mean 'stages'?"],
    ),
    "an unknown time zone": (
        {"map.yaml": MAPPING.replace("zone: UTC", "zone: Europe/Berln")},
        ["'Europe/Berln' is no time zone", "Did you mean 'Europe/Berlin'?"],
    ),
}


@pytest.mark.parametrize("name", BAD_EXPORTS)
def test_an_export_that_cannot_be_imported_changes_nothing(
    leadscore: Leadscore, six: Path, tmp_path: Path, name: str
) -> None:
    instead, words = BAD_EXPORTS[name]
    mapping = write_company(tmp_path / "bad", instead)
    before = contents(six)
    says(leadscore("import", six, "--mapping", mapping), 1, *words)
    assert contents(six) == before
    assert leadscore("check", six).code == 0


def test_an_empty_data_set_leaves_an_empty_workspace_empty(leadscore: Leadscore, empty: Path, tmp_path: Path) -> None:
    mapping = write_company(tmp_path / "bad", {"leads.csv": LEADS.splitlines()[0] + "\n"})
    says(leadscore("import", empty, "--mapping", mapping), 1, "the file has no rows", "Nothing was imported.")
    says(leadscore("metrics", empty), 1, "has no data yet. Import some: leadscore import")


def test_every_mistake_of_a_mapping_is_listed_at_once(leadscore: Leadscore, empty: Path, tmp_path: Path) -> None:
    text = MAPPING.replace("title: Title", "title: Titel").replace("kind: What", "kind: Wat")
    called = leadscore("import", empty, "--mapping", write_company(tmp_path / "bad", {"map.yaml": text}))
    says(called, 1, "map.yaml has 2 mistakes:", "no column 'Titel'", "no column 'Wat'")


def test_dates_that_do_not_parse_in_some_rows_reject_only_these(
    leadscore: Leadscore, empty: Path, tmp_path: Path
) -> None:
    mapping = write_company(tmp_path / "bad", {"stages.csv": STAGES.replace("2026-04-01 12:00", "soon")})
    called = leadscore("import", empty, "--mapping", mapping, "--json")
    assert (called.code, called.json["tables"]["stages"]["rejected"]) == (0, 1)
    assert "stages" in called.json["reasons"]


def test_a_second_import_at_the_same_moment(leadscore: Leadscore, six: Path, export: Path) -> None:
    before = contents(six)
    with lock.held(six / "data" / "import.lock", "process 4711 since 2026-11-02 09:00", "It is in use"):
        called = leadscore("import", six, "--mapping", export / "map.yaml")
        says(called, 1, "Another import into", "process 4711 since 2026-11-02 09:00", "Wait until it has finished")
    assert contents(six) == before
    assert leadscore("import", six, "--mapping", export / "map.yaml").code == 0


def test_no_mapping_at_that_path(leadscore: Leadscore, empty: Path) -> None:
    says(leadscore("import", empty, "--mapping", empty / "no.yaml"), 1, "no.yaml could not be read", "Check its path.")


@pytest.mark.parametrize("command", [["score", "--out", "s.csv"], ["explain", "ada"], ["metrics"], ["lint"]])
def test_no_model(leadscore: Leadscore, six: Path, command: list[str]) -> None:
    (six / "model.yaml").unlink()
    name, *rest = command
    says(leadscore(name, six, *rest), 1, f"The workspace has no model yet: write {six / 'model.yaml'}", "--model")


def test_no_model_file_of_that_name(leadscore: Leadscore, six: Path) -> None:
    called = leadscore("lint", six, "--model", six / "no.yaml")
    says(called, 1, f"The model file '{six / 'no.yaml'}' cannot be read: No such file or directory. Check the path.")


@pytest.mark.parametrize("command", [["score", "--out", "s.csv"], ["explain", "ada"], ["metrics"], ["check"], ["lint"]])
def test_no_workspace(leadscore: Leadscore, tmp_path: Path, command: list[str]) -> None:
    name, *rest = command
    says(
        leadscore(name, tmp_path / "no", *rest), 1, f"The workspace {tmp_path / 'no'} does not exist.", "leadscore init"
    )


@pytest.mark.parametrize("command", [["score", "--out", "s.csv"], ["explain", "ada"], ["metrics"]])
def test_no_data(leadscore: Leadscore, empty: Path, export: Path, command: list[str]) -> None:
    name, *rest = command
    called = leadscore(name, empty, *rest, "--model", export / "model.yaml")
    says(called, 1, f"The workspace {empty} has no data yet. Import some: leadscore import {empty} --mapping MAP.yaml")


@pytest.mark.parametrize("lens", ["hand-off", "tomorrow", "2026-02-30", "31.10.2026", "replay"])
def test_an_unknown_lens(leadscore: Leadscore, six: Path, lens: str) -> None:
    called = leadscore("score", six, "--as-of", lens, "--out", six / "s.csv")
    says(called, 2, lens, "handoff", "arrival")
    assert not (six / "s.csv").exists()


@pytest.mark.parametrize(
    ("out", "code", "words"),
    [
        ("scores.xlsx", 2, "'scores.xlsx' must end in .csv or .parquet."),
        ("scores", 2, "'scores' must end in .csv or .parquet."),
        ("no/such/folder/s.csv", 1, "cannot be written: No such file or directory. Choose another place for --out."),
        ("data.csv", 1, "cannot be written: Is a directory. Choose another place for --out."),
    ],
)
def test_an_out_that_cannot_be_written(
    leadscore: Leadscore, six: Path, tmp_path: Path, out: str, code: int, words: str
) -> None:
    (tmp_path / "data.csv").mkdir()
    before = contents(tmp_path)
    says(leadscore("score", six, "--out", tmp_path / out), code, words)
    assert contents(tmp_path) == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_an_out_in_a_folder_that_is_not_ones_own(leadscore: Leadscore, six: Path, tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    called = leadscore("score", six, "--out", tmp_path / "locked" / "s.csv")
    says(called, 1, "cannot be written: Permission denied.")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["skore"],
        ["score"],
        ["score", "ws"],
        ["explain", "ws"],
        ["import", "ws"],
        ["sql"],
        ["score", "ws", "--output", "s.csv"],
        ["serve", "--port", "nine"],
    ],
)
def test_a_command_that_is_no_command_exits_2_and_shows_usage(leadscore: Leadscore, arguments: list[str]) -> None:
    called = leadscore(*arguments)
    assert called.code == 2
    assert "Usage: leadscore" in called.out + called.err


@pytest.mark.parametrize("harm", ["missing", "cut short", "garbled"])
@pytest.mark.parametrize("command", [["score", "--out", "s.csv"], ["explain", "ada"], ["metrics"]])
def test_damaged_data_end_in_a_message_not_a_traceback(
    leadscore: Leadscore, six: Path, harm: str, command: list[str]
) -> None:
    file = six / "data" / (six / "data" / "CURRENT").read_text() / "activities.parquet"
    whole = file.read_bytes()
    file.write_bytes(whole[:100] if harm == "cut short" else whole[:20] + bytes(100) + whole[120:])
    if harm == "missing":
        file.unlink()
    name, *rest = command
    says(leadscore(name, six, *rest), 1, "leadscore check")
    assert leadscore("check", six).code == 1
    assert not Path("s.csv").exists()


def test_activities_alone_are_no_data_set(leadscore: Leadscore, empty: Path, tmp_path: Path) -> None:
    text = "zone: UTC\nactivities:\n  - {file: activities.csv, lead_id: Lead, occurred_at: When, kind: What}\n"
    mapping = write_company(tmp_path / "bad", {"map.yaml": text, "activities.csv": ACTIVITIES})
    says(leadscore("import", empty, "--mapping", mapping), 1, "No `leads:`. Every data set needs a table of leads")
